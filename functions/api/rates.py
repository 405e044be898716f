"""Rate books: look into them, compare their versions, hand in a new one."""

from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

import azure.durable_functions as df
import azure.functions as func

from apex_core.errors import InputError
from apex_core.intake.rate_books import BookImport, Imported, import_book
from apex_core.intake.rate_shelf import find_book, list_books, load_book
from apex_core.model.rates import BookRef, BookTitle
from apex_core.rates.difference import difference, difference_json
from apex_core.rates.index import RateIndex
from apex_core.rates.lines import rate_json
from apex_core.rates.table import MOST_BYTES
from functions.api.answers import HttpProblem, answering, ok
from functions.api.caller import READERS, Role, identify
from functions.wiring import services

IMPORTERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
USUAL_LIMIT: Final = "50"
MOST_ANSWERED: Final = 500
INDEXES_KEPT: Final = 4
TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False, "": False}

bp = df.Blueprint()


@bp.route(route="v1/rates", methods=["GET"])
@answering
def search_rates(req: func.HttpRequest) -> func.HttpResponse:
    """Answer the rates of ``?book=`` by ``prefix`` of their code and words ``q``, page by page."""
    identify(req, allowed=READERS)
    return ok(_search(req.params))


@bp.route(route="v1/rates/books", methods=["GET"])
@answering
def list_rate_books(req: func.HttpRequest) -> func.HttpResponse:
    """Answer every version of every book: the shipped one, then the company's, oldest first."""
    identify(req, allowed=READERS)
    versions = list_books(services())
    return ok({"books": [version.model_dump(mode="json") for version in versions]})


@bp.route(route="v1/rates/diff", methods=["GET"])
@answering
def compare_rates(req: func.HttpRequest) -> func.HttpResponse:
    """Answer what changed in ``?book=`` from version ``from`` to version ``to``."""
    identify(req, allowed=READERS)
    before, after = (
        BookRef.read({"book": _needed(req, "book"), "version": _needed(req, end)})
        for end in ("from", "to")
    )
    found = difference(load_book(before, services()), load_book(after, services()))
    return ok({"from": str(before), "to": str(after), **difference_json(found)})


@bp.route(route="v1/rates/imports", methods=["POST"])
@answering
def import_rates(req: func.HttpRequest) -> func.HttpResponse:
    """Keep the rate book in the body, CSV or XLSX, or say what is wrong with every cell of it."""
    caller = identify(req, allowed=IMPORTERS)
    ask = BookImport(
        title=_title(req),
        data=_body(req),
        imported_by=caller.subject,
        dry_run=_is_true(req, "dry_run"),
    )
    imported = import_book(ask, services())
    status = HTTPStatus.CREATED if imported.stored else HTTPStatus.OK
    return ok(_imported(imported), status=status)


@lru_cache(maxsize=INDEXES_KEPT)
def _index(ref: BookRef) -> RateIndex:
    """Return the index of a version, which is read once: a version never changes."""
    return RateIndex(load_book(ref, services()))


def _search(params: Mapping[str, str]) -> dict[str, Any]:
    ref = find_book(params.get("book", ""), params.get("version", ""), services())
    page = _index(ref).search(
        prefix=params.get("prefix", ""),
        words=params.get("q", ""),
        limit=_limit(params),
        after=params.get("cursor", ""),
    )
    return {
        "book": ref.book,
        "version": ref.version,
        "rates": [rate_json(rate) for rate in page.rates],
        "total": page.total,
        "next_cursor": page.next_after,
    }


def _limit(params: Mapping[str, str]) -> int:
    text = params.get("limit", USUAL_LIMIT)
    is_short = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_ANSWERED))
    if not (is_short and 1 <= int(text) <= MOST_ANSWERED):
        raise InputError(f"a limit is 1 to {MOST_ANSWERED}", path="limit", value=text)
    return int(text)


def _body(req: func.HttpRequest) -> bytes:
    data = req.get_body()
    if len(data) > MOST_BYTES:
        raise HttpProblem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a rate book may have {MOST_BYTES:,} bytes"
        )
    return data


def _title(req: func.HttpRequest) -> BookTitle:
    fields = {name: _needed(req, name) for name in ("book", "version", "dollar_year", "source")}
    return BookTitle.read(fields)


def _needed(req: func.HttpRequest, name: str) -> str:
    text = str(req.params.get(name, "")).strip()
    if not text:
        raise InputError(f"?{name}= is needed", path=name)
    return text


def _is_true(req: func.HttpRequest, name: str) -> bool:
    text = req.params.get(name, "").lower()
    if text not in TRUTHS:
        raise InputError("true or false is needed", path=name, value=text)
    return TRUTHS[text]


def _imported(imported: Imported) -> dict[str, Any]:
    return {
        **imported.version.model_dump(mode="json"),
        "stored": imported.stored,
        "applicable": imported.applicable,
        "ignored_columns": list(imported.ignored_columns),
    }

"""Pinning the company's own rates: what the ticket's book puts in place of shipped rates."""

from dataclasses import replace

from apex_core.costing.shipped import unit_of
from apex_core.errors import FieldError, InputError, InvariantError
from apex_core.model.message import Message
from apex_core.model.rates import BookRef, OwnRates, Rate, RateBook
from apex_core.model.ticket import Ticket
from apex_core.packs.loader import Packs
from apex_core.rates.lines import code_of, rate_of
from apex_core.services import Services
from apex_core.steps import keys
from apex_core.steps.classify import ForJob
from apex_core.steps.store import find, keep_job, load_job


class PinnedRates(Message):
    """How many shipped rates the book replaces; none where the ticket names no book."""

    rates: int


def pin_rates(ask: ForJob, services: Services) -> PinnedRates:
    """Take from the ticket's book the rates of shipped codes, and keep them with the job."""
    ticket = load_job(services.artifacts, ask.job_id, keys.TICKET, Ticket)
    if ticket.rate_book is None:
        return PinnedRates(rates=0)
    own = own_rates(open_book(ticket.rate_book, services), services.packs)
    keep_job(services.artifacts, ask.job_id, keys.OWN_RATES, own)
    return PinnedRates(rates=len(own.rates))


def open_book(ref: BookRef, services: Services, *, path: str = "rate_book.") -> RateBook:
    """Return a version of an own book.

    Parameters
    ----------
    path
        Where the reference stands, to name the wrong field.

    Raises
    ------
    InputError
        If there is no such book or version, with those there are.
    """
    check_book(ref, services, path=path)
    book = services.rates.get(ref)
    if book is None:
        raise InvariantError(f"the rate book {ref} is listed and cannot be read")
    return book


def check_book(ref: BookRef, services: Services, *, path: str = "rate_book.") -> None:
    """Refuse a reference to no version, without reading the version itself.

    Raises
    ------
    InputError
        As `open_book` does.
    """
    known = services.rates.list()
    if any(str(version) == str(ref) for version in known):
        return
    versions = [version.version for version in known if version.book == ref.book]
    if versions:
        said = f"{ref.book} has no such version: give one of {', '.join(versions)}"
        raise InputError(said, path=f"{path}version", value=ref.version)
    books = ", ".join(dict.fromkeys(version.book for version in known))
    said = f"give one of {books}" if books else "none was imported yet: see ./apex rates import"
    raise InputError(f"there is no such rate book: {said}", path=f"{path}book", value=ref.book)


def own_rates(book: RateBook, packs: Packs) -> OwnRates:
    """Return the rates of a book that an estimate may be priced by, by their codes.

    Raises
    ------
    InputError
        With every such rate that is per another unit than APEX prices it by.
    """
    rates = tuple(rate_of(line) for line in book.lines if unit_of(code_of(line), packs))
    errors = [error for rate in rates if (error := _unit_error(rate, packs)) is not None]
    if errors:
        raise InputError(errors[0].message, path=errors[0].path, errors=errors)
    version = book.version
    return OwnRates(
        book=version.book,
        version=version.version,
        dollar_year=version.dollar_year,
        source=version.source,
        sha256=version.sha256,
        rates=rates,
    )


def packs_of(job_id: str, services: Services) -> Packs:
    """Return the packs of a job: those that ship with APEX, and the rates pinned for it."""
    own = find(services.artifacts, keys.job_key(job_id, keys.OWN_RATES), OwnRates)
    return replace(services.packs, own=own) if own else services.packs


def _unit_error(rate: Rate, packs: Packs) -> FieldError | None:
    expected = unit_of(rate.code, packs)
    if rate.unit == expected:
        return None
    said = f"APEX prices {rate.code} per {expected}, the book per {rate.unit}: import a new version"
    return FieldError(f"rate_book.{rate.code}", said)

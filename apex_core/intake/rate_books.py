"""What happens when someone hands in a rate book: all of it is kept, or nothing."""

from functools import partial

from apex_core.costing.shipped import unit_of
from apex_core.errors import InputError
from apex_core.model.noun import Noun
from apex_core.model.rates import BookTitle, BookVersion, RateBook
from apex_core.rates.lines import book_sha256, lines_of
from apex_core.rates.reading import read_book
from apex_core.services import Services


class BookImport(Noun):
    """A rate book's file, its title, and who hands it in; a dry run keeps nothing."""

    title: BookTitle
    data: bytes
    imported_by: str
    dry_run: bool = False


class Imported(Noun):
    """What was read.

    Attributes
    ----------
    stored
        Whether this call made the version: not by a dry run, and not where it existed already
        with the same content.
    applicable
        How many of its rates have a code by which estimates are priced.
    ignored_columns
        Headers of columns that no rate has a field for.
    """

    version: BookVersion
    stored: bool
    applicable: int
    ignored_columns: tuple[str, ...] = ()


def import_book(ask: BookImport, services: Services) -> Imported:
    """Read, check and keep a rate book.

    Raises
    ------
    InputError
        With every wrong cell; or when the name belongs to a shipped book, or the version exists
        with another content.
    """
    _check_name(ask.title, services)
    unit_of_code = partial(unit_of, packs=services.packs)
    read = read_book(ask.data, unit_of=unit_of_code)
    lines = lines_of(read.rates)
    version = BookVersion(
        **ask.title.model_dump(),
        sha256=book_sha256(ask.title, lines),
        rates=len(lines),
        imported_by=ask.imported_by,
        imported_at=services.clock.now(),
    )
    known = _known(version, services)
    stored = not (known or ask.dry_run) and services.rates.put(
        RateBook(version=version, lines=lines)
    )
    if not (stored or ask.dry_run):
        known = _known(version, services)  # also what another import made in the meantime
    return Imported(
        version=known or version,
        stored=stored,
        applicable=sum(unit_of_code(rate.code) is not None for rate in read.rates),
        ignored_columns=read.ignored,
    )


def _check_name(title: BookTitle, services: Services) -> None:
    if title.book in services.packs.names:
        raise InputError(
            "this is the name of a pack that ships with APEX: choose another",
            path="book",
            value=title.book,
        )


def _known(version: BookVersion, services: Services) -> BookVersion | None:
    """Return the version as it exists, if it does.

    Raises
    ------
    InputError
        When its content is another.
    """
    listed = (known for known in services.rates.list() if str(known) == str(version))
    known = next(listed, None)
    if known is not None and known.sha256 != version.sha256:
        raise InputError(
            f"{known} exists with another content, and a version never changes: "
            "import it as a new version",
            path="version",
            value=version.version,
        )
    return known

"""Every rate book one may look into: the shipped one, and the company's own."""

from apex_core.costing.shipped import shipped_book
from apex_core.errors import InputError
from apex_core.model.rates import BookRef, BookVersion, RateBook
from apex_core.services import Services
from apex_core.steps.rates import open_book


def list_books(services: Services) -> tuple[BookVersion, ...]:
    """Return the shipped book, then every version of the company's own, oldest first."""
    return shipped_book(services.packs).version, *services.rates.list()


def find_book(book: str, version: str, services: Services) -> BookRef:
    """Return the version that is meant; without one, the newest of that book.

    Raises
    ------
    InputError
        When there is no such book, with those there are.
    """
    if book and version:
        return BookRef.read({"book": book, "version": version})
    versions = list_books(services)
    newest = next((known for known in reversed(versions) if known.book == book), None)
    if newest is None:
        books = ", ".join(dict.fromkeys(known.book for known in versions))
        raise InputError(f"give a rate book: one of {books}", path="book", value=book)
    return BookRef(book=newest.book, version=newest.version)


def load_book(ref: BookRef, services: Services) -> RateBook:
    """Return a version with its rates.

    Raises
    ------
    InputError
        When there is no such version, with those there are.
    """
    shipped = shipped_book(services.packs)
    if ref.book != shipped.version.book:
        return open_book(ref, services, path="")
    if ref.version != shipped.version.version:
        raise InputError(
            f"this APEX ships {shipped.version} alone", path="version", value=ref.version
        )
    return shipped

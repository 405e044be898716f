"""A company's own rate books: a rate, a version of a book, and what an estimate takes of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from apex_core.model.noun import Noun
from apex_core.model.scope import Year

NOTHING: Final = Decimal(0)
BOOK_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
BOOK_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def _check_name(text: str) -> str:
    if not BOOK_NAME.fullmatch(text):
        raise ValueError(
            "a rate book is named by 2 to 40 lower-case letters, digits and hyphens, such as acme"
        )
    return text


def _check_version(text: str) -> str:
    if not BOOK_VERSION.fullmatch(text):
        raise ValueError(
            "a version is 1 to 40 letters, digits, dots, hyphens and underscores, such as 2026.1"
        )
    return text


BookName = Annotated[str, AfterValidator(_check_name)]
BookVersionName = Annotated[str, AfterValidator(_check_version)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit of something costs, by part [USD per *unit*].

    Attributes
    ----------
    code
        Its name in the book; codes that differ in upper and lower case alone are one code.
    unit
        One of the names in `apex_core.rates.units`.
    other_usd
        What the book does not split.
    category
        The company's own grouping, in words.
    """

    code: str
    description: str
    unit: str
    material_usd: Decimal = NOTHING
    labor_usd: Decimal = NOTHING
    equipment_usd: Decimal = NOTHING
    other_usd: Decimal = NOTHING
    ferc_account: str | None = None
    category: str | None = None

    @property
    def total_usd(self) -> Decimal:
        """All parts together [USD per *unit*]."""
        return self.material_usd + self.labor_usd + self.equipment_usd + self.other_usd


class BookRef(Noun):
    """A version of a rate book, as a ticket names it."""

    book: BookName
    version: BookVersionName

    def __str__(self) -> str:
        return f"{self.book}@{self.version}"


class BookTitle(BookRef):
    """What the importer says of a version of a book.

    Attributes
    ----------
    dollar_year
        Year of all its money.
    source
        Where the rates come from, in words.
    """

    dollar_year: Year
    source: Annotated[str, Field(min_length=1, max_length=500)]


class BookVersion(BookTitle):
    """One version of a book as it stands in the list of books; it never changes.

    Attributes
    ----------
    sha256
        Over title and rates.
    rates
        How many.
    imported_by, imported_at
        Empty for what ships with APEX.
    """

    sha256: str
    rates: int
    imported_by: str = ""
    imported_at: datetime | None = None

    @property
    def age(self) -> tuple[str, str]:
        """What versions are sorted by to stand in the order in which they came."""
        return self.imported_at.isoformat() if self.imported_at else "", str(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateBook:
    """A version of a book with its content: one line of text for each rate, in order of code.

    A hundred thousand rates as text take a tenth of the memory they take as objects;
    `apex_core.rates.lines` turns one into the other.
    """

    version: BookVersion
    lines: tuple[str, ...]


class OwnRates(BookTitle):
    """The rates of one book that take the place of shipped ones, pinned for one estimate.

    ``sha256`` is that of the whole book.
    """

    sha256: str
    rates: tuple[Rate, ...]

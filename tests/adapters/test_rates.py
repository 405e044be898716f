"""What the table of rate books looks like when an import does not reach its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from azure.core.exceptions import ServiceResponseError
from azure.data.tables import TableClient, UpdateMode

from adapters.rates import BOOKS, TableRates
from apex_core.errors import InvariantError, StoreUnavailable
from apex_core.services import Services
from tests.apex_core.rates.books import a_book, a_rate

pytestmark = [pytest.mark.azurite, pytest.mark.enable_socket]

# more pages than one transaction takes
LARGE = a_book([a_rate(f"C{number:05d}", description="x" * 500) for number in range(6_000)])


@dataclass
class CutOff:
    """A table whose connection is lost after some transactions."""

    table: TableClient
    transactions_left: int

    def submit_transaction(self, operations: Sequence[Any]) -> object:
        if not self.transactions_left:
            raise ServiceResponseError("the connection was lost")
        self.transactions_left -= 1
        return self.table.submit_transaction(operations)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.table, name)


@pytest.fixture
def rates(azurite_services: Services) -> TableRates:
    assert isinstance(azurite_services.rates, TableRates)
    return azurite_services.rates


def cut_off(rates: TableRates, *, after: int) -> TableRates:
    return TableRates(CutOff(rates.table, after))  # type: ignore[arg-type]


def test_half_an_import_is_invisible_and_the_next_one_completes_it(rates: TableRates) -> None:
    with pytest.raises(StoreUnavailable):
        cut_off(rates, after=1).put(LARGE)

    assert rates.get(LARGE.version) is None
    assert rates.list() == ()

    assert rates.put(LARGE)
    assert rates.get(LARGE.version) == LARGE


def test_what_a_broken_import_left_is_no_part_of_another_content(rates: TableRates) -> None:
    with pytest.raises(StoreUnavailable):
        cut_off(rates, after=1).put(LARGE)
    small = a_book([a_rate()])

    rates.put(small)

    assert rates.get(LARGE.version) == small


def test_rows_changed_by_another_hand_are_never_taken_for_the_book(rates: TableRates) -> None:
    book = a_book([a_rate()])
    rates.put(book)
    changed = rates.table.get_entity(BOOKS, str(book.version))
    changed["dollar_year"] = 1999
    rates.table.update_entity(changed, mode=UpdateMode.REPLACE)

    with pytest.raises(InvariantError, match="not what was imported"):
        rates.get(book.version)

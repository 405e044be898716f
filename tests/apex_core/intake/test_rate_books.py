"""A rate book is kept whole, once, under its name and version."""

import pytest

from apex_core.errors import InputError
from apex_core.intake.rate_books import BookImport, Imported, import_book
from apex_core.model.rates import BookTitle
from apex_core.services import Services
from tests.apex_core.rates.books import CSV, TITLE
from tests.fakes import fake_services


def hand_in(
    services: Services, data: bytes = CSV, *, dry_run: bool = False, **title: object
) -> Imported:
    said = BookTitle.model_validate(TITLE.model_dump() | title)
    ask = BookImport(title=said, data=data, imported_by="mo", dry_run=dry_run)
    return import_book(ask, services)


def test_an_import_is_kept_with_who_made_it_and_how_many_rates() -> None:
    services = fake_services()

    imported = hand_in(services)

    assert imported.stored
    assert services.rates.list() == (imported.version,)
    assert (imported.version.rates, imported.version.imported_by) == (2, "mo")
    book = services.rates.get(imported.version)
    assert book is not None
    assert len(book.lines) == 2


def test_a_dry_run_says_what_would_be_kept_and_keeps_nothing() -> None:
    services = fake_services()

    imported = hand_in(services, dry_run=True)

    assert (imported.stored, imported.version.rates) == (False, 2)
    assert services.rates.list() == ()


def test_the_same_import_again_is_answered_and_not_doubled() -> None:
    services = fake_services()
    first = hand_in(services)

    again = hand_in(services)

    assert not again.stored
    assert again.version == first.version


@pytest.mark.parametrize("dry_run", [True, False])
def test_another_content_under_a_version_that_exists_is_refused(dry_run: bool) -> None:  # noqa: FBT001
    services = fake_services()
    first = hand_in(services)

    with pytest.raises(InputError, match="a version never changes") as refused:
        hand_in(services, CSV.replace(b"95.25", b"95.26"), dry_run=dry_run)

    assert refused.value.path == "version"
    assert services.rates.list() == (first.version,)


def test_another_dollar_year_is_another_content() -> None:
    services = fake_services()
    hand_in(services)

    with pytest.raises(InputError, match="a version never changes"):
        hand_in(services, dollar_year=2025)


def test_one_wrong_cell_keeps_everything_out() -> None:
    services = fake_services()

    with pytest.raises(InputError, match="line 3, column Material"):
        hand_in(services, CSV.replace(b"95.25", b"cheap"))

    assert services.rates.list() == ()


def test_the_name_of_a_shipped_pack_is_taken() -> None:
    with pytest.raises(InputError, match="ships with APEX"):
        hand_in(fake_services(), book="miso-mtep24")


def test_an_import_says_how_many_rates_can_price_an_estimate_and_checks_their_unit() -> None:
    services = fake_services()
    data = b"code,description,unit,cost\nOPGW,Wire,1000 ft,10\nCU-1,Anchor,ea,1\n"

    assert hand_in(services, data).applicable == 1
    with pytest.raises(InputError, match="APEX prices OPGW per kft"):
        hand_in(services, data.replace(b"1000 ft", b"mile"), version="2")

"""Narrative, assumptions and exclusions: every figure known, every judgement named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apex_core.estimate.prose import unknown_figures
from apex_core.estimate.wording import dollars, millions, percent
from apex_core.model.estimate import Estimate
from tests.apex_core.estimate.situations import LINE, estimate_of, missouri, ticket_of

TITLES = [
    "Scope",
    "Method",
    "Data sources",
    "Estimate class",
    "Allowances and contingency",
    "Escalation and AFUDC",
    "Risk",
]


def text_of(estimate: Estimate) -> str:
    return "\n".join(text for part in estimate.narrative for text in part.paragraphs)


def test_the_narrative_has_the_sections_of_a_basis_of_estimate() -> None:
    assert [part.title for part in missouri().narrative] == TITLES


def test_the_narrative_says_the_headline() -> None:
    said, headline = text_of(missouri()), missouri().headline

    assert headline.p80_usd is not None
    for usd in (headline.project_usd, headline.p80_usd, headline.contingency_usd):
        assert dollars(usd) in said


def test_the_narrative_names_every_part_of_the_scope() -> None:
    station = {"name": "Birch switching station", "voltage_kv": 345, "positions": 4}
    adder = {"name": "Road crossing", "usd": 250000, "source": "Quote 17"}

    said = text_of(estimate_of(ticket_of(substations=[station], adders=[adder])))

    for words in ("Alder - Birch", "Birch switching station", "Road crossing, $250,000 (Quote 17)"):
        assert words in said


def test_costs_that_are_not_escalated_are_said_to_be_so() -> None:
    estimate = estimate_of(ticket_of(in_service_year=2024))

    assert "are not escalated" in text_of(estimate)
    assert any("Price changes after 2024" in said.text for said in estimate.exclusions)


def test_every_loaded_driver_is_an_assumption_that_says_what_it_rests_on() -> None:
    estimate = missouri()

    for place, driver in enumerate(estimate.basis.drivers):
        said = [one for one in estimate.assumptions if one.figure == f"basis.drivers.{place}"]
        assert len(said) == int(driver.loaded)
        if said:
            standing = "unverified" if driver.status == "unverified" else "engineering judgement"
            assert standing in said[0].text
            assert "editable default" in said[0].text


def test_every_driver_left_out_is_an_exclusion_with_its_reason() -> None:
    left_out = {driver.reason for driver in missouri().basis.drivers if not driver.loaded}

    said = "\n".join(exclusion.text for exclusion in missouri().exclusions)

    assert left_out
    assert all(reason in said for reason in left_out)


def test_an_unpriced_item_is_an_exclusion() -> None:
    reconductored = {**LINE, "scope": "reconductor"}
    estimate = estimate_of(ticket_of(lines=[reconductored]))

    said = [one for one in estimate.exclusions if one.text.startswith("Not priced")]

    assert len(said) == len(estimate.basis.cost.unpriced)


def test_no_statement_is_made_twice() -> None:
    statements = [*missouri().assumptions, *missouri().exclusions]

    assert len(statements) == len(set(statements))


def test_compliance_is_never_claimed() -> None:
    estimate = missouri()
    said = text_of(estimate) + "".join(one.text for one in estimate.assumptions)

    assert "complian" not in said.lower()
    assert "Not a statement of ISO New England requirements" in said


@given(st.decimals(min_value=1, max_value=10**10, places=2))
def test_a_figure_written_by_the_wording_is_recognised(usd: Decimal) -> None:
    content = {"usd": float(usd)}

    assert unknown_figures(f"It costs {dollars(usd)} or {millions(usd)}.", content) == ()


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_a_fraction_is_recognised_as_a_percentage(fraction: Decimal) -> None:
    content = [float(fraction)]

    assert unknown_figures(f"That is {percent(fraction, places=1)} of it.", content) == ()


@pytest.mark.parametrize("harmless", ["in 2024", "230 kV", "class 4", "P80", "18R-97", "12 miles"])
def test_a_number_that_is_neither_money_nor_percentage_is_left_alone(harmless: str) -> None:
    assert unknown_figures(harmless, {}) == ()


def test_risks_that_move_independently_are_said_to() -> None:
    factor = {"name": "Weather", "distribution": "uniform", "low": 0.0, "high": 0.1}

    estimate = estimate_of(ticket_of(risk={"drivers": "none", "factors": [factor]}))

    assert any("independently" in said.text for said in estimate.assumptions)


def test_a_correlation_of_the_ticket_is_not_called_a_default() -> None:
    own = {"pairs": [["Steel price", "Productivity", 0.5]]}

    estimate = estimate_of(ticket_of(risk={"correlation": own}))

    assert not any("rank correlation" in said.text for said in estimate.assumptions)

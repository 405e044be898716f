"""The assembled estimate: headline, breakdowns and comparison follow from cost and risk."""

from decimal import Decimal

import pytest

from tests.apex_core.estimate.situations import (
    LINE,
    PACKS,
    estimate_of,
    missouri,
    simulated,
    ticket_of,
    without_range,
)


def test_the_headline_repeats_cost_and_risk() -> None:
    headline, basis = missouri().headline, missouri().basis

    assert headline.base_usd == basis.cost.project_usd
    assert headline.base_usd + headline.contingency_usd == headline.p80_usd
    p95 = simulated(missouri()).percentiles["p95"]
    assert float(headline.p95_usd or 0) == pytest.approx(p95, abs=0.005)
    assert headline.capital_usd == basis.cost.capital_usd


def test_the_headline_names_the_widest_swings() -> None:
    risk = simulated(missouri())
    widest = sorted(risk.sensitivities, key=lambda one: one.swing_usd[0] - one.swing_usd[1])

    assert missouri().headline.top_drivers == tuple(one.name for one in widest[:3])


def test_capital_cost_holds_the_simulated_contingency_not_the_published_percentage() -> None:
    cost = missouri().basis.cost

    assert cost.contingency.fraction is None
    assert "simulated" in cost.contingency.basis


def test_where_nothing_varies_there_are_no_percentiles_to_repeat() -> None:
    headline, cost = without_range().headline, without_range().basis.cost

    assert (headline.p50_usd, headline.p80_usd, headline.p95_usd) == (None, None, None)
    assert headline.contingency_usd == round(cost.project_usd * Decimal("0.30"), 2)
    compared = without_range().comparison
    assert compared is not None
    assert compared.inside is None


def test_a_breakdown_adds_up_to_its_total() -> None:
    for cut in (missouri().by_account, missouri().iso_ne_style):
        assert sum(row.usd for row in cut.rows) == cut.total_usd


def test_the_breakdowns_carry_the_labels_of_their_packs() -> None:
    assert missouri().iso_ne_style.label == PACKS.isone.label
    assert missouri().by_account.label == PACKS.manifest("ferc-accounts").label


def test_removal_is_no_plant_in_service() -> None:
    line = {**LINE, "voltage_kv": 115, "scope": "rebuild"}
    estimate = estimate_of(ticket_of(lines=[line]))

    removal = [row for row in estimate.by_account.rows if row.title.startswith("Removal")]

    assert [row.code for row in removal] == [""]
    assert removal[0].usd > 0


def test_an_adder_without_an_account_is_not_given_one() -> None:
    adder = {"name": "Road crossing", "usd": 250000, "source": "Quote 17"}
    estimate = estimate_of(ticket_of(adders=[adder]))

    assert any(row.title == "No account assigned" for row in estimate.by_account.rows)


def test_the_published_figure_is_compared_without_escalation_and_afudc() -> None:
    estimate = missouri()
    cost, compared = estimate.basis.cost, estimate.comparison

    assert compared is not None
    on_top = cost.capital_usd / (cost.project_usd + cost.contingency_usd)
    assert float(compared.comparable_usd * on_top) == pytest.approx(60_000_000, rel=1e-6)


def test_a_finding_is_reported_once_however_often_it_is_made() -> None:
    found = missouri().basis.findings

    assert len({finding.sentence for finding in found}) == len(found)

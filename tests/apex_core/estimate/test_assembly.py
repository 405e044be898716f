"""The assembled estimate: headline, breakdowns and comparison follow from cost and risk."""

from decimal import Decimal

import pytest

from apex_core.model.estimate import Breakdown
from tests.apex_core.estimate.situations import (
    LINE,
    PACKS,
    estimate_of,
    missouri,
    simulated,
    ticket_of,
    without_range,
)

ADDER = {"name": "Hut", "usd": 1_000_000, "source": "quote"}


def test_the_headline_repeats_cost_and_risk() -> None:
    headline, basis = missouri().headline, missouri().basis

    assert headline.project_usd == basis.cost.project_usd
    assert headline.project_usd + headline.contingency_usd == headline.p80_usd
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


def of_ptf(**parts: object) -> Breakdown:
    """A line and an adder, with their parts that are pool transmission facilities."""
    line = {**LINE, "ptf": parts.get("line")}
    adder = {"name": "Hut", "usd": 1_000_000, "source": "quote", "ptf": parts.get("adder")}
    return estimate_of(ticket_of(lines=[line], adders=[adder])).iso_ne_style


def test_the_columns_are_not_split_where_nobody_says_what_is_ptf() -> None:
    cut = of_ptf()

    assert (cut.ptf_usd, cut.non_ptf_usd) == (None, None)
    assert all(row.ptf_usd is None for row in cut.rows)


def test_ptf_and_the_rest_are_the_whole_to_the_cent() -> None:
    cut = of_ptf(line="0.6", adder=False)

    for row in cut.rows:
        assert (row.ptf_usd or 0) + (row.non_ptf_usd or 0) == row.usd
    assert (cut.ptf_usd or 0) + (cut.non_ptf_usd or 0) == cut.total_usd
    assert 0 < (cut.ptf_usd or 0) < cut.total_usd


def test_indirects_and_contingency_follow_the_direct_cost_of_ptf() -> None:
    cut = of_ptf(line=True, adder=False)
    cost = estimate_of(ticket_of(lines=[LINE], adders=[ADDER])).basis.cost

    share = (cost.base_usd - 1_000_000) / cost.base_usd
    contingency = next(row for row in cut.rows if row.title == "Contingency")
    assert contingency.ptf_usd == round(contingency.usd * share, 2)


def test_what_nobody_calls_ptf_or_not_is_in_neither() -> None:
    estimate = estimate_of(ticket_of(lines=[{**LINE, "ptf": True}], adders=[ADDER]))
    cut = estimate.iso_ne_style

    assert cut.non_ptf_usd == 0
    assert 0 < (cut.ptf_usd or 0) < cut.total_usd
    assert any("what it does not say is in neither" in said.text for said in estimate.assumptions)

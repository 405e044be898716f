"""The checks: each passes for a sound estimate and fails for the fault it is there to find."""

from decimal import Decimal
from typing import Any

import pytest

from apex_core.envelope import PENALTY_FAILED_CHECK
from apex_core.estimate.checks import checks
from apex_core.model.estimate import (
    DocumentStatus,
    DocumentUse,
    Estimate,
    NarrativeSection,
    Statement,
)
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.review import Verdict
from tests.apex_core.estimate.situations import (
    INPUTS_SHA256,
    PACKS,
    estimate_of,
    missouri,
    sealed,
    simulated,
    ticket_of,
    without_range,
)


def failed(estimate: Estimate) -> set[str]:
    return {check.name for check in checks(estimate, PACKS) if not check.passed}


def with_cost(**changed: Any) -> Estimate:
    basis = missouri().basis
    cost = basis.cost.model_copy(update=changed)
    return missouri().model_copy(update={"basis": basis.model_copy(update={"cost": cost})})


def with_risk(**changed: Any) -> Estimate:
    basis = missouri().basis
    risk = simulated(missouri()).model_copy(update=changed)
    return missouri().model_copy(update={"basis": basis.model_copy(update={"risk": risk})})


def test_a_sound_estimate_fails_no_check() -> None:
    assert failed(missouri()) == set()


def test_an_estimate_in_which_nothing_varies_is_sound_too() -> None:
    assert failed(without_range()) == set()


def test_a_line_item_that_is_not_the_sum_of_its_parts_is_found() -> None:
    first, *rest = missouri().basis.cost.line_items
    off = first.model_copy(update={"material_usd": first.material_usd + 1})

    assert "line items are the sum of their parts" in failed(with_cost(line_items=(off, *rest)))


def test_a_section_that_does_not_foot_is_found() -> None:
    (only,) = missouri().basis.cost.sections
    off = only.model_copy(update={"total_usd": only.total_usd + Decimal("0.01")})

    assert "line items foot to their sections" in failed(with_cost(sections=(off,)))


def test_a_capital_cost_that_does_not_add_up_is_found() -> None:
    capital = missouri().basis.cost.capital_usd + 1

    assert "cost adds up" in failed(with_cost(capital_usd=capital))


def test_percentiles_out_of_order_are_found() -> None:
    percentiles = simulated(missouri()).percentiles
    swapped = percentiles | {"p20": percentiles["p30"], "p30": percentiles["p20"]}

    found = {check.name: check for check in checks(with_risk(percentiles=swapped), PACKS)}

    assert not found["percentiles ascend"].passed
    assert "p30 below p25" in found["percentiles ascend"].detail


def test_a_contingency_that_is_not_p80_less_base_is_found() -> None:
    contingency = missouri().basis.cost.contingency_usd + 1

    assert "contingency lifts the base to P80" in failed(with_cost(contingency_usd=contingency))


@pytest.mark.parametrize("share", [Decimal("-0.01"), Decimal("1.01")])
def test_a_contingency_the_class_does_not_explain_is_found(share: Decimal) -> None:
    contingency = missouri().basis.cost.project_usd * share

    found = failed(with_cost(contingency_usd=contingency))

    assert "contingency is plausible for the class" in found


def test_a_failed_check_of_amounts_is_a_warning_too() -> None:
    off = with_cost(contingency_usd=-missouri().basis.cost.project_usd / 2)

    (said,) = [said for said in sealed(off).warnings if "plausible" in said]
    assert said == (
        "A check failed: contingency is plausible for the class "
        "(\N{MINUS SIGN}50.0% of project cost; expected 0% to 100%)"
    )


def test_a_p5_below_zero_is_found() -> None:
    percentiles = simulated(missouri()).percentiles | {"p5": -1.0}

    estimate = with_risk(percentiles=percentiles)

    assert "the simulated P5 is above zero" in failed(estimate)
    assert any("P5 is above zero" in said for said in sealed(estimate).warnings)


def test_a_p50_outside_the_class_band_is_found() -> None:
    far = float(missouri().basis.cost.project_usd) * 2.5
    percentiles = simulated(missouri()).percentiles | {"p50": far}

    found = failed(with_risk(percentiles=percentiles))

    assert "P50 lies within the class's accuracy band around the base" in found


def test_a_figure_without_a_source_is_found_and_costs_confidence() -> None:
    quantities = missouri().basis.quantities
    sources = {path: said for path, said in quantities.sources.items() if path != "lines.0.miles"}
    open_ended = quantities.model_copy(update={"sources": sources})
    basis = missouri().basis.model_copy(update={"quantities": open_ended})
    estimate = missouri().model_copy(update={"basis": basis})

    found = {check.name: check for check in checks(estimate, PACKS)}

    assert found["every figure has a source"].detail == "lines.0.miles"
    assert sealed(estimate).confidence < sealed(missouri()).confidence - PENALTY_FAILED_CHECK


def test_a_refused_document_fails_a_check() -> None:
    refused = DocumentUse(
        name="scan.pdf", sha256="00" * 32, status=DocumentStatus.REFUSED, reason="encrypted"
    )

    estimate = estimate_of(ticket_of(), [refused])

    assert "every document could be read" in failed(estimate)
    assert any("scan.pdf" in said.text for said in estimate.exclusions)


def test_a_document_that_failed_its_review_fails_a_check() -> None:
    poor = DocumentUse(
        name="memo.docx",
        sha256="00" * 32,
        status=DocumentStatus.READ,
        reason="it holds 5 % of what a scope should",
        verdict=Verdict.FAILED,
        completeness=5,
    )

    estimate = estimate_of(ticket_of(), [poor])

    assert "no document failed its review" in failed(estimate)
    assert (
        "memo.docx was not used: it holds 5 % of what a scope should" in sealed(estimate).warnings
    )


def test_midwest_rates_in_new_england_fail_a_check() -> None:
    land = {"name": "Alder - Birch", "voltage_kv": 345, "miles": 12, "land": {"state": "Missouri"}}

    estimate = estimate_of(ticket_of(region="Massachusetts", lines=[land]))

    assert "rates fit the region" in failed(estimate)
    assert not any("rates fit the region" in said for said in sealed(estimate).warnings)


@pytest.mark.parametrize(("usd", "is_inside"), [(40_000_000, True), (600_000_000, False)])
def test_a_published_figure_is_inside_the_range_or_fails_its_check(
    usd: int, *, is_inside: bool
) -> None:
    published = {"label": "Planned cost", "usd": usd, "source": "Regional plan"}

    estimate = estimate_of(ticket_of(comparison=published))

    name = "the published figure lies between P5 and P95"
    assert (name not in failed(estimate)) is is_inside


def test_a_published_figure_changes_no_other_figure() -> None:
    published = {"label": "Planned cost", "usd": 1, "source": "Regional plan"}

    with_one, without = estimate_of(ticket_of(comparison=published)), estimate_of(ticket_of())

    assert with_one.headline == without.headline


def test_a_statement_that_points_nowhere_is_found() -> None:
    astray = Statement(text="Flat.", figure="basis.cost.line_items.999")
    estimate = missouri().model_copy(update={"assumptions": (astray,)})

    assert failed(estimate) == {"every statement points at a figure"}


@pytest.mark.parametrize("prose", ["It costs $1,234,567.", "It adds 77.7%.", "About $999 million."])
def test_an_invented_figure_in_the_text_is_found(prose: str) -> None:
    invented = NarrativeSection(title="Scope", paragraphs=(prose,))
    estimate = missouri().model_copy(update={"narrative": (invented,)})

    assert failed(estimate) == {"every figure in the text is one of the estimate"}


def test_sealing_records_seed_packs_inputs_and_checks() -> None:
    trace = sealed(missouri()).trace

    assert trace.seed == missouri().basis.ticket.seed
    assert trace.inputs_sha256 == INPUTS_SHA256
    assert {"miso-mtep24", "risk-drivers"} <= set(trace.packs)
    assert trace.checks == checks(missouri(), PACKS)


def test_the_same_ticket_gives_the_same_content_hash() -> None:
    first, second = (sealed(estimate_of(ticket_of())) for _ in range(2))

    assert first.content_sha256 == second.content_sha256


def test_another_seed_gives_another_content_hash() -> None:
    first, second = (sealed(estimate_of(ticket_of(seed=seed))) for seed in (1, 2))

    assert first.content_sha256 != second.content_sha256


def test_an_estimate_survives_its_way_through_json() -> None:
    envelope = sealed(missouri())

    again = Estimate.model_validate_json(missouri().model_dump_json())

    assert sealed(again).content_sha256 == envelope.content_sha256


def read(**given: Any) -> DocumentUse:
    usual = {
        "name": "scope.pdf",
        "sha256": "00" * 32,
        "status": DocumentStatus.READ,
        "reason": "it holds 90 % of what a scope should",
        "verdict": Verdict.PASSED,
        "completeness": 90,
    }
    return DocumentUse.model_validate(usual | given)


def test_what_could_not_be_read_of_a_document_is_one_warning() -> None:
    whole = read(name="route.pdf")
    partly = read(warnings=("Page 3 is an image", "Page 7 is an image"))
    refused = read(name="bad.pdf", status="refused", reason="encrypted", verdict=None)

    warnings = sealed(estimate_of(ticket_of(), [whole, partly, refused])).warnings

    assert "scope.pdf: Page 3 is an image (and 1 more)" in warnings
    assert "bad.pdf could not be read: encrypted" in warnings
    assert not any("route.pdf" in said for said in warnings)


def with_findings(*findings: Finding) -> Estimate:
    basis = missouri().basis.model_copy(update={"findings": findings})
    return missouri().model_copy(update={"basis": basis})


@pytest.mark.parametrize("kind", ["contradiction", "override", "duplicate", "unreadable"])
def test_where_documents_differ_is_a_warning_and_costs_confidence(kind: str) -> None:
    doubt = Finding(kind=FindingKind(kind), sentence="route miles 6.9 overrides 6.5")

    envelope = sealed(with_findings(doubt))

    assert doubt.sentence in envelope.warnings
    assert envelope.confidence < sealed(missouri()).confidence


def test_what_is_only_to_be_looked_at_is_no_warning() -> None:
    remark = Finding(kind=FindingKind.CHECK, sentence="land of Mississippi stands in")

    assert sealed(with_findings(remark)).warnings == sealed(missouri()).warnings


def test_many_differences_are_counted() -> None:
    doubts = [Finding(kind=FindingKind.CONTRADICTION, sentence=f"{n} or more") for n in range(12)]

    warnings = sealed(with_findings(*doubts)).warnings

    assert "7 more differences are listed among the findings" in warnings
    assert sum("or more" in said for said in warnings) == 5

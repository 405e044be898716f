"""The rules an estimate is held against before it is published."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from apex_core.costing.checks import REGION_CHECK, cost_checks
from apex_core.envelope import Check
from apex_core.estimate.prose import unknown_figures
from apex_core.estimate.sources import unsourced
from apex_core.estimate.wording import decimal, dollars, percent, signed_percent
from apex_core.model.cost import CostEstimate
from apex_core.model.estimate import Basis, DocumentStatus, DocumentUse, Estimate
from apex_core.model.review import Verdict
from apex_core.packs.loader import Packs

MOST_NAMED: Final = 3
NOT_FIGURES: Final = {
    "narrative": True,
    "assumptions": True,
    "exclusions": True,
    "basis": {
        "findings": True,
        "classification": {"reasons", "documents", "findings"},
        "documents": True,
    },
}


def checks(estimate: Estimate, packs: Packs) -> tuple[Check, ...]:
    """Hold the estimate against every rule; a failed check lowers confidence, it stops nothing."""
    return (*_money(estimate, packs), *_coverage(estimate.basis), *_words(estimate))


def money_warnings(estimate: Estimate, packs: Packs) -> tuple[str, ...]:
    """Say which checks of the amounts themselves fail, one sentence each.

    Rates of another region are left out: that is a finding of every project outside the Midwest.
    """
    return tuple(
        f"A check failed: {check.name} ({check.detail})"
        for check in _money(estimate, packs)
        if not check.passed and check.name != REGION_CHECK
    )


def _money(estimate: Estimate, packs: Packs) -> Iterator[Check]:
    yield from cost_checks(estimate.basis.quantities.scope, estimate.basis.cost, packs)
    yield from _footing(estimate.basis.cost)
    yield from _range(estimate.basis)
    yield from _comparison(estimate)


def _footing(cost: CostEstimate) -> Iterator[Check]:
    loose = [
        item.id
        for item in cost.line_items
        if item.material_usd + item.labor_usd + item.equipment_usd + item.other_usd
        != item.total_usd
    ]
    yield _named("line items are the sum of their parts", loose)
    apart = [
        section.id
        for section in cost.sections
        if section.total_usd
        != _sum(item.total_usd for item in cost.line_items if item.id.startswith(f"{section.id}."))
    ]
    yield _named("line items foot to their sections", apart)


def _range(basis: Basis) -> Iterator[Check]:
    cost, risk, band = basis.cost, basis.risk, basis.classification.accuracy
    share = cost.contingency_usd / cost.project_usd
    highest = max(band.high_pct) / 100
    yield Check(
        name="contingency is plausible for the class",
        passed=0 <= share <= highest,
        detail=f"{percent(share, places=1)} of project cost; expected 0% to {percent(highest)}",
    )
    if risk is None:
        return
    levels = sorted(risk.percentiles.items(), key=lambda level: int(level[0].removeprefix("p")))
    out_of_order = [f"{b} below {a}" for (a, x), (b, y) in pairwise(levels) if y < x]
    yield _named("percentiles ascend", out_of_order)
    p5 = risk.percentiles["p5"]
    yield Check(name="the simulated P5 is above zero", passed=p5 > 0, detail=dollars(p5))
    lifted = cost.project_usd + cost.contingency_usd
    yield _equal("contingency lifts the base to P80", lifted, decimal(risk.percentiles["p80"]))
    shift = decimal(risk.percentiles["p50"]) / cost.project_usd - 1
    lowest = min(band.low_pct) / 100
    yield Check(
        name="P50 lies within the class's accuracy band around the base",
        passed=lowest <= shift <= highest,
        detail=f"P50 differs from the base by {signed_percent(shift, places=1)}; "
        f"band {percent(lowest)} to {percent(highest)}",
    )


def _coverage(basis: Basis) -> Iterator[Check]:
    yield _named("every figure has a source", unsourced(basis))
    refused = [use.name for use in basis.documents if use.status is DocumentStatus.REFUSED]
    yield _named("every document could be read", refused)
    yield _named("no document failed its review", _failed(basis.documents))


def _failed(documents: Iterable[DocumentUse]) -> list[str]:
    return [use.name for use in documents if use.verdict is Verdict.FAILED]


def _words(estimate: Estimate) -> Iterator[Check]:
    content = estimate.model_dump(mode="json")
    statements = (*estimate.assumptions, *estimate.exclusions)
    lost = [said.figure for said in statements if not _leads_somewhere(said.figure, content)]
    yield _named("every statement points at a figure", lost)
    figures = estimate.model_dump(mode="json", exclude=NOT_FIGURES)  # type: ignore[arg-type]
    prose = "\n".join(text for part in estimate.narrative for text in part.paragraphs)
    strange = unknown_figures(prose, figures)
    yield _named("every figure in the text is one of the estimate", strange)


def _comparison(estimate: Estimate) -> Iterator[Check]:
    compared = estimate.comparison
    if compared is not None and compared.inside is not None:
        yield Check(
            name="the published figure lies between P5 and P95",
            passed=compared.inside,
            detail=f"{compared.label} {dollars(compared.usd)}, "
            f"{dollars(compared.comparable_usd)} before escalation and AFUDC",
        )


def _named(name: str, offenders: Iterable[str]) -> Check:
    found = list(offenders)
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return Check(name=name, passed=not found, detail=", ".join(found[:MOST_NAMED]) + more)


def _equal(name: str, left: Decimal, right: Decimal) -> Check:
    settled = round(right, 2)
    detail = "" if left == settled else f"{left} against {settled}"
    return Check(name=name, passed=left == settled, detail=detail)


def _leads_somewhere(path: str, content: Any) -> bool:
    here = content
    for step in path.split("."):
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and step.isdecimal() and int(step) < len(here):
            here = here[int(step)]
        else:
            return False
    return True


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))

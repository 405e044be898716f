"""A whole line by another study's cost per mile, where the scope allows it."""

from apex_core.costing.entry import Draft, Entry, UnitRate
from apex_core.costing.escalation import escalate
from apex_core.costing.line import LineAtHand
from apex_core.costing.markups import without_markups
from apex_core.costing.money import plain
from apex_core.errors import InputError
from apex_core.model.cost import CostCategory
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.scope import Work
from apex_core.packs.loader import Packs
from apex_core.packs.references import ReferenceCost


def unknown_to(at: LineAtHand) -> str:
    """Say what the rate book does not know of the line's voltage; empty where it knows it."""
    known = at.line.voltage_kv in at.rates.defaults
    return "" if known else f"a line of {at.voltage}"


def parametric(at: LineAtHand, packs: Packs, *, dollar_year: int, missing: str) -> Draft:
    """Price the whole line as one item of the study and region that the scope names.

    The study's figure is taken as capital cost, as the check against it does; what an estimate
    adds on top is taken out.

    Raises
    ------
    InputError
        If the study has no such line: only new single circuits, at its voltages and regions.
    """
    revx = packs.revx
    cost = _cost(at, packs)
    level = escalate(
        packs.lines.escalation, from_year=revx.dollar_year, to_year=dollar_year, path="dollar_year"
    )
    entry = Entry(
        key="parametric",
        category=CostCategory.PARAMETRIC,
        account=None,
        description=f"Whole line of {at.voltage}, parametric",
        quantity=at.miles,
        unit="mile",
        quantity_source=at.miles_source,
        rate=UnitRate(
            other=without_markups(packs.lines, cost.usd_per_mile * level.factor),
            source=f"{revx.edition}, {cost.region}: {plain(cost.usd_per_mile)} US$ of "
            f"{revx.dollar_year} per mile × {plain(level.factor)} to {dollar_year} US$, without "
            "contingency, AFUDC and soft costs",
            in_scope_dollars=True,
        ),
    )
    said = (
        f"{at.line.name}: no rate exists for {missing}, so the whole line is priced by the cost "
        f"per mile of {revx.edition} in {cost.region}, a screening figure"
    )
    taken = f"{at.line.name}: {revx.edition} is taken to state capital cost. {revx.label}"
    found = Finding(kind=FindingKind.CHECK, sentence=said)
    return Draft(entries=(entry,), assumptions=(taken,), warnings=(said,), findings=(found,))


def _cost(at: LineAtHand, packs: Packs) -> ReferenceCost:
    line, fallback = at.line, at.line.fallback
    known = {
        (cost.region.lower(), cost.voltage_kv): cost
        for cost in packs.revx.costs
        if cost.holds_right_of_way
    }
    key = (fallback.region.lower() if fallback else "", line.voltage_kv)
    if line.scope is not Work.NEW or line.circuits != 1:
        raise InputError(
            "the study prices new single-circuit lines only: leave the fall-back out",
            path=f"{at.path}.fallback",
            value=f"{line.scope.value}, {line.circuits} circuit(s)",
        )
    if key not in known:
        regions = ", ".join(sorted({cost.region for cost in known.values()}))
        voltages = ", ".join(plain(kv) for kv in sorted({kv for _, kv in known}))
        raise InputError(
            f"the study has no such line: it has {regions}, each at {voltages} kV",
            path=f"{at.path}.fallback.region",
            value=f"{fallback.region if fallback else ''} at {plain(line.voltage_kv)} kV",
        )
    return known[key]

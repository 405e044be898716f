"""The risk model of an estimate: its project cost, the drivers it loads, the ticket's own risks.

The project cost before contingency is the certain base; every loaded driver is a factor on it.
A driver that moves only a part of the cost is scaled by that part's share of the base, because
the indirects that follow from the part move with it.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from apex_core.costing.money import cents
from apex_core.errors import FieldError, InputError
from apex_core.estimate.drivers import choose_drivers
from apex_core.estimate.wording import dollars
from apex_core.model.classification import Classification
from apex_core.model.cost import Contingency, CostEstimate
from apex_core.model.estimate import DriverUse
from apex_core.model.quantities import Quantities
from apex_core.model.risk import BASE, RiskModel
from apex_core.model.risk_result import RiskResult
from apex_core.model.ticket import Ticket
from apex_core.packs.loader import Packs

CONTINGENCY_PERCENTILE: Final = "p80"  # an owner's policy, not a rule of AACE


def model_risk(
    cost: CostEstimate,
    quantities: Quantities,
    classification: Classification,
    ticket: Ticket,
    packs: Packs,
) -> RiskModel | None:
    """Build the risk model; none where the ticket loads no driver and names no risk of its own.

    The ticket's items come on top of the priced cost, so they stand in the event register
    whatever their distribution; its factors come before the shipped ones.
    Without a correlation in the ticket, any two loaded drivers are correlated as the pack says.

    Raises
    ------
    InputError
        If nothing is priced, or a risk of the ticket is wrong, with its path.
    """
    if not cost.project_usd:
        raise InputError("nothing could be priced, so there is no cost to put a range on")
    drivers = [
        driver
        for driver in choose_drivers(cost, quantities, classification, ticket, packs)
        if driver.loaded
    ]
    wanted = {
        "base_usd": float(cost.project_usd),
        "items": [{**item, "kind": "event"} for item in ticket.risk.items],
        "factors": [*ticket.risk.factors, *map(_factor, drivers)],
        "correlation": ticket.risk.correlation or _between(drivers, packs),
    }
    if not (wanted["items"] or wanted["factors"] or wanted["correlation"]):
        return None
    try:
        return RiskModel.read(wanted)
    except InputError as error:
        raise _in_ticket(error) from error


def contingency_of(risk: RiskResult) -> Contingency:
    """Return the contingency that lifts the base to the policy's percentile, negative or not.

    Raises
    ------
    InputError
        If that percentile is no cost at all, zero or less.
    """
    if risk.percentiles[CONTINGENCY_PERCENTILE] <= 0:
        raise InputError(
            f"the simulated {CONTINGENCY_PERCENTILE.upper()} is "
            f"{dollars(risk.percentiles[CONTINGENCY_PERCENTILE])}, and nothing costs less than "
            "nothing: check the signs and sizes of the ticket's factors and items",
            path="risk",
        )
    usd = risk.contingency_usd[CONTINGENCY_PERCENTILE]
    return Contingency(
        usd=cents(Decimal(str(usd))),
        basis=(
            f"{CONTINGENCY_PERCENTILE.upper()} of {risk.trials:,} simulated trials "
            "less the project cost"
        ),
    )


def _factor(driver: DriverUse) -> dict[str, Any]:
    ends = {
        "low": driver.low_pct,
        "mode": driver.mode_pct,
        "high": driver.high_pct,
    }
    scaled = {
        name: float(percent * driver.share / 100)
        for name, percent in ends.items()
        if percent is not None
    }
    named = {"name": driver.name, "applies_to": BASE}
    if driver.mode_pct is None:
        spread = {"p10": scaled["low"], "p90": scaled["high"], "shift": -1.0}
        return {**named, "distribution": "lognormal", **spread}
    return {**named, "distribution": driver.distribution.lower(), **scaled}


def _between(drivers: Sequence[DriverUse], packs: Packs) -> dict[str, Any] | None:
    if len(drivers) < 2:  # noqa: PLR2004
        return None
    names = [driver.name for driver in drivers]
    coefficient = float(packs.drivers.correlation)
    matrix = [[1.0 if row == column else coefficient for column in names] for row in names]
    return {"names": names, "matrix": matrix, "kind": "spearman"}


def _in_ticket(error: InputError) -> InputError:
    errors = tuple(FieldError(f"risk.{path}", message) for path, message in error.errors)
    return InputError(errors[0].message, path=errors[0].path, errors=errors)

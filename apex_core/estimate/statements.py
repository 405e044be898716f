"""What the estimate assumes and what it leaves out, each statement tied to a figure."""

from collections.abc import Iterator
from typing import Final

from apex_core.estimate.wording import listing, percent, sentence, signed_percent
from apex_core.model.estimate import Basis, DriverUse, Statement
from apex_core.packs.loader import Packs

ALWAYS_EXCLUDED: Final = (
    ("Management reserve, and any change of scope after this estimate.", "headline.p80_usd"),
    (
        "Cost of replacement power, congestion and outages of the existing system.",
        "basis.cost.base_usd",
    ),
    ("Remediation of contaminated soil or groundwater.", "basis.cost.base_usd"),
    (
        "Income taxes, and financing beyond the allowance for funds used during construction.",
        "basis.cost.afudc_usd",
    ),
)


def list_assumptions(basis: Basis, packs: Packs) -> tuple[Statement, ...]:
    """List everything the estimate takes for granted, each once."""
    said = (
        Statement(text=sentence(one.text), figure=one.figure) for one in _assumptions(basis, packs)
    )
    return tuple(dict.fromkeys(said))


def list_exclusions(basis: Basis) -> tuple[Statement, ...]:
    """List what is in no figure of the estimate."""
    return tuple(_exclusions(basis))


def _assumptions(basis: Basis, packs: Packs) -> Iterator[Statement]:
    for said in basis.quantities.assumptions:
        yield Statement(text=said, figure="basis.quantities.scope")
    for said in basis.classification.assumptions:
        yield Statement(text=said, figure="basis.classification.estimate_class")
    for said in basis.cost.assumptions:
        yield Statement(text=said, figure="basis.cost.project_usd")
    iso_ne = f"ISO New England category and columns: {packs.isone.label}"
    yield Statement(text=iso_ne, figure="iso_ne_style")
    yield from _ptf(basis)
    for place, driver in enumerate(basis.drivers):
        if driver.loaded:
            yield Statement(text=_driver(driver), figure=f"basis.drivers.{place}")
    yield from _dependence(basis, packs)
    for said in basis.risk.assumptions if basis.risk else ():
        yield Statement(text=said, figure="basis.risk.percentiles")
    yield Statement(
        text="The text of this estimate is written from templates; no language model took part.",
        figure="narrative",
    )


def _ptf(basis: Basis) -> Iterator[Statement]:
    said = [item.ptf is not None for item in basis.cost.line_items]
    if any(said):
        rest = "" if all(said) else "; what it does not say is in neither"
        text = (
            "Pool transmission facilities are what the scope says they are; indirects, "
            f"contingency, escalation and AFUDC follow the direct cost{rest}."
        )
        yield Statement(text=text, figure="iso_ne_style")


def _driver(driver: DriverUse) -> str:
    ends = [driver.low_pct, driver.mode_pct, driver.high_pct]
    said = [signed_percent(end / 100) for end in ends if end is not None]
    part = (
        "project cost"
        if driver.applies_to == "total"
        else f"{driver.applies_to} ({percent(driver.share, places=1)} of base)"
    )
    return (
        f"Risk driver {driver.name}: {' / '.join(said)} on {part}, {driver.distribution}; "
        f"{_standing(driver.status)}, an editable default."
    )


def _standing(status: str) -> str:
    return "engineering judgement" if status == "judgement" else status


def _dependence(basis: Basis, packs: Packs) -> Iterator[Statement]:
    if basis.risk_model is None:
        return
    if basis.risk_model.correlation is None:
        text = "Risk drivers move independently of each other."
        yield Statement(text=text, figure="basis.risk_model.factors")
    elif basis.ticket.risk.correlation is None:
        text = (
            f"Any two shipped risk drivers have a rank correlation of "
            f"{packs.drivers.correlation}: {packs.drivers.correlation_source}; an editable default."
        )
        yield Statement(text=text, figure="basis.risk_model.correlation")


def _exclusions(basis: Basis) -> Iterator[Statement]:
    for place, item in enumerate(basis.cost.unpriced):
        text = f"Not priced: {item.description}, because {item.reason}."
        yield Statement(text=text, figure=f"basis.cost.unpriced.{place}")
    if not basis.quantities.scope.substations:
        text = "Substation work, except what an adder holds: the scope names no substation."
        yield Statement(text=text, figure="basis.quantities.scope")
    for text, figure in ALWAYS_EXCLUDED:
        yield Statement(text=text, figure=figure)
    if basis.cost.escalation.from_year == basis.cost.escalation.to_year:
        text = f"Price changes after {basis.cost.dollar_year}: no later year in service is given."
        yield Statement(text=text, figure="basis.cost.escalation_usd")
    for place, driver in enumerate(basis.drivers):
        if not driver.loaded:
            text = f"Not in the simulated range: {driver.name}, because {driver.reason}."
            yield Statement(text=text, figure=f"basis.drivers.{place}")
    refused = [use.name for use in basis.documents if use.verdict is None]
    if refused:
        text = f"Whatever stands in {listing(refused)}, which could not be read."
        yield Statement(text=text, figure="basis.documents")

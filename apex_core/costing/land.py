"""Land of the right of way: its value by use, its acquisition, its permits."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from apex_core.costing.acres import Area, row_area
from apex_core.costing.codes import rate_code
from apex_core.costing.entry import Draft, Entry, Missing, UnitRate, draft, not_shipped
from apex_core.costing.line import LineAtHand
from apex_core.costing.money import plain
from apex_core.errors import InputError
from apex_core.model.cost import CostCategory
from apex_core.model.scope import Land

ACCOUNT: Final = "350"
USES: Final = ("pasture", "crop", "suburban")
WORDS: Final = {
    "pasture": "Right of way, pasture",
    "crop": "Right of way, crop land",
    "suburban": "Right of way, suburban and urban land",
    "acquisition": "Acquisition of the right of way",
    "permitting": "Regulatory and permitting cost of the right of way",
}
NOTHING_GIVEN: Final = Land()


def land(at: LineAtHand) -> Draft:
    """Price the land of a new right of way.

    What neither the scope nor a state's rates give stays unpriced.
    """
    area = row_area(at)
    fees = (_part(at, area, "acquisition"), _part(at, area, "permitting"))
    return draft(*_uses(at, area), *fees)


def _uses(at: LineAtHand, area: Area) -> Iterator[Entry | Missing]:
    mix = _mix(at)
    if not mix:
        yield Missing(
            key="land.value",
            category=CostCategory.RIGHT_OF_WAY,
            description="Value of the right of way's land",
            reason=_no_rates(at, "fractions of pasture, crop and suburban land"),
        )
    for use, (fraction, source) in mix.items():
        part = Area(area.acres * fraction, f"{area.source} × {plain(fraction)} ({source})")
        yield _part(at, part, use)


def _part(at: LineAtHand, area: Area, name: str) -> Entry | Missing:
    is_permit = name == "permitting"
    category = CostCategory.PERMITTING if is_permit else CostCategory.RIGHT_OF_WAY
    rate = _rate(at, name)
    entry = Entry(
        key=f"land.{name}",
        category=category,
        account=ACCOUNT,
        description=WORDS[name],
        quantity=area.acres,
        unit="acre",
        quantity_source=area.source,
        rate=rate or not_shipped("land", at.region, name),
    )
    if rate is not None:
        return entry
    return Missing(
        key=entry.key,
        category=category,
        description=entry.description,
        reason=_no_rates(at, f"{name}_usd_per_acre"),
        entry=entry,
    )


def _rate(at: LineAtHand, name: str) -> UnitRate | None:
    field = f"{name}_usd_per_acre"
    given: Decimal | None = getattr(at.line.land or NOTHING_GIVEN, field)
    if given is not None:
        return UnitRate(other=given, source=at.source(f"land.{field}"), in_scope_dollars=True)
    if at.state is None:
        return None
    return UnitRate(
        other=at.state.usd_per_acre[name],
        source=f"{at.rates.cite('Table 2.1')}, {at.state.state}",
        code=rate_code("land", at.state.state, name),
        words=f"{WORDS[name]}, {at.state.state}",
    )


def _mix(at: LineAtHand) -> dict[str, tuple[Decimal, str]]:
    """Return each use's share and its source: the scope's shares, else the state's, else none."""
    given: dict[str, Decimal] = {
        use: share
        for use in USES
        if (share := getattr(at.line.land or NOTHING_GIVEN, f"{use}_fraction")) is not None
    }
    if given:
        _check_whole(at, given)
        return {use: (share, at.source(f"land.{use}_fraction")) for use, share in given.items()}
    if at.state is None:
        return {}
    cited = f"{at.rates.cite('Table 3.1-7')}, {at.state.state}"
    return {use: (share, cited) for use, share in at.state.mix.items()}


def _check_whole(at: LineAtHand, shares: dict[str, Decimal]) -> None:
    total = sum(shares.values())
    if total != 1:
        raise InputError(
            "the fractions of pasture, crop and suburban land must add up to 1: "
            "give every one that is not zero",
            path=f"{at.path}.land",
            value=plain(Decimal(total)),
        )


def _no_rates(at: LineAtHand, wanted: str) -> str:
    return (
        f"the rate book has no land rates for {at.region}: give {wanted} under land, "
        "or name in land.state the state to use as a proxy"
    )

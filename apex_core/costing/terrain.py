"""What forest, wetland and mountains add to building in the right of way."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from apex_core.costing.acres import Area, row_area
from apex_core.costing.codes import rate_code
from apex_core.costing.entry import Draft, Entry, Missing, UnitRate, draft
from apex_core.costing.line import LineAtHand
from apex_core.costing.money import plain
from apex_core.costing.structures import ACCOUNTS
from apex_core.errors import InputError
from apex_core.model.cost import CostCategory
from apex_core.model.scope import Terrain

MOUNTAIN: Final = "mountain"
RATES: Final = {
    "forest": {"forest_clearing": "Forest clearing"},
    "wetland": {
        "wetland_matting": "Matting and construction difficulties in wetland",
        "wetland_mitigation": "Wetland mitigation credits",
    },
    MOUNTAIN: {"mountain": "Construction in mountainous terrain"},
}
NOTHING_GIVEN: Final = Terrain()


def terrain(at: LineAtHand) -> Draft:
    """Price the terrain of a new right of way; unknown shares stay unpriced.

    Raises
    ------
    InputError
        If forest and wetland together cover more than the whole.
    """
    area = row_area(at)
    shares = {cover: _share(at, cover) for cover in RATES}
    _check_cover(at, shares)
    return draft(*(part for cover in RATES for part in _parts(at, area, cover, shares[cover])))


def _share(at: LineAtHand, cover: str) -> tuple[Decimal, str] | None:
    given: Decimal | None = getattr(at.line.terrain or NOTHING_GIVEN, f"{cover}_fraction")
    if given is not None:
        return given, at.source(f"terrain.{cover}_fraction")
    if cover == MOUNTAIN and (at.state or at.line.terrain):
        return Decimal(0), "not given"  # the table divides a state's land without mountains
    if at.state is None:
        return None
    return at.state.terrain[cover], f"{at.rates.cite('Table 3.1-7')}, {at.state.state}"


def _check_cover(at: LineAtHand, shares: dict[str, tuple[Decimal, str] | None]) -> None:
    covered = sum(share[0] for cover in ("forest", "wetland") if (share := shares[cover]))
    if covered > 1:
        raise InputError(
            "forest and wetland cannot cover more than the whole right of way: "
            "lower forest_fraction or wetland_fraction",
            path=f"{at.path}.terrain",
            value=plain(Decimal(covered)),
        )


def _parts(
    at: LineAtHand, area: Area, cover: str, share: tuple[Decimal, str] | None
) -> Iterator[Entry | Missing]:
    for name, words in RATES[cover].items():
        if share is None:
            yield Missing(
                key=f"terrain.{name}",
                category=CostCategory.TERRAIN,
                description=words,
                reason=f"the share of {cover} is not known for {at.region}: give "
                f"{cover}_fraction under terrain, or name a proxy in land.state",
            )
        elif share[0]:
            yield _entry(at, area, name, words, share)


def _entry(at: LineAtHand, area: Area, name: str, words: str, share: tuple[Decimal, str]) -> Entry:
    fraction, source = share
    return Entry(
        key=f"terrain.{name}",
        category=CostCategory.TERRAIN,
        account=ACCOUNTS[at.line.structure],
        description=words,
        quantity=area.acres * fraction,
        unit="acre",
        quantity_source=f"{area.source} × {plain(fraction)} ({source})",
        rate=UnitRate(
            other=at.rates.constant(name),
            source=at.rates.cite(at.rates.constants[name].where),
            code=rate_code("terrain", name),
        ),
    )

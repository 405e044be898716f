"""The parts of a substation layout: how the rate book prices each, and where its cost belongs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from apex_core.costing.codes import rate_code
from apex_core.costing.entry import UnitRate
from apex_core.model.cost import CostCategory
from apex_core.packs.miso_stations import PartRate, StationRates

FEET_PER_KFT: Final = 1_000
MATERIAL: Final = ("material", "steel_stand_material", "hardware")
LABOR: Final = ("installation", "steel_stand_installation")
EQUIPMENT, CONTROL = CostCategory.STATION_EQUIPMENT, CostCategory.CONTROL


class Part(NamedTuple):
    """What a part of a layout is priced as, what it is called, and where its cost belongs."""

    rate: str
    words: str
    category: CostCategory
    account: str


PARTS: Final[Mapping[str, Part]] = {
    "circuit_breaker": Part("circuit_breaker", "Circuit breaker", EQUIPMENT, "353"),
    "disconnect_switches": Part("disconnect_switch", "Disconnect switch", EQUIPMENT, "353"),
    "voltage_transformers": Part(
        "voltage_transformer", "Voltage transformers, set of three", EQUIPMENT, "353"
    ),
    "bus_support": Part("bus", "Bus support, bus and fittings", EQUIPMENT, "353"),
    "deadend_struct": Part("deadend_angled_structure", "Dead-end structure", EQUIPMENT, "353"),
    "control_enclosure": Part("control_enclosure", "Control enclosure", CONTROL, "352"),
    "relay_panel": Part("relay_panel", "Relay panel", CONTROL, "353"),
    "cable_trench": Part("cable_trench", "Cable trench", CONTROL, "353"),
    "conduit": Part("conduit", "Conduit", CONTROL, "353"),
    "control_cable": Part("control_cable", "Control cable", CONTROL, "353"),
}


class PricedUnit(NamedTuple):
    """The unit a part is priced by, how many of the layout's units it holds, and its rate."""

    unit: str
    layout_units: int
    rate: UnitRate


def unit_price(rates: StationRates, part: Part, voltage_kv: Decimal) -> PricedUnit:
    """Add up the components of a part; what is neither material nor labor is not split."""
    components = rates.parts[part.rate]
    by_thousand = components[0].unit == "kft"
    material = _sum(components, voltage_kv, MATERIAL)
    labor = _sum(components, voltage_kv, LABOR)
    whole = _sum(components, voltage_kv, tuple(rate.component for rate in components))
    return PricedUnit(
        unit="1,000 ft" if by_thousand else components[0].unit,
        layout_units=FEET_PER_KFT if by_thousand else 1,
        rate=UnitRate(
            material=material,
            labor=labor,
            other=whole - material - labor,
            source=f"{rates.edition}, {components[0].table}",
            code=rate_code("station", part.rate, voltage_kv),
        ),
    )


def _sum(components: tuple[PartRate, ...], kv: Decimal, names: tuple[str, ...]) -> Decimal:
    return sum((rate.usd[kv] for rate in components if rate.component in names), Decimal(0))

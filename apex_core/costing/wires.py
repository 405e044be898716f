"""Phase conductor, OPGW and shieldwire: lengths with sag and waste, by the thousand feet."""

from decimal import Decimal
from typing import Final, NamedTuple

from apex_core.costing.codes import rate_code
from apex_core.costing.entry import Draft, Entry, UnitRate
from apex_core.costing.line import LineAtHand
from apex_core.costing.money import plain
from apex_core.errors import InputError
from apex_core.model.cost import CostCategory
from apex_core.packs.miso import ConductorRate

ACCOUNT: Final = "356"
PHASES: Final = 3
KFT_PER_MILE: Final = Decimal("5.28")
USUAL_TABLE: Final = "Table 3.1-5"
UNIT: Final = "1,000 ft"


class Chosen(NamedTuple):
    """The conductor of a line, its sub-conductors per phase, and where both came from."""

    rate: ConductorRate
    source: str
    bundle: int
    bundle_source: str


def conductor(at: LineAtHand) -> Draft:
    """Price the phase conductor of a line."""
    chosen = choose(at)
    circuits = f"{at.line.circuits} circuit(s) ({at.source('circuits')}) × {PHASES} phases"
    bundle = f"{chosen.bundle} per phase ({chosen.bundle_source})"
    entry = Entry(
        key="conductor",
        category=CostCategory.CONDUCTOR,
        account=ACCOUNT,
        description=f"Conductor {_words(chosen)}, {at.voltage}",
        quantity=at.line.circuits * PHASES * chosen.bundle * _kft(at),
        unit=UNIT,
        quantity_source=f"{circuits} × {bundle} × {_kft_source(at)}",
        rate=_conductor_rate(at, chosen),
    )
    return Draft(entries=(entry,), assumptions=_assumptions(at, chosen))


def opgw_and_shieldwire(at: LineAtHand) -> Draft:
    """Price one OPGW and one shieldwire per structure line, also for two circuits."""
    return Draft(entries=(_ground_wire(at, "OPGW"), _ground_wire(at, "Shieldwire")))


def choose(at: LineAtHand) -> Chosen:
    """Return the line's conductor, or the one that is usual at its voltage.

    Raises
    ------
    InputError
        If the rate book does not hold it, with the codes of that construction it does hold.
    """
    given = at.line.conductor
    if given is None:
        return usual(at)
    known = at.rates.conductors
    key = (given.code.strip().lower(), given.kind.value)
    if key not in known:
        codes = ", ".join(rate.code for rate in known.values() if rate.kind == given.kind.value)
        raise InputError(
            f"the rate book has no {given.kind.value} conductor of this code: give one of {codes}",
            path=f"{at.path}.conductor.code",
            value=given.code,
        )
    source = at.source("conductor")
    if given.bundle is None:
        return Chosen(known[key], source, at.defaults.bundle, at.rates.cite(USUAL_TABLE))
    bundle_source = at.sources.get(f"{at.path}.conductor.bundle", source)
    return Chosen(known[key], source, given.bundle, bundle_source)


def usual(at: LineAtHand) -> Chosen:
    """Return the conductor that is usual at the line's voltage."""
    default = at.defaults
    rate = at.rates.conductors[(default.code.lower(), default.kind)]
    source = at.rates.cite(USUAL_TABLE)
    return Chosen(rate, source, default.bundle, source)


def kft_per_mile(at: LineAtHand) -> Decimal:
    """Return the wire a mile of line takes, with sag and waste [1,000 ft/mi]."""
    return KFT_PER_MILE * (1 + at.rates.constant("sag_and_waste"))


def _conductor_rate(at: LineAtHand, chosen: Chosen) -> UnitRate:
    return UnitRate(
        material=chosen.rate.material_usd,
        labor=chosen.rate.installation_usd,
        other=chosen.rate.accessories_usd,
        source=f"{at.rates.cite(chosen.rate.table)}, {chosen.rate.code} by {chosen.source}",
        code=rate_code("conductor", chosen.rate.kind, chosen.rate.code),
        words=f"Conductor {_sized(chosen.rate)}",
    )


def _assumptions(at: LineAtHand, chosen: Chosen) -> tuple[str, ...]:
    given = at.line.conductor
    if given is None:
        missing = "conductor"
    elif given.bundle is None:
        missing = "number of sub-conductors per phase"
    else:
        return ()
    usual_one = f"so the one usual at {at.voltage} is priced: {_words(chosen)}"
    return (f"{at.line.name}: no {missing} is given, {usual_one}",)


def _kft(at: LineAtHand) -> Decimal:
    return kft_per_mile(at) * at.miles


def _kft_source(at: LineAtHand) -> str:
    sag = plain(1 + at.rates.constant("sag_and_waste"))
    cited = at.rates.cite("section 2.2")
    return f"5.28 thousand ft per mile × {sag} for sag and waste ({cited}) × {at.miles_source}"


def _ground_wire(at: LineAtHand, name: str) -> Entry:
    key = name.lower()
    return Entry(
        key=key,
        category=CostCategory.OPGW_AND_SHIELDWIRE,
        account=ACCOUNT,
        description=f"{name}, one per structure line",
        quantity=at.rates.constant("wire_sets_per_structure_line") * _kft(at),
        unit=UNIT,
        quantity_source=_kft_source(at),
        rate=UnitRate(
            material=at.rates.constant(f"{key}_material"),
            labor=at.rates.constant(f"{key}_installation"),
            source=at.rates.cite("Table 2.2-14"),
            code=rate_code(key),
            words=name,
        ),
    )


def _words(chosen: Chosen) -> str:
    return f"{_sized(chosen.rate)}, {chosen.bundle} per phase"


def _sized(rate: ConductorRate) -> str:
    size = "" if rate.code[0].isdigit() else f"{plain(rate.kcmil)} kcmil "
    return f"{size}{rate.code} {rate.kind.upper()}"

"""The conductor of a line: its size and kind to a code word of the rate book."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from apex_core.errors import InputError
from apex_core.model.facts import About, Fact, FactName, ProjectFacts
from apex_core.model.finding import Finding, FindingKind
from apex_core.model.scope import ConductorKind
from apex_core.model.ticket import TicketConductor
from apex_core.packs.miso import ConductorRate, LineRates
from apex_core.quantities.ledger import Ledger

PRICED_INSTEAD: Final = ConductorKind.ACSR  # of a construction the rate book does not hold
USUAL_KIND: Final = ConductorKind.ACSS  # in the rate book's own lines up to 345 kV

Facts = Mapping[FactName, Fact]


def conductor_of(
    ticket: TicketConductor | None,
    facts: ProjectFacts,
    rates: LineRates,
    *,
    path: str,
    ledger: Ledger,
) -> dict[str, Any] | None:
    """Return code, kind and bundle of the conductor; none where nobody names one.

    A size without a code word takes a code word of that size, recorded as an assumption: the one
    of the rate book's own lines if they use that size, else the cheapest.

    Raises
    ------
    InputError
        When the rate book has no conductor of a size that is asked for.
    """
    asked = ticket or TicketConductor()
    said = _project_facts(facts)
    if asked.code or asked.kcmil:
        named = _named_by_ticket(asked, said, path, ledger)
        said = said if _is_same(asked, said, rates) else {}  # never half of one, half of the other
    else:
        named = _named_by_documents(said, path, ledger)
    kind = _kind(asked, said, path, ledger) if any(named) else ""
    if any(named) and not (asked.code or asked.kcmil or asked.kind):
        named = _with_rate(named, kind, rates, path, ledger)
    code = _code(named, kind, rates, path, ledger)
    if code is None:
        return None
    bundle = ledger.pick(f"{path}.bundle", asked.bundle, said.get(FactName.CONDUCTOR_BUNDLE))
    ledger.sources[path] = ledger.sources[f"{path}.code"]
    return {"code": code, "kind": kind, "bundle": bundle}  # none: as many as usual at the voltage


def _project_facts(facts: ProjectFacts) -> Facts:
    return {fact.name: fact for fact in facts.facts if fact.about is About.PROJECT}


def _is_same(asked: TicketConductor, said: Facts, rates: LineRates) -> bool:
    """Whether ticket and documents may mean one conductor: no size known of both differs."""
    size, code = said.get(FactName.CONDUCTOR_KCMIL), said.get(FactName.CONDUCTOR_CODE)
    ticket_size = asked.kcmil or _size_of(asked.code, rates)
    documents_size = size.number if size else _size_of(code.value if code else None, rates)
    return None in {ticket_size, documents_size} or ticket_size == documents_size


def _size_of(code: str | None, rates: LineRates) -> Decimal | None:
    wanted = (code or "").lower()
    sizes = (rate.kcmil for (known, _), rate in rates.conductors.items() if known == wanted)
    return next(sizes, None)


def _named_by_ticket(
    asked: TicketConductor, said: Facts, path: str, ledger: Ledger
) -> tuple[str | None, str | None]:
    """Return code word and size as the ticket gives them, and say where documents differ."""
    code = asked.code and ledger.pick(f"{path}.code", asked.code, said.get(FactName.CONDUCTOR_CODE))
    size = asked.kcmil and ledger.pick(
        f"{path}.kcmil", asked.kcmil, said.get(FactName.CONDUCTOR_KCMIL)
    )
    return code, size or None


def _named_by_documents(said: Facts, path: str, ledger: Ledger) -> tuple[str | None, str | None]:
    code = ledger.pick(f"{path}.code", None, said.get(FactName.CONDUCTOR_CODE))
    size = ledger.pick(f"{path}.kcmil", None, said.get(FactName.CONDUCTOR_KCMIL))
    return code, size


def _with_rate(
    named: tuple[str | None, str | None], kind: str, rates: LineRates, path: str, ledger: Ledger
) -> tuple[str | None, str | None]:
    """Return what documents name the conductor by, less what the rate book does not hold."""
    code, size = named
    if code and (code.lower(), kind) in rates.conductors:
        return named
    sizes = {rate.kcmil for rate in rates.conductors.values() if rate.kind == kind}
    why = f"the rate book has no such {kind.upper()} conductor"
    if size and Decimal(size) in sizes:
        if code:
            ledger.drop(f"{path}.code", code, why, instead="its size is priced")
        return None, size
    ledger.sources[path] = ledger.sources[f"{path}.code" if code else f"{path}.kcmil"]
    instead = "the conductor that is usual at this voltage is priced instead"
    ledger.drop(path, code or f"{size} kcmil", why, instead=instead)
    return None, None


def _kind(asked: TicketConductor, said: Facts, path: str, ledger: Ledger) -> str:
    kind = ledger.pick(f"{path}.kind", asked.kind, said.get(FactName.CONDUCTOR_KIND))
    if kind is None:
        why = "nobody says how the conductor is built and the rate book's own lines use it"
        return ledger.default(f"{path}.kind", USUAL_KIND, why)
    if kind not in list(ConductorKind):
        ledger.warnings.append(
            f"{path}.kind: the rate book has no {kind.upper()} conductor; "
            f"{PRICED_INSTEAD.upper()} of the same size is priced instead."
        )
        return PRICED_INSTEAD
    return kind


def _code(
    named: tuple[str | None, str | None], kind: str, rates: LineRates, path: str, ledger: Ledger
) -> str | None:
    code, size = named
    if code is None:
        return _code_of_size(Decimal(size), kind, rates, path, ledger) if size else None
    known = rates.conductors.get((code.lower(), kind))
    if known and size and known.kcmil != Decimal(size):
        ledger.findings.append(
            Finding(
                kind=FindingKind.CONTRADICTION,
                sentence=(
                    f"{path}: {known.code} has {known.kcmil} kcmil and {size} kcmil is stated "
                    f"({ledger.sources[f'{path}.kcmil']}); the code word is used"
                ),
            )
        )
    return known.code if known else code


def _code_of_size(size: Decimal, kind: str, rates: LineRates, path: str, ledger: Ledger) -> str:
    fitting = [
        rate for rate in rates.conductors.values() if (rate.kind, rate.kcmil) == (kind, size)
    ]
    if not fitting:
        sizes = sorted({rate.kcmil for rate in rates.conductors.values() if rate.kind == kind})
        raise InputError(
            f"the rate book has no {kind.upper()} conductor of {size} kcmil "
            f"({ledger.sources[f'{path}.kcmil']}); give conductor.code, or one of these sizes: "
            f"{', '.join(str(known) for known in sizes)}",
            path=f"{path}.kcmil",
        )
    usual = {default.code.lower() for default in rates.defaults.values()}
    chosen = min(fitting, key=lambda rate: (rate.code.lower() not in usual, _cost(rate), rate.code))
    others = sorted(rate.code for rate in fitting if rate is not chosen)
    instead = f" (it also has {', '.join(others)})" if others else ""
    ledger.assumptions.append(
        f"{path}.code: {size} kcmil {kind.upper()} is priced as {chosen.code}{instead}"
    )
    ledger.sources[f"{path}.code"] = (
        f"{ledger.sources[f'{path}.kcmil']}; code word by {rates.cite(chosen.table)}"
    )
    return chosen.code


def _cost(rate: ConductorRate) -> Decimal:
    return rate.material_usd + rate.installation_usd

"""The sections of an estimate: one per line, one per substation, one for all adders."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from apex_core.costing.adders import price_adders
from apex_core.costing.entry import Draft, Position
from apex_core.costing.escalation import to_scope_dollars
from apex_core.costing.factors import factors_of, multiply
from apex_core.costing.line import LineAtHand
from apex_core.costing.lines import price_line
from apex_core.costing.mobilization import mobilization
from apex_core.costing.own import own_book
from apex_core.costing.parametric import parametric, unknown_to
from apex_core.costing.substations import StationAtHand, price_substation
from apex_core.model.cost import CostSection, PricedSection, UnpricedItem
from apex_core.model.scope import ProjectScope, class_of
from apex_core.packs.loader import Packs


def sections_of(scope: ProjectScope) -> tuple[CostSection, ...]:
    """Return the sections a scope has, in order; each can be priced on its own."""
    lines = (
        CostSection(id=f"lines.{number}", wbs=f"1.{number + 1}", name=line.name)
        for number, line in enumerate(scope.lines)
    )
    substations = (
        CostSection(id=f"substations.{number}", wbs=f"2.{number + 1}", name=station.name)
        for number, station in enumerate(scope.substations)
    )
    adders = (CostSection(id="adders", wbs="3", name="Adders"),) if scope.adders else ()
    return (*lines, *substations, *adders)


def price_section(
    scope: ProjectScope, section: CostSection, packs: Packs, *, sources: Mapping[str, str]
) -> PricedSection:
    """Price one section.

    Parameters
    ----------
    sources
        Path of a value in the scope, such as ``lines.0.miles``, to where it came from; a value
        without an entry came from the scope itself.

    Raises
    ------
    InputError
        If the rate book cannot price what the scope asks for: with path, value and what it holds.
    """
    position = Position(
        section=section.id,
        wbs=section.wbs,
        price_level=to_scope_dollars(scope, packs.lines),
        own=own_book(packs, scope.dollar_year),
        ptf=_ptf(scope, section),
    )
    draft = _with_own_rates(_draft(scope, section, packs, sources), position)
    if draft.missing:
        draft = _with_fallback(draft, scope, section, packs, sources)
    priced = tuple(position.price(entry) for entry in draft.entries)
    items = priced + multiply(position, priced, factors_of(scope, section, packs))
    unpriced = tuple(position.unpriced(missing) for missing in draft.missing)
    return PricedSection(
        id=section.id,
        wbs=section.wbs,
        name=section.name,
        line_items=items,
        unpriced=unpriced,
        total_usd=sum((item.total_usd for item in items), Decimal(0)),
        assumptions=draft.assumptions,
        warnings=draft.warnings + _gaps(section, unpriced),
        findings=draft.findings,
    )


def _with_own_rates(draft: Draft, position: Position) -> Draft:
    """Let the company's own rates price what has no shipped one."""
    own = position.own
    if own is None:
        return draft
    filled = {
        missing: missing.entry
        for missing in draft.missing
        if missing.entry and own.find(missing.entry.rate.code)
    }
    return replace(
        draft,
        entries=draft.entries + tuple(filled.values()),
        missing=tuple(missing for missing in draft.missing if missing not in filled),
    )


def _with_fallback(
    draft: Draft,
    scope: ProjectScope,
    section: CostSection,
    packs: Packs,
    sources: Mapping[str, str],
) -> Draft:
    """Price a line with gaps as a whole, by the study that its scope names for that."""
    at = _line_at_hand(scope, section, packs, sources)
    if at is None or at.line.fallback is None:
        return draft
    missing = ", ".join(gap.description.lower() for gap in draft.missing)
    return parametric(at, packs, dollar_year=scope.dollar_year, missing=missing)


def _line_at_hand(
    scope: ProjectScope, section: CostSection, packs: Packs, sources: Mapping[str, str]
) -> LineAtHand | None:
    room, _, number = section.id.partition(".")
    if room != "lines":
        return None
    return LineAtHand(
        path=section.id,
        line=scope.lines[int(number)],
        region=scope.region,
        estimate_class=class_of(scope),
        rates=packs.lines,
        sources=sources,
    )


def _ptf(scope: ProjectScope, section: CostSection) -> Decimal | None:
    room, _, number = section.id.partition(".")
    match room:
        case "lines":
            return scope.lines[int(number)].ptf
        case "substations":
            return scope.substations[int(number)].ptf
        case _:  # each adder has its own
            return None


def _gaps(section: CostSection, unpriced: Sequence[UnpricedItem]) -> tuple[str, ...]:
    if not unpriced:
        return ()
    named = "; ".join(item.description for item in unpriced)
    return (f"{section.name} is incomplete: without a rate and in no sum are: {named}",)


def _draft(
    scope: ProjectScope, section: CostSection, packs: Packs, sources: Mapping[str, str]
) -> Draft:
    at = _line_at_hand(scope, section, packs, sources)
    if at is not None:
        unknown = unknown_to(at)
        if at.line.fallback and unknown:
            return parametric(at, packs, dollar_year=scope.dollar_year, missing=unknown)
        mobilized = mobilization(scope, at.line, packs, path=section.id, sources=sources)
        return price_line(at) + mobilized
    kind, _, number = section.id.partition(".")
    if kind == "substations":
        return price_substation(
            StationAtHand(
                path=section.id,
                station=scope.substations[int(number)],
                region=scope.region,
                lines=packs.lines,
                rates=packs.stations,
                sources=sources,
            )
        )
    return price_adders(scope.adders, sources)

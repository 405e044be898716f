"""How inputs make up the total: items, factors on items, factors on the whole."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple, TypeVar

import numpy as np

from apex_core.errors import InputError
from apex_core.model.distribution import Distribution
from apex_core.model.risk import BASE, TOTAL, AnyFactor, AnyItem, Factor, Item, RiskModel
from apex_core.risk.arrays import Float
from apex_core.risk.moments import base_value, is_certain, mean

_Input = TypeVar("_Input", bound=Item | Factor)

MOST_USD: Final = 1e100  # its square is still a number

Term = int | float  # the row of an uncertain input, or a certain value


class Amounts(NamedTuple):
    """Costs per trial in USD, shape ``(trials,)``; the registers add up to the total."""

    line: Float
    event: Float
    systemic: Float
    total: Float


@dataclass(frozen=True, kw_only=True)
class ScaledItem:
    """An item with factors of its own."""

    is_event: bool
    amount: Term
    factors: tuple[Term, ...]


@dataclass(frozen=True, kw_only=True)
class CostStructure:
    """The total as a function of the uncertain inputs, linear in each of them.

    Attributes
    ----------
    names, distributions
        The uncertain inputs in an order of their own, which permuting the model leaves alone:
        plain lines, plain events, items with factors, factors; by name within each.
    lines, events
        How many of the first rows are plain lines, and of the next, plain events.
    """

    names: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    lines: int
    events: int
    certain_line_usd: float
    certain_event_usd: float
    scaled: tuple[ScaledItem, ...]
    base_factors: tuple[Term, ...]
    total_factors: tuple[Term, ...]
    is_multiplicative: bool


def cost_structure(model: RiskModel) -> CostStructure:
    """Sort the inputs of *model* into rows and certain amounts."""
    scaled_names = {factor.applies_to for factor in model.factors}
    plain = [item for item in model.items if item.name not in scaled_names]
    scaled = _by_name(item for item in model.items if item.name in scaled_names)
    lines = [item for item in plain if not is_event(item)]
    events = [item for item in plain if is_event(item)]
    groups: tuple[Iterable[AnyItem | AnyFactor], ...] = (lines, events, scaled, model.factors)
    uncertain = [[one for one in _by_name(group) if not is_certain(one)] for group in groups]
    inputs = list(chain.from_iterable(uncertain))
    rows = {one.name: row for row, one in enumerate(inputs)}

    def factors_on(target: str) -> tuple[Term, ...]:
        factors = _by_name(factor for factor in model.factors if factor.applies_to == target)
        return tuple(_term(factor, rows) for factor in factors)

    has_line = any(not is_event(item) for item in model.items)
    certain_base = 0.0 if has_line or model.base_usd is None else model.base_usd
    return CostStructure(
        names=tuple(one.name for one in inputs),
        distributions=tuple(inputs),
        lines=len(uncertain[0]),
        events=len(uncertain[1]),
        certain_line_usd=certain_base + _certain_usd(lines),
        certain_event_usd=_certain_usd(events),
        scaled=tuple(
            ScaledItem(
                is_event=is_event(item),
                amount=_term(item, rows),
                factors=factors_on(item.name),
            )
            for item in scaled
        ),
        base_factors=() if BASE in {item.name for item in model.items} else factors_on(BASE),
        total_factors=factors_on(TOTAL),
        is_multiplicative=model.combine == "multiplicative",
    )


def base_estimate_usd(model: RiskModel) -> float:
    """Return the base estimate in USD: the stated one, else what the line items assume."""
    if model.base_usd is not None:
        return model.base_usd
    return math.fsum(base_value(item) for item in model.items if not is_event(item))


def is_event(item: AnyItem) -> bool:
    """Whether *item* belongs to the risk register rather than to the base estimate."""
    return (item.kind or ("event" if item.distribution == "event" else "line")) == "event"


def amounts(structure: CostStructure, values: Float) -> Amounts:
    """Add up the costs of every trial.

    Factors act on items first, then on the base, then on the total; factors with the same target
    add up or multiply, as the model says.

    Parameters
    ----------
    values
        Shape ``(inputs, trials)``, rows in the order of the structure.

    Raises
    ------
    InputError
        If factors multiply the cost beyond `MOST_USD`.
    """
    after_lines = structure.lines + structure.events
    line = structure.certain_line_usd + values[: structure.lines].sum(axis=0)
    event = structure.certain_event_usd + values[structure.lines : after_lines].sum(axis=0)
    with np.errstate(over="ignore", invalid="ignore"):  # refused below in the user's words
        for item in structure.scaled:
            amount = _value(item.amount, values) * _growth(structure, item.factors, values)
            if item.is_event:
                event = event + amount
            else:
                line = line + amount
        based = line * _growth(structure, structure.base_factors, values)
        total = (based + event) * _growth(structure, structure.total_factors, values)
    if not np.abs(total).max() < MOST_USD:
        raise InputError("together they multiply the cost beyond any number", path="factors")
    if not (structure.base_factors or structure.total_factors):
        return Amounts(line=line, event=event, systemic=np.zeros_like(line), total=total)
    return Amounts(line=line, event=event, systemic=total - line - event, total=total)


def _growth(structure: CostStructure, factors: Sequence[Term], values: Float) -> Float | float:
    growth: Float | float = 1.0
    for factor in factors:
        fraction = _value(factor, values)
        growth = growth * (1.0 + fraction) if structure.is_multiplicative else growth + fraction
    return growth


def _value(term: Term, values: Float) -> Float | float:
    if isinstance(term, int):
        row: Float = values[term]
        return row
    return term


def _term(one: AnyItem | AnyFactor, rows: Mapping[str, int]) -> Term:
    return rows[one.name] if one.name in rows else mean(one)


def _by_name(inputs: Iterable[_Input]) -> list[_Input]:
    return sorted(inputs, key=lambda one: one.name)


def _certain_usd(items: Iterable[AnyItem]) -> float:
    return math.fsum(mean(item) for item in items if is_certain(item))

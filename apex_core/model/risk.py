"""The risk model: what is uncertain, by how much, and what moves together."""

from collections.abc import Sequence
from typing import Annotated, Final, Literal, Self

from pydantic import Field, WrapValidator, model_validator

from apex_core.model.distribution import (
    Constant,
    Event,
    Lognormal,
    Normal,
    Number,
    Pert,
    Triangular,
    Uniform,
    untagged,
    wrong,
)
from apex_core.model.noun import Noun

TOTAL: Final = "total"
BASE: Final = "base"
MOST_INPUTS: Final = 1000
SYMMETRY_TOLERANCE: Final = 1e-9

Method = Literal["lhs", "sobol", "monte_carlo"]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Coefficient = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]


class Item(Noun):
    """A cost that belongs to the base estimate (``line``) or to the risk register (``event``).

    ``kind`` follows the distribution unless it is given: events are events, the rest lines.
    """

    name: Name
    kind: Literal["line", "event"] | None = None


class Factor(Noun):
    """A fraction by which costs change: 0.10 is 10 % more of what it applies to.

    Attributes
    ----------
    applies_to
        Name of an item; ``total`` for everything; ``base`` for everything but the event register.
    """

    name: Name
    applies_to: Name = TOTAL


class TriangularItem(Item, Triangular):
    """An item in USD."""


class PertItem(Item, Pert):
    """An item in USD."""


class NormalItem(Item, Normal):
    """An item in USD."""


class LognormalItem(Item, Lognormal):
    """An item in USD."""


class UniformItem(Item, Uniform):
    """An item in USD."""


class EventItem(Item, Event):
    """A risk in USD."""


class ConstantItem(Item, Constant):
    """A certain item in USD."""


class TriangularFactor(Factor, Triangular):
    """A fraction."""


class PertFactor(Factor, Pert):
    """A fraction."""


class NormalFactor(Factor, Normal):
    """A fraction."""


class LognormalFactor(Factor, Lognormal):
    """A fraction."""


class UniformFactor(Factor, Uniform):
    """A fraction."""


class EventFactor(Factor, Event):
    """A fraction that may or may not apply."""


class ConstantFactor(Factor, Constant):
    """A certain fraction."""


AnyItem = Annotated[
    Annotated[
        TriangularItem
        | PertItem
        | NormalItem
        | LognormalItem
        | UniformItem
        | EventItem
        | ConstantItem,
        Field(discriminator="distribution"),
    ],
    WrapValidator(untagged),
]
AnyFactor = Annotated[
    Annotated[
        TriangularFactor
        | PertFactor
        | NormalFactor
        | LognormalFactor
        | UniformFactor
        | EventFactor
        | ConstantFactor,
        Field(discriminator="distribution"),
    ],
    WrapValidator(untagged),
]


class Correlation(Noun):
    """What moves together: a whole matrix over *names*, or single *pairs*; the rest is 0.

    Attributes
    ----------
    kind
        ``spearman``: correlation of ranks; ``pearson``: correlation of the normal scores.
    """

    names: tuple[Name, ...] = ()
    matrix: tuple[tuple[Coefficient, ...], ...] = ()
    pairs: tuple[tuple[Name, Name, Coefficient], ...] = ()
    kind: Literal["spearman", "pearson"] = "spearman"

    @model_validator(mode="after")
    def _is_a_correlation(self) -> Self:
        if bool(self.matrix) == bool(self.pairs):
            raise wrong("", "give either names and matrix, or pairs", None)
        if self.matrix:
            _require_unique("names", self.names)
            _require_symmetric(self.matrix, size=len(self.names))
        elif self.names:
            raise wrong("names", "belong to a matrix; pairs name their own", self.names)
        _require_distinct(self.pairs)
        return self

    @property
    def mentioned(self) -> tuple[str, ...]:
        """Every name of the matrix or the pairs, in order of appearance."""
        return tuple(
            dict.fromkeys((*self.names, *(name for a, b, _ in self.pairs for name in (a, b))))
        )


class RiskModel(Noun):
    """Items in USD, factors on them, and their correlation.

    Without line items, ``base_usd`` is itself the certain cost that factors act on. With line
    items, their sum is the cost, and ``base_usd`` is the estimate it is compared with.
    """

    base_usd: Number | None = None
    items: Annotated[tuple[AnyItem, ...], Field(max_length=MOST_INPUTS)] = ()
    factors: Annotated[tuple[AnyFactor, ...], Field(max_length=MOST_INPUTS)] = ()
    combine: Literal["additive", "multiplicative"] = "additive"
    correlation: Correlation | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.items and (self.base_usd is None or not self.factors):
            raise wrong("items", "a model needs items, or base_usd and factors", None)
        names = [item.name for item in self.items]
        known = [*names, *(factor.name for factor in self.factors)]
        if TOTAL in names:
            raise wrong(
                f"items.{names.index(TOTAL)}.name", "means the whole; choose another", TOTAL
            )
        _require_unique("items", names)
        _require_unique("factors", known)
        for place, factor in enumerate(self.factors):
            if factor.applies_to not in {*names, TOTAL, BASE}:
                rule = f"must be {TOTAL}, {BASE} or the name of an item"
                raise wrong(f"factors.{place}.applies_to", rule, factor.applies_to)
        if self.correlation is not None:
            _require_known(self.correlation, known)
        return self


class ReplicatePlan(Noun):
    """One complete, independent sample of the whole model: enough to draw it anywhere.

    Attributes
    ----------
    index
        Place among the replicates; its random stream is ``SeedSequence(seed).spawn()[index]``.
    keeps_ranks
        Whether the replicate keeps the rank of every input in every trial, for sensitivities.
    """

    index: Annotated[int, Field(ge=0)]
    trials: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0)]
    method: Method
    keeps_ranks: bool = True


def _require_unique(field: str, names: Sequence[str]) -> None:
    doubled = [name for place, name in enumerate(names) if name in names[:place]]
    if doubled:
        raise wrong(field, "every name may appear only once", doubled[0])


def _require_known(correlation: Correlation, known: Sequence[str]) -> None:
    field = "names" if correlation.names else "pairs"
    for name in correlation.mentioned:
        if name not in known:
            raise wrong(f"correlation.{field}", "must name an item or a factor", name)


def _require_symmetric(matrix: tuple[tuple[float, ...], ...], *, size: int) -> None:
    if len(matrix) != size or any(len(row) != size for row in matrix):
        shape = f"{len(matrix)} x {len(matrix[0])}"
        raise wrong("matrix", f"must be square over its {size} names", shape)
    for i, row in enumerate(matrix):
        if row[i] != 1:
            raise wrong(f"matrix.{i}.{i}", "the diagonal must be 1", row[i])
        for j in range(i):
            if abs(row[j] - matrix[j][i]) > SYMMETRY_TOLERANCE:
                rule = f"must equal its mirror image, which is {matrix[j][i]:g}"
                raise wrong(f"matrix.{i}.{j}", rule, row[j])


def _require_distinct(pairs: tuple[tuple[str, str, float], ...]) -> None:
    seen: set[frozenset[str]] = set()
    for place, (first, second, _) in enumerate(pairs):
        pair = frozenset((first, second))
        if first == second or pair in seen:
            rule = "a pair joins two different names, and each pair appears once"
            raise wrong(f"pairs.{place}", rule, f"{first}, {second}")
        seen.add(pair)

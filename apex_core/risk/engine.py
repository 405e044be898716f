"""A risk model made ready to be sampled."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from apex_core.model.risk import RiskModel
from apex_core.risk.arrays import Float
from apex_core.risk.correlation import TargetCorrelation, target_correlation
from apex_core.risk.costs import CostStructure, cost_structure
from apex_core.risk.dependence import root
from apex_core.risk.influence import Influence, influence, responses
from apex_core.risk.quantiles import Quantile, quantile_of
from apex_core.risk.rotation import turned_root


@dataclass(frozen=True, kw_only=True)
class Engine:
    """Everything about a model that does not depend on chance.

    Attributes
    ----------
    correlated
        Rows of the structure that the correlation names, in its order.
    score_root
        Root of the correlation of the scores of all inputs, shape ``(inputs, inputs)``.
    """

    structure: CostStructure
    quantiles: tuple[Quantile, ...]
    target: TargetCorrelation | None
    correlated: tuple[int, ...]
    score_root: Float
    influence: Influence

    @cached_property
    def turned_root(self) -> Float:
        """The root whose first columns move the total most, for a Sobol' sequence."""
        if not self.structure.names:
            return self.score_root
        linear, curved = responses(self.structure)
        slopes = self.influence.slopes
        return turned_root(self.score_root, linear=slopes * linear, curved=np.abs(slopes) * curved)


def prepare(model: RiskModel) -> Engine:
    """Resolve the correlation and the first-order effects of *model*.

    Raises
    ------
    InputError
        If the stated correlations contradict each other.
    """
    structure = cost_structure(model)
    target = target_correlation(model.correlation, uncertain=structure.names)
    correlated = () if target is None else tuple(map(structure.names.index, target.names))
    correlation = np.eye(len(structure.names))
    if target is not None:
        correlation[np.ix_(correlated, correlated)] = target.scores
    return Engine(
        structure=structure,
        quantiles=tuple(map(quantile_of, structure.distributions)),
        target=target,
        correlated=correlated,
        score_root=root(correlation),
        influence=influence(structure),
    )

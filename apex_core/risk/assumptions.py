"""Sentences that say how to read a simulation's figures."""

from apex_core.model.distribution import Pert
from apex_core.model.risk import RiskModel
from apex_core.risk.correlation import TargetCorrelation


def assumptions(
    model: RiskModel, target: TargetCorrelation | None, *, replicates: int
) -> tuple[str, ...]:
    """Return what the result takes for granted, one sentence each."""
    sentences = [
        "Percentiles interpolate linearly between order statistics.",
        f"Intervals are 95 % confidence, from the spread of {replicates} independent replicates.",
    ]
    if model.base_usd is None:
        sentences.append("The base estimate is the sum of the items' modes, medians or means.")
    if target is None:
        sentences.append("No two uncertain inputs are correlated: all are taken as independent.")
    elif target.repaired_by:
        sentences.append(
            "The stated correlations are impossible together; the nearest possible ones are used, "
            f"which change a coefficient by up to {target.largest_change:.3f}."
        )
    return (*sentences, *_pert_weights(model))


def _pert_weights(model: RiskModel) -> list[str]:
    weights: dict[float, list[str]] = {}
    for one in (*model.items, *model.factors):
        if isinstance(one, Pert):
            weights.setdefault(one.weight, []).append(one.name)
    return [
        f"PERT lambda is {weight:g} for {', '.join(names)}."
        for weight, names in sorted(weights.items())
    ]

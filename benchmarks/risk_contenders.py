"""What each contender does with the workload: totals, percentiles, Spearman of every input.

``load(name)`` imports and prepares outside the clock; what it returns is timed. Nothing is kept
from one call to the next but imported code.
"""

import gc
import resource
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.risk_workload import PERCENTS, Input, risk_model, workload

Float = NDArray[np.float64]
Percentiles = dict[str, float]
Job = Callable[[int, int], Percentiles]  # of trials and seed


def load(name: str, count: int) -> Job:
    """Return the job of one contender; raises `ImportError` where it is not installed."""
    return CONTENDERS[name](count)


def _answer(totals: Float) -> Percentiles:
    values = np.percentile(totals, PERCENTS).tolist()
    return {f"p{percent}": value for percent, value in zip(PERCENTS, values, strict=True)}


def _engine(method: str) -> Callable[[int], Job]:
    def prepare(count: int) -> Job:
        model = import_module("apex_core.model.risk").RiskModel.model_validate(risk_model(count))
        simulate = import_module("apex_core.risk.simulation").simulate

        def job(trials: int, seed: int) -> Percentiles:
            percentiles: Percentiles = simulate(
                model, trials=trials, seed=seed, method=method
            ).percentiles
            return percentiles

        return job

    return prepare


def _pert(low: float, mode: float, high: float) -> tuple[float, float]:
    return 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)


def _quantiles(inputs: list[Input]) -> Callable[[Float], Float]:
    """Return what turns uniform columns into inputs by the quantile functions of scipy."""
    stats = import_module("scipy.stats")
    frozen: dict[str, Callable[..., Any]] = {
        "triangular": lambda low, mode, high: stats.triang(
            (mode - low) / (high - low), low, high - low
        ),
        "pert": lambda low, mode, high: stats.beta(*_pert(low, mode, high), low, high - low),
        "normal": lambda mean, sd, _: stats.norm(mean, sd),
        "lognormal": lambda mu, sigma, _: stats.lognorm(sigma, 0, np.exp(mu)),
        "uniform": lambda low, high, _: stats.uniform(low, high - low),
    }

    def column(one: Input, uniform: Float) -> Any:
        if one.kind == "event":
            return np.where(uniform > 1 - one.first, one.second, 0.0)
        return frozen[one.kind](*one[1:]).ppf(uniform)

    def columns(uniform: Float) -> Float:
        return np.stack([column(one, uniform[:, j]) for j, one in enumerate(inputs)], axis=1)

    return columns


def _spearman(values: Float, totals: Float) -> list[float]:
    rankdata = import_module("scipy.stats").rankdata
    ranks = rankdata(totals)
    return [float(np.corrcoef(rankdata(row), ranks)[0, 1]) for row in values.T]


def _textbook_iman_conover(values: Float, correlation: Float, rng: np.random.Generator) -> Float:
    trials, count = values.shape
    waerden = import_module("scipy.stats").norm.ppf(np.arange(1, trials + 1) / (trials + 1))
    scores = np.stack([rng.permutation(waerden) for _ in range(count)], axis=1)
    own = np.linalg.cholesky(np.corrcoef(scores, rowvar=False))
    correlated = scores @ np.linalg.inv(own).T @ np.linalg.cholesky(correlation).T
    ranks = np.argsort(np.argsort(correlated, axis=0), axis=0)
    return np.take_along_axis(np.sort(values, axis=0), ranks, axis=0)


def _scipy(count: int) -> Job:
    qmc = import_module("scipy.stats.qmc")
    inputs, correlation = workload(count)
    columns = _quantiles(inputs)

    def job(trials: int, seed: int) -> Percentiles:
        rng = np.random.default_rng(seed)
        values = columns(qmc.LatinHypercube(count, rng=rng).random(trials))
        values = _textbook_iman_conover(values, correlation, rng)
        totals = values.sum(axis=1)
        _spearman(values, totals)
        return _answer(totals)

    return job


def _pydoe(count: int) -> Job:
    pydoe, utils = import_module("pydoe"), import_module("pydoe.utils")
    inputs, correlation = workload(count)
    columns = _quantiles(inputs)

    def job(trials: int, seed: int) -> Percentiles:
        values = columns(pydoe.lhs(count, samples=trials, seed=seed))
        values = np.asarray(utils.iman_conover(values, correlation, seed=seed))
        totals = values.sum(axis=1)
        _spearman(values, totals)
        return _answer(totals)

    return job


def _openturns(how: str) -> Callable[[int], Job]:
    def prepare(count: int) -> Job:
        ot = import_module("openturns")
        inputs, correlation = workload(count)
        marginals: dict[str, Callable[..., Any]] = {
            "triangular": ot.Triangular,
            "pert": lambda low, mode, high: ot.Beta(*_pert(low, mode, high), low, high),
            "normal": lambda mean, sd, _: ot.Normal(mean, sd),
            "lognormal": lambda mu, sigma, _: ot.LogNormal(mu, sigma),
            "uniform": lambda low, high, _: ot.Uniform(low, high),
            # thresholded below: as a discrete marginal it would bias the hypercube
            "event": lambda *_: ot.Uniform(0, 1),
        }
        samples: dict[str, Callable[[Any, int], Any]] = {
            "lhs": lambda joint, trials: ot.LHSExperiment(joint, trials).generate(),
            "sobol": lambda joint, trials: ot.LowDiscrepancyExperiment(
                ot.SobolSequence(),
                joint,
                trials,
                True,  # noqa: FBT003
            ).generate(),
            "monte carlo": lambda joint, trials: joint.getSample(trials),
        }

        def job(trials: int, seed: int) -> Percentiles:
            ot.RandomGenerator.SetSeed(seed)
            copula = ot.NormalCopula(ot.CorrelationMatrix(correlation.tolist()))
            joint = ot.JointDistribution([marginals[one.kind](*one[1:]) for one in inputs], copula)
            values = np.array(samples[how](joint, trials))
            for place, one in enumerate(inputs):
                if one.kind == "event":
                    values[:, place] = np.where(values[:, place] > 1 - one.first, one.second, 0.0)
            totals = values.sum(axis=1)
            pair = ot.Sample(values), ot.Sample(totals[:, np.newaxis])
            ot.CorrelationAnalysis(*pair).computeSpearmanCorrelation()
            return _answer(totals)

        return job

    return prepare


def _probabilit(count: int) -> Job:
    iman_conover = import_module("probabilit.correlation").ImanConover
    distribution = import_module("probabilit.modeling").Distribution
    inputs, correlation = workload(count)

    def beta(low: float, mode: float, high: float) -> Any:
        alpha, beta = _pert(low, mode, high)
        return distribution("beta", a=alpha, b=beta, loc=low, scale=high - low)

    variables_of: dict[str, Callable[..., Any]] = {
        "triangular": lambda low, mode, high: distribution(
            "triang", c=(mode - low) / (high - low), loc=low, scale=high - low
        ),
        "pert": beta,
        "normal": lambda mean, sd, _: distribution("norm", loc=mean, scale=sd),
        "lognormal": lambda mu, sigma, _: distribution("lognorm", s=sigma, scale=float(np.exp(mu))),
        "uniform": lambda low, high, _: distribution("uniform", loc=low, scale=high - low),
        "event": lambda probability, *_: distribution("bernoulli", p=probability),
    }

    def job(trials: int, seed: int) -> Percentiles:
        variables = [variables_of[one.kind](*one[1:]) for one in inputs]
        total: Any = 0
        for one, drawn in zip(inputs, variables, strict=True):
            total = total + (drawn * one.second if one.kind == "event" else drawn)
        total.correlate(*variables, corr_mat=correlation)
        totals = total.sample(trials, random_state=seed, method="lhs", correlator=iman_conover())
        _spearman(np.stack([drawn.samples_ for drawn in variables], axis=1), totals)
        return _answer(totals)

    return job


CONTENDERS: Final[dict[str, Callable[[int], Job]]] = {
    "apex lhs": _engine("lhs"),
    "apex sobol": _engine("sobol"),
    "scipy lhs": _scipy,
    "pydoe lhs": _pydoe,
    "openturns lhs": _openturns("lhs"),
    "openturns monte carlo": _openturns("monte carlo"),
    "openturns sobol": _openturns("sobol"),
    "probabilit lhs": _probabilit,
}


def measure(name: str, count: int, trials: int, seeds: list[int]) -> dict[str, Any]:
    """Run one contender for each of *seeds*: seconds, memory over imports, percentiles."""
    job = load(name, count)
    gc.collect()
    imported = _resident_mib()
    runs = []
    for seed in seeds:
        started = time.perf_counter()
        answer = job(trials, seed)
        runs.append({"seconds": time.perf_counter() - started, "percentiles": answer})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"runs": runs, "mib_over_imports": max(0.0, peak - imported)}


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20

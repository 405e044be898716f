"""The risk engine side by side with what a user could pick instead.

``python -m benchmarks.risk`` runs every contender on the workload of `benchmarks.risk_workload`,
one fresh process per measurement, interleaved within each round, imports outside the clock, and
prints time ratios, memory over imports and errors. Contenders that are not installed are skipped
by name.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

from apex_core.model.risk import RiskModel
from apex_core.risk.simulation import simulate
from benchmarks.risk_contenders import CONTENDERS, measure
from benchmarks.risk_plot import ENGINE, plot
from benchmarks.risk_workload import REFERENCE, risk_model

PEER: Final = "openturns lhs"  # whom the promised ratios are against
Measured = dict[str, dict[str, Any]]


class Size(NamedTuple):
    """One size of the race: how often it is run, and the ratio to the peer it must reach."""

    inputs: int
    trials: int
    rounds: int
    must: float
    aim: float


SIZES: Final = {
    "10k x 20": Size(20, 10_000, 5, 5, 10),
    "100k x 50": Size(50, 100_000, 3, 12, 20),
    "1M x 50": Size(50, 1_000_000, 1, 15, 30),
}
SOBOL_SHARE: Final = 0.75  # of the error of the hypercube, at most


def main() -> int:
    """Measure and report; 1 if something misses what it must reach."""
    asked = options().parse_args()
    if asked.one:
        return report_one(asked.one)
    results: dict[str, Any] = {"sizes": {}}
    for name in asked.sizes:
        size = SIZES[name]
        rounds = asked.rounds or size.rounds
        results["sizes"][name] = race(asked.contenders, size.inputs, size.trials, rounds=rounds)
    if asked.seeds:
        results["accuracy"] = accuracy(asked.contenders, seeds=asked.seeds)
    if asked.coverage:
        results["coverage"] = {
            method: coverage(method, repetitions=asked.coverage) for method in ("lhs", "sobol")
        }
    results["missed"] = missed(results)
    if asked.out:
        asked.out.write_text(json.dumps(results, indent=1) + "\n")
    if asked.plot:
        asked.plot.write_text(plot(results))
    print(json.dumps(results, indent=1) if asked.json else as_text(results))
    return int(bool(results["missed"]))


def options() -> argparse.ArgumentParser:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    every = list(CONTENDERS)
    parser.add_argument("--contenders", nargs="*", default=every, choices=every)
    parser.add_argument("--rounds", type=int, help="of each size, instead of 5, 3 and 1")
    parser.add_argument("--seeds", type=int, default=50, help="of the accuracy run; 0 skips it")
    parser.add_argument("--coverage", type=int, default=200, help="repetitions; 0 skips it")
    parser.add_argument("--out", type=Path, help="JSON file to write")
    parser.add_argument("--plot", type=Path, help="SVG file to draw the times into")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--one", nargs="*", help=argparse.SUPPRESS)
    return parser


def report_one(arguments: list[str]) -> int:
    """Measure one contender in this process: what a fresh process is started for."""
    name, inputs, trials, *seeds = arguments
    try:
        measured = measure(name, int(inputs), int(trials), [int(seed) for seed in seeds])
    except ImportError as missing:
        measured = {"skipped": str(missing)}
    print(json.dumps(measured))
    return 0


def run(name: str, count: int, trials: int, seeds: list[int]) -> dict[str, Any]:
    """Measure one contender in a process of its own."""
    module = [sys.executable, "-m", "benchmarks.risk", "--one"]
    arguments = [name, str(count), str(trials), *map(str, seeds)]
    answer = subprocess.run([*module, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if answer.returncode:
        return {"skipped": answer.stderr.strip().splitlines()[-1]}
    measured: dict[str, Any] = json.loads(answer.stdout)
    return measured


def race(names: list[str], count: int, trials: int, *, rounds: int) -> Measured:
    """Run all contenders *rounds* times, taking turns."""
    measured: Measured = {
        name: {"seconds": [], "mib_over_imports": [], "p80": []} for name in names
    }
    for seed in range(1, rounds + 1):
        for name in names:
            if "skipped" in measured[name]:
                continue
            answer = run(name, count, trials, [seed])
            if "skipped" in answer:
                measured[name] = answer
                continue
            measured[name]["seconds"].append(answer["runs"][0]["seconds"])
            measured[name]["mib_over_imports"].append(answer["mib_over_imports"])
            p80 = answer["runs"][0]["percentiles"]["p80"]
            measured[name]["p80"].append(100 * (p80 / REFERENCE[count]["p80"] - 1))
    return measured


def accuracy(names: list[str], *, seeds: int) -> Measured:
    """Root mean square error of P50, P80 and P95 at 10k x 20, in percent of the percentile."""
    size = SIZES["10k x 20"]
    errors: Measured = {}
    for name in names:
        answer = run(name, size.inputs, size.trials, list(range(1, seeds + 1)))
        errors[name] = answer if "skipped" in answer else rmse(answer["runs"], size.inputs)
    return errors


def rmse(runs: list[dict[str, Any]], inputs: int) -> dict[str, float]:
    """Return the error of each percentile over *runs*, in percent."""

    def error(percent: str, expected: float) -> float:
        deviations = [100 * (one["percentiles"][percent] / expected - 1) for one in runs]
        return math.sqrt(statistics.fmean(one**2 for one in deviations))

    return {percent: error(percent, value) for percent, value in REFERENCE[inputs].items()}


def coverage(method: str, *, repetitions: int) -> dict[str, float]:
    """Share of nominal 95 % intervals at 10k x 20 that hold the reference percentile."""
    size = SIZES["10k x 20"]
    model = RiskModel.model_validate(risk_model(size.inputs))
    held = dict.fromkeys(REFERENCE[size.inputs], 0)
    for seed in range(repetitions):
        result = simulate(model, trials=size.trials, seed=seed, method=method)  # type: ignore[arg-type]
        for percent, expected in REFERENCE[size.inputs].items():
            low, high = result.intervals[percent]
            held[percent] += low <= expected <= high
    return {percent: hits / repetitions for percent, hits in held.items()}


def missed(results: dict[str, Any]) -> list[str]:
    """Return what does not reach its promise; a peer that is not installed promises nothing."""
    misses = []
    for name, figures in results["sizes"].items():
        ratio = ratio_of(figures, PEER)
        if ratio is not None and ratio < SIZES[name].must:
            misses.append(f"{name}: {ratio:.1f} times as fast as {PEER}, not {SIZES[name].must:g}")
    errors = {name: one.get("p80") for name, one in results.get("accuracy", {}).items()}
    own, peer, sobol = (errors.get(name) for name in (ENGINE, PEER, "apex sobol"))
    if own and peer and own > peer:
        misses.append(f"error of P80 {own:.4f} %, more than {peer:.4f} % of {PEER}")
    if own and sobol and sobol > SOBOL_SHARE * own:
        misses.append(f"error of P80 by Sobol' {sobol:.4f} %, not {SOBOL_SHARE:g} of {own:.4f} %")
    return misses


def ratio_of(figures: Measured, name: str) -> float | None:
    """Return how many times the engine's median time *name* takes, where both were measured."""
    peer, engine = (figures.get(one, {}).get("seconds") for one in (name, ENGINE))
    return float(statistics.median(peer) / statistics.median(engine)) if peer and engine else None


def as_text(results: dict[str, Any]) -> str:
    """Return the results as tables."""
    lines = []
    for size, figures in results["sizes"].items():
        lines.append(f"\n{size}: time, ratio to {ENGINE}, memory over imports, error of P80")
        lines += [race_line(name, one, ratio_of(figures, name)) for name, one in figures.items()]
    if "accuracy" in results:
        lines.append("\n10k x 20: RMSE over seeds, % of the percentile")
        lines += [share_line(name, one, "{:.4f}") for name, one in results["accuracy"].items()]
    if "coverage" in results:
        lines.append("\n10k x 20: coverage of nominal 95 % intervals")
        lines += [share_line(name, one, "{:.3f}") for name, one in results["coverage"].items()]
    return "\n".join([*lines, "", *(f"MISSED {miss}" for miss in results["missed"])])


def race_line(name: str, figures: dict[str, Any], ratio: float | None) -> str:
    """Return one contender's line of a race."""
    if "skipped" in figures:
        return f"  {name:22} skipped: {figures['skipped']}"
    median, least = statistics.median(figures["seconds"]), min(figures["seconds"])
    return (
        f"  {name:22} median {1e3 * median:9.1f} ms  min {1e3 * least:9.1f} ms"
        f"  ratio {'-' if ratio is None else f'{ratio:.1f}':>5}"
        f"  {max(figures['mib_over_imports']):7.0f} MiB  {statistics.fmean(figures['p80']):+.3f} %"
    )


def share_line(name: str, figures: dict[str, Any], form: str) -> str:
    """Return one line of figures by percentile."""
    said = figures.get("skipped") or "  ".join(
        f"{percent} {form.format(value)}" for percent, value in figures.items()
    )
    return f"  {name:22} {said}"


if __name__ == "__main__":
    raise SystemExit(main())

"""The risk engine side by side with what a user could pick instead.

``python -m benchmarks.risk`` runs every contender on the workload of `benchmarks.risk_workload`,
one fresh process per measurement, interleaved within each round, imports outside the clock, and
prints time ratios, memory over imports and errors. Contenders that are not installed are skipped
by name.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks.risk_contenders import CONTENDERS
from benchmarks.risk_workload import REFERENCE

ENGINE: Final = "apex lhs"
SIZES: Final = {
    "10k x 20": (20, 10_000, 5),
    "100k x 50": (50, 100_000, 3),
    "1M x 50": (50, 1_000_000, 1),
}
Measured = dict[str, dict[str, Any]]


def main() -> None:
    """Measure, print, and write the results as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    options.add_argument(
        "--contenders", nargs="*", default=list(CONTENDERS), choices=list(CONTENDERS)
    )
    options.add_argument("--rounds", type=int, help="of each size, instead of 5, 3 and 1")
    options.add_argument(
        "--seeds", type=int, default=50, help="of the accuracy run; 0 leaves it out"
    )
    options.add_argument(
        "--coverage", type=int, default=200, help="repetitions of the interval run"
    )
    options.add_argument("--out", type=Path, help="JSON file to write")
    asked = options.parse_args()
    results: dict[str, Any] = {}
    for size in asked.sizes:
        count, trials, rounds = SIZES[size]
        measured = race(asked.contenders, count, trials, rounds=asked.rounds or rounds)
        results[size] = measured
        print_race(size, measured)
    if asked.seeds:
        results["accuracy"] = accuracy(asked.contenders, count=20, trials=10_000, seeds=asked.seeds)
        print_accuracy(results["accuracy"])
    if asked.coverage:
        results["coverage"] = {
            method: coverage(method, count=20, trials=10_000, repetitions=asked.coverage)
            for method in ("lhs", "sobol")
        }
        print_coverage(results["coverage"], asked.coverage)
    if asked.out:
        asked.out.write_text(json.dumps(results, indent=1) + "\n")


def run(name: str, count: int, trials: int, seeds: list[int]) -> dict[str, Any]:
    """Measure one contender in a process of its own."""
    module = [sys.executable, "-m", "benchmarks.risk_contenders"]
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


def accuracy(names: list[str], *, count: int, trials: int, seeds: int) -> Measured:
    """Root mean square error of P50, P80 and P95 over seeds, in percent of the percentile."""
    errors: Measured = {}
    for name in names:
        answer = run(name, count, trials, list(range(1, seeds + 1)))
        if "skipped" in answer:
            errors[name] = answer
            continue
        errors[name] = {
            percent: 100
            * statistics.fmean(
                (one["percentiles"][percent] / expected - 1) ** 2 for one in answer["runs"]
            )
            ** 0.5
            for percent, expected in REFERENCE[count].items()
        }
    return errors


def coverage(method: str, *, count: int, trials: int, repetitions: int) -> dict[str, float]:
    """Share of nominal 95 % intervals that hold the reference percentile."""
    from apex_core.model.risk import RiskModel  # noqa: PLC0415
    from apex_core.risk.simulation import simulate  # noqa: PLC0415
    from benchmarks.risk_workload import risk_model  # noqa: PLC0415

    model = RiskModel.model_validate(risk_model(count))
    held = dict.fromkeys(REFERENCE[count], 0)
    for seed in range(repetitions):
        result = simulate(model, trials=trials, seed=seed, method=method)  # type: ignore[arg-type]
        for percent, expected in REFERENCE[count].items():
            low, high = result.intervals[percent]
            held[percent] += low <= expected <= high
    return {percent: hits / repetitions for percent, hits in held.items()}


def print_race(size: str, measured: Measured) -> None:
    """Print one size as a table; ratios are of medians, against the engine."""
    print(f"\n{size}: wall time, ratio to {ENGINE}, memory over imports, error of P80")
    engine = statistics.median(measured[ENGINE]["seconds"]) if ENGINE in measured else None
    for name, figures in measured.items():
        if "skipped" in figures:
            print(f"  {name:22} skipped: {figures['skipped']}")
            continue
        median = statistics.median(figures["seconds"])
        ratio = f"{median / engine:6.1f}" if engine else "     -"
        print(
            f"  {name:22} median {1e3 * median:9.1f} ms"
            f"  min {1e3 * min(figures['seconds']):9.1f} ms"
            f"  ratio {ratio}  {max(figures['mib_over_imports']):7.0f} MiB"
            f"  {statistics.fmean(figures['p80']):+.3f} %"
        )


def print_accuracy(errors: Measured) -> None:
    """Print the errors as a table."""
    print("\n10k x 20: RMSE over seeds, % of the percentile")
    for name, figures in errors.items():
        said = figures.get("skipped") or "  ".join(f"{k} {v:.4f}" for k, v in figures.items())
        print(f"  {name:22} {said}")


def print_coverage(held: dict[str, dict[str, float]], repetitions: int) -> None:
    """Print how often intervals hold the reference."""
    print(f"\n10k x 20: coverage of nominal 95 % intervals, {repetitions} repetitions")
    for method, shares in held.items():
        print(f"  apex {method:17} " + "  ".join(f"{k} {v:.3f}" for k, v in shares.items()))


if __name__ == "__main__":
    main()

"""The promise of the cost engine: a thousand line items priced in under 50 ms."""

import argparse
import statistics
import time
from typing import Any

from apex_core.costing import estimate_cost
from apex_core.model.scope import ProjectScope
from apex_core.packs.loader import load_packs
from benchmarks.row import Row, report

ITEMS = 1_000
ROUNDS = 21
KV = (69, 115, 138, 161, 230, 345)
WORK = ("new", "new", "rebuild", "reconductor")


def scope_of(lines: int) -> ProjectScope:
    """Return a scope of so many lines, of every voltage and kind of work."""
    fields: list[dict[str, Any]] = [
        {
            "name": f"Line {number}",
            "voltage_kv": KV[number % len(KV)],
            "miles": 1 + number % 40,
            "scope": WORK[number % len(WORK)],
        }
        for number in range(lines)
    ]
    return ProjectScope.read(
        {"name": "Many lines", "region": "Missouri", "dollar_year": 2024, "lines": fields}
    )


def pricing_row() -> Row:
    """Price a scope of at least a thousand line items, again and again, packs already read."""
    packs, lines = load_packs(), 1
    while len(estimate_cost(scope_of(lines), packs).line_items) < ITEMS:
        lines += 1
    scope = scope_of(lines)
    count = len(estimate_cost(scope, packs).line_items)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        estimate_cost(scope, packs)
        times.append(1000 * (time.perf_counter() - start))
    return Row(
        what=f"{count:,} line items priced",
        measured_ms=statistics.median(times),
        must_ms=50,
        aim_ms=30,
        how=f"{lines} lines to capital cost; median of {ROUNDS} runs",
    )


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    return report([pricing_row()], as_json=options.parse_args().json)


if __name__ == "__main__":
    raise SystemExit(main())

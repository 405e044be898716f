"""One promise of speed: what was measured, what it must reach, what it aims at."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A measured time against its limits. [ms]"""

    what: str
    measured_ms: float
    must_ms: float
    aim_ms: float
    how: str

    @property
    def verdict(self) -> str:
        if self.measured_ms < self.aim_ms:
            return "ok, aim reached"
        return "ok" if self.measured_ms < self.must_ms else "missed"


def report(rows: Sequence[Row], *, as_json: bool) -> int:
    """Print the rows; return 1 if one misses what it must reach."""
    if as_json:
        content = [{**asdict(row), "verdict": row.verdict} for row in rows]
        sys.stdout.write(json.dumps(content, indent=2) + "\n")
    else:
        table = Table("what", "measured", "must reach", "aim", "verdict", "how")
        for row in rows:
            limits = [f"{limit:,.0f} ms" for limit in (row.must_ms, row.aim_ms)]
            table.add_row(row.what, f"{row.measured_ms:,.0f} ms", *limits, row.verdict, row.how)
        Console(width=None if sys.stdout.isatty() else 160, highlight=False).print(table)
    return int(any(row.verdict == "missed" for row in rows))


def percentile_95(values: Sequence[float]) -> float:
    """Return the smallest value that at least 95 % of the values do not exceed."""
    ordered = sorted(values)
    return ordered[-(-95 * len(ordered) // 100) - 1]

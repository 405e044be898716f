"""The race of the risk engine as one SVG: how many times the engine's time each peer takes."""

import math
import statistics
from typing import Any, Final
from xml.sax.saxutils import escape

ENGINE: Final = "apex lhs"
LABEL: Final = 170
BAR: Final = 430
ROW: Final = 18
GAP: Final = 34
LONGEST: Final = 100.0  # times the engine, the right end of the scale
TICKS: Final = (1, 2, 5, 10, 20, 50, 100)


def plot(results: dict[str, Any]) -> str:
    """Return the sizes of *results* as bars on a logarithmic scale, one group for each."""
    parts: list[str] = []
    top = GAP
    for size, figures in results["sizes"].items():
        measured = {name: one for name, one in figures.items() if "skipped" not in one}
        parts += group(size, measured, top=top)
        top += ROW * len(measured) + GAP + ROW
    width = LABEL + BAR + 70
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" '
        f'font-family="sans-serif" font-size="12">\n'
        f'<rect width="{width}" height="{top}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def group(size: str, figures: dict[str, Any], *, top: int) -> list[str]:
    """Return one size: title, scale and bars."""
    engine = statistics.median(figures[ENGINE]["seconds"])
    bottom = top + ROW * len(figures)
    title = f"{size}: time, as a multiple of {ENGINE} ({1e3 * engine:,.0f} ms)"
    parts = [f'<text x="0" y="{top - 14}" font-weight="bold">{escape(title)}</text>']
    for tick in TICKS:
        x = place(tick)
        parts.append(f'<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="#dddddd"/>')
        parts.append(
            f'<text x="{x}" y="{bottom + 13}" text-anchor="middle" fill="#666666">{tick}</text>'
        )
    for row, (name, one) in enumerate(figures.items()):
        ratio = statistics.median(one["seconds"]) / engine
        y = top + row * ROW
        color = "#1f6f8b" if name.startswith("apex") else "#b0b7bf"
        length = max(2.0, place(ratio) - LABEL)
        parts.append(f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        size_of = f'width="{length:.1f}" height="{ROW - 6}"'
        parts.append(f'<rect x="{LABEL}" y="{y + 3}" {size_of} fill="{color}"/>')
        parts.append(f'<text x="{LABEL + length + 5:.1f}" y="{y + 13}">{ratio:.1f}</text>')
    return parts


def place(ratio: float) -> float:
    """Return where *ratio* lies on the scale."""
    share = math.log(max(ratio, 1.0)) / math.log(LONGEST)
    return round(LABEL + BAR * min(share, 1.0), 1)

"""The table a submission ends with: class, range, drivers, and the published figure beside it."""

from typing import Any

from rich.table import Table

from apex_core.model.estimate import ComparedFigure, Headline
from cli.wording import dollars


def headline_table(envelope: dict[str, Any]) -> Table:
    """Lay out what a manager reads first of a published estimate."""
    estimate = envelope["result"]
    headline = Headline.model_validate(estimate["headline"])
    table = Table(title=estimate["project"], show_header=False)
    table.add_column(style="bold")
    table.add_column(justify="right")
    table.add_row("AACE class", str(headline.estimate_class), end_section=True)
    table.add_row("Project cost (base)", dollars(headline.project_usd))
    for name in ("p50", "p80", "p95"):
        usd = getattr(headline, f"{name}_usd")
        if usd is not None:
            table.add_row(name.upper(), dollars(usd))
    by = "P80 less base" if headline.p80_usd is not None else "of the class"
    table.add_row(f"Contingency ({by})", dollars(headline.contingency_usd))
    table.add_row("Capital cost", dollars(headline.capital_usd), end_section=True)
    for place, driver in enumerate(headline.top_drivers):
        table.add_row("" if place else "What drives it", driver)
    if estimate.get("comparison"):
        figure = ComparedFigure.model_validate(estimate["comparison"])
        table.add_section()
        table.add_row(figure.label, dollars(figure.usd))
        inside = {True: ", inside P5 to P95", False: ", outside P5 to P95", None: ""}[figure.inside]
        table.add_row("", f"as project cost {dollars(figure.comparable_usd)}{inside}")
        table.add_row("", figure.source)
    table.add_section()
    table.add_row("Confidence in the record", f"{envelope['confidence']:.2f}")
    return table

"""``./apex cost``: the costing engine alone."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from apex_core.costing import estimate_cost
from apex_core.envelope import Trace, content_sha256, seal
from apex_core.model.cost import CostEstimate
from apex_core.model.scope import ProjectScope
from apex_core.packs.loader import load_packs
from cli.answer import one_sentence, print_json, show, tell
from cli.inputs import read_values
from cli.options import Json
from cli.wording import dollars, quantity


def run(
    scope_file: Annotated[Path, typer.Argument(metavar="SCOPE.yaml", help="YAML or JSON.")],
    *,
    as_json: Json = False,
) -> None:
    """Price a scope with the shipped rate books, without documents and without a simulation.

    Contingency is the published percentage of the estimate class; in an estimate made from
    documents it comes from the simulation instead.

    A smallest SCOPE.yaml:

        name: One mile in Missouri
        region: Missouri
        dollar_year: 2024
        lines:
          - {name: Line, voltage_kv: 345, miles: 1}

    For instance:

    - ./apex cost SCOPE.yaml

    - ./apex cost SCOPE.yaml --json > cost.json

    The fields are explained in docs/reference/ticket.md.
    """
    with one_sentence(as_json=as_json):
        values = read_values(scope_file)
        packs = load_packs()
        estimate = estimate_cost(ProjectScope.read(values), packs)
        trace = Trace(packs=packs.trace(*estimate.packs), inputs_sha256=content_sha256(values))
        if as_json:
            print_json(
                seal(
                    estimate.model_dump(mode="json"),
                    trace=trace,
                    assumptions=estimate.assumptions,
                    warnings=estimate.warnings,
                )
            )
            return
    show(_items(estimate), _totals(estimate))
    for sentence in (*estimate.assumptions, *estimate.warnings):
        tell(f"- {sentence}")


def _items(estimate: CostEstimate) -> Table:
    table = Table("item", "quantity", "unit", "USD each", "USD", title=estimate.name)
    for column in table.columns[1:]:
        column.justify = "right"
    for section_id, items in groupby(estimate.line_items, key=lambda item: item.section):
        name = next(section.name for section in estimate.sections if section.id == section_id)
        table.add_section()
        table.add_row(name, style="bold")
        for item in items:
            table.add_row(
                item.description,
                quantity(item.quantity),
                item.unit,
                dollars(item.unit_cost_usd),
                dollars(item.total_usd),
            )
    return table


def _totals(estimate: CostEstimate) -> Table:
    table = Table(f"Class {estimate.estimate_class}, {estimate.dollar_year} dollars", "USD")
    table.columns[1].justify = "right"
    table.add_row("Direct cost (base)", dollars(estimate.base_usd))
    for share in estimate.indirects:
        table.add_row(f"{share.name}, {share.fraction:.1%}", dollars(share.usd))
    table.add_row("Project cost", dollars(estimate.project_usd), end_section=True, style="bold")
    table.add_row(f"Contingency: {estimate.contingency.basis}", dollars(estimate.contingency_usd))
    escalation = estimate.escalation
    span = f"Escalation, {escalation.from_year} to {escalation.to_year}"
    table.add_row(span, dollars(estimate.escalation_usd))
    table.add_row(f"AFUDC, {estimate.afudc.fraction:.1%}", dollars(estimate.afudc_usd))
    table.add_row("Capital cost", dollars(estimate.capital_usd), style="bold")
    return table

"""``./apex risk``: the simulation engine alone."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from apex_core.envelope import Trace, content_sha256, seal
from apex_core.model.risk import RiskModel
from apex_core.model.risk_result import RiskResult
from apex_core.risk.simulation import simulate
from cli.answer import one_sentence, print_json, show
from cli.inputs import read_values
from cli.options import Json
from cli.wording import dollars

SHOWN_DRIVERS: Final = 10
SHOWN_PERCENTILES: Final = ("p5", "p10", "p50", "p80", "p90", "p95")


class Method(StrEnum):
    """How the trials are drawn."""

    LHS = "lhs"
    SOBOL = "sobol"


def run(
    model_file: Annotated[Path, typer.Argument(metavar="MODEL.json", help="JSON or YAML.")],
    *,
    trials: Annotated[int, typer.Option(help="Trials to draw.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same result.")] = 0,
    method: Annotated[Method, typer.Option(help="Latin hypercube or Sobol' points.")] = Method.LHS,
    as_json: Json = False,
) -> None:
    """Simulate a risk model: percentiles, contingency, and what drives the spread.

    A smallest MODEL.json, a range estimate:

        {"base_usd": 10000000,
         "factors": [{"name": "labor", "distribution": "pert",
                      "low": -0.05, "mode": 0.05, "high": 0.20}]}

    Items are in US dollars; factors are fractions of what they apply to (0.10 is +10 %).
    Distributions: triangular, pert, uniform (low, mode, high), normal (mean, sd), lognormal
    (median, sigma, or p10, p90), event (probability, impact), constant (value).

    For instance:

    - ./apex risk MODEL.json --trials 100000 --seed 7

    - ./apex risk MODEL.json --method sobol --json
    """
    with one_sentence(as_json=as_json):
        values = read_values(model_file)
        result = simulate(RiskModel.read(values), trials=trials, seed=seed, method=method.value)
        if as_json:
            trace = Trace(inputs_sha256=content_sha256(values), seed=seed)
            content = result.model_dump(mode="json")
            print_json(seal(content, trace=trace, assumptions=result.assumptions))
            return
    show(_percentiles(result), _drivers(result))


def _percentiles(result: RiskResult) -> Table:
    title = f"{result.trials:,} trials, {result.method}, seed {result.seed}"
    table = Table("", "total", "over base", "95 % confidence", title=title)
    for column in table.columns[1:]:
        column.justify = "right"
    table.add_row("base", dollars(result.base_usd), "", "")
    over = result.mean_usd - result.base_usd
    table.add_row("mean", dollars(result.mean_usd), dollars(over), "", end_section=True)
    for name in SHOWN_PERCENTILES:
        total = result.percentiles[name]
        low, high = result.intervals[name]
        over = total - result.base_usd
        table.add_row(
            name.upper(), dollars(total), dollars(over), f"{dollars(low)} to {dollars(high)}"
        )
    return table


def _drivers(result: RiskResult) -> Table:
    table = Table("what drives it", "share of variance", "rank correlation", "total from", "to")
    for column in table.columns[1:]:
        column.justify = "right"
    ordered = sorted(result.sensitivities, key=lambda driver: -abs(driver.variance_share))
    for driver in ordered[:SHOWN_DRIVERS]:
        rank = "" if driver.spearman is None else f"{driver.spearman:+.2f}"
        low, high = driver.swing_usd
        table.add_row(
            driver.name, f"{driver.variance_share:.0%}", rank, dollars(low), dollars(high)
        )
    return table

"""The estimate as one page that needs nothing else: no script, no font, no image from outside."""

from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from apex_core.envelope import Envelope
from apex_core.estimate import wording
from apex_core.estimate.narrative import top_drivers
from apex_core.model.cost import LineItem
from apex_core.model.estimate import Estimate
from apex_core.model.risk_result import RiskResult
from apex_core.report.project_parts import project_parts
from apex_core.report.s_curve import Mark, Point, SCurve, s_curve
from apex_core.report.tornado import Swing, Tornado, tornado

MOST_BARS: Final = 12
SIZES: Final = ("wide", "narrow")
PERCENTILES: Final = ("p5", "p10", "p25", "p50", "p75", "p80", "p90", "p95")


def render_html(
    estimate: Estimate, envelope: Envelope, *, version: str = "", generated: str = ""
) -> bytes:
    """Return ``report.html``.

    Parameters
    ----------
    envelope
        In which *estimate* is sealed: its checks, warnings, confidence, trace and hash.
    version, generated
        Shown in the footer as they are given; they are no part of what was hashed.
    """
    environment = Environment(
        loader=PackageLoader("apex_core.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for write in (
        wording.dollars,
        wording.millions,
        wording.percent,
        wording.signed_percent,
        wording.quantity,
    ):
        environment.filters[write.__name__] = write
    page = environment.get_template("report.html.j2")
    return page.render(**_view(estimate, envelope), version=version, generated=generated).encode()


def _view(estimate: Estimate, envelope: Envelope) -> dict[str, Any]:
    basis = estimate.basis
    return {
        "estimate": estimate,
        "basis": basis,
        "cost": basis.cost,
        "risk": basis.risk,
        "found": basis.classification,
        "envelope": envelope,
        "sections": [(section, _items(estimate, section.id)) for section in basis.cost.sections],
        "quantities": project_parts(basis.quantities),
        **(_range(estimate, basis.risk) if basis.risk else {}),
    }


def _range(estimate: Estimate, risk: RiskResult) -> dict[str, Any]:
    """Return what the two sections on the simulated range show."""
    return {
        "percentiles": [(name, risk.percentiles[name]) for name in PERCENTILES],
        "curves": [(size, _curve(estimate, risk, narrow=size == "narrow")) for size in SIZES],
        "tornados": [
            (size, _tornado(estimate, risk, narrow=size == "narrow"))
            for size in (SIZES if top_drivers(estimate.basis) else ())
        ],
    }


def _items(estimate: Estimate, section_id: str) -> list[LineItem]:
    items = estimate.basis.cost.line_items
    return [item for item in items if item.section == section_id]


def _curve(estimate: Estimate, risk: RiskResult, *, narrow: bool) -> SCurve:
    base, p50, p80 = risk.base_usd, risk.percentiles["p50"], risk.percentiles["p80"]
    compared = estimate.comparison
    every = [Point(usd, place / 100) for place, usd in enumerate(risk.s_curve_usd)]
    points = every[1:-1]  # the lowest and the highest trial would stretch the axis
    marks = [
        _mark("Base", base, "base"),
        _mark("P50", p50, "p50"),
        _mark("P80", p80, "p80"),
    ]
    if compared is not None:
        marks.append(_mark("Published", float(compared.comparable_usd), "published"))
    width, height = (362, 300) if narrow else (1000, 380)
    return s_curve(
        points,
        marks,
        shaded=(base, p80),
        width=width,
        height=height,
        narrow=narrow,
    )


def _mark(name: str, usd: float, kind: str) -> Mark:
    return Mark(usd=usd, label=f"{name} {wording.millions(usd)}", short=name, kind=kind)


def _tornado(estimate: Estimate, risk: RiskResult, *, narrow: bool) -> Tornado:
    swings = [
        Swing(name=driver.name, low_usd=driver.swing_usd[0], high_usd=driver.swing_usd[1])
        for driver in top_drivers(estimate.basis)[:MOST_BARS]
    ]
    return tornado(swings, pivot_usd=risk.mean_usd, width=362 if narrow else 1000, narrow=narrow)

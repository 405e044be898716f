"""A line that lacks a rate: unpriced, unless the scope names whose cost per mile may stand in."""

from decimal import Decimal
from typing import Any

import pytest

from apex_core.costing.checks import cost_checks
from apex_core.errors import InputError
from tests.apex_core.costing.scopes import PACKS, line, priced, scope

SOUTHEAST = {"study": "nrel-revx", "region": "Southeast"}


def test_a_gap_stays_unpriced_unless_a_fallback_is_named() -> None:
    estimate = priced(line(voltage_kv=230), region="South Carolina")

    assert estimate.unpriced
    assert all(item.category != "parametric" for item in estimate.line_items)


def test_a_line_with_gaps_is_priced_as_a_whole_by_the_named_study() -> None:
    estimate = priced(line(voltage_kv=230, miles=4, fallback=SOUTHEAST), region="South Carolina")

    (item,) = estimate.line_items
    # 1,567,655 of 2019 x 1.025**3 x 1.05**2, less 30 %, 7.5 % and 10 %
    per_mile = 1_567_655 * Decimal("1.025") ** 3 * Decimal("1.05") ** 2
    assert estimate.capital_usd == pytest.approx(4 * per_mile, rel=Decimal("1e-6"))
    assert "1567655 US$ of 2019 per mile" in item.source.rate
    assert item.quantity == 4
    assert not estimate.unpriced


def test_the_fallback_is_flagged_wherever_a_reader_looks() -> None:
    estimate = priced(line(voltage_kv=230, fallback=SOUTHEAST), region="South Carolina")

    said = "a screening figure"
    assert any(said in warning for warning in estimate.warnings)
    assert any(said in finding.sentence for finding in estimate.findings)
    assert any("taken to state capital cost" in text for text in estimate.assumptions)


def test_a_line_with_every_rate_ignores_its_fallback() -> None:
    assert priced(line(fallback={"region": "MISO"})).line_items == priced(line()).line_items


def test_no_factor_multiplies_a_parametric_cost() -> None:
    fields = line(voltage_kv=230, fallback=SOUTHEAST, short_length=True)
    factor = {"factor": 2, "source": "s"}

    estimate = priced(fields, region="South Carolina", regional_factor=factor)

    assert [item.category for item in estimate.line_items] == ["parametric"]


def test_a_parametric_estimate_passes_the_check_of_its_sums() -> None:
    fields = line(voltage_kv=230, fallback=SOUTHEAST)
    built = scope(fields, region="South Carolina")

    checks = cost_checks(built, priced(fields, region="South Carolina"), PACKS)

    assert next(check for check in checks if check.name == "cost adds up").passed


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"fallback": {"region": "Northeast"}}, "lines.0.fallback.region", "MISO, SCE, Southeast"),
        ({"fallback": {"region": "TEPPC"}}, "lines.0.fallback.region", "(got 'TEPPC at 230 kV')"),
        (
            {"fallback": SOUTHEAST, "voltage_kv": "34.5"},
            "lines.0.fallback.region",
            "each at 69, 138, 230, 500 kV",
        ),
        ({"fallback": SOUTHEAST, "circuits": 2}, "lines.0.fallback", "new single-circuit lines"),
        ({"fallback": {"study": "x", "region": "MISO"}}, "lines.0.fallback.study", "nrel-revx"),
    ],
)
def test_a_fallback_that_prices_nothing_is_refused(
    fields: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(InputError) as refusal:
        priced(line(**{"voltage_kv": 230, **fields}), region="South Carolina")

    assert refusal.value.path == path
    assert words in str(refusal.value)


def test_a_parametric_line_rests_on_no_rate_of_another_region() -> None:
    fields = line(voltage_kv=230, fallback=SOUTHEAST)
    built = scope(fields, region="South Carolina")
    estimate = priced(fields, region="South Carolina")

    checks = {check.name: check for check in cost_checks(built, estimate, PACKS)}

    assert checks["rates fit the region"].passed
    assert not any("Midwest" in finding.sentence for finding in estimate.findings)

"""The risk model of an estimate: what is loaded, on how much, and never twice."""

from decimal import Decimal

import pytest

from apex_core.errors import InputError
from apex_core.estimate.drivers import PARTS, choose_drivers
from apex_core.estimate.risk_model import contingency_of
from apex_core.model.classification import DocumentStanding
from apex_core.model.estimate import DriverUse
from apex_core.model.review import Deliverable
from apex_core.risk.simulation import simulate
from tests.apex_core.estimate.situations import (
    LINE,
    PACKS,
    basis_of,
    missouri,
    priced,
    risk_model_of,
    simulated,
    ticket_of,
)

STEEL = "Steel price"
ROUTE = "Route length / reroute"


def drivers_of(**given: object) -> dict[str, DriverUse]:
    ticket = ticket_of(**given)
    uses = choose_drivers(*priced(ticket), ticket, PACKS)
    return {use.name: use for use in uses}


def test_base_is_project_cost_before_contingency() -> None:
    ticket = ticket_of()

    model = risk_model_of(ticket)

    assert model.base_usd == float(priced(ticket)[0].project_usd)


def test_every_shipped_driver_is_accounted_for() -> None:
    assert set(drivers_of()) == {driver.name for driver in PACKS.drivers.drivers}


def test_a_driver_of_a_part_is_scaled_by_that_parts_share_of_direct_cost() -> None:
    cost, *_ = priced(ticket_of())
    steel = sum(
        item.material_usd
        for item in cost.line_items
        if item.category in {"structures", "foundations"}
    )

    factor = next(factor for factor in risk_model_of(ticket_of()).factors if factor.name == STEEL)

    share = float(steel / cost.base_usd)
    assert factor.model_dump()["high"] == pytest.approx(0.25 * share, abs=1e-6)
    assert factor.model_dump()["low"] == pytest.approx(-0.10 * share, abs=1e-6)
    assert factor.applies_to == "base"


def test_the_class_driver_spans_the_narrow_end_of_the_class_band() -> None:
    factor = risk_model_of(ticket_of()).factors[0].model_dump()

    assert factor["distribution"] == "lognormal"
    assert (factor["p10"], factor["p90"]) == (-0.20, 0.30)  # 18R-97, class 5


@pytest.mark.parametrize("kind", ["factors", "items"])
def test_a_risk_of_the_ticket_takes_the_place_of_the_driver_of_its_name(kind: str) -> None:
    own = {"name": "steel  PRICE", "distribution": "uniform", "low": 0.0, "high": 0.1}

    model = risk_model_of(ticket_of(risk={kind: [own]}))

    named = [one.name.casefold().split() for one in (*model.items, *model.factors)]
    assert named.count(["steel", "price"]) == 1


def test_no_name_is_loaded_twice() -> None:
    names = [factor.name for factor in risk_model_of(ticket_of()).factors]

    assert len(names) == len(set(names))


def test_a_route_that_already_carries_the_adder_is_not_lengthened_again() -> None:
    straight = {**LINE, "straight_line_miles": 9}
    del straight["miles"]

    assert drivers_of()[ROUTE].loaded
    assert not drivers_of(lines=[straight])[ROUTE].loaded


def test_a_line_on_its_old_route_has_no_risk_of_a_longer_one() -> None:
    assert not drivers_of(lines=[{**LINE, "scope": "reconductor"}])[ROUTE].loaded


def test_a_quantity_its_document_settles_is_left_to_the_class() -> None:
    ticket = ticket_of()
    cost, quantities, found = priced(ticket)
    geotech = DocumentStanding(
        deliverable=Deliverable.GEOTECHNICAL,
        title="Geotechnical report",
        weight=Decimal(8),
        document="geotech.pdf",
        supports_class=3,
        reason="borings at angles",
    )
    others = [one for one in found.documents if one.deliverable is not Deliverable.GEOTECHNICAL]
    settled = found.model_copy(update={"documents": (*others, geotech)})

    before = choose_drivers(cost, quantities, found, ticket, PACKS)
    after = choose_drivers(cost, quantities, settled, ticket, PACKS)

    changed = [new for old, new in zip(before, after, strict=True) if old.loaded != new.loaded]
    assert [use.applies_to for use in changed] == ["foundations"]
    assert "geotech.pdf" in changed[0].reason


def test_a_driver_of_a_cost_the_estimate_does_not_hold_is_left_out() -> None:
    transformers = drivers_of()["Transformers/breakers price & lead time"]

    assert not transformers.loaded
    assert "holds no cost" in transformers.reason


def test_a_new_conductor_technology_loads_its_driver() -> None:
    accc = {"code": "1026 Drake", "kind": "accc", "bundle": 2}
    driver = "Technology newness (e.g. HTLS, HVDC, UG)"

    assert not drivers_of()[driver].loaded
    assert drivers_of(lines=[{**LINE, "scope": "reconductor", "conductor": accc}])[driver].loaded


@pytest.mark.parametrize(
    ("driver", "word"),
    [
        ("Escalation", "no part of contingency"),
        ("Permitting/siting delay (months)", "as an event"),
        ("Outage availability", "needs a probability"),
        ("Reference class: transmission mean overrun", "not a driver"),
    ],
)
def test_what_is_no_range_of_cost_says_why_it_is_left_out(driver: str, word: str) -> None:
    use = drivers_of()[driver]

    assert not use.loaded
    assert word in use.reason


def test_every_applies_to_of_a_loadable_driver_means_something() -> None:
    loadable = {
        driver.applies_to
        for driver in PACKS.drivers.drivers
        if driver.unit == "pct" and not driver.distribution.startswith("Bernoulli")
    }

    assert loadable <= set(PARTS)


def test_any_two_drivers_are_correlated_as_the_pack_says() -> None:
    correlation = risk_model_of(ticket_of()).correlation

    assert correlation is not None
    off_diagonal = {
        value
        for row, values in enumerate(correlation.matrix)
        for column, value in enumerate(values)
        if row != column
    }
    assert off_diagonal == {float(PACKS.drivers.correlation)}


def test_the_tickets_own_correlation_replaces_the_default() -> None:
    own = {"pairs": [[STEEL, "Productivity", 0.5]]}

    correlation = risk_model_of(ticket_of(risk={"correlation": own})).correlation

    assert correlation is not None
    assert correlation.pairs == ((STEEL, "Productivity", 0.5),)


def test_an_item_of_the_ticket_comes_on_top_of_the_priced_cost() -> None:
    item = {"name": "Camp", "distribution": "uniform", "low": 1e6, "high": 1e6}
    ticket = ticket_of(risk={"drivers": "none", "items": [item]})

    risk = simulate(risk_model_of(ticket), trials=1000, seed=1)

    assert risk.percentiles["p50"] == pytest.approx(float(priced(ticket)[0].project_usd) + 1e6)


def test_without_shipped_drivers_only_the_tickets_risks_remain() -> None:
    factor = {"name": "Weather", "distribution": "uniform", "low": 0.0, "high": 0.1}

    model = risk_model_of(ticket_of(risk={"drivers": "none", "factors": [factor]}))

    assert [one.name for one in model.factors] == ["Weather"]
    assert model.correlation is None


def test_a_wrong_risk_of_the_ticket_is_named_by_its_place_in_the_ticket() -> None:
    astray = {"name": "Rain", "distribution": "uniform", "low": 0, "high": 1, "applies_to": "Camp"}

    with pytest.raises(InputError) as refused:
        risk_model_of(ticket_of(risk={"factors": [astray]}))

    assert refused.value.path == "risk.factors.0.applies_to"


def test_a_ticket_that_lets_nothing_vary_has_no_range_and_the_contingency_of_its_class() -> None:
    basis = basis_of(ticket_of(risk={"drivers": "none"}))

    assert basis.risk_model is None
    assert basis.risk is None
    assert basis.cost.contingency.fraction == Decimal("0.30")
    assert "no risk result was used" in basis.cost.contingency.basis


def test_a_correlation_of_nothing_is_refused() -> None:
    between = {"names": ["a", "b"], "matrix": [[1, 0.2], [0.2, 1]]}

    with pytest.raises(InputError, match=r"risk\.items"):
        risk_model_of(ticket_of(risk={"drivers": "none", "correlation": between}))


def test_contingency_lifts_the_base_to_p80() -> None:
    risk = simulated(missouri())

    contingency = contingency_of(risk)

    p80 = risk.percentiles["p80"]
    assert float(contingency.usd) == pytest.approx(p80 - risk.base_usd, abs=0.005)
    assert "P80" in contingency.basis


def test_a_p80_that_is_no_cost_is_refused() -> None:
    absurd = {"name": "Typo", "distribution": "constant", "value": -5}
    ticket = ticket_of(risk={"drivers": "none", "factors": [absurd]})

    with pytest.raises(InputError, match="nothing costs less than nothing") as caught:
        contingency_of(simulate(risk_model_of(ticket), trials=1000, seed=1))

    assert caught.value.path == "risk"


def test_a_base_above_p80_has_a_negative_contingency() -> None:
    savings = {"name": "Savings", "distribution": "uniform", "low": -0.3, "high": -0.2}
    ticket = ticket_of(risk={"drivers": "none", "factors": [savings]})

    contingency = contingency_of(simulate(risk_model_of(ticket), trials=1000, seed=1))

    assert contingency.usd < 0


def test_a_project_in_which_nothing_has_a_price_has_no_range() -> None:
    even = {"name": "Credit", "usd": 0, "source": "agreed"}

    with pytest.raises(InputError, match="nothing could be priced"):
        risk_model_of(ticket_of(lines=[], adders=[even]))

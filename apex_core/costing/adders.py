"""Costs the rate books do not hold, as the estimator gives them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from apex_core.costing.entry import Draft, Entry, UnitRate
from apex_core.model.cost import CostCategory
from apex_core.model.scope import Adder


def price_adders(adders: Sequence[Adder], sources: Mapping[str, str]) -> Draft:
    """Take every adder as a lump sum in the scope's own dollars; a credit is negative."""
    return Draft(
        entries=tuple(_entry(number, adder, sources) for number, adder in enumerate(adders))
    )


def _entry(number: int, adder: Adder, sources: Mapping[str, str]) -> Entry:
    return Entry(
        key=str(number),
        category=CostCategory.ADDER,
        account=adder.ferc_account,
        description=f"{adder.name} (credit)" if adder.credit else adder.name,
        quantity=Decimal(1),
        unit="lump sum",
        quantity_source=sources.get(f"adders.{number}.usd", "scope"),
        rate=UnitRate(other=adder.usd, source=adder.source, in_scope_dollars=True),
        wbs=adder.wbs or f"3.{number + 1}",
        ptf=adder.ptf,
    )

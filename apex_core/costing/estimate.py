"""A scope priced from end to end."""

from collections.abc import Mapping
from typing import Final

from apex_core.costing.sections import price_section, sections_of
from apex_core.costing.totals import total_cost
from apex_core.model.cost import CostEstimate
from apex_core.model.scope import ProjectScope
from apex_core.packs.loader import Packs

FROM_THE_SCOPE: Final[Mapping[str, str]] = {}


def estimate_cost(scope: ProjectScope, packs: Packs) -> CostEstimate:
    """Price every section of *scope* and add them up, with the class's own contingency.

    Raises
    ------
    InputError
        If the rate book cannot price what the scope asks for: with path, value and what it holds.

    Examples
    --------
    >>> from apex_core.packs.loader import load_packs
    >>> scope = ProjectScope.model_validate({
    ...     "name": "A mile", "region": "Missouri", "dollar_year": 2024,
    ...     "lines": [{"name": "Line", "voltage_kv": 345, "miles": 1}],
    ... })
    >>> estimate_cost(scope, load_packs()).capital_usd
    Decimal('3475603.92')
    """
    sections = tuple(
        price_section(scope, section, packs, sources=FROM_THE_SCOPE)
        for section in sections_of(scope)
    )
    return total_cost(scope, sections, packs)

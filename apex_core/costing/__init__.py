"""From quantities and rates to priced line items, indirects, escalation and AFUDC."""

from apex_core.costing.estimate import estimate_cost

__all__ = ["estimate_cost"]

"""From quantities and rates to priced line items, indirects, escalation and AFUDC."""

"""From ranges to a distribution of the total: sampling, contingency, what drives the spread."""

"""From priced lines and simulated totals to a checked, versioned estimate."""

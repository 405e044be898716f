"""From facts and the ticket to quantities, each with its source."""

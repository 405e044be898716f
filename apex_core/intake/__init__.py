"""From an upload or a request to one job: identity, snapshot, row, message."""

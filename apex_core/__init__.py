"""The estimating engine: documents in, a sourced and risk-adjusted estimate out, no Azure in sight."""

"""The estimating engine: documents in, a sourced, risk-adjusted estimate out, no Azure."""

"""The rules that find facts, one module per kind of fact."""

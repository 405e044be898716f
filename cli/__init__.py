"""The apex command."""

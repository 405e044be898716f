"""Versioned constants and rate books, and their loader."""

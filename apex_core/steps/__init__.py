"""One module per activity: load by key, compute, save by key, answer briefly."""

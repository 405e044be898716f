"""The stories: what happens to a document and to an estimate, in order."""

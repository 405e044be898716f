"""The nouns that cross a boundary: frozen, validated, free of behaviour."""

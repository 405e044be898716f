"""From a ParsedDocument to quoted facts, completeness and findings."""

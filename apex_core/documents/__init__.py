"""From the bytes of a file to a ParsedDocument whose every element knows its place."""

from apex_core.documents.parsing import parse as parse

"""What every parser returns, before the file it stands in is named."""

from dataclasses import dataclass, field

from apex_core.model.document import Table, TextBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Text, tables, properties and warnings of one file; see `ParsedDocument`."""

    blocks: list[TextBlock] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pages: int = 1
    properties: dict[str, str] = field(default_factory=dict)
    has_text: bool = True
    warnings: list[str] = field(default_factory=list)

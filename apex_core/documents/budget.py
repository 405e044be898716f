"""What a document may still hold, counted down while it is read."""

from dataclasses import dataclass

from apex_core.documents.limits import Limits
from apex_core.errors import UnreadableDocument


@dataclass(slots=True)
class Budget:
    """Filled cells and characters read so far, of those a document may have."""

    limits: Limits
    cells: int = 0
    characters: int = 0

    def spend(self, *, cells: int = 0, characters: int = 0) -> None:
        """Count what was read.

        Raises
        ------
        UnreadableDocument
            When it is more than the limits allow.
        """
        self.cells += cells
        self.characters += characters
        if self.cells > self.limits.cells:
            raise UnreadableDocument(
                f"the document has more than {self.limits.cells:,} filled cells; split it"
            )
        if self.characters > self.limits.text_characters:
            raise UnreadableDocument(
                f"the document has more than {self.limits.text_characters:,} characters; split it"
            )

    @property
    def is_spent(self) -> bool:
        """Whether there is nothing left to read for."""
        return self.cells > self.limits.cells or self.characters > self.limits.text_characters

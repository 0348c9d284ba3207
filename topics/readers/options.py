"""What all readers share: the caller's choices, and counters of what happened."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class ReadOptions:
    """Choices of the caller, and the running counts and remarks that travel with the corpus."""

    encoding: str = "utf-8"
    errors: str = "strict"
    text_names: frozenset[str] = frozenset()
    replaced: int = 0
    remarks: list[str] = field(default_factory=list)

    def count_replaced(self, number: int) -> None:
        """Add to the count of characters that could not be decoded."""
        self.replaced += number

"""What all readers share: the caller's choices, and counters of what happened."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class ReadOptions:
    """Choices of the caller, and the running counts and remarks that travel with the corpus."""

    encoding: str = "utf-8"
    errors: str = "strict"
    text_names: frozenset[str] = frozenset()
    database: str | None = None
    split: str | None = None
    replaced: int = 0
    split_files: int = 0
    split_parts: int = 0
    remarks: list[str] = field(default_factory=list)
    exports: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def count_replaced(self, number: int) -> None:
        """Add to the count of characters that could not be decoded."""
        self.replaced += number

    def count_export(self, database: str, name: str, articles: int) -> None:
        """Note that the file `name` was an export of `database` with so many articles."""
        self.exports.setdefault(database, []).append((name, articles))

    def all_remarks(self) -> list[str]:
        """Say which exports were read, one line for each database, then everything else."""
        said = []
        for database, files in sorted(self.exports.items()):
            articles = sum(number for _, number in files)
            ending = "" if articles == 1 else "s"
            if len(files) == 1:
                said.append(f"{files[0][0]}: a {database} export of {articles:,} article{ending}")
            else:
                said.append(f"{len(files):,} {database} exports with {articles:,} article{ending}")
        if self.split_files:
            cut = "1 file" if self.split_files == 1 else f"{self.split_files:,} files"
            said.append(f"{cut} split into {self.split_parts:,} documents")
        return said + self.remarks

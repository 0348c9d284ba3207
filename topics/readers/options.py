"""What all readers share: the caller's choices, and counters of what happened."""

from dataclasses import dataclass, field

from topics.errors import InputError
from topics.readers.decoding import UTF_8, decode, has_mark, looks_like_text
from topics.readers.guessing import Candidate, guess_encoding, is_implausible


@dataclass(slots=True)
class ReadOptions:
    """Choices of the caller, and the running counts and remarks that travel with the corpus."""

    encoding: str = "utf-8"
    errors: str = "strict"
    text_names: frozenset[str] = frozenset()
    database: str | None = None
    split: str | None = None
    as_text: bool = False  # the caller says that files are running text, whatever they look like
    replaced: int = 0
    split_files: int = 0
    split_parts: int = 0
    remarks: list[str] = field(default_factory=list)
    exports: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    guessed: dict[str, list[str]] = field(default_factory=dict)

    def fresh(self) -> "ReadOptions":
        """Return the same choices, of which nothing was counted yet."""
        return ReadOptions(
            encoding=self.encoding,
            errors=self.errors,
            text_names=self.text_names,
            database=self.database,
            split=self.split,
            as_text=self.as_text,
        )

    def encodings(self) -> dict[str, int]:
        """Count the files that were read in an encoding that their bytes told, by its name."""
        return {encoding: len(files) for encoding, files in sorted(self.guessed.items())}

    def count_replaced(self, number: int) -> None:
        """Add to the count of characters that could not be decoded."""
        self.replaced += number

    def decode(self, data: bytes, name: str, declared: str | None = None) -> str:
        """Decode a whole file: as it is declared to be, or else as its own bytes tell.

        Parameters
        ----------
        data : bytes
        name : str
            Of the file, for messages.
        declared : str, optional
            Encoding that the file itself names, which goes before UTF-8 and gives way to what
            the caller says.

        Raises
        ------
        InputError
            Where the bytes are not in the encoding that was given, or nothing tells for sure
            which one they are in, and `errors` is "strict".
        """
        encoding = self.settle(data, name, declared)
        text, replaced = decode(data, name=name, encoding=encoding, errors=self.errors)
        self.count_replaced(replaced)
        return text

    def settle(self, data: bytes, name: str, declared: str | None = None) -> str:
        """Return the encoding to decode a file with, of which `data` is the whole or a sample."""
        if self.encoding != UTF_8:
            return self._checked(data, name)
        # letters that are whole in UTF-8 are of nothing else, whatever a page declares
        if looks_like_text(data, UTF_8) and (declared in (None, UTF_8) or not data.isascii()):
            return UTF_8
        if declared and looks_like_text(data, declared) and not is_implausible(data, declared):
            return declared
        if looks_like_text(data, UTF_8):
            return UTF_8
        guess = guess_encoding(data)
        if guess.encoding is None:
            return declared or UTF_8
        example = f"{name} ({guess.candidates[0].excerpt!r})"
        self.guessed.setdefault(guess.encoding, []).append(example)
        return guess.encoding

    def _checked(self, data: bytes, name: str) -> str:
        """Return the encoding that was given, unless the bytes are surely in another."""
        if data.isascii() or has_mark(data):
            return self.encoding
        if looks_like_text(data, UTF_8):
            self.remarks.append(f"{name}: read as utf-8, which its bytes are, not {self.encoding}")
            return UTF_8
        better = is_implausible(data, self.encoding)
        if better is not None and self.errors == "strict":
            raise InputError(self._refusal(data, name, better))
        return self.encoding

    def _refusal(self, data: bytes, name: str, better: Candidate) -> str:
        text = data.decode(self.encoding, errors="replace")
        shown = Candidate(self.encoding, text, 0.0, 0).excerpt
        return (
            f"{name}: does not read like {self.encoding} ({shown!r}) but like {better.encoding} "
            f"({better.excerpt!r}). Pass `encoding={better.encoding!r}`, or leave it out."
        )

    def count_export(self, database: str, name: str, articles: int) -> None:
        """Note that the file `name` was an export of `database` with so many articles."""
        self.exports.setdefault(database, []).append((name, articles))

    def all_remarks(self) -> list[str]:
        """Say which encodings were told from bytes, which exports were read, then all else."""
        told = [
            f"not in UTF-8: {examples[0]} was read as {encoding}"
            + (f", with {len(examples) - 1:,} more files" if len(examples) > 1 else "")
            + ", told from its bytes; if that is wrong, pass `encoding='...'`"
            for encoding, examples in sorted(self.guessed.items())
        ]
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
        return [*told, *said, *self.remarks]

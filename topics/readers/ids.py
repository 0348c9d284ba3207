"""One id for each document: as the file gives it, or with the name of the file where it must be."""

from topics.errors import InputError
from topics.readers.files import File


class Ids:
    """Gives each document an id that no other has."""

    def __init__(self) -> None:
        self._seen: dict[str, str] = {}
        self.renamed = 0
        self.example = ""

    def take(self, given: object, file: File, number: int) -> str:
        """Return the id of a document.

        Parameters
        ----------
        given : object
            The id in the file; None or "" for none.
        file : File
        number : int
            Of the document in its file.

        Raises
        ------
        InputError
            When the file gives one id to two documents.
        """
        none = given is None or given == "" or given != given  # the last: NaN
        doc_id = f"{file.stem}:{number}" if none else str(given)
        other = self._seen.get(doc_id)
        if other is not None and other != file.name:
            # files that count their documents from 1, or a.txt beside a.pdf
            wanted, doc_id = doc_id, _with_file(doc_id, file)
            other = self._seen.get(doc_id)
            if other is None:
                self.renamed += 1
                self.example = self.example or f"{doc_id!r} for {wanted!r}"
        if other is not None:
            raise InputError(
                f"{file.name}: document {number}: the doc_id {doc_id!r} is already used in {other}."
                " Make ids unique, or pass `columns={'doc_id': 'given_id'}` to have new ones."
            )
        self._seen[doc_id] = file.name
        return doc_id

    def remarks(self) -> list[str]:
        """Say how many ids are not as given."""
        if not self.renamed:
            return []
        return [
            f"{self.renamed:,} documents have the name of their file in their doc_id, as another "
            f"file has the same id: {self.example}"
        ]


def _with_file(doc_id: str, file: File) -> str:
    if doc_id == file.stem:
        return file.name
    start = f"{file.stem}:"
    return f"{file.name}:{doc_id.removeprefix(start)}"

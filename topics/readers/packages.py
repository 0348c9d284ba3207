"""Files that are zip packages (.xlsx, .ods, .odt, .epub): opened in memory, bounded, each part."""

import lzma
import struct
import zipfile
import zlib
from io import BytesIO

from topics.errors import InputError
from topics.readers.files import MAX_EXPANSION, MAX_WHOLE_FILE_BYTES, File
from topics.readers.unread import UnreadFileError

_PIECE = 2**20
_MANIFEST = "META-INF/manifest.xml"  # of OpenDocument
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """The parts of a file that is a zip package.

    Parameters
    ----------
    file : File
    what : str
        What the file should be, for messages: ``.odt file``.

    Raises
    ------
    InputError
        When the file is no zip package, is locked by a password, or grows out of proportion.
    """

    def __init__(self, file: File, what: str) -> None:
        self._file, self._what = file, what
        self.data = file.read()
        if self.data.startswith(_OLE):
            raise UnreadFileError(
                file.name, "password-protected, or an old file under a new name",
                "save it again without a password",
            )  # fmt: skip
        try:
            self._archive = zipfile.ZipFile(BytesIO(self.data))
        except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
            raise InputError(f"{file.name}: not a {what} ({error}). Save it again.") from error
        self.names = [entry.filename for entry in self._archive.infolist()]
        self._left = min(MAX_WHOLE_FILE_BYTES, MAX_EXPANSION * len(self.data) + 2**20)
        if _MANIFEST in self.names and b"encryption-data" in self.read(_MANIFEST):
            raise UnreadFileError(file.name, "password-protected", "save it without a password")

    def read(self, name: str) -> bytes:
        """Return a part; all parts together are bounded."""
        pieces = []
        try:
            with self._archive.open(name) as stream:
                while piece := stream.read(_PIECE):
                    pieces.append(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        raise InputError(
                            f"{self._file.name}: unpacks to more than {MAX_EXPANSION} times its "
                            f"size or {MAX_WHOLE_FILE_BYTES >> 20} MiB. Split the file."
                        )
        except InputError:
            raise
        except (
            KeyError, zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError,
            ValueError, MemoryError, zlib.error, lzma.LZMAError, struct.error,
        ) as error:  # fmt: skip
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError(
                f"{self._file.name}: not a readable {self._what} ({reason[:120]}). Save it again "
                "without a password."
            ) from error
        return b"".join(pieces)

"""Which bytes were read: a hash for every file below a path."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def hash_files(path: Path) -> dict[str, str]:
    """Return the SHA-256 of a file, or of every file below a folder, by name within it."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    hashes = {}
    for file in files:
        if file.is_file():
            with file.open("rb") as content:
                name = file.relative_to(path).as_posix() if path.is_dir() else file.name
                hashes[name] = hashlib.file_digest(content, "sha256").hexdigest()
    return hashes

"""Which bytes were read: a hash for every file below a path."""

from pathlib import Path

from topics.writing.replace import hash_file
from topics.writing.staging import is_passing


def hash_files(path: Path) -> dict[str, str]:
    """Return the SHA-256 of a file, or of every file below a folder, by name within it."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    hashes = {}
    for file in files:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        if file.is_file() and not any(map(is_passing, Path(name).parts)):
            hashes[name] = hash_file(file)
    return hashes

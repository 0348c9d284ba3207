"""Which bytes were read: a hash for every file below a path."""

import os
from pathlib import Path

from topics.readers.files import readable
from topics.readers.walk import Paths, all_files, labels_of
from topics.writing.replace import hash_file
from topics.writing.staging import is_passing


def hash_paths(paths: Paths) -> dict[str, str]:
    """Return the SHA-256 of every file of one path or several; of standard input there is none."""
    if isinstance(paths, (str, os.PathLike)):
        return {} if paths == "-" else hash_files(Path(paths))
    listed = [os.fspath(path) for path in paths]
    if len(listed) == 1:
        return hash_paths(listed[0])
    hashes = {}
    for path, label in zip(listed, labels_of(listed), strict=True):
        for name, value in ({} if path == "-" else hash_files(Path(path))).items():
            hashes[readable(f"{label}/{name}" if Path(path).is_dir() else label)] = value
    return hashes


def hash_files(path: Path) -> dict[str, str]:
    """Return the SHA-256 of a file, or of every file below a folder, by name within it."""
    files = sorted(all_files(path)) if path.is_dir() else [path]
    hashes = {}
    for file in files:
        name = file.relative_to(path).as_posix() if path.is_dir() else file.name
        if file.is_file() and not any(map(is_passing, Path(name).parts)):
            hashes[readable(name)] = hash_file(file)
    return hashes

# ruff: noqa: PTH114, PTH116, PTH118, PTH123  (in a folder of a million files pathlib takes longer than reading)
"""All files below the paths of a corpus, in one order, and what is left out with the reason."""

import io
import json
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from topics.errors import InputError, TopicsError
from topics.readers.account import SkippedFile
from topics.readers.files import MAX_WHOLE_FILE_BYTES, File, readable
from topics.readers.inputs import Inputs
from topics.readers.leftout import system_file
from topics.readers.packed import Aside, expand
from topics.writing.staging import is_passing

PROGRAM = "country-topics"

PathLike = str | os.PathLike[str]
Paths = PathLike | Sequence[PathLike]


@dataclass(slots=True)
class Found:
    """What lies below the paths of a corpus."""

    files: list[File] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    inputs: Inputs = field(default_factory=Inputs)


def find_files(paths: Paths, *, skip_bad: bool = False) -> Found:
    """Find all files below one path or several.

    Parameters
    ----------
    paths : path or sequence of paths
        Folders, files, or "-" for the standard input. With several, the name of each file
        begins with that of its path. Links to folders are followed, unless they lead to what
        is read already.
    skip_bad : bool
        Whether a damaged archive among other files is listed as skipped, and is no error.

    Raises
    ------
    InputError
        When there is no such path, it is a pipe, a socket or a device, or an archive is damaged
        or dangerous.
    """
    found = Found()
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    listed = [os.fspath(path) for path in paths]
    aside = Aside(found.skipped, damaged=skip_bad)
    if not listed:
        raise TopicsError("`path` names nothing to read; got an empty list.")
    roots: list[str] = []
    for path, label in zip(listed, labels_of(listed), strict=True):
        if path == "-":
            found.files.append(_standard_input())
            continue
        root = Path(path)
        if "\0" in path or not root.exists():
            raise InputError(f"{root}: no such file or folder. Check the path.")
        real = os.path.realpath(root)
        if any(_within(real, other) for other in roots):
            found.skipped.append(
                SkippedFile(file=readable(label), kind="", reason="is read already by another path")
            )
            continue
        roots.append(real)
        if root.is_file():
            name = readable(label if len(listed) > 1 else root.name)
            opener = _Opening(os.fspath(root), name, found.inputs)
            alone = Aside(found.skipped, damaged=skip_bad and len(listed) > 1)
            found.files += expand(name, opener, alone)
        elif not root.is_dir():
            raise InputError(
                f"{root}: is a {_kind(root)}, and no file or folder. Write what it gives to a "
                "file, or give `-` for the standard input."
            )
        else:
            _walk(root, f"{label}/" if len(listed) > 1 else "", roots, found, aside)
    return found


def labels_of(paths: list[str]) -> list[str]:
    """Name paths by their last part, and in full where two would be called the same."""
    short = [Path(path).name or Path(path).resolve().name for path in paths]
    return [
        name if short.count(name) == 1 else Path(path).as_posix().lstrip("/")
        for name, path in zip(short, paths, strict=True)
    ]


def _kind(path: Path) -> str:
    mode = path.stat().st_mode
    return "pipe" if stat.S_ISFIFO(mode) else "socket" if stat.S_ISSOCK(mode) else "device"


def _standard_input() -> File:
    if sys.stdin is None:  # a process may be started without one
        raise InputError("stdin: is closed. Lead a text into it, or name a file.")
    data = sys.stdin.buffer.read(MAX_WHOLE_FILE_BYTES + 1)
    if len(data) > MAX_WHOLE_FILE_BYTES:
        raise InputError(
            f"stdin: more than {MAX_WHOLE_FILE_BYTES >> 20} MiB. Write it to a file and read that."
        )

    def opened() -> AbstractContextManager[BinaryIO]:
        return io.BufferedReader(io.BytesIO(data))

    return File("stdin", "txt", opened)


class _Opening:
    """Opens a path; less memory than a closure for each of a million files."""

    __slots__ = ("_inputs", "_name", "_path")

    def __init__(self, path: str, name: str, inputs: Inputs) -> None:
        self._path, self._name, self._inputs = path, name, inputs

    def __call__(self) -> AbstractContextManager[BinaryIO]:
        return self._inputs.open(self._path, self._name)


def _within(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _walk(root: Path, label: str, roots: list[str], found: Found, aside: Aside) -> None:
    start = os.fspath(root)

    def prefix_of(folder: str) -> str:
        inside = os.path.relpath(folder, start)
        return readable(label + ("" if inside == "." else inside.replace(os.sep, "/") + "/"))

    def note(error: OSError) -> None:
        name = prefix_of(error.filename or start).rstrip("/") or start
        reason = f"may not be listed ({error.strerror or error})"
        found.skipped.append(SkippedFile(file=name, kind="folder", reason=reason))
        found.remarks.append(f"{name}: a folder that {reason}; nothing in it is read")

    for folder, folders, names in os.walk(root, followlinks=True, onerror=note):
        prefix = prefix_of(folder)
        if "manifest.json" in names and _is_output(os.path.join(folder, "manifest.json")):
            folders.clear()
            name = prefix.rstrip("/") or start
            found.skipped.append(
                SkippedFile(file=name, kind="folder", reason=f"output of {PROGRAM}")
            )
            found.remarks.append(f"{name}: an output folder of {PROGRAM}, not read as corpus")
            continue
        # the output of this very run, or of one that was killed
        folders[:] = sorted(name for name in folders if not is_passing(name))
        for name in list(folders):
            reason = system_file(name)
            if reason is None and os.path.islink(path := os.path.join(folder, name)):
                reason = _linked(os.path.realpath(path), roots)
            if reason is not None:
                folders.remove(name)
                if reason == "hidden file":
                    reason = "hidden folder"
                found.skipped.append(
                    SkippedFile(file=prefix + readable(name), kind="folder", reason=reason)
                )
        beside = os.path.join(folder, "")
        for name in sorted(name for name in names if not is_passing(name)):
            reason = system_file(name)
            if reason is None and not _regular(beside + name):
                reason = "not a regular file"
            if reason is None:
                opener = _Opening(beside + name, prefix + readable(name), found.inputs)
                found.files += expand(prefix + readable(name), opener, aside)
            else:
                found.skipped.append(
                    SkippedFile(file=prefix + readable(name), kind="", reason=reason)
                )


def all_files(root: Path) -> Iterator[Path]:
    """Yield every file below a folder, hidden ones too, through links that are followed.

    What lies in output of ours is none of the corpus.
    """
    roots = [os.path.realpath(root)]
    for folder, folders, names in os.walk(root, followlinks=True):
        if "manifest.json" in names and _is_output(os.path.join(folder, "manifest.json")):
            folders.clear()
            continue
        folders.sort()
        for name in list(folders):
            path = os.path.join(folder, name)
            if os.path.islink(path) and _linked(os.path.realpath(path), roots):
                folders.remove(name)
        yield from (Path(folder, name) for name in names)


def _linked(target: str, roots: list[str]) -> str | None:
    """Say why a link to a folder is not followed; where it is, its target becomes a root."""
    for root in roots:
        if _within(target, root):
            return "link to a folder that is read already"
        if _within(root, target):
            return "link to a folder around what is read"
    roots.append(target)
    return None


def _regular(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False  # a link that leads nowhere or to itself


def _is_output(path: str) -> bool:
    """Say whether a manifest is one that this package wrote."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_WHOLE_FILE_BYTES)
        content = json.loads(data) if PROGRAM.encode() in data else None
    except (OSError, ValueError, RecursionError):
        return False
    if not isinstance(content, dict):
        return False
    versions = content.get("versions")
    return content.get("program") == PROGRAM or (isinstance(versions, dict) and PROGRAM in versions)

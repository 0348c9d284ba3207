"""Where new files are made before they take their places: a hidden folder beside them, marked ours.

A run that is killed leaves its folder behind. The next run that writes there clears it: only when
it bears our marker, comes from this host, and nobody holds its lock.
"""

import errno
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from topics.writing.locks import LOCK_FILE, Release, lock_folder

PROGRAM = "country-topics"
PREFIX = f".{PROGRAM}-"
MARKER, JOURNAL, NEW = "owner", "journal", "new"
# Neither is anybody's work: a file system and a desktop put them into every folder.
_OF_THE_SYSTEM = {"lost+found", ".DS_Store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """A folder in which this process makes files, and the lock on it."""

    path: Path
    release: Release

    @property
    def new(self) -> Path:
        """Where the files are made."""
        return self.path / NEW

    def remove(self) -> None:
        """Remove the folder with all that is still in it."""
        _remove(self.path)
        self.release()
        with suppress(OSError):  # where the lock was a file in it
            self.path.rmdir()


def host_name() -> str:
    """Return the name of this machine."""
    return platform.node()


def make_staging(parent: Path) -> Staging:
    """Make a folder for new files in `parent`, under a name that nobody has.

    Raises
    ------
    OSError
        When `parent` cannot be written to.
    """
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        try:
            release = lock_folder(path)
        except FileNotFoundError:  # another run has just cleared it, not yet locked, as a leftover
            continue
        if release is not None:
            break
    try:
        # Before anything else, so that whatever is found in such a folder later is known as ours.
        owner = {"program": PROGRAM, "host": host_name(), "pid": os.getpid()}
        (path / MARKER).write_text(json.dumps(owner) + "\n", encoding="utf-8")
        (path / NEW).mkdir()
    except BaseException:
        _remove(path)
        release()
        raise
    return Staging(path=path, release=release)


def clear_leftovers(parent: Path) -> None:
    """Remove what killed runs left in `parent`; those that have begun to publish stay."""
    for path, owner in _left(parent):
        here = owner is None or owner.get("host") == host_name()
        if here and not (path / JOURNAL).exists():
            with suppress(OSError):
                release = lock_folder(path)
                if release is not None:
                    Staging(path=path, release=release).remove()


def interrupted(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give the stagings in `folder` whose files have begun to take their places, and their host."""
    for path, owner in _left(folder):
        if owner is not None and (path / JOURNAL).is_file():
            yield path, str(owner.get("host"))


def is_stranger(name: str) -> bool:
    """Whether a name in a folder stands for something that is neither ours nor the system's."""
    return not (is_passing(name) or name in _OF_THE_SYSTEM)


def is_passing(name: str) -> bool:
    """Whether a name is that of a staging or a lock, which are there while a run writes."""
    return name.startswith(PREFIX) or name == LOCK_FILE


def make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the ones that were made, the outermost first."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    made: list[Path] = []
    for path in reversed(missing):
        try:
            path.mkdir()
        except FileExistsError:  # another run was quicker: it is not ours to remove
            if not path.is_dir():
                remove_folders(made)
                raise NotADirectoryError(
                    errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)
                ) from None
        except OSError:
            remove_folders(made)
            raise
        else:
            made.append(path)
    return made


def remove_folders(made: list[Path]) -> None:
    """Remove folders that this run made, as far as nothing came into them."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir()


def write_now(path: Path, content: dict[str, Any]) -> None:
    """Write JSON, whole or not at all, and have it on the disk before returning."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        json.dump(content, file, indent=2, sort_keys=True, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; where folders cannot be opened, do nothing."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _left(parent: Path) -> Iterator[tuple[Path, dict[str, Any] | None]]:
    """Give folders of ours: with what their marker says, or None when they are still empty."""
    for path in sorted(parent.glob(f"{PREFIX}*")):
        if path.is_symlink() or not path.is_dir():
            continue
        if all(file.name in (MARKER, LOCK_FILE) and not _size(file) for file in path.iterdir()):
            yield path, None  # killed between making the folder and marking it
            continue
        try:
            owner = json.loads((path / MARKER).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(owner, dict) and owner.get("program") == PROGRAM:
            yield path, owner


def _size(path: Path) -> int:
    return path.lstat().st_size


def _remove(path: Path) -> None:
    """Remove a staging; its marker goes last, so that a kill in between leaves it marked."""
    shutil.rmtree(path / NEW, ignore_errors=True)
    if (path / NEW).exists():  # as where no file can be opened; the next run clears it
        return
    for name in (f"{JOURNAL}.draft", JOURNAL, MARKER, LOCK_FILE):
        with suppress(OSError):
            (path / name).unlink()
    with suppress(OSError):
        path.rmdir()

"""New files take the places of old ones in a folder; what the user made or changed stays.

The order is such that a kill at any instant leaves a state from which the next run goes on to the
end: every step looks at what is there, and does only what is still to do.
"""

import errno
import hashlib
import io
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from topics.errors import TopicsError
from topics.writing.staging import (
    JOURNAL,
    NEW,
    PREFIX,
    PROGRAM,
    is_stranger,
    sync_folder,
    write_now,
)

MANIFEST = "manifest.json"
Files = dict[str, str]  # SHA-256 of each file by its path in the folder, with slashes
_SAID = 10  # files that are kept, by name at the most


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a folder when it is of ours, and None when it is not or is missing."""
    path = folder / MANIFEST
    if path.is_symlink() or not path.is_file():
        return None
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("program") != PROGRAM:
        return None
    if not isinstance(content.get("kind"), str) or not are_files(content.get("files")):
        return None
    return content


def are_files(table: object) -> bool:
    """Whether a table names files by paths that stay within their folder, with their hashes."""
    return isinstance(table, dict) and all(
        isinstance(value, str) and _stays_inside(name) for name, value in table.items()
    )


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    odd = {"", ".", ".."}.intersection(name.split("/")) or path.parts[0].startswith(PREFIX)
    return not (odd or path.is_absolute() or set("\\:\0").intersection(name) or name == MANIFEST)


def open_file(path: str | Path) -> io.FileIO:
    """Open a file to read; a pipe or a device that has taken its place is not waited for.

    Raises
    ------
    OSError
        When it cannot be opened, or is no file.
    """
    raw = io.FileIO(path, opener=_at_once)
    if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
        raw.close()
        raise OSError(errno.EINVAL, "it was a file, and is a pipe or a device now", str(path))
    return raw


def _at_once(path: str, flags: int) -> int:
    # for a file there is no difference, for a pipe it could be for ever
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with open_file(path) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def files_below(folder: Path) -> list[str]:
    """Return the files in a folder, by their paths in it; no links to folders are followed."""
    found = []
    for root, folders, names in os.walk(folder):
        here = Path(root).relative_to(folder)
        folders[:] = [name for name in folders if is_stranger(name)]
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        found += [(here / name).as_posix() for name in (*names, *links) if is_stranger(name)]
    return sorted(found)


def hash_below(folder: Path) -> Files:
    """Return the files in a folder with their hashes."""
    return {name: hash_file(folder / name) for name in files_below(folder)}


def begin(folder: Path, staging: Path, new: Files, *, apart: str = "") -> None:
    """Write the journal of a replacement: from then on there is no way back, only forward.

    Parameters
    ----------
    folder, staging : Path
        The staging holds ``new/``, with all files and the manifest.
    new : dict
        The files but for the manifest, with their hashes.
    apart : str
        A folder in `folder` of which nothing is told.
    """
    old = (read_manifest(folder) or {}).get("files", {})
    for root, _, _ in os.walk(staging / NEW):
        sync_folder(Path(root))
    write_now(staging / JOURNAL, {"old": old, "new": new, "apart": apart})


def go_on(folder: Path, staging: Path, *, tell: Callable[[str], None]) -> None:
    """Bring a replacement to its end that has a journal, from wherever it was interrupted.

    Raises
    ------
    TopicsError
        When the journal cannot be read, or a file cannot be moved.
    """
    try:
        with open_file(staging / JOURNAL) as file:
            plan = json.loads(file.readall())
        old, new, apart = plan["old"], plan["new"], plan["apart"]
        if not (are_files(old) and are_files(new)):
            raise ValueError("paths lead out of the folder")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TopicsError(
            f"{staging / JOURNAL} cannot be read ({error}). Move {staging} away to go on."
        ) from error
    try:
        _replace(_Places(folder=folder, old=old, new=new, tell=tell), staging / NEW, apart)
    except OSError as error:
        raise TopicsError(
            f"{folder}: the new files are not all in their places ({error.strerror}: "
            f"{error.filename}). Mend that and run the command again: it goes on from there."
        ) from error


def _replace(place: "_Places", drafts: Path, apart: str) -> None:
    for name in sorted(place.new):
        place.fill(name, drafts / name)
    gone = sorted(place.old.keys() - place.new.keys())
    for name in gone:
        place.clear(name)
    for name in gone:
        place.tidy(name)
    place.tell_others(apart)
    for path in sorted({place.folder / Path(name).parent for name in place.new}):
        sync_folder(path)
    place.fill(MANIFEST, drafts / MANIFEST)  # last: whoever finds it finds all the rest
    sync_folder(place.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """A folder in which old files give way to new ones."""

    folder: Path
    old: Files
    new: Files
    tell: Callable[[str], None]

    def clear(self, name: str) -> None:
        """Remove a file of the old run, if it is still as it was written."""
        path = self.folder / name
        if self._linked(name) or not os.path.lexists(path):
            return
        if self._is(path, self.old[name]):
            path.unlink()
        else:
            self.tell(f"kept: {name} (edited since it was written)")

    def fill(self, name: str, draft: Path) -> None:
        """Move a new file to its place; what is there and not of the old run steps aside."""
        if not os.path.lexists(draft):
            return  # it went there before the interruption
        for parent in reversed(Path(name).parents[:-1]):
            above = self.folder / parent
            if above.is_symlink() or (os.path.lexists(above) and not above.is_dir()):
                self._set_aside(parent.as_posix())
            above.mkdir(exist_ok=True)
        path = self.folder / name
        if os.path.lexists(path):
            known = {self.old.get(name), self.new.get(name)} - {None}
            ours = name == MANIFEST and read_manifest(self.folder) is not None
            if not (ours or any(self._is(path, value) for value in known)):
                self._set_aside(name)
        draft.replace(path)

    def tidy(self, name: str) -> None:
        """Remove the folders above a file that is gone, those that are empty."""
        if not self._linked(name):
            for parent in Path(name).parents[:-1]:
                with suppress(OSError):
                    (self.folder / parent).rmdir()

    def tell_others(self, apart: str) -> None:
        """Say which files stay though they are of no run."""
        others = [
            name
            for name in files_below(self.folder)
            if not (name in self.new or name in self.old or name == MANIFEST)
            and ".kept" not in Path(name).name
            and not (apart and name.startswith(f"{apart}/"))
        ]
        for name in others[:_SAID]:
            self.tell(f"kept: {name} (not a file of the last run)")
        if len(others) > _SAID:
            self.tell(f"kept: {len(others) - _SAID} more files that are not of the last run")

    def _set_aside(self, name: str) -> None:
        path = self.folder / name
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):  # an empty folder holds nothing of anybody
                path.rmdir()
                return
        number, mark = 1, ".kept"
        while os.path.lexists(aside := path.with_name(f"{path.stem}{mark}{path.suffix}")):
            number += 1
            mark = f".kept-{number}"
        path.rename(aside)
        why = "edited since it was written" if name in self.old else "not a file of the last run"
        shown = aside.relative_to(self.folder).as_posix()
        self.tell(f"kept: {name} ({why}), moved to {shown}")

    def _linked(self, name: str) -> bool:
        """Whether a folder on the way is a link: what lies behind it is none of ours."""
        return any((self.folder / above).is_symlink() for above in Path(name).parents[:-1])

    def _is(self, path: Path, value: str | None) -> bool:
        try:
            return stat.S_ISREG(path.lstat().st_mode) and hash_file(path) == value
        except OSError:  # what cannot be read cannot be known as ours
            return False

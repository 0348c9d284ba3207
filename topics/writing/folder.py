"""A folder that a command fills: whole or not at all, one writer at a time, the user's files kept.

New files are made in a hidden folder inside, and take their places when all are there.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from topics._write import atomic_open, disk_errors
from topics.errors import TopicsError
from topics.writing.locks import Release, lock_folder
from topics.writing.replace import MANIFEST, begin, go_on, hash_below, read_manifest
from topics.writing.staging import (
    JOURNAL,
    PROGRAM,
    Staging,
    clear_leftovers,
    host_name,
    interrupted,
    is_stranger,
    make_folders,
    make_staging,
    remove_folders,
    sync_folder,
    write_now,
)
from topics.writing.stop import finished, tell, uninterrupted

KINDS = {
    "report": "a country-topics report",
    "clean": "a folder of topics clean",
    "choose": "a folder of topics choose",
    "replication": "a folder of topics replicate",
    "validation": "a folder of topics validate",
}
_BELOW = 200  # bytes of the longest path in a folder of ours, and some room
CHOOSE = "choose another folder with --out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a command writes before any of it is seen.

    Attributes
    ----------
    folder : Path
        Where the files will be.
    path : Path
        Where to write them now.
    kind : str
        The command that writes.
    facts : dict
        What the manifest is to say beside the files.
    lasting : list of str
        The folder that `keep` gave out.
    """

    folder: Path
    path: Path
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    lasting: list[str] = field(default_factory=list)

    def keep(self, name: str) -> Path:
        """Return a folder inside `folder` whose files stay when the run is stopped.

        The manifest is written first, if there is none: without it the files would be strangers
        to the next run, which is to go on from them.

        Raises
        ------
        TopicsError
            When something else is there under that name.
        """
        lasting = self.folder / name
        if os.path.lexists(lasting) and not lasting.is_dir():
            raise TopicsError(f"{lasting} is no folder, and one is needed: move it, or {CHOOSE}")
        if not (self.folder / MANIFEST).exists():
            # Among the drafts first: a kill in between must leave no stranger in the folder.
            write_now(self.path / MANIFEST, {"program": PROGRAM, "kind": self.kind, "files": {}})
            (self.path / MANIFEST).replace(self.folder / MANIFEST)
            sync_folder(self.folder)
        self.lasting.append(name)
        return lasting


@contextmanager
def output_folder(folder: str | os.PathLike[str], *, kind: str, need: int = 0) -> Iterator[Draft]:
    """Give a draft to write into; its files take their places when the block ends well.

    When it does not, `folder` is as it was, and gone if it was not there. Of older files only
    those are replaced or removed that the manifest lists with the hash that they still have.

    Parameters
    ----------
    folder : path
        Missing, empty, or written by the same command before.
    kind : str
        A key of `KINDS`: the command that writes.
    need : int
        Bytes that must be free on the disk.

    Raises
    ------
    TopicsError
        Before the block, when `folder` is a file, cannot be written to, holds files that this
        command has not written, is being written by another process, or has too little space.
        After it, when the disk is full.
    """
    folder = Path(folder)
    output = _Output(folder=folder, kind=kind)
    try:
        with uninterrupted():
            draft = output.open(need)
        with disk_errors(folder, CHOOSE):
            yield draft
            files = hash_below(draft.path)
            content = {"program": PROGRAM, "kind": kind, **draft.facts, "files": files}
            with atomic_open(draft.path / MANIFEST) as file:
                json.dump(content, file, indent=2, sort_keys=True, ensure_ascii=False)
                file.write("\n")
        with uninterrupted():
            output.publish(draft, files)
    finally:
        with uninterrupted():
            output.close()


def check_output(folder: str | os.PathLike[str], *, kind: str, need: int = 0) -> None:
    """Raise what `output_folder` would raise before its block; leave no trace."""
    output = _Output(folder=Path(folder), kind=kind)
    with uninterrupted():
        try:
            output.open(need)
        finally:
            output.close()


def note_interrupted(path: str | os.PathLike[str]) -> None:
    """Say so when a file that is to be read lies in a folder that is half old, half new."""
    try:
        full = Path(os.path.realpath(path))
    except ValueError:  # of a name that no file can have; who reads it says so
        return
    for folder in (full, *full.parents[:2]):
        if folder.is_dir() and any(interrupted(folder)):
            manifest = read_manifest(folder) or {}
            command = f"topics {manifest.get('kind', 'report')}"
            tell(
                f"note: {folder}: a replacement was interrupted, so its files may be of two runs. "
                f"Run {command} again."
            )


@dataclass(slots=True, kw_only=True)
class _Output:
    """What a writer of a folder holds: lock, staging, and the folders that it made."""

    folder: Path
    kind: str
    made: list[Path] = field(default_factory=list)
    release: Release | None = None
    staging: Staging | None = None
    draft: Draft | None = None
    begun: bool = False  # there was no manifest before
    done: bool = False

    def open(self, need: int) -> Draft:
        """Check, lock, mend what was interrupted, and make the staging."""
        folder = self.folder
        try:
            if folder.is_symlink() and not folder.exists():
                raise TopicsError(f"{folder} is a link that leads nowhere; {CHOOSE}")
            if folder.exists() and not folder.is_dir():
                raise TopicsError(f"{folder} is a file; {CHOOSE}")
            self._check_name()
            self.release = self._lock()
            self._mend()
            self._check()
            self._check_space(need)
            self.staging = make_staging(folder)
        except OSError as error:
            raise TopicsError(f"cannot write into {folder}: {error.strerror}; {CHOOSE}") from error
        self.begun = not (folder / MANIFEST).exists()
        self.draft = Draft(folder=folder, path=self.staging.new, kind=self.kind)
        return self.draft

    def _check_name(self) -> None:
        """Raise where the paths of files below the folder would be too long for the system."""
        length = len(os.fsencode(self.folder.absolute()))
        try:
            longest = os.pathconf("/", "PC_PATH_MAX")
        except (AttributeError, OSError, ValueError):  # where nothing is known of it
            return
        if length + _BELOW > longest > 0:
            raise TopicsError(
                f"a path of {length:,} bytes is too long for a folder of results, whose files "
                f"need {_BELOW} more, and {longest:,} is the most here; {CHOOSE}"
            )

    def _lock(self) -> Release:
        tries = 3
        while True:
            self.made += make_folders(self.folder)
            try:
                release = lock_folder(self.folder)
                break
            except FileNotFoundError:  # a run that failed has just taken its folder away
                tries -= 1
                if not tries:
                    raise
        if release is None:
            raise TopicsError(
                f"another process is writing into {self.folder}; wait for its end, or {CHOOSE}"
            )
        return release

    def _mend(self) -> None:
        """Bring to its end what another run has begun, and clear what it has left."""
        for path, host in list(interrupted(self.folder)):
            if host != host_name():
                raise TopicsError(
                    f"{self.folder}: a replacement that began on the machine {host} is not "
                    f"finished. Run the command there again, or move {path} away."
                )
            go_on(self.folder, path, tell=tell)
            tell(f"note: {self.folder}: finished a replacement that was interrupted")
            (path / JOURNAL).unlink()
        clear_leftovers(self.folder)

    def _check(self) -> None:
        manifest = read_manifest(self.folder)
        if manifest is None:
            if any(is_stranger(entry.name) for entry in self.folder.iterdir()):
                raise TopicsError(
                    f"{self.folder} holds files but is not {KINDS[self.kind]}; {CHOOSE}"
                )
        elif manifest["kind"] != self.kind:
            found = KINDS.get(manifest["kind"], f"a country-topics {manifest['kind']}")
            raise TopicsError(f"{self.folder} is {found}, not {KINDS[self.kind]}; {CHOOSE}")

    def _check_space(self, need: int) -> None:
        usage = shutil.disk_usage(self.folder)
        if usage.total and usage.free < need:  # some file systems do not know their size
            raise TopicsError(
                f"{self.folder} has {usage.free / 1e6:.1f} MB of free space, and about "
                f"{need / 1e6:.0f} MB are needed; free some, or {CHOOSE}"
            )

    def publish(self, draft: Draft, files: dict[str, str]) -> None:
        """Let the new files take their places."""
        assert self.staging is not None
        with disk_errors(self.folder, CHOOSE):
            begin(self.folder, self.staging.path, files, apart="".join(draft.lasting[-1:]))
        go_on(self.folder, self.staging.path, tell=tell)
        finished.append(str(self.folder))
        self.done = True
        (self.staging.path / JOURNAL).unlink()

    def close(self) -> None:
        """Give all back; what was made is gone unless it is published or was to last."""
        if self.staging is not None:
            self._close_staging(self.staging)
        if self.draft is not None and self.draft.lasting and not self.done:
            kept = self.folder / self.draft.lasting[-1]
            with suppress(OSError):  # it is not there, or holds something
                kept.rmdir()
            if self.begun and not kept.is_dir():
                with suppress(OSError):
                    (self.folder / MANIFEST).unlink()
        if not self.done:
            remove_folders(self.made)
        if self.release is not None:
            self.release()

    def _close_staging(self, staging: Staging) -> None:
        if (staging.path / JOURNAL).exists():
            staging.release()  # the next run goes on with it
        else:
            staging.remove()

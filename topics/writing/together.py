"""Several files that belong together: all are written, or none."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from topics._write import disk_errors
from topics.errors import TopicsError
from topics.writing.staging import (
    Staging,
    clear_leftovers,
    make_folders,
    make_staging,
    remove_folders,
    sync_folder,
)
from topics.writing.stop import finished, uninterrupted


@contextmanager
def output_files(
    *targets: str | os.PathLike[str], read: Sequence[str | os.PathLike[str]] = ()
) -> Iterator[dict[str, Path]]:
    """Give a draft for each file; all take their places when the block ends well, or none does.

    Parameters
    ----------
    *targets : path
        Files to write; missing folders are made. Files of one folder have their drafts in one.
    read : sequence of path
        What the block reads, files or folders: none of their files is replaced.

    Yields
    ------
    dict
        The draft, of the same file name, by the target as it was given.

    Raises
    ------
    TopicsError
        Before the block, when two targets are one file, or a target is a folder, is to be read,
        or cannot be written. After it, when the disk is full.
    """
    names = [os.fspath(target) for target in targets]
    group = _Group()
    shown = ", ".join(names)
    with disk_errors(shown, "write elsewhere."):
        try:
            with uninterrupted():
                drafts = group.open(names, [Path(os.path.realpath(path)) for path in read])
            yield drafts
            with uninterrupted():
                group.publish()
                finished.extend(names)
        finally:
            with uninterrupted():
                group.close()


class _Group:
    """Files to be replaced together: drafts beside them, and a way back."""

    def __init__(self) -> None:
        self.made: list[Path] = []
        self.stagings: dict[Path, Staging] = {}
        self.drafts: dict[Path, Path] = {}
        self.done = False

    def open(self, names: list[str], read: list[Path]) -> dict[str, Path]:
        given = {}
        for name in names:
            try:
                target = self._check(name, read)
                self.drafts[target] = given[name] = self._stage(target.parent) / target.name
            except OSError as error:
                raise TopicsError(
                    f"cannot write {name}: {error.strerror}. Choose a folder you may write to."
                ) from error
        return given

    def _check(self, name: str, read: list[Path]) -> Path:
        path = Path(name)
        if path.is_symlink() and not path.exists():
            raise TopicsError(f"{name} is a link that leads nowhere. Name another file.")
        if path.exists() and not path.is_file():
            kind = "a folder" if path.is_dir() else "no regular file"
            raise TopicsError(f"{name} is {kind}. Name a file to write.")
        target = Path(os.path.realpath(path))  # a link stays, and leads to the new file
        if target in self.drafts:
            raise TopicsError(f"{name} is named twice. Name a file for each output.")
        if path.exists() and not {target, *target.parents}.isdisjoint(read):
            raise TopicsError(f"{name} is to be read. Name another file to write.")
        return target

    def _stage(self, parent: Path) -> Path:
        if parent not in self.stagings:
            self.made += make_folders(parent)
            clear_leftovers(parent)
            self.stagings[parent] = make_staging(parent)
        return self.stagings[parent].new

    def publish(self) -> None:
        """Replace one after the other; when one cannot be, the ones before come back."""
        back: list[tuple[Path, Path | None]] = []
        try:
            for number, (target, draft) in enumerate(self.drafts.items()):
                if draft.exists():
                    old = self.stagings[target.parent].new / f".old-{number}"
                    back.append((target, _copy(target, old) if target.exists() else None))
                    draft.replace(target)
        except OSError as error:
            for target, former in reversed(back):
                if former is not None:
                    former.replace(target)
                else:
                    target.unlink(missing_ok=True)
            raise TopicsError(
                f"cannot write {error.filename}: {error.strerror}. What was there is as it was."
            ) from error
        self.done = True
        for parent in self.stagings:
            sync_folder(parent)

    def close(self) -> None:
        for staging in self.stagings.values():
            staging.remove()
        if not self.done:
            remove_folders(self.made)


def _copy(path: Path, copy: Path) -> Path:
    with suppress(OSError):  # some file systems have no second names for a file
        os.link(path, copy)
        return copy
    shutil.copy2(path, copy)
    return copy

"""How far the starts of a fit have come, and the state of those that wait for the choice.

Only the state of starts that may still win is kept, and no more than one of them in memory: it
waits beside the checkpoint of the fit, or else in a temporary file.
"""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Self

import numpy.typing as npt

from topics.errors import TopicsError
from topics.lda._passes import PassLog
from topics.lda._rows import empty_rows
from topics.lda.cvb0 import CvbRun
from topics.writing.values import Checkpoint

State = dict[str, npt.NDArray[Any]]
_SMALL = 1 << 16  # bytes of an array that is not worth a place in a file


class Starts:
    """Starts that are done with a stage of the choice, by the pass at which it ends.

    Parameters
    ----------
    folder : Path or None
        Where to keep them for a fit that goes on from there; None keeps them for this one.
    key : str
        Hash of the counts and of what decides the fit: what is kept under another is not used.
    log : PassLog
        Gets the passes that were made before.
    """

    def __init__(self, folder: Path | None, key: str, log: PassLog) -> None:
        self.folder, self.key, self.log = folder, key, log
        self.inside: dict[tuple[int, int], bool] = {}
        self.waiting: dict[tuple[int, int], Waiting] = {}
        saved = None if folder is None else Checkpoint(folder / "starts.npz").load()
        if saved is None or saved.get("key") != key:
            return
        inside: dict[tuple[int, int], bool] = saved["inside"]
        if all(self._load(*start) is not None for start, still in inside.items() if still):
            self.inside.update(inside)
            log.entries.extend(saved["passes"])

    def out(self, restart: int, until: int) -> bool:
        """Whether a start is known to be out when this stage ends."""
        return self.inside.get((restart, until)) is False

    def done(self, restart: int, until: int) -> bool:
        """Whether a start is done with this stage, and may still win."""
        return self.inside.get((restart, until)) is True

    def state(self, restart: int, until: int) -> State:
        """Give what a start that is done with a stage, and not out, had come to.

        Raises
        ------
        TopicsError
            When it cannot be read back.
        """
        waiting = self.waiting.get((restart, until))
        state = waiting.state() if waiting is not None else self._load(restart, until)
        if state is None:
            raise TopicsError(
                f"{self._path(restart, until)} cannot be read back. See to the disk, and fit again."
            )
        return state

    def keep(self, restart: int, until: int, run: CvbRun) -> None:
        """Keep the state of a run that has come to the end of a stage."""
        if self.folder is None:
            self._forget(restart)
            self.waiting[restart, until] = Waiting(run.state())
        else:
            Checkpoint(self._path(restart, until)).save(run.state())
        self.inside[restart, until] = True
        self._save()

    def drop(self, restart: int, until: int) -> None:
        """Note that a start is out; its state is needed no more."""
        self.inside[restart, until] = False
        self._save()
        self._forget(restart)
        if self.folder is not None:
            self._path(restart, until).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove all that is kept, for the best start is chosen."""
        if self.folder is not None:
            for path in (*self.folder.glob("*.npz"), *self.folder.glob(".*.draft")):
                path.unlink()
            with suppress(OSError):
                self.folder.rmdir()

    def __enter__(self) -> Self:
        """Use the starts in a `with` block, which ends the temporary files."""
        return self

    def __exit__(self, *error: object) -> None:
        for restart, _ in list(self.waiting):
            self._forget(restart)

    def _forget(self, restart: int) -> None:
        for start in [start for start in self.waiting if start[0] == restart]:
            self.waiting.pop(start).close()

    def _load(self, restart: int, until: int) -> State | None:
        return Checkpoint(self._path(restart, until)).load()

    def _path(self, restart: int, until: int) -> Path:
        assert self.folder is not None
        return self.folder / f"{restart}-{until}.npz"

    def _save(self) -> None:
        if self.folder is not None:
            content = {"key": self.key, "inside": self.inside, "passes": self.log.entries}
            Checkpoint(self.folder / "starts.npz").save(content)


class Waiting:
    """The state of a run that waits: its large arrays in a file without a name, if there is room.

    The file is gone with the process. Where none can be made, the state stays in memory.
    """

    def __init__(self, state: State) -> None:
        self.small = {name: part for name, part in state.items() if not _large(part)}
        self.shapes = {name: part.shape for name, part in state.items() if _large(part)}
        self.file: IO[bytes] | None = None
        if not self.shapes:
            return
        try:
            self.file = tempfile.TemporaryFile()  # noqa: SIM115 - open until `close`
            for name in self.shapes:
                self.file.write(state[name].data)
            self.file.flush()
        except OSError:
            self.close()
            self.file, self.small = None, state

    def state(self) -> State:
        """Give the state back.

        Raises
        ------
        TopicsError
            When the file cannot be read.
        """
        state = dict(self.small)
        if self.file is None:
            return state
        try:
            self.file.seek(0)
            for name, shape in self.shapes.items():
                state[name] = rows = empty_rows(*shape)
                if self.file.readinto(rows.data) != rows.nbytes:  # type: ignore[attr-defined]
                    raise OSError("it was cut off")
        except OSError as error:
            raise TopicsError(
                f"a temporary file in {tempfile.gettempdir()} cannot be read back: {error}. See to "
                "the disk, and fit again."
            ) from error
        return state

    def close(self) -> None:
        """End the file."""
        if self.file is not None:
            with suppress(OSError):  # what could not be written is tried once more
                self.file.close()


def _large(part: npt.NDArray[Any]) -> bool:
    return part.ndim == 2 and part.nbytes > _SMALL

"""How far the starts of a fit have come, kept beside its checkpoint until the best is chosen.

Only the state of starts that may still win is kept; of the others it is known that they are out.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

from topics.lda._passes import PassLog
from topics.lda.cvb0 import CvbRun
from topics.writing.values import Checkpoint


class Starts:
    """Starts that are done with a stage of the choice, by the pass at which it ends.

    Parameters
    ----------
    folder : Path or None
        Where to keep them; None keeps nothing.
    key : str
        Hash of the counts and of what decides the fit: what is kept under another is not used.
    log : PassLog
        Gets the passes that were made before.
    """

    def __init__(self, folder: Path | None, key: str, log: PassLog) -> None:
        self.folder, self.key, self.log = folder, key, log
        self.inside: dict[tuple[int, int], bool] = {}
        saved = None if folder is None else Checkpoint(folder / "starts.npz").load()
        if saved is None or saved.get("key") != key:
            return
        inside: dict[tuple[int, int], bool] = saved["inside"]
        if all(self._state(*start) is not None for start, still in inside.items() if still):
            self.inside.update(inside)
            log.entries.extend(saved["passes"])

    def out(self, restart: int, until: int) -> bool:
        """Whether a start is known to be out when this stage ends."""
        return self.inside.get((restart, until)) is False

    def resume(self, restart: int, until: int, run: CvbRun) -> bool:
        """Take a run to the end of a stage that it had come to before; say whether it had."""
        state = self._state(restart, until) if (restart, until) in self.inside else None
        if state is None:
            return False
        run.restore(state)
        return True

    def keep(self, restart: int, until: int, run: CvbRun) -> None:
        """Keep a run that has come to the end of a stage."""
        if self.folder is not None:
            Checkpoint(self._path(restart, until)).save(run.state())
            self.inside[restart, until] = True
            self._save()

    def drop(self, restart: int, until: int) -> None:
        """Note that a start is out; its state is needed no more."""
        if self.folder is not None:
            self.inside[restart, until] = False
            self._save()
            self._path(restart, until).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove all that is kept, for the best start is chosen."""
        if self.folder is not None:
            for path in (*self.folder.glob("*.npz"), *self.folder.glob(".*.draft")):
                path.unlink()
            with suppress(OSError):
                self.folder.rmdir()

    def _state(self, restart: int, until: int) -> dict[str, Any] | None:
        return Checkpoint(self._path(restart, until)).load()

    def _path(self, restart: int, until: int) -> Path:
        assert self.folder is not None
        return self.folder / f"{restart}-{until}.npz"

    def _save(self) -> None:
        assert self.folder is not None
        content = {"key": self.key, "inside": self.inside, "passes": self.log.entries}
        Checkpoint(self.folder / "starts.npz").save(content)

"""Write a file whole or not at all: temporary file, fsync, replace."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from topics.errors import TopicsError


@contextmanager
def atomic_open(path: str | os.PathLike[str], mode: str = "w") -> Iterator[IO[Any]]:
    r"""Open a temporary file beside `path`; it takes the name of `path` when the block ends well.

    Parameters
    ----------
    path : path
        The file to write. Missing parent folders are made.
    mode : {"w", "wb"}
        Text is written as UTF-8 with "\\n" line ends on every system.

    Raises
    ------
    TopicsError
        When the folder cannot be written to. An older file at `path` is then untouched.
    """
    path = Path(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": "\n"}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = draft.open(mode, **text)  # type: ignore[call-overload]
    except OSError as error:
        raise TopicsError(
            f"cannot write {path}: {error.strerror}. Choose a folder you may write to."
        ) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise

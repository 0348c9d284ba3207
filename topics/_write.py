"""Write a file whole or not at all: temporary file, fsync, replace."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from topics.errors import InputError, TopicsError

# What a disk says when it is full, over quota or read-only, or the file would be too large.
_FULL = {
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS") if hasattr(errno, name)
}


@contextmanager
def disk_errors(target: object, otherwise: str) -> Iterator[None]:
    """Turn what a disk reports while files are made into one line that names the target.

    Parameters
    ----------
    target : object
        What is written, as the user knows it.
    otherwise : str
        What else to do than to mend the disk, such as "write elsewhere".
    """
    try:
        yield
    except (InputError, BrokenPipeError):  # of what is read, and of who reads what is printed
        raise
    except (OSError, TopicsError) as error:
        # `atomic_open` has named its own file, which nobody but us knows of
        cause = error if isinstance(error, OSError) else error.__cause__
        if not isinstance(cause, OSError):
            raise
        mend = "Free some space" if cause.errno in _FULL else "See to the disk and your rights"
        raise TopicsError(
            f"cannot write {target}: {cause.strerror or cause}. What was there is as it was. "
            f"{mend}, or {otherwise}"
        ) from error


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
    # a name that nobody has, and no longer than the file's own may be
    draft = path.with_name(f".{secrets.token_hex(8)}.draft")
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": "\n"}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = draft.open(mode.replace("w", "x"), **text)  # type: ignore[call-overload]
    except (OSError, ValueError) as error:  # the latter for a name that no file can have
        raise TopicsError(
            f"cannot write {path}: {_reason(error)}. Choose a folder you may write to."
        ) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        try:
            draft.replace(path)
        except IsADirectoryError as error:
            raise TopicsError(f"cannot write {path}: a folder is there. Remove it.") from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)

"""One writer for each folder: a lock that lives as long as its process and leaves no file."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    try:
        import fcntl
    except ImportError:  # WebAssembly has no locks, and no second process to lock out
        fcntl = None  # type: ignore[assignment]

LOCK_FILE = ".country-topics.lock"  # only where a folder itself cannot be locked
Release = Callable[[], None]


def lock_folder(folder: Path) -> Release | None:
    """Lock a folder for this process.

    Returns
    -------
    callable or None
        Gives the lock back; None when another holds it. The system gives it back too when the
        process ends, however it ends.

    Raises
    ------
    OSError
        When the folder is gone (FileNotFoundError), may not be read, or cannot be locked.
    """
    if sys.platform == "win32":
        return _lock_file(folder)
    handle = os.open(folder, os.O_RDONLY)
    if fcntl is None:
        return lambda: os.close(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:  # some network file systems lock files only
        os.close(handle)
        return _lock_file(folder)
    except BaseException:
        os.close(handle)
        raise
    _check_same(handle, folder)
    return lambda: os.close(handle)


def _lock_file(folder: Path) -> Release | None:
    path = folder / LOCK_FILE
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    _check_same(handle, path)

    def release() -> None:
        if sys.platform != "win32":
            path.unlink(missing_ok=True)  # while it is held: nobody else can have taken it up
        os.close(handle)
        if sys.platform == "win32":
            with suppress(
                OSError
            ):  # there an open file cannot be removed: by the next who holds it
                path.unlink()

    return release


def _check_same(handle: int, path: Path) -> None:
    """Raise when the path no longer leads to what was locked: its last holder removed it."""
    try:
        if os.path.samestat(os.fstat(handle), path.stat()):
            return
    except FileNotFoundError:
        pass
    os.close(handle)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))

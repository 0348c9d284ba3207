"""What libraries take for granted and a machine may lack: a place to write, room in memory.

Numba keeps compiled kernels beside their source, or in the user's cache; where it can use neither
it refuses to compile at all. A read-only installation without a home still has a folder for
temporary files. Arrow, which pandas uses where it is installed, begins by reserving a gigabyte of
addresses: half of all where a process may have two. And some fail as they are imported on what an
environment variable says.
"""

import os
import stat
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from topics.errors import TopicsError

# Variables that must hold whole numbers: the library that reads them, and the least it takes.
_NUMBERS = {
    "NUMBA_NUM_THREADS": ("numba", 1),
    "OMP_NUM_THREADS": ("numexpr", 1),  # which pandas imports, where it is installed
    "NUMEXPR_NUM_THREADS": ("numexpr", 1),
    "NUMEXPR_MAX_THREADS": ("numexpr", 1),
    "SOURCE_DATE_EPOCH": ("numpy", 0),
}
_LARGEST = 10**10
_SETTINGS = "MATPLOTLIBRC"  # names a file of settings, or its folder
_NAME = "country-topics-kernels"


def adapt() -> None:
    """Make up for what this machine lacks; where it lacks nothing, do nothing."""
    keep_kernels_somewhere()
    reserve_no_more_than_needed()


def check_environment() -> None:
    """Raise where a variable of the environment would stop a library that is to be imported.

    Raises
    ------
    TopicsError
        Naming the variable and its value.
    """
    for name, (library, least) in _NUMBERS.items():
        value = os.environ.get(name)
        if value is None or find_spec(library) is None:
            continue
        if not (value.isascii() and value.isdigit() and least <= int(value[:20]) <= _LARGEST):
            raise TopicsError(
                f"the environment variable {name} is {value!r}, and {library} takes only a whole "
                f"number from {least} on. Set it to one, or unset it."
            )
    settings = os.environ.get(_SETTINGS) or "."
    if os.path.exists(settings) and not (os.path.isfile(settings) or os.path.isdir(settings)):  # noqa: PTH110, PTH112, PTH113 - never raise
        raise TopicsError(
            f"the environment variable {_SETTINGS} is {settings!r}, and matplotlib would read that "
            "pipe or device for ever. Set it to a file or a folder, or unset it."
        )


def reserve_no_more_than_needed() -> None:
    """Let Arrow take memory from the system as it needs it, if this process has a limit."""
    try:
        import resource
    except ImportError:
        return
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit != resource.RLIM_INFINITY:
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def keep_kernels_somewhere() -> None:
    """Tell numba of a temporary folder, if it would find no other; what the user set stays."""
    if kernels_folder(Path(__file__).parent):
        return
    folder = str(private_folder())
    os.environ["NUMBA_CACHE_DIR"] = folder  # also for the processes that this one starts
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = folder


def private_folder() -> Path:
    """Return a folder for temporary files that only this user can write to.

    Compiled code is run when it is read: so one whose name others could have taken before is used
    only when it is the user's own, and else a new one, for this process alone.
    """
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else "own"
    folder = Path(tempfile.gettempdir()) / f"{_NAME}-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        found = None
    if found is not None and stat.S_ISDIR(found.st_mode):
        shared = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if os.name == "nt" or (found.st_uid == user and not shared):
            return folder
    import atexit
    import shutil

    own = Path(tempfile.mkdtemp(prefix=f"{_NAME}-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    return own


def kernels_folder(package: Path) -> Path | None:
    """Return the folder in which numba keeps the kernels of a package, None where it finds none."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    places = [package / "lda" / "__pycache__"]
    with suppress(RuntimeError):  # no home at all
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        places.append(home / "numba")
    return next(filter(writable, places), None)


def writable(folder: Path) -> bool:
    """Whether a folder can be written to, or be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)

"""What a fault of the machine is, and what several of them do."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from topics.run.kept import FOLDER

NOBODY = 65534
OPTIONS = ["--topics", "2", "--restarts", "2", "--refits", "1", "--draws", "20", "--min-docs", "2"]
OPTIONS += ["--max-countries", "1", "--compare", "KAZ-UZB", "--trends", "off", "--unit", "document"]
OPTIONS += ["--duplicates", "exact", "--language-check", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault: what it does to the machine before the command, in it, and after.

    Parameters
    ----------
    group, name : str
        For the table.
    before : callable
        Given the folder of the attack, in the parent.
    inside : callable
        Given the folder, in the fork, just before the command.
    after : callable
        Given the folder, in the parent: takes the fault away.
    arguments : callable
        Gives the arguments of the command.
    codes : tuple of int
        Exit codes that are right.
    says : str
        What the line must hold, where it ends in one.
    kept : bool
        Whether all stages but the figures are there from the start: then the run only draws.
    shell : str
        A line of bash in which ``"$@"`` is the command; then it is a process of its own.
    ends : tuple of str
        Endings that are right, as `measuring.attacking.ended_as` names them.
    spares : bool
        Whether the fault leaves the folder of the report to the run and the user's file in it.
    """

    group: str
    name: str
    before: Callable[[Path], None] = lambda _: None
    inside: Callable[[Path], None] = lambda _: None
    after: Callable[[Path], None] = lambda _: None
    arguments: Callable[[Path], list[str]] | None = None
    codes: tuple[int, ...] = (2,)
    says: str = ""
    kept: bool = False
    shell: str = ""
    ends: tuple[str, ...] = ("line", "result")
    spares: bool = True


def as_nobody(folder: Path) -> None:
    """Give up all rights but those of a user who owns nothing."""
    del folder
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def when(folder: Path, do: Callable[[], object], *, stage: str, after: float = 0.0) -> None:
    """Do something in a thread once a stage stands."""

    def watch() -> None:
        while not list((folder / "out" / FOLDER).glob(f"{stage}-*/stage.json")):
            time.sleep(0.001)
        time.sleep(after)
        do()

    threading.Thread(target=watch, daemon=True).start()


def command(folder: Path, *more: str) -> list[str]:
    """Return the arguments of the report that is attacked."""
    corpus, out = str(folder / "news.csv"), str(folder / "out")
    return ["report", corpus, "--out", out, *OPTIONS, *more]


def remove(path: Path) -> None:
    """Remove a file or a folder, whatever is mounted on it and whoever may enter it."""
    subprocess.run(["umount", "-q", "-l", path], check=False, stderr=subprocess.DEVNULL)
    for below in (path, *path.rglob("*")) if path.is_dir() and not path.is_symlink() else ():
        with suppress(OSError):
            below.chmod(0o755 if below.is_dir() else 0o644)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

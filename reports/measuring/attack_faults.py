"""A report on a machine with faults: full, slow to grant or failing disks, signals, closed streams.

Each fault meets a run over an older report with a file of the user's in its folder. The run must
end in one line or in its result; the older report must be whole, or the new one, or the next run
must complete it; the user's file must be there; and the next run, without the fault, must come to
the same bytes as one that never met it.
"""

import argparse
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from measuring.attack_kills import everything, write_corpus
from measuring.attacking import Ended, Outcome, ended_as, forked
from measuring.fault import Fault, command, remove
from measuring.fault_kinds import faults
from measuring.fault_shells import more_faults
from measuring.fewer import fewer_figures
from topics.cli import main
from topics.run.kept import FOLDER
from topics.writing.staging import PREFIX

# A fork has the addresses of all that this process has run before it.
_ROOM = {"megabytes": 4096, "cpu_seconds": 60}
CHANGES = ("open", "os.rename", "os.mkdir", "os.link")  # audit events that change a disk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this attack."""
    parser.add_argument("--every", type=int, default=9, help="of the writes, fail each so-manieth")
    parser.add_argument("--first", type=int, default=1, help="of the writes to fail (default: 1)")
    parser.add_argument("--only", nargs="*", default=[], help="groups")


def run(options: argparse.Namespace) -> Iterator[Outcome]:
    """Yield how a run ended under each fault."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write_corpus(folder / "news.csv", 60)
        fewer_figures()
        attack = Attack(folder=folder, old=_old(folder), goal=_goal(folder))
        each = slice(options.first, None, options.every)
        try:
            writes = not options.only or any("at a" in group for group in options.only)
            for fault in chain(
                faults(), more_faults(), failing_writes(attack, each) if writes else ()
            ):
                wanted = not options.only or fault.group in options.only
                if wanted and (fault.group, fault.name) not in options.done:
                    yield attack.meet(fault)
        finally:
            remove(folder / "out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """The older report and the files that the run must come to."""

    folder: Path
    old: dict[str, str]
    goal: dict[str, str]

    def meet(self, fault: Fault) -> Outcome:
        """Run under a fault, judge what is left, run again without it, and judge again."""
        out = self.folder / "out"
        self.reset(kept=fault.kept)
        fault.before(self.folder)
        arguments = (fault.arguments or command)(self.folder)

        def action() -> int:
            fault.inside(self.folder)
            if fault.shell:
                os.chdir(self.folder)
                _become(fault.shell, arguments)
            return main(arguments)

        try:
            ended = forked(action, self.folder, **_ROOM)
        finally:
            fault.after(self.folder)
        how = ended_as(ended)
        wrong = self.wrong(fault, how, ended)
        if not wrong and out.is_dir():
            ending = forked(lambda: main(command(self.folder, "--quiet")), self.folder, **_ROOM)
            found = _own(everything(out))
            goal = self.goal if fault.spares else _without_notes(self.goal)
            if ending.code or (found if fault.spares else _without_notes(found)) != goal:
                wrong = f"the next run: {ending.code} {ending.err} {_other(goal, found)}"
        return Outcome(
            group=fault.group, name=fault.name, ended=how, right=not wrong, seconds=ended.seconds,
            megabytes=ended.megabytes, said=wrong or ended.err[-300:],
        )  # fmt: skip

    def wrong(self, fault: Fault, how: str, ended: Ended) -> str:
        """Say what is wrong with an ending; "" when nothing is."""
        if how not in fault.ends or (how == "line" and ended.code not in fault.codes):
            return f"{how}, code {ended.code}: {ended.err[-600:]}"
        if how == "line" and fault.says not in ended.err:
            return f"does not say {fault.says!r}: {ended.err}"
        out = self.folder / "out"
        if not out.is_dir() or not fault.spares:
            return ""
        notes = [path for path in out.glob("notes*") if path.read_text("utf-8") == "mine"]
        if not notes:
            return "the user's file is gone"
        found = _own(everything(out))
        elsewhere = fault.arguments is not None
        whole = found == self.goal or (found == self.old and (how in ("line", "hang") or elsewhere))
        begun = any(name.startswith(PREFIX) for name in found)
        if not (whole or begun or "notes" in fault.name):
            return f"neither old nor new: {_other(self.old, found)}; {ended.err}"
        return ""

    def reset(self, *, kept: bool = False) -> None:
        """Put the older report back, with all stages but the figures or with none."""
        for name in ("out", "elsewhere"):
            remove(self.folder / name)
        shutil.copytree(self.folder / "old", self.folder / "out", symlinks=True)
        if kept:
            shutil.copytree(self.folder / "stages", self.folder / "out" / FOLDER)

    def count_writes(self, *, kept: bool) -> int:
        """Return how often a run changes the disk."""
        self.reset(kept=kept)
        counted = self.folder / "counted"

        def action() -> int:
            seen = [0]
            _at_each_write(self.folder, lambda: seen.__setitem__(0, seen[0] + 1))
            code = main(command(self.folder, "--quiet"))
            number = seen[0]
            counted.write_text(str(number))
            return code

        ended = forked(action, self.folder, **_ROOM)
        if ended.code:
            raise RuntimeError(ended.err)
        return int(counted.read_text())


def _become(shell: str, arguments: list[str]) -> None:
    """Make a shell of this process, which runs the command as one of its own."""
    reports = Path(__file__).parents[1]
    os.environ["PYTHONPATH"] = os.pathsep.join(map(str, (reports, reports.parent)))
    begin = [sys.executable, "-c", "from measuring.fewer import as_command; as_command()"]
    os.execvp("bash", ["bash", "-c", shell, "bash", *begin, *arguments])


def _old(folder: Path) -> dict[str, str]:
    """Make the older report, with a file of the user's."""
    code = main([*command(folder, "--quiet"), "--title", "Old", "--no-stages"])
    if code:
        raise RuntimeError("the older report failed")
    (folder / "out" / "notes.txt").write_text("mine", "utf-8")
    remove(folder / "old")
    (folder / "out").rename(folder / "old")
    return _own(everything(folder / "old"))


def _goal(folder: Path) -> dict[str, str]:
    shutil.copytree(folder / "old", folder / "out")
    if main(command(folder, "--quiet")):
        raise RuntimeError("the report failed")
    figures = shutil.ignore_patterns("figures-*")
    shutil.copytree(folder / "out" / FOLDER, folder / "stages", ignore=figures)
    return _own(everything(folder / "out"))


def _own(found: dict[str, str]) -> dict[str, str]:
    """Leave out the stages, which come and go, what was set aside, and the file system's own."""
    return {
        name: value for name, value in found.items()
        if not name.startswith(f"{FOLDER}/") and name != "lost+found" and ".kept" not in name
    }  # fmt: skip


def _without_notes(found: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if not name.startswith("notes")}


def _other(goal: dict[str, str], found: dict[str, str]) -> str:
    names = sorted(n for n in goal.keys() | found.keys() if goal.get(n) != found.get(n))
    return f"{len(names)} other files, such as {names[:3]}"


def _at_each_write(folder: Path, happen: Callable[[], None]) -> None:
    """Have something happen whenever a file below a folder is about to be made or moved."""
    below = str(folder / "out")

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event not in CHANGES or not str(given[0]).startswith(below):
            return
        if event != "open" or (isinstance(given[2], int) and given[2] & os.O_ACCMODE):
            happen()

    sys.addaudithook(hook)


def failing_writes(attack: Attack, each: slice) -> Iterator[Fault]:
    """Give the faults in which the n-th change of the disk fails, once and for all after.

    The last ones, with which figures are drawn and the report takes its place, meet a run that
    finds its stages: those before them fail in one that makes all stages.
    """
    every, drawing = attack.count_writes(kept=False), attack.count_writes(kept=True)
    in_stages, at_end = range(every - drawing + 1)[each], range(drawing + 1)[each]
    for code in (errno.ENOSPC, errno.EIO, errno.EACCES):
        for kept, numbers in ((False, in_stages), (True, at_end)):
            for number in numbers:
                yield Fault(
                    group=f"{errno.errorcode[code]} at a write",
                    name=f"{'drawing' if kept else 'stages'}, at {number}", kept=kept,
                    inside=lambda folder, n=number, c=code: _fail_at(folder, n, c),  # type: ignore[misc]
                )  # fmt: skip
    for number in range(1, 40, 4):
        yield Fault(
            group="EIO at an fsync", name=f"at {number}",
            inside=lambda _, n=number: _fail_fsync(n),  # type: ignore[misc]
        )  # fmt: skip


def _fail_at(folder: Path, number: int, code: int) -> None:
    left = [number]

    def happen() -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(code, os.strerror(code))

    _at_each_write(folder, happen)


def _fail_fsync(number: int) -> None:
    left, fsync = [number], os.fsync

    def fail(handle: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(handle)

    os.fsync = fail  # type: ignore[assignment]

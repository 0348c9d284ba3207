"""A report on a machine with faults: full, slow to grant or failing disks, signals, closed streams.

Each fault meets a run over an older report with a file of the user's in its folder. The run must
end in one line or in its result; the older report must be whole, or the new one, or the next run
must complete it; the user's file must be there; and the next run, without the fault, must come to
the same bytes as one that never met it.
"""

import argparse
import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from measuring.attack_kills import everything, write_corpus
from measuring.attacking import Ended, Outcome, ended_as, forked
from topics.cli import main
from topics.run.kept import FOLDER
from topics.writing.locks import lock_folder
from topics.writing.staging import PREFIX

OPTIONS = ["--topics", "2", "--restarts", "2", "--refits", "1", "--draws", "20", "--min-docs", "2"]
OPTIONS += ["--max-countries", "1", "--compare", "KAZ-UZB", "--trends", "off", "--unit", "document"]
OPTIONS += ["--duplicates", "exact", "--language-check", "off"]
NOBODY = 65534
# A fork has the addresses of all that this process has run before it.
_ROOM = {"megabytes": 4096, "cpu_seconds": 60}
CHANGES = ("open", "os.rename", "os.mkdir", "os.link")  # audit events that change a disk


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
            for fault in chain(faults(), failing_writes(attack, each) if writes else ()):
                wanted = not options.only or fault.group in options.only
                if wanted and (fault.group, fault.name) not in options.done:
                    yield attack.meet(fault)
        finally:
            _remove(folder / "out")


def fewer_figures() -> None:
    """Draw two figures and no page but the first: what is attacked is how they are written."""
    from topics.report import figures, pages

    first, overview = pages.report_pages, figures.overview_figures
    pages.report_pages = lambda *given: first(*given)[:1]
    figures.overview_figures = lambda *given: overview(*given)[:2]
    figures.figures_of_each = lambda *_: iter(())


def command(folder: Path, *more: str) -> list[str]:
    """Return the arguments of the report that is attacked."""
    corpus, out = str(folder / "news.csv"), str(folder / "out")
    return ["report", corpus, "--out", out, *OPTIONS, *more]


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
            if ending.code or found != self.goal:
                wrong = f"the next run: {ending.code} {ending.err} {_other(self.goal, found)}"
        return Outcome(
            group=fault.group, name=fault.name, ended=how, right=not wrong, seconds=ended.seconds,
            megabytes=ended.megabytes, said=wrong or ended.err[-300:],
        )  # fmt: skip

    def wrong(self, fault: Fault, how: str, ended: Ended) -> str:
        """Say what is wrong with an ending; "" when nothing is."""
        if how not in ("line", "result") or (how == "line" and ended.code not in fault.codes):
            return f"{how}, code {ended.code}: {ended.err[-600:]}"
        if how == "line" and fault.says not in ended.err:
            return f"does not say {fault.says!r}: {ended.err}"
        out = self.folder / "out"
        if not out.is_dir():
            return ""
        notes = [path for path in out.glob("notes*") if path.read_text("utf-8") == "mine"]
        if not notes:
            return "the user's file is gone"
        found = _own(everything(out))
        elsewhere = fault.arguments is not None
        whole = found == self.goal or (found == self.old and (how == "line" or elsewhere))
        begun = any(name.startswith(PREFIX) for name in found)
        if not (whole or begun or "notes" in fault.name):
            return f"neither old nor new: {_other(self.old, found)}; {ended.err}"
        return ""

    def reset(self, *, kept: bool = False) -> None:
        """Put the older report back, with all stages but the figures or with none."""
        for name in ("out", "elsewhere"):
            _remove(self.folder / name)
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


def _old(folder: Path) -> dict[str, str]:
    """Make the older report, with a file of the user's."""
    code = main([*command(folder, "--quiet"), "--title", "Old", "--no-stages"])
    if code:
        raise RuntimeError("the older report failed")
    (folder / "out" / "notes.txt").write_text("mine", "utf-8")
    _remove(folder / "old")
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


def _other(goal: dict[str, str], found: dict[str, str]) -> str:
    names = sorted(n for n in goal.keys() | found.keys() if goal.get(n) != found.get(n))
    return f"{len(names)} other files, such as {names[:3]}"


def _remove(path: Path) -> None:
    subprocess.run(["umount", "-q", "-l", path], check=False, stderr=subprocess.DEVNULL)
    for below in (path, *path.rglob("*")) if path.is_dir() and not path.is_symlink() else ():
        with suppress(OSError):
            below.chmod(0o755 if below.is_dir() else 0o644)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


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


def faults() -> list[Fault]:
    """Return the faults of the machine."""
    return [*_disks(), *_rights(), *_signals(), *_streams(), *_places(), *_limits()]


def _mounted(options: str) -> Callable[[Path], None]:
    def mount(folder: Path) -> None:
        old = folder / "elsewhere"
        (folder / "out").rename(old)
        (folder / "out").mkdir()
        size, _, last = options.partition(",")
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder / "out"], check=True)
        shutil.copytree(old, folder / "out", dirs_exist_ok=True)
        if last:
            subprocess.run(["mount", "-o", f"remount,{last}", folder / "out"], check=True)

    return mount


def _grow(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,rw,size=90m", folder / "out"], check=True)


def _disks() -> list[Fault]:
    sizes = ("700k", "900k", "1100k", "1300k", "1600k", "2m")
    found = [
        Fault(
            group="a full disk",
            name=size,
            before=_mounted(f"size={size}"),
            after=_grow,
            inside=lambda _: _no_check_of_space(),
        )
        for size in sizes
    ]  # fmt: skip
    found.append(
        Fault(group="a full disk", name="seen before the work", before=_mounted("size=2m"),
              after=_grow, says="free space")
    )  # fmt: skip
    found.append(
        Fault(group="a read-only disk", name="from the start", before=_mounted("size=50m,ro"),
              after=_grow, says="Read-only")
    )  # fmt: skip
    limits = [1_000, 20_000, 60_000, 150_000]
    found += [
        Fault(group="a limit on files", name=f"{limit:,} bytes", codes=(2,),
              inside=lambda _, n=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (n, n)))  # type: ignore[misc]
        for limit in limits
    ]  # fmt: skip
    return found


def _no_check_of_space() -> None:
    from topics.writing.folder import _Output

    _Output._check_space = lambda *_: None  # type: ignore[method-assign]


def _as_nobody(folder: Path) -> None:
    del folder
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _give(folder: Path) -> None:
    for path in (folder / "out", *(folder / "out").rglob("*")):
        os.chown(path, NOBODY, NOBODY)


def _lock_away(folder: Path, name: str) -> None:
    _give(folder)
    (folder / name).chmod(0)


def _rights() -> list[Fault]:
    def lose(folder: Path) -> None:
        _as_nobody(folder)
        _when(folder, lambda: (folder / "out").chmod(0o500), stage="counts")

    def own_again(folder: Path) -> None:
        (folder / "out").chmod(0o755)
        (folder / "news.csv").chmod(0o644)

    return [
        Fault(group="rights", name="folder of another user", inside=_as_nobody, says="denied"),
        Fault(group="rights", name="lost in the work", before=_give, inside=lose, after=own_again),
        Fault(group="rights", name="corpus not readable", before=lambda f: _lock_away(
            f, "news.csv"), inside=_as_nobody, after=own_again,
            says="denied"),
        Fault(group="rights", name="manifest not readable", before=lambda f: _lock_away(
            f, "out/manifest.json"), inside=_as_nobody,
            after=lambda f: (f / "out" / "manifest.json").chmod(0o644)),
        Fault(group="rights", name="corpus goes in the work",
              inside=lambda f: _when(f, (f / "news.csv").unlink, stage="corpus"),
              after=lambda f: write_corpus(f / "news.csv", 60)),
    ]  # fmt: skip


def _when(folder: Path, do: Callable[[], object], *, stage: str, after: float = 0.0) -> None:
    """Do something in a thread once a stage stands."""

    def watch() -> None:
        while not list((folder / "out" / FOLDER).glob(f"{stage}-*/stage.json")):
            time.sleep(0.001)
        time.sleep(after)
        do()

    threading.Thread(target=watch, daemon=True).start()


def _signals() -> list[Fault]:
    found = []
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        for stage in ("corpus", "counts", "model", "trends"):

            def send(folder: Path, number: int = number, stage: str = stage) -> None:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                _when(folder, lambda: os.kill(os.getpid(), number), stage=stage, after=0.02)

            found.append(
                Fault(group="a signal", name=f"{signal.Signals(number).name} after {stage}",
                      inside=send, codes=(128 + number,), says="stopped; ")
            )  # fmt: skip

    def twice(folder: Path) -> None:
        _when(folder, lambda: os.kill(os.getpid(), signal.SIGTERM), stage="estimates")
        _when(folder, lambda: os.kill(os.getpid(), signal.SIGTERM), stage="estimates")

    found.append(
        Fault(group="a signal", name="SIGTERM twice", inside=twice, codes=(143,), says="stopped; ")
    )
    return found


def _streams() -> list[Fault]:
    def close(*numbers: int) -> Callable[[Path], None]:
        def inside(folder: Path) -> None:
            del folder
            for number in numbers:
                os.close(number)
                setattr(sys, {1: "stdout", 2: "stderr"}[number], None)

        return inside

    def lead(number: int, path: str) -> Callable[[Path], None]:
        def inside(folder: Path) -> None:
            del folder
            os.dup2(os.open(path, os.O_WRONLY), number)

        return inside

    def hung_up(folder: Path) -> None:
        del folder
        reading, writing = os.pipe()
        os.close(reading)
        os.dup2(writing, 1)

    return [
        Fault(group="streams", name="stdout closed", inside=close(1)),
        Fault(group="streams", name="stderr closed", inside=close(2)),
        Fault(group="streams", name="both closed", inside=close(1, 2)),
        Fault(group="streams", name="stderr full", inside=lead(2, "/dev/full")),
        Fault(group="streams", name="stdout full, the report stands", inside=lead(1, "/dev/full"),
              says="standard output"),
        Fault(group="streams", name="stdin closed", inside=lambda _: os.close(0)),
    ]  # fmt: skip


def _places() -> list[Fault]:
    def gone(folder: Path) -> None:
        lost = folder / "elsewhere"
        lost.mkdir()
        os.chdir(lost)
        lost.rmdir()

    def relative(folder: Path) -> list[str]:
        return ["report", str(folder / "news.csv"), "--out", "out", *OPTIONS]

    def swap(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
        def before(folder: Path) -> None:
            _remove(folder / "out" / name)
            make(folder / "out" / name)

        return before

    def named(name: bytes | str) -> Callable[[Path], list[str]]:
        def arguments(folder: Path) -> list[str]:
            return ["report", str(folder / "news.csv"), "--out",
                    str(folder / "elsewhere" / os.fsdecode(name)), *OPTIONS]  # fmt: skip

        return arguments

    def environment(**variables: str) -> Callable[[Path], None]:
        def inside(folder: Path) -> None:
            del folder
            for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR"):
                os.environ.pop(name, None)
            os.environ.update(variables)
            tempfile.tempdir = None

        return inside

    return [
        Fault(group="places", name="working folder gone", inside=gone),
        Fault(group="places", name="working folder gone, relative --out", inside=gone,
              arguments=relative, says="cannot write into out"),
        Fault(group="places", name="stages is a file", before=swap(FOLDER, Path.touch),
              after=lambda f: _remove(f / "out" / FOLDER), says=FOLDER),
        Fault(group="places", name="stages is a link to nowhere",
              before=swap(FOLDER, lambda p: p.symlink_to("nowhere")),
              after=lambda f: _remove(f / "out" / FOLDER)),
        Fault(group="places", name="figures is a file of notes",
              before=swap("figures", lambda p: p.write_text("mine"))),
        Fault(group="places", name="--out too long", arguments=named("x" * 300), says="too long"),
        Fault(group="places", name="--out not UTF-8", arguments=named(b"a\xff\xfe")),
        Fault(group="places", name="--out of two lines", arguments=named("a\nb")),
        Fault(group="places", name="--out under a file", arguments=lambda f: [
            "report", str(f / "news.csv"), "--out", str(f / "news.csv" / "out"), *OPTIONS]),
        Fault(group="places", name="no home", inside=environment()),
        Fault(group="places", name="a home that is nowhere", inside=environment(HOME="/nowhere")),
        Fault(group="places", name="no folder for temporary files",
              inside=environment(TMPDIR="/nowhere", TMP="/nowhere", TEMP="/nowhere")),
        Fault(group="places", name="another writer", before=_hold, after=_let_go,
              says="another process"),
    ]  # fmt: skip


_held: list[Callable[[], None]] = []


def _hold(folder: Path) -> None:
    release = lock_folder(folder / "out")
    if release is not None:
        _held.append(release)


def _let_go(folder: Path) -> None:
    del folder
    _held.pop()()


def _limits() -> list[Fault]:
    def memory(extra: int) -> Callable[[Path], None]:
        def inside(folder: Path) -> None:
            del folder
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            limit = pages * resource.getpagesize() + (extra << 20)
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

        return inside

    def files(folder: Path) -> None:
        del folder
        resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))

    return [
        Fault(group="limits", name="12 open files", inside=files),
        Fault(group="limits", name="8 MB more memory", inside=memory(8)),
        Fault(group="limits", name="40 MB more memory", inside=memory(40)),
        Fault(group="limits", name="200 MB more memory", inside=memory(200)),
    ]

"""Faults of disks, rights, signals, streams, places and limits, for `measuring.attack_faults`."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from measuring.attack_kills import write_corpus
from measuring.fault import NOBODY, OPTIONS, Fault, as_nobody, remove, when
from topics.run.kept import FOLDER
from topics.writing.locks import lock_folder


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


def _give(folder: Path) -> None:
    for path in (folder / "out", *(folder / "out").rglob("*")):
        os.chown(path, NOBODY, NOBODY)


def _lock_away(folder: Path, name: str) -> None:
    _give(folder)
    (folder / name).chmod(0)


def _rights() -> list[Fault]:
    def lose(folder: Path) -> None:
        as_nobody(folder)
        when(folder, lambda: (folder / "out").chmod(0o500), stage="counts")

    def own_again(folder: Path) -> None:
        (folder / "out").chmod(0o755)
        (folder / "news.csv").chmod(0o644)

    return [
        Fault(group="rights", name="folder of another user", inside=as_nobody, says="denied"),
        Fault(group="rights", name="lost in the work", before=_give, inside=lose, after=own_again),
        Fault(group="rights", name="corpus not readable", before=lambda f: _lock_away(
            f, "news.csv"), inside=as_nobody, after=own_again,
            says="denied"),
        Fault(group="rights", name="manifest not readable", before=lambda f: _lock_away(
            f, "out/manifest.json"), inside=as_nobody,
            after=lambda f: (f / "out" / "manifest.json").chmod(0o644)),
        Fault(group="rights", name="corpus goes in the work",
              inside=lambda f: when(f, (f / "news.csv").unlink, stage="corpus"),
              after=lambda f: write_corpus(f / "news.csv", 60)),
    ]  # fmt: skip


def _signals() -> list[Fault]:
    found = []
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        for stage in ("corpus", "counts", "model", "trends"):

            def send(folder: Path, number: int = number, stage: str = stage) -> None:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                when(folder, lambda: os.kill(os.getpid(), number), stage=stage, after=0.02)

            found.append(
                Fault(group="a signal", name=f"{signal.Signals(number).name} after {stage}",
                      inside=send, codes=(128 + number,), says="stopped; ")
            )  # fmt: skip

    def twice(folder: Path) -> None:
        when(folder, lambda: os.kill(os.getpid(), signal.SIGTERM), stage="estimates")
        when(folder, lambda: os.kill(os.getpid(), signal.SIGTERM), stage="estimates")

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
            remove(folder / "out" / name)
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
              after=lambda f: remove(f / "out" / FOLDER), says=FOLDER),
        Fault(group="places", name="stages is a link to nowhere",
              before=swap(FOLDER, lambda p: p.symlink_to("nowhere")),
              after=lambda f: remove(f / "out" / FOLDER)),
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

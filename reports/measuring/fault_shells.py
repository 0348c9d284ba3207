"""Faults of shells, of the environment, and of files that change while they are in use."""

import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from measuring.attack_kills import write_corpus
from measuring.fault import OPTIONS, Fault, as_nobody, remove, when
from topics.run.kept import FOLDER

_DEEP = "x" * 200


def more_faults() -> list[Fault]:
    """Return the faults."""
    return [*_shells(), *_environments(), *_changes(), *_folders(), *_clocks()]


def _shells() -> list[Fault]:
    def no_threads(folder: Path) -> None:
        as_nobody(folder)
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))

    twice = (
        '"$@" 2>"$TMPDIR/a" & "$@" 2>"$TMPDIR/b"; one=$?; wait $!; two=$?; '
        'case $one$two in 02) cat "$TMPDIR/b" "$TMPDIR/a" >&2; exit 2 ;; '
        '20) cat "$TMPDIR/a" "$TMPDIR/b" >&2; exit 2 ;; *) exit $one ;; esac'
    )
    deep = f'for i in {{1..24}}; do mkdir -p {_DEEP}; cd -P {_DEEP}; done; exec "$@"'
    lines = {
        "32 open files": 'ulimit -n 32; exec "$@"',
        "2 GB of addresses": 'ulimit -v 2097152; exec "$@"',
        "700 MB of addresses": 'ulimit -v 700000; exec "$@"',
        "a stack of 256 KB": 'ulimit -s 256; exec "$@"',
        "all streams closed": 'exec "$@" <&- >&- 2>&-',
        "a folder too deep for its name": deep,
        "two at once": f"export TMPDIR=$(mktemp -d); {twice}",
        "SIGHUP to one that is deaf to it": 'trap "" HUP; "$@" & sleep 2; kill -HUP $!; wait $!',
        "stopped for a second": '"$@" & sleep 2; kill -STOP $!; sleep 1; kill -CONT $!; wait $!',
    }
    found = [
        Fault(group="shells", name=name, shell=line, kept=True) for name, line in lines.items()
    ]
    found += [
        Fault(group="shells", name="nobody reads what it says", kept=True, ends=("no line",),
              shell='"$@" | true; exit ${PIPESTATUS[0]}'),
        Fault(group="shells", name="3 seconds of time", shell='ulimit -S -t 3; exec "$@"',
              ends=("hang", "result"), codes=(152,), says="stopped; "),
        Fault(group="shells", name="no more threads", before=_own, inside=no_threads),
        Fault(group="shells", name="umask 777", before=_own,
              inside=_nobody_with_umask),
    ]  # fmt: skip
    return found


def _nobody_with_umask(folder: Path) -> None:
    as_nobody(folder)
    os.umask(0o777)


def _own(folder: Path) -> None:
    from measuring.fault import NOBODY

    for path in (folder / "out", *(folder / "out").rglob("*")):
        os.chown(path, NOBODY, NOBODY)


def _environments() -> list[Fault]:
    said = {
        "NUMBA_NUM_THREADS": "none",
        "SOURCE_DATE_EPOCH": "now",
        "MATPLOTLIBRC": "/dev/full",
    }
    if find_spec("numexpr"):  # which reads it
        said["OMP_NUM_THREADS"] = "all"
    harmless = (
        "LC_ALL=C", "LC_ALL=xx_INVALID.UTF-8", "PYTHONIOENCODING=ascii", "PYTHONOPTIMIZE=2",
        "TZ=No/Where", "HOME=/dev/null", "TMPDIR=/proc", "NUMBA_CACHE_DIR=/proc",
        "XDG_CACHE_HOME=/dev/full", "MPLBACKEND=nonsense", "MATPLOTLIBRC=/nowhere",
        "COLUMNS=many", "SOURCE_DATE_EPOCH=0", "NUMBA_NUM_THREADS=3",
    )  # fmt: skip
    found = [
        Fault(group="environment", name=f"{name}={value}", says=name, ends=("line",),
              shell=f'{name}={value} exec "$@"')
        for name, value in said.items()
    ]  # fmt: skip
    found += [
        Fault(group="environment", name=name, kept=True, ends=("result",),
              shell=f'export {name}; exec "$@"')
        for name in harmless
    ]  # fmt: skip
    full = (
        'mkdir "$0.d"; mount -t tmpfs -o size=8k tmpfs "$0.d"; export TMPDIR="$0.d"; "$@"; '
        'code=$?; umount "$0.d"; exit $code'
    )
    found.append(
        Fault(group="environment", name="TMPDIR is full", kept=True, shell=full, ends=("result",))
    )
    return found


def _at_open(name: str, number: int, do: Callable[[], object]) -> None:
    """Do something just before a file of this name is opened for the n-th time."""
    left = [number]

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and str(given[0]).endswith(name):
            left[0] -= 1
            if left[0] == 0:
                do()

    sys.addaudithook(hook)


def _changes() -> list[Fault]:
    def truncated(path: Path) -> None:
        os.truncate(path, path.stat().st_size // 2)

    def replaced(make: Callable[[Path], object]) -> Callable[[Path], None]:
        def change(path: Path) -> None:
            path.unlink()
            make(path)

        return change

    changes: dict[str, Callable[[Path], object]] = {
        "removed": Path.unlink, "cut off": truncated, "a pipe now": replaced(os.mkfifo),
        "a folder now": replaced(Path.mkdir), "a loop of links now": replaced(
            lambda path: path.symlink_to(path.name)),
    }  # fmt: skip

    def again(folder: Path) -> None:
        remove(folder / "news.csv")
        write_corpus(folder / "news.csv", 60)

    return [
        Fault(group="a corpus that changes", name=f"{name}, at opening {number}", after=again,
              inside=lambda f, n=number, do=change: _at_open(  # type: ignore[misc]
                  "news.csv", n, lambda: do(f / "news.csv")), spares=name != "cut off")
        for name, change in changes.items()
        for number in (1, 2, 3)
    ]  # fmt: skip


def _folders() -> list[Fault]:
    def swap(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
        def before(folder: Path) -> None:
            remove(folder / "out" / name)
            make(folder / "out" / name)

        return before

    def lost(do: Callable[[Path], object]) -> Callable[[Path], None]:
        return lambda folder: when(folder, lambda: do(folder / "out"), stage="counts")

    def to_file(out: Path) -> None:
        out.rename(out.with_name("elsewhere"))
        out.write_text("mine", "utf-8")

    def arguments(name: str) -> Callable[[Path], list[str]]:
        return lambda f: ["report", str(f / "news.csv"), "--out", str(f / name), *OPTIONS]

    def looped(folder: Path) -> None:
        (folder / "elsewhere").symlink_to("elsewhere")

    def corpus_loop(folder: Path) -> None:
        (folder / "elsewhere").mkdir()
        shutil.copy(folder / "news.csv", folder / "elsewhere" / "news.csv")
        (folder / "elsewhere" / "again").symlink_to(folder / "elsewhere")

    group = "folders"
    return [
        Fault(group=group, name="removed in the work", inside=lost(_remove_all), spares=False),
        Fault(group=group, name="moved away in the work", spares=False,
              inside=lost(lambda out: out.rename(out.with_name("elsewhere")))),
        Fault(group=group, name="a file in the work", inside=lost(to_file), spares=False,
              after=lambda f: remove(f / "out")),
        Fault(group=group, name="a name of 4,000 letters",
              arguments=arguments("/".join([_DEEP] * 20)), says="too long"),
        Fault(group=group, name="a loop of links", before=looped,
              arguments=arguments("elsewhere")),
        Fault(group=group, name="a corpus with a loop of links", before=corpus_loop,
              arguments=lambda f: ["report", str(f / "elsewhere"), "--out", str(f / "beside"),
                                   *OPTIONS], after=lambda f: remove(f / "beside")),
        Fault(group=group, name="the manifest is a pipe", before=swap("manifest.json", os.mkfifo),
              after=lambda f: _old_manifest(f / "out" / "manifest.json"), spares=False),
        Fault(group=group, name="the manifest is a folder",
              before=swap("manifest.json", Path.mkdir), spares=False,
              after=lambda f: _old_manifest(f / "out" / "manifest.json")),
        Fault(group=group, name="a stage is a pipe", kept=True, before=_pipes_for_stages),
    ]  # fmt: skip


def _remove_all(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)  # while the run writes into it


def _pipes_for_stages(folder: Path) -> None:
    for path in (folder / "out" / FOLDER).glob("*/stage.json"):
        path.unlink()
        os.mkfifo(path)


def _old_manifest(path: Path) -> None:
    if not path.is_file():
        remove(path)
        shutil.copy(path.parents[1] / "old" / path.name, path)


def _clocks() -> list[Fault]:
    def stamped(stamp: float) -> Callable[[Path], None]:
        def before(folder: Path) -> None:
            for path in (folder / "news.csv", *(folder / "out").rglob("*")):
                os.utime(path, (stamp, stamp), follow_symlinks=False)

        return before

    def backward(folder: Path) -> None:
        del folder
        now, calls = time.time(), iter(range(10**9))
        time.time = lambda: now - 3600 * next(calls)

    return [
        Fault(group="clocks", name="files of the year 2100", before=stamped(4.1e9), kept=True),
        Fault(group="clocks", name="files of 1970", before=stamped(0.0), kept=True),
        Fault(group="clocks", name="back by an hour at each look", inside=backward, kept=True),
    ]

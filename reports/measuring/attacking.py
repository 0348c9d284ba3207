"""What all attacks share: a command under limits, the verdict on how it ended, the table.

A kind of attack is a module ``attack_NAME`` beside this one, with ``add_arguments(parser)`` and
``run(options)``, which yields an `Outcome` for each attack that is not in ``options.done``. The
first line of its docstring is its help.
"""

import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from topics._write import atomic_open
from topics.run.stages import source_hash
from topics.tables import write_csv

OUT = Path(__file__).parents[1] / "out" / "attack"
MEGABYTES, CPU_SECONDS = 2048, 20
# Wall seconds for each CPU second that is allowed: only what sleeps for ever comes so far, for it
# spends no CPU seconds. A process that other processes starve is no hang.
_WALL = 60
_LONGEST_LINE = 700


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended: its exit code (minus a signal), what it said, and what it took."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One attack: which, how it ended, whether that is right, and what was said."""

    group: str
    name: str
    ended: str
    right: bool
    seconds: float = 0.0
    megabytes: float = 0.0
    said: str = ""


def attacks() -> dict[str, ModuleType]:
    """Find the kinds of attack by the names of their modules."""
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    return {
        name.removeprefix("attack_"): importlib.import_module(f"measuring.{name}")
        for name in sorted(names)
        if name.startswith("attack_")
    }


def forked(
    action: Callable[[], int],
    folder: Path,
    *,
    megabytes: int = MEGABYTES,
    cpu_seconds: int = CPU_SECONDS,
) -> Ended:
    """Run an action in a fork of this process, under limits of its own.

    A fork has all that was imported, so that a thousand attacks take minutes and not hours. What
    the action raises is printed as Python would, and gives the code 1.
    """
    out, err = folder / "stdout", folder / "stderr"
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        _in_the_fork(action, out, err, megabytes << 20, cpu_seconds)
    deadline = start + _WALL * cpu_seconds
    pid = 0
    while pid == 0:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid == 0:
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                deadline = float("inf")
            time.sleep(0.002)
    return Ended(
        code=os.waitstatus_to_exitcode(status),
        out=_text(out),
        err=_text(err),
        seconds=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
    )


def _in_the_fork(
    action: Callable[[], int], out: Path, err: Path, memory: int, cpu_seconds: int
) -> None:
    code = 1
    try:
        for path, number in ((out, 1), (err, 2)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        code = action()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def forked_in_turn(
    actions: Sequence[Callable[[], int]],
    folder: Path,
    *,
    megabytes: int = MEGABYTES,
    cpu_seconds: int = CPU_SECONDS,
) -> list[Ended]:
    """Run actions one after another in one fork, each with its own time; as `forked` otherwise.

    Where one ends the fork, another fork goes on after it.
    """
    ended: list[Ended] = []
    while len(ended) < len(actions):
        ended += _turns(actions[len(ended) :], folder, megabytes << 20, cpu_seconds)
    return ended


def _turns(
    actions: Sequence[Callable[[], int]], folder: Path, memory: int, cpu_seconds: int
) -> list[Ended]:
    """Run actions until one ends the fork."""
    out, err, log = folder / "stdout", folder / "stderr", folder / "turns"
    log.write_text("", "utf-8")
    child = os.fork()
    if child == 0:
        _in_turn(actions, out, err, log, memory, cpu_seconds)
    pid, written, deadline = 0, 0, 0.0
    while pid == 0:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid == 0:
            size = log.stat().st_size
            if size != written or not deadline:
                written, deadline = size, time.monotonic() + _WALL * cpu_seconds
            if time.monotonic() > deadline:
                os.kill(child, signal.SIGKILL)
                deadline = float("inf")
            time.sleep(0.005)
    ended = [Ended(**json.loads(line)) for line in log.read_text("utf-8").splitlines()]
    if len(ended) < len(actions):
        code = os.waitstatus_to_exitcode(status)
        last = Ended(
            code=-signal.SIGXCPU if code == -signal.SIGPROF else code or 1,
            out=_text(out), err=_text(err),
            seconds=usage.ru_utime + usage.ru_stime - sum(one.seconds for one in ended),
            megabytes=usage.ru_maxrss / 1024,
        )  # fmt: skip
        ended.append(last)
    return ended


def _in_turn(
    actions: Sequence[Callable[[], int]],
    out: Path,
    err: Path,
    log: Path,
    memory: int,
    cpu_seconds: int,
) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for action in actions:
            for path, number in ((out, 1), (err, 2)):
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                os.dup2(handle, number)
                os.close(handle)
            start = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, cpu_seconds)  # its signal ends the process
            code = 1
            try:
                code = action()
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else 1
            except BaseException:
                traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            ended = Ended(
                code=code, out=_text(out), err=_text(err),
                seconds=time.process_time() - start,
                megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            )  # fmt: skip
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(asdict(ended))}\n")
    finally:
        os._exit(0)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def ended_as(ended: Ended) -> str:
    """Name how a command ended: "result", "line" (of an error), or what is wrong with it.

    >>> ended_as(Ended(code=2, out="", err="topics: no such file.", seconds=0, megabytes=0))
    'line'
    >>> ended_as(Ended(code=1, out="", err="Traceback (most recent", seconds=0, megabytes=0))
    'traceback'
    """
    if "Traceback (most recent" in ended.err:
        return "traceback"
    if ended.code == -signal.SIGXCPU:
        return "hang"  # its CPU seconds were spent
    if ended.code == -signal.SIGKILL:
        return "killed"  # it slept, or the machine had no memory for it
    if ended.code < 0:
        return f"signal {-ended.code}"
    errors = [line for line in ended.err.splitlines() if line.startswith("topics: ")]
    if ended.code == 0:
        return "result" if not errors else "result with an error"
    if len(errors) != 1 or ended.err.splitlines()[-1] != errors[0]:
        return "no line" if not errors else "several lines"
    return "line" if len(errors[0]) <= _LONGEST_LINE else "long line"


def summary(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """Count attacks by group: how many, how they ended, how many right, the most they took."""
    table = pd.DataFrame(map(asdict, outcomes))
    groups = table.groupby("group", sort=False)
    return pd.DataFrame(
        {
            "attacks": groups.size(),
            "right": groups["right"].sum(),
            "lines": groups["ended"].agg(lambda ended: int((ended == "line").sum())),
            "results": groups["ended"].agg(lambda ended: int((ended == "result").sum())),
            "most_seconds": groups["seconds"].max(),
            "most_megabytes": groups["megabytes"].max(),
        }
    ).reset_index()


class Log:
    """Outcomes in a file as they come: an attack that was stopped goes on from there.

    Parameters
    ----------
    kind : str
        Of attack.
    options : dict
        What decides which attacks are made.
    again : bool
        Begin anew, whatever is there. Anything but the same options and the same code begins anew
        by itself.
    """

    def __init__(self, kind: str, options: dict[str, Any], *, again: bool = False) -> None:
        self.path = OUT / f"{kind}.jsonl"
        self.outcomes: list[Outcome] = []
        head = json.dumps({"options": options, "source": source_hash()}, sort_keys=True)
        lines = self.path.read_text("utf-8").splitlines() if self.path.is_file() else []
        if not again and lines[:1] == [head]:
            self.outcomes = [Outcome(**json.loads(line)) for line in lines[1:] if line[-1] == "}"]
            print(f"{len(self.outcomes):,} attacks were made before", flush=True)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_open(self.path) as file:
            file.write("".join(f"{line}\n" for line in [head, *map(_as_line, self.outcomes)]))

    @property
    def done(self) -> set[tuple[str, str]]:
        """Group and name of every attack that was made."""
        return {(outcome.group, outcome.name) for outcome in self.outcomes}

    def add(self, outcome: Outcome) -> None:
        """Write an outcome down."""
        self.outcomes.append(outcome)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{_as_line(outcome)}\n")


def _as_line(outcome: Outcome) -> str:
    return json.dumps(asdict(outcome))


def report(kind: str, outcomes: Iterable[Outcome], log: Log) -> int:
    """Print the table and what ended wrong; return 1 when anything did."""
    for outcome in outcomes:
        log.add(outcome)
    done = log.outcomes
    if not done:
        print("no attack was made")
        return 1
    wrong = [outcome for outcome in done if not outcome.right]
    for one in wrong:
        print(f"WRONG {one.group}/{one.name}: {one.ended}: {one.said[-300:]!r}", flush=True)
    write_csv(pd.DataFrame(map(asdict, done)), OUT / f"{kind}.csv")
    print(summary(done).round(1).to_string(index=False))
    print(f"{len(done) - len(wrong):,} of {len(done):,} right; {OUT / kind}.csv")
    return 1 if wrong else 0

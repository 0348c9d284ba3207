"""What all attacks share: a command under limits, the verdict on how it ended, the table.

A kind of attack is a module ``attack_NAME`` beside this one, with ``add_arguments(parser)`` and
``run(options)``, which yields an `Outcome` for each attack. The first line of its docstring is its
help.
"""

import importlib
import os
import pkgutil
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

import pandas as pd

from topics.tables import write_csv

OUT = Path(__file__).parents[1] / "out" / "attack"
MEGABYTES, CPU_SECONDS = 2048, 20
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
    # a process that sleeps spends no CPU seconds
    deadline = start + 10 * cpu_seconds
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
        out=out.read_text(encoding="utf-8", errors="replace"),
        err=err.read_text(encoding="utf-8", errors="replace"),
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


def ended_as(ended: Ended) -> str:
    """Name how a command ended: "result", "line" (of an error), or what is wrong with it.

    >>> ended_as(Ended(code=2, out="", err="topics: no such file.", seconds=0, megabytes=0))
    'line'
    >>> ended_as(Ended(code=1, out="", err="Traceback (most recent", seconds=0, megabytes=0))
    'traceback'
    """
    if "Traceback (most recent" in ended.err:
        return "traceback"
    if ended.code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "hang"
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


def report(kind: str, outcomes: Iterable[Outcome]) -> int:
    """Print the table and what ended wrong; return 1 when anything did."""
    done = []
    for outcome in outcomes:
        done.append(outcome)
        if not outcome.right:
            print(
                f"WRONG {outcome.group}/{outcome.name}: {outcome.ended}: {outcome.said[-300:]!r}",
                flush=True,
            )
    if not done:
        print("no attack was made")
        return 1
    write_csv(pd.DataFrame(map(asdict, done)), OUT / f"{kind}.csv")
    print(summary(done).round(1).to_string(index=False))
    wrong = [outcome for outcome in done if not outcome.right]
    print(f"{len(done) - len(wrong):,} of {len(done):,} right; {OUT / kind}.csv")
    return 1 if wrong else 0

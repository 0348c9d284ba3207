"""Reports killed at random instants of every stage, resumed, and compared with one left alone.

Kills come in chains, as they would on a machine that keeps failing: a run is killed in one stage
after another, each time going on from what the last one left, and must end with the same bytes in
every file, stages included. A run that goes on must take all stages that stood when the one before
was killed.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from measuring.attacking import Outcome
from topics.cli import main
from topics.run.kept import FOLDER, stage_folders
from topics.run.stages import STAGES
from topics.simulate import simulate_corpus
from topics.tables import write_csv
from topics.writing.replace import hash_below
from topics.writing.staging import JOURNAL, PREFIX

TARGETS = (*STAGES, "publishing")
_CHAIN = 50
_WEIGHTS = [1 if name == "figures" else 4 for name in TARGETS]  # figures take most of the time
_PUBLISHING = 0.02  # seconds, about
_PATIENCE = 600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this attack."""
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)


def run(options: argparse.Namespace) -> Iterator[Outcome]:
    """Yield how each killed run ended."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        chains = [min(_CHAIN, options.kills - at) for at in range(0, options.kills, _CHAIN)]
        made = {name.partition(":")[0] for _, name in options.done}
        left = [n for n in range(len(chains)) if str(n) not in made]
        if not left:
            return
        attack = prepare(folder, options.documents)
        for number in left:
            rng = random.Random(f"{options.seed} {number}")
            more = max(0, chains[number] - len(TARGETS))
            targets = [*TARGETS, *rng.choices(TARGETS, _WEIGHTS, k=more)][: chains[number]]
            outcomes = attack.chain(sorted(targets, key=TARGETS.index), rng)
            # Written down together: a chain that is stopped is made again as a whole.
            yield from [replace(one, name=f"{number}: {one.name}") for one in outcomes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A command, how long its stages take, and the files that it must come to.

    Parameters
    ----------
    arguments : list of str
        Of the command.
    out : Path
        Its folder.
    durations : dict
        Seconds by target.
    goal : dict
        Hashes of the files of a run that was left alone.
    """

    arguments: list[str]
    out: Path
    durations: dict[str, float]
    goal: dict[str, str]

    def chain(self, targets: list[str], rng: random.Random) -> list[Outcome]:
        """Kill one run after another, each in its target; then let one come to the end."""
        shutil.rmtree(self.out, ignore_errors=True)
        kills: list[tuple[str, float, str]] = []
        for target in targets:
            before = [name for name in _stand(self.out) if name != "figures"]
            child = start(self.arguments, self.out.parent)
            delay = rng.random() * self.durations[target]
            if not _reached(self.out, target, child, before):
                wait(child)  # it came to its end before
                break
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            kills.append((target, delay, self._taken(before)))
        before = [name for name in _stand(self.out) if name != "figures"]
        code = wait(start(self.arguments, self.out.parent))
        said = self._taken(before) if code == 0 else _said(self.out)
        changed = _changed(self.goal, everything(self.out))
        right = code == 0 and not (said or changed or any(wrong for *_, wrong in kills))
        return [
            Outcome(
                group=target, name=f"{number + 1} of {len(kills)}", ended=f"exit {code}",
                right=right, seconds=delay, said=f"{wrong}{said}{changed}",
            )
            for number, (target, delay, wrong) in enumerate(kills)
        ]  # fmt: skip

    def _taken(self, before: list[str]) -> str:
        """Say which stages stood before and were not taken by the last run, as far as it came."""
        said = _said(self.out)
        taken = {name for name in STAGES if f"{name}: as kept" in said}
        new = set(_stand(self.out)) - {*before, "figures"}
        last = max((i for i, name in enumerate(STAGES) if name in taken | new), default=-1)
        made = [name for name in list(STAGES)[: last + 1] if name in before and name not in taken]
        return f"made again: {' '.join(made)}. " if made else ""


def prepare(folder: Path, n_docs: int) -> Attack:
    """Write a corpus, run a report on it twice and see how long each stage takes."""
    out = folder / "out"
    write_corpus(folder / "news.csv", n_docs)
    arguments = ["report", str(folder / "news.csv"), "--out", str(out)]
    arguments += ["--topics", "4", "--restarts", "6", "--refits", "2", "--draws", "40"]
    arguments += ["--max-countries", "1", "--compare", "KAZ-UZB", "--trends", "year"]
    arguments += ["--unit", "document", "--duplicates", "exact", "--language-check", "off"]
    _quietly(arguments, folder)  # what is imported and compiled here, forks have
    shutil.rmtree(out)
    child = start(arguments, folder)
    seen = {}
    begun = time.monotonic()
    for target in TARGETS[1:]:
        if not _reached(out, target, child, []):
            break
        seen[target] = time.monotonic()
    wait(child)
    times = [begun, *seen.values()]
    durations = {
        target: later - earlier
        for target, earlier, later in zip(TARGETS, times, times[1:], strict=False)
    }
    durations = {target: durations.get(target, _PUBLISHING) for target in TARGETS}
    return Attack(arguments=arguments, out=out, durations=durations, goal=everything(out))


def write_corpus(path: Path, n_docs: int) -> None:
    """Write documents about three countries, with words of planted topics."""
    planted = simulate_corpus(n_docs=n_docs, n_countries=3, n_topics=4, n_words=400, seed=3)
    table = planted.counts.toarray()
    names = ("Kazakhstan", "Uzbekistan", "Mongolia")
    rows = []
    for number, counts in enumerate(table):
        words = [_spelled(int(i)) for i in counts.nonzero()[0] for _ in range(int(counts[i]))]
        random.Random(number).shuffle(words)
        rows.append(
            {
                "doc_id": f"d{number:05}",
                "date": f"{2021 + number % 3}-05-{1 + number % 28:02}",
                "text": f"{names[number % 3]} and its people. {' '.join(words)}.",
            }
        )
    import pandas as pd

    write_csv(pd.DataFrame(rows), path)


def _spelled(number: int) -> str:
    """Spell a number as a word that no list of words has."""
    letters = "aeiou", "bdfgklmnprstvz"
    word = ""
    for place in range(6):
        own = letters[1 - place % 2]
        word += own[number % len(own)]
        number = number // len(own) + 7
    return word


def start(arguments: list[str], folder: Path) -> int:
    """Run a command in a fork; return its process."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with (folder / "said").open("w") as said:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
            code = main(arguments)
            sys.stderr.flush()
        finally:
            os._exit(code)
    return child


def wait(child: int) -> int:
    """Return the exit code of a process."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def everything(out: Path) -> dict[str, str]:
    """Return the hashes of all files in a folder, hidden ones and the manifest too."""
    return hash_below(out) | {path.name: "left behind" for path in out.glob(f"{PREFIX}*")}


def _reached(out: Path, target: str, child: int, stood: list[str]) -> bool:
    """Wait for a run to come to a stage; return False if it has ended."""
    number = TARGETS.index(target)
    before = TARGETS[number - 1] if number else ""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if target == "publishing":
            there = any(path.exists() for path in out.glob(f"{PREFIX}*/{JOURNAL}"))
        else:
            there = not before or f"{before}: as kept" in _said(out)
            there = there or (before not in stood and before in _stand(out))
        if there:
            return True
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return False
        time.sleep(0.001)
    raise TimeoutError(f"{target} is not reached")


def _stand(out: Path) -> list[str]:
    """Return the stages that are whole."""
    whole = [path.name for path in stage_folders(out / FOLDER) if path.suffix == ""]
    return [name for name in STAGES if any(path.startswith(f"{name}-") for path in whole)]


def _said(out: Path) -> str:
    return (out.parent / "said").read_text("utf-8")


def _changed(goal: dict[str, str], found: dict[str, str]) -> str:
    names = [name for name in goal.keys() | found.keys() if goal.get(name) != found.get(name)]
    return f"other bytes: {' '.join(sorted(names)[:5])}" if names else ""


def _quietly(arguments: list[str], folder: Path) -> None:
    with (folder / "said").open("w") as said:
        before = [os.dup(1), os.dup(2)]
        for number in (1, 2):
            os.dup2(said.fileno(), number)
        try:
            code = main(arguments)
        finally:
            for number, handle in enumerate(before, start=1):
                os.dup2(handle, number)
    if code:
        raise RuntimeError((folder / "said").read_text("utf-8"))

"""The branches that the tests take: measured by coverage, kernels too, and counted by room."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest
from tqdm.auto import tqdm

ROOT = Path(__file__).parents[2]
OUT = Path(__file__).parents[1] / "out" / "branches"
# Tests of what numba compiles, which coverage cannot look into: small ones of text. Topics and
# estimates are made in plain Python by tests/test_kernels_plain.py.
PLAIN = (
    "tests/test_bow.py", "tests/test_tokens.py", "tests/test_cleaning.py",
    "tests/test_cleaning_pages.py",
)  # fmt: skip
SETTINGS = """
[run]
branch = true
parallel = true
source = {root}/topics
data_file = {out}/.coverage
patch = subprocess
sigterm = true
disable_warnings = no-data-collected, module-not-imported, module-not-measured, couldnt-parse

[report]
exclude_also =
    if TYPE_CHECKING:
    @overload
    raise AssertionError
"""
LIMIT = "BRANCHES_SECONDS_A_TEST"


def pytest_configure() -> None:
    """Let numpy stand in for what only the compiler knows."""
    from measuring.plain_rows import stand_in

    stand_in()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Give up a test, with its fixtures, that takes too long (of this process); a plugin."""

    def stop(*_: object) -> NoReturn:
        raise TimeoutError("longer than it may be as plain Python")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, float(os.environ.get(LIMIT, "20")), 0.5)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def measure(
    *, tests: Sequence[str], plain: Sequence[str], limit: float, workers: int, more: bool, out: Path
) -> str:
    """Run the tests under coverage, then those of kernels as plain Python; say what was taken.

    Each file of tests has a process of its own: one that is killed takes no other's data with it.
    """
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    settings = out / "coveragerc"
    settings.write_text(SETTINGS.format(root=ROOT, out=out), "utf-8")
    if not more:
        for old in out.glob(".coverage*"):
            old.unlink()
    overflow = "ignore:overflow encountered:RuntimeWarning"  # numpy tells of it, numba does not
    by_itself = ["-p", "measuring.branches", "--tb=no", "-W", overflow]
    own = {"NUMBA_DISABLE_JIT": "1", LIMIT: str(limit)}
    every: list[tuple[str, dict[str, str]]] = [(name, {}) for name in tests or _all_tests()]
    runs = [*every, *((name, own) for name in plain)]
    with ThreadPoolExecutor(workers) as pool:
        jobs = [
            pool.submit(_test, settings, [*(by_itself if env else []), name], env)
            for name, env in runs
        ]
        for job in tqdm(as_completed(jobs), total=len(jobs), unit=" files", disable=None):
            job.result()
    _coverage("combine", "--quiet", *(["--append"] if more else []), settings=settings)
    _coverage("json", "--quiet", "-o", str(out / "coverage.json"), settings=settings)
    found = json.loads((out / "coverage.json").read_text("utf-8"))
    files = table_of(found)
    files.to_csv(out / "files.csv", index=False)
    rooms = by_room(files)
    rooms.to_csv(out / "rooms.csv", index=False)
    return rooms.to_string(index=False)


def _all_tests() -> list[str]:
    tests = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/test_*.py"))
    return [*tests, "topics", "reports/measuring"]


def _test(settings: Path, arguments: Sequence[str], own: Mapping[str, str]) -> None:
    # Tests may fail here, as those do that count seconds: what they ran counts nevertheless.
    said = _coverage(
        "run", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "measuring.own_signals",
        *arguments,
        settings=settings, check=False, stdout=subprocess.PIPE, **own,
    )  # fmt: skip
    tqdm.write(f"{arguments[-1]}: {said.strip().rpartition(chr(10))[2]}")


def _coverage(
    what: str, *arguments: str, settings: Path, check: bool = True, stdout: int | None = None,
    **own: str,
) -> str:  # fmt: skip
    paths = os.pathsep.join([str(ROOT), str(ROOT / "reports")])
    done = subprocess.run(
        [sys.executable, "-m", "coverage", what, f"--rcfile={settings}", *arguments],
        cwd=ROOT, check=check, env={**os.environ, "PYTHONPATH": paths, **own},
        stdout=stdout, text=True,
    )  # fmt: skip
    return done.stdout or ""


def table_of(found: dict[str, Any]) -> pd.DataFrame:
    """Return a row a file of what `coverage json` found: its branches, those taken, and which not.

    Examples
    --------
    >>> part = {"summary": {"num_branches": 4, "covered_branches": 3, "num_statements": 9,
    ...         "covered_lines": 9}, "missing_branches": []}
    >>> print(table_of({"files": {"topics/lda/fit.py": part}}).to_csv(index=False).split()[1])
    topics/lda/fit.py,lda,4,3,9,9,
    """
    rows = []
    for path, part in sorted(found["files"].items()):
        inner = Path(path).parts[1:]
        counts = part["summary"]
        rows.append(
            (
                path, inner[0] if len(inner) > 1 else "topics", counts["num_branches"],
                counts["covered_branches"], counts["num_statements"], counts["covered_lines"],
                "; ".join(f"{start} to {end}" for start, end in part["missing_branches"]),
            )
        )  # fmt: skip
    columns = ["path", "room", "branches", "taken", "lines", "run", "not_taken"]
    return pd.DataFrame(rows, columns=columns)


def by_room(files: pd.DataFrame) -> pd.DataFrame:
    """Return how many branches and lines of each room are taken, in percent, and of them all.

    Examples
    --------
    >>> files = pd.DataFrame({"room": ["a", "a", "b"], "branches": [2, 2, 4], "taken": [2, 1, 4],
    ...                       "lines": [5, 5, 10], "run": [5, 4, 10]})
    >>> by_room(files)[["room", "branch_percent", "line_percent"]].values.tolist()
    [['a', 75.0, 90.0], ['b', 100.0, 100.0], ['all', 87.5, 95.0]]
    """
    names = ["branches", "taken", "lines", "run"]
    sums = files.groupby("room")[names].sum()
    sums.loc["all"] = sums.sum()
    sums.insert(2, "branch_percent", (100 * sums["taken"] / sums["branches"]).round(1))
    sums["line_percent"] = (100 * sums["run"] / sums["lines"]).round(1)
    return sums.reset_index()

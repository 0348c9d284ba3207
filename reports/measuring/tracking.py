"""What is measured by version: costs of the steps on the sample, a row for each in one file."""

import argparse
import contextlib
import csv
import datetime
import io
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import topics
from topics._write import atomic_open
from topics.errors import TopicsError
from topics.report.manifest import machine
from topics.run.config import ReportConfig, sample_folder

FILE = Path(__file__).parents[1] / "benchmarks.csv"
COLUMNS = ("date", "version", "machine", "what", "value", "unit")
CPU = "s of processor"
_IMPORT = "import time, topics; print(time.process_time())"
_HELP = (
    "import time\nfrom topics.cli import build_parser\nbuild_parser().format_help()\n"
    "print(time.process_time())"
)


def start(code: str) -> float:
    """Return the processor's seconds of a process of its own, the least of five."""
    done = [subprocess.check_output([sys.executable, "-c", code], text=True) for _ in range(5)]
    return min(map(float, done))


def timed(work: Callable[[], object], *, times: int = 3) -> float:
    """Return the processor's seconds of some work, the least of a few times.

    >>> timed(lambda: None) < 0.1
    True
    """
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def read() -> float:
    """Time reading and cleaning the 280 sample briefs."""
    folder = sample_folder() / "briefs"
    return timed(lambda: topics.clean_corpus(topics.read_corpus(folder)))


def countries() -> float:
    """Time finding and weighing the countries of the sample briefs."""
    cleaned, _ = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
    return timed(lambda: topics.country_weights(topics.find_countries(cleaned), cleaned))


def fit() -> float:
    """Time a fit of 8 topics to the sample briefs, 50 starts."""
    cleaned, _ = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
    bow = topics.count_corpus(cleaned, mentions=topics.find_countries(cleaned), min_docs=3)
    config = topics.LDAConfig(n_topics=8, restarts=50, seed=1)
    with contextlib.redirect_stderr(io.StringIO()):
        return timed(lambda: topics.fit_lda(bow, config))


def report() -> float:
    """Time the whole report on the sample, with its own settings, once."""
    from topics.report.write import write_report
    from topics.run.analyse import analyse

    config = ReportConfig.from_toml(sample_folder() / "report.toml")
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        return timed(lambda: write_report(analyse(config), Path(folder) / "report"), times=1)


WHATS: dict[str, tuple[str, Callable[[], float]]] = {
    "import": ("import topics", lambda: start(_IMPORT)),
    "help": ("topics --help", lambda: start(_HELP)),
    "read": ("read and clean the sample", read),
    "countries": ("find and weigh the countries of the sample", countries),
    "fit": ("fit 8 topics to the sample, 50 starts", fit),
    "report": ("report on the sample", report),
}


def append(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    """Add rows to the file, which is written whole; what stands there stays as it is."""
    old = path.read_text("utf-8") if path.exists() else ",".join(COLUMNS) + "\n"
    if old.partition("\n")[0] != ",".join(COLUMNS):
        raise TopicsError(
            f"{path}: has other columns than {', '.join(COLUMNS)}. Name another file."
        )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    with atomic_open(path) as file:
        file.write(old + text.getvalue())


def main(description: str | None) -> None:
    """Measure what is asked for and append it."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--what", nargs="+", choices=list(WHATS), default=list(WHATS))
    parser.add_argument("--file", type=Path, default=FILE, help="(default: reports/benchmarks.csv)")
    arguments = parser.parse_args()
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    here = f"{machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    rows = []
    for name in arguments.what:
        what, measure = WHATS[name]
        rows.append((day, topics.__version__, here, what, f"{measure():.3g}", CPU))
        print(", ".join(rows[-1]), flush=True)
    append(arguments.file, rows)

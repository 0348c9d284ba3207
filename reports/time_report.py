"""Time a whole report, stage by stage: python reports/time_report.py [CORPUS] [--topics 30] ..."""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topics.cli.settings import add_settings, configured
from topics.report import write
from topics.run.analyse import analyse

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

# What a report is made of, by what makes it and writes it.
PARTS = {
    "derived_tables": "tables for figures and pages",
    "make_pages": "pages of the PDF",
    "make_figures": "figures",
    "write_html": "HTML",
}


def main() -> None:
    """Say after each stage how many seconds, of the clock and of the processor, have gone by."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="*", help="files and folders (default: the sample corpus)")
    parser.add_argument("--config", help="settings in TOML")
    parser.add_argument("--times", type=int, default=1, help="reports to write of one analysis")
    add_settings(parser)
    arguments = parser.parse_args()
    start, used = time.perf_counter(), time.process_time()

    def say(message: str) -> None:
        clock, processor = time.perf_counter() - start, time.process_time() - used
        print(f"{clock:7.1f} s {processor:7.1f} s  {message}", flush=True)

    analysis = analyse(configured(arguments), say=say)
    mixing = analysis.diagnostics["mixing"]
    say(
        f"{1 - mixing['unsettled']:.1%} of the shares settled, after {mixing['n_sweeps']:,} sweeps "
        f"in {mixing['n_fits']} fits; the report begins"
    )
    for _ in range(arguments.times):
        for part, seconds in time_parts(analysis).items():
            print(f"{seconds:19.2f} s  {part}", flush=True)
    say("report written")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


def time_parts(analysis: "Analysis") -> dict[str, float]:
    """Write a report into a folder for a while; return the processor's seconds for each part."""
    spent: dict[str, float] = {}
    start = time.process_time()
    with timed(spent), tempfile.TemporaryDirectory() as folder:
        write.write_report(analysis, Path(folder) / "report")
    drawn = sum(spent[PARTS[name]] for name in ("make_pages", "make_figures", "write_html"))
    whole = time.process_time() - start
    others = whole - drawn - spent[PARTS["derived_tables"]]
    return spent | {"all else": others, "figures, pages and HTML together": drawn}


@contextmanager
def timed(spent: dict[str, float]) -> Iterator[None]:
    """Note in `spent` how long each part of a report takes while the block runs."""

    def watched(part: str, make: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            start = time.process_time()
            made = make(*args, **options)
            spent[part] = time.process_time() - start
            return made

        return run

    before = {name: getattr(write, name) for name in PARTS}
    for name, part in PARTS.items():
        setattr(write, name, watched(part, before[name]))
    try:
        yield
    finally:
        for name, make in before.items():
            setattr(write, name, make)


if __name__ == "__main__":
    main()

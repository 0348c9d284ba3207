"""Time a whole report, stage by stage: python reports/time_report.py CORPUS [--topics 30] ..."""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from topics.report.write import write_report
from topics.run.analyse import analyse
from topics.run.config import ReportConfig


def main() -> None:
    """Say after each stage how many seconds, of the clock and of the processor, have gone by."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", help="file or folder to read")
    for name, default in (("topics", 30), ("restarts", 20), ("draws", 500), ("refits", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    arguments = vars(parser.parse_args())
    config = ReportConfig(n_topics=arguments.pop("topics"), **arguments)
    start, used = time.perf_counter(), time.process_time()

    def say(message: str) -> None:
        clock, processor = time.perf_counter() - start, time.process_time() - used
        print(f"{clock:7.1f} s {processor:7.1f} s  {message}", flush=True)

    analysis = analyse(config, say=say)
    with tempfile.TemporaryDirectory() as folder:
        say("analysed; the report begins")
        write_report(analysis, Path(folder) / "report")
        say("report written")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()

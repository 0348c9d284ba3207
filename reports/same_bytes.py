"""Whether a report is the same bytes elsewhere: python reports/same_bytes.py."""

import argparse
from pathlib import Path

from measuring.same_bytes import ELSEWHERE, OUT, measure


def main() -> None:
    """Make the report of the sample in several ways, and say which files differ from the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", nargs="*", default=list(ELSEWHERE), choices=list(ELSEWHERE),
                        metavar="WAY", help="of: " + ", ".join(ELSEWHERE))  # fmt: skip
    parser.add_argument("--python", nargs="*", type=Path, default=[], metavar="FILE",
                        help="other interpreters, which have what the package needs")  # fmt: skip
    parser.add_argument("--report", nargs="*", default=[], metavar="ARG",
                        help="settings of the report as NAME=VALUE, such as draws=50")  # fmt: skip
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER",
                        help="of the reports (default: reports/out/same_bytes)")  # fmt: skip
    print(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()

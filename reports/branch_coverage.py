"""Which branches of the package its tests take, by room: python reports/branch_coverage.py."""

import argparse
from pathlib import Path

from measuring.branches import OUT, PLAIN, measure


def main() -> None:
    """Run the tests under coverage, write tables to reports/out/branches, print them by room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", nargs="*", default=[], metavar="PATH",
                        help="files or folders of tests (default: all)")  # fmt: skip
    parser.add_argument("--plain", nargs="*", default=PLAIN, metavar="PATH", help="tests that are "
                        "run once more with what numba compiles as plain Python")  # fmt: skip
    parser.add_argument("--limit", type=float, default=20, metavar="SECONDS", help="a test "
                        "of --plain is given up after so long: what it ran counts")  # fmt: skip
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--more", action="store_true", help="add to what earlier calls found, as "
                        "where rooms are measured one by one")  # fmt: skip
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER",
                        help="of what was found (default: reports/out/branches)")  # fmt: skip
    print(measure(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()

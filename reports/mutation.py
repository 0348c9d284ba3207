"""Change the code at random places, and see whether the tests tell: python reports/mutation.py."""

import argparse
from pathlib import Path

from measuring.mutation import OUT, SOURCES
from measuring.mutation_run import measure


def main() -> None:
    """Map the tests to functions, try a sample of mutants, write tables to reports/out/mutation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=300, help="mutants in the sample (default: 300)")
    parser.add_argument("--all", action="store_true", help="try every mutant: a day's work")
    parser.add_argument("--seed", type=int, default=0, help="seed of the sample (default: 0)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    parser.add_argument(
        "--budget", type=float, default=60, metavar="SECONDS",
        help="tests that fit into this are run, the quick and narrow first (default: 60)",
    )  # fmt: skip
    parser.add_argument("--only", nargs="*", default=SOURCES, metavar="PATTERN", help="files that "
                        "are mutated, such as 'topics/estimate/*.py'")  # fmt: skip
    parser.add_argument("--kernels", action="store_true", help="mutate what numba compiles, and "
                        "run it as plain Python: map a few small tests")  # fmt: skip
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="of the tables "
                        "and of the map (default: reports/out/mutation)")  # fmt: skip
    parser.add_argument("--map", action="store_true", help="map the tests anew; needed when tests "
                        "or code have changed")  # fmt: skip
    parser.add_argument("--tests", nargs="*", default=[], metavar="ARG", help="files or tests "
                        "to map (default: all); options of pytest in PYTEST_ADDOPTS")  # fmt: skip
    options = vars(parser.parse_args())
    n = None if options.pop("all") else options["n"]
    print(measure(**options | {"n": n}))


if __name__ == "__main__":
    main()

"""Draw one figure of every kind from a saved run: python reports/figures.py report/tables OUT."""

import argparse
import time
from pathlib import Path

from topics.plots.kinds import plot_run
from topics.plots.style import PRESETS


def main() -> None:
    """Draw, and say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path, help="folder `tables` of a run")
    parser.add_argument("folder", type=Path, help="where to write the figures")
    parser.add_argument("--style", choices=PRESETS, default="report")
    parser.add_argument("--boundaries", type=Path, help="GeoJSON of countries, for a choropleth")
    arguments = parser.parse_args()
    start, used = time.perf_counter(), time.process_time()
    paths = plot_run(**vars(arguments))
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    print(f"{len(paths)} figures in {seconds:.1f} s ({processor:.1f} s of processor time)")


if __name__ == "__main__":
    main()

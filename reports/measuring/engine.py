"""The parts of the benchmark of the LDA engine, run one after another."""

import argparse
import sys
import warnings
from pathlib import Path

import pandas as pd

from measuring import engine_costs as costs
from measuring import engine_peers as peers
from measuring import engine_quality as quality
from measuring.engine_data import records
from topics.errors import TopicsError
from topics.tables import write_csv

PARTS = {
    "vb": quality.measure_vb,
    "quality": quality.measure_quality,
    "priors": quality.measure_priors,
    "restarts": quality.measure_restarts,
    "text": costs.measure_text,
    "bits": costs.measure_bits,
    "scaling": costs.measure_scaling,
    "memory": costs.measure_memory,
    "starts": costs.measure_starts,
    "apply": costs.measure_apply,
}


def main(description: str) -> int:
    """Run the parts asked for and write their tables."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="+", choices=[*PARTS, "pdf"])
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, default=Path("reports/out/benchmark_lda"))
    parser.add_argument("--corpora", nargs="+", default=["reuters", "speeches", "passages"])
    parser.add_argument("--tools", nargs="+", default=list(peers.FITTERS))
    parser.add_argument("--topics", nargs="+", type=int, default=[50])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--docs", type=int, default=0, help="use this many documents at most")
    parser.add_argument("--simulations", type=int, default=50)
    parser.add_argument("--append", action="store_true", help="add to an earlier table")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    warnings.simplefilter("ignore", RuntimeWarning)  # tomotopy: results differ if workers != 1
    try:
        for part in args.parts:
            _run(part, args)
    except TopicsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _run(part: str, args: argparse.Namespace) -> None:
    if part == "pdf":
        from measuring.engine_figures import write_pdf

        print(write_pdf(args.out))
        return
    path = args.out / f"{part}.csv"
    rows = records(path) if args.append and path.exists() else []
    for row in PARTS[part](args):
        cells = (f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items())
        print("  ".join(cells), flush=True)
        rows.append(row)
        write_csv(pd.DataFrame(rows), path)

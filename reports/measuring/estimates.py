"""The parts of the validation of estimates."""

import argparse
from pathlib import Path

from measuring.estimates_directed import directed
from measuring.estimates_effects import slopes
from measuring.estimates_equal import equal
from measuring.estimates_given import given
from measuring.estimates_pages import pages
from measuring.estimates_pairs import SETTINGS, pairs, pairs_reuters
from measuring.estimates_planted import TRIALS, simulation
from measuring.estimates_real import reuters, speeches
from measuring.estimates_scale import pairs_scale, scale
from measuring.estimates_trends import trends
from topics.tables import write_csv


def main(description: str) -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parts = [
        "simulation", "reuters", "speeches", "scale", "pairs", "pairs-reuters",
        "pairs-scale", "given", "directed", "effects", "trends", "equal", "pages",
    ]  # fmt: skip
    parser.add_argument("part", choices=parts)
    parser.add_argument("--out", type=Path, default=Path("reports/out/validate_estimates"))
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument(
        "--first-seed", type=int, default=2,
        help="seeds 0 and 1 of the simulation were looked at while the sampler was made",
    )  # fmt: skip
    parser.add_argument("--seeds", type=int, default=3, help="number of seeds")
    parser.add_argument(
        "--trials", type=int, nargs="+", choices=range(len(TRIALS)), metavar="NUMBER",
        help="of the simulation or of pairs, only these trials, counted from 0",
    )  # fmt: skip
    parser.add_argument("--unit", choices=["document", "evidence"], default="document")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    seeds = range(args.first_seed, args.first_seed + args.seeds)
    if args.part == "simulation":
        chosen = args.trials or range(len(TRIALS))
        simulation(args.out, chosen, seeds, args.unit, args.threads)
    elif args.part == "scale":
        scale(args.out, args.threads)
    elif args.part == "pairs-scale":
        pairs_scale(args.out, args.threads)
    elif args.part == "pairs":
        pairs(args.out, args.trials or range(len(SETTINGS)), seeds, args.threads)
    elif args.part == "given":
        given(args.out, seeds, args.threads)
    elif args.part == "effects":
        slopes(args.out, seeds)
    elif args.part == "trends":
        trends(args.out, seeds, args.threads)
    elif args.part == "equal":
        equal(args.out, seeds, args.threads)
    elif args.part == "pages":
        pages(args.out)
    else:
        part = {
            "reuters": reuters,
            "speeches": speeches,
            "pairs-reuters": pairs_reuters,
            "directed": directed,
        }[args.part]
        for seed in seeds:
            path = args.out / f"{args.part}-{seed}.csv"
            if not path.exists():
                write_csv(part(args.data, seed, args.threads), path)

"""Check the estimates against planted truth, editorial labels, and halves of speeches.

    python reports/validate_estimates.py simulation --seeds 3
    python reports/validate_estimates.py reuters --data ../shared/data
    python reports/validate_estimates.py speeches --data ../shared/data
    python reports/validate_estimates.py pages

Every finished trial is kept in the output folder, and a second run makes only what is missing.
`pages` puts what is there into validate_estimates.pdf.
"""

import argparse
from pathlib import Path

import pandas as pd

from topics._write import atomic_open
from topics.estimate.trial import Trial, run_trial

LONG, SHORT = (30, 200), (10, 30)
TRIALS = [
    Trial(name="base: 1,000 docs, 12 countries, 8 topics", planted={"n_docs": 1000}, authors=True),
    Trial(name="200 docs, 5 countries", planted={"n_docs": 200, "n_countries": 5}, authors=True),
    Trial(name="5,000 docs", planted={"n_docs": 5000}),
    Trial(name="10 words", planted={"n_docs": 1000, "length": (10, 10)}),
    Trial(name="200 words", planted={"n_docs": 1000, "length": (200, 200)}),
    Trial(name="60 countries", planted={"n_docs": 2000, "n_countries": 60}),
    Trial(name="5 topics", planted={"n_docs": 1000, "n_topics": 5}),
    Trial(
        name="20 topics",
        planted={"n_docs": 2000, "n_countries": 20, "n_topics": 20, "n_words": 1500},
    ),
    Trial(
        name="20 topics, 10-30 words",
        planted={
            "n_docs": 5000, "n_countries": 20, "n_topics": 20, "n_words": 1500, "length": SHORT,
        },
    ),
    Trial(
        name="50 topics, 50-150 words",
        planted={
            "n_docs": 5000, "n_countries": 20, "n_topics": 50, "n_words": 2000,
            "length": (50, 150),
        },
    ),
    Trial(name="1 country by doc", planted={"n_docs": 1000, "countries_per_doc": (1.0,)}),
    Trial(
        name="2-4 countries by doc",
        planted={"n_docs": 1000, "countries_per_doc": (0.0, 0.4, 0.3, 0.3)},
    ),
    Trial(name="30 % false mentions", planted={"n_docs": 1000, "weight_noise": 0.3}),
    Trial(
        name="30 % false mentions, p_about withheld",
        planted={"n_docs": 1000, "weight_noise": 0.3},
        use_p_about=False,
    ),
    Trial(name="40 clusters", planted={"n_docs": 1000, "n_clusters": 40}),
    Trial(
        name="40 clusters, unknown to the estimate",
        planted={"n_docs": 1000, "n_clusters": 40},
        use_clusters=False,
    ),
    Trial(name="scattered documents", planted={"n_docs": 1000, "concentration": 2.0}),
    Trial(name="docs near their countries", planted={"n_docs": 1000, "concentration": 30.0}),
    Trial(name="20,000 docs, 60 countries", planted={"n_docs": 20_000, "n_countries": 60}),
]  # fmt: skip


def main() -> None:
    """Run one part."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("part", choices=["simulation", "reuters", "speeches", "pages"])
    parser.add_argument("--out", type=Path, default=Path("reports/out/validate_estimates"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    if args.part == "simulation":
        simulation(args.out, args.seeds, args.threads)


def simulation(out: Path, seeds: int, threads: int) -> None:
    """Make the trials that are not there yet, first all trials of the first seed."""
    for seed in range(seeds):
        for number, trial in enumerate(TRIALS):
            path = out / f"trial-{number:02d}-{seed}.csv"
            if not path.exists():
                write(run_trial(trial, seed=seed, threads=threads), path)
                print(path.name, trial.name)


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table whole or not at all."""
    with atomic_open(path) as file:
        table.to_csv(file, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()

"""Estimates against planted truth: a grid of trials."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from measuring.estimates_trial import Trial, run_trial
from topics.estimate.sampler import Unit
from topics.tables import write_csv

LONG, SHORT = (30, 200), (10, 30)
# Reports do not draw sources anew, and what is planted is the mean over the sources that there are.
NEWS: dict[str, Any] = {"news": True, "use_clusters": False, "stm": True}
TRIALS = [
    Trial(
        name="base: 1,000 docs, 12 countries, 8 topics", planted={"n_docs": 1000}, authors=True,
        stm=True,
    ),
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
    Trial(name="news: 3,000 docs, 20 countries, 12 topics", planted={}, **NEWS),
    Trial(name="news: 20 topics", planted={"n_topics": 20}, **NEWS),
    Trial(name="news: 1,000 docs", planted={"n_docs": 1000}, **NEWS),
    Trial(name="news: no background", planted={"background": 0}, **NEWS),
    Trial(name="news: 60 countries", planted={"n_countries": 60}, **NEWS),
    Trial(name="news: sources as clusters", planted={}, news=True),
]  # fmt: skip


def simulation(
    out: Path, chosen: Iterable[int], seeds: Iterable[int], unit: Unit, threads: int
) -> None:
    """Make the trials that are not there yet, all trials of the first seed first."""
    for seed in seeds:
        for number in chosen:
            trial = TRIALS[number]
            path = out / f"trial-{unit}-{number:02d}-{seed}.csv"
            if not path.exists():
                write_csv(run_trial(trial, seed=seed, unit=unit, threads=threads), path)
                print(path.name, trial.name)

"""What it costs to take topic shares as they are: coverage with true shares, and with LDA's."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from measuring.estimates_trial import find_planted
from topics.estimate.draws import TopicCountryDraws, draw_topic_country
from topics.estimate.intervals import share_interval
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.simulate import SimulatedCorpus, simulate_corpus
from topics.simulate_news import simulate_news
from topics.tables import write_csv
from topics.text.bow import BagOfWords

SETTINGS: dict[str, dict[str, Any]] = {
    "easy": {"n_docs": 1000, "n_countries": 12, "n_topics": 8},
    "news": {"n_docs": 1000, "n_countries": 12, "n_topics": 8, "n_words": 1500},
}


def given(out: Path, seeds: Iterable[int], threads: int) -> None:
    """Make the trials that are not there yet, and put all that is there into one table."""
    for seed in seeds:
        for name in SETTINGS:
            file = out / f"given-{name}-{seed}.csv"
            if not file.exists():
                write_csv(run_given(name, seed=seed, threads=threads), file)
    cells = pd.concat([pd.read_csv(file) for file in sorted(out.glob("given-*-*.csv"))])
    cells["off"] = (cells["estimate"] - cells["truth"]).abs()
    table = cells.groupby(["setting", "shares"])[["held", "held50", "width", "off"]].mean()
    table["cells"] = cells.groupby(["setting", "shares"]).size()
    write_csv(table.reset_index(), out / "given.csv")
    print(table.round(3).to_string())


def run_given(name: str, *, seed: int, threads: int) -> pd.DataFrame:
    """Estimate from the true shares of a planted corpus, and from those of a fit.

    Returns
    -------
    DataFrame
        A row per country, topic and kind of shares ("true", "fitted"; "drawn" for the estimate
        from the same fit that draws them too): `setting, seed, shares, truth, estimate, held,
        held50, width`.
    """
    plant = simulate_corpus if name == "easy" else simulate_news
    corpus = plant(**SETTINGS[name], seed=seed)
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    config = LDAConfig(n_topics=len(corpus.topic_word), seed=seed, restarts=3)
    model = fit_lda(bow, config, threads=threads)
    options: dict[str, Any] = {"seed": seed, "threads": threads}
    if name == "news":
        options["cluster"] = corpus.clusters
    order, _ = find_planted(corpus.topic_word, model.topic_word)
    true = draw_topic_country(theta=corpus.doc_topic, weights=corpus.weights, draws=200, **options)
    fitted = draw_topic_country(
        theta=model.doc_topic.iloc[:, order], weights=corpus.weights, draws=200, **options
    )
    drawn = draw_topic_country(model, bow, corpus.weights, draws=100, **options)
    parts = [
        _cells(corpus, true).assign(shares="true"),
        _cells(corpus, fitted).assign(shares="fitted"),
    ]
    parts.append(_cells(corpus, drawn, list(order)).assign(shares="drawn"))
    return pd.concat(parts).assign(setting=name, seed=seed)


def _cells(
    corpus: SimulatedCorpus, drawn: TopicCountryDraws, order: list[int] | None = None
) -> pd.DataFrame:
    names = drawn.groups.get_level_values("country")[:-1]
    columns = list(range(len(drawn.topics))) if order is None else order
    sample = drawn.sample[:, :-1][:, :, columns]
    truth = corpus.country_topic.loc[names].to_numpy()
    (low, high), (low50, high50) = (share_interval(sample, level=level) for level in (0.95, 0.5))
    return pd.DataFrame(
        {
            "truth": truth.ravel(),
            "estimate": drawn.estimate[:-1][:, columns].ravel(),
            "held": ((low <= truth) & (truth <= high)).ravel(),
            "held50": ((low50 <= truth) & (truth <= high50)).ravel(),
            "width": (high - low).ravel(),
        }
    )

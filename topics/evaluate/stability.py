"""Would another seed give the same topics? Runs aligned, reliability per topic, the prototype run.

References
----------
Rieger, Rahnenführer, Jentsch (2020): Improving latent Dirichlet allocation: on reliability of the
novel method LDAPrototype. NLDB. (The run most like all others stands for them.)
Webber, Moffat, Zobel (2010): A similarity measure for indefinite rankings. TOIS. (RBO)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._card import card, rows
from topics._checks import check_choice, check_count, check_range
from topics._progress import progress
from topics.errors import TopicsError
from topics.estimate.alignment import affinity, align
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig, TopicModel
from topics.text.bow import BagOfWords

MEASURES = ("hellinger", "rbo", "jaccard")
AGAIN = 0.6  # similarity from which a topic counts as found again
_RBO_DEPTH, _RBO_P = 50, 0.9
_JACCARD_WORDS = 20


def topic_similarity(
    a: pd.DataFrame, b: pd.DataFrame, *, measure: str = "hellinger"
) -> pd.DataFrame:
    """Compare each topic of one model with each of another.

    Parameters
    ----------
    a, b : DataFrame of shape (n_topics, n_words)
        Word probabilities, `TopicModel.topic_word`. Words are matched by name; a word that one
        model lacks has probability 0 there.
    measure : {"hellinger", "rbo", "jaccard"}
        "hellinger": 1 - Hellinger distance of the word distributions. "rbo": rank-biased overlap
        of the 50 most probable words with p = 0.9, extrapolated. "jaccard": words shared by both
        lists of the 20 most probable, over words in either.

    Returns
    -------
    DataFrame of shape (n_topics of a, n_topics of b)
        Similarities in [0, 1]; 1 for equal topics.

    Examples
    --------
    >>> import pandas as pd
    >>> a = pd.DataFrame([[0.9, 0.1], [0.1, 0.9]], columns=["oil", "war"])
    >>> topic_similarity(a, a[::-1]).round(2).to_numpy().tolist()
    [[0.37, 1.0], [1.0, 0.37]]
    """
    check_choice(measure, MEASURES, name="measure")
    if not a.columns.equals(b.columns):
        words = a.columns.union(b.columns, sort=False)
        a, b = (table.reindex(columns=words, fill_value=0.0) for table in (a, b))
    x, y = a.to_numpy(float), b.to_numpy(float)
    compare = {"hellinger": hellinger, "rbo": _rbo, "jaccard": _jaccard}[measure]
    return pd.DataFrame(compare(x, y), index=a.index, columns=b.index)


def match_topics(a: pd.DataFrame, b: pd.DataFrame, *, measure: str = "hellinger") -> pd.DataFrame:
    """Pair the topics of two models so that the sum of similarities is largest (Hungarian).

    Parameters
    ----------
    a, b, measure
        See `topic_similarity`.

    Returns
    -------
    DataFrame
        topic (of `a`), other (of `b`), similarity; one row for each pair, by topic. With
        different numbers of topics, the surplus stays alone.

    Examples
    --------
    >>> import pandas as pd
    >>> a = pd.DataFrame([[0.9, 0.1], [0.1, 0.9]], columns=["oil", "war"])
    >>> match_topics(a, a[::-1].reset_index(drop=True))["other"].tolist()
    [1, 0]
    """
    table = topic_similarity(a, b, measure=measure)
    rows, columns = align(table.to_numpy())
    return pd.DataFrame(
        {
            "topic": table.index[rows],
            "other": table.columns[columns],
            "similarity": table.to_numpy()[rows, columns],
        }
    )


def topic_stability(
    runs: Mapping[str, TopicModel] | Sequence[TopicModel],
    *,
    measure: str = "hellinger",
    threshold: float = AGAIN,
) -> pd.DataFrame:
    """Measure for each topic of each run how well the other runs find it again.

    Parameters
    ----------
    runs : sequence of TopicModel, or mapping from a name
        Two or more fits, as a rule of one configuration from several seeds.
    measure : str
        See `topic_similarity`.
    threshold : float in [0, 1]
        Similarity from which a topic counts as found again. Different topics of one model of
        news have a Hellinger similarity of about 0.1 to 0.3; pairs that a reader takes for the
        same theme, 0.5 and more. `reports/validate_topics.py recovery` says what a threshold is
        worth on planted corpora.

    Returns
    -------
    DataFrame
        run; topic; reliability: mean similarity to the matched topics of the other runs, in
        [0, 1]; lowest: the least of them; found: share of the other runs that have it;
        stable: whether reliability reaches `threshold`. A run without a partner for the topic
        (fewer topics) counts as similarity 0.

    Raises
    ------
    TopicsError
        With fewer than two runs.
    """
    models = dict(runs) if isinstance(runs, Mapping) else {str(i): m for i, m in enumerate(runs)}
    return stability_table(
        {name: model.topic_word for name, model in models.items()},
        measure=measure,
        threshold=threshold,
    )


def stability_table(
    runs: Mapping[str, pd.DataFrame], *, measure: str = "hellinger", threshold: float = AGAIN
) -> pd.DataFrame:
    """Do what `topic_stability` does, for tables of word probabilities by name of the run."""
    check_range(threshold, 0, 1, name="threshold")
    if len(runs) < 2:
        raise TopicsError(f"`runs` must hold at least two fits to compare; got {len(runs)}.")
    found: dict[str, list[pd.Series]] = {name: [] for name in runs}
    for one, two in combinations(runs, 2):
        pairs = match_topics(runs[one], runs[two], measure=measure)
        for name, column in ((one, "topic"), (two, "other")):
            matched = pairs.set_index(column)["similarity"]
            found[name].append(matched.reindex(runs[name].index, fill_value=0.0))
    tables = []
    for name, series in found.items():
        values = np.column_stack([one.to_numpy() for one in series])
        reliability = values.mean(axis=1)
        tables.append(
            pd.DataFrame(
                {
                    "run": name,
                    "topic": runs[name].index.to_numpy(),
                    "reliability": reliability,
                    "lowest": values.min(axis=1),
                    "found": (values >= threshold).mean(axis=1),
                    "stable": reliability >= threshold,
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def choose_prototype(stability: pd.DataFrame) -> str:
    """Name the run whose topics the others find again best.

    Parameters
    ----------
    stability : DataFrame
        Columns run, reliability, as `topic_stability` gives. Ties go to the first run.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"run": ["0", "0", "1", "1"], "reliability": [0.5, 0.6, 0.7, 0.9]})
    >>> choose_prototype(table)
    '1'
    """
    return str(stability.groupby("run", sort=False)["reliability"].mean().idxmax())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prototype:
    """The most typical of several runs.

    Attributes
    ----------
    model : TopicModel
        The chosen run, as it was fitted.
    stability : DataFrame
        topic, reliability, lowest, found, stable: of the chosen run, against all the others.
    runs : DataFrame
        run, seed, reliability (mean over topics), chosen: all of them.
    """

    model: TopicModel
    stability: pd.DataFrame
    runs: pd.DataFrame

    def _repr_html_(self) -> str:
        again = int(self.stability["stable"].sum())
        return card(
            f"The most typical of {len(self.runs):,} fits: of its {len(self.stability):,} topics "
            f"the others find {again:,} again",
            rows(
                ("topic", "reliability", "stable"),
                [[row.topic, f"{row.reliability:.2f}", row.stable]
                 for row in self.stability.itertuples()],
                most=len(self.stability),
            ),
            then="Next: `model` for all that follows a fit, `plot_reliability(stability)`.",
        )  # fmt: skip


def fit_prototype(
    bow: BagOfWords,
    config: LDAConfig,
    *,
    runs: int = 5,
    measure: str = "hellinger",
    threshold: float = AGAIN,
    threads: int | None = None,
) -> Prototype:
    """Fit from several seeds and keep the run most like the others, with each topic's reliability.

    Parameters
    ----------
    bow : BagOfWords
    config : LDAConfig
        Its seed and those after it are used.
    runs : int
        Number of fits, at least 2.
    measure, threshold
        See `topic_stability`.
    threads : int, optional
        See `fit_lda`.

    Returns
    -------
    Prototype
        `model`, the run most like the others; `stability` of its topics; and `runs`, all of them.

    Raises
    ------
    TopicsError
        With fewer than two runs, and as `fit_lda` does.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.text import count_words
    >>> texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
    >>> best = fit_prototype(count_words(pd.Series(texts)), LDAConfig(n_topics=2), runs=2)
    >>> best.stability["stable"].tolist()
    [True, True]
    """
    check_count(runs, name="runs", least=2)
    seeds = range(config.seed, config.seed + runs)
    models = {
        str(seed): fit_lda(bow, replace(config, seed=seed), threads=threads)
        for seed in progress(seeds, desc="fit_prototype", unit="run")
    }
    table = topic_stability(models, measure=measure, threshold=threshold)
    chosen = choose_prototype(table)
    means = table.groupby("run", sort=False)["reliability"].mean()
    return Prototype(
        model=models[chosen],
        stability=table.loc[table["run"] == chosen].drop(columns="run").reset_index(drop=True),
        runs=pd.DataFrame(
            {
                "run": means.index,
                "seed": list(seeds),
                "reliability": means.to_numpy(),
                "chosen": means.index == chosen,
            }
        ),
    )


def flag_topics(table: pd.DataFrame, stability: pd.DataFrame) -> pd.DataFrame:
    """Add reliability and stable to a table with a column topic, for figures and reports.

    Parameters
    ----------
    table : DataFrame
        Column topic, such as estimates.
    stability : DataFrame
        topic, reliability, stable: of one run.

    Raises
    ------
    TopicsError
        When `table` has a topic that `stability` lacks, or `stability` has several runs.
    """
    if not stability["topic"].is_unique:
        raise TopicsError("`stability` holds several runs; pass the rows of the run in use.")
    by_topic = stability.set_index("topic")[["reliability", "stable"]]
    missing = _first_missing(table["topic"], by_topic.index)
    if missing is not None:
        raise TopicsError(f"`stability` has no row for topic {missing}.")
    joined = by_topic.loc[table["topic"]].set_axis(table.index)
    return table.assign(reliability=joined["reliability"], stable=joined["stable"])


def _first_missing(values: Iterable[object], known: pd.Index) -> object | None:
    return next((value for value in values if value not in known), None)


def hellinger(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return 1 less the Hellinger distance of each row of `x` to each of `y`, in [0, 1]."""
    return np.asarray(1 - np.sqrt(np.clip(1 - affinity(x, y), 0, 1)))


def _top(x: npt.NDArray[np.float64], n: int) -> npt.NDArray[np.intp]:
    return np.asarray(np.argsort(-x, axis=1, kind="stable")[:, :n])


def _jaccard(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    sets = [[set(row.tolist()) for row in _top(table, _JACCARD_WORDS)] for table in (x, y)]
    return np.array([[len(a & b) / len(a | b) for b in sets[1]] for a in sets[0]])


def _rbo(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Extrapolate rank-biased overlap: the overlap at the last depth is taken to continue."""
    depth = min(_RBO_DEPTH, x.shape[1])
    depths = np.arange(1, depth + 1)
    weights = _RBO_P ** (depths - 1.0) * (1 - _RBO_P)
    out = np.empty((len(x), len(y)))
    tops = _top(x, depth), _top(y, depth)
    for i, a in enumerate(tops[0]):
        for j, b in enumerate(tops[1]):
            # A common word counts from the deeper of its two ranks on.
            common, in_a, in_b = np.intersect1d(a, b, return_indices=True)
            from_depth = np.maximum(in_a, in_b)
            overlap = np.bincount(from_depth, minlength=depth).cumsum() if len(common) else 0
            agreement = overlap / depths
            out[i, j] = (weights * agreement).sum() + agreement[-1] * _RBO_P**depth
    return out

"""Words that mark one set of documents against another: log-odds with an informative prior."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics._checks import check_count, check_range
from topics.errors import InputError
from topics.estimate.apart import LEAST, LEAST_APART, likely_groups, set_pairs_apart
from topics.estimate.inputs import HasCounts

COLUMNS = (
    "first", "second", "rank", "word", "log_odds", "z", "n_together", "n_apart",
    "docs_together",
)  # fmt: skip


def pair_words(
    bow: HasCounts,
    weights: pd.DataFrame,
    *,
    pairs: Sequence[str] | None = None,
    least: int = LEAST,
    least_apart: float = LEAST_APART,
    cluster: pd.Series | None = None,
    most: int = 10,
    prior: float = 500.0,
) -> pd.DataFrame:
    r"""Find the words that mark texts on both countries against texts on either alone.

    Parameters
    ----------
    bow : BagOfWords
        Counts of the documents.
    weights, pairs, least, least_apart, cluster
        As in `topic_pairs`.
    most : int
        Words per pair.
    prior : float
        Words that the prior is worth; they are spread as the words of the corpus are.

    Returns
    -------
    DataFrame
        One row per pair and word, those that mark most first: `first, second, rank` (from 1),
        `word, log_odds, z`; `n_together` and `n_apart`, how often it stands in the texts on both
        and on either alone; `docs_together`, in how many of the former. Only words in two of them
        or more, and only those that the former use more.

    Raises
    ------
    TopicsError
        When an option is out of range.
    InputError
        When `weights` names a document that `bow` does not have.

    Notes
    -----
    Monroe, Colaresi and Quinn (2008), Fightin' words: with counts :math:`y^1_w, y^2_w` of a word
    in the two sets, :math:`n^1, n^2` of all words, and a Dirichlet prior :math:`a_w` of sum
    :math:`a`, the difference of log-odds :math:`\log\frac{y^1_w + a_w}{n^1 + a - y^1_w - a_w} -
    \log\frac{y^2_w + a_w}{n^2 + a - y^2_w - a_w}` is divided by its standard error,
    :math:`\sqrt{1 / (y^1_w + a_w) + 1 / (y^2_w + a_w)}`. That takes words as independent, which
    those of one text are not: `z` ranks words, and is no test of the pair. The texts on either
    alone are those about one of the two with `p_about` of a half or more and about no other
    country so likely. Every text counts whole.

    Examples
    --------
    >>> from topics.simulate import simulate_corpus
    >>> planted = simulate_corpus(
    ...     n_docs=150, n_countries=3, n_topics=2, n_words=40, countries_per_doc=(0.5, 0.5),
    ...     interactions=1, seed=1)
    >>> words = pair_words(planted, planted.weights, most=3)
    >>> int(words.groupby(["first", "second"]).size().max())
    3
    """
    check_count(most, name="most")
    check_range(prior, 0, float("inf"), name="prior", open_ends=True)
    counts = sp.csr_array(bow.counts)
    unknown = ~weights["doc_id"].isin(bow.doc_ids)
    if unknown.any():
        raise InputError(
            f"`weights` names a doc_id that is not in `bow`: {weights['doc_id'][unknown].iloc[0]!r}"
        )
    _, table = set_pairs_apart(
        weights, pairs=pairs, least=least, least_apart=least_apart, cluster=cluster
    )
    groups = likely_groups(weights)
    total = np.asarray(counts.sum(axis=0), dtype=float) + 1e-9
    spread = prior * total / total.sum()
    parts = []
    for pair in table.to_dict("records"):
        inside, outside = (
            counts[bow.doc_ids.get_indexer(groups.index[groups.isin(names)])]
            for names in ([pair["group"]], [pair["first"], pair["second"]])
        )
        found = _marks(inside, outside, spread).assign(word=bow.words)
        found = found[(found["docs_together"] > 1) & (found["log_odds"] > 0)]
        found = found.sort_values("z", ascending=False, kind="stable").head(most)
        parts.append(
            found.assign(
                first=pair["first"], second=pair["second"], rank=np.arange(1, len(found) + 1)
            )
        )
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _marks(inside: sp.csr_array, outside: sp.csr_array, prior: np.ndarray) -> pd.DataFrame:
    """Compare the words of two sets of documents."""
    n_inside, n_outside = (np.asarray(part.sum(axis=0)) for part in (inside, outside))
    one, other = n_inside + prior, n_outside + prior
    log_odds = np.log(one / (one.sum() - one)) - np.log(other / (other.sum() - other))
    z = log_odds / np.sqrt(1 / one + 1 / other)
    return pd.DataFrame(
        {
            "log_odds": log_odds,
            "z": z,
            "n_together": n_inside.astype(int),
            "n_apart": n_outside.astype(int),
            "docs_together": (inside > 0).sum(axis=0),
        }
    )

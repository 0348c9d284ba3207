"""Which texts coders read: a sample by topic and country, with what each text stands for."""

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count

NONE = "none"  # stratum of texts that are about no country, as far as the weights tell
OTHERS = "others"  # stratum of the countries with too few texts for one of their own


def foremost(shares: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Say which topic and which country stand foremost in each document.

    Parameters
    ----------
    shares : DataFrame (n_docs, n_topics)
        Topic shares by doc_id; documents without shares are left out.
    weights : DataFrame
        doc_id, country, weight.

    Returns
    -------
    DataFrame
        doc_id; topic; share, of this topic, in [0, 1]; country: with the largest weight, ties to
        the first by code, `NONE` where there is none. Sorted by doc_id.
    """
    check_columns(weights, ("doc_id", "country", "weight"), name="weights")
    known = shares.dropna()
    ranked = weights[weights["weight"] > 0].sort_values(
        ["doc_id", "weight", "country"], ascending=[True, False, True], kind="stable"
    )
    country = ranked.drop_duplicates("doc_id").set_index("doc_id")["country"]
    table = pd.DataFrame(
        {
            "doc_id": known.index,
            "topic": known.columns[known.to_numpy().argmax(axis=1)],
            "share": known.to_numpy().max(axis=1),
        }
    )
    # Where no document is about a country, nothing says that the column is of text.
    table["country"] = table["doc_id"].map(country).astype(object).fillna(NONE)
    return table.sort_values("doc_id", ignore_index=True)


def draw_by_topic(table: pd.DataFrame, *, n: int, seed: int = 0) -> pd.DataFrame:
    """Draw documents of each topic, from as many countries as there are.

    Parameters
    ----------
    table : DataFrame
        As `foremost` gives it; only documents that may be drawn.
    n : int
        Documents per topic, of those in which it is foremost; fewer where there are fewer.
    seed : int
        Decides the documents.

    Returns
    -------
    DataFrame
        The rows drawn, by topic. Within a topic the countries take turns, so that no country with
        many documents fills the sample.
    """
    check_count(n, name="n")
    rng = np.random.default_rng(seed)
    mixed = table.iloc[rng.permutation(len(table))]
    turn = mixed.groupby(["topic", "country"]).cumcount()
    mixed = mixed.assign(turn=turn).sort_values(["topic", "turn"], kind="stable")
    first = mixed.groupby("topic").cumcount() < n
    drawn: pd.DataFrame = mixed[first].drop(columns="turn").reset_index(drop=True)
    return drawn


def draw_by_country(table: pd.DataFrame, *, n: int, seed: int = 0) -> pd.DataFrame:
    """Draw documents by the country that is foremost in them, in the order of their topics.

    Strata are the countries with the most documents, the other countries together, and the
    documents about none. A stratum of N documents gets a share of the sample as the root of N, so
    that small countries are seen too; within it documents are ordered by topic and drawn at equal
    steps from a random start, so that topics have their shares.

    Parameters
    ----------
    table : DataFrame
        As `foremost` gives it; only documents that may be drawn.
    n : int
        Documents in all, or all there are.
    seed : int
        Decides the documents.

    Returns
    -------
    DataFrame
        The rows drawn, with `stratum` and `stands_for`: how many documents each stands for, that
        is N / n of its stratum. Shares of the corpus are weighted by it.

    References
    ----------
    Cochran (1977): Sampling Techniques, chapters 5 and 8.
    """
    check_count(n, name="n")
    sizes = table["country"].value_counts().rename_axis("country").reset_index(name="n")
    sizes = sizes[sizes["country"] != NONE].sort_values(["n", "country"], ascending=[False, True])
    own = set(sizes["country"].head(max(1, n // 4)))
    strata = table["country"].where(table["country"].isin(own | {NONE}), OTHERS)
    rng = np.random.default_rng(seed)
    parts: list[pd.DataFrame] = []
    for stratum, size in _allot(strata.value_counts().sort_index(), n).items():
        part = table[strata == stratum]
        part = part.iloc[rng.permutation(len(part))].sort_values("topic", kind="stable")
        step = len(part) / size
        places = np.floor(rng.uniform(0, step) + step * np.arange(size)).astype(int)
        drawn = part.iloc[np.minimum(places, len(part) - 1)]
        parts.append(drawn.assign(stratum=stratum, stands_for=step))
    return pd.concat(parts, ignore_index=True)


def _allot(sizes: "pd.Series[int]", n: int) -> dict[str, int]:
    """Share out a sample over strata by the root of their size; none gets more than it has."""
    n = min(n, int(sizes.sum()))
    room = {str(name): int(size) for name, size in sizes.items()}
    given = dict.fromkeys(room, 0)
    for _ in range(n):  # each goes where it is most wanted, by the rule of highest averages
        open_ = [name for name in room if given[name] < room[name]]
        best = max(open_, key=lambda name: (np.sqrt(room[name]) / (given[name] + 0.5), name))
        given[best] += 1
    return {name: count for name, count in given.items() if count}

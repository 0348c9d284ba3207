"""From the table of a sweep to a number of topics and the reason for it; the choice is the user's.

The rule, in words: held-out perplexity decides, as it is the only figure of the table with a
right direction at every K. Among the settings whose perplexity cannot be told from the best, the
one with the fewest topics is recommended. "Cannot be told" means: the mean difference over the
folds that both were scored on is below its standard error, or below `slack`.
"""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_range
from topics.errors import TopicsError
from topics.lda.model import LDAConfig


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recommendation:
    """A number of topics to start from.

    Attributes
    ----------
    n_topics : int
    reason : str
        Plain sentences for the methods section.
    table : DataFrame
        One row for each K: n_topics, n_runs, perplexity (geometric mean), behind (share by which
        perplexity exceeds the best), behind_se, tied (cannot be told from the best), npmi, c_v,
        exclusivity, frex, diversity, stability (means), recommended.
    """

    n_topics: int
    reason: str
    table: pd.DataFrame


_MEANS = ("npmi", "c_v", "exclusivity", "frex", "diversity", "stability")


def recommend_topics(comparison: pd.DataFrame, *, slack: float = 0.005) -> Recommendation:
    """Recommend a number of topics.

    Parameters
    ----------
    comparison : DataFrame
        What `compare_configs` gives for settings that differ in `n_topics` and `seed` alone.
    slack : float in [0, 1]
        Differences of perplexity below this share are of no account.

    Raises
    ------
    TopicsError
        With fewer than two values of K, or settings that differ in more than K and seed.

    Examples
    --------
    >>> import pandas as pd
    >>> runs = pd.DataFrame({"n_topics": [5, 5, 10, 10, 20, 20], "fold": [0, 1] * 3})
    >>> runs["perplexity"] = [900.0, 910.0, 700.0, 712.0, 699.0, 711.0]
    >>> runs = runs.assign(npmi=0.1, c_v=0.5, exclusivity=0.5, frex=0.5, diversity=0.9)
    >>> recommend_topics(runs.assign(stability=0.7)).n_topics
    10
    """
    check_columns(comparison, ("n_topics", "fold", "perplexity", *_MEANS), name="comparison")
    check_range(slack, 0, 1, name="slack")
    if comparison["n_topics"].nunique() < 2:
        raise TopicsError("`comparison` has one number of topics; there is nothing to choose from.")
    for column in (f.name for f in fields(LDAConfig) if f.name not in ("n_topics", "seed")):
        if column in comparison and len(comparison[column].unique()) > 1:
            raise TopicsError(
                f"`comparison` mixes several values of {column!r}; pass the rows of one of them."
            )
    logs = comparison.assign(log=np.log(comparison["perplexity"])).pivot_table(
        index="fold", columns="n_topics", values="log", aggfunc="mean"
    )
    best = int(logs.columns[int(logs.mean().to_numpy().argmin())])
    gaps = logs.sub(logs[best], axis=0)
    behind = gaps.mean()
    error: pd.Series = gaps.std() / np.sqrt(gaps.count())
    tied = behind <= np.maximum(error.fillna(0.0), np.log1p(slack))
    chosen = min(int(k) for k in tied.index[tied].tolist())
    by_topics = comparison.groupby("n_topics")
    table = pd.DataFrame(
        {
            "n_topics": logs.columns,
            "n_runs": by_topics.size().to_numpy(),
            "perplexity": np.exp(logs.mean()).to_numpy(),
            "behind": np.expm1(behind).to_numpy(),
            "behind_se": error.to_numpy(),
            "tied": tied.to_numpy(),
            **{name: by_topics[name].mean().to_numpy() for name in _MEANS},
            "recommended": logs.columns == chosen,
        }
    )
    return Recommendation(n_topics=chosen, reason=_reason(table, best, chosen, slack), table=table)


def _reason(table: pd.DataFrame, best: int, chosen: int, slack: float) -> str:
    rows = {int(row["n_topics"]): row for row in _records(table)}
    tried = sorted(rows)
    runs = min(int(row["n_runs"]) for row in rows.values())
    own = rows[chosen]
    parts = [
        f"Held-out perplexity is lowest at K = {best} ({rows[best]['perplexity']:.1f}; "
        f"{len(tried)} values of K from {tried[0]} to {tried[-1]}, runs of each: {runs})."
    ]
    if chosen != best:
        parts.append(
            f"K = {chosen} is the fewest topics that cannot be told from it: "
            f"{own['behind']:.1%} behind, standard error {own['behind_se']:.1%}, "
            f"slack {slack:.1%}."
        )
    if best == tried[-1]:
        parts.append("It is the largest K tried and perplexity may fall further: try more topics.")
    if chosen == tried[0]:
        parts.append("It is the smallest K tried: try fewer topics too.")
    calm = {k: row["stability"] for k, row in rows.items() if row["stability"] > 0}
    if chosen in calm:
        top = max(calm, key=lambda k: calm[k])
        parts.append(
            f"Other runs find its topics again with a mean similarity of {calm[chosen]:.2f} "
            f"(highest {calm[top]:.2f}, at K = {top})."
        )
    top = max(rows, key=lambda k: rows[k]["npmi"])
    parts.append(
        f"NPMI is {own['npmi']:.3f} (highest {rows[top]['npmi']:.3f}, at K = {top}). "
        "Read the topics before you choose."
    )
    return " ".join(parts)


def _records(table: pd.DataFrame) -> list[dict[str, float]]:
    columns = [str(column) for column in table.columns]
    return [dict(zip(columns, row, strict=True)) for row in table.itertuples(index=False)]

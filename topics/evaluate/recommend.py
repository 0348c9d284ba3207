"""From the table of a sweep to a number of topics and the reason for it; the choice is the user's.

The rule, in words: of the settings whose held-out perplexity cannot be told from the best, the one
with the fewest topics predicts enough. It is recommended where other runs find nearly all of its
topics again; otherwise the largest below it of which they do. "Cannot be told" means: the mean
difference over the folds that both were scored on is below its standard error, or below `slack`;
"nearly all" is a share of 0.85.

One number says more than is known. The range of numbers that cannot be told apart goes from the
least topics that are found again, among the settings that predict about as well (behind by no
more than the standard error or twice `slack`), to the most topics of these settings. Its low end
is what other runs agree on, its high end what held-out words allow: a topic that no other run
finds again may be there all the same. Where the largest number tried is among these settings, the
range has no upper end. It is no confidence interval for the number of topics behind the documents;
`reports/validate_topics.py planted` says how often it holds a planted one.
"""

import math
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from topics._card import card, facts
from topics._checks import check_columns, check_range, listed
from topics.errors import TopicsError
from topics.evaluate.stability import AGAIN
from topics.lda.model import LDAConfig


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recommendation:
    """A number of topics to start from.

    Attributes
    ----------
    n_topics : int
    predicts : int
        The fewest topics that predict as well as any; more than `n_topics` where other runs do not
        find these again.
    between : (int, int) or None
        The fewest and the most topics that cannot be told apart; None where each number was
        fitted once, so that nothing tells.
    or_more : bool
        Whether the most of `between` are the most that were tried, so that more may do as well.
    reason : str
        Plain sentences for the methods section.
    table : DataFrame
        One row for each K: n_topics, n_runs, perplexity (geometric mean), behind (share by which
        perplexity exceeds the best), behind_se, tied (cannot be told from the best), near (nor
        with twice the slack), npmi, c_v, exclusivity, frex, diversity, stability, n_again
        (means), recommended.
    """

    n_topics: int
    predicts: int
    between: tuple[int, int] | None
    or_more: bool
    reason: str
    table: pd.DataFrame

    @property
    def numbers(self) -> str:
        """Which numbers cannot be told apart, "7 to 14" or "7 to 20 or more"; "" for one, or none.

        Examples
        --------
        >>> import pandas as pd
        >>> found = Recommendation(n_topics=7, predicts=7, between=(7, 20), or_more=True,
        ...                        reason="", table=pd.DataFrame())
        >>> found.numbers
        '7 to 20 or more'
        """
        low, high = self.between or (0, 0)
        numbers = f"{low} to {high}" if low < high else f"{low}" if self.or_more else ""
        return f"{numbers} or more" if self.or_more else numbers

    def _repr_html_(self) -> str:
        alone = f"{self.n_topics} from all others" if self.between else "not known"
        told = {
            "cannot be told apart": self.numbers or alone,
            "predicts as well as any": self.predicts,
        }
        return card(
            f"{self.n_topics} topics to start from",
            facts({**told, "why": self.reason}),
            then="`table` has a row for each number. Next: `plot_sweep(comparison)`.",
        )


_MEANS = ("npmi", "c_v", "exclusivity", "frex", "diversity", "stability", "n_again")
# Of reports/validate_topics.py planted --generator news: ranges miss planted numbers from above.
MORE_THAN_SHOWN = "There may be more topics than so many documents can show"
# Set on the sample and on five planted corpora (first seed 700).
_NEARLY_ALL = 0.85


def recommend_topics(comparison: pd.DataFrame, *, slack: float = 0.005) -> Recommendation:
    """Recommend a number of topics.

    Parameters
    ----------
    comparison : DataFrame
        What `compare_configs` gives for settings that differ in `n_topics` and `seed` alone.
    slack : float in [0, 1]
        Differences of perplexity below this share are of no account.

    Returns
    -------
    Recommendation
        `n_topics`, the number recommended; `predicts`, the fewest topics that predict enough;
        `between`, the least and the most that cannot be told apart, or None where nothing is known
        of chance; `or_more`, whether more may do as well; `reason`, in a sentence; and `table`, one
        row per number.

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
    >>> choice = recommend_topics(runs.assign(stability=0.7, n_again=[5, 5, 9, 10, 13, 12]))
    >>> choice.n_topics, choice.predicts, choice.between
    (10, 10, (9, 20))
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
    near = behind <= np.maximum(error.fillna(0.0), np.log1p(2 * slack))
    tied = behind <= np.maximum(error.fillna(0.0), np.log1p(slack))
    predicts = min(int(k) for k in tied.index[tied].tolist())
    by_topics = comparison.groupby("n_topics")
    table = pd.DataFrame(
        {
            "n_topics": logs.columns,
            "n_runs": by_topics.size().to_numpy(),
            "perplexity": np.exp(logs.mean()).to_numpy(),
            "behind": np.expm1(behind).to_numpy(),
            "behind_se": error.to_numpy(),
            "tied": tied.to_numpy(),
            "near": near.to_numpy(),
            **{name: by_topics[name].mean().to_numpy() for name in _MEANS},
        }
    )
    chosen = _found_again(table, predicts)
    table["recommended"] = table["n_topics"] == chosen
    between = _between(table, min(chosen, predicts), predicts)
    parts = _reason(table, best, predicts, slack) + _calm(table, chosen, predicts)
    found = Recommendation(
        n_topics=chosen,
        predicts=predicts,
        between=between,
        or_more=between is not None and between[1] >= int(table["n_topics"].max()),
        reason="",
        table=table,
    )
    return replace(found, reason=" ".join([*parts, *_apart(found)]))


def _found_again(table: pd.DataFrame, predicts: int) -> int:
    """Return the largest number up to `predicts` of whose topics nearly all are found again."""
    firm = table.loc[table["n_again"] >= _NEARLY_ALL * table["n_topics"], "n_topics"]
    return max((int(k) for k in firm if k <= predicts), default=predicts)


def _between(table: pd.DataFrame, least: int, most: int) -> tuple[int, int] | None:
    """Return the fewest and the most topics that cannot be told apart."""
    near = table[table["near"]]
    if table["n_runs"].min() < 2 or near["n_again"].isna().any():
        return None
    return max(2, min(math.floor(near["n_again"].min()), least)), max(most, *near["n_topics"])


def _apart(found: Recommendation) -> list[str]:
    """Say which numbers cannot be told apart, or why that is not known."""
    if found.between is None:
        return [
            "Each number was fitted once: how much of the differences is chance, and which topics "
            "would be found again, is not known. Fit each number three times or more."
        ]
    near = found.table[found.table["near"]]
    tried = listed(near["n_topics"].tolist())
    ends = dict.fromkeys(f"{again:.1f}" for again in near["n_again"].agg(["min", "max"]))
    again = " to ".join(ends)
    as_well = (
        f"Of the numbers that predict about as well ({tried}), other runs find {again} topics "
        f"again (similarity {AGAIN:g} or more)"
    )
    told = f": {found.numbers} topics cannot be told apart" if found.numbers else ""
    return [f"{as_well}{told}.", f"{MORE_THAN_SHOWN}.", "Read the topics before you choose."]


def _reason(table: pd.DataFrame, best: int, predicts: int, slack: float) -> list[str]:
    rows = {int(row["n_topics"]): row for row in _records(table)}
    tried = sorted(rows)
    runs = min(int(row["n_runs"]) for row in rows.values())
    own = rows[predicts]
    parts = [
        f"Held-out perplexity is lowest at K = {best} ({rows[best]['perplexity']:.1f}; "
        f"{len(tried)} values of K from {tried[0]} to {tried[-1]}, runs of each: {runs})."
    ]
    if predicts != best:
        parts.append(
            f"K = {predicts} is the fewest topics that cannot be told from it: "
            f"{own['behind']:.1%} behind, standard error {own['behind_se']:.1%}, "
            f"slack {slack:.1%}."
        )
    if best == tried[-1]:
        parts.append(
            f"K = {best} is the largest tried, and perplexity may fall further: try more topics."
        )
    return parts


def _calm(table: pd.DataFrame, chosen: int, predicts: int) -> list[str]:
    """Say how well topics are found again, and how coherent they are."""
    rows = {int(row["n_topics"]): row for row in _records(table)}
    own, parts = rows[chosen], []
    if chosen < predicts:
        parts.append(
            f"But other runs find only {rows[predicts]['n_again']:.1f} of these {predicts} topics "
            f"again: K = {chosen} is the largest below it of which they find nearly all, "
            f"{own['n_again']:.1f}."
        )
    if chosen == min(rows):
        parts.append(f"K = {chosen} is the smallest tried: try fewer topics too.")
    calm = {k: row["stability"] for k, row in rows.items() if row["stability"] > 0}
    if chosen in calm:
        top = max(calm, key=lambda k: calm[k])
        parts.append(
            f"Other runs find the topics of K = {chosen} again with a mean similarity of "
            f"{calm[chosen]:.2f} (highest {calm[top]:.2f}, at K = {top})."
        )
    top = max(rows, key=lambda k: rows[k]["npmi"])
    parts.append(f"NPMI is {own['npmi']:.3f} (highest {rows[top]['npmi']:.3f}, at K = {top}).")
    return parts


def _records(table: pd.DataFrame) -> list[dict[str, float]]:
    columns = [str(column) for column in table.columns]
    return [dict(zip(columns, row, strict=True)) for row in table.itertuples(index=False)]

"""Do coders agree? Krippendorff's alpha for categories, with an interval.

References
----------
Krippendorff (2011): Computing Krippendorff's alpha-reliability. University of Pennsylvania.
Hayes, Krippendorff (2007): Answering the call for a standard reliability measure for coding data.
Communication Methods and Measures 1.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_columns, check_count, check_range
from topics.errors import InputError, TopicsError

Counts = npt.NDArray[np.float64]


def krippendorff_alpha(
    ratings: pd.DataFrame,
    *,
    cluster: str = "item",
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Measure how far coders agree on categories.

    alpha = 1 - D_o / D_e: the disagreement within items over the one that would be expected if
    the same answers were dealt out at random. Items with one answer say nothing of agreement and
    are left out, so coders need not answer the same items.

    Parameters
    ----------
    ratings : DataFrame
        coder, item, answer: any value is a category; missing values are no answers. Neither the
        order of rows nor the names of coders and categories matter.
    cluster : str
        A column of `ratings` whose items are drawn together by the bootstrap, such as the text
        that several questions are about.
    level : float in (0, 1)
        Level of the percentile interval.
    draws : int
        Bootstrap draws over items, or clusters of them.
    seed : int

    Returns
    -------
    DataFrame
        One row: n_coders; n_items (answered by two coders or more); n_answers (to these); alpha
        (1: full agreement, 0: as by chance, below: less than by chance; NaN where all answers
        are of one category, of which agreement by chance cannot be told); ci_low, ci_high. Where
        coders never disagreed, the bootstrap has nothing to draw from: ci_low is then the alpha
        at the upper end of Wilson's interval for a disagreement that was seen in none of the
        items.

    Raises
    ------
    TopicsError
        When no item has two answers.
    InputError
        When a coder answered an item twice.

    Examples
    --------
    >>> ratings = pd.DataFrame({"coder": list("aaabbb"), "item": [1, 2, 3] * 2})
    >>> ratings["answer"] = list("xyzxyz")
    >>> krippendorff_alpha(ratings)["alpha"].item()
    1.0
    """
    check_columns(ratings, ("coder", "item", "answer", cluster), name="ratings")
    check_range(level, 0, 1, name="level", open_ends=True)
    check_count(draws, name="draws", least=20)
    given = ratings.dropna(subset=["answer"])
    twice = given.duplicated(["coder", "item"])
    if twice.any():
        row = given[twice].iloc[0]
        raise InputError(f"`ratings`: coder {row['coder']!r} answered item {row['item']} twice.")
    table = pd.crosstab(given["item"], given["answer"]).sort_index()
    table = table[table.sum(axis=1) >= 2]
    if table.empty:
        raise TopicsError("`ratings` has no item that two coders answered.")
    of = given.drop_duplicates("item").set_index("item", drop=False)[cluster].loc[table.index]
    counts = table.to_numpy(dtype=float)
    alpha = _alpha(np.ones((1, len(counts))), counts)[0]
    low, high = _interval(counts, of, level=level, draws=draws, seed=seed)
    return pd.DataFrame(
        {
            "n_coders": [given["coder"].nunique()],
            "n_items": [len(counts)],
            "n_answers": [int(counts.sum())],
            "alpha": [float(alpha)],
            "ci_low": [min(low, float(alpha))],
            "ci_high": [max(high, float(alpha))],
        }
    )


def _interval(
    counts: Counts, of: "pd.Series[str]", *, level: float, draws: int, seed: int
) -> tuple[float, float]:
    places, groups = pd.factorize(of, sort=True)
    n = len(groups)
    if np.isnan(_alpha(np.ones((1, len(counts))), counts)[0]):
        return np.nan, np.nan
    if (counts.max(axis=1) == counts.sum(axis=1)).all():
        return _never_disagreed(counts, n, level), 1.0
    rng = np.random.default_rng(seed)
    times = rng.multinomial(n, np.full(n, 1 / n), size=draws)[:, places]
    found = _alpha(times, counts)
    low, high = np.nanquantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _never_disagreed(counts: Counts, n: int, level: float) -> float:
    totals = counts.sum(axis=0)
    size = totals.sum()
    expected = (size**2 - (totals**2).sum()) / (size * (size - 1))
    return float(1 - wilson(0, n, level)[1] / expected)


def _alpha(times: "npt.NDArray[np.float64 | np.int64]", counts: Counts) -> Counts:
    """Compute alpha for items taken so many times (draws, items), of counts (items, categories)."""
    sizes = counts.sum(axis=1)
    apart = (sizes**2 - (counts**2).sum(axis=1)) / (sizes - 1)
    n = times @ sizes
    observed = times @ apart / n
    totals = times @ counts
    expected = (n**2 - (totals**2).sum(axis=1)) / (n * (n - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def wilson(right: float, n: float, level: float) -> tuple[float, float]:
    """Give Wilson's interval for a share; of nothing, the whole of [0, 1].

    Parameters
    ----------
    right, n : float
        How many of how many. Neither need be whole: coders may share an item, and items weigh
        differently.
    level : float in (0, 1)

    References
    ----------
    Wilson (1927): Probable inference, the law of succession, and statistical inference. JASA.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(8, 10, 0.95)]
    [0.49, 0.943]
    """
    from scipy.special import ndtri

    if n <= 0:
        return 0.0, 1.0
    z = float(ndtri((1 + level) / 2))
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if right <= 0 else middle - half
    high = 1.0 if right >= n else middle + half
    return float(max(low, 0.0)), float(min(high, 1.0))

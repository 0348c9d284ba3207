"""Tables for figures and checks: by what kinds countries are named, and how well calibrated."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_columns, check_count
from topics.countries.names import country_name
from topics.countries.senses import KINDS
from topics.errors import TopicsError

Floats = npt.NDArray[np.float64]
RELIABILITY_COLUMNS = ("bin_low", "bin_high", "n", "predicted", "observed", "ci_low", "ci_high")


def mention_kinds(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the mentions of each country by kind.

    Parameters
    ----------
    mentions : DataFrame
        From `find_countries`.

    Returns
    -------
    DataFrame
        One row per country (or group) and kind that occurs, countries with most mentions first,
        with `country`, `country_name`, `kind`, `n_mentions` and `share` (of the country's
        mentions; sums to 1 per country).

    Raises
    ------
    TopicsError
        When `mentions` lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> mentions = pd.DataFrame({"country": ["RUS", "RUS", "UZB"],
    ...                          "kind": ["leader", "name", "name"]})
    >>> mention_kinds(mentions)
      country country_name    kind  n_mentions  share
    0     RUS       Russia    name           1    0.5
    1     RUS       Russia  leader           1    0.5
    2     UZB   Uzbekistan    name           1    1.0
    """
    check_columns(mentions, ["country", "kind"], name="mentions")
    table = mentions.groupby(["country", "kind"]).size().rename("n_mentions").reset_index()
    total = table.groupby("country")["n_mentions"].transform("sum")
    table["share"] = table["n_mentions"] / total
    order = table.assign(
        total=-total, rank=[KINDS.index(kind) for kind in table["kind"]]
    ).sort_values(["total", "country", "rank"])
    table = table.loc[order.index].reset_index(drop=True)
    table.insert(1, "country_name", table["country"].map(country_name))
    return table


def reliability(
    probability: npt.ArrayLike, outcome: npt.ArrayLike, *, n_bins: int = 10
) -> pd.DataFrame:
    """Compare predicted probabilities with how often they came true.

    Parameters
    ----------
    probability : array-like, shape (n,)
        In [0, 1].
    outcome : array-like of bool, shape (n,)
        What happened.
    n_bins : int
        Bins of equal width.

    Returns
    -------
    DataFrame
        One row per bin that holds anything, with `bin_low`, `bin_high`, `n`, `predicted` and
        `observed` (means in the bin), `ci_low` and `ci_high` (95 % score interval of `observed`
        [1]_, as if outcomes were independent).

    References
    ----------
    .. [1] Wilson (1927). Probable inference, the law of succession, and statistical inference.
       Journal of the American Statistical Association 22, 209-212.

    See Also
    --------
    calibration_error : the table as one number.

    Examples
    --------
    >>> reliability([0.1, 0.1, 0.9], [False, False, True], n_bins=2).round(2)
       bin_low  bin_high  n  predicted  observed  ci_low  ci_high
    0      0.0       0.5  2        0.1       0.0    0.00     0.66
    1      0.5       1.0  1        0.9       1.0    0.21     1.00
    """
    check_count(n_bins, name="n_bins")
    p = np.asarray(probability, dtype=np.float64)
    y = np.asarray(outcome, dtype=np.float64)
    if p.ndim != 1 or p.shape != y.shape:
        raise TopicsError(
            f"`probability` and `outcome` must be as long as each other; got {p.shape} and "
            f"{y.shape}."
        )
    if len(p) and (p.min() < 0 or p.max() > 1 or np.isnan(p).any()):
        raise TopicsError(
            f"`probability` must be in [0, 1]; got values from {p.min():g} to {p.max():g}."
        )
    table = pd.DataFrame({"bin": np.minimum((p * n_bins).astype(int), n_bins - 1), "p": p, "y": y})
    bins = table.groupby("bin").agg(
        n=("p", "size"), predicted=("p", "mean"), observed=("y", "mean")
    )
    bins.insert(0, "bin_low", bins.index / n_bins)
    bins.insert(1, "bin_high", (bins.index + 1) / n_bins)
    low, high = _score_interval(bins["observed"].to_numpy(), bins["n"].to_numpy())
    return bins.assign(ci_low=low, ci_high=high).reset_index(drop=True)


def _score_interval(share: Floats, n: Floats, *, z: float = 1.959964) -> tuple[Floats, Floats]:
    """Wilson's interval of a share of `n` cases."""
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def calibration_error(table: pd.DataFrame) -> float:
    """Compute the expected calibration error of a table of `reliability`, in [0, 1].

    The mean over all predictions of the gap between predicted and observed in their bin [1]_.

    References
    ----------
    .. [1] Naeini, Cooper, Hauskrecht (2015). Obtaining well calibrated probabilities using
       Bayesian binning. AAAI.

    Examples
    --------
    >>> round(calibration_error(reliability([0.1, 0.1, 0.9], [False, False, True])), 3)
    0.1
    """
    check_columns(table, ["n", "predicted", "observed"], name="table")
    gap = (table["predicted"] - table["observed"]).abs()
    return float((gap * table["n"]).sum() / table["n"].sum())

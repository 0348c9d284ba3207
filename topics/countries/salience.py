"""How much a document is about each country it mentions: a small calibrated model.

The features describe where and how often a country is named in a document, never which country
it is, so that the model carries over to countries it was not fitted on. Each country is first
looked at alone, then in the light of what that came to for the others of the document.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_columns
from topics.countries.features import Floats, salience_features
from topics.countries.files import data_folder, read_table
from topics.countries.lists import list_features
from topics.countries.past import presence
from topics.countries.tables import RELIABILITY_COLUMNS

# Hidden units of the models that come with the package, by file: a country looked at alone, and
# beside the others of its document.
UNITS = {"salience.tsv": 12, "salience_lists.tsv": 6}
WEIGHT_COLUMNS = ("doc_id", "country", "n_mentions", "share", "p_about", "weight")


def model_columns(file: str) -> tuple[str, ...]:
    """Return the columns of a file of models."""
    return ("dateline", "input", "intercept", *(f"unit_{n + 1}" for n in range(UNITS[file])))


@dataclass(frozen=True, slots=True, eq=False)
class SalienceModel:
    """A network with one layer of tanh units between the features and a probability.

    Attributes
    ----------
    features : tuple of str
        Columns of `salience_features`, or of `list_features`, n of them.
    inner : ndarray, shape (1 + n, units)
        Coefficients of the units; those of the first row are the intercepts.
    outer : ndarray, shape (1 + units,)
        Coefficients of the log-odds on the units; the intercept comes first.
    """

    features: tuple[str, ...]
    inner: Floats
    outer: Floats

    def probability(self, table: pd.DataFrame) -> Floats:
        """Give P(the document is about the country) for every row of a table of the features."""
        x = table[list(self.features)].to_numpy(dtype=np.float64)
        # Products of matrices add up in an order that turns on threads and processor: so no `@`.
        sums = np.full((len(x), self.inner.shape[1]), self.inner[0])
        for column, row in zip(x.T, self.inner[1:], strict=True):
            sums += column[:, None] * row
        odds = np.full(len(x), self.outer[0])
        for column, factor in zip(np.tanh(sums).T, self.outer[1:], strict=True):
            odds += column * factor
        return np.asarray(1.0 / (1.0 + np.exp(-odds)))


@lru_cache(maxsize=4)
def salience_model(*, dateline: bool, file: str = "salience.tsv") -> SalienceModel:
    """Read a model that comes with the package, for documents with or without a dateline.

    ``data/salience.tsv`` looks at each country alone, ``data/salience_lists.tsv`` at what that
    came to for all countries of a document. Both were fitted by ``reports/fit_salience.py`` on the
    editorial country labels of Reuters-21578. A row holds what the units take from one feature;
    the first row of each model their intercepts, the second what the log-odds take from them,
    after the intercept of those.
    """
    rows = [
        cells[1:]
        for _, cells in read_table(data_folder() / file, model_columns(file))
        if cells[0] == ("yes" if dateline else "no")
    ]
    numbers = np.array([[float(cell or 0) for cell in cells[1:]] for cells in rows])
    return SalienceModel(
        features=tuple(name for name, *_ in rows[2:]),
        inner=np.vstack([numbers[:1, 1:], numbers[2:, 1:]]),
        outer=numbers[1],
    )


def salience_reliability(*, dateline: bool = True) -> pd.DataFrame:
    """Say how well the probabilities of the model that comes with the package are calibrated.

    Every probability is that of a model fitted without the document (five-fold
    cross-validation), held against the editors' country labels of Reuters-21578;
    ``reports/fit_salience.py`` writes the table together with the coefficients.

    Parameters
    ----------
    dateline : bool
        Documents with their datelines, or without: each has a model of its own.

    Returns
    -------
    DataFrame
        As `reliability` returns it, and `sample`: what was predicted, in words.

    Examples
    --------
    >>> from topics.countries import calibration_error
    >>> calibration_error(salience_reliability()) <= 0.03
    True
    """
    columns = ("dateline", *RELIABILITY_COLUMNS, "sample")
    rows = [
        cells[1:]
        for _, cells in read_table(data_folder() / "salience_reliability.tsv", columns)
        if cells[0] == ("yes" if dateline else "no")
    ]
    table = pd.DataFrame(rows, columns=list(columns[1:]))
    numbers = dict.fromkeys(RELIABILITY_COLUMNS, "float64")
    return table.astype(numbers).astype({"n": "int64"})


def country_weights(mentions: pd.DataFrame, corpus: pd.DataFrame) -> pd.DataFrame:
    r"""Say how much each document is about each country it mentions.

    Parameters
    ----------
    mentions : DataFrame
        From `find_countries` on `corpus`. Organisations and world regions carry no weight;
        pass ``expand_groups(mentions)`` only if their members should: each then counts as named,
        which the model was not fitted on.
    corpus : DataFrame
        The corpus the mentions were found in.

    Returns
    -------
    DataFrame
        One row per document and country, in the order of the corpus, with `doc_id`, `country`
        and

        ``n_mentions``
            How often the document names it.
        ``share``
            Its part of the document's mentions, currencies apart; sums to 1 per document (0 where
            there are only currencies).
        ``p_about``
            Calibrated probability that the document is about the country; less for a state that
            was gone when the text was written, unless half of the mentions are of it.
        ``weight``
            Expected part of the document that goes to the country when a document is divided
            equally among the countries it is about. Sums to 1 less the probability that it is
            about none, :math:`\prod_j (1 - p_j)`.

    Notes
    -----
    With independent indicators :math:`B_j` of probability :math:`p_j`,
    :math:`w_i = E[B_i / \sum_j B_j] = p_i \int_0^1 \prod_{j \ne i} (1 - p_j + p_j t)\,dt`.

    For a set of countries instead of weights, take those with `p_about` of at least 0.44: the cut
    of the highest F1 lay between 0.38 and 0.48 in every fold of ``reports/validate_countries.py``,
    with datelines and without. Against the editors' labels of Reuters-21578 the set so chosen has
    an F1 of .947 with datelines (.908 without the United States, .754 where a document has four
    labels or more), and from title and text alone of .757 (.818, .717), where one label in eleven
    names a country that the text does not. Without datelines, values of .2 to .4 are up to .02 too
    high.

    Examples
    --------
    >>> import pandas as pd
    >>> from topics.countries import find_countries
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "title": ["Putin in Tashkent"],
    ...                        "text": ["Uzbekistan and Russia signed agreements on gas."]})
    >>> weights = country_weights(find_countries(corpus), corpus)
    >>> weights[["country", "n_mentions", "share"]]
      country  n_mentions  share
    0     RUS           2    0.5
    1     UZB           2    0.5
    >>> bool((weights["weight"].sum() <= 1) & (weights["p_about"] > 0.5).all())
    True
    """
    table = salience_features(mentions, corpus)
    alone = _probability(table, table["has_dateline"], "salience.tsv")
    table["p_about"] = _probability(
        list_features(alone, table), table["has_dateline"], "salience_lists.tsv"
    )
    table["p_about"] *= presence(table, corpus)
    table["weight"] = expected_shares(table["p_about"].to_numpy(), pd.factorize(table["doc_id"])[0])
    return table[list(WEIGHT_COLUMNS)]


def _probability(features: pd.DataFrame, has_dateline: pd.Series, file: str) -> Floats:
    """Ask for each row the model for documents with a dateline, or the one for those without."""
    return np.where(
        has_dateline,
        salience_model(dateline=True, file=file).probability(features),
        salience_model(dateline=False, file=file).probability(features),
    )


def expected_shares(p: Floats, group: npt.NDArray[np.int64]) -> Floats:
    r"""Divide each group's mass among its members, each counted with probability `p`.

    Parameters
    ----------
    p : ndarray, shape (n,)
        Probabilities in [0, 1].
    group : ndarray of int, shape (n,)
        Group of each; members of a group need not be adjacent.

    Returns
    -------
    ndarray, shape (n,)
        :math:`E[B_i / \sum_j B_j]`, with 0 when no member counts.

    Examples
    --------
    >>> import numpy as np
    >>> expected_shares(np.array([1.0, 1.0, 0.5]), np.array([0, 0, 1]))
    array([0.5, 0.5, 0.5])
    """
    if not len(p):
        return np.zeros(0)
    # Gauss-Legendre quadrature of n points is exact for polynomials of degree 2n - 1.
    largest = int(np.bincount(group).max())
    nodes, weights = np.polynomial.legendre.leggauss(largest // 2 + 1)
    nodes, weights = (nodes + 1) / 2, weights / 2
    result = np.zeros(len(p))
    for t, w in zip(nodes, weights, strict=True):
        factor = 1.0 - p + p * t
        product = np.ones(int(group.max()) + 1)
        np.multiply.at(product, group, factor)
        result += w * product[group] / factor
    return np.asarray(p * result)


def inherit_weights(
    unit_weights: pd.DataFrame, units: pd.DataFrame, document_weights: pd.DataFrame
) -> pd.DataFrame:
    """Give units without a mention the weights of their document, and say so.

    Parameters
    ----------
    unit_weights : DataFrame
        From `country_weights` on paragraphs or sentences.
    units : DataFrame
        The units, with `doc_id` and `parent_id`.
    document_weights : DataFrame
        From `country_weights` on the documents that the units were cut from.

    Returns
    -------
    DataFrame
        The columns of `unit_weights` and `inherited`; inherited rows have no mention of their
        own (`n_mentions` and `share` are 0). In the order of `units`.

    Raises
    ------
    TopicsError
        When a table lacks a column.

    Examples
    --------
    >>> import pandas as pd
    >>> units = pd.DataFrame({"doc_id": ["a#1", "a#2"], "parent_id": "a",
    ...                       "text": ["Russia sells gas.", "Prices rose."]})
    >>> own = pd.DataFrame([["a#1", "RUS", 1, 1.0, 0.9, 0.9]], columns=WEIGHT_COLUMNS)
    >>> whole = own.assign(doc_id="a", p_about=0.8, weight=0.8)
    >>> inherit_weights(own, units, whole)[["doc_id", "country", "weight", "inherited"]]
      doc_id country  weight  inherited
    0    a#1     RUS     0.9      False
    1    a#2     RUS     0.8       True
    """
    check_columns(unit_weights, WEIGHT_COLUMNS, name="unit_weights")
    check_columns(units, ["doc_id", "parent_id"], name="units")
    check_columns(document_weights, WEIGHT_COLUMNS, name="document_weights")
    bare = units.loc[~units["doc_id"].isin(unit_weights["doc_id"]), ["doc_id", "parent_id"]]
    inherited = bare.merge(
        document_weights.rename(columns={"doc_id": "parent_id"}), on="parent_id"
    ).assign(n_mentions=0, share=0.0, inherited=True)
    table = pd.concat(
        [unit_weights.assign(inherited=False), inherited.drop(columns="parent_id")],
        ignore_index=True,
    )
    order = pd.Index(units["doc_id"]).get_indexer(pd.Index(table["doc_id"]))
    return table.iloc[np.lexsort((table["country"], order))].reset_index(drop=True)

"""Small inputs of estimates, and draws made by hand, whose tables can be told from them."""

import inspect
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from topics.errors import TopicsError
from topics.estimate.draws import TopicCountryDraws
from topics.estimate.inputs import line_up
from topics.estimate.intervals import difference_score
from topics.estimate.relations import PairDraws

PHI = pd.DataFrame([[0.75, 0.25], [0.25, 0.75]], columns=["a", "b"])
DOCS = pd.Index(["d0", "d1", "d2"])
WEIGHTS = pd.DataFrame({"doc_id": DOCS, "country": ["X", "X", "Y"], "weight": 1.0})
YEARS = pd.Series(["1", "1", "2"], DOCS)
THETA = pd.DataFrame([[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]], index=DOCS)
TOPICS = ["oil", "vote", "war"]


def model(phi=PHI):
    return SimpleNamespace(topic_word=phi)


def bow(counts=((2, 1), (1, 1), (0, 3)), doc_ids=DOCS, words=PHI.columns):
    return SimpleNamespace(counts=np.array(counts), doc_ids=doc_ids, words=words)


def both(n=16, own=6):
    """Give weights of documents about X and Y, and about either alone."""
    rows = [(f"b{i:02}", code, 0.5) for i in range(n) for code in "XY"]
    rows += [(f"o{code}{i}", code, 1.0) for code in "XY" for i in range(own)]
    return pd.DataFrame(rows, columns=["doc_id", "country", "weight"])


def make_draws(countries=("X", "Y", "none"), periods=None, **changes):
    """Make draws of countries, in two periods if these are given, and of three topics."""
    pairs = [(country, period) for country in countries for period in periods or [""]]
    shape, rng = (len(pairs), 3), np.random.default_rng(5)
    rhat = np.full(shape, 1.0)
    rhat[0, 1] = 1.5  # the first group's second topic has not settled
    own = {
        "groups": pd.MultiIndex.from_tuples(pairs, names=["country", "period"]),
        "topics": pd.Index(TOPICS, name="topic"),
        "sample": rng.dirichlet([2.0, 3.0, 5.0], (40, shape[0])).astype(np.float32),
        "main": rng.dirichlet([1.0, 2.0, 2.0], (40, shape[0])).astype(np.float32),
        "n_docs": np.arange(shape[0]) + 7,
        "n_effective": 6.0 + 1.25 * np.arange(shape[0]),
        "topic_word": pd.DataFrame(np.full((3, 2), 0.5), TOPICS, ["a", "b"]),
        "rhat": rhat,
        "effective_size": np.full(shape, 500.0) + np.arange(shape[0])[:, None],
    } | changes
    return TopicCountryDraws(**{"estimate": own["sample"].mean(axis=0, dtype=np.float64)} | own)


def make_pairs(periods=None, **changes):
    """Make draws of the pair of X and Y, and of these and Z beside it."""
    together = make_draws(("X", "X+Y", "Y", "Z", "none"), periods, **changes)
    table = pd.DataFrame({"first": "X", "second": "Y", "group": "X+Y", "period": periods or [""]})
    table = table.assign(n_docs=20, n_effective=16.0, share_first=[0.25, 0.5][: len(table)])
    table = table if periods else table.drop(columns="period")
    return PairDraws(together=together, countries=together, pairs=table)


def said(call, error=TopicsError):
    """Return what is said where something is refused."""
    with pytest.raises(error) as told:
        call()
    return str(told.value)


def column(table, name):
    """Return a column as an array, one row per group."""
    return table[name].to_numpy().reshape(-1, len(TOPICS))


def holds(table, names, interval):
    """Say that two columns are the ends of an interval, and neither is the other's."""
    low, high = (column(table, name) for name in names)
    np.testing.assert_allclose(low, interval[0], rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(high, interval[1], rtol=1e-6, atol=1e-7)
    assert (low < high).all()


def p_of(apart):
    return 2 * ndtr(-np.abs(difference_score(apart)))


def same(table, name, values):
    np.testing.assert_allclose(column(table, name), values, rtol=1e-6, atol=1e-7)


class ReachedError(Exception):
    """The work was about to begin."""


def reached(module, name, call):
    """Return what `call` calls a function of a module with, with all defaults."""
    signature = inspect.signature(getattr(module, name))
    seen = []

    def work(*args, **options):
        bound = signature.bind(*args, **options)
        bound.apply_defaults()
        seen.append(bound.arguments)
        raise ReachedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, work)
        with pytest.raises(ReachedError):
            call()
    return seen[0]


class Means:
    """A generator whose draws are the means of what is drawn from."""

    def standard_gamma(self, shape, size=None, dtype=np.float64):
        return np.array(np.broadcast_to(shape, size or np.shape(shape)), dtype)

    def beta(self, a, b):
        return a / (a + b)

    def random(self, n):
        return np.full(n, 0.5)

    def gamma(self, shape, scale):
        return shape * scale

    def integers(self, n):
        return n - 1


class Uneven(Means):
    """The second of several draws is twice its mean, the third three times, and so on."""

    def standard_gamma(self, shape, size=None, dtype=np.float64):
        drawn = super().standard_gamma(shape, size, dtype)
        return drawn * np.arange(1, len(drawn) + 1) if size is None and drawn.ndim == 1 else drawn


def doubtful():
    """Line up three documents, two of which may not be about Y."""
    doubt = pd.DataFrame(
        {"doc_id": ["d0", "d0", "d1", "d2"], "country": [*"XYXY"], "weight": [0.5, 0.25, 1.0, 0.5],
         "p_about": [1.0, 0.5, 1.0, 0.5]}
    )  # fmt: skip
    return line_up(model(), bow(((2, 1), (1, 1), (0, 3))), doubt)


def alone(cluster=None):
    """Three documents, each on one country."""
    return line_up(model(), bow(((2, 1), (1, 1), (0, 3))), WEIGHTS, cluster=cluster)

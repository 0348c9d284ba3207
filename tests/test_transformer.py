"""The step of scikit-learn pipelines, held to scikit-learn's own conventions."""

import sys
from dataclasses import MISSING, fields
from inspect import signature

import numpy as np
import pandas as pd
import pytest

from topics.errors import MissingExtraError, TopicsError
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.lda.transformer import TopicTransformer
from topics.text.bow import count_words

THEMES = (["oil", "gas", "rig", "well"], ["war", "army", "tank"], ["tea", "rice", "milk"])


@pytest.fixture(scope="module")
def bow():
    rng = np.random.default_rng(0)
    lists = [rng.choice(THEMES[i % 3], 12).tolist() for i in range(90)]
    return count_words(pd.Series([*lists, []], index=[f"d{i}" for i in range(91)]))


def test_its_parameters_are_those_of_a_config():
    own = signature(TopicTransformer).parameters
    config = {field.name: field.default for field in fields(LDAConfig)}
    assert set(own) == {*config, "words", "threads"}
    for name, default in config.items():
        assert default is MISSING or own[name].default == default, name


def test_it_gives_the_shares_of_the_model(bow):
    pytest.importorskip("sklearn", reason="the extra sklearn is not installed")
    model = fit_lda(bow, LDAConfig(n_topics=3, restarts=3))
    transformer = TopicTransformer(n_topics=3, words=bow.words, restarts=3)
    shares = transformer.fit_transform(bow.counts)
    assert transformer.model_.topic_word.equals(model.topic_word)
    assert np.isnan(shares[-1]).all()
    np.testing.assert_allclose(shares[:-1].sum(axis=1), 1)
    assert transformer.n_features_in_ == bow.n_words
    assert transformer.set_params(n_topics=4).get_params()["n_topics"] == 4
    assert transformer.get_feature_names_out().tolist() == [f"topic{k}" for k in range(4)]


def test_what_it_does_not_know_is_refused(bow):
    with pytest.raises(TypeError, match="'k'"):
        TopicTransformer(k=3)
    with pytest.raises(TopicsError, match="'k' is no parameter"):
        TopicTransformer().set_params(k=3)
    assert repr(TopicTransformer(n_topics=3, eta=0.1)) == "TopicTransformer(n_topics=3, eta=0.1)"


def test_it_names_the_extra_that_it_needs(bow, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    monkeypatch.delitem(sys.modules, "sklearn.utils.validation", raising=False)
    with pytest.raises(MissingExtraError, match=r"country-topics\[sklearn\]"):
        TopicTransformer().fit(bow.counts)


def test_it_stands_in_a_pipeline():
    pytest.importorskip("sklearn", reason="the extra sklearn is not installed")
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    texts = [["oil gas rig well", "war army tank siege"][i % 2] for i in range(40)]
    steps = make_pipeline(
        CountVectorizer(), TopicTransformer(n_topics=2, restarts=2), LogisticRegression()
    )
    labels = [i % 2 for i in range(40)]
    assert steps.fit(texts, labels).score(["oil and gas", "war and tank"], [0, 1]) == 1


# Checks of scikit-learn that fail for a reason: name -> reason. There is none.
EXPECTED_FAILURES: dict[str, str] = {}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("algorithm", ["cvb0", "vb"])
def test_it_passes_scikit_learns_own_checks(algorithm):
    checks = pytest.importorskip(
        "sklearn.utils.estimator_checks", reason="the extra sklearn is not installed"
    )
    results = checks.check_estimator(
        TopicTransformer(n_topics=2, restarts=1, passes=3, threads=1, algorithm=algorithm),
        expected_failed_checks=EXPECTED_FAILURES,
        on_skip=None,
    )
    assert len(results) > 30

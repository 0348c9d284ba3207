from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from topics.cleaning import clean_corpus
from topics.errors import InputError, TopicsError
from topics.lda.fit import doc_topics
from topics.lda.guided import fit_guided
from topics.lda.model import LDAConfig
from topics.lda.seed_words import read_seed_words
from topics.lda.store import load_model, save_model
from topics.lda.top_words import top_words
from topics.readers.corpus import read_corpus
from topics.text.bow import count_words
from topics.text.options import TokenOptions
from topics.text.tokens import count_corpus, tokenize

SEEDS = Path(__file__).parents[1] / "seeds"
FIELD = SEEDS.parents[1] / "shared" / "field-cases" / "seeds.toml"


@pytest.fixture(scope="module")
def briefs():
    corpus, _ = clean_corpus(read_corpus(SEEDS / "briefs"))
    bow = count_words(tokenize(corpus))
    themes = pd.Series([Path(doc_id).stem.split("-")[0] for doc_id in bow.doc_ids])
    return bow, themes.to_numpy()


@pytest.fixture(scope="module")
def guided(briefs):
    words = read_seed_words(SEEDS / "topics.toml")
    return fit_guided(briefs[0], words, LDAConfig(n_topics=9, seed=1))


def seed_table(**topics):
    rows = [(k, name, w) for k, (name, ws) in enumerate(topics.items()) for w in ws]
    return pd.DataFrame(rows, columns=["topic", "label", "word"])


def test_seeded_topics_are_the_hand_labelled_themes(briefs, guided):
    bow, themes = briefs
    names = read_seed_words(SEEDS / "topics.toml").drop_duplicates("topic")["name"].tolist()
    found = doc_topics(guided.model, bow).to_numpy().argmax(axis=1)
    right = [k < 8 and names[k] == theme for k, theme in zip(found, themes, strict=True)]
    assert np.mean(right) > 0.9
    assert guided.labels["label"].tolist()[:8] == [name.capitalize() for name in names]


def test_report_says_which_seed_words_took(guided):
    report = guided.report.set_index("word")
    assert report["status"].isin(["took", "shared", "moved", "not in vocabulary"]).all()
    assert (report["status"] == "took").mean() > 0.9
    assert report.loc["pipeline", "status"] == "took"
    assert report.loc["pipeline", "main_topic"] == 0
    unknown = report[report["status"] == "not in vocabulary"]
    assert unknown["share"].isna().all()
    assert (unknown["n_words"] == 0).all()
    words = top_words(guided.model, 10, measure="probability")
    row = words[(words["topic"] == 0) & (words["rank"] == 1)].iloc[0]
    assert report.loc[row["word"], "rank"] == 1


def two_themes():
    rng = np.random.default_rng(0)
    themes = (["oil", "gas", "rig", "well"], ["war", "army", "tank", "siege"], ["tea", "rice"])
    lists = [rng.choice(themes[i % 3], 12).tolist() for i in range(90)]
    return count_words(pd.Series(lists, index=[f"d{i}" for i in range(90)]))


def test_seed_words_fix_the_order_of_topics_and_free_topics_take_the_rest():
    bow = two_themes()
    words = seed_table(War=["tank"], Energy=["rig"])
    phi = fit_guided(bow, words, LDAConfig(n_topics=3)).model.topic_word
    assert phi.loc[0, ["war", "army", "tank", "siege"]].sum() > 0.95
    assert phi.loc[1, ["oil", "gas", "rig", "well"]].sum() > 0.95
    assert phi.loc[2, ["tea", "rice"]].sum() > 0.95


def test_a_misplaced_seed_is_reported_as_moved():
    bow = two_themes()
    words = seed_table(War=["war", "army", "siege", "rice"], Energy=["oil", "gas"], Food=["tea"])
    report = fit_guided(bow, words, LDAConfig(n_topics=3), strength=0.0).report.set_index("word")
    assert report.loc["rice", "status"] == "moved"
    assert report.loc["rice", "main_topic"] == 2
    assert report.drop("rice")["status"].eq("took").all()


def test_strength_holds_a_seed_where_it_was_put():
    bow = two_themes()
    words = seed_table(War=["war", "army", "siege", "rice"], Energy=["oil", "gas"], Food=["tea"])
    report = fit_guided(bow, words, LDAConfig(n_topics=3), strength=50.0).report.set_index("word")
    assert report.loc["rice", "status"] == "took"


def test_patterns_stand_for_every_word_that_starts_so():
    bow = count_words(pd.Series([["exports", "exported"], ["war", "wars"]] * 20))
    words = seed_table(Trade=["export*"], War=["war*", "zzz*"])
    report = fit_guided(bow, words, LDAConfig(n_topics=2)).report
    assert report["word"].tolist() == ["exported", "exports", "war", "wars", "zzz*"]
    assert report["status"].tolist() == ["took"] * 4 + ["not in vocabulary"]


def test_a_guided_model_is_a_model_like_any_other(guided, briefs, tmp_path):
    back = load_model(save_model(guided.model, tmp_path))
    assert back.topic_word.equals(guided.model.topic_word)
    assert doc_topics(back, briefs[0]).equals(doc_topics(guided.model, briefs[0]))
    np.testing.assert_allclose(back.engine.get_topics().sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(guided.model.topic_word.sum(axis=1), 1, rtol=1e-9)


def test_same_bits_for_any_number_of_threads():
    bow = two_themes()
    words = seed_table(War=["tank"], Energy=["rig"])
    one, two = (
        fit_guided(bow, words, LDAConfig(n_topics=4), threads=n).model.topic_word for n in (1, 2)
    )
    assert one.equals(two)


def counts_with_phrases():
    texts = ["OPEC", "Oil price", "OPEC gold oil price", "wheat", "barley"] * 9
    corpus = pd.DataFrame({"doc_id": range(len(texts)), "title": "", "text": texts})
    return count_corpus(corpus, options=TokenOptions(phrases=0.7, phrase_min_count=5))


def test_capitals_and_blanks_of_seed_words_meet_the_vocabulary():
    bow = counts_with_phrases()
    assert {"opec", "oil_price", "wheat", "barley"} <= set(bow.words)
    words = seed_table(Energy=["OPEC", "oil  price"], Grain=["WHE*", "Barley"])
    report = fit_guided(bow, words, LDAConfig(n_topics=2)).report
    assert report["word"].tolist() == ["opec", "oil_price", "wheat", "barley"]
    assert (report["n_words"] > 0).all()


@pytest.mark.skipif(not FIELD.is_file(), reason="no ../shared/field-cases to read from")
def test_seed_words_from_the_field_are_found():
    report = fit_guided(counts_with_phrases(), read_seed_words(FIELD), LDAConfig(n_topics=2)).report
    assert report["word"].tolist() == ["opec", "oil_price", "wheat", "barley"]


def test_a_vocabulary_with_capitals_is_met_to_the_letter_first():
    bow = count_words(pd.Series([["Turkey", "NATO"], ["turkey", "tea"]] * 20))
    words = seed_table(War=["Turkey", "nato"], Food=["turkey", "Tea"])
    report = fit_guided(bow, words, LDAConfig(n_topics=2)).report
    assert report["word"].tolist() == ["Turkey", "NATO", "turkey", "tea"]


def test_a_phrase_that_was_not_joined_is_explained():
    bow = count_words(pd.Series([["oil", "price"], ["wheat", "barley"]] * 20))
    words = seed_table(Energy=["oil price"], Grain=["wheat"])
    with pytest.raises(TopicsError, match=r"of 'Energy' .*\['oil price'\].*TokenOptions\(phrases"):
        fit_guided(bow, words, LDAConfig(n_topics=2))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (seed_table(A=["oil"], B=["oil"]), "gives 'oil' to 'A' and to 'B'"),
        (seed_table(A=["Oil"], B=["oil"]), "gives 'oil' to 'A' and to 'B'"),
        (seed_table(A=["oi*"], B=["oil"]), "gives 'oil' to 'A' and to 'B'"),
        (seed_table(A=["oil"], B=["nope"]), r"none of the seed words of 'B' .*\['nope'\]"),
        (seed_table(A=["oil"], B=["war"], C=["tea"], D=["gas"]), "4 topics, but .* n_topics=3"),
        (seed_table(A=["oil"]).assign(topic=1), r"number its topics 0, 1, 2, ...; got \[1\]"),
    ],
)
def test_bad_seed_words_are_refused(words, message):
    with pytest.raises(TopicsError, match=message):
        fit_guided(two_themes(), words, LDAConfig(n_topics=3))


def test_bad_configs_are_refused():
    words = seed_table(A=["oil"])
    with pytest.raises(TopicsError, match='guided topics need "cvb0"'):
        fit_guided(two_themes(), words, LDAConfig(n_topics=3, algorithm="vb"))
    with pytest.raises(TopicsError, match="`n_topics` is 11"):
        fit_guided(two_themes(), words, LDAConfig(n_topics=11))
    with pytest.raises(TopicsError, match="`strength`"):
        fit_guided(two_themes(), words, LDAConfig(n_topics=3), strength=-1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a\n", "is not a TOML file"),
        ("", "holds no seed words"),
        ("x = 1\n", r"\[x\] must hold words"),
        ("[a]\nwords = []\n", r"\[a\] must hold words"),
        ('[a]\nwords = "oil"\n', r"\[a\] must hold words"),
        ('[a]\nwords = ["*"]\n', r"\[a\] has the seed word '\*'"),
        (
            '[a]\nwords = ["oil"]\n[b]\nwords = ["oil"]\n',
            r"'oil' is a seed word of \[a\] and of \[b\]",
        ),
        ('[a]\nwords = ["Oil"]\n[b]\nwords = ["oil"]\n', "'oil' is a seed word of"),
    ],
)
def test_bad_seed_files_are_refused(tmp_path, text, message):
    path = tmp_path / "seeds.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_seed_words(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_seed_words(tmp_path / "none.toml")


def test_sample_seed_words_are_complete():
    table = read_seed_words(SEEDS / "topics.toml")
    assert table["topic"].nunique() == 8
    assert table["word"].is_unique

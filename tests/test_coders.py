"""What coders find: known answers, what must change nothing, and answers that cannot be right."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.cli.validate import EXAMPLES
from topics.errors import InputError, TopicsError
from topics.evaluate import coder_agreement, krippendorff_alpha
from topics.evaluate.agreement import wilson
from topics.evaluate.country_gold import country_answers, refuted_countries, score_countries
from topics.evaluate.intrusion import r4wsi, word_intrusion
from topics.evaluate.label_tasks import label_intrusion, optimal_label
from topics.evaluate.sampling import NONE, draw_by_country, draw_by_topic, foremost
from topics.evaluate.validity import _by_chance, disagreements, score_tasks, untold_topics
from topics.lda import LDAConfig, fit_lda
from topics.lda.top_words import top_words
from topics.simulate import simulate_corpus
from topics.text.bow import BagOfWords


def ratings_of(**coders):
    rows = [
        (coder, item, None if value == "." else value)
        for coder, line in coders.items()
        for item, value in enumerate(line.split())
    ]
    return pd.DataFrame(rows, columns=["coder", "item", "answer"])


# Krippendorff (2011), Computing Krippendorff's alpha-reliability, sections A, B and C.
PUBLISHED = [
    (ratings_of(a="0 1 0 0 0 0 0 0 1 0", b="1 1 1 0 0 1 0 0 0 0"), 0.095),
    (ratings_of(ben="a a b b d c c c e d d a", gerry="b a b b b c c c e d d d"), 0.692),
    (
        ratings_of(
            a="1 2 3 3 2 1 4 1 2 . . .",
            b="1 2 3 3 2 2 4 1 2 5 . 3",
            c=". 3 3 3 2 3 4 2 2 5 1 .",
            d="1 2 3 3 2 4 4 1 2 5 1 .",
        ),
        0.743,
    ),
]


@pytest.mark.parametrize(("ratings", "alpha"), PUBLISHED)
def test_alpha_is_that_of_the_published_examples(ratings, alpha):
    found = krippendorff_alpha(ratings).iloc[0]
    assert found["alpha"] == pytest.approx(alpha, abs=5e-4)
    assert found["ci_low"] <= found["alpha"] <= found["ci_high"]


def test_alpha_of_one_category_cannot_be_told():
    found = krippendorff_alpha(ratings_of(a="1 1 1", b="1 1 1")).iloc[0]
    assert np.isnan(found["alpha"])
    assert np.isnan(found["ci_low"])


def test_coders_who_never_disagree_are_not_certain_to_agree():
    few = krippendorff_alpha(ratings_of(a="1 2 3", b="1 2 3")).iloc[0]
    many = krippendorff_alpha(ratings_of(a="1 2 3 " * 40, b="1 2 3 " * 40)).iloc[0]
    assert few["alpha"] == many["alpha"] == 1
    assert few["ci_low"] < 0.4
    assert 0.9 < many["ci_low"] < 1


def test_the_interval_of_alpha_covers():
    """Of pairs of coders who agree on 80 % of items beyond chance, most intervals hold alpha."""
    rng = np.random.default_rng(1)
    held = 0
    for seed in range(60):
        truth = rng.integers(0, 4, 60)
        lines = [np.where(rng.random(60) < 0.9, truth, rng.integers(0, 4, 60)) for _ in range(2)]
        ratings = ratings_of(**{f"c{i}": " ".join(map(str, line)) for i, line in enumerate(lines)})
        found = krippendorff_alpha(ratings, draws=400, seed=seed).iloc[0]
        held += found["ci_low"] <= 0.81 <= found["ci_high"]
    assert 52 <= held <= 60


@settings(max_examples=40)
@given(st.data())
def test_order_and_names_change_nothing(data):
    n = data.draw(st.integers(2, 12))
    lines = {
        coder: " ".join(data.draw(st.lists(st.sampled_from("123."), min_size=n, max_size=n)))
        for coder in ("a", "b", "c")
    }
    ratings = ratings_of(**lines)
    try:
        found = krippendorff_alpha(ratings, draws=20)
    except TopicsError:
        return
    seed = data.draw(st.integers(0, 99))
    mixed = ratings.sample(frac=1, random_state=seed)
    names = {"a": "zoe", "b": "ann", "c": "mia"}
    mixed = mixed.assign(coder=mixed["coder"].map(names))
    pd.testing.assert_frame_equal(found, krippendorff_alpha(mixed, draws=20))
    if not np.isnan(found["alpha"].item()):
        assert -1 <= found["ci_low"].item() <= found["alpha"].item() <= found["ci_high"].item() <= 1


def test_a_coder_who_answers_an_item_twice_is_refused():
    ratings = ratings_of(a="1 2", b="1 2")
    with pytest.raises(InputError, match="coder 'a' answered item 0 twice"):
        krippendorff_alpha(pd.concat([ratings, ratings]))
    with pytest.raises(TopicsError, match="no item that two coders"):
        krippendorff_alpha(ratings_of(a="1 2"))
    with pytest.raises(TopicsError, match="`draws`"):
        krippendorff_alpha(ratings, draws=3)


@given(st.floats(0, 1), st.floats(0.1, 500), st.floats(0.5, 0.99))
def test_wilsons_interval_holds_the_share(share, n, level):
    low, high = wilson(share * n, n, level)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


def test_wilsons_interval_is_scipys():
    from scipy.stats import binomtest

    for right, n in ((0, 5), (3, 7), (60, 60), (41, 90)):
        known = binomtest(right, n).proportion_ci(0.95, method="wilson")
        assert wilson(right, n, 0.95) == pytest.approx((known.low, known.high), abs=1e-12)
    assert wilson(0, 0, 0.95) == (0, 1)


def test_help_and_the_page_say_how_wide_intervals_are():
    page = (Path(__file__).parents[1] / "docs" / "howto" / "coders.md").read_text("utf-8")
    for n in (8, 16, 40, 60, 150, 400):
        low, high = wilson(0.8 * n, n, 0.95)
        assert f"{n} items: {100 * low:.0f} to {100 * high:.0f} %" in EXAMPLES
        assert f"| {n} | {100 * low:.0f} to {100 * high:.0f} % |" in page
    assert "10 items tell a topic from guessing where 6 or" in EXAMPLES
    assert untold_topics(scores_of({0: 6, 1: 5})) == [1]
    fewest = np.array([1 / 6] * 2 + [1 / 4] * 2 + [1 / 2] * 4 + [1 / 2] * 2)  # of four topics
    few = np.array([1 / 6] * 2 + [1 / 4] * 2 + [1 / 3] * 4 + [1 / 4] * 2)  # of six
    assert _by_chance(few, 7) <= 0.025 < _by_chance(few, 6)
    assert _by_chance(fewest, 8) <= 0.025 < _by_chance(fewest, 7)


def scores_of(right):
    """Scores of one coder, with so many right of ten items of each topic."""
    items, answers = [], []
    for topic, n_right in right.items():
        for number in range(10):
            options = list("abcdef" if number < 2 else "abcd")
            task = "word_intrusion" if number < 2 else "r4wsi"
            items.append((f"{topic}-{number}", task, topic, options, 2))
            answers.append(("ann", f"{topic}-{number}", "2" if number < n_right else "1"))
    return score_tasks(
        pd.DataFrame(items, columns=["item", "task", "topic", "options", "answer"]),
        pd.DataFrame(answers, columns=["coder", "item", "answer"]),
    )


# Four topics, 40 items each of a task with four options.
ITEMS = pd.DataFrame(
    {
        "item": [f"i{n:03d}" for n in range(160)],
        "task": "r4wsi",
        "topic": np.repeat(range(4), 40),
        "options": [list("wxyz") for _ in range(160)],
        "answer": np.arange(160) % 4 + 1,
        "doc_id": "",
    }
)


def coder(name, *, right, seed):
    """Answers of a coder who knows the answer with probability `right`, and guesses otherwise."""
    rng = np.random.default_rng(seed)
    knows = rng.random(len(ITEMS)) < right
    said = np.where(knows, ITEMS["answer"], rng.integers(1, 5, len(ITEMS)))
    return pd.DataFrame({"coder": name, "item": ITEMS["item"], "answer": said.astype(str)})


def one(results, measure, **where):
    keep = results["measure"] == measure
    for column, value in where.items():
        keep &= results[column] == value
    (row,) = results[keep].to_dict("records")
    return row


def test_perfect_coders_are_right_and_every_topic_is_told():
    answers = pd.concat([coder("a", right=1, seed=1), coder("b", right=1, seed=2)])
    results = score_tasks(ITEMS, answers)
    row = one(results, "accuracy", topic="all")
    assert row["estimate"] == row["ci_high"] == 1
    assert row["ci_low"] == pytest.approx(wilson(160, 160, 0.95)[0])
    assert row["expected"] == 0.25
    assert (row["n_items"], row["n_answers"]) == (160, 320)
    assert one(results, "alpha", task="r4wsi")["estimate"] == 1
    assert untold_topics(results) == []
    assert disagreements(ITEMS, answers).empty


def test_guessing_coders_are_at_chance_and_no_topic_is_told():
    answers = pd.concat([coder("a", right=0, seed=1), coder("b", right=0, seed=2)])
    results = score_tasks(ITEMS, answers)
    row = one(results, "accuracy", topic="all")
    assert row["ci_low"] < 0.25 < row["ci_high"]
    alpha = one(results, "alpha", task="r4wsi")
    assert alpha["ci_low"] < 0 < alpha["ci_high"]
    assert untold_topics(results) == [0, 1, 2, 3]


@pytest.mark.parametrize("n_coders", [1, 2, 3])
def test_topics_that_coders_guess_are_seldom_told(n_coders):
    """Of 500 topics that are guessed, no more than 2.5 % are told, give or take chance."""
    rng = np.random.default_rng(n_coders)
    items = pd.DataFrame(
        {
            "item": [f"i{n:04d}" for n in range(5000)],
            "task": ["word_intrusion"] * 1000 + ["r4wsi"] * 4000,
            "topic": np.arange(5000) % 500,
            "options": [list("abcdef")] * 1000 + [list("abcd")] * 4000,
            "answer": 1,
        }
    )
    sizes = items["options"].map(len).to_numpy()
    answers = [
        pd.DataFrame(
            {"coder": f"c{i}", "item": items["item"], "answer": rng.integers(1, sizes + 1)}
        )
        for i in range(n_coders)
    ]
    results = score_tasks(items, pd.concat(answers))
    told = 500 - len(untold_topics(results))
    assert told / 500 <= 0.025 + 2 * np.sqrt(0.025 / 500)


def test_the_topic_that_coders_guess_is_the_one_that_is_marked():
    answers = pd.concat([coder("a", right=0.9, seed=1), coder("b", right=0.9, seed=2)])
    guessed = answers["item"].isin(ITEMS.loc[ITEMS["topic"] == 2, "item"])
    wrong = pd.concat([coder("a", right=0, seed=3), coder("b", right=0, seed=4)])
    results = score_tasks(ITEMS, answers.mask(guessed, wrong))
    assert untold_topics(results) == [2]


def test_two_coders_who_say_the_same_count_as_one():
    """Items are what is drawn: an echo makes no interval shorter."""
    first = coder("a", right=0.6, seed=5)
    alone = score_tasks(ITEMS, first)
    echoed = score_tasks(ITEMS, pd.concat([first, first.assign(coder="b")]))
    for measure in ("accuracy", "told"):
        left, right = (table[table["measure"] == measure] for table in (alone, echoed))
        assert right["n_answers"].sum() == 2 * left["n_answers"].sum()
        pd.testing.assert_frame_equal(
            left.drop(columns="n_answers"), right.drop(columns="n_answers")
        )
    assert np.isnan(one(alone, "alpha", task="r4wsi")["estimate"])


def test_missing_answers_are_counted_and_not_guessed():
    answers = coder("a", right=1, seed=1)
    answers.loc[:9, "answer"] = ""
    answers.loc[10:14, "answer"] = "?"
    results = score_tasks(ITEMS, answers)
    row = one(results, "accuracy", topic="all")
    assert row["n_items"] == 150
    assert row["estimate"] == pytest.approx(145 / 150)  # who cannot tell is not right
    assert one(results, "missing", task="r4wsi")["n_answers"] == 10
    removed = score_tasks(ITEMS, answers.drop(index=range(10)))
    pd.testing.assert_frame_equal(removed, results)
    assert one(results, "cannot tell", task="r4wsi")["n_answers"] == 5


@settings(max_examples=10)
@given(st.integers(0, 999))
def test_rows_and_names_of_coders_decide_no_score(seed):
    answers = pd.concat([coder("a", right=0.7, seed=1), coder("b", right=0.5, seed=2)])
    mixed = answers.sample(frac=1, random_state=seed)
    mixed = mixed.assign(coder=mixed["coder"].map({"a": "zoe", "b": "ann"}))
    items = ITEMS.sample(frac=1, random_state=seed)
    pd.testing.assert_frame_equal(score_tasks(ITEMS, answers), score_tasks(items, mixed))


def test_disagreements_are_listed_with_who_said_what():
    answers = pd.DataFrame(
        [("b", "i000", "2"), ("a", "i000", "1"), ("a", "i001", "2"), ("b", "i001", "2")],
        columns=["coder", "item", "answer"],
    )
    (row,) = disagreements(ITEMS, answers).to_dict("records")
    assert row["answers"] == "a: 1, b: 2"
    assert row["options"] == "1: w | 2: x | 3: y | 4: z"
    assert row["right"] == 1


@pytest.mark.parametrize("wrong", ["5", "0", "-1", "1.5", "x", "one"])
def test_answers_outside_the_options_are_refused(wrong):
    answers = pd.DataFrame({"coder": ["a"], "item": ["i000"], "answer": [wrong]})
    with pytest.raises(InputError, match=r"coder 'a' answered .* to item i000"):
        score_tasks(ITEMS, answers)


@pytest.fixture(scope="module")
def planted():
    corpus = simulate_corpus(n_docs=200, n_countries=4, n_topics=8, n_words=400, seed=3)
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    return corpus, fit_lda(bow, LDAConfig(n_topics=8, seed=1, restarts=2))


def test_intruding_sets_of_words_are_of_another_topic(planted):
    _, model = planted
    sheet, key = r4wsi(model, n_items=3, seed=1)
    assert key["topic"].value_counts().eq(3).all()
    tops = top_words(model, 20).groupby("topic")["word"].agg(set)
    for shown, row in zip(sheet.to_dict("records"), key.to_dict("records"), strict=True):
        sets = [set(shown[f"option_{i}"].split(", ")) for i in range(1, 5)]
        assert all(len(one_set) == 4 for one_set in sets)
        intruder = sets.pop(row["answer"] - 1)
        assert not intruder & tops[row["topic"]]
        assert intruder <= tops[row["source"]]
        assert set.union(*sets) <= tops[row["topic"]]
        assert len(set.union(*sets)) == 12
    pd.testing.assert_frame_equal(sheet, r4wsi(model, n_items=3, seed=1)[0])
    assert not sheet.equals(r4wsi(model, n_items=3, seed=2)[0])


def test_the_second_item_of_a_topic_has_other_words(planted):
    _, model = planted
    sheet, key = word_intrusion(model, n_items=2, seed=1)
    assert key["topic"].value_counts().eq(2).all()
    options = sheet.filter(like="option_").to_numpy().tolist()
    for _, own in key.groupby("topic"):
        shown = [set(options[i]) - {key["intruder"][i]} for i in own.index]
        assert not shown[0] & shown[1]
        assert own["intruder"].nunique() == 2


def labelled(model):
    texts = pd.DataFrame({"doc_id": model.doc_topic.index, "text": "text"})
    labels = pd.Series({topic: f"Label {topic}" for topic in model.topic_word.index})
    return texts, labels


def test_the_intruding_label_is_of_a_lesser_topic(planted):
    _, model = planted
    texts, labels = labelled(model)
    sheet, key = label_intrusion(model.doc_topic, texts.head(30), labels, seed=2)
    for shown, row in zip(sheet.to_dict("records"), key.to_dict("records"), strict=True):
        rank = model.doc_topic.loc[row["doc_id"]].rank(ascending=False)
        assert shown[f"option_{row['answer']}"] == labels[row["intruder"]]
        assert rank[row["intruder"]] > 4
        others = {shown[f"option_{i}"] for i in range(1, 5)} - {labels[row["intruder"]]}
        assert others == {labels[topic] for topic in rank.nsmallest(3).index}
        assert rank[row["topic"]] == 1


def test_the_optimal_label_is_that_of_the_foremost_topic(planted):
    _, model = planted
    texts, labels = labelled(model)
    sheet, key = optimal_label(model.doc_topic, texts.head(30), labels, seed=2)
    places = key["answer"].value_counts()
    assert len(places) == 4
    for shown, row in zip(sheet.to_dict("records"), key.to_dict("records"), strict=True):
        rank = model.doc_topic.loc[row["doc_id"]].rank(ascending=False)
        options = [shown[f"option_{i}"] for i in range(1, 5)]
        assert options[row["answer"] - 1] == labels[rank.idxmin()]
        assert not {labels[topic] for topic in rank.nsmallest(3).index[1:]} & set(options)
        assert len(set(options)) == 4


def test_labels_that_cannot_be_told_apart_are_refused(planted):
    _, model = planted
    texts, labels = labelled(model)
    with pytest.raises(TopicsError, match="'Gas' is the label of several"):
        label_intrusion(model.doc_topic, texts.head(3), labels.map(lambda _: "Gas"))
    with pytest.raises(TopicsError, match="too few topics have a label of their own"):
        optimal_label(model.doc_topic, texts.head(3), labels.map(lambda _: "Gas"))
    with pytest.raises(TopicsError, match="`labels` has none for topic 0"):
        optimal_label(model.doc_topic, texts.head(3), labels.drop(0))
    with pytest.raises(TopicsError, match="none for the document 'zz'"):
        optimal_label(model.doc_topic, texts.head(1).assign(doc_id="zz"), labels)
    with pytest.raises(TopicsError, match="at most 3"):
        label_intrusion(model.doc_topic, texts.head(3), labels, n_topics=4)
    with pytest.raises(TopicsError, match="at most 6"):
        optimal_label(model.doc_topic, texts.head(3), labels, n_labels=7)


def strata(n_each):
    """Documents of as many countries as there are sizes, in five topics by turns."""
    rows = [(f"{code}-{i:04d}", i % 5, 0.5, code) for code, n in n_each.items() for i in range(n)]
    return pd.DataFrame(rows, columns=["doc_id", "topic", "share", "country"])


def test_the_foremost_country_has_the_largest_weight():
    shares = pd.DataFrame([[0.9, 0.1], [0.2, 0.8], [np.nan, np.nan]], index=["a", "b", "c"])
    weights = pd.DataFrame(
        [("a", "RUS", 0.4), ("a", "KAZ", 0.6), ("b", "RUS", 0.0)],
        columns=["doc_id", "country", "weight"],
    )
    table = foremost(shares, weights)
    assert table["country"].tolist() == ["KAZ", NONE]
    assert table["topic"].tolist() == [0, 1]
    assert table["share"].tolist() == [0.9, 0.8]


def test_countries_take_turns_within_a_topic():
    table = strata({"USA": 400, "KAZ": 10, "UZB": 10})
    drawn = draw_by_topic(table, n=6, seed=1)
    assert drawn.groupby("topic").size().tolist() == [6] * 5
    counts = drawn.groupby(["topic", "country"]).size()
    assert counts.max() == counts.min() == 2
    assert drawn["doc_id"].is_unique


def test_each_text_stands_for_as_many_as_its_stratum_says():
    table = strata({"USA": 400, "KAZ": 100, "UZB": 25, NONE: 100})
    drawn = draw_by_country(table, n=60, seed=1)
    assert len(drawn) == 60
    assert drawn["doc_id"].is_unique
    sizes = table["country"].value_counts()
    totals = drawn.groupby("country")["stands_for"].sum()
    assert totals.to_dict() == pytest.approx(sizes.to_dict())
    n = drawn["country"].value_counts()
    assert n["USA"] == pytest.approx(2 * n["KAZ"], abs=1)  # as the roots of 400 and 100
    assert drawn.loc[drawn["country"] == "USA", "topic"].value_counts().min() >= 3
    assert len(draw_by_country(table, n=10_000)) == len(table)
    pd.testing.assert_frame_equal(drawn, draw_by_country(table, n=60, seed=1))


# ten texts, each about KAZ for sure; five of them have weight on RUS, of which they are not
WEIGHTS = pd.DataFrame(
    [(f"d{i}", "KAZ", 0.6, 0.9) for i in range(10)]
    + [(f"d{i}", "RUS", 0.4, 0.6) for i in range(5)],
    columns=["doc_id", "country", "weight", "p_about"],
)
STANDS = pd.Series(1.0, index=[f"d{i}" for i in range(10)])


def says(name, *, degree="main", also=()):
    rows = [(name, f"d{i}", "KAZ", degree) for i in range(10)]
    rows += [(name, f"d{i}", code, "also") for i in range(10) for code in also]
    return pd.DataFrame(rows, columns=["coder", "doc_id", "country", "degree"])


def test_precision_and_recall_of_planted_errors():
    results = score_countries(pd.concat([says("a"), says("b")]), WEIGHTS, STANDS)
    row = one(results, "precision of weights", country="")
    assert row["estimate"] == pytest.approx(6 / 8)
    assert row["n_items"] == 10
    assert one(results, "precision", country="")["estimate"] == pytest.approx(10 / 15)
    assert one(results, "recall", country="")["estimate"] == 1
    assert one(results, "precision of weights", country="RUS")["estimate"] == 0
    assert refuted_countries(results) == ["RUS"]
    assert one(results, "alpha", task="countries")["estimate"] == 1
    assert one(results, "calibration", country="0.8 to 1")["estimate"] == 1
    assert one(results, "calibration", country="0.4 to 0.6")["estimate"] == 0
    error = one(results, "calibration error")["estimate"]
    assert error == pytest.approx((10 * 0.1 + 5 * 0.6) / 15)


def test_what_the_weights_miss_lowers_recall():
    results = score_countries(says("a", also=["CHN"]), WEIGHTS, STANDS)
    assert one(results, "recall", country="")["estimate"] == pytest.approx(0.5)
    assert one(results, "recall", country="CHN")["estimate"] == 0
    assert one(results, "recall of main", country="")["estimate"] == 1
    assert np.isnan(one(results, "alpha", task="countries")["estimate"])


def test_texts_count_as_many_documents_as_they_stand_for():
    stands = STANDS.copy()
    stands[:5] = 3.0  # those with weight on RUS
    results = score_countries(says("a"), WEIGHTS, stands)
    row = one(results, "precision of weights", country="")
    assert row["estimate"] == pytest.approx((5 * 3 * 0.6 + 5 * 0.6) / (5 * 3 * 1.0 + 5 * 0.6))
    even = one(score_countries(says("a"), WEIGHTS, STANDS), "precision of weights", country="")
    assert row["ci_high"] - row["ci_low"] > even["ci_high"] - even["ci_low"]


def test_a_text_about_no_country_counts_against_its_weights():
    nobody = pd.DataFrame(
        {"coder": "a", "doc_id": [f"d{i}" for i in range(10)], "country": None, "degree": ""}
    )
    results = score_countries(nobody, WEIGHTS, STANDS)
    row = one(results, "precision of weights", country="")
    assert row["estimate"] == 0
    assert row["ci_high"] > 0.1
    assert one(results, "recall", country="")["n_items"] == 0
    assert refuted_countries(results) == ["KAZ", "RUS"]


def test_coders_are_asked_after_what_any_of_them_or_the_weights_name():
    coded = pd.concat([says("a", also=["CHN"]).head(11), says("b").head(10)])
    cells = country_answers(coded, WEIGHTS)
    first = cells[cells["doc_id"] == "d0"].set_index(["coder", "country"])["answer"]
    assert first.to_dict() == {
        ("a", "CHN"): "also", ("b", "CHN"): "not", ("a", "KAZ"): "main", ("b", "KAZ"): "main",
        ("a", "RUS"): "not", ("b", "RUS"): "not",
    }  # fmt: skip


def test_agreement_is_also_that_of_the_older_function():
    ratings, alpha = PUBLISHED[2]
    found = coder_agreement(ratings, n_options=5)
    assert found["alpha"].item() == pytest.approx(alpha, abs=5e-4)
    assert found.columns.tolist() == ["n_coders", "n_items", "alpha", "ci_low", "ci_high"]

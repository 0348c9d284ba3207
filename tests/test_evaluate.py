import dataclasses
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.errors import TopicsError
from topics.evaluate import (
    CoherenceWarning,
    Reference,
    choose_prototype,
    coherence,
    compare_configs,
    completion,
    config_grid,
    exclusivity,
    fit_prototype,
    flag_topics,
    match_topics,
    perplexity,
    recommend_topics,
    topic_diversity,
    topic_similarity,
    topic_stability,
)
from topics.evaluate.sweep import deal_folds
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.lda.store import load_model
from topics.lda.top_words import top_words
from topics.simulate import simulate_corpus
from topics.text.bow import BagOfWords, count_words


def planted_bow(seed=3, **options):
    corpus = simulate_corpus(seed=seed, **options)
    bow = BagOfWords(counts=corpus.counts, doc_ids=corpus.doc_ids, words=corpus.words)
    return bow, corpus


@pytest.fixture(scope="module")
def planted():
    return planted_bow(n_docs=400, n_topics=5, n_words=400)


@pytest.fixture(scope="module")
def grid(planted, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep")
    configs = config_grid([3, 5, 8], seeds=range(3), restarts=2)
    return compare_configs(planted[0], configs, workers=1, folder=folder), folder, configs


def ranked(*topics):
    rows = [(k, r, w) for k, words in enumerate(topics) for r, w in enumerate(words, 1)]
    return pd.DataFrame(rows, columns=["topic", "rank", "word"])


# --- coherence


def random_texts(seed, *, n_texts=40, longest=150, n_words=30):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(n_words, 0.5))
    texts = [
        [f"w{i}" for i in rng.choice(n_words, size=rng.integers(1, longest), p=p)]
        for _ in range(n_texts)
    ]
    return pd.Series(texts, index=[f"d{i}" for i in range(n_texts)])


@pytest.mark.parametrize("seed", range(3))
def test_coherence_is_gensims_number_for_number(seed):
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    texts = random_texts(seed)
    dictionary = Dictionary(texts)
    corpus = [dictionary.doc2bow(text) for text in texts]
    words = sorted(dictionary.token2id, key=lambda w: -dictionary.dfs[dictionary.token2id[w]])
    topics = [words[0:12:2], words[1:13:2], words[4:10]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoherenceWarning)
        ours = coherence(ranked(*topics), texts)
    for name, kind in (("npmi", "c_npmi"), ("c_v", "c_v"), ("u_mass", "u_mass")):
        judge = CoherenceModel(
            topics=topics, texts=texts.tolist(), corpus=corpus, dictionary=dictionary,
            coherence=kind, topn=6, processes=1,
        )  # fmt: skip
        np.testing.assert_allclose(ours[name], judge.get_coherence_per_topic(), rtol=1e-9)


def test_words_of_one_company_score_above_strangers():
    texts = pd.Series([["oil", "gas", "war", "army"][2 * (i % 2) :][:2] for i in range(20)])
    with pytest.warns(CoherenceWarning, match="1 pairs never stand together"):
        table = coherence(ranked(["oil", "gas"], ["oil", "war"]), texts)
    assert table["npmi"].tolist() == pytest.approx([1, -0.95], abs=0.01)
    assert table["c_v"].tolist() == pytest.approx([1, 0], abs=0.2)
    assert table["n_apart"].tolist() == [0, 1]


def test_unknown_words_have_stated_values_and_a_warning():
    texts = pd.Series([["oil", "gas"], ["war"]])
    with pytest.warns(CoherenceWarning, match="3 top words are not in the texts"):
        table = coherence(ranked(["oil", "zzz"], ["yyy", "zzz"]), texts)
    assert table["npmi"].tolist() == [-1, -1]
    assert table["c_v"].tolist() == pytest.approx([0.5, 0])
    assert table["n_unknown"].tolist() == [1, 2]
    assert table["u_mass"].to_numpy() == pytest.approx(np.log([1e-12 / 0.5, 1e-12]))


def test_words_in_every_window_say_nothing():
    texts = pd.Series([["oil", "gas"]] * 5)
    assert coherence(ranked(["oil", "gas"]), texts)["npmi"].tolist() == [0]


def test_counts_as_reference_take_whole_documents_for_windows():
    texts = random_texts(5, longest=9)
    bow = count_words(texts, min_docs=1, max_share=1.0)
    words = ranked(bow.words[:5])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoherenceWarning)
        by_count = coherence(words, bow)
        by_text = coherence(words, texts)
    pd.testing.assert_frame_equal(by_count, by_text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12))
def test_coherence_is_never_nan_and_stays_in_range(seed, n_words):
    texts = random_texts(seed, n_texts=6, longest=12, n_words=n_words)
    words = [f"w{i}" for i in range(n_words)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoherenceWarning)
        table = coherence(ranked(words, words[::-1]), texts, n=n_words)
    for name in ("npmi", "c_v"):
        assert table[name].between(-1 - 1e-9, 1 + 1e-9).all()
    assert np.isfinite(table["u_mass"]).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(-1, 4), max_size=12), min_size=1), st.integers(1, 6))
def test_windows_are_counted_as_a_plain_loop_does(texts, size):
    """The rule of gensim: a word is gone when its first occurrence leaves, until it comes anew."""
    from topics.evaluate._windows import count_windows

    flat = np.array([i for text in texts for i in text], np.int32)
    ends = np.concatenate([[0], np.cumsum([len(text) for text in texts])]).astype(np.int64)
    total, alone, pairs = count_windows(flat, ends, 5, size)
    n, one, two = 0, np.zeros(5, int), np.zeros((5, 5), int)
    for text in texts:
        inside = set(text[:size])
        for start in range(max(1, len(text) - size + 1)):
            if start:
                inside.discard(text[start - 1])
                inside.add(text[start + size - 1])
            seen = sorted(inside - {-1})
            n += 1
            one[seen] += 1
            two[np.ix_(seen, seen)] += 1
    np.fill_diagonal(two, 0)
    assert total == n
    assert alone.tolist() == one.tolist()
    assert pairs.tolist() == two.tolist()


def test_coherence_refuses_a_lone_word_and_other_things():
    texts = pd.Series([["oil", "gas"]])
    with pytest.raises(TopicsError, match="1 word for topic 0"):
        coherence(ranked(["oil"]), texts)
    with pytest.raises(TopicsError, match="`texts` must be the tokens"):
        coherence(ranked(["oil", "gas"]), [["oil"]])
    with pytest.raises(TopicsError, match="no document"):
        coherence(ranked(["oil", "gas"]), pd.Series([], dtype=object))
    with pytest.raises(TopicsError, match="lacks the column 'rank'"):
        coherence(pd.DataFrame({"topic": [0], "word": ["oil"]}), texts)


# --- held-out likelihood


def test_completion_is_best_at_the_truth_and_bounded_by_guessing(planted):
    bow, _ = planted
    train, test = bow.select_docs(bow.doc_ids[:300]), bow.select_docs(bow.doc_ids[300:])
    found = {
        k: perplexity(completion(fit_lda(train, LDAConfig(n_topics=k, restarts=4)), test))
        for k in (2, 5)
    }
    share = np.asarray(train.counts.sum(axis=0)) + 0.01
    entropy = -(np.asarray(test.counts.sum(axis=0)) @ np.log(share / share.sum()))
    unigram = np.exp(entropy / test.counts.sum())
    assert found[5] < 0.9 * found[2]
    assert found[2] < unigram


def test_completion_of_documents_does_not_depend_on_threads_and_skips_the_too_short(planted):
    bow, _ = planted
    model = fit_lda(bow, LDAConfig(n_topics=3, restarts=1))
    short = count_words(pd.Series({"a": [bow.words[0]], "b": ["zzz"] * 3}), min_docs=1)
    scores = completion(model, short.select_words(bow.words))
    assert scores["n_words"].tolist() == [0, 0]
    with pytest.raises(TopicsError, match="no held-out document"):
        perplexity(scores)
    one, two = (completion(model, bow, threads=n) for n in (1, 2))
    assert one.equals(two)


# --- exclusivity and diversity


def test_exclusivity_tells_own_words_from_common_ones(planted):
    bow, _ = planted
    model = fit_lda(bow, LDAConfig(n_topics=5, restarts=4))
    table = exclusivity(model)
    assert table["exclusivity"].mean() > 0.8
    for name in ("exclusivity", "frex"):
        assert table[name].between(0.2, 1).all()
    same = dataclasses.replace(model, topic_word=model.topic_word * 0 + 1 / bow.n_words)
    assert exclusivity(same)["exclusivity"].to_numpy() == pytest.approx(0.2)


def test_diversity_counts_different_words():
    assert topic_diversity(ranked(["a", "b"], ["b", "a"])) == 0.5
    assert topic_diversity(ranked(["a", "b"], ["b", "a"]), n=1) == 1.0


# --- stability


@pytest.mark.parametrize("measure", ["hellinger", "rbo", "jaccard"])
def test_shuffled_topics_are_matched_to_themselves(planted, measure):
    truth = planted[1].topic_word
    order = [3, 0, 4, 1, 2]
    shuffled = truth.iloc[order].reset_index(drop=True)
    pairs = match_topics(truth, shuffled, measure=measure)
    assert [order[i] for i in pairs["other"]] == pairs["topic"].tolist()
    assert pairs["similarity"].to_numpy() == pytest.approx(1)
    table = topic_similarity(truth, truth, measure=measure)
    assert (table.to_numpy() <= 1 + 1e-12).all()
    np.testing.assert_allclose(table, table.T)


def test_topics_are_matched_by_word_and_not_by_place():
    a = pd.DataFrame([[0.5, 0.5, 0], [0, 0, 1.0]], columns=["oil", "gas", "war"])
    b = pd.DataFrame([[1.0, 0, 0], [0, 0.5, 0.5]], columns=["war", "gas", "oil"])
    assert match_topics(a, b)["other"].tolist() == [1, 0]


def test_stable_and_unstable_topics_are_told_apart():
    words = pd.Index([f"w{i}" for i in range(60)])
    fixed = np.repeat(np.eye(3), 20, axis=1) / 20
    rng = np.random.default_rng(0)
    runs = []
    for _ in range(4):
        topics = fixed.copy()
        topics[2] = rng.dirichlet(np.full(60, 0.02))
        runs.append(pd.DataFrame(topics[rng.permutation(3)], columns=words))
    from topics.evaluate.stability import stability_table

    table = stability_table(dict(enumerate(runs)))
    assert table.groupby("run")["stable"].sum().eq(2).all()
    assert table.loc[table["stable"], "reliability"].to_numpy() == pytest.approx(1)
    assert table.loc[~table["stable"], "reliability"].max() < 0.4


def test_prototype_is_the_run_that_the_others_confirm(planted):
    bow, truth = planted
    best = fit_prototype(bow, LDAConfig(n_topics=5, restarts=2), runs=3)
    assert best.runs["seed"].tolist() == [0, 1, 2]
    assert (
        best.runs.loc[best.runs["chosen"], "reliability"].item() == best.runs["reliability"].max()
    )
    assert best.stability["stable"].all()
    assert match_topics(truth.topic_word, best.model.topic_word)["similarity"].min() > 0.7
    flagged = flag_topics(pd.DataFrame({"topic": [4, 0, 4]}), best.stability)
    assert flagged["stable"].tolist() == [True] * 3
    with pytest.raises(TopicsError, match="no row for topic 7"):
        flag_topics(pd.DataFrame({"topic": [7]}), best.stability)


def test_stability_needs_two_runs(planted):
    bow, _ = planted
    model = fit_lda(bow, LDAConfig(n_topics=3, restarts=1))
    with pytest.raises(TopicsError, match="at least two fits"):
        topic_stability([model])
    table = topic_stability({"a": model, "b": model})
    assert table["reliability"].to_numpy() == pytest.approx(1, abs=1e-6)
    assert choose_prototype(table) == "a"


# --- the sweep


def test_sweep_finds_the_planted_number(grid):
    table, _, _ = grid
    choice = recommend_topics(table)
    assert choice.n_topics == 5
    assert "lowest at K = 5" in choice.reason
    stability = choice.table.set_index("n_topics")["stability"]
    assert stability[5] > 0.9 > stability[8]
    assert table.drop(columns=["alpha", "eta"]).notna().all(axis=None)
    assert (table["n_again"] <= table["n_topics"]).all()
    assert table.loc[table["n_topics"] == 5, "n_again"].tolist() == [5, 5, 5]


def test_sweep_leaves_out_a_fold_by_run_and_keeps_the_fits(grid, planted):
    table, folder, _ = grid
    assert table["fold"].tolist() == [0, 1, 2] * 3
    model = load_model(folder / table["key"].iloc[4])
    assert model.config.n_topics == 5
    left_out = planted[0].doc_ids.difference(model.doc_topic.index)
    assert len(left_out) == pytest.approx(planted[0].n_docs / 10, abs=1)


def test_sweep_goes_on_where_it_was_interrupted(grid, planted, monkeypatch):
    table, folder, configs = grid
    monkeypatch.setattr("topics.evaluate.sweep.run_jobs", None)
    again = compare_configs(planted[0], configs, workers=1, folder=folder)
    assert again.equals(table)


def test_sweep_is_the_same_in_processes(grid, planted):
    table, _, configs = grid
    part = compare_configs(planted[0], configs[:2], workers=2)
    # Stability is against the other runs, of which there are fewer here.
    columns = [c for c in table.columns if c not in ("seconds", "stability", "least_stable")]
    pd.testing.assert_frame_equal(part[columns], table[columns].iloc[:2])


def test_sweep_reports_what_a_worker_could_not_do(planted):
    bow = planted[0].select_docs(planted[0].doc_ids[:30])
    with pytest.raises(TopicsError, match="`n_topics` is 60, but the counts hold 27 documents"):
        compare_configs(bow, config_grid([2, 60], seeds=[0]), workers=2)


def test_a_dead_worker_is_one_clear_error(planted, monkeypatch):
    monkeypatch.setattr("topics.evaluate._pool._SERVE", "import sys; sys.exit(3)")
    with pytest.raises(TopicsError, match="a worker process of the sweep ended with code 3 on"):
        compare_configs(planted[0], config_grid([2, 3], seeds=[0]), workers=2)


def test_groups_are_held_out_together(planted):
    bow, _ = planted
    groups = pd.Series(np.arange(bow.n_docs) // 4, index=bow.doc_ids)
    fold = pd.Series(deal_folds(bow, folds=5, groups=groups), index=bow.doc_ids)
    assert fold.groupby(groups).nunique().eq(1).all()
    assert sorted(fold.unique()) == [0, 1, 2, 3, 4]
    with pytest.raises(TopicsError, match="no group for the document"):
        deal_folds(bow, folds=5, groups=groups.iloc[1:])


def test_sweep_refuses_bad_configs(planted):
    bow, _ = planted
    with pytest.raises(TopicsError, match="is empty"):
        compare_configs(bow, [])
    with pytest.raises(TopicsError, match="more than once"):
        compare_configs(bow, config_grid([3, 3], seeds=[0]))
    with pytest.raises(TopicsError, match="must hold LDAConfig; got int"):
        compare_configs(bow, [3])
    with pytest.raises(TopicsError, match="do not fill as many folds"):
        compare_configs(bow.select_docs(bow.doc_ids[:3]), config_grid([2], seeds=[0]))


def runs_table(perplexity_by_topics, noise=0.0):
    rows = [
        {"n_topics": k, "fold": fold, "perplexity": p * (1 + noise * (-1) ** (fold + k))}
        for k, p in perplexity_by_topics.items()
        for fold in range(4)
    ]
    measures = ("npmi", "c_v", "exclusivity", "frex", "diversity", "stability")
    table = pd.DataFrame(rows).assign(**dict.fromkeys(measures, 0.5))
    return table.assign(n_again=table["n_topics"])


def test_recommendation_is_the_smallest_that_cannot_be_told_from_the_best():
    assert recommend_topics(runs_table({5: 900, 9: 701, 20: 700})).n_topics == 9
    assert recommend_topics(runs_table({5: 900, 9: 750, 20: 700})).n_topics == 20
    assert recommend_topics(runs_table({5: 900, 10: 720, 21: 700}, noise=0.1)).n_topics == 10


def test_numbers_that_cannot_be_told_apart_go_from_what_is_found_again_to_what_predicts_as_well():
    runs = runs_table({5: 900, 9: 701, 12: 700, 20: 702})
    found = recommend_topics(runs)  # all of their topics are found again, and 20 are the most tried
    assert (found.between, found.or_more, found.numbers) == ((9, 20), True, "9 to 20 or more")
    assert "9 to 20 or more topics cannot be told apart" in found.reason
    runs = runs_table({5: 900, 9: 701, 12: 700, 20: 702, 30: 800})
    found = recommend_topics(runs)
    assert (found.between, found.or_more, found.numbers) == ((9, 20), False, "9 to 20")
    assert recommend_topics(runs_table({5: 900, 9: 700})).numbers == "9 or more"
    again = {5: 5, 9: 7.75, 12: 9.5, 20: 11.25, 30: 12}
    choice = recommend_topics(runs.assign(n_again=runs["n_topics"].map(again)))
    assert (choice.n_topics, choice.predicts, choice.between) == (9, 9, (7, 20))
    assert "other runs find 7.8 to 11.2 topics again" in choice.reason
    assert "7 to 20 topics cannot be told apart" in choice.reason
    # Numbers that predict worse have no say, and the number that is recommended is always inside.
    again = {5: 2, 9: 9, 12: 9, 20: 9, 30: 9}
    choice = recommend_topics(runs.assign(n_again=runs["n_topics"].map(again)))
    assert choice.between == (9, 20)
    assert "find 9.0 topics again" in choice.reason
    choice = recommend_topics(runs_table({5: 900, 9: 700, 12: 800}))
    assert (choice.between, choice.numbers) == ((9, 9), "")
    assert "cannot be told apart" not in choice.reason


def test_topics_that_are_not_found_again_are_not_recommended_however_well_they_predict():
    runs = runs_table({4: 900, 8: 750, 14: 700, 20: 699})
    again = {4: 4, 8: 7.5, 14: 9.4, 20: 10}
    choice = recommend_topics(runs.assign(n_again=runs["n_topics"].map(again)))
    assert (choice.n_topics, choice.predicts, choice.between) == (8, 14, (8, 20))
    assert "other runs find only 9.4 of these 14 topics again: K = 8 is" in choice.reason
    assert choice.table.set_index("n_topics")["recommended"].tolist() == [0, 1, 0, 0]
    again = dict.fromkeys(again, 3)  # nothing but the smallest is found again
    choice = recommend_topics(runs.assign(n_again=runs["n_topics"].map(again)))
    assert (choice.n_topics, choice.between) == (14, (3, 20))


def test_one_fit_of_each_number_tells_nothing_of_chance():
    runs = runs_table({5: 900, 9: 701, 20: 700})
    choice = recommend_topics(runs[runs["fold"] == 0].assign(stability=np.nan, n_again=np.nan))
    assert (choice.n_topics, choice.between) == (9, None)
    assert (choice.or_more, choice.numbers) == (False, "")
    assert "Each number was fitted once: how much of the differences is chance" in choice.reason


def test_recommendation_says_when_the_grid_was_too_short():
    assert "try more topics" in recommend_topics(runs_table({5: 900, 9: 700})).reason
    assert "try fewer" in recommend_topics(runs_table({5: 700, 9: 900})).reason
    with pytest.raises(TopicsError, match="one number of topics"):
        recommend_topics(runs_table({5: 700}))
    mixed = runs_table({5: 700, 9: 900}).assign(eta=[0.1] * 4 + [0.2] * 4)
    with pytest.raises(TopicsError, match="several values of 'eta'"):
        recommend_topics(mixed)


def test_reference_is_made_once():
    texts = random_texts(1)
    reference = Reference.of(texts)
    assert Reference.of(reference) is reference
    assert [reference.words[i] for i in reference.ids[: len(texts.iloc[0])]] == texts.iloc[0]


def test_top_words_feed_coherence(planted):
    bow, _ = planted
    model = fit_lda(bow, LDAConfig(n_topics=5, restarts=2))
    table = coherence(top_words(model, measure="probability"), bow)
    assert table["npmi"].min() > 0.1

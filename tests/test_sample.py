"""The sample corpus is a small labelled test set: what the line finds in it is scored here."""

import csv
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from topics.errors import InputError
from topics.run import config

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
THEMES = ("culture", "elections", "energy", "migration", "security", "trade", "transport", "water")
# What each of the four pairs of countries is mostly written about together.
PAIRS = {"CHN KAZ": "trade", "KAZ RUS": "energy", "KGZ TJK": "security", "RUS UZB": "migration"}


@pytest.fixture(scope="module")
def labels():
    with (SEEDS / "labels.csv").open(encoding="utf-8", newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file))).set_index("id")


def by_id(doc_ids):
    return [Path(doc_id).stem for doc_id in doc_ids]


def test_the_working_directory_does_not_replace_the_sample(tmp_path, monkeypatch):
    (tmp_path / "seeds" / "briefs").mkdir(parents=True)
    (tmp_path / "seeds" / "report.toml").write_text('corpus = "briefs"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert config.sample_folder() == SEEDS


def test_the_installed_copy_of_the_sample_comes_first(tmp_path, monkeypatch):
    inside = Path(config.__file__).relative_to(SEEDS.parent)
    copies = [tmp_path / "topics" / "seeds", tmp_path / "seeds"]
    for folder in copies:
        folder.mkdir(parents=True)
        (folder / "report.toml").write_text("", "utf-8")
    monkeypatch.setattr(config, "__file__", str(tmp_path / inside))
    assert config.sample_folder() == copies[0]
    (copies[0] / "report.toml").unlink()
    assert config.sample_folder() == copies[1]
    (copies[1] / "report.toml").unlink()
    with pytest.raises(InputError, match="no sample corpus was found beside the package"):
        config.sample_folder()


def source_line(brief, number):
    text = (SEEDS / "briefs" / f"{brief}.txt").read_text("utf-8")
    return text.splitlines()[number - 1].strip()


def test_every_brief_is_labelled_and_every_label_has_a_brief(labels):
    assert sorted(labels.index) == sorted(path.stem for path in (SEEDS / "briefs").iterdir())
    assert len(labels) >= 120
    assert tuple(sorted(labels["theme"].unique())) == THEMES
    assert labels["theme"].value_counts().min() >= 15
    main = labels["main"].str.split().explode()
    assert main.nunique() >= 25
    for row in labels.itertuples():
        assert set(row.main.split()) <= set(row.mentioned.split()), row.Index


def test_a_relation_is_the_theme_of_a_brief_on_two_countries(labels):
    related = labels[labels["relation"] != ""]
    assert (related["relation"] == related["theme"]).all()
    assert (related["main"].str.split().str.len() == 2).all()
    for apart in ("elections-10", "elections-26", "trade-02"):  # two countries side by side
        assert labels.loc[apart, "relation"] == ""


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_has_a_matter_of_its_own(labels, pair):
    theme = PAIRS[pair]
    together = labels[labels["main"] == pair]
    assert len(together) >= 20
    assert 0.6 <= (together["relation"] == theme).mean() <= 0.75
    for country in pair.split():
        apart = labels[labels["main"].str.contains(country) & ~labels["main"].isin(PAIRS)]
        assert len(apart) >= 10
        assert (apart["theme"] == theme).mean() <= 0.25


@pytest.mark.parametrize("pair", PAIRS)
def test_both_countries_of_a_pair_are_found_together(sample, labels, pair):
    likely = sample.weights[sample.weights["p_about"] >= 0.5]
    briefs = pd.Series(by_id(likely["doc_id"]), index=likely["country"])
    first, second = (set(briefs[[country]]) for country in pair.split())
    together = labels.index[labels["main"] == pair]
    assert np.mean([brief in first & second for brief in together]) >= 0.9


def test_briefs_are_short(labels):
    for brief in labels.index:
        words = len((SEEDS / "briefs" / f"{brief}.txt").read_text("utf-8").split())
        assert 150 <= words <= 360, brief


def test_seed_words_name_each_theme():
    topics = tomllib.loads((SEEDS / "topics.toml").read_text("utf-8"))
    assert tuple(sorted(topics)) == THEMES
    assert all(len(topic["words"]) >= 8 for topic in topics.values())


def test_every_brief_is_kept(sample, labels):
    assert sorted(by_id(sample.corpus["doc_id"])) == sorted(labels.index)


def test_titles_and_dates_are_found(sample, labels):
    corpus = sample.corpus.set_index(pd.Index(by_id(sample.corpus["doc_id"])))
    truth = labels.loc[corpus.index]
    straight = truth["title"].str.replace("’", "'").str.replace("[“”]", '"', regex=True)
    assert (corpus["title"] == straight).mean() >= 0.97
    found = corpus["date"].dt.strftime("%Y-%m-%d").fillna("")
    assert (found == truth["date"]).mean() >= 0.98


def test_boilerplate_is_removed_and_articles_are_not(sample, labels):
    lines = sample.audit[sample.audit["line"].notna() & (sample.audit["stage"] != "title")]
    removed = {
        (brief, int(line))
        for brief, line, text in zip(
            by_id(lines["doc_id"]), lines["line"], lines["text"], strict=True
        )
        if text.strip() == source_line(brief, int(line))  # not a part of one, as an inline date
    }
    truth = {(brief, int(n)) for brief, row in labels.iterrows() for n in row.boilerplate.split()}
    hits = len(removed & truth)
    assert hits / len(truth) >= 0.97
    assert hits / len(removed) >= 0.99


def test_countries_against_labels(sample, labels):
    kinds = ~sample.mentions["kind"].isin(["organisation", "world_region"])
    found = sample.mentions[kinds].groupby("doc_id")["country"].agg(set)
    found.index = pd.Index(by_id(found.index))
    truth = labels["mentioned"].str.split().map(set)
    pairs = [(found.get(brief, set()), truth[brief]) for brief in labels.index]
    hits = sum(len(mine & theirs) for mine, theirs in pairs)
    assert hits / sum(len(mine) for mine, _ in pairs) >= 0.95
    assert hits / sum(len(theirs) for _, theirs in pairs) >= 0.97


def test_main_countries_weigh_most(sample, labels):
    main = labels["main"].str.split().map(set)
    briefs = by_id(sample.weights["doc_id"])
    rows = zip(briefs, sample.weights["country"], strict=True)
    right = np.array([country in main[brief] for brief, country in rows])
    weights, p_about = sample.weights["weight"], sample.weights["p_about"]
    assert weights[right].sum() / weights.sum() >= 0.67
    # The chance that a main country is held likelier than one that is only mentioned.
    pairs = p_about[right].to_numpy()[:, None] > p_about[~right].to_numpy()
    assert pairs.mean() >= 0.94


def test_topics_against_themes(sample, labels):
    """Purity and V-measure of each brief's largest topic against its theme."""
    shares = sample.shares.dropna()
    top = pd.Series(shares.to_numpy().argmax(axis=1), index=by_id(shares.index))
    table = pd.crosstab(top, labels.loc[top.index, "theme"]).to_numpy()
    purity = table.max(axis=1).sum() / table.sum()
    assert purity >= 0.9
    joint = table / table.sum()

    def entropy(p):
        p = p[p > 0]
        return -(p * np.log(p)).sum()

    topic, theme = entropy(joint.sum(axis=1)), entropy(joint.sum(axis=0))
    v_measure = 2 * (topic + theme - entropy(joint)) / (topic + theme)
    assert v_measure >= 0.85

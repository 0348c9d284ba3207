"""Countries against one another, over time, and topics found again: against what was planted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pytest

from topics.cli import main
from topics.errors import TopicsError
from topics.estimate import draw_topic_country
from topics.estimate.trends import summarise_trends
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.lda.top_words import top_words
from topics.lda.word_intervals import word_intervals
from topics.readers.corpus import read_corpus
from topics.report.cautions import cautions
from topics.report.method import method
from topics.report.prose import stands_out, summary
from topics.report.write import derived_tables, write_report
from topics.run.analyse import analyse
from topics.run.comparison import (
    choose_period,
    compare_countries,
    find_again,
    fit_again,
    follow_countries,
    known_dates,
    only_years,
)
from topics.run.config import ReportConfig
from topics.simulate import simulate_corpus
from topics.text.bow import BagOfWords

ROOT = Path(__file__).parents[1]
TEXTS = {
    "gas": "The pipeline carries gas and oil to the refinery; the crude price of fuel rose.",
    "vote": "The party won the election; the parliament will vote on a new president and law.",
}


@pytest.fixture(scope="module")
def planted():
    return simulate_corpus(n_docs=300, n_countries=5, n_topics=3, n_words=120, seed=3)


@pytest.fixture(scope="module")
def bow(planted):
    return BagOfWords(counts=planted.counts, doc_ids=planted.doc_ids, words=planted.words)


@pytest.fixture(scope="module")
def model(bow):
    return fit_lda(bow, LDAConfig(n_topics=3, restarts=4))


@pytest.fixture(scope="module")
def drawn(planted, model, bow):
    return draw_topic_country(model, bow, planted.weights, draws=60)


def two_years(folder):
    """Kazakhstan turns from gas to votes between two years; Georgia does not turn."""
    rows = []
    for year in (2019, 2020):
        for number in range(30):
            turned = year == 2020
            rows.append(("Kazakhstan", "vote" if turned else "gas", year, number))
            rows.append(("Georgia", "vote", year, number))
    folder.mkdir()
    pd.DataFrame(
        {
            "doc_id": [f"{name}-{year}-{n}" for name, _, year, n in rows],
            "title": [f"News from {name}" for name, *_ in rows],
            "text": [
                f"{TEXTS[kind]} This is what {name} saw, part {n}." for name, kind, _, n in rows
            ],
            "date": [f"{year}-{1 + n % 12:02d}-03" for *_, year, n in rows],
        }
    ).to_csv(folder / "news.csv", index=False)
    return folder / "news.csv"


@pytest.fixture(scope="module")
def turning(tmp_path_factory):
    path = two_years(tmp_path_factory.mktemp("turn") / "news")
    return analyse(
        ReportConfig(
            corpus=str(path), n_topics=2, restarts=4, refits=2, draws=40, duplicates="keep",
            min_docs=2, max_share=0.9,
        )
    )  # fmt: skip


def test_pairs_are_those_asked_for_or_of_the_countries_with_most_documents(drawn):
    asked = compare_countries(drawn, ["C01-C00"])
    assert asked[["first", "second"]].drop_duplicates().to_numpy().tolist() == [["C01", "C00"]]
    groups = drawn.groups.get_level_values("country")
    sizes = pd.Series(drawn.n_effective, index=groups)[groups.str.startswith("C")]
    most = set(sizes.nlargest(4).index)
    chosen = compare_countries(drawn, [])
    pairs = chosen[["first", "second"]].drop_duplicates()
    assert len(pairs) == 6
    assert set(pairs["first"]) | set(pairs["second"]) == most


def test_of_countries_that_tie_those_worth_showing_are_compared(drawn):
    tie = replace(drawn, n_effective=np.ones_like(drawn.n_effective))
    pairs = compare_countries(tie, [], among=["C04", "C02", "C00"])[["first", "second"]]
    assert pairs.drop_duplicates().to_numpy().tolist() == [
        ["C04", "C02"], ["C04", "C00"], ["C02", "C00"],
    ]  # fmt: skip


@pytest.mark.parametrize("pair", ["C00-C99", "C00-C00", "C00-none", "C00"])
def test_a_pair_that_cannot_be_compared_is_named(drawn, pair):
    with pytest.raises(TopicsError, match=f"`compare`: '{pair}' is not two of the countries"):
        compare_countries(drawn, [pair])


def test_the_shortest_period_with_enough_documents_is_taken():
    ids = [f"d{i}" for i in range(720)]
    days = pd.date_range("2019-01-01", "2020-12-31", periods=720)
    dates = pd.Series(days, index=ids)
    weights = pd.DataFrame({"doc_id": ids, "country": "KAZ", "weight": 1.0})
    assert choose_period(dates, weights, min_docs=20) == "month"
    assert choose_period(dates, weights, min_docs=60) == "quarter"
    assert choose_period(dates, weights, min_docs=300) == "year"
    assert choose_period(dates, weights, min_docs=400) is None
    assert choose_period(dates, weights, min_docs=20, finest="year") == "year"
    unknown = pd.Series(pd.NaT, index=ids, dtype=dates.dtype)
    assert choose_period(unknown, weights, min_docs=1) is None
    same = pd.Series(pd.Timestamp("2020-01-01"), index=ids)
    assert choose_period(same, weights, min_docs=1) is None


def test_years_stand_for_dates_document_by_document():
    corpus = pd.DataFrame({"doc_id": ["a", "b", "c"], "date": pd.NaT, "year": [1990, "x", "1992"]})
    assert only_years(corpus)
    assert known_dates(corpus).dt.year.tolist() == pytest.approx([1990, np.nan, 1992], nan_ok=True)
    one_day = corpus.assign(date=[pd.Timestamp("2001-05-04"), pd.NaT, pd.NaT])
    assert not only_years(one_day)
    assert known_dates(one_day).dt.year.tolist() == pytest.approx([2001, np.nan, 1992], nan_ok=True)
    assert not only_years(corpus.assign(year="unknown"))


def test_only_the_countries_with_most_documents_are_followed(model, bow):
    rng = np.random.default_rng(0)
    codes = [f"C{i:02d}" for i in range(12)]
    weights = pd.DataFrame(
        {"doc_id": bow.doc_ids, "country": np.sort(rng.choice(codes, len(bow.doc_ids)))}
    ).assign(weight=1.0)
    dates = pd.Series(pd.to_datetime(["2019-01-01", "2020-01-01"] * 150), index=bow.doc_ids)
    drawn = follow_countries([model], bow, weights, dates, period="year", draws=20)
    table = summarise_trends(drawn, min_docs=1)
    assert set(table["country"]) == set(weights["country"].value_counts().nlargest(9).index)


def test_planted_topics_are_found_again(model, bow):
    others = fit_again(bow, LDAConfig(n_topics=3, restarts=2), fits=2)
    assert [fit.config.seed for fit in others] == [1, 2]
    table = find_again(model, others)
    assert table["topic"].tolist() == [0, 1, 2]
    assert table["reliability"].min() > 0.9
    assert table["stable"].all()


def test_word_intervals_are_those_of_a_bootstrap_that_keeps_the_topics_of_documents(model, bow):
    words = word_intervals(model, bow, top_words(model, 4))
    theta, phi = model.doc_topic.to_numpy(), model.topic_word
    counts = bow.counts.toarray()
    rng = np.random.default_rng(0)
    draws = rng.multinomial(len(theta), np.full(len(theta), 1 / len(theta)), size=600)
    for row in words.iloc[::3].to_dict("records"):
        v = bow.words.get_loc(row["word"])
        chance = theta * phi[row["word"]].to_numpy()
        part = counts[:, v] * (chance / chance.sum(axis=1, keepdims=True))[:, row["topic"]]
        whole = counts.sum(axis=1) * theta[:, row["topic"]]
        shares = (draws @ part) / (draws @ whole)
        width = np.diff(np.quantile(shares, [0.025, 0.975]))[0]
        assert row["ci_low"] < row["probability"] < row["ci_high"]
        assert row["ci_high"] - row["ci_low"] == pytest.approx(width, rel=0.15)


def test_documents_of_one_cluster_tell_less_of_a_word(model, bow):
    twice = BagOfWords(
        counts=bow.counts[np.repeat(np.arange(len(bow.doc_ids)), 2)],
        doc_ids=pd.Index([f"{doc}{half}" for doc in bow.doc_ids for half in "ab"]),
        words=bow.words,
    )
    shares = model.doc_topic.loc[model.doc_topic.index.repeat(2)].set_axis(twice.doc_ids)
    doubled = replace(model, doc_topic=shares)
    words = top_words(model, 3)
    cluster = pd.Series([doc[:-1] for doc in twice.doc_ids], index=twice.doc_ids)
    once = word_intervals(model, bow, words)
    alone = word_intervals(doubled, twice, words)
    together = word_intervals(doubled, twice, words, cluster=cluster)
    assert together["ci_high"].to_numpy() == pytest.approx(once["ci_high"].to_numpy(), rel=1e-6)
    assert (alone["ci_high"] < once["ci_high"]).all()


def test_a_planted_turn_is_seen_over_time_and_between_countries(turning):
    trends = turning.trends
    assert set(trends["country_name"]) == {"Kazakhstan", "Georgia"}
    label = turning.words[turning.words["word"] == "election"]["topic"].iloc[0]
    votes = trends[trends["topic"] == label].copy()
    votes["year"] = votes["period"].astype(str).str[:4]
    means = votes.groupby(["country", "year"])["estimate"].mean()
    assert means["KAZ", "2019"] < 0.3 < 0.7 < means["KAZ", "2020"]
    assert means["GEO", "2019"] > 0.7
    row = turning.contrasts.set_index("topic").loc[label]
    sign = 1 if row["first"] == "GEO" else -1
    assert sign * row["estimate"] > 0.2
    assert row["p_adjusted"] < 0.05
    assert turning.reliability["stable"].all()


def test_the_report_shows_differences_changes_and_topics_found_again(turning, tmp_path):
    folder = write_report(turning, tmp_path / "report").parent
    tables = {path.stem for path in (folder / "tables").iterdir()}
    assert {"contrasts", "trends", "reliability"} <= tables
    figures = {path.name for path in (folder / "figures").iterdir()}
    assert "reliability.pdf" in figures
    assert any(name.startswith("contrast-") for name in figures)
    assert any(name.endswith("-trends.pdf") for name in figures)
    page = (folder / "report.html").read_text("utf-8")
    assert "percentage points more for" in page
    assert "Georgia" in page


def test_what_is_switched_off_or_impossible_is_left_out_and_said(tmp_path):
    path = two_years(tmp_path / "news")
    table = pd.read_csv(path).drop(columns="date")
    table.to_csv(path, index=False)
    config = ReportConfig(
        corpus=str(path), n_topics=2, restarts=1, refits=0, draws=20, duplicates="keep",
        min_docs=2, max_share=0.9,
    )  # fmt: skip
    heard = []
    run = analyse(config, say=heard.append)
    assert "no trends: too few documents with a date for each country and period" in heard
    assert run.trends.empty
    assert run.reliability.empty
    assert {"trends", "reliability"}.isdisjoint(run.tables())
    assert "no estimates over time" in dict(method(run))["Comparisons"]
    with pytest.raises(TopicsError, match="`trends`: no document has a date"):
        analyse(config.updated(trends="year"))


def test_days_that_could_not_be_read_are_in_the_report_with_examples(tmp_path):
    table = pd.read_csv(two_years(tmp_path / "news"))
    table.loc[:3, "date"] = ["soon", "then", "later", "never"]
    table.to_csv(tmp_path / "news" / "news.csv", index=False)
    run = analyse(
        ReportConfig(
            corpus=str(tmp_path / "news"), n_topics=2, restarts=1, refits=0, draws=20,
            duplicates="keep", min_docs=2, max_share=0.9,
        )
    )  # fmt: skip
    said = dict(summary(run))["Dates"]
    assert "4 could not be read, such as Kazakhstan-2019-0: soon; Georgia-2019-0: then;" in said


def test_years_in_files_names_give_trends_though_one_text_holds_a_day(tmp_path):
    table = pd.read_csv(two_years(tmp_path / "news"))
    speeches = tmp_path / "speeches"
    speeches.mkdir()
    for number, row in enumerate(table.to_dict("records")):
        name, year, part = row["doc_id"].split("-")
        stamp = f"date {year}-09-24 " if number == 7 else ""
        path = speeches / f"{name[:3].upper()}{part}_40_{year}.txt"
        path.write_text(f"{stamp}{row['title']} today\n\n{row['text']}", encoding="utf-8")
    run = analyse(
        ReportConfig(
            corpus=str(speeches), pattern="{speaker}_{session}_{date:%Y}", n_topics=2, restarts=1,
            refits=0, draws=20, duplicates="keep", min_docs=2, max_share=0.9,
        )
    )  # fmt: skip
    assert run.trends["period"].astype(str).unique().tolist() == ["2019", "2020"]
    assert run.corpus["date_precision"].value_counts().to_dict() == {"year": 119, "day": 1}
    assert "none undated; 119 with their year only" in dict(summary(run))["Dates"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--compare", "KAZ"], "--compare needs pairs of two countries, such as KAZ-UZB"),
        (["--refits", "-1"], "--refits"),
        (["--column", "Artikel"], "--column needs a column and its new name"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_refused_before_work_begins(
    arguments, message, tmp_path, capsys
):
    assert main(["report", *arguments, "--out", str(tmp_path / "report")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "report").exists()


def test_topics_that_other_seeds_do_not_find_are_marked_wherever_they_stand(turning, tmp_path):
    first = turning.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    told = " ".join(stands_out(turning))
    topic = next(topic for topic, label in first.items() if label in told)
    weak = turning.reliability.assign(stable=turning.reliability["topic"] != topic)
    tables = {
        name: getattr(turning, name).assign(stable=getattr(turning, name)["topic"] != topic)
        for name in ("estimates", "contrasts", "trends", "words")
    }
    run = replace(turning, reliability=weak, **tables)
    folder = write_report(run, tmp_path / "report").parent
    pages = [
        " ".join(page.extract_text().split())
        for page in pypdf.PdfReader(folder / "report.pdf").pages
    ]
    assert sum("do not find this topic again" in page for page in pages) >= 5
    labels = run.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    text = "\n".join(pages)
    assert f"{labels[topic]} †" in text
    assert f"{labels[1 - topic]} †" not in text
    assert all("†" not in sentence for sentence in stands_out(turning))
    assert any(f"{labels[topic]} †" in sentence for sentence in stands_out(run))


def test_columns_of_the_files_can_be_named_for_a_report(tmp_path, capsys):
    corpus = read_corpus(ROOT / "seeds" / "briefs").head(60)
    path = tmp_path / "news.csv"
    corpus.assign(Artikel=corpus["text"])[["doc_id", "Artikel"]].to_csv(path, index=False)
    out = tmp_path / "report"
    few = ["--topics", "2", "--draws", "20", "--restarts", "1", "--refits", "0", "--trends", "off"]
    arguments = ["report", str(path), *few, "--out", str(out), "--quiet"]
    assert main(arguments) == 2
    assert "Artikel" in capsys.readouterr().err
    assert main([*arguments, "--column", "Artikel=text"]) == 0
    assert len(pd.read_csv(out / "tables" / "documents.csv")) == 60


def test_a_sampler_that_has_not_settled_is_told_of(turning):
    told = dict(method(turning))["Estimates and intervals"]
    mixing = turning.diagnostics["mixing"]
    assert f"Behind the {mixing['n_draws']} draws" in told
    assert f"effective size of a share is {mixing['ess_min']:,.0f}" in told
    assert mixing["warning"]  # so few draws cannot settle
    assert cautions(turning)[-1].startswith("The sampler reached its limit")
    assert turning.estimates["settled"].mean() == pytest.approx(1 - mixing["unsettled"], abs=0.1)
    badly = replace(turning, diagnostics={"mixing": mixing | {"warning": "run it for longer."}})
    assert cautions(badly) == [
        *cautions(replace(turning, diagnostics={})),
        "Run it for longer.",
    ]
    unknown = dict(method(replace(turning, diagnostics={})))["Estimates and intervals"]
    assert "effective size" not in unknown


def test_trends_that_are_off_are_not_called_impossible(tmp_path):
    heard = []
    config = ReportConfig(
        corpus=str(two_years(tmp_path / "news")), n_topics=2, restarts=1, refits=0, draws=20,
        duplicates="keep", min_docs=2, max_share=0.9, trends="off",
    )  # fmt: skip
    assert analyse(config, say=heard.append).trends.empty
    assert "no trends: too few documents with a date for each country and period" not in heard


def test_the_calibration_shown_is_that_of_the_model_that_weighed(turning):
    def sample(run):
        return derived_tables(run)["calibration"]["sample"].unique().tolist()

    dated = replace(turning, units=turning.units.assign(dateline="LONDON, March 3"))
    assert [text.split(",")[0] for text in sample(turning)] == ["Reuters-21578 without datelines"]
    assert [text.split(",")[0] for text in sample(dated)] == ["Reuters-21578 with datelines"]

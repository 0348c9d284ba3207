"""What a report says where a run is out of the ordinary: known sentences of small tables."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from topics._checks import listed
from topics.evaluate import recommend
from topics.evaluate.coding import COUNTRIES
from topics.evaluate.validity import ALL, as_results
from topics.lda.regroup import ASIDE
from topics.report import together
from topics.report.coders_said import coders_cautions, found_by_coders, result_lines
from topics.report.facts import number_sentence
from topics.report.manifest import machine, settings_of, versions
from topics.report.matrix import points
from topics.report.method import _labels as labels_told
from topics.report.methods_estimates import _draws, _told
from topics.report.methods_topics import _labels, _number, _vocabulary
from topics.report.pages import each
from topics.report.pages.page import BOTTOM, HEIGHT
from topics.report.pages.relations import _taken, _words
from topics.report.pages.robust import VERDICTS, _cell
from topics.report.prose import groups_found, robustness
from topics.report.replicate_check import _apart, _inputs, _versions, check_replication
from topics.run.config import ReportConfig
from topics.run.stages import source_hash
from topics.run.validation import Validation
from topics.writing.replace import hash_file

COMPARED = pd.DataFrame({
    "language": ["en", "en", "de"], "other_language": ["de", "ru", "ru"],
    "n_countries": [12, 9, 0], "n_months": [24, 0, 0],
    "reason": ["", "", "fewer than 8 countries in both"],
})  # fmt: skip
MATCH = {
    "language": "en", "topic": 0, "other_language": "de", "other_topic": 1, "matched": True,
    "n_months": 24, "p_months": 0.01, "score": 0.7, "score_low": 0.5, "score_high": 0.8,
    "countries_score": 0.8, "months_score": 0.4, "p_adjusted": 0.0002, "n_countries": 12,
}  # fmt: skip


def part(*labels, stable=True):
    words = pd.DataFrame({"topic": range(len(labels)), "topic_label": labels, "stable": stable})
    return SimpleNamespace(words=words)


def several(analyses, matches=(), compared=COMPARED, **survey):
    return SimpleNamespace(
        analyses=analyses,
        matches=pd.DataFrame(matches),
        compared=compared,
        survey=SimpleNamespace(config=SimpleNamespace(title="Talks", level=0.9), **survey),
        languages=pd.DataFrame({
            "language": ["en", "de"], "language_name": ["English", "German"],
            "documents": [40, 1200], "topics": [2, 0], "reason": ["", "too few words"],
        }),
    )  # fmt: skip


def text_of(sheet):
    return " ".join(" ".join(text.get_text() for text in sheet.figure.texts).split())


# Several languages in words


def test_one_language_alone_is_compared_with_none():
    mixed = several({"en": part("T0 gas")})
    assert together.counted_topics(mixed) == (
        "One language alone has topics: there is nothing to compare."
    )
    assert list(each.matches_pages(mixed)) == []


def test_where_nothing_could_be_compared_the_reason_is_given():
    mixed = several({"de": part("T0 Gas"), "ru": part("T0 газ")}, compared=COMPARED[2:])
    assert together.counted_topics(mixed) == (
        "Topics were not compared: German and Russian: not compared; fewer than 8 countries in "
        "both."
    )
    assert together.match_sentences(mixed) == []
    assert together.lone_topics(mixed) == [
        ("German: not compared", ["•  T0 Gas"]),
        ("Russian: not compared", ["•  T0 газ"]),
    ]


def test_what_was_compared_is_told_with_its_size():
    assert together.compared_sentences(several({})) == [
        "English and German: over 12 countries and 24 months.",
        "English and Russian: over 9 countries and no months (too few with enough dated documents "
        "in both).",
        "German and Russian: not compared; fewer than 8 countries in both.",
    ]


@pytest.mark.parametrize(
    ("change", "said", "months"),
    [
        ({}, "Written about the same countries at the same time.", ", months 0.40 (24)."),
        (
            {"p_months": 0.3},
            "Written about the same countries; whether at the same time is not told.",
            ", months 0.40 (24).",
        ),
        (
            {"n_months": 0},
            "Written about the same countries; months were not compared.",
            "(12 in common).",
        ),
    ],
)
def test_a_match_says_whether_months_are_shared(change, said, months):
    text = together.shared(MATCH | change)
    assert text.startswith(f"{said} Score 0.70 (0.50 to 0.80), adjusted p < 0.001; ")
    assert text.endswith(f"countries 0.80 (12 in common){months.removeprefix('(12 in common)')}")


def test_matched_topics_are_paired_and_the_others_stand_alone():
    mixed = several({"en": part("T0 gas"), "de": part("T0 Wahl", "T1 Gas", stable=False)}, [MATCH])
    assert together.counted_topics(mixed).startswith(
        "Of 1 pair of topics of different languages, lined up by their countries and months, 1 is "
        "told from chance"
    )
    [[head, _]] = together.match_sentences(mixed)
    assert head == "English T0 gas  –  German T1 Gas †"
    assert together.lone_topics(mixed) == [
        ("English: no counterpart found", ["None: every topic has one."]),
        ("German: no counterpart found", ["•  T0 Wahl †"]),
    ]
    assert len(together.dagger_line(mixed)) == 1
    assert together.dagger_line(several({"en": part("T0 gas")})) == []


def test_cautions_of_parts_are_counted_where_there_are_any(monkeypatch):
    line = SimpleNamespace(worry=True, label="Dates", text="12 have none")
    mixed = several({"en": part("T0 gas")}, warnings=["dates are `few`."], lines=[line])
    monkeypatch.setattr(together, "cautions", lambda analysis: ["One.", "Two."])
    told = together.cautions_of_all(mixed)
    assert told[:4] == [
        "No topics were made of 1,200 documents, listed in tables/left_out.csv: German 1,200 (too "
        "few words).",
        "Dates are few.",
        "Dates: 12 have none.",
        "Cautions on the first page of each part: English 2.",
    ]
    monkeypatch.setattr(together, "cautions", lambda analysis: [])
    assert together.cautions_of_all(mixed) == [*told[:3], told[4]]


# Several languages on pages


def test_pages_of_matches_go_on_overleaf_and_lose_no_topic():
    labels = [f"T{n} word{n}" for n in range(60)]
    few = {"en": part("T0 gas"), "de": part("T0 Wahl", "T1 Gas")}
    [sheet] = each.matches_pages(several(few, [MATCH]))
    said = text_of(sheet)
    assert "English T0 gas – German T1 Gas" in said
    assert "No two topics are told from chance." not in said
    assert "in brackets its 90 % interval" in said
    sheets = list(each.matches_pages(several({"en": part(*labels[:30]), "de": part(*labels[30:])})))
    assert [sheet.section for sheet in sheets] == [each.MATCHED, *[""] * (len(sheets) - 1)]
    assert len(sheets) > 1
    assert "No two topics are told from chance." in text_of(sheets[0])
    assert f"{each.MATCHED} (continued)" in text_of(sheets[1])
    whole = " ".join(map(text_of, sheets))
    assert [label for label in labels if label not in whole] == []


@pytest.mark.parametrize("together_named", [True, False])
def test_countries_named_together_are_told_where_there_are_any(together_named):
    coverage = pd.DataFrame({
        "country": "KAZ", "country_name": "Kazakhstan", "language": ["all", "en"],
        "n_docs": [1500, 40], "n_effective": [20.4, 9.6], "share": [0.5, 0.25],
    })  # fmt: skip
    pairs = pd.DataFrame({"first_name": ["Georgia"], "second_name": ["Armenia"], "n_both": [1234]})
    tables = {"countries_by_language": coverage, "country_pairs": pairs[: int(together_named)]}
    mixed = several({})
    mixed.tables = lambda: tables
    mixed.survey.counts = pd.Series({"en": 40, "de": 1200})
    [sheet] = each.coverage_page(mixed)
    said = text_of(sheet)
    assert "1,500 (20)" in said
    assert "40 (10)" in said
    assert "1 of 1 countries, those of most documents" in said
    assert ("name both: Georgia and Armenia 1,234." in said) is together_named
    assert ("tables/country_pairs.csv" in said) is together_named


@pytest.mark.parametrize("n", [3, 12, 24])
def test_the_first_page_keeps_to_its_foot_and_says_which_languages_it_leaves_to_the_parts(
    n, monkeypatch
):
    names = [f"Language{number}." for number in range(n)]
    gist = "Kazakhstan: gas, 2.0 times as large a share as in the corpus, and oil. " * 3

    def findings_of(mixed, *, most):
        return [(name, [f"{name} {gist}"] * most) for name in names]

    monkeypatch.setattr(each, "numbers_of_all", lambda mixed: [("9", "documents kept")])
    monkeypatch.setattr(each, "cautions_of_all", lambda mixed: ["The sources are few."] * 4)
    monkeypatch.setattr(each, "language_rows", lambda mixed: [(name, "9 topics") for name in names])
    monkeypatch.setattr(each, "findings_of", findings_of)
    sheet = each.first_page(several(dict.fromkeys(names), compared=COMPARED[2:]))
    assert min(text.get_position()[1] for text in sheet.figure.texts) > BOTTOM / HEIGHT
    said = text_of(sheet).partition("What stands out in each language ")[2]
    told = [name for name in names if f"{name} •" in said]
    assert told == names[: len(told)]
    assert said.endswith("not compared; fewer than 8 countries in both.")
    left = f"Of {n - len(told)} further languages, the first page of each part says it."
    assert (left in said) is (n > 3)
    assert (len(told) == n) is (n == 3)


def test_pairs_that_words_take_apart_are_counted():
    pairs = pd.DataFrame({
        "first": ["KAZ", "KAZ", "GEO"], "second": ["UZB", "UZB", "ARM"],
        "n_both": [10.0, 10.0, 30.0], "n_effective": 32.0,
    })  # fmt: skip
    assert _taken(pairs).startswith(" Of 1 pair, words take more than a quarter of the texts")
    assert _taken(pairs[2:]) == ""


def test_words_of_pairs_are_left_out_where_there_is_no_room():
    from matplotlib.figure import Figure

    pairs = pd.DataFrame({
        "first": ["KAZ"], "second": ["UZB"], "first_name": ["Kazakhstan"],
        "second_name": ["Uzbekistan"], "flagged": [True], "n_docs": [40],
    })  # fmt: skip
    words = pd.DataFrame({"first": "KAZ", "second": "UZB", "word": ["water", "canal"]})
    full, roomy = Figure(), Figure()
    _words(full, pairs, words, HEIGHT - BOTTOM - 0.6)
    _words(roomy, pairs, words, 2.0)
    assert full.texts == []
    assert "water, canal" in [text.get_text() for text in roomy.texts]


# Methods


def topics_of(**changes):
    config = {"mask_countries": True, "lemmas": False, "language": "en", "n_topics": 10}
    labelling = SimpleNamespace(labels=changes.pop("labels", {}), into=changes.pop("into", {}))
    made = {"stopped": pd.DataFrame(), "sweep": pd.DataFrame(), "n_topics_given": True}
    given = {name: changes.pop(name) for name in tuple(changes) if name in made}
    return SimpleNamespace(
        config=SimpleNamespace(**config | changes), labelling=labelling, **made | given
    )


def test_the_vocabulary_is_told_by_what_left_it():
    stopped = pd.DataFrame({"kind": ["stopword", "stopword", "number"], "n_tokens": [900, 300, 7]})
    assert _vocabulary(topics_of()) == (
        "Left out of the vocabulary were words that name countries."
    )
    assert _vocabulary(topics_of(stopped=stopped)) == (
        "Left out of the vocabulary were "
        f"{listed(['stopwords (1,200 tokens)', 'number (7 tokens)', 'words that name countries'])}."
    )
    stays = _vocabulary(topics_of(mask_countries=False, language="ru", lemmas=True))
    assert stays == (
        " Words that name countries stayed in it. Words were counted by their dictionary form."
    )


def test_a_number_of_topics_that_was_compared_is_told_with_the_choice():
    sweep = pd.DataFrame({"n_topics": [5, 5, 10, 10, 20, 20], "fold": [0, 1] * 3})
    sweep = sweep.assign(
        perplexity=[900.0, 910.0, 700.0, 712.0, 699.0, 711.0], npmi=0.1, c_v=0.5, exclusivity=0.5,
        frex=0.5, diversity=0.9, stability=0.7, n_again=[5, 5, 9, 10, 13, 12],
    )  # fmt: skip
    said = _number(topics_of(sweep=sweep))
    assert said.startswith(f"Models with {listed([5, 10, 20])} topics were compared by the ")
    assert "Read the topics before you choose." not in said
    assert "set by the analyst" not in said
    other = _number(topics_of(sweep=sweep, n_topics=12))
    assert other == f"{said} The number used, 12, was set by the analyst."
    assert _number(topics_of()).startswith("The number of topics was set by the analyst; no other")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"between": None}, "the fewest that predict as well as any"),
        (
            {"between": None, "n_topics": 8},
            "most of which are found again, where 10 would predict better (8 recommended)",
        ),
        (
            {"between": (9, 20)},
            "the fewest that predict as well as any. 9 to 20 topics cannot be told apart. "
            f"{recommend.MORE_THAN_SHOWN}",
        ),
        (
            {"between": (10, 10), "numbers": ""},
            "the fewest that predict as well as any. No other of the 3 numbers compared does as "
            f"well. {recommend.MORE_THAN_SHOWN}",
        ),
    ],
)
def test_the_number_of_topics_is_told_with_what_cannot_be_told_from_it(choice, said, monkeypatch):
    found = {"n_topics": 10, "predicts": 10, "numbers": "9 to 20"} | choice
    monkeypatch.setattr(recommend, "recommend_topics", lambda sweep: SimpleNamespace(**found))
    sweep = pd.DataFrame({"n_topics": [5, 10, 20]})
    run = topics_of(sweep=sweep, n_topics_given=False)
    run.reliability = pd.DataFrame()
    assert number_sentence(run) == said


def test_topics_set_aside_are_named_in_the_method():
    plain = labels_told(topics_of())
    assert labels_told(topics_of(into={3: 1, 5: ASIDE})) == (
        f"{plain} Put together by a reader: T3 counts for T1. Set aside as background by a reader: "
        "T5; all shares are of the other topics. Estimates and intervals were computed anew from "
        "the same draws."
    )


def test_groups_that_are_all_estimated_leave_no_others_to_tell():
    counts = pd.DataFrame({"n_docs": [30, 12], "estimated": True})
    run = SimpleNamespace(
        group_documents=counts,
        units=range(43),
        config=SimpleNamespace(unit="document", min_group_docs=10),
    )
    assert groups_found(run) == "2 values of 2 are estimated; 1 document has no value."
    run.group_documents = counts.assign(estimated=[True, False])
    assert groups_found(run) == (
        "1 value of 2 is estimated; the others have fewer than 10 documents, 12 together, and are "
        "listed in tables/group_documents.csv; 1 document has no value."
    )


def test_robustness_without_a_headline_is_told():
    run = SimpleNamespace(robust=pd.DataFrame(), config=SimpleNamespace(robust=True))
    assert robustness(run) == "Nothing stands out that could be tried under other choices."
    run.config.robust = False
    assert robustness(run).startswith("Not tried (--robust)")


def test_a_lost_finding_has_no_numbers_on_its_page():
    cell = {"verdict": "lost", "lift": float("nan"), "lift_low": 1.5, "lift_high": 2.5}
    assert _cell(cell) == VERDICTS["lost"]
    assert _cell(cell | {"verdict": "holds", "lift": 2.0}).startswith(f"{VERDICTS['holds']} ")


def test_a_difference_that_is_not_known_has_no_points():
    assert [points(value) for value in (float("nan"), 0.124, -0.2, 0.001)] == [
        "",
        "+12",
        "−20",
        "0",
    ]


def test_a_manifest_names_the_corpus_wherever_it_lies():
    here = ReportConfig(corpus="/some/where/news.csv")
    assert settings_of(here)["corpus"] == "news.csv"
    assert settings_of(ReportConfig(corpus=("/a/one.txt", "/b/two.txt")))["corpus"] == [
        "one.txt", "two.txt",
    ]  # fmt: skip
    assert settings_of(ReportConfig())["corpus"] is None


def test_topics_that_a_reader_put_together_or_aside_are_counted():
    plain = _labels(topics_of())
    assert plain.endswith("not the result of a reading.")
    assert _labels(topics_of(into={3: 1, 4: 1, 5: ASIDE})) == (
        f"{plain} A reader let 2 topics count for another. A reader set 1 topic aside; shares are "
        "of the others."
    )
    assert _labels(topics_of(labels={1: "Gas"})).startswith("A reader labelled 1 topic; other")


def test_draws_are_told_by_what_was_weighted_and_pooled():
    config = {"cluster": None, "unit": "document", "level": 0.95, "draws": 2000, "refits": 0}

    def said(**changes):
        own = SimpleNamespace(**config | changes)
        return _draws(SimpleNamespace(config=own, diagnostics={}))

    assert "in which documents were weighted by" in said()
    assert "in which whole documents were weighted by" in said(unit="paragraph")
    assert "whole groups of documents of the same outlet were weighted" in said(
        cluster="outlet", unit="paragraph"
    )
    assert said().endswith("leave out which topics another seed would find. ")
    assert said(refits=2).endswith("as in multiple imputation [@rubin1987]. ")


def test_differences_of_countries_are_told_where_there_are_any():
    cells = pd.DataFrame({
        "country": ["KAZ", "UZB"], "topic": 0, "corpus_share": 0.2, "estimate": [0.4, 0.2],
        "ci_low": [0.3, 0.1], "ci_high": [0.5, 0.3], "p_adjusted": [0.01, 0.9],
    })  # fmt: skip
    run = SimpleNamespace(
        estimates=cells, contrasts=pd.DataFrame(), config=SimpleNamespace(compare=())
    )
    alone = _told(run)
    assert alone.endswith("is at most 0.05: 1 of 2 cells.")
    run.contrasts = pd.DataFrame({"first": ["KAZ", "KAZ"], "second": ["UZB", "UZB"]})
    assert _told(run).startswith(f"{alone} Differences between countries (1 pair, chosen by rule)")
    run.config.compare = ("KAZ-UZB",)
    assert "(1 pair, chosen by the analyst)" in _told(run)


# Coders


def row(measure, task="", **cells):
    return {"measure": measure, "task": task} | cells


def interval(estimate, low, high, n=10):
    return {"estimate": estimate, "ci_low": low, "ci_high": high, "n_items": n}


def coded(*rows):
    results = as_results(list(rows)).assign(n_coders=2, level=0.95)
    words = pd.DataFrame({"topic": [0, 1], "topic_label": ["T0 gas", "T1 votes"]})
    return SimpleNamespace(
        validation=Validation(results=results),
        config=SimpleNamespace(speaker=None),
        words=words,
        estimates=pd.DataFrame({"country": ["KAZ"]}),
    )


PRECISION = row("precision of weights", COUNTRIES, **interval(0.8, 0.7, 0.9))
REFUTED = row("precision of weights", COUNTRIES, country="UZB", **interval(0.2, 0.1, 0.4))


def test_a_share_that_coders_leave_unknown_is_called_so():
    said = found_by_coders(coded(PRECISION, row("recall", COUNTRIES, **interval(0.6, 0.5, 0.7))))
    assert "80 % (70 to 90 %) of the weight is on countries that the text is about" in said
    assert (
        "one half or more is given to 60 % (50 to 70 %), and of those that a text is mainly about "
        "to an unknown share." in said
    )
    assert "Agreement on main" not in said
    assert "percentage points on average" not in said


def test_a_refuted_country_is_a_caution_only_where_it_is_estimated():
    run = coded(PRECISION, REFUTED)
    assert coders_cautions(run) == []
    assert "Coders refute Uzbekistan, 20 % (10 to 40 %)" in found_by_coders(run)
    run.estimates = pd.DataFrame({"country": ["KAZ", "UZB"]})
    [told] = coders_cautions(run)
    assert told.startswith("Coders refute Uzbekistan, 20 % (10 to 40 %): less than half")


def test_the_lines_of_results_leave_out_what_nobody_coded():
    lines = result_lines(coded(PRECISION, REFUTED).validation)
    assert lines == [
        "countries, precision of weights: 80 % (70 to 90 %)", "countries refuted: UZB",
    ]  # fmt: skip
    rows = [
        row("accuracy", "r4wsi", topic=ALL, expected=0.25, **interval(0.9, 0.8, 0.95)),
        row("alpha", "r4wsi", estimate=float("nan"), n_items=3),
        row("missing", "r4wsi", topic=ALL, n_answers=2),
        row("alpha", COUNTRIES, **interval(-0.1, -0.3, 0.2)),
    ]
    assert result_lines(coded(*rows).validation) == [
        "random 4 word set intrusion: 90 % right (80 to 95 %; chance 25 %); alpha unknown, for all "
        "answers are alike; 2 missing",
        "countries: alpha −0.10, −0.30 to 0.20",
    ]


# A replication


@pytest.fixture
def replication(tmp_path):
    """A replication of a report of twelve files, with all of them made again."""
    folder = tmp_path / "rep"
    new = folder / "report"
    (new / "tables").mkdir(parents=True)
    (folder / "expected").mkdir()
    (folder / "SHA256SUMS").write_text("")
    (new / "manifest.json").write_text("{}")
    for number in range(12):
        (new / f"{number:02}.txt").write_text(f"{number}")
    files = {path.name: hash_file(path) for path in sorted(new.glob("*.txt"))}
    about = {
        "program": "country-topics", "kind": "replication", "files": {},
        "report": {"files": files, "versions": versions(), "source": source_hash(),
                   "machine": machine()},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(about))
    return folder


def test_files_that_differ_or_are_gone_are_named_the_first_ten(replication):
    assert check_replication(replication) == (
        True, ["versions: as they were", "report: 12 of 12 files have the same bytes"],
    )  # fmt: skip
    (replication / "report" / "03.txt").write_text("other")
    for number in (0, 1, 2, *range(4, 12)):
        (replication / "report" / f"{number:02}.txt").unlink()
    same, lines = check_replication(replication)
    assert not same
    assert lines[1:] == [
        "report: 0 of 12 files have the same bytes",
        "differ: 03.txt",
        "are not there: 00.txt, 01.txt, 02.txt, 04.txt, 05.txt, 06.txt, 07.txt, 08.txt, 09.txt, "
        "10.txt and 1 more",
    ]


def test_inputs_that_are_gone_are_told(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    value = hash_file(tmp_path / "a.txt")
    (tmp_path / "SHA256SUMS").write_text(f"{value}  a.txt\n{value}  b.txt\n")
    assert _inputs(tmp_path) == [
        "inputs: 1 of 2 files are as they were; 1 are not there, such as b.txt"
    ]


def test_other_code_is_told_as_such(replication):
    made = json.loads((replication / "manifest.json").read_text())["report"]
    assert _versions(made) == "versions: as they were"
    assert _versions(made | {"source": "0"}) == "not as they were: the code of country-topics"


def test_estimates_apart_are_told_in_points(tmp_path):
    then, now = tmp_path / "then.csv", tmp_path / "now.csv"
    then.write_text("country,topic,estimate\nKAZ,0,0.25\nUZB,0,0.5\n")
    assert _apart(then, now) == ""
    now.write_text("country,topic,share\nKAZ,0,0.25\n")
    assert _apart(then, now) == "estimates: the table has other columns"
    now.write_text("country,topic,estimate\nKAZ,0,0.27\n")
    assert _apart(then, now) == (
        "estimates: differ by 2 percentage points at the most; 1 cells are in one of the two only"
    )

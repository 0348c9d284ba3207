"""What a run says where little is there, or not what was expected: known sentences and tables."""

import json
import os
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topics.errors import InputError, TopicsError
from topics.evaluate.coding import COUNTRIES
from topics.lda.model import LDAConfig
from topics.run import robust, status
from topics.run.choice import folds_of
from topics.run.coded import sheet_paths
from topics.run.coding_sheets import KEY, check_coders, hash_key
from topics.run.config import ReportConfig
from topics.run.doctor import _usable_cores
from topics.run.each import _of_documents
from topics.run.few import check_counts, why_empty, why_few
from topics.run.judged import _stage, _with_titles
from topics.run.kept import ABOUT, folder_name
from topics.run.labelling import read_labelling
from topics.run.languages import _what_helps, warnings_of_language
from topics.run.robust import _choices, try_choices
from topics.run.stages import about_stage
from topics.run.steps import clusters, weigh
from topics.run.validation import score_coded
from topics.text.bow import BagOfWords

LONG = "Talks in Oslo went on. " * 40


def audit(*stages):
    return pd.DataFrame({"stage": list(stages)}, dtype=object)


def units(*texts):
    return pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(texts))], "text": texts})


def bag(*rows):
    counts = np.array(rows)
    names = [f"d{n}" for n in range(len(counts))]
    words = [f"w{n}" for n in range(counts.shape[1])]
    return BagOfWords(counts=sp.csr_array(counts), doc_ids=names, words=words)


# Little is left


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([], "none of its 3 documents has any text left."),
        (["empty"] * 3, "of its 3 documents none is left: 3 have no text. Give documents with"),
        (
            ["empty", "language", "language"],
            "of its 3 documents none is left: 2 are in other languages and 1 have no text. Give a "
            "corpus in one language that is supported.",
        ),
    ],
)
def test_what_became_of_documents_of_which_none_is_left(stages, said):
    assert why_empty(3, audit(*stages)).startswith(said)


@pytest.mark.parametrize(
    ("n_read", "stages", "texts", "unit", "said"),
    [
        (12, [], ["Short."] * 12, "document", ""),
        (
            9, ["duplicate"] + ["language"] * 6, ["Short."] * 2, "document",
            "6 of 9 documents are in other languages. Give a corpus in one language that is "
            "supported.",
        ),
        (
            4, ["duplicate"], [LONG] * 3, "document",
            "Every document is one line: split it by sentences with `unit='sentence'`.",
        ),
        (
            4, [], [f"{LONG}\n{LONG}"] * 4, "document",
            "Split the documents with `unit='paragraph'` or `unit='sentence'`.",
        ),
        (
            4, [], [f"{LONG}\n{LONG}"] * 4, "paragraph",
            "The corpus is small, 4 documents in all: give more documents.",
        ),
        (4, [], ["Short."] * 4, "document", "The corpus is small, 4 documents in all: give more"),
        (1, [], ["Short."], "document", "The corpus is one document: give more, or, if its file"),
    ],
)  # fmt: skip
def test_the_reason_fits_what_was_dropped_and_what_is_left(n_read, stages, texts, unit, said):
    found = why_few(n_read, audit(*stages), units(*texts), unit)
    assert found.startswith(said)
    assert bool(found) is bool(said)


@pytest.mark.parametrize(
    ("n_topics", "reason", "said"),
    [
        (
            None, "",
            "1 of 2 documents or parts have words in common, 2 different ones: too few for 2 "
            "topics. A word must occur in 3 documents (`min_docs`) and in at most 50% of them "
            "(`max_share`): loosen these.",
        ),
        (
            2, "",
            "1 of 2 documents or parts have words in common, 2 different ones: too few for 2 "
            "topics. A word must occur in 3 documents (`min_docs`) and in at most 50% of them "
            "(`max_share`): loosen these, or ask for fewer than 2 topics.",
        ),
        (
            5, "",
            "1 of 2 documents or parts have words in common, 2 different ones: too few for 5 "
            "topics.",
        ),
        (
            None, "Give more.",
            "1 of 2 documents or parts have words in common, 2 different ones: too few for 2 "
            "topics. Give more.",
        ),
    ],
)  # fmt: skip
def test_too_few_words_are_refused_with_the_reason_that_is_known(n_topics, reason, said):
    config = ReportConfig(n_topics=n_topics, min_docs=3, max_share=0.5)
    with pytest.raises(TopicsError) as caught:
        check_counts(bag([2, 1], [0, 0]), config, reason)
    assert str(caught.value) == said


def test_as_many_words_and_documents_as_topics_are_enough():
    assert check_counts(bag([2, 1], [0, 3]), ReportConfig(n_topics=2), "") is None


def test_a_fold_needs_two_documents_with_words():
    ready = SimpleNamespace(bow=bag([2, 1], [0, 0]), cluster=None, config=ReportConfig())
    with pytest.raises(TopicsError, match=r"too few have words: 1\. Give more documents, or lower"):
        folds_of(ready, 2)
    ready.bow = bag([2, 1], [1, 0], [0, 4])
    assert folds_of(ready, 2) == 3


def test_a_column_of_speakers_that_is_empty_is_refused():
    table = units("Oslo.", "Lima.").assign(iso3=["", None])
    with pytest.raises(InputError, match="`speaker`: 'iso3' is empty in all documents that are"):
        weigh(table, pd.DataFrame(), ReportConfig(speaker="iso3"))


# Languages


def test_the_calibration_is_no_guess_where_nothing_is_weighed():
    told = warnings_of_language("ru", lemmas=False, weighed=True)
    assert [line.partition(":")[0] for line in told] == ["the texts are Russian", told[1]]
    assert warnings_of_language("ru", lemmas=False, weighed=False) == told[1:]
    assert told[1] == ("words were counted as they stand, each form of a Russian word by itself")
    assert warnings_of_language("ru", lemmas=True, weighed=False) == []


def test_what_helps_depends_on_whether_the_language_is_known():
    assert _what_helps("de", ["de"]) == "`language='de'` takes the documents in German."
    assert _what_helps("sw", ["de"]).startswith("It would find few of their countries")


# Other choices


def tried(corpus, **changes):
    """The choices that are tried of eight units, six of which are of one paper."""
    table = units(*["Text."] * 8).assign(publication=["A"] * 6 + ["B"] * 2)
    ready = SimpleNamespace(
        bow=bag(*[[1, 1]] * 8), weights=table[["doc_id"]].assign(country="KAZ"), units=table,
        mentions=None, language="en", corpus=table if corpus is None else corpus,
    )  # fmt: skip
    return list(_choices(ReportConfig(), ready, LDAConfig(**{"n_topics": 4} | changes)))


def test_choices_leave_the_largest_source_out_where_enough_is_left(monkeypatch):
    monkeypatch.setattr(robust, "count_units", lambda *given: "counted again")
    choices = tried(None)
    assert [one.name for one in choices] == [
        "3 topics", "6 topics", "seed 1000", "with country words", "without A",
    ]  # fmt: skip
    assert choices[3].bow == "counted again"
    assert list(choices[4].bow.doc_ids) == ["d6", "d7"]
    assert choices[4].weights["doc_id"].tolist() == ["d6", "d7"]
    assert [one.fit.n_topics for one in choices] == [3, 6, 4, 4, 4]
    one_source = tried(units("Text."))
    assert [one.name for one in one_source] == [one.name for one in choices[:4]]
    monkeypatch.setattr(robust, "_SHARE_LEFT", 0.3)
    assert [one.name for one in tried(None)] == [one.name for one in choices[:4]]


def test_two_topics_are_not_tried_as_two_again(monkeypatch):
    monkeypatch.setattr(robust, "count_units", lambda *given: None)
    assert [one.name for one in tried(None, n_topics=2)][:2] == ["3 topics", "seed 1000"]


def test_without_a_headline_nothing_is_tried():
    cells = pd.DataFrame({
        "country": ["KAZ"], "topic": [0], "corpus_share": [0.2], "estimate": [0.2],
        "ci_low": [0.1], "ci_high": [0.3], "lift": [1.0], "lift_low": [0.5], "lift_high": [1.5],
        "p_adjusted": [0.9],
    })  # fmt: skip
    found = try_choices(ReportConfig(), None, None, None, cells)
    assert found.empty
    assert tuple(found.columns) == robust.COLUMNS


# What is kept


def test_figures_that_did_not_take_their_places_are_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(status, "_state", lambda *given: ("done", "figures-0123", ""))
    monkeypatch.setattr(status, "load", lambda kept: {"files": {"a.pdf": kept.name}})
    config = ReportConfig(corpus="-")

    def row(files):
        return status._rows(config, tmp_path, {"files": files}, names=("figures",))

    assert row({"a.pdf": "figures-0123"}) == [("figures", "done", 0, "0123", "")]
    assert row({"a.pdf": "other"}) == [
        ("figures", "missing", 0, "0123", "they did not take their places")
    ]


def test_a_corpus_whose_files_are_not_known_is_not_taken_as_done(tmp_path):
    config, given = ReportConfig(corpus="-"), {}
    state, key, reason = status._state("corpus", config, given, None, tmp_path)
    assert (state, reason, given) == ("missing", "not yet made", {})
    (tmp_path / key).mkdir()
    about = about_stage("corpus", config, {})
    kept = about | {"gives": "0", "files": {}, "models": [], "names": []}
    (tmp_path / key / ABOUT).write_text(json.dumps(kept))
    assert status._state("corpus", config, given, None, tmp_path) == (
        "stale", key, "the corpus is not known",
    )  # fmt: skip
    assert given == {}
    other = folder_name(about | {"inputs": {"a.txt": "0"}})
    assert status._state("corpus", config, given, {"a.txt": "0"}, tmp_path) == (
        "stale", other, "files of the corpus: 1 new",
    )  # fmt: skip


def test_another_version_of_the_program_is_told():
    now = about_stage("corpus", ReportConfig(), {}, {"a.txt": "0"})
    other = "another version of country-topics"
    assert status.differences(now, now) == []
    assert status.differences(now | {"source": "0"}, now) == [other]
    assert status.differences(now | {"schema": 0, "inputs": {"a.txt": "1", "b.txt": "0"}}, now) == [
        "files of the corpus: 1 changed, 1 gone", other,
    ]  # fmt: skip
    assert status.differences(now | {"inputs": None}, now | {"inputs": {}}) == [
        "the corpus is not known"
    ]
    assert status.differences(now, now, ["mentions", "model"]) == ["after mentions"]


def test_a_stage_that_coders_need_and_is_not_kept_is_named(tmp_path):
    with pytest.raises(InputError, match=r"does not keep the model of the report\. Make the re"):
        _stage(tmp_path, "model")
    (tmp_path / "model-0123456789ab").mkdir()
    kept = tmp_path / folder_name(about_stage("corpus", ReportConfig(), {}))
    kept.mkdir()
    with pytest.raises(InputError) as caught:
        _stage(tmp_path, "corpus")
    assert str(caught.value) == f"{kept}: cannot be read. Make the report again."


def test_coders_read_the_title_above_the_text_where_it_is_not_there_already():
    table = units("Oslo. Talks go on.", "Talks go on.", None)
    assert _with_titles(table)["text"].tolist() == ["Oslo. Talks go on.", "Talks go on.", ""]
    titled = table.assign(title=["Oslo", " Lima ", None])
    assert _with_titles(titled)["text"].tolist() == [
        "Oslo. Talks go on.", "Lima\n\nTalks go on.", "",
    ]  # fmt: skip


# Sheets of coders

JUDGED = SimpleNamespace(
    marks={"topics": "t", "labels": "l", "weights": "w"},
    weights=pd.DataFrame({
        "doc_id": [1, 2], "country": ["KAZ", "UZB"], "weight": [1.0, 1.0], "p_about": [0.9, 0.8],
    }),
)  # fmt: skip


def item(name, task, **more):
    empty = {"topic": None, "doc_id": "", "options": [], "answer": 0, "stands_for": 1.0}
    return {"item": f"bcdfgh-{name}", "task": task} | empty | more


ITEMS = [
    *(item(n, "r4wsi", topic=0, options=list("wxyz"), answer=2) for n in ("aaaa", "bbbb")),
    item("cccc", "label_intrusion", topic=0, options=list("wxyz"), answer=1),
    item("dddd", COUNTRIES, doc_id="1"),
    item("eeee", COUNTRIES, doc_id="2"),
]


def score(folder, **sheets):
    key = {"items": ITEMS, "judged": JUDGED.marks, "mark": "bcdfgh", "level": 0.9}
    (folder / KEY).parent.mkdir(exist_ok=True)
    (folder / KEY).write_text(json.dumps(key | {"sha256": hash_key(key)}))
    for name, lines in sheets.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n")
    return score_coded(JUDGED, [folder / f"{name}.csv" for name in sheets])


def test_sheets_on_topics_alone_say_nothing_of_countries(tmp_path):
    head = "item,coder,answer"
    found = score(
        tmp_path,
        a=[head, "bcdfgh-aaaa,ann,2", "bcdfgh-bbbb,ann,2"],
        b=[head, "bcdfgh-aaaa,bob,3", "bcdfgh-bbbb,bob,2"],
    )
    assert COUNTRIES not in set(found.results["task"])
    assert set(found.results["judged"]) == {"t"}
    right = found.results.query("measure == 'accuracy' and topic == 'all' and task == 'r4wsi'")
    assert right["estimate"].tolist() == [0.75]
    assert found.disagreements[["item", "answers"]].to_numpy().tolist() == [
        ["bcdfgh-aaaa", "ann: 2, bob: 3"]
    ]
    assert found.notes == ()


def test_what_is_found_of_labels_is_marked_as_theirs(tmp_path):
    head = "item,coder,answer"
    found = score(tmp_path, a=[head, "bcdfgh-aaaa,ann,2", "bcdfgh-cccc,ann,1"]).results
    marks = found.groupby("task")["judged"].agg(set).to_dict()
    assert marks["r4wsi"] == {"t"}
    assert marks["label_intrusion"] == marks["all"] == {"l"}


def test_sheets_on_countries_alone_say_nothing_of_topics(tmp_path):
    head = "item,coder,main,also"
    found = score(
        tmp_path,
        a=[head, "bcdfgh-dddd,ann,KAZ,", "bcdfgh-eeee,ann,UZB,"],
        b=[head, "bcdfgh-dddd,bob,none,", "bcdfgh-eeee,bob,,"],
    )
    results = found.results
    assert set(results["task"]) == {COUNTRIES}
    assert set(results["judged"]) == {"w"}
    missing = results[results["measure"] == "missing"]
    assert missing["n_answers"].tolist() == [1]
    assert found.disagreements[["doc_id", "options", "answers"]].to_numpy().tolist() == [
        ["1", "KAZ", "ann: main, bob: not"]
    ]
    assert found.answers[["item", "coder", "country"]].to_numpy().tolist() == [
        ["bcdfgh-dddd", "ann", "KAZ"], ["bcdfgh-dddd", "bob", "none"],
        ["bcdfgh-eeee", "ann", "UZB"],
    ]  # fmt: skip


def test_coders_without_an_item_in_common_cannot_be_compared(tmp_path):
    head = "item,coder,answer"
    apart = score(tmp_path, a=[head, "bcdfgh-aaaa,ann,2"], b=[head, "bcdfgh-bbbb,bob,2"])
    assert apart.notes == ("no item was coded by two: how far coders agree cannot be computed",)
    alone = score(tmp_path, a=[head, "bcdfgh-aaaa,ann,2"])
    assert [note.partition(":")[0] for note in alone.notes] == ["one coder"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",ann,2", "line 2: the item is missing. Bring back its id, or the whole row."),
        (
            "kkkkkk-aaaa,ann,2",
            "line 2: item 'kkkkkk-aaaa' is of other sheets; those of this key begin with bcdfgh. "
            "Give the sheets and the key of one folder.",
        ),
        ("bcdfgh-zzzz,ann,2", "line 2: there is no item 'bcdfgh-zzzz'. Bring back its id."),
        ("bcdfgh-aaaa,,2", "line 2 does not name its coder."),
        ("bcdfgh-aaaa,ann,2,more", "line 2 has 4 cells, and line 1 has 3."),
    ],
)
def test_a_row_that_is_not_of_these_sheets_is_refused(tmp_path, line, said):
    with pytest.raises(InputError) as caught:
        score(tmp_path, a=["item,coder,answer", line])
    assert str(caught.value) == f"{tmp_path / 'a.csv'}: {said}"


def test_a_separator_that_is_declared_is_taken(tmp_path):
    found = score(tmp_path, a=["sep=;", "item;coder;answer", "bcdfgh-aaaa;ann;2,0"])
    assert found.answers[["coder", "answer"]].to_numpy().tolist() == [["ann", "2"]]


def test_a_folder_without_sheets_is_refused(tmp_path):
    (tmp_path / ".hidden.csv").write_text("")
    with pytest.raises(InputError, match=r"has no sheets in it, that is no files in \.csv\."):
        sheet_paths([tmp_path])


@pytest.mark.parametrize("coders", [["A B"], [""], [3], ["a" * 41]])
def test_a_name_that_no_file_can_have_is_refused_of_a_coder(coders):
    with pytest.raises(TopicsError) as caught:
        check_coders(coders)
    assert str(caught.value).startswith(f"`coders`: {coders[0]!r} will not do for the name of")


def test_a_label_with_a_comma_needs_quotation_marks(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("topic,label\n0,Gas, oil\n")
    with pytest.raises(InputError, match=r"line 2 has 3 cells, and line 1 has 2\. Put a label"):
        read_labelling(str(path), None)


# What else is told


def test_shares_of_documents_are_the_means_of_their_parts_by_length():
    shares = pd.DataFrame({0: [1.0, 0.4, 0.5], 1: [0.0, 0.6, 0.5]}, index=["d0", "d1", "d2"])
    run = SimpleNamespace(shares=shares, bow=bag([3, 0], [1, 0], [0, 0]), units=units(*"abc"))
    assert _of_documents(run).index.tolist() == ["d0", "d1"]
    run.units = run.units.assign(parent_id=["p", "p", "q"])
    assert _of_documents(run).loc["p"].tolist() == pytest.approx([0.85, 0.15])
    assert _of_documents(run).index.tolist() == ["p"]


def test_units_are_drawn_together_by_the_column_or_by_their_document():
    table = units("a", "b").assign(outlet=["X", "Y"])
    assert clusters(table, ReportConfig()) is None
    assert clusters(table, ReportConfig(cluster="outlet")).to_dict() == {"d0": "X", "d1": "Y"}
    parts = table.assign(parent_id="p")
    assert clusters(parts, ReportConfig()).to_dict() == {"d0": "p", "d1": "p"}


def test_cores_are_counted_where_the_system_does_not_say_which_may_be_used(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert _usable_cores() == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert _usable_cores() == 1

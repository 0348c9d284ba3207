"""`topics validate`: sheets out, sheets back, and what the next report says of them."""

import csv
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import made_up
import pandas as pd
import pytest

from topics.cli import main
from topics.errors import InputError, TopicsError
from topics.evaluate.agreement import wilson
from topics.evaluate.coding import TASKS, draw_tasks
from topics.evaluate.validity import as_results
from topics.lda.regroup import membership, regroup_model
from topics.report.coders import coding_page, read_coding_sheets, write_coding_sheets
from topics.report.coders_said import (
    coders_cautions,
    found_by_coders,
    topic_results,
    untold_sentence,
)
from topics.run.coded import read_coded
from topics.run.coding_sheets import KEY, draw_sheets, fill_sheets, hash_key, items_of, read_key
from topics.run.judged import read_judged, topics_mark, weights_mark
from topics.run.validation import Validation, read_results, read_validation

SEEDS = Path(__file__).parents[1] / "seeds"
OPTIONS = ["--topics", "8", "--restarts", "2", "--refits", "0", "--draws", "20", "--min-docs", "3"]
OPTIONS += ["--max-countries", "2", "--trends", "off", "--quiet"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A report on the sample corpus, with its stages."""
    folder = tmp_path_factory.mktemp("validate") / "run"
    assert main(["report", str(SEEDS / "briefs"), "--out", str(folder), *OPTIONS]) == 0
    return folder


@pytest.fixture(scope="module")
def drawn(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn") / "sheets"
    write_coding_sheets(run, folder, texts=24, seed=3)
    return folder


@pytest.fixture
def sheets(drawn, tmp_path):
    return shutil.copytree(drawn, tmp_path / "sheets")


def table(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def answer(sheets, run, *, wrong=()):
    """Fill in all sheets: right, but for topics in `wrong`; countries as the weights have them."""
    items = items_of(read_key(sheets / KEY)).set_index("item")
    weights = pd.read_csv(run / "tables" / "weights.csv")
    named = weights[weights["p_about"] >= 0.5].groupby("doc_id")["country"].agg("; ".join)
    for path in sorted(sheets.glob("*.csv")):
        sheet = table(path)
        own = items.loc[sheet["item"]]
        if "main" in sheet:
            sheet["main"] = [named.get(doc_id, "none") for doc_id in own["doc_id"]]
        else:
            sheet["answer"] = [
                str(right % len(options) + 1 if topic in wrong else right)
                for right, options, topic in zip(
                    own["answer"], own["options"], own["topic"], strict=True
                )
            ]
        sheet.to_csv(path, index=False)
    return sheets


def fails(words, capsys):
    """The one line that a command ends with."""
    assert main([str(word) for word in words]) == 2
    error = capsys.readouterr().err.strip().splitlines()
    assert len(error) == 1, error
    return error[0]


def test_the_same_seed_gives_the_same_bytes(run, drawn, tmp_path):
    write_coding_sheets(run, tmp_path / "again", texts=24, seed=3)
    write_coding_sheets(run, tmp_path / "other", texts=24, seed=4)
    names = sorted(path.relative_to(drawn) for path in drawn.rglob("*") if path.is_file())
    assert len(names) == 2 * (len(TASKS) + 1) + 3
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (drawn / name).read_bytes()
    other = tmp_path / "other" / "A-r4wsi.csv"
    assert other.read_bytes() != (drawn / "A-r4wsi.csv").read_bytes()


def test_coders_get_the_same_items_in_orders_of_their_own(drawn):
    for task in TASKS:
        ann, bob = (table(drawn / f"{coder}-{task}.csv") for coder in "AB")
        assert ann["item"].tolist() != bob["item"].tolist()
        columns = [name for name in ann if name != "coder"]
        left, right = (t[columns].sort_values("item", ignore_index=True) for t in (ann, bob))
        pd.testing.assert_frame_equal(left, right)


def test_sheets_and_pages_give_nothing_away(drawn):
    key = json.loads((drawn / KEY).read_text("utf-8"))
    assert "Do not open before coding" in key["about"]
    assert len(key["items"]) == 8 * 2 * 5 + 24
    ids = [item["item"] for item in key["items"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[b-z]{6}-[b-z]{4}", one) for one in ids)
    for path in drawn.glob("A*"):
        text = path.read_text("utf-8")
        assert not {item["doc_id"] for item in key["items"] if item["doc_id"]} & set(text.split())
        assert not re.search(r"\bT\d\b", text)
        assert key["sha256"] not in text
    # where the right answer stands, and in which order ids come, does not tell it
    places = pd.Series([item["answer"] for item in key["items"] if item["task"] == "r4wsi"])
    assert places.nunique() == 4
    assert ids != sorted(ids)


def test_a_page_asks_for_nothing_and_escapes_all(run, drawn):
    page = (drawn / "A.html").read_text("utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|src=|href=|url\(", page)
    judged = read_judged(run)
    hostile = judged.documents.assign(text='<script>alert("x")</script> & <b>')
    made = draw_sheets(replace(judged, documents=hostile), texts=4)
    page = coding_page(made, "A")
    assert "<script" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; &lt;b&gt;" in page


def test_cells_that_begin_like_a_formula_are_safe(run, tmp_path):
    judged = read_judged(run)
    hostile = judged.documents.assign(text='=HYPERLINK("http://x","y")')
    fill_sheets(draw_sheets(replace(judged, documents=hostile), texts=4), tmp_path)
    with (tmp_path / "A-countries.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["text"] for row in rows} == {'\'=HYPERLINK("http://x","y")'}
    assert (tmp_path / "A-countries.csv").read_bytes().startswith(b"\xef\xbb\xbfitem,")


def test_perfect_coders_are_told_and_the_next_report_says_so(run, sheets, tmp_path, capsys):
    answer(sheets, run, wrong={5})
    own = shutil.copytree(run, tmp_path / "run")
    assert main(["validate", str(own), "--read", str(sheets)]) == 0
    said = capsys.readouterr().out
    assert "optimal label: 88 % right" in said
    assert "not told from chance: T5" in said
    assert "countries, recall: 100 %" in said
    results = read_results(own / "validation.csv")
    all_of = results[(results["measure"] == "accuracy") & (results["topic"] == "all")]
    assert all_of["estimate"].tolist() == [pytest.approx(7 / 8)] * 5
    assert results["n_coders"].eq(2).all()
    alpha = results[results["measure"] == "alpha"].set_index("task")["estimate"]
    assert alpha.eq(1).all()
    assert len(alpha) == 6
    assert pd.read_csv(own / "validation_disagreements.csv").empty
    # once more: the same bytes, so nothing to complain of
    assert main(["validate", str(own), "--coded", *map(str, sheets.glob("*.csv"))]) == 0
    capsys.readouterr()

    before = (own / "methods.md").read_text("utf-8")
    assert "No person has checked the topics and countries of this run" in before
    assert main(["report", "--rerun", str(own), "--quiet"]) == 0
    after = (own / "methods.md").read_text("utf-8")
    assert "No person has checked" not in after
    assert "2 coders checked a sample" in after
    assert "By topic, over all tasks: T5" in after
    assert "could not tell 1 of 8 topics from chance (‡)" in after
    assert "[@ying2022] 88 %" in after
    assert "@article{ying2022" in (own / "methods.bib").read_text("utf-8")
    assert "not validated on the corpus at hand" not in after
    words = pd.read_csv(own / "tables" / "topic_words.csv")
    assert set(words.loc[~words["told_by_coders"], "topic"]) == {5}
    assert pd.read_csv(own / "tables" / "validation.csv").equals(
        pd.read_csv(own / "validation.csv")
    )
    page = (own / "report.html").read_text("utf-8")
    assert "Coders could not tell from chance: T5" in page
    assert "<h3>Checked by people</h3>" in page
    # a rerun keeps reading it, as it reads labels
    assert json.loads((own / "stages" / "run.json").read_text())["validation"] == str(
        own / "validation.csv"
    )
    assert (own / "validation.csv").is_file()


def test_what_excel_makes_of_sheets_is_read_the_same(run, sheets, tmp_path):
    answer(sheets, run, wrong={2})
    key = read_key(sheets / KEY)
    paths = sorted(sheets.glob("*.csv"))
    plain = read_coded(paths, key)
    forms = [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "cp1252"), (";", "utf-8")]
    for number, path in enumerate(paths):
        mark, encoding = forms[number % len(forms)]
        sheet = table(path)
        sheet = sheet.iloc[::-1][[*reversed(sheet.columns)]].assign(extra="my own", Notes="")
        sheet = sheet.rename(columns={"item": "Item ", "answer": "ANSWER"})
        if "ANSWER" in sheet:
            sheet["ANSWER"] = sheet["ANSWER"].replace({"1": "1.0", "2": "'2", "3": "3,0"})
        if "main" in sheet:
            sheet["main"] = sheet["main"].str.replace("; ", " ;")
        text = sheet.to_csv(index=False, sep=mark, lineterminator="\r\n")
        head, rest = text.split("\r\n", 1)
        blank = mark * (sheet.shape[1] - 1)
        text = f"{head}\r\n{blank}\r\n\r\n{rest}{blank}\r\n"
        path.write_bytes(text.encode(encoding, errors="replace"))
    found = read_coded(paths[::-1], key)
    order = ["coder", "item"]
    for name, by in (("answers", order), ("countries", [*order, "country"])):
        left, right = (
            getattr(coded, name).sort_values(by, ignore_index=True) for coded in (plain, found)
        )
        pd.testing.assert_frame_equal(left, right)


def edit(path, change):
    """Change the rows of a sheet, as lists of cells, the head first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def put(line, column, value):
    def change(rows):
        rows[line][rows[0].index(column)] = value

    return change


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("A-r4wsi", put(3, "answer", "9"), r"A-r4wsi.csv: line 4: the answer to item \S+ is '9'; "
         r"it must be the number of an option, 1 to 4"),
        ("A-r4wsi", put(3, "answer", "two"), "line 4: the answer to item .* is 'two'"),
        ("A-word_intrusion", put(1, "answer", "0"), "1 to 6"),
        ("A-r4wsi", put(2, "item", "bbbbbb-cccc"), "line 3: item 'bbbbbb-cccc' is of other sheets"),
        ("A-r4wsi", put(2, "item", ""), "line 3: the item is missing"),
        ("A-r4wsi", put(2, "coder", ""), "line 3 does not name its coder"),
        ("A-r4wsi", lambda rows: rows.append(rows[2]), r"line 18: item \S+ is there a second time "
         r"\(line 3\)"),
        ("A-r4wsi", lambda rows: rows[0].__setitem__(0, "id"), "line 1 must name the columns item"),
        ("A-r4wsi", lambda rows: rows[4].extend(["x", "y"]), "line 5 has 11 cells, and line 1 has"),
        ("A-countries", put(1, "main", "Kazakstahn"), "main names 'Kazakstahn'; "),
        ("A-countries", put(1, "also", "Kenya, Peru"), "Put semicolons between countries"),
        ("A-countries", put(1, "also", "none"), r"names no country and \w+"),
    ],
)  # fmt: skip
def test_bad_sheets_are_refused_in_one_line(run, sheets, name, change, message, capsys):
    answer(sheets, run)
    path = sheets / f"{name}.csv"
    if name == "A-countries":
        edit(path, put(1, "main", "Kenya"))
    edit(path, change)
    line = fails(["validate", run, "--read", sheets], capsys)
    assert re.search(message, line), line
    assert str(sheets) in line
    assert not (run / "validation.csv").exists()


def test_a_country_cannot_be_main_and_also(run, sheets, capsys):
    answer(sheets, run)
    for column, value in (("main", "Kenya"), ("also", "KEN; Peru")):
        edit(sheets / "B-countries.csv", put(1, column, value))
    assert "KEN is both main and also" in fails(["validate", run, "--read", sheets], capsys)


def test_the_same_coder_twice_is_refused(run, sheets, capsys):
    answer(sheets, run)
    shutil.copy(sheets / "A-r4wsi.csv", sheets / "C-r4wsi.csv")
    line = fails(["validate", run, "--read", sheets], capsys)
    assert "C-r4wsi.csv: line 2: coder A has answered item" in line
    assert "A-r4wsi.csv already" in line
    edit(sheets / "C-r4wsi.csv", lambda rows: [row.__setitem__(1, "C") for row in rows[1:]])
    scored = read_coding_sheets(run, [sheets], folder=sheets)
    assert set(scored.results["n_coders"]) == {3}


def test_one_coder_is_told_that_agreement_cannot_be_computed(run, sheets, tmp_path, capsys):
    answer(sheets, run)
    mine = sorted(sheets.glob("A-*.csv"))
    words = ["validate", run, "--coded", *mine, "--out", tmp_path / "res"]
    assert main([str(word) for word in words]) == 0
    said = capsys.readouterr().out
    assert "note: one coder: how far coders agree cannot be computed" in said
    assert "alpha unknown, for none had two answers" in said


def test_answers_not_given_are_counted(run, sheets, tmp_path, capsys):
    answer(sheets, run)
    edit(sheets / "A-r4wsi.csv", put(1, "answer", ""))
    edit(sheets / "B-r4wsi.csv", put(1, "answer", "?"))
    edit(sheets / "B-countries.csv", put(1, "main", ""))
    edit(sheets / "B-countries.csv", lambda rows: rows.pop(2))
    words = ["validate", run, "--read", sheets, "--out", tmp_path / "res"]
    assert main([str(word) for word in words]) == 0
    said = capsys.readouterr().out.splitlines()
    (line,) = [line for line in said if line.startswith("random 4 word set intrusion")]
    assert line.endswith("; 1 missing; 1 cannot tell")
    (line,) = [line for line in said if line.startswith("countries: ")]
    assert line.endswith("; 2 missing")


def test_a_pattern_that_the_shell_leaves_is_looked_up(run, sheets, tmp_path):
    answer(sheets, run)
    scored = read_coding_sheets(run, [sheets / "A-*.csv"], folder=tmp_path / "res")
    assert set(scored.answers["coder"]) == {"A"}


def test_a_run_of_speakers_has_no_countries_to_code(run):
    judged = read_judged(run)
    spoken = replace(judged, config=judged.config.updated(speaker="country"))
    made = draw_sheets(spoken, texts=4)
    assert "countries" not in made.tasks
    assert made.key["notes"] == [
        "countries was left out: those of this run speak, and are not found in texts"
    ]


def test_names_of_coders_and_files_decide_no_result(run, sheets, tmp_path):
    answer(sheets, run, wrong={1})
    edit(sheets / "B-r4wsi.csv", put(1, "answer", "1"))
    first = read_coding_sheets(run, [sheets], folder=tmp_path / "one").results
    other = tmp_path / "other"
    other.mkdir()
    for path in sheets.glob("*.csv"):
        sheet = table(path)
        sheet = sheet.assign(coder=sheet["coder"].map({"A": "zoe", "B": "ann"}))
        sheet.sample(frac=1, random_state=1).to_csv(other / f"x{path.stem[::-1]}.csv", index=False)
    second = read_coding_sheets(run, [other], key=sheets / KEY, folder=tmp_path / "two").results
    pd.testing.assert_frame_equal(first, second)


def test_a_changed_key_is_refused(run, sheets, capsys):
    answer(sheets, run)
    key = json.loads((sheets / KEY).read_text("utf-8"))
    key["items"][0]["answer"] += 1
    (sheets / KEY).write_text(json.dumps(key), "utf-8")
    assert "the key is not as it was written" in fails(["validate", run, "--read", sheets], capsys)
    (sheets / KEY).write_text("[]", "utf-8")
    assert "is no key of coding sheets" in fails(["validate", run, "--read", sheets], capsys)
    (sheets / KEY).unlink()
    assert "say where with --key" in fails(["validate", run, "--read", sheets], capsys)


def test_a_key_of_another_run_is_refused(run, sheets, capsys):
    answer(sheets, run)
    key = json.loads((sheets / KEY).read_text("utf-8"))
    key["judged"]["weights"] = "0" * 64
    key["sha256"] = hash_key(key)
    (sheets / KEY).write_text(json.dumps(key), "utf-8")
    line = fails(["validate", run, "--read", sheets], capsys)
    assert "these sheets are of another run: its weights are not those of this one" in line


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give --out DIR for new sheets, or --read DIR"),
        (["--read", "no"], "no: there is no such file or folder"),
        (["--coded", "no.csv"], "no.csv: there is no such file or folder"),
        (["--read", ".", "--tasks", "r4wsi"], "--tasks is for new sheets"),
        (["--out", "o", "--key", "k"], "--key goes with --read or --coded"),
        (["--out", "o", "--tasks", "r4wis"], "Did you mean 'r4wsi'?"),
        (["--out", "o", "--coders", "a/b"], "--coders: 'a/b' will not do"),
        (["--out", "o", "--coders", "ann", "Ann"], "--coders has ann more than once"),
        (["--out", "o", "-n", "0"], "must be a whole number of at least 1"),
    ],
)
def test_bad_commands_are_refused(run, words, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert message in fails(["validate", run, *words], capsys)
    assert not (tmp_path / "o").exists()


def test_a_folder_that_is_no_report_is_refused(run, tmp_path, capsys):
    line = fails(["validate", tmp_path, "--out", tmp_path / "o"], capsys)
    assert "is not the folder of a report" in line
    bare = shutil.copytree(run, tmp_path / "bare", ignore=shutil.ignore_patterns("stages"))
    line = fails(["validate", bare, "--out", tmp_path / "o"], capsys)
    assert "keeps no stages, in which the texts would be" in line
    words = pd.read_csv(run / "tables" / "topic_words.csv").assign(word="other")
    mixed = shutil.copytree(run, tmp_path / "mixed")
    words.to_csv(mixed / "tables" / "topic_words.csv", index=False)
    line = fails(["validate", mixed, "--out", tmp_path / "o"], capsys)
    assert "has other topics than the stages of the report" in line


def test_results_that_are_there_are_not_replaced(run, sheets, tmp_path, capsys):
    answer(sheets, run)
    (tmp_path / "validation.csv").write_text("mine", "utf-8")
    line = fails(["validate", run, "--read", sheets, "--out", tmp_path], capsys)
    assert "validation.csv is there already, of other answers" in line
    assert (tmp_path / "validation.csv").read_text("utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sheets", "validation.csv"]


def test_filled_in_sheets_are_not_lost_when_new_ones_are_drawn(run, sheets, capsys):
    answer(sheets, run)
    filled = (sheets / "A-r4wsi.csv").read_bytes()
    assert main(["validate", str(run), "--out", str(sheets), "--seed", "9"]) == 0
    assert "A-r4wsi" in capsys.readouterr().err
    assert filled in [path.read_bytes() for path in sheets.glob("A-r4wsi*")]


def test_empty_sheets_are_told(run, sheets, capsys):
    assert "no sheet has an answer in it" in fails(["validate", run, "--read", sheets], capsys)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no table of topics validate"),
        ("measure,task\n", "it lacks the column topic"),
        ("\x00", "is no table of topics validate"),
    ],
)
def test_bad_results_are_refused_before_the_long_work(text, message, tmp_path, capsys):
    path = tmp_path / "v.csv"
    path.write_text(text, "utf-8")
    words = ["report", SEEDS / "briefs", "--out", tmp_path / "o", "--validation", path, "--quiet"]
    assert message in fails(words, capsys)
    with pytest.raises(InputError, match="cannot be read"):
        read_results(tmp_path / "none.csv")


def test_results_go_with_the_topics_and_weights_that_they_are_of(run, sheets, tmp_path):
    answer(sheets, run)
    read_coding_sheets(run, [sheets], folder=tmp_path)
    judged = read_judged(run)
    found = read_validation(tmp_path / "validation.csv", judged.model, judged.weights)
    assert found.stale == ()
    assert found.told == list(range(8))
    other = judged.weights.assign(p_about=0.1)
    found = read_validation(tmp_path / "validation.csv", judged.model, other)
    assert found.stale == ("countries",)
    assert found.told == list(range(8))
    assert weights_mark(judged.weights) == weights_mark(judged.weights.sample(frac=1))
    assert len(topics_mark(judged.model)) == 64


def validation(*rows, stale=()):
    table = as_results([{"topic": "all", **row} for row in rows])
    return Validation(results=table.assign(n_coders=2, level=0.95), stale=stale)


def right(task, topic, share, n, *, measure="accuracy", p_value=None):
    low, high = wilson(share * n, n, 0.95)
    return {
        "measure": measure, "task": task, "topic": topic, "n_items": n, "n_answers": 2 * n,
        "estimate": share, "ci_low": low, "ci_high": high, "expected": 0.25, "p_value": p_value,
    }  # fmt: skip


def test_the_limits_say_that_nobody_has_checked():
    run = made_up.make_run()
    assert found_by_coders(run) == (
        "No person has checked the topics and countries of this run; topics validate draws coding "
        "sheets for this."
    )
    assert coders_cautions(run) == []
    spoken = made_up.make_run(config=run.config.updated(speaker="country"))
    assert found_by_coders(spoken).startswith("No person has checked the topics of this run")


def test_results_of_another_run_are_told_of_and_not_used():
    run = made_up.make_run(validation=Validation(stale=("countries", "topics")))
    said = "No person has checked the topics and countries of this run; what coders found of "
    assert found_by_coders(run) == f"{said}countries and topics is of another run, and not used."
    assert coders_cautions(run) == [
        "What coders found of countries and topics is of another run, and is not used."
    ]


def test_topics_and_countries_that_coders_refute_are_named():
    about = right("countries", "all", 0.05, 40, measure="precision of weights")
    found = validation(
        right("r4wsi", "all", 0.6, 20),
        right("all", "0", 0.9, 10, measure="told", p_value=1e-6),
        right("all", "1", 0.3, 10, measure="told", p_value=0.4),
        {"measure": "alpha", "task": "r4wsi", "n_items": 20, "estimate": -0.02, "ci_low": -0.3,
         "ci_high": 0.2},
        {"measure": "missing", "task": "r4wsi", "n_answers": 3},
        about,
        {**about, "country": "KAZ"},
        {"measure": "recall", "task": "countries"},
    )  # fmt: skip
    run = made_up.make_run(validation=found)
    text = found_by_coders(run)
    label = run.words.loc[run.words["topic"] == 1, "topic_label"].iloc[0]
    assert f"By topic, over all tasks: {label} ‡ 30 % (11 to 60 %); T0" in text
    assert "could not tell 1 of 2 topics from chance (‡): do not build on it" in text
    assert untold_sentence(found) == " ‡: coders could not tell it from chance."
    said = (
        "random 4 word set intrusion 60 % (39 to 78 %; chance 25 %; 20 items; alpha −0.02, −0.30 "
    )
    assert said in text
    assert "3 answers were missing and count for nothing" in text
    assert "is given to an unknown share" in text
    assert "Coders refute Kazakhstan, 5 % (1 to 17 %): less than half" in text
    told = coders_cautions(run)
    assert told[0] == f"Coders could not tell from chance: {label} (‡)."
    assert told[1].startswith("Coders refute Kazakhstan")
    assert topic_results(found) == {
        0: "coders 90 % right",
        1: "coders 30 % right ‡",
    }
    assert "[@ying2022; " not in found_by_coders(run, cite=True)
    assert "random 4 word set intrusion [@ying2022] 60 %" in found_by_coders(run, cite=True)


def test_tasks_for_which_there_are_too_few_topics_are_told(run, tmp_path):
    judged = read_judged(run)
    model = judged.model
    few = regroup_model(model, membership(model.topic_word.index, {4: 0, 5: 0, 6: 0, 7: 0, 3: 1}))
    labels = judged.labels.loc[few.topic_word.index]
    drawn = draw_tasks(few, judged.documents, judged.weights, labels, texts=4)
    left = set(TASKS) - set(drawn.items["task"])
    assert {"topic_intrusion", "label_intrusion", "optimal_label"} <= left
    assert any(note.startswith("label intrusion was left out") for note in drawn.notes)
    with pytest.raises(TopicsError, match="nothing can be drawn for coders: label intrusion"):
        draw_tasks(few, judged.documents, judged.weights, labels, tasks=["label_intrusion"])


def test_help_names_every_task():
    from topics.cli import validate

    assert validate.TASKS == TASKS

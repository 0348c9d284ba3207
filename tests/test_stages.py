"""The stages of a run: what was kept is taken, what changed is made again, nothing else is."""

import json
import os
import shutil
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from test_folder import files, state
from test_stop import WORDS, stop_at

from topics.cli import main
from topics.errors import InputError
from topics.evaluate import recommend_topics
from topics.run.analyse import analyse
from topics.run.config import ReportConfig
from topics.run.kept import FOLDER, hash_of, stage_folders
from topics.run.stages import STAGES, Shelf, config_kept
from topics.run.status import status
from topics.writing.replace import hash_file

COUNTRIES = ("Kazakhstan", "Uzbekistan", "Mongolia")
LAST = (
    "corpus", "mentions", "counts", "model", "refits", "estimates", "trends", "groups",
    "pair_trends", "robust",
)  # fmt: skip


def write_corpus(path, n_docs=48, *, first="river"):
    rows = [
        {
            "doc_id": f"d{number}",
            "date": f"{2020 + number % 3}-03-{1 + number % 28:02}",
            "source": f"paper {number % 5}",
            "text": f"{COUNTRIES[number % 3]} spoke of "
            + " ".join(WORDS[(number * number + step) % len(WORDS)] for step in range(0, 45, 4))
            + (f" {first}." if number == 0 else "."),
        }
        for number in range(n_docs)
    ]
    pd.DataFrame(rows).to_csv(path, index=False)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_corpus("news.csv")
    return tmp_path


CONFIG = ReportConfig(
    corpus="news.csv", n_topics=2, restarts=2, refits=1, draws=20, min_docs=2, max_share=0.9,
    max_countries=2, trends="year", unit="document",
)  # fmt: skip
OPTIONS = ["--topics", "2", "--restarts", "2", "--refits", "1", "--draws", "20", "--min-docs", "2"]
OPTIONS += ["--max-share", "0.9", "--max-countries", "1", "--trends", "year", "--unit", "document"]
OPTIONS += ["--duplicates", "keep", "--compare", "KAZ-UZB"]


def made(config, folder):
    """Analyse; give the analysis and the stages that were made, not taken."""
    told = []
    shelf = Shelf(folder=folder, say=told.append)
    analysis = analyse(config, shelf=shelf)
    taken = {line.partition(":")[0] for line in told if "as kept in" in line}
    assert list(shelf.given) == [name.partition("-")[0] for name in shelf.held] == list(LAST)
    return analysis, [name for name in LAST if name not in taken]


def content(analysis):
    """All that a report is made of, as text and bytes."""
    tables = {name: table.to_csv() for name, table in analysis.tables().items()}
    model = analysis.model
    arrays = [model.topic_word.to_numpy(), model.doc_topic.to_numpy(), model.alpha]
    facts = (analysis.config, analysis.account, analysis.inputs, analysis.lines, analysis.warnings)
    return tables, [array.tobytes() for array in arrays], repr(facts), repr(analysis.diagnostics)


def test_every_setting_decides_a_stage_and_stages_come_in_order():
    decided = {name for stage in STAGES.values() for name in stage.settings}
    assert decided == {own.name for own in fields(ReportConfig)}
    names = list(STAGES)
    assert names == [*LAST, "figures"]
    for number, stage in enumerate(STAGES.values()):
        assert set(stage.before) <= set(names[:number])


def test_what_is_kept_is_what_was_made(here, monkeypatch):
    alone = analyse(CONFIG)
    first, all_made = made(CONFIG, here / "kept")
    assert all_made == list(LAST)
    for name in ("read", "find_countries", "count_with_account"):
        stop_at(monkeypatch, f"topics.run.prepare.{name}", 1, AssertionError)
    for name in ("fit_lda", "find_again", "draw_topic_pairs", "over_time"):
        stop_at(monkeypatch, f"topics.run.analyse.{name}", 1, AssertionError)
    second, again = made(CONFIG, here / "kept")
    assert again == []
    assert content(alone) == content(first) == content(second)


def test_numbers_of_topics_are_compared_once_and_the_one_recommended_is_fitted(here):
    config = replace(CONFIG, n_topics=None, choose_from=(2, 3))
    first, _ = made(config, here / "kept")
    sweep = first.sweep
    assert sweep.groupby("n_topics").size().to_dict() == {2: 5, 3: 5}
    assert first.config.n_topics == recommend_topics(sweep).n_topics == len(first.model.topic_word)
    assert not first.n_topics_given
    assert "numbers_of_topics" in first.tables()
    second, again = made(config, here / "kept")
    assert again == []
    assert content(first) == content(second)
    given, again = made(replace(config, n_topics=4), here / "kept")
    assert again[0] == "model"
    assert (given.config.n_topics, given.n_topics_given) == (4, True)
    assert "numbers_of_topics" not in made(CONFIG, here / "kept")[0].tables()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Rivers"}, []),
        ({"max_countries": 1}, []),
        ({"compare": ("KAZ-UZB",)}, []),
        ({"countries": ("KAZ",)}, ["trends", "groups"]),
        ({"refits": 2}, list(LAST[4:])),
        ({"level": 0.9}, ["trends", "groups", "robust"]),
        ({"draws": 21}, list(LAST[5:])),
        ({"min_period_docs": 1.0}, ["trends", "pair_trends"]),
        ({"groups": "given_source"}, ["groups"]),
        ({"min_group_docs": 2.0}, ["groups"]),
        ({"n_topics": 3}, list(LAST[3:])),
        ({"max_share": 0.2}, list(LAST[2:])),
        ({"max_share": 0.95}, ["counts", "robust"]),  # the same words: what follows is as it was
        ({"few_documents": 10}, ["mentions"]),
        ({"encoding": "cp1252"}, ["corpus"]),  # the corpus is ASCII
    ],
    ids=str,
)
def test_a_changed_setting_makes_again_only_what_depends_on_it(
    shared_run, tmp_path, monkeypatch, changes, expected
):
    folder, config = shared_run
    monkeypatch.chdir(folder)
    shutil.copytree(folder / "kept", tmp_path / "kept")
    assert made(replace(config, **changes), tmp_path / "kept")[1] == expected


@pytest.mark.parametrize(
    ("column", "options"),
    [("given_source", {"cluster": "given_source"}), ("given_source", {"groups": "given_source"}),
     ("date", {}), ("text", {})],
)  # fmt: skip
def test_a_changed_cell_of_a_column_that_is_used_is_never_taken_as_it_was_kept(
    here, column, options
):
    config = replace(CONFIG, **options)
    made(config, here / "kept")
    table = pd.read_csv("news.csv")
    name = column.removeprefix("given_")
    if name == "text":  # behind the last mention, and of as many letters
        table[name] = table[name].str.replace("river", "torch")
    else:
        table[name] = table[name].iloc[::-1].to_numpy()
    table.to_csv("news.csv", index=False)
    alone = analyse(config)
    again, _ = made(config, here / "kept")
    assert content(alone) == content(again)


@pytest.fixture(scope="module")
def shared_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shared")
    write_corpus(folder / "news.csv")
    config = replace(CONFIG, corpus=str(folder / "news.csv"))
    made(config, folder / "kept")
    return folder, config


def test_a_changed_file_makes_all_again(shared_run, tmp_path):
    folder, config = shared_run
    shutil.copytree(folder / "kept", tmp_path / "kept")
    write_corpus(tmp_path / "news.csv", first="mountain")
    write_corpus(tmp_path / "same.csv")
    config = replace(config, corpus=str(tmp_path / "news.csv"))
    analysis, again = made(config, tmp_path / "kept")
    assert again[:3] == ["corpus", "mentions", "counts"]
    assert "mountain" in analysis.corpus["text"].iloc[0]


@pytest.mark.parametrize("damage", ["cut", "pickle", "gone", "text", "empty", "pipe"])
def test_a_damaged_stage_is_made_again_and_nothing_in_it_is_run(shared_run, tmp_path, damage):
    folder, config = shared_run
    shutil.copytree(folder / "kept", tmp_path / "kept")
    (kept,) = stage_folders(tmp_path / "kept", "counts")
    values = kept / "values.npz"
    if damage == "cut":
        values.write_bytes(values.read_bytes()[:-100])
    elif damage == "pickle":
        np.savez(values, text=np.array([{}], dtype=object))
    elif damage == "gone":
        values.unlink()
    elif damage == "text":
        (kept / "stage.json").write_text("{")
    elif damage == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("needs pipes with names")
        (kept / "stage.json").unlink()
        os.mkfifo(kept / "stage.json")
    else:
        shutil.rmtree(kept)
        kept.mkdir()
    told = []
    analyse(config, shelf=Shelf(folder=tmp_path / "kept", say=told.append))
    assert f"note: {kept} is damaged; it is made again" in told
    assert sum("as kept in" in line for line in told) == len(LAST) - 1
    assert state(tmp_path / "kept") == state(folder / "kept")


_KEYS = ("stage", "settings", "before", "inputs", "versions", "source", "schema")
_SAID = [{name: None} for name in (*_KEYS, "files", "gives", "models")]
_SAID += [{"gives": "0" * 64}, {"models": ["../model"]}, {"models": [[1]]}, {"names": []}]


@pytest.mark.parametrize("said", [*_SAID, "deep"], ids=str)
def test_a_stage_that_says_other_things_of_itself_is_made_again(shared_run, tmp_path, said):
    folder, config = shared_run
    shutil.copytree(folder / "kept", tmp_path / "kept")
    (kept,) = stage_folders(tmp_path / "kept", "counts")
    about = json.loads((kept / "stage.json").read_text())
    if said == "deep":
        (kept / "stage.json").write_text("[" * 100_000)
    else:  # a key of None is taken out
        taken = [key for key, value in said.items() if value is None]
        about = {key: value for key, value in (about | said).items() if key not in taken}
        (kept / "stage.json").write_text(json.dumps(about))
    told = []
    analyse(config, shelf=Shelf(folder=tmp_path / "kept", say=told.append))
    assert f"note: {kept} is damaged; it is made again" in told
    assert state(tmp_path / "kept") == state(folder / "kept")


def test_a_stage_that_was_kept_before_its_names_were_noted_is_taken(shared_run, tmp_path):
    folder, config = shared_run
    shutil.copytree(folder / "kept", tmp_path / "kept")
    (kept,) = stage_folders(tmp_path / "kept", "counts")
    about = json.loads((kept / "stage.json").read_text())
    del about["names"]
    (kept / "stage.json").write_text(json.dumps(about))
    told = []
    analyse(config, shelf=Shelf(folder=tmp_path / "kept", say=told.append))
    assert sum("as kept in" in line for line in told) == len(LAST)


def test_the_values_of_another_stage_are_never_taken(shared_run, tmp_path):
    folder, config = shared_run
    shutil.copytree(folder / "kept", tmp_path / "kept")
    (kept,), (other,) = (stage_folders(tmp_path / "kept", name) for name in ("counts", "mentions"))
    shutil.copy(other / "values.npz", kept / "values.npz")
    about = json.loads((kept / "stage.json").read_text())
    about["files"] = {"values.npz": hash_file(kept / "values.npz")}
    about["gives"] = hash_of(about["files"])
    (kept / "stage.json").write_text(json.dumps(about))
    told = []
    analyse(config, shelf=Shelf(folder=tmp_path / "kept", say=told.append))
    assert f"note: {kept} is damaged; it is made again" in told
    assert state(tmp_path / "kept") == state(folder / "kept")


def test_settings_of_a_run_nested_without_end_are_none(tmp_path):
    (tmp_path / "run.json").write_text("[" * 100_000)
    assert config_kept(tmp_path) is None


def test_a_file_that_changes_before_it_is_read_is_not_taken_for_what_it_was(here, monkeypatch):
    from topics.run import prepare

    read = prepare.read

    def changed(config):
        write_corpus(here / "news.csv", first="mountain")
        return read(config)

    with monkeypatch.context() as patch:
        patch.setattr(prepare, "read", changed)
        assert "mountain" in made(CONFIG, here / "kept")[0].corpus["text"].iloc[0]
    assert made(CONFIG, here / "kept")[1] == ["corpus"]
    write_corpus(here / "news.csv")
    analysis, again = made(CONFIG, here / "kept")
    assert again[0] == "corpus"
    assert "river" in analysis.corpus["text"].iloc[0]


def test_a_report_within_its_corpus_goes_on_too(here):
    texts = here / "texts"
    texts.mkdir()
    write_corpus(texts / "news.csv")
    config = replace(CONFIG, corpus=str(texts))
    (texts / "out").mkdir()
    (texts / "out" / "manifest.json").write_text('{"program": "country-topics"}')
    made(config, texts / "out" / "stages")
    assert made(config, texts / "out" / "stages")[1] == []


def test_an_unread_corpus_that_is_gone_is_an_error_as_ever(here):
    made(CONFIG, here / "kept")
    (here / "news.csv").unlink()
    with pytest.raises(InputError, match=r"news\.csv: no such file"):
        analyse(replace(CONFIG, duplicates="exact"), shelf=Shelf(folder=here / "kept"))


def report(*more):
    return main(["report", "news.csv", "--out", "out", *OPTIONS, *more])


def own(folder):
    """The files of a report, but for its stages."""
    return {n: text for n, text in files(folder).items() if not n.startswith(f"{FOLDER}/")}


def test_an_interrupted_report_goes_on_and_a_redrawn_one_needs_no_corpus(here, monkeypatch, capsys):
    assert report("--quiet", "--no-stages") == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == [
        "figures", "manifest.json", "methods.bib", "methods.md", "report.html", "report.pdf",
        "tables",
    ]  # fmt: skip
    expected = own(here / "out")
    shutil.rmtree("out")
    with monkeypatch.context() as patch:
        stop_at(patch, "topics.run.analyse.fit_lda", 1)
        assert report("--quiet") == 130
    said = capsys.readouterr().err
    assert said == (
        "topics: stopped; corpus, mentions and counts stand in out/stages; run the same command "
        "again to go on\n"
    )
    assert sorted(own(here / "out")) == ["manifest.json"]
    states = status("out").set_index("stage")["state"]
    assert states.to_dict() == dict.fromkeys(STAGES, "missing") | dict.fromkeys(LAST[:3], "done")
    (here / "out" / FOLDER / "notes.txt").write_text("mine")
    stop_at(monkeypatch, "topics.run.prepare.read", 1, AssertionError)
    assert report() == 0
    said = capsys.readouterr().err
    assert "counts: as kept in out/stages" in said
    assert "kept: " not in said
    assert own(here / "out") == expected
    assert set(status("out")["state"]) == {"done"}
    (here / "news.csv").unlink()
    assert report("--title", "Rivers") == 0
    said = capsys.readouterr().err
    assert "note: news.csv is gone; going on from what is kept of it in out/stages\n" in said
    assert json.loads(own(here / "out")["manifest.json"])["config"]["title"] == "Rivers"
    assert report() == 0
    assert own(here / "out") == expected
    assert (here / "out" / FOLDER / "notes.txt").read_text() == "mine"


def test_a_refusal_says_what_stands_where_a_run_was_before(here, capsys, monkeypatch):
    with monkeypatch.context() as patch:
        stop_at(patch, "topics.run.analyse.draw_topic_pairs", 1)
        assert report("--quiet") == 130
    capsys.readouterr()
    assert report("--quiet", "--compare", "KAZ-PER") == 2
    said = capsys.readouterr().err
    assert said == (
        "topics: --compare: Peru (PER) is in no document. There are enough for MNG, KAZ and UZB. "
        "corpus and mentions stand in out/stages for the next run.\n"
    )
    assert len(stage_folders(here / "out" / FOLDER)) == 5


def test_a_first_run_that_is_refused_leaves_nothing(here, capsys):
    before = state(here)
    assert report("--quiet", "--compare", "KAZ-PER") == 2
    assert "Peru" in capsys.readouterr().err
    assert state(here) == before


def test_status_tells_what_would_be_made_again_and_why(here, capsys, monkeypatch):
    with monkeypatch.context() as patch:
        stop_at(patch, "topics.report.write.fill_report", 1)
        assert report("--quiet") == 130
    capsys.readouterr()
    before = state(here)
    assert main(["status", "out"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[: len(LAST) + 2]] == [
        ["stage", "state"], *[[name, "done"] for name in LAST], ["figures", "missing"],
    ]  # fmt: skip
    assert main(["status", "out", "--topics", "3", "--draws", "30"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[4].split()[:2] == ["model", "stale"]
    assert lines[4].endswith("--topics: 2 -> 3")
    assert lines[6].endswith("--draws: 20 -> 30; after model")
    write_corpus(here / "news.csv", first="mountain")
    assert status("out")["reason"].tolist()[:3] == [
        "files of the corpus: 1 changed", "after corpus", "after corpus",
    ]  # fmt: skip
    write_corpus(here / "news.csv")
    assert state(here) == before


@pytest.mark.parametrize("make", [lambda p: p.touch(), lambda p: p.symlink_to("none")])
def test_something_else_under_the_name_of_the_stages_is_told_before_the_work(here, capsys, make):
    assert report("--quiet", "--no-stages") == 0
    make(here / "out" / FOLDER)
    before = state(here)
    assert report("--quiet") == 2
    assert capsys.readouterr().err == (
        "topics: out/stages is no folder, and one is needed: move it, or choose another folder "
        "with --out.\n"
    )
    assert state(here) == before


def test_status_of_other_folders(here, capsys):
    for name in ("none", "."):
        assert main(["status", name]) == 2
        assert "is not the folder of a report" in capsys.readouterr().err
    assert report("--quiet", "--no-stages") == 0
    assert set(status("out")["state"]) == {"missing"}

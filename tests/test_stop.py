"""Every command writes whole or not at all; what it says when it is stopped is true."""

import json
import shutil
import signal
import threading
from pathlib import Path

import pytest
from test_folder import files, marked, state

from topics.cli import main
from topics.errors import TopicsError
from topics.writing.folder import output_folder
from topics.writing.staging import make_staging
from topics.writing.stop import Terminated, terminations, uninterrupted
from topics.writing.together import output_files

ROOT = Path(__file__).parents[1]
WORDS = "water wheat rain steppe harvest river dam gas oil pipeline railway border trade school"
WORDS = f"{WORDS} hospital museum festival orchestra football chess cotton silk carpet horse camel"
WORDS = f"{WORDS} glacier lake desert mountain road bridge tunnel airport market bazaar bank loan"
WORDS = f"{WORDS} debt tax court judge police army parliament election ballot party".split()


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    for number in range(24):
        words = " ".join(WORDS[(number + step) % len(WORDS)] for step in (0, 1, 3, 7, 12, 20, 24))
        text = f"Kazakhstan and Uzbekistan spoke of {words}.\n"
        (tmp_path / "texts" / f"{number}.txt").write_text(text)
    (tmp_path / "flow.csv").write_text("stage,unit,kept,dropped\nread,documents,3,1\n")
    return tmp_path


def stop_at(monkeypatch, target, number, how=KeyboardInterrupt):
    """Interrupt the given call of a function."""
    module, _, name = target.rpartition(".")
    original = getattr(__import__(module, fromlist=[name]), name)
    calls = []

    def interrupted(*arguments, **options):
        calls.append(1)
        if len(calls) == number:
            if isinstance(how, int):
                signal.raise_signal(how)
            raise how
        return original(*arguments, **options)

    monkeypatch.setattr(target, interrupted)


CLEAN = ["clean", "texts", "--out", "out/cleaned"]
COUNTRIES = ["countries", "texts", "-o", "a.csv", "--weights", "new/b.csv", "--by-kind", "c.csv"]
PLOT = ["plot", "flow", "flow.csv", "-o", "figures/flow.svg"]
CHOOSE = ["choose", "texts", "--topics", "2", "3", "--seeds", "2", "--workers", "1", "--out", "ch"]
CHOOSE += ["--min-docs", "1", "--max-share", "1", "--quiet"]
STOPPED = "topics: stopped; nothing was written\n"


@pytest.mark.parametrize(
    ("arguments", "target", "number"),
    [
        (["report", "texts", "--quiet"], "topics.run.analyse.analyse", 1),
        (CLEAN, "topics.run.steps.read_with_account", 1),
        (CLEAN, "topics.tables.write_csv", 1),
        (CLEAN, "topics.tables.write_csv", 5),
        (COUNTRIES, "topics.countries.find_countries", 1),
        (COUNTRIES, "topics.tables.write_table", 2),
        (COUNTRIES, "topics.tables.write_table", 3),
        (PLOT, "topics.plots.kinds.draw_kind", 1),
        (PLOT, "topics.plots.save.write_csv", 1),
        (CHOOSE, "topics.run.prepare.find_countries", 1),
        (CHOOSE, "topics.evaluate.sweep.save_counts", 1),
        (CHOOSE, "topics.evaluate._pool.run_job", 1),
        (CHOOSE, "topics.evaluate._worker.save_model", 1),
    ],
)
@pytest.mark.parametrize("how", [KeyboardInterrupt, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_command_that_is_stopped_leaves_nothing(
    here, monkeypatch, capsys, arguments, target, number, how
):
    before = state(here)
    stop_at(monkeypatch, target, number, how)
    assert main(arguments) == (130 if how is KeyboardInterrupt else 143)
    said = capsys.readouterr()
    assert said.err.endswith(STOPPED)
    assert "stopped" not in said.err.removesuffix(STOPPED)  # what stands before is the account
    assert said.out == ""
    assert state(here) == before


@pytest.mark.parametrize("arguments", [CLEAN, COUNTRIES, PLOT], ids=["clean", "countries", "plot"])
def test_what_was_written_before_stays_when_a_command_is_stopped(
    here, monkeypatch, capsys, arguments
):
    assert main(arguments) == 0
    before = state(here)
    name = {"clean": "topics.tables.write_csv", "countries": "topics.tables.write_table"}
    stop_at(monkeypatch, name.get(arguments[0], "topics.plots.save.write_csv"), 1)
    assert main(arguments) == 130
    assert state(here) == before
    monkeypatch.undo()
    monkeypatch.chdir(here)
    assert main(arguments) == 0
    assert state(here) == before


@pytest.mark.parametrize(
    ("arguments", "number"),
    [(CLEAN, 1), (COUNTRIES, 1), (PLOT, 1)],
    ids=["clean", "countries", "plot"],
)
def test_a_stop_too_late_does_not_deny_what_was_written(
    here, monkeypatch, capsys, arguments, number
):
    stop_at(monkeypatch, "builtins.print", number)
    assert main(arguments) == 130
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("topics: stopped; written whole before: ")
    for path in said.strip().rpartition(": ")[2].split(", "):
        assert Path(path).exists()


def test_choose_says_which_fits_stand_and_goes_on_from_them(here, monkeypatch, capsys):
    stop_at(monkeypatch, "topics.evaluate._pool.run_job", 3)
    assert main(CHOOSE) == 130
    assert capsys.readouterr().err == (
        "topics: stopped; 2 fits stand in ch/fits; run the same command again to go on\n"
    )
    assert not (here / "ch" / "choice.csv").exists()
    assert main(["report", "texts", "--quiet", "--out", "ch"]) == 2
    assert "ch is a folder of topics choose, not a country-topics report" in capsys.readouterr().err
    stop_at(monkeypatch, "topics.evaluate._pool.run_job", 3)  # of the three, two are to do
    assert main(CHOOSE) == 0
    assert json.loads((here / "ch" / "manifest.json").read_text())["counts"]["fits"] == 4
    before = files(here / "ch")
    assert main(CHOOSE) == 0
    assert files(here / "ch") == before
    assert "kept:" not in capsys.readouterr().err


def test_a_stop_after_the_fits_says_that_they_stand(here, monkeypatch, capsys):
    stop_at(monkeypatch, "topics.evaluate.recommend_topics", 1)
    assert main(CHOOSE) == 130
    assert "4 fits stand in ch/fits" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["clean", "texts", "--out", "texts"],
            "texts holds files but is not a folder of topics cl",
        ),
        (
            ["choose", "texts", "--topics", "2", "3", "--out", "texts"],
            "is not a folder of topics choose",
        ),
        (["report", "texts", "--out", "texts"], "is not a country-topics report"),
        (["countries", "texts", "-o", "a.csv", "--weights", "./a.csv"], "a.csv is named twice"),
        (["countries", "texts", "-o", "folder.csv"], "folder.csv is a folder"),
        (
            ["countries", "texts", "-o", "texts/0.txt/a.csv"],
            "cannot write texts/0.txt/a.csv: Not a",
        ),
        (["countries", "flow.csv", "-o", "flow.csv"], "flow.csv is to be read"),
        (["countries", "texts", "-o", "texts/m.csv"], "texts/m.csv is to be read"),
        (["countries", "texts", "-o", "nowhere.csv"], "nowhere.csv is a link that leads nowhere"),
        (["countries", "texts", "-o", "a.csv", "--weights", "b.txt"], "end it in .csv or .parquet"),
        (["plot", "flow", "flow.csv", "-o", "flow.pdf"], "flow.csv is to be read"),
        (["plot", "flow", "flow.csv", "-o", "a.gif"], "must be one of"),
        (["plot", "flow", "flow.csv", "-o", "folder.pdf"], "folder.csv is a folder"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_work(
    here, monkeypatch, capsys, arguments, message
):
    (here / "folder.csv").mkdir()
    (here / "texts" / "m.csv").write_text("text\nChad.\n")
    (here / "nowhere.csv").symlink_to(here / "none")
    before = state(here)
    stop_at(monkeypatch, "topics.run.steps.read_with_account", 1, AssertionError)
    stop_at(monkeypatch, "topics.run.analyse.analyse", 1, AssertionError)
    stop_at(monkeypatch, "topics.plots.kinds.read_table", 1, AssertionError)
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1
    assert state(here) == before


def test_a_command_says_when_what_it_reads_is_half_replaced(here, capsys):
    assert main(CLEAN) == 0
    left = here / "out" / "cleaned" / ".country-topics-left"
    left.mkdir()
    (left / "owner").write_text(json.dumps({"program": "country-topics", "host": "x", "pid": 1}))
    (left / "journal").write_text("{}")
    capsys.readouterr()
    told = "a replacement was interrupted, so its files may be of two runs. Run topics clean again."
    for command in (
        ["countries", "out/cleaned/corpus.csv", "-o", "m.csv"],
        ["plot", "coverage", "out/cleaned/corpus.csv", "-o", "f.svg"],
    ):
        assert main(command) == 0
        assert capsys.readouterr().err == f"note: {here / 'out' / 'cleaned'}: {told}\n"


def test_files_come_together_or_not_at_all(tmp_path, monkeypatch):
    a, b, c = (tmp_path / name for name in ("a.csv", "b.csv", "sub/c.csv"))
    a.write_text("old a")
    before = state(tmp_path)
    replaced = Path.replace

    def fail(self, target):
        if Path(target) == c:
            raise PermissionError(1, "Operation not permitted", str(target))
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(TopicsError, match=r"c\.csv: Operation not permitted. What was there is as"):
        write_all(a, b, c)
    assert state(tmp_path) == before
    monkeypatch.undo()
    write_all(a, b, c)
    new = {"a.csv": "new a.csv", "b.csv": "new b.csv", "sub": None, "sub/c.csv": "new c.csv"}
    assert state(tmp_path) == new


def write_all(*paths):
    with output_files(*paths) as drafts:
        for path in paths:
            drafts[str(path)].write_text(f"new {path.name}")


def test_what_a_killed_run_left_beside_its_files_is_cleared(tmp_path):
    left = marked(tmp_path)
    begun = marked(tmp_path, name=".country-topics-begun")
    (begun / "journal").write_text("{}")
    held = make_staging(tmp_path)
    write_all(tmp_path / "a.csv")
    assert not left.exists()
    assert held.path.exists()
    assert (begun / "new" / "half.csv").exists()  # a replacement that can still be finished
    held.remove()
    shutil.rmtree(begun)
    assert state(tmp_path) == {"a.csv": "new a.csv"}


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "m.csv").write_text("old")
    (tmp_path / "m.csv").symlink_to("away/m.csv")
    write_all(tmp_path / "m.csv")
    assert (tmp_path / "m.csv").is_symlink()
    assert (tmp_path / "away" / "m.csv").read_text() == "new m.csv"


def test_an_interrupt_is_held_back_and_not_lost():
    seen = []

    def write(number):
        with uninterrupted():
            signal.raise_signal(number)
            seen.append(number)

    with pytest.raises(KeyboardInterrupt):
        write(signal.SIGINT)
    with terminations(), pytest.raises(Terminated) as stop:
        write(signal.SIGTERM)
    assert stop.value.number == signal.SIGTERM
    assert seen == [signal.SIGINT, signal.SIGTERM]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_what_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with terminations(), uninterrupted():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_folder_is_written_from_any_thread(tmp_path):
    def write():
        with output_folder(tmp_path / "x", kind="report") as draft:
            (draft.path / "a").write_text("a")

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert (tmp_path / "x" / "a").read_text() == "a"

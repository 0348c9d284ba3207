"""Wrong calls: one line, exit code 2, nothing written, and the words of the command line only."""

import errno
import random
import re

import pandas as pd
import pytest
from conftest import ROOT, SHARED

from topics.cli import main
from topics.cli.wording import reword
from topics.errors import TopicsError
from topics.run.analyse import analyse
from topics.run.config import ReportConfig

PYTHON = re.compile(r"`|=\{|\w+='|\w+=\"|\[['\"]")
THEMES = (
    "ferry herring net cod quota pier boat engine tariff rail",
    "mill canal cable harbour dam toll grain bridge kiln loom",
    "vote ballot party reform court union strike school hospital vaccine",
    "gold copper uranium gas pipeline tanker loan bank audit wheat",
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with corpora that each have something wrong, to work in."""
    monkeypatch.chdir(tmp_path)
    lands = ["Kenya", "no", "PER", "estonia"]
    rows = [
        {"doc_id": f"s{n}", "text": " ".join(random.Random(n).choices(THEMES[n % 4].split(), k=25)),
         "land": lands[n % 4], "outlet": "a" if n % 2 else "b"}
        for n in range(80)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table.to_csv("good.csv", index=False)
    table.assign(land=table["land"].replace("no", "Atlantis")).to_csv("atlantis.csv", index=False)
    table.assign(land="").to_csv("empty.csv", index=False)
    table.rename(columns={"text": "Artikel"}).to_csv("artikel.csv", index=False)
    table.assign(doc_id="same").to_csv("twice.csv", index=False)
    table.head(1).to_csv("one.csv", index=False)
    (tmp_path / "old.txt").write_bytes("für 5 €".encode("cp1252"))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Kazakhstan and Chad met.", "utf-8")
    return tmp_path


READING = [
    ("old.txt", "--encoding cp1252 ('für 5 €'). Pass one, or --errors replace"),
    ("artikel.csv", "name the one that holds it, as in --column Artikel=text"),
    ("twice.csv", "or pass --column doc_id=given_id to have new ones"),
    ("good.csv --column Landd=Land", "'Landd' named in --column; found doc_id, land, outlet"),
    ("good.csv --column Landd=Land", "Did you mean 'land'?"),
    ("good.csv --column land", "such as --column Artikel=text; got 'land'"),
    ("good.csv --encoding klingon", "--encoding names no known encoding"),
    ("good.csv --errors ignore", "--errors must be one of strict, replace or skip; got 'ignore'"),
    ("good.csv --format cvs", "--format must be one of txt, csv, "),
    ("good.csv --format cvs", "Did you mean 'csv'?"),
    ("good.csv --pattern plain", "--pattern needs at least one field"),
    ("good.csv --enconding x", "unknown option --enconding; did you mean --encoding?"),
    ("none.csv", "none.csv: no such file or folder"),
]
REPORT = [
    ("good.csv --topcs 3", "unknown option --topcs; did you mean --topics?"),
    ("good.csv --topics many", "--topics must be a whole number of at least 2; got 'many'"),
    ("good.csv --level 95", "--level must be a number in (0, 1); got 95.0"),
    ("good.csv --unit paragraf", "Did you mean 'paragraph'?"),
    ("good.csv --min-share 0.5", "--min-share is 0.5, above --max-share, 0.3"),
    ("good.csv --algorithm vb --restarts 3", "Leave --restarts out, or use --algorithm cvb0"),
    ("good.csv --compare XXX-KAZ", "'XXX' is no country that is known here"),
    ("--compare KAZ-UZB texts/", "If texts/ is the CORPUS, put it first: topics report texts/"),
    ("good.csv --speaker lnad", "--speaker: the corpus has no column 'lnad'"),
    ("good.csv --speaker lnad", "Did you mean 'land'?"),
    ("atlantis.csv --speaker land", "atlantis.csv: --speaker: 'Atlantis' is no country"),
    ("atlantis.csv --speaker land", "has it in 20 of 80 documents, first 's1'"),
    ("empty.csv --speaker land", "--speaker: the column 'land' is empty in every document"),
    ("good.csv --cluster outlt", "Did you mean 'outlet'?"),
    ("good.csv", "name it with --speaker"),
    ("good.csv --speaker land --trends year", "--trends: no document has a date"),
    ("good.csv --speaker land --trends year", "as in --column Datum=date"),
    ("good.csv --speaker land --topics 500", "--topics is 500, but there are only 80 documents"),
    ("good.csv --speaker land --topics 500", "split with --unit paragraph"),
    ("good.csv --choose-from 8", "--choose-from needs two numbers to choose from, such as 8 16"),
    ("good.csv --choose-from 8 8 10", "--choose-from has 8 more than once"),
    ("good.csv --choose-from 2 70 --speaker land", "--choose-from asks for 70 topics"),
    ("good.csv --speaker land --compare KEN-Chad", "--compare: Chad (TCD) is in no document"),
    ("good.csv --speaker land --compare KEN-Chad", "enough for EST, KEN, NOR and PER"),
    ("good.csv --speaker land --min-country-docs 30", "--min-country-docs: no country has 30"),
]
CHOOSE = [
    ("good.csv --topics 8", "--topics needs two numbers to choose from, such as 8 16; got 8"),
    ("good.csv --topics 8 8 10", "--topics has 8 more than once"),
    ("good.csv --topics 1 8", "--topics must be a whole number of at least 2; got 1"),
    ("good.csv --topics 2 3 --seeds 0", "--seeds must be a whole number of at least 1; got 0"),
    ("good.csv --topics 2 70 --speaker land", "--topics asks for 70 topics"),
    ("good.csv --topics 2 70 --speaker land", "or split with --unit paragraph"),
    (
        "good.csv --topics 2 90 --speaker land --unit paragraph --config none.toml",
        "none.toml: cannot be read",
    ),
    (
        "good.csv --topics 2 90 --speaker land --unit sentence",
        "Give numbers up to 40, or more documents.",
    ),
    (
        "one.csv --topics 2 3 --speaker land --min-docs 1",
        "The corpus is one document: give more",
    ),
    ("good.csv --topics 2 3 --speaker lnad", "Did you mean 'land'?"),
    ("--topics 2 3 texts/", "If texts/ is the CORPUS, put it first: topics choose texts/"),
    ("good.csv --topics 2 3 --folds 3", "unknown option --folds"),
]
COUNTRIES = [
    ("texts --kinds nickname", "--kinds must be one of name, demonym, "),
    ("texts --kinds captial", "Did you mean 'capital'?"),
    ("texts --kinds name,demonym", "--kinds must be one of"),
    ("--kinds name texts/", "If texts/ is the CORPUS, put it first: topics countries texts/"),
    ("--extra-gazetteer own.tsv texts/", "cannot read own.tsv"),
    ("--language en", "name a CORPUS, before the options"),
    ("texts --successors al", "Did you mean 'all'?"),
    ("texts --language xx", "no gazetteer for the language 'xx'"),
]
CLEAN = [
    ("good.csv --duplicates nera", "Did you mean 'near'?"),
    ("--language en texts/", "CORPUS, which goes before the options"),
    ("texts --errors skip old.txt", "'old.txt' is one argument too many"),
]
CALLS = [
    *(pytest.param(command, call, says, id=f"{command} {call}")
      for command, calls in (
          ("report", READING + REPORT), ("choose", CHOOSE), ("countries", READING + COUNTRIES),
          ("clean", READING + CLEAN),
      )
      for call, says in calls),
    *(pytest.param("choose", f"{call} --topics 2 3", says, id=f"choose {call}")
      for call, says in READING),
]  # fmt: skip
OUT = {"report": ["--out", "out"], "choose": ["--out", "out"], "clean": ["--out", "out"],
       "countries": ["-o", "out.csv"]}  # fmt: skip


@pytest.mark.parametrize(("command", "call", "says"), CALLS)
def test_a_wrong_call_is_one_line_in_the_words_of_the_command_line(
    command, call, says, folder, capsys
):
    before = set(folder.rglob("*"))
    assert main([command, *OUT[command], *call.split()]) == 2
    error = capsys.readouterr().err.splitlines()
    assert error[-1].startswith("topics: ")
    assert says in error[-1]
    assert not PYTHON.search(error[-1])
    # Without a CORPUS in front, what was typed may end in a folder of this name.
    assert set(folder.rglob("*")) == before
    if command in ("clean", "countries"):
        assert len(error) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["reprot"], "unknown command 'reprot'"),
        (["reprot"], "Did you mean 'report'?"),
        (["--verison"], "unknown option --verison; did you mean --version?"),
        ([], "COMMAND"),
    ],
)
def test_a_wrong_command_is_one_line(words, says, capsys):
    assert main(words) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert says in error


@pytest.mark.parametrize(
    ("settings", "message", "last"),
    [
        ({"speaker": "lnad"}, "no column 'lnad'", "read 80 "),
        ({"cluster": "lnad"}, "no column 'lnad'", "read 80 "),
        ({"corpus": "atlantis.csv", "speaker": "land"}, "'Atlantis'", "read 80 "),
        ({"speaker": "land", "trends": "month"}, "no document has a date", "cleaned: "),
        ({"speaker": "land", "n_topics": 99}, "only 80 documents", "cleaned: "),
        ({"speaker": "land", "compare": ("KEN-TCD",)}, "in no document", "4 countries "),
        ({"speaker": "land", "min_country_docs": 30.0}, "no country has 30", "4 countries "),
    ],
)
def test_what_can_be_known_is_said_before_the_work(settings, message, last, folder):
    heard = []
    config = ReportConfig(corpus="good.csv", unit="document").updated(**settings)
    with pytest.raises(TopicsError, match=message):
        analyse(config, say=heard.append)
    assert heard[-1].startswith(last)


def test_a_cluster_must_be_known_for_every_document(folder):
    rows = [f'{{"text": "{words}", "n": "{words[:3]}"}}' for words in THEMES]
    rows[3] = '{"text": "ferry herring", "n": null}'
    (folder / "news.jsonl").write_text("\n".join(rows), "utf-8")
    with pytest.raises(TopicsError, match=r"`cluster`: the column 'n' is empty in 1 documents"):
        analyse(ReportConfig(corpus="news.jsonl", cluster="n"))


@pytest.mark.parametrize("corpus", ["good.csv", SHARED / "field-cases" / "speaker_names.csv"])
def test_speakers_by_name(corpus, folder):
    if corpus != "good.csv" and not corpus.is_file():
        pytest.skip("the field cases are not on this machine")
    config = ReportConfig(
        corpus=str(corpus), speaker="land", n_topics=2, restarts=1, refits=0, draws=20,
        trends="off", unit="document",
    )  # fmt: skip
    run = analyse(config)
    assert sorted(run.estimates["country"].unique()) == ["EST", "KEN", "NOR", "PER"]
    assert set(run.estimates["country_name"]) == {"Estonia", "Kenya", "Norway", "Peru"}
    assert len(run.weights) == 80


def test_an_empty_cell_is_no_speaker(folder):
    table = pd.read_csv("good.csv")
    table.loc[:9, "land"] = ""
    table.to_csv("some.csv", index=False)
    config = ReportConfig(
        corpus="some.csv", speaker="land", n_topics=2, restarts=1, refits=0, draws=20,
        trends="off", unit="document",
    )  # fmt: skip
    run = analyse(config)
    assert len(run.weights) == 70
    assert set(run.weights["country"]) == {"EST", "KEN", "NOR", "PER"}


def test_names_of_files_of_a_century_of_speeches_are_understood():
    from topics.countries.codes import codes_of_column

    folder = SHARED / "data" / "ungdc-even-sessions"
    if not folder.is_dir():
        pytest.skip("the speeches are not on this machine")
    speakers = {path.name.split("_")[0] for path in folder.rglob("*.txt")}
    codes, wrong = codes_of_column(speakers)
    assert wrong == {}
    assert {"EU", "VAT", "PSE", "YUG", "CSK", "DDR", "YMD"} <= speakers
    assert all(code == speaker for speaker, code in codes.items())


def test_vb_needs_no_other_setting(tmp_path):
    out = tmp_path / "out"
    few = ["--passes", "2", "--topics", "2", "--draws", "20", "--refits", "2", "--trends", "off"]
    assert main(["report", "--algorithm", "vb", *few, "--out", str(out), "--quiet"]) == 0
    assert '"restarts": 1' in (out / "manifest.json").read_text("utf-8")


def test_choose_counts_what_a_report_fits(folder, capsys, monkeypatch):
    seen = {}

    def compare(bow, configs, **options):
        seen.update(bow=bow, configs=configs, **options)
        raise TopicsError("enough")

    monkeypatch.setattr("topics.run.choice.compare_configs", compare)
    briefs = str(ROOT / "seeds" / "briefs")
    options = ["--unit", "paragraph", "--with-country-words", "--min-docs", "5"]
    more = ["--restarts", "2", "--passes", "9", "--seed", "3", "--seeds", "2"]
    assert main(["choose", briefs, "--topics", "3", "4", "--out", "o", *options, *more]) == 2
    said = capsys.readouterr().err.splitlines()
    heard = []
    config = ReportConfig(
        corpus=briefs, unit="paragraph", mask_countries=False, min_docs=5, n_topics=2, restarts=1,
        passes=2, refits=0, draws=20, trends="off",
    )  # fmt: skip
    run = analyse(config, say=heard.append)
    assert seen["bow"].words.equals(run.bow.words)
    assert (seen["bow"].counts != run.bow.counts).nnz == 0
    assert said[:-1] == heard[: len(said) - 1]
    assert said[-2].endswith("words")
    assert {(c.n_topics, c.seed, c.n_restarts, c.n_passes) for c in seen["configs"]} == {
        (3, 3, 2, 9), (3, 4, 2, 9), (4, 3, 2, 9), (4, 4, 2, 9)
    }  # fmt: skip
    # Parts of one document are held out together.
    assert seen["groups"].loc[run.units["doc_id"]].tolist() == run.units["parent_id"].tolist()


def test_choose_takes_the_settings_of_a_report_from_its_file(folder, monkeypatch, tmp_path):
    seen = {}

    def compare(bow, configs, **options):
        seen.update(bow=bow, configs=configs, **options)
        raise TopicsError("enough")

    monkeypatch.setattr("topics.run.choice.compare_configs", compare)
    path = tmp_path / "mine.toml"
    rows = [
        'unit = "sentence"',
        "n_topics = 7",
        "restarts = 40",
        "min_docs = 9",
        'speaker = "land"',
    ]
    rows += ["seed = 5", 'trends = "year"', 'compare = ["KEN-PER"]', 'cluster = "outlet"']
    path.write_text("\n".join(rows), "utf-8")
    args = ["choose", "good.csv", "--config", str(path), "--topics", "2", "3", "--min-docs", "2"]
    assert main([*args, "--out", "o", "--quiet"]) == 2
    assert {(c.n_topics, c.seed, c.n_restarts) for c in seen["configs"]} == {
        (k, seed, 3) for k in (2, 3) for seed in range(5, 10)
    }
    assert set(seen["groups"]) == {"a", "b"}


def test_few_articles_make_fewer_folds(tmp_path, capsys):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in sorted((ROOT / "seeds" / "briefs").iterdir())[:6]:
        (corpus / path.name).write_bytes(path.read_bytes())
    options = ["--unit", "sentence", "--min-docs", "1", "--seeds", "1", "--workers", "1"]
    out = str(tmp_path / "out")
    assert main(["choose", str(corpus), "--topics", "2", "3", *options, "--out", out]) == 0
    said = capsys.readouterr().out
    assert "recommended: " in said
    assert "Each number was fitted once" in said
    assert "cannot be told apart" not in said


def test_the_words_of_a_message_are_those_of_the_command():
    import argparse

    from topics.cli.settings import add_settings

    parser = argparse.ArgumentParser()
    add_settings(parser, ["columns", "n_topics", "mask_countries"])
    message = (
        "`n_topics` and `min_docs`: `columns={'Mein Text': 'text'}`, `mask_countries=False`, "
        "`folder='x'`\n`other_thing=3`."
    )
    assert reword(message, parser, {"folder": "--out"}) == (
        "--topics and min docs: --column 'Mein Text=text', --with-country-words, --out x "
        "other thing 3."
    )


@pytest.mark.parametrize(
    "text", ["n_topics = " + "9" * 5000, "title = 'a\0b'", "a = " + "[" * 3000 + "]" * 3000]
)
def test_a_configuration_that_cannot_be_read_is_told_in_one_line(tmp_path, capsys, text):
    (tmp_path / "run.toml").write_text(text, "utf-8")
    assert main(["report", "--config", str(tmp_path / "run.toml"), "--out", "x"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "run.toml: " in said


def test_a_path_that_cannot_be_is_told_in_one_line(tmp_path, capsys, monkeypatch):
    assert main(["clean", "a\0b", "--out", str(tmp_path / "out")]) == 2
    assert "no such file or folder" in capsys.readouterr().err

    def refused(*given, **more):
        raise OSError(errno.ENAMETOOLONG, "File name too long", "d" * 5000)

    monkeypatch.setattr("topics.cli.clean.run", refused)
    assert main(["clean", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "File name too long" in said
    assert len(said) < 500

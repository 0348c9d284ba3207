"""The methods section: the run's own numbers, what does not flatter it, and works that exist."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topics import methods_text, write_methods
from topics.cli import main
from topics.errors import TopicsError
from topics.report.citing import as_latex, as_markdown, bibliography, cited
from topics.report.methods import methods_section

ROOM = Path(__file__).parents[1] / "topics" / "report"


def section(analysis, tables=None):
    return dict(methods_section(analysis, tables or {}))


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    facts = {
        "methods": [["Topics", "LDA [@blei2003; @minka2000] on 50 % of R&D_1."]],
        "versions": {"country-topics": "7.1"},
    }
    (folder / "manifest.json").write_text(json.dumps(facts))
    return folder


def test_numbers_are_those_of_the_run(small):
    said = section(small)
    bow, config, mixing = small.bow, small.config, small.diagnostics["mixing"]
    assert "280 documents from 280 files. None was left out." in said["Corpus"]
    n_countries = small.mentions["country"].nunique()
    assert f"({len(small.mentions):,} mentions of {n_countries} countries)" in said["Countries"]
    sizes = small.weights.groupby("country")["weight"].sum()
    weak = int((sizes < config.min_country_docs).sum())
    estimated = small.estimates["country"].nunique()
    assert f"{estimated} countries were estimated; {weak} others" in said["Countries"]
    tokens = f"{int(bow.counts.sum()):,} tokens of {len(bow.words):,} words"
    assert tokens in said["Topics"]
    assert "K = 2 topics" in said["Topics"]
    assert f"{sum(small.model.engine.alpha):.2f}" in said["Topics"]
    assert "from one random start" in said["Topics"]
    assert f"rest on {config.draws} draws" in said["Estimates"]
    assert f"{mixing['n_sweeps']:,} sweeps" in said["Estimates"]
    assert f"of {len(small.estimates):,} cells" in said["Estimates"]
    assert "1 pair, chosen by the analyst" in said["Estimates"]
    assert f"seed ({config.seed})" in said["Software"]


def test_the_calibration_is_told_with_its_own_numbers(small):
    table = pd.DataFrame({"n": [30, 10], "predicted": [0.1, 0.9], "observed": [0.2, 0.7]})
    said = section(small, {"calibration": table})["Countries"]
    assert "over 40 pairs of a text and a country" in said
    assert "differed by 12.5 percentage points" in said
    assert "In this run they were not validated on the corpus at hand. " in said


def test_what_was_left_out_is_told_by_its_reason(small):
    flow = pd.DataFrame(
        [
            ("read", 300, 0),
            ("near copy", 290, 10),
            ("language de", 280, 10),
            ("with words", 280, 0),
        ],
        columns=["stage", "kept", "dropped"],
    )
    corpus = small.corpus.assign(language=["de"] * 3 + ["en"] * 277)
    said = section(replace(small, flow=flow, corpus=corpus))["Corpus"]
    assert "300 documents" in said
    assert "280 were kept and 20 left out (near copy, 10; in German, 10)" in said
    assert "3 documents identified as in another language were read as English all the same" in said


def test_what_does_not_flatter_is_told(small):
    mixing = small.diagnostics["mixing"] | {"unsettled": 0.25, "rhat_max": 1.2}
    labels = small.words.drop_duplicates("topic")["topic_label"].tolist()
    found = pd.DataFrame({"stable": [True, False], "topic_label": labels})
    bad = replace(
        small,
        diagnostics=small.diagnostics | {"mixing": mixing},
        reliability=found,
        config=small.config.updated(refits=2),
        warnings=("the sources are few",),
    )
    said = section(bad)
    assert "25.0 % of the shares did not meet this" in said["Estimates"]
    assert "largest R-hat 1.20" in said["Estimates"]
    assert "1 of the 2 topics were found again by 2 further fits" in said["Topics"]
    assert f"Not found again: {labels[1]}." in said["Topics"]
    assert "The sources are few." in said["Limits"]
    assert "was not tried" in said["Limits"]
    well = replace(bad, diagnostics=small.diagnostics | {"mixing": mixing | {"unsettled": 0.0}})
    assert "all shares met this" in section(well)["Estimates"]


def test_one_fit_is_not_said_to_be_several(small):
    said = section(small)
    assert "rest on one fit" in said["Estimates"]
    assert "rubin1987" not in said["Estimates"]
    assert "Whether other seeds find the same topics was not tried." in said["Topics"]
    assert "which topics a fit happens to find" not in said["Limits"]


def test_works_are_cited_only_where_they_were_used(small):
    plain = cited(methods_section(small, {}))
    assert {"asuncion2009", "lewis1997", "broder1997", "teh2006"} <= set(plain)
    assert {"hoffman2010", "wallach2009"}.isdisjoint(plain)
    spoken = replace(small, config=small.config.updated(speaker="iso3", duplicates="keep"))
    said = cited(methods_section(spoken, {}))
    assert {"lewis1997", "broder1997", "monroe2008", "simes1986"}.isdisjoint(said)
    assert "from the column iso3" in section(spoken)["Countries"]
    assert "mentioned is not to act" not in section(spoken)["Limits"]


def test_the_other_algorithm_and_other_choices_are_told(small):
    vb = small.config.updated(algorithm="vb", passes=10, robust=True, trends="off")
    model = replace(small.model, config=replace(small.model.config, algorithm="vb", restarts=None))
    said = section(replace(small, config=vb, model=model))
    assert "online variational Bayes [@hoffman2010]" in said["Topics"]
    assert "asuncion2009" not in said["Topics"]
    assert "No finding stood out that could be tried" in said["Limits"]
    robust = pd.DataFrame({
        "country": "KAZ", "topic": 0, "choice": ["as reported", "other seed", "less topics"],
        "verdict": ["holds", "holds", "turns"],
    })  # fmt: skip
    said = section(replace(small, config=vb, robust=robust))
    assert "Under 2 other choices" in said["Limits"]
    assert "0 of 1 findings hold throughout, and 1 turn under one or more" in said["Limits"]


def test_parts_of_documents_are_told(small):
    config = small.config.updated(unit="paragraph", few_documents=1000)
    said = section(replace(small, config=config))
    assert "As 280 documents are too few" in said["Corpus"]
    assert "280 paragraphs" in said["Corpus"]
    assert said["Estimates"].startswith("The share of a topic in the paragraphs about a country")
    assert "whole documents were weighted" in said["Estimates"]


def test_every_work_that_is_cited_is_known_and_every_known_one_cited():
    paths = [*sorted(ROOM.glob("methods*.py")), ROOM / "coders_said.py"]
    code = "".join(path.read_text("utf-8") for path in paths)
    keys = set(re.findall(r"@(\w+\d{4}|countrytopics)\b", code))
    known = re.findall(r"^@\w+\{(\w+),", (ROOM / "references.bib").read_text("utf-8"), re.MULTILINE)
    assert sorted(keys) == sorted(known)
    entries = bibliography(sorted(keys), version="7.1").split("\n\n")
    assert len(entries) == len(keys)
    assert "note = {Version 7.1}" in "".join(entries)
    for entry in entries:
        assert entry.count("{") == entry.count("}")
        assert {"author", "title"} <= set(re.findall(r"^  (\w+) = ", entry, re.MULTILINE))


def test_a_work_that_is_not_known_is_an_error():
    with pytest.raises(TopicsError, match="no 'nobody1900'"):
        bibliography(["nobody1900"], version="1")


@given(st.text(alphabet="ab 50%&_#~$[]@{}\\^*\"'é", max_size=40))
def test_no_text_is_taken_for_a_command_or_a_citation(words):
    body = as_latex([("A", f"{words} [@blei2003].")]).partition("}")[2].partition("} ")[2]
    assert body.endswith("\\cite{blei2003}.\n")
    rest = body.removesuffix("\\cite{blei2003}.\n")
    assert not re.search(r"(?<!\\)[%#_&$]", rest)
    assert "\\[@" not in as_markdown([("A", f"{words} [@blei2003].")])[-14:]


def test_the_report_has_it_and_the_command_gives_it_again(report, tmp_path, capsys):
    text = (report / "methods.md").read_text("utf-8")
    assert methods_text(report) == text
    assert text.startswith("## Methods\n\n**Corpus.** The corpus comprised 280 documents")
    assert main(["methods", str(report)]) == 0
    assert capsys.readouterr().out == text
    out = tmp_path / "new" / "m.md"
    assert main(["methods", str(report), "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"methods: {out}\nworks cited: {out.with_suffix('.bib')}\n"
    assert out.read_text("utf-8") == text
    works = (report / "methods.bib").read_text("utf-8")
    assert out.with_suffix(".bib").read_text("utf-8") == works
    assert set(re.findall(r"@(\w+)[;\]]", text)) == set(re.findall(r"^@\w+\{(\w+)", works, re.M))


def test_latex_has_its_own_citations(run, tmp_path):
    text, works = write_methods(run, tmp_path / "m.tex")
    assert text.read_text("utf-8") == (
        "\\section*{Methods}\n\n"
        "\\paragraph{Topics.} LDA~\\cite{blei2003,minka2000} on 50 \\% of R\\&D\\_1.\n"
    )
    assert re.findall(r"^@\w+\{(\w+)", works.read_text("utf-8"), re.M) == ["blei2003", "minka2000"]
    assert methods_text(run, format="latex") == text.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("nowhere", "nowhere: holds no report"),
        ("run -o m.txt", "cannot tell the format of a text from m.txt: end it in .md or .tex."),
        ("old", "does not say how the run was made. Make the report again."),
        ("run -o run/manifest.json", "end it in .md or .tex"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(run, words, says, monkeypatch, capsys):
    monkeypatch.chdir(run.parent)
    Path("old").mkdir()
    Path("old/manifest.json").write_text("{}")
    before = {path: path.read_bytes() for path in run.parent.rglob("*") if path.is_file()}
    assert main(["methods", *words.split()]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert says in error
    after = {path: path.read_bytes() for path in run.parent.rglob("*") if path.is_file()}
    assert after == before

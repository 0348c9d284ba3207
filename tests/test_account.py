"""The account in six lines: numbers as they are, and warnings where they should worry."""

import pandas as pd
import pytest
from made_up import make_run

from topics import cli
from topics.cleaning import clean_corpus
from topics.cleaning.lines import account_lines, told
from topics.readers.account import Account
from topics.readers.corpus import read_with_account
from topics.report.cautions import cautions
from topics.report.pages.front import cover
from topics.report.prose import summary

BODY = "The council of Velm agreed on Monday to sell the old harbour, and nobody knew to whom. "


def lines_of(path):
    reading = read_with_account(path)
    cleaned, audit = clean_corpus(reading.corpus)
    return account_lines(reading.account, reading.corpus, cleaned, audit)


def by_label(lines):
    return {line.label: (line.text, line.worry) for line in lines}


def write_table(folder, rows):
    path = folder / "news.csv"
    pd.DataFrame(rows, columns=["doc_id", "date", "text"]).to_csv(path, index=False)
    return path


def test_a_corpus_without_fault_has_no_warning(tmp_path):
    words = [
        "cod",
        "kiln",
        "loom",
        "quarry",
        "wool",
        "rope",
        "pier",
        "cable",
        "net",
        "barley",
        "oil",
    ]
    rows = [(f"d{n}", f"2024-03-{n + 1:02}", f"A {word} is all.") for n, word in enumerate(words)]
    rows.append(("d90", "2024-03-20", "A cod is all."))
    assert by_label(lines_of(write_table(tmp_path, rows))) == {
        "Files": ("1 read (.csv)", False),
        "Documents": ("12 read, 11 kept", False),
        "Dates": ("2024-03-01 to 2024-03-11; none undated", False),
        "Languages": ("en", False),
        "Copies": ("1 of 12 documents (1 exact), dropped", False),
        "Other documents dropped": ("none", False),
    }


def test_days_that_cannot_be_read_are_a_warning_with_examples(tmp_path):
    days = ["2024-03-01", "soon", "later", "in May", "one day"]
    rows = [(f"d{n}", day, f"Text {'abcde'[n]} is all.") for n, day in enumerate(days)]
    text, worry = by_label(lines_of(write_table(tmp_path, rows)))["Dates"]
    assert worry
    assert text == (
        "2024-03-01; 4 undated; 4 could not be read, such as d1: soon; d2: later; d3: in May"
    )


def test_many_copies_and_empty_documents_are_warnings(tmp_path):
    rows = [(f"d{n}", "2024-03-01", text) for n, text in enumerate(["One text.", "One text.", " "])]
    found = by_label(lines_of(write_table(tmp_path, rows)))
    assert found["Copies"] == ("1 of 3 documents (1 exact), dropped", True)
    assert found["Other documents dropped"] == ("1 of 3 (no text)", True)


def test_one_document_of_a_large_file_is_a_warning(tmp_path):
    (tmp_path / "export.txt").write_text(BODY * 1200, "utf-8")
    (tmp_path / "small.txt").write_text(BODY, "utf-8")
    text, worry = by_label(lines_of(tmp_path))["Files"]
    assert worry
    assert text == f"2 read (.txt); export.txt is one document of {len(BODY) * 1200:,} characters"


def test_files_that_are_skipped_are_named_by_reason(tmp_path):
    for name in ("a.txt", "b.txt", "c.xyz", "d.xyz"):
        (tmp_path / name).write_text(BODY + name, "utf-8")
    text, worry = by_label(lines_of(tmp_path))["Files"]
    assert worry
    assert text.startswith("2 read (.txt); 2 not read (.xyz: ")


def test_languages_are_counted_where_they_are_known():
    corpus = pd.DataFrame(
        {"doc_id": list("abc"), "text": list("xyz"), "source": ["a.csv"] * 3, "language": "en"}
    ).assign(date=pd.NaT)
    corpus.loc[2, "language"] = "fr"
    audit = pd.DataFrame({"doc_id": [], "stage": [], "rule": []}, dtype="str")
    lines = account_lines(Account(documents=3), corpus, corpus, audit)
    assert by_label(lines)["Languages"] == ("2 en, 1 fr", False)
    assert "warning: dates: none known; 3 undated" in told(lines)


def test_languages_that_were_asked_for_are_a_fact_and_no_warning(tmp_path, capsys):
    german = "Der Rat von Velm hat am Montag beschlossen, den alten Hafen zu verkaufen. " * 3
    rows = [("d1", "2024-03-01", BODY * 3), ("d2", "2024-03-02", german)]
    path = write_table(tmp_path, rows)
    assert cli.main(["clean", str(path), "--out", str(tmp_path / "o"), "--language", "en"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert "other documents dropped: 1 of 2 (in de), other languages as asked" in said
    rows += [("d3", "2024-03-02", " ")]
    write_table(tmp_path, rows)
    assert cli.main(["clean", str(path), "--out", str(tmp_path / "o"), "--language", "en"]) == 0
    said = capsys.readouterr().err
    assert "warning: other documents dropped: 2 of 3 (1 in de, 1 no text), other lang" in said


def test_a_corpus_of_which_nothing_is_kept_is_written_with_a_warning(tmp_path, capsys):
    path = write_table(tmp_path, [("d1", "2024-03-01", BODY * 3)])
    assert cli.main(["clean", str(path), "--out", str(tmp_path / "o"), "--language", "fr"]) == 0
    assert "warning: documents: 1 read, 0 kept" in capsys.readouterr().err.splitlines()
    assert (tmp_path / "o" / "coverage.csv").read_text("utf-8") == "source,month,n_docs\n"


def test_the_command_says_the_account_on_stderr(tmp_path, capsys):
    rows = [("d1", "soon", "One text."), ("d2", "2024-03-01", "Another text.")]
    path = write_table(tmp_path, rows)
    assert cli.main(["clean", str(path), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().err.splitlines()
    assert "files: 1 read (.csv)" in said
    assert "documents: 2 read, 2 kept" in said
    assert any(line.startswith("warning: dates: 2024-03-01") for line in said)


@pytest.fixture
def worried(tmp_path):
    rows = [("d1", "soon", "One text."), ("d2", "2024-03-01", "Another text.")]
    return make_run(lines=tuple(lines_of(write_table(tmp_path, rows))))


def test_the_first_page_shows_the_account_and_its_warnings(worried):
    warning = "Dates: 2024-03-01; 1 undated; 1 could not be read, such as d1: soon."
    assert cautions(worried)[-1] == warning
    names = [name for name, _ in summary(worried)]
    assert names[:3] == ["Files", "Documents", "Dates"]
    assert "Documents read" not in names
    page = cover(worried, []).figure
    written = " ".join(text.get_text() for text in page.texts)
    assert written.index("Check this first") < written.index("What stands out")
    assert "could not be read, such as d1: soon." in written
    worried.lines, worried.config = (), worried.config.updated(few_documents=2)
    worried.reliability = pd.DataFrame()
    worried.estimates = worried.estimates.assign(n_effective=90)
    assert cautions(worried) == []
    page = cover(worried, []).figure
    assert "Check this first" not in " ".join(text.get_text() for text in page.texts)

"""The command ``topics clean``: every option reaches the library, every file has its account."""

import pandas as pd
import pytest
from test_readers import docx, nexis, write

from topics.cli import main

TALKS = "Die Minister trafen sich am Montag in der Hauptstadt und sprachen über den Preis."


def table(folder, name):
    return pd.read_csv(folder / f"{name}.csv", keep_default_na=False)


def test_columns_are_mapped_and_every_removed_line_has_its_rule(tmp_path, capsys):
    rows = [
        ["Artikel", "Datum", "Ort"],
        [f"{TALKS}\nShare this article", "2024-03-18", "Velm"],
        [TALKS, "2024-03-19", "Orlun"],
        ["Regen", "2014", "Velm"],
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    source, out = write(tmp_path / "artikel.csv", text), tmp_path / "out"
    mapped = ["--column", "Artikel=text", "Datum=date"]
    assert main(["clean", str(source), "--out", str(out), *mapped]) == 0
    assert "(2 of 3 documents)" in capsys.readouterr().out
    corpus = table(out, "corpus")
    assert corpus[["doc_id", "text", "date", "Ort"]].to_numpy().tolist() == [
        ["artikel:1", TALKS, "2024-03-18", "Velm"],
        ["artikel:3", "Regen", "2014-01-01", "Velm"],
    ]
    assert table(out, "dropped")[["doc_id", "rule", "line"]].to_numpy().tolist() == [
        ["artikel:1", "share", "2"],
        ["artikel:2", "exact copy", ""],
    ]
    assert table(out, "removed_lines")[["rule", "n_lines"]].to_numpy().tolist() == [["share", 1]]
    flow = table(out, "flow")[["step", "count"]].to_numpy().tolist()
    assert flow == [["read", 3], ["dropped", 1], ["kept", 2]]
    assert not (out / "skipped.csv").exists()


def test_what_is_taken_can_be_chosen(tmp_path, capsys):
    source = write(tmp_path / "a.jsonl", f'{{"text": "{TALKS}\\nShare"}}\n' * 2)
    out = tmp_path / "out"
    kept = ["--duplicates", "keep", "--keep-boilerplate"]
    assert main(["clean", str(source), "--out", str(out), *kept]) == 0
    assert table(out, "corpus")["text"].tolist() == [f"{TALKS}\nShare"] * 2
    assert "(2 of 2 documents)" in capsys.readouterr().out


def test_files_left_out_are_listed_and_a_wrong_cover_is_said(tmp_path, capsys):
    write(tmp_path / "in.docx", docx(nexis("Grain", listed=["Grain", "Rain"])))
    write(tmp_path / "bad.docx", b"no word file")
    write(tmp_path / "note.md", "x")
    out = tmp_path / "out"
    assert main(["clean", str(tmp_path), "--out", str(out), "--errors", "skip"]) == 0
    said = capsys.readouterr()
    assert said.err.splitlines()[:4] == [
        "note: in.docx: a Nexis export of 1 article",
        "note: in.docx: the cover lists 2 documents, 1 are in the file",
        "2 files were skipped: 1 .docx (not a .docx file (File is not a zip file). Save it again), "
        "1 .md (rename to .txt if it is a document)",
        "warning: files: 1 read (.docx); 2 not read (1 .docx, 1 .md: 1 kind that is not read, "
        "1 not a .docx file)",
    ]
    assert "(1 of 1 documents; skipped 2 files)" in said.out
    assert set(table(out, "skipped")["file"]) == {"bad.docx", "note.md"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--column", "Artikel"], "such as --column Artikel=text; got 'Artikel'"),
        (["--column", "=text"], "--column needs a column and its new name"),
        (["--column", "Artikle=text"], "no document has the column 'Artikle'"),
        (["--encoding", "klingon"], "names no known encoding"),
        (["--pattern", "plain"], "needs at least one field"),
    ],
)
def test_wrong_arguments_are_one_line(tmp_path, capsys, arguments, message):
    source = write(tmp_path / "a.csv", "text\nx\n")
    assert main(["clean", str(source), "--out", str(tmp_path / "out"), *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()

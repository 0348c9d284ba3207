"""What a corpus may be: several paths, a mixed folder, archives, links, a table, standard input."""

import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile

import pandas as pd
import pytest
from office_files import pdf
from test_readers import skipped_of, write

from topics.cli import main
from topics.errors import InputError, TopicsError
from topics.readers.account import describe_skipped
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.hashes import hash_files, hash_paths
from topics.run.config import ReportConfig

ONE = "Rosa Vega opened the grain talks in Lima."
TWO = "Jan Kask closed the fish talks in Tallinn."


def tarred(path, entries, how=""):
    with tarfile.open(path, f"w:{how}") as archive:
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_a_folder_of_several_kinds_is_read_whole(tmp_path):
    write(tmp_path / "a.txt", ONE)
    write(tmp_path / "b.csv", f"id,text\n1,{ONE}\n2,{TWO}\n")
    write(tmp_path / "c.json", json.dumps([{"id": 1, "text": TWO}]))
    write(tmp_path / "a.pdf", pdf([TWO]))
    reading = read_with_account(tmp_path)
    assert reading.corpus[["doc_id", "source", "text"]].to_numpy().tolist() == [
        ["a", "a.pdf", TWO],
        ["a.txt", "a.txt", ONE],
        ["1", "b.csv", ONE],
        ["2", "b.csv", TWO],
        ["c.json:1", "c.json", TWO],
    ]
    assert reading.account.remarks == (
        "2 documents have the name of their file in their doc_id, as another file has the same "
        "id: 'a.txt' for 'a'",
    )
    assert [(kind.kind, kind.read, kind.documents) for kind in reading.account.kinds] == [
        ("csv", 1, 2),
        ("json", 1, 1),
        ("pdf", 1, 1),
        ("txt", 1, 1),
    ]


def test_what_is_not_read_is_listed_by_kind_with_advice(tmp_path):
    write(tmp_path / "a.txt", ONE)
    for name in ("b.doc", "c.DOC", "d.doc", "e.jpg", "Thumbs.db", "._a.txt", "~$b.docx", "README"):
        write(tmp_path / name, b"\x00")
    write(tmp_path / "f.pdf", pdf([""]))
    write(tmp_path / "codes.csv", "code,name\n1,fish\n")
    reading = read_with_account(tmp_path)
    assert reading.corpus["source"].tolist() == ["a.txt"]
    assert describe_skipped(reading.account.skipped) == (
        "10 files were skipped: 3 .doc (save as .docx), "
        "1 .csv (no column with the text; found code and name: name the one that holds it, as in "
        "`columns={'Artikel': 'text'}`), 1 .jpg (an image: run it through OCR), "
        "1 .pdf (scanned, no text layer: run it through OCR or leave it out), "
        "1 (file of the system), 1 (lock of an office program), "
        "1 (no ending that tells its kind: give it an ending such as .txt), "
        "1 (resource fork of macOS)"
    )


def test_a_folder_where_nothing_can_be_read_says_what_is_there(tmp_path):
    write(tmp_path / "a.doc", b"x")
    with pytest.raises(InputError, match=r"1 file was skipped: 1 \.doc \(save as \.docx\)"):
        read_corpus(tmp_path)
    (tmp_path / "a.doc").unlink()
    write(tmp_path / "a.pdf", pdf([""]))
    write(tmp_path / "b.pdf", pdf([""]))
    with pytest.raises(InputError, match=r"a\.pdf: scanned, no text layer"):
        read_corpus(tmp_path)


def test_several_paths(tmp_path):
    (tmp_path / "x" / "east").mkdir(parents=True)
    (tmp_path / "y" / "east").mkdir(parents=True)
    write(tmp_path / "x" / "east" / "1.txt", ONE)
    write(tmp_path / "y" / "east" / "1.txt", TWO)
    table = write(tmp_path / "t.csv", f"text\n{ONE}\n")
    corpus = read_corpus([table, tmp_path / "x" / "east"])
    assert corpus["source"].tolist() == ["t.csv", "east/1.txt"]
    both = read_corpus([tmp_path / "x" / "east", str(tmp_path / "y" / "east")])
    assert both["doc_id"].is_unique
    assert both["text"].tolist() == [ONE, TWO]
    again = read_with_account([tmp_path, table, tmp_path / "x"])
    assert len(again.corpus) == 3
    assert set(skipped_of(again).values()) == {"is read already by another path"}
    assert len(read_corpus([table])) == 1
    assert read_corpus([table])["doc_id"].tolist() == read_corpus(table)["doc_id"].tolist()
    with pytest.raises(TopicsError, match="names nothing to read"):
        read_corpus([])
    with pytest.raises(InputError, match=r"none\.txt: no such file"):
        read_corpus([table, tmp_path / "none.txt"])


def test_ids_of_one_file_must_differ_and_of_several_files_may_not(tmp_path):
    write(tmp_path / "a.csv", f"id,text\n1,{ONE}\n1,{TWO}\n")
    with pytest.raises(InputError, match=r"doc_id '1' is already used in a\.csv"):
        read_corpus(tmp_path)
    write(tmp_path / "a.csv", f"id,text\n1,{ONE}\n2,{TWO}\n")
    write(tmp_path / "b.csv", f"id,text\n1,{ONE}\n2,{TWO}\n")
    assert read_corpus(tmp_path)["doc_id"].tolist() == ["1", "2", "b.csv:1", "b.csv:2"]


def test_a_table_in_memory(tmp_path):
    frame = pd.DataFrame({"Body": [ONE, None], "Headline": ["Grain", "x"], "source": ["A", "B"]})
    frame["date"] = pd.to_datetime(["2024-03-18", None])
    corpus = read_corpus(frame)
    assert corpus[["doc_id", "title", "text"]].to_numpy().tolist() == [
        ["DataFrame:1", "Grain", ONE],
        ["DataFrame:2", "x", ""],
    ]
    assert corpus["date"].tolist()[0] == pd.Timestamp("2024-03-18")
    assert corpus["given_source"].tolist() == ["A", "B"]
    by_index = pd.DataFrame({"Artikel": [ONE]}, index=pd.Index(["a7"], name="doc_id"))
    assert read_corpus(by_index, columns={"Artikel": "text"})["doc_id"].tolist() == ["a7"]
    with pytest.raises(InputError, match="DataFrame: no column with the text; found n; name"):
        read_corpus(pd.DataFrame({"n": [1]}))
    with pytest.raises(InputError, match="DataFrame: has no row"):
        read_corpus(frame.head(0))
    assert "Body" in frame, "the table is left as it was"


@pytest.mark.parametrize(
    ("data", "options", "texts"),
    [
        (ONE, {}, [ONE]),
        (f'{{"text": "{ONE}"}}\n{{"text": "{TWO}"}}\n', {}, [ONE, TWO]),
        (f"text\n{ONE}\n", {"format": "csv"}, [ONE]),
    ],
)
def test_standard_input(monkeypatch, data, options, texts):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    corpus = read_corpus("-", **options)
    assert corpus["text"].tolist() == texts
    assert set(corpus["source"]) == {"stdin"}


def test_a_standard_input_that_is_closed_is_one_line(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match=r"^stdin: is closed\. Lead a text into it"):
        read_corpus("-")


@pytest.mark.parametrize("how", ["", "gz", "bz2", "xz"])
def test_tar_in_any_packing(tmp_path, how):
    entries = {"b/1.txt": ONE.encode(), "b/2.csv": f"text\n{TWO}\n".encode(), "b/._1.txt": b"x"}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("3.txt", "three")
    entries["in.zip"] = inner.getvalue()
    path = tarred(tmp_path / f"a.tar{'.' * bool(how)}{how}", entries, how)
    reading = read_with_account(path)
    assert reading.corpus["text"].tolist() == [ONE, TWO, "three"]
    assert skipped_of(reading) == {f"{path.name}/b/._1.txt": "resource fork of macOS"}
    short = path.rename(
        tmp_path / {"": "a.tar", "gz": "a.tgz", "bz2": "a.tbz2", "xz": "a.txz"}[how]
    )
    assert read_corpus(short)["text"].tolist() == [ONE, TWO, "three"]


def test_a_tar_in_a_zip_and_packed_single_files(tmp_path):
    inner = tarred(tmp_path / "in.tgz", {"1.txt": b"one", "2.txt": b"two"}, "gz").read_bytes()
    (tmp_path / "in.tgz").unlink()
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in.tgz", inner)
        archive.writestr("b.txt.xz", lzma.compress(b"packed"))
    write(tmp_path / "c.txt.bz2", bz2.compress(b"three"))
    write(tmp_path / "d.csv.xz", lzma.compress(b"text\nfour\n"))
    write(tmp_path / "e.txt.gz", gzip.compress(b"five"))
    corpus = read_corpus(tmp_path)
    assert corpus["text"].tolist() == ["packed", "one", "two", "three", "four", "five"]
    assert corpus["doc_id"].tolist()[0] == "a.zip/b"


def test_linked_folders_are_followed_and_read_once(tmp_path):
    root, beside = tmp_path / "root", tmp_path / "beside"
    (root / "sub").mkdir(parents=True)
    beside.mkdir()
    write(root / "sub" / "a.txt", "a")
    write(beside / "b.txt", "b")
    (beside / "back").symlink_to(root, target_is_directory=True)
    (root / "first").symlink_to(beside, target_is_directory=True)
    (root / "second").symlink_to(beside, target_is_directory=True)
    (root / "all").symlink_to(tmp_path, target_is_directory=True)
    reading = read_with_account(root)
    assert reading.corpus["source"].tolist() == ["first/b.txt", "sub/a.txt"]
    assert sorted(hash_files(root)) == ["first/b.txt", "sub/a.txt"]
    assert skipped_of(reading) == {
        "all": "link to a folder around what is read",
        "second": "link to a folder that is read already",
        "first/back": "link to a folder that is read already",
    }


@pytest.mark.parametrize(
    "manifest", [{"program": "country-topics", "files": {}}, {"versions": {"country-topics": "1"}}]
)
def test_output_of_this_program_is_not_read_as_corpus(tmp_path, manifest):
    write(tmp_path / "a.txt", ONE)
    (tmp_path / "report" / "tables").mkdir(parents=True)
    write(tmp_path / "report" / "manifest.json", json.dumps(manifest))
    write(tmp_path / "report" / "tables" / "x.csv", "text\nnot this\n")
    reading = read_with_account(tmp_path)
    assert reading.corpus["text"].tolist() == [ONE]
    assert skipped_of(reading) == {"report": "output of country-topics"}
    assert reading.account.remarks == (
        "report: an output folder of country-topics, not read as corpus",
    )
    other = tmp_path / "other"
    other.mkdir()
    write(other / "manifest.json", json.dumps({"text": "mine"}))
    assert read_corpus(other)["text"].tolist() == ["mine"]


def test_commands_take_several_paths(tmp_path, capsys, monkeypatch):
    write(tmp_path / "a.csv", f"text\n{ONE}\n")
    (tmp_path / "b").mkdir()
    write(tmp_path / "b" / "1.txt", TWO)
    out = tmp_path / "out"
    paths = [str(tmp_path / "a.csv"), str(tmp_path / "b")]
    assert main(["clean", *paths, "--out", str(out)]) == 0
    assert pd.read_csv(out / "corpus.csv")["source"].tolist() == ["a.csv", "b/1.txt"]
    mentions = tmp_path / "m.csv"
    assert main(["countries", *paths, "-o", str(mentions)]) == 0
    assert pd.read_csv(mentions)["country"].tolist() == ["PER", "EST"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TWO.encode())))
    assert main(["countries", "-", "-o", str(mentions)]) == 0
    assert pd.read_csv(mentions)["country"].tolist() == ["EST"]
    assert "stdin" not in capsys.readouterr().err


def test_a_report_of_several_paths(tmp_path):
    write(tmp_path / "a.txt", ONE)
    write(tmp_path / "b.txt", TWO)
    config = tmp_path / "c.toml"
    config.write_text('corpus = ["a.txt", "b.txt"]', encoding="utf-8")
    read = ReportConfig.from_toml(config)
    assert read.corpus == (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert sorted(hash_paths(read.corpus)) == ["a.txt", "b.txt"]
    assert hash_paths(read.corpus[0]) == hash_paths([read.corpus[0]])
    assert ReportConfig(corpus=["a"]).corpus == "a"
    for wrong in ([], [3], 3):
        with pytest.raises(TopicsError, match="`corpus` must"):
            ReportConfig(corpus=wrong)


def test_what_should_worry_is_a_warning(tmp_path):
    write(tmp_path / "long.txt", "Talks open. " * 10_000)
    rows = "".join(
        f'{{"text": "Talks {n} open. {ONE * 30}", "date": "2024-03-18"}}\n' for n in range(99)
    )
    write(tmp_path / "rows.jsonl", rows)
    account = read_with_account(tmp_path).account
    assert account.large_single == ("long.txt",), "a long file with many documents is no worry"
    assert account.warnings == (
        "1 long file (over 100 kB) gave one document each, such as long.txt: does it hold several "
        "articles?",
    )
    (tmp_path / "long.txt").unlink()
    for name in ("a.doc", "b.doc", "c.csv", "._x", "Thumbs.db"):
        write(tmp_path / name, f"text\n{ONE}\n")
    (tmp_path / ".git").mkdir()
    write(tmp_path / "d.jsonl", '{"text": "Talks open.", "date": "some day"}\n' * 20)
    assert read_with_account(tmp_path).account.warnings == (
        "2 of 5 files were not read",
        "20 of 120 documents have a date that could not be read, such as d:1: some day; "
        "d:2: some day; d:3: some day",
    )

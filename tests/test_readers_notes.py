"""What lies among documents and is none: notes on them, tables of countless cells."""

import json

import pytest

from topics import read_corpus, read_with_account
from topics.errors import InputError

NOTES = {
    "seeds": {
        name: {"date": "2024-03-18", "clutter": [{"line": 1, "text": "Leave a reply"}] * 2}
        for name in ("a.txt", "b.txt", "c.txt")
    }
}


def article(n: int) -> str:
    return f"Kazakhstan and Russia signed agreement {n} on gas, transit and tariffs in Astana."


def test_notes_beside_articles_are_left_out_and_listed(tmp_path):
    for n, name in enumerate(NOTES["seeds"]):
        (tmp_path / name).write_text(article(n))
    (tmp_path / "labels.json").write_text(json.dumps(NOTES))
    reading = read_with_account(tmp_path)
    assert reading.corpus["doc_id"].tolist() == ["a", "b", "c"]
    (skipped,) = reading.account.skipped
    assert skipped.file == "labels.json"
    assert skipped.reason == "6 notes of a few words, in 3 lists: no documents"


def test_notes_alone_are_refused_with_what_to_do(tmp_path):
    path = tmp_path / "labels.json"
    path.write_text(json.dumps(NOTES))
    with pytest.raises(InputError, match=r"6 notes of a few words.*as \.jsonl, to have them read"):
        read_corpus(path)
    every = [note for of_file in NOTES["seeds"].values() for note in of_file["clutter"]]
    lines = tmp_path / "labels.jsonl"
    lines.write_text("\n".join(json.dumps(note) for note in every))
    assert len(read_corpus(lines)) == 6


@pytest.mark.parametrize(
    "value",
    [
        {"2024-01": {"articles": [{"text": article(n)} for n in range(3)]},
         "2024-02": {"articles": [{"text": article(n)} for n in range(3, 6)]}},
        {"posts": [{"text": f"Gas {n}"} for n in range(6)]},
        [{"text": f"Gas {n}"} for n in range(6)],
    ],
    ids=["articles in several lists", "short posts in one list", "a list of short posts"],
)  # fmt: skip
def test_documents_in_lists_are_read(tmp_path, value):
    path = tmp_path / "news.json"
    path.write_text(json.dumps(value))
    assert len(read_corpus(path)) == 6


def test_a_row_of_countless_cells_is_left_out_and_told(tmp_path):
    pytest.importorskip("trafilatura")
    path = tmp_path / "a.html"
    path.write_text(f"<p>{article(1)} {article(2)}</p><table><tr>" + "<td>cell" * 5000)
    reading = read_with_account(path)
    assert "cell" not in reading.corpus["text"].iloc[0]
    assert reading.account.remarks == (
        "a.html: tables are left out, since one has a row of 5,000 cells",
    )

"""Reading folders of real and invented documents."""

from pathlib import Path

import pytest

from topics.corpus import read_chunks, read_corpus
from topics.errors import InputError

SHARED = Path(__file__).parents[1].parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared with development data")


@needs_shared
def test_reuters_is_read_whole():
    assert len(read_corpus(SHARED / "data" / "reuters21578-train")) == 14_668


def test_an_empty_folder_is_one_clear_error(tmp_path):
    with pytest.raises(InputError, match="no file of a known kind"):
        read_corpus(tmp_path)


def test_chunks_hold_what_the_whole_holds(tmp_path):
    for n in range(7):
        (tmp_path / f"{n}.txt").write_text(f"Report {n}.", encoding="utf-8")
    chunks = list(read_chunks(tmp_path, chunk_docs=3))
    assert [len(chunk) for chunk in chunks] == [3, 3, 1]
    assert [text for chunk in chunks for text in chunk["text"]] == list(
        read_corpus(tmp_path)["text"]
    )

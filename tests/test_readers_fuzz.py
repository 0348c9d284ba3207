"""Sound files of each kind, cut short and changed at random: read, or refused in one line."""

import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sound_files import NEEDS, SOUND
from test_readers import write

from topics.errors import TopicsError
from topics.readers import READERS
from topics.readers.corpus import read_corpus
from topics.readers.exports import FAMILIES
from topics.readers.files import kind_of


@st.composite
def damaged(draw, sound):
    data = bytearray(sound)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data) - 1)) if data else 0
        how = draw(st.sampled_from(["byte", "drop", "double", "insert"]))
        if how == "byte":
            data[at : at + 1] = bytes([draw(st.integers(0, 255))])
        elif how == "drop":
            del data[at : at + draw(st.integers(1, 40))]
        elif how == "double":
            data[at:at] = data[at : at + draw(st.integers(1, 200))]
        else:
            data[at:at] = draw(st.binary(max_size=8))
    if draw(st.booleans()):
        del data[draw(st.integers(0, len(data))) :]
    return bytes(data)


def test_every_reader_is_tried():
    # exports of press databases are tried with their own files, in test_readers_exports.py
    kinds = {kind_of(f"a.{kind}") for kind in SOUND}
    assert set(READERS) - set(FAMILIES) <= kinds


@pytest.mark.parametrize("kind", SOUND)
def test_sound_files_are_read(tmp_path, kind):
    pytest.importorskip(NEEDS.get(kind, "json"))
    corpus = read_corpus(write(tmp_path / f"a.{kind}", SOUND[kind]))
    assert len(corpus) >= 1
    assert corpus["text"].str.len().sum() >= 20


@pytest.mark.parametrize("kind", SOUND)
def test_damaged_files_are_read_or_refused(tmp_path_factory, kind):
    pytest.importorskip(NEEDS.get(kind, "json"))
    if kind.startswith("warc"):
        pytest.importorskip("trafilatura")
    folder = tmp_path_factory.mktemp("damaged")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(SOUND[kind]), st.sampled_from(["strict", "replace", "skip"]))
    def check(data, errors):
        path = write(folder / f"a.{kind}", data)
        start = time.process_time()
        tracemalloc.start()
        corpus, message = None, ""
        try:
            corpus = read_corpus(path, errors=errors)
        except TopicsError as error:
            message = str(error)
        finally:
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            tracemalloc.stop()
        assert time.process_time() - start < 20
        assert peak < 200
        if corpus is None:
            assert message
            assert "\n" not in message
            assert len(message) < 600
        else:
            assert corpus["doc_id"].is_unique
            for text in corpus["text"]:
                text.encode("utf-8")

    check()

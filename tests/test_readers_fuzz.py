"""Sound files of each kind, cut short and changed at random: read, or refused in one line."""

import bz2
import importlib.util
import io
import json
import tarfile
import time
import tracemalloc
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import epub, ods, opendocument, pdf, xlsx
from test_readers import docx, write
from test_readers_formats import (
    ATOM,
    CHAT,
    ELASTIC,
    FORMATS,
    FRUS,
    HEADER,
    MAIL,
    NEWSAPI,
    ODS_ROWS,
    ODT,
    ONE,
    PARLAMINT,
    ROWS,
    RSS,
    TWEETS,
    WXR,
    warc,
)

from topics.errors import TopicsError
from topics.readers import READERS
from topics.readers.corpus import read_corpus
from topics.readers.exports import FAMILIES
from topics.readers.files import kind_of

RTF = (
    r"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}\f0\b Mi\'b3osz\b0  spoke.\par Caf\u233? shut.}"
)
PAGE = f"<html><body><article><h1>Grain</h1><p>{ONE} {ONE} {ONE}</p></article></body></html>"


def _zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", ONE)
        archive.writestr("b.csv", f"text\n{ONE}\n")
    return out.getvalue()


def _tar(how=""):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{how}") as archive:
        for name in ("a.txt", "b/c.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(ONE)
            archive.addfile(info, io.BytesIO(ONE.encode()))
    return out.getvalue()


def parquet():
    if importlib.util.find_spec("pyarrow") is None:
        return b""
    out = io.BytesIO()
    pd.DataFrame({"title": ["Grain", "Fish"], "text": [ONE, ONE]}).to_parquet(out)
    return out.getvalue()


SOUND = {
    "xlsx": xlsx({"articles": [HEADER, *ROWS], "codes": [["n"], [1]]}),
    "ods": ods([HEADER, *ODS_ROWS]),
    "xls": (FORMATS / "articles.xls").read_bytes(),
    "pdf": pdf([ONE, ONE]),
    "rtf": RTF.encode(),
    "odt": opendocument("text", ODT),
    "docx": docx(["# Grain", ONE]),
    "epub": epub([f"<h1>A</h1><p>{ONE}</p>", f"<p>{ONE}</p>"]),
    "eml": MAIL.encode(),
    "mbox": f"From a b\n{MAIL}\nFrom c d\n{MAIL}".encode(),
    "rss": RSS.encode(),
    "atom": ATOM.encode(),
    "xml": WXR.encode(),
    "tei": PARLAMINT.encode() + FRUS.encode(),
    "warc": warc([(200, "text/html", PAGE), (200, "text/plain", ONE)]),
    "warc.gz": warc([(200, "text/plain", ONE)]),
    "json": json.dumps(NEWSAPI).encode(),
    "jsonl": "\n".join(json.dumps(value) for value in (CHAT, ELASTIC, TWEETS[0][0])).encode(),
    "zip": _zip(),
    "tar": _tar(),
    "tar.gz": _tar("gz"),
    "tar.xz": _tar("xz"),
    "txt.bz2": bz2.compress(ONE.encode()),
}
SOUND["tei"] = FRUS.encode()
SOUND |= {
    "txt": f"{ONE}\n\n{ONE}\n".encode(),
    "csv": f"title,text,date\nGrain,{ONE},2024-03-01\nFish,{ONE},45362\n".encode(),
    "tsv": f"title\ttext\nGrain\t{ONE}\n".encode(),
    "html": PAGE.encode(),
    "sgm": (FORMATS / "reuters.sgm").read_bytes(),
    "parquet": parquet(),
}
NEEDS = {"xlsx": "python_calamine", "ods": "python_calamine", "xls": "xlrd"}
NEEDS |= {
    "parquet": "pyarrow",
    "html": "trafilatura",
    "rtf": "striprtf",
    "warc": "warcio",
    "warc.gz": "warcio",
}


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

"""Input that does harm, meant or not: one clear line, little memory, nothing written."""

import gzip
import io
import logging
import os
import struct
import tarfile
import tracemalloc
import zipfile
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_files import opendocument, pdf
from test_readers import docx, skipped_of, write

from topics.errors import InputError, TopicsError
from topics.readers import pdf as pdf_reader
from topics.readers.corpus import read_chunks, read_corpus, read_with_account

BIG = b"All work and no play. " * 50_000  # 1.1 MB


@contextmanager
def refused(match, *, megabytes=None):
    if megabytes:
        tracemalloc.start()
    try:
        with pytest.raises(InputError, match=match) as caught:
            yield
        if megabytes:
            peak = tracemalloc.get_traced_memory()[1] / 1e6
            assert peak < megabytes, f"{peak:.0f} MB used"
    finally:
        tracemalloc.stop()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def zipped(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.sgm", "a.json"])
def test_zip_of_a_thousand_to_one(tmp_path, name):
    path = zipped(tmp_path / "bomb.zip", {name: b"a" * 50_000_000})
    assert path.stat().st_size * 900 < 50_000_000
    with refused("bomb.zip/a.* unpacks to more than 100 times its size", megabytes=100):
        read_corpus(path)


def test_gzip_of_a_thousand_to_one(tmp_path):
    write(tmp_path / "a.txt.gz", gzip.compress(b"a" * 50_000_000))
    with refused("unpacks to more than 100 times", megabytes=100):
        read_corpus(tmp_path)


def test_zip_that_lies_about_its_size(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.txt": BIG})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)  # uncompressed size in the directory
    path.write_bytes(data)
    # ten bytes are what the directory promises, and their checksum is wrong
    with refused("z.zip/a.txt: cannot be read"):
        read_corpus(path)


@pytest.mark.parametrize(
    "name", ["../../x.txt", "/etc/x.txt", "a/../../x.txt", "..\\x.txt", "C:/x.txt"]
)
def test_zip_entry_that_points_outside(tmp_path, name):
    (tmp_path / "in").mkdir()
    path = zipped(tmp_path / "in" / "z.zip", {name: b"gotcha"})
    with refused("points outside the archive"):
        read_corpus(path)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in", "z.zip"]


def test_archives_are_opened_in_one_another_once(tmp_path):
    third = zipped(tmp_path / "3.zip", {"c.txt": b"c"}).read_bytes()
    inner = zipped(tmp_path / "2.zip", {"3.zip": third, "b.txt": b"b"}).read_bytes()
    outer = zipped(tmp_path / "1.zip", {"2.zip": inner, "a.txt.gz": gzip.compress(b"a")})
    reading = read_with_account(outer)
    assert reading.corpus["source"].tolist() == ["1.zip/2.zip/b.txt", "1.zip/a.txt.gz"]
    assert skipped_of(reading) == {"1.zip/2.zip/3.zip": "archive in an archive in an archive"}


def test_a_zip_of_a_zip_of_a_thousand_to_one(tmp_path):
    inner = zipped(tmp_path / "2.zip", {"a.txt": b"a" * 50_000_000}).read_bytes()
    path = zipped(tmp_path / "1.zip", {"2.zip": inner})
    with refused("1.zip/2.zip/a.txt unpacks to more than 100 times|unpacks to more", megabytes=100):
        read_corpus(path)


@pytest.mark.parametrize("how", ["gz", "bz2", "xz"])
def test_tar_of_a_thousand_to_one(tmp_path, how):
    with tarfile.open(tmp_path / f"a.tar.{how}", f"w:{how}") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = 50_000_000
        archive.addfile(info, io.BytesIO(b"a" * info.size))
    with refused("unpacks to more than 100 times", megabytes=100):
        read_corpus(tmp_path)


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt"])
def test_tar_entry_that_points_outside(tmp_path, name):
    (tmp_path / "in").mkdir()
    with tarfile.open(tmp_path / "in" / "a.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    with refused("points outside the archive"):
        read_corpus(tmp_path / "in")


def test_tar_with_links_and_devices(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in (("l.txt", tarfile.SYMTYPE), ("d.txt", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"a"))
    reading = read_with_account(tmp_path)
    assert reading.corpus["text"].tolist() == ["a"]
    assert set(skipped_of(reading).values()) == {"not a regular file"}


@pytest.mark.parametrize(
    "data", [b"", b"no tar", gzip.compress(b"x" * 600)[:-9]], ids=["empty", "text", "cut short"]
)
@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tbz2", "a.txz"])
def test_broken_tar(tmp_path, name, data):
    with refused(f"^{name}: (not a readable tar file|cannot be read)"):
        read_corpus(write(tmp_path / name, data))


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"", b"PK\x05\x06" + b"\0" * 3])
def test_broken_zip(tmp_path, data):
    write(tmp_path / "z.zip", data)
    with refused("z.zip: not a readable zip file"):
        read_corpus(tmp_path)


def test_truncated_gzip_and_damaged_entry(tmp_path):
    write(tmp_path / "a.txt.gz", gzip.compress(os.urandom(5000).hex().encode())[:-200])
    with refused("a.txt.gz: cannot be read"):
        read_corpus(tmp_path / "a.txt.gz")
    path = zipped(tmp_path / "z.zip", {"a.txt": os.urandom(5000).hex()})
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(data)
    with refused("z.zip/a.txt: cannot be read"):
        read_corpus(path)


def test_encrypted_entry(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.txt": b"secret"})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    with refused("z.zip/a.txt: password-protected; unpack the archive with its password"):
        read_corpus(path)


def damaged_archives():
    sound = io.BytesIO()
    with tarfile.open(fileobj=sound, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = 4000
        archive.addfile(info, io.BytesIO(os.urandom(2000).hex().encode()))
    return {
        "z.zip": b"PK\x03\x04 broken",
        "t.tar": b"no tar",
        "t.tar.gz": sound.getvalue()[:-500],
        "t.txz": b"",
        "g.txt.gz": gzip.compress(os.urandom(5000).hex().encode())[:-200],
    }


@pytest.mark.parametrize("name", damaged_archives())
def test_damaged_archives_among_files_are_left_out_where_faults_are_skipped(tmp_path, name):
    write(tmp_path / "a.txt", b"Talks go on.")
    write(tmp_path / name, damaged_archives()[name])
    zipped(tmp_path / "y.zip", {"b.txt": b"Ships left.", name: damaged_archives()[name]})
    with refused(name):
        read_corpus(tmp_path)
    reading = read_with_account(tmp_path, errors="skip")
    assert reading.corpus["text"].tolist() == ["Talks go on.", "Ships left."]
    assert set(skipped_of(reading)) == {name, f"y.zip/{name}"}
    assert reading.account.skipped_files == 2
    assert all("read" in reason for reason in skipped_of(reading).values())
    with refused(name):
        read_corpus(tmp_path / name, errors="skip")
    both = read_with_account([tmp_path / "a.txt", tmp_path / name], errors="skip")
    assert (len(both.corpus), both.account.skipped_files) == (1, 1)


def locked_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"secret")
    data = bytearray(out.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    return bytes(data)


# [MS-OFFCRYPTO]: an office file with a password is an OLE file that holds a stream of this name
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("l.zip", locked_zip()),
        ("l.pdf", pdf(["Talks go on."], encrypt="x")),
        ("l.docx", LOCKED),
        ("l.xlsx", LOCKED),
        ("l.odt", opendocument("text", "", manifest="<manifest:encryption-data/>")),
        ("l.ods", opendocument("spreadsheet", "", manifest="<manifest:encryption-data/>")),
    ],
)
def test_files_with_a_password_are_named_for_it_and_left_out_among_others(tmp_path, name, data):
    if name.endswith(("xlsx", "ods")):
        pytest.importorskip("python_calamine")
    write(tmp_path / name, data)
    with refused(f"{name}.*: password-protected.*password"):
        read_corpus(tmp_path)
    write(tmp_path / "a.txt", b"Talks go on.")
    for errors in ("strict", "skip"):
        reading = read_with_account(tmp_path, errors=errors)
        assert reading.corpus["text"].tolist() == ["Talks go on."]
        (reason,) = skipped_of(reading).values()
        assert reason.startswith("password-protected")


LAUGHS = """<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
FETCH = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [LAUGHS, FETCH, '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'])
def test_word_file_with_entities(tmp_path, prolog):
    write(tmp_path / "w.docx", docx(["a"], prolog=prolog))
    with refused("declares a document type"):
        read_corpus(tmp_path)


def test_word_file_that_is_none(tmp_path):
    write(tmp_path / "w.docx", b"not a zip")
    with refused("not a .docx file"):
        read_corpus(tmp_path)
    write(tmp_path / "w.docx", docx(["a"]).replace(b"word/document.xml", b"word/documenX.xml"))
    with refused("not a .docx file"):
        read_corpus(tmp_path)


def test_word_file_that_unpacks_without_end(tmp_path):
    write(tmp_path / "w.docx", docx(["a" * 50_000_000]))
    with refused("unpacks to more than", megabytes=400):
        read_corpus(tmp_path)


def test_sgml_entities_are_not_expanded(tmp_path):
    head = '<!DOCTYPE lewis [<!ENTITY f SYSTEM "file:///etc/passwd">]>\n'
    body = '<REUTERS NEWID="1"><DATE>1-MAR-1987</DATE><TEXT><BODY>&f; &a;</BODY></TEXT></REUTERS>'
    assert read_corpus(write(tmp_path / "r.sgm", head + body))["text"].tolist() == ["&f; &a;"]


@pytest.mark.parametrize(
    ("name", "start", "cap"),
    [
        ("a.txt", b"", 64),
        ("a.jsonl", b'{"text": "', 64),
        ("a.csv", b"text,n\n", 64),
        ("a.csv", b'text,n\n"', 64),
        ("a.tsv", b"text\tn\n", 64),
        ("a.sgm", b'<REUTERS NEWID="1"><TEXT><BODY>', 64),
        ("a.html", b"<html><body><p>", 16),
    ],
)
def test_a_line_of_200_megabytes(tmp_path, name, start, cap):
    if name == "a.html":
        pytest.importorskip("trafilatura")
    with (tmp_path / name).open("wb") as file:
        file.write(start)
        file.truncate(200_000_000)  # the rest is read as NUL bytes, and takes no room on the disk
    # the line is held once as bytes, and pieces of it while it is collected
    with refused(f"{name}: .*{cap} MiB", megabytes=3.2 * cap):
        read_corpus(tmp_path)


def test_a_json_file_beyond_the_cap(tmp_path, monkeypatch):
    monkeypatch.setattr("topics.readers.jsons.MAX_WHOLE_FILE_BYTES", 2**20)
    write(tmp_path / "a.json", b'[{"text": "' + BIG + b'"}]')
    with refused("a.json: larger than 1 MiB", megabytes=6):
        read_corpus(tmp_path)


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html"])
def test_a_long_line_below_the_cap_is_read(tmp_path, name):
    if name == "a.html":
        pytest.importorskip("trafilatura")
    text = BIG.decode().strip()
    page = f"<html><body><article><h1>Play</h1><p>{text}</p></article></body></html>"
    forms = {"a.txt": text, "a.jsonl": f'{{"text": "{text}"}}', "a.csv": f"text\n{text}\n"}
    write(tmp_path / name, forms.get(name, page))
    assert text in read_corpus(tmp_path).loc[0, "text"]


def test_quote_that_never_closes_in_a_long_table(tmp_path):
    with (tmp_path / "t.csv").open("wb") as file:
        file.write(b'text,n\na,1\n"b,2\n')
        for _ in range(20):
            file.write(b"c " * 500_000 + b",3\n")
    with refused("a quote is never closed", megabytes=400):
        read_corpus(tmp_path)


def test_null_bytes(tmp_path):
    write(tmp_path / "a.txt", b"abc\x00def")
    with refused("a.txt: a NUL byte at offset 3"):
        read_corpus(tmp_path)
    write(tmp_path / "a.txt", b"text\n1\x00\n")
    with refused("NUL byte at offset 6"):
        read_corpus((tmp_path / "a.txt").rename(tmp_path / "a.csv"))


def test_links_that_loop_and_odd_files(tmp_path):
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    write(root / "sub" / "a.txt", b"a")
    (root / "sub" / "up").symlink_to(root, target_is_directory=True)
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "gone.txt").symlink_to(root / "nowhere")
    os.mkfifo(root / "pipe.txt")
    reading = read_with_account(root)
    assert reading.corpus["source"].tolist() == ["sub/a.txt"]
    assert skipped_of(reading) == {
        "sub/up": "link to a folder that is read already",
        "self.txt": "not a regular file",
        "gone.txt": "not a regular file",
        "pipe.txt": "not a regular file",
    }


def test_what_the_library_says_of_a_damaged_pdf_is_not_heard(caplog):
    with pdf_reader._quiet():
        logging.getLogger("pypdf._reader").warning("entry %(num)d is invalid", {"num": "/Size"})
    assert caplog.records == []
    logging.getLogger("pypdf._reader").warning("heard again")
    assert [record.message for record in caplog.records] == ["heard again"]


def test_many_tiny_files_stream_in_chunks(tmp_path):
    for n in range(3000):
        (tmp_path / f"{n:05d}.txt").write_bytes(b"tiny")
    assert [len(chunk.corpus) for chunk in read_chunks(tmp_path, chunk_docs=1000)] == [1000] * 3


def test_a_name_that_is_no_text(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_bytes(b"a")
    corpus = read_corpus(tmp_path)
    corpus["source"].iloc[0].encode("utf-8")


KINDS = ["txt", "csv", "tsv", "jsonl", "json", "sgm", "docx", "xml", "parquet", "zip", "txt.gz"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from(KINDS), st.sampled_from(["strict", "replace"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data, kind, errors):
    path = tmp_path_factory.mktemp("any") / f"a.{kind}"
    path.write_bytes(data)
    corpus, message = None, ""
    try:
        corpus = read_corpus(path, errors=errors)
    except TopicsError as error:
        message = str(error)
    if corpus is None:
        assert message
        assert "\n" not in message
    else:
        assert corpus["doc_id"].is_unique
        assert all(isinstance(text, str) for text in corpus["text"])

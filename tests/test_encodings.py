# ruff: noqa: E501  (a sentence is one line)
"""Encodings: told from the bytes of each file where it is safe, and a wrong one is noticed."""

import codecs
import gzip
import json
import random
import re
import subprocess
import sys

import pytest

from topics.errors import InputError
from topics.readers.corpus import read_corpus, read_with_account
from topics.readers.guessing import guess_encoding
from topics.readers.plausible import plausibility

TEXTS = {
    "el": "Οι υπουργοί συναντήθηκαν στο παλιό λιμάνι και μίλησαν για τα ψάρια και τα δίκτυα.",
    "ru": "Министры встретились в старом порту и говорили о рыбе, о лесе и о новых весах.",
    "ar": "اجتمع الوزراء في الميناء القديم وتحدثوا عن الأسماك والأخشاب والموازين الجديدة.",
    "tr": "Bakanlar eski limanda bir araya gelip balık, kereste ve yeni terazileri görüştü, şu gün.",
    "pl": "Ministrowie spotkali się w starym porcie i rozmawiali o rybach, o złożach i o łodziach.",
    "zh": "部长们在旧港口会面，讨论了鱼类、木材和新的度量衡，政府说这些都是重要的问题。",
    "ko": "장관들은 옛 항구에서 만나 생선과 목재와 새 저울에 대해 이야기하였다.",
    "ja": "大臣たちは古い港で会談し、漁業と木材と新しい秤について合意した。",
    "de": "Die Minister trafen sich im alten Hafen und sprachen über Fisch, Hölzer und größere Waagen.",
    "fr": "Les ministres se sont réunis dans le vieux port et ont parlé de pêche, de forêts et d’été.",
    "es": "Los ministros se reunieron en el puerto y hablaron de pesca, de madera y del año próximo.",
    "it": "I ministri si sono riuniti nel porto: la pesca è cresciuta, perché il mare è più caldo.",
    "en": "The minister’s plan – “a new start” – was read in the old café by the harbour.",
}
PAIRS = [
    ("el", "iso8859_7"), ("el", "cp1253"), ("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "cp866"),
    ("ru", "iso8859_5"), ("ru", "utf-16"), ("ru", "utf-16-le"), ("ru", "utf-16-be"),
    ("ar", "cp1256"), ("ar", "iso8859_6"), ("tr", "cp1254"), ("pl", "cp1250"), ("pl", "iso8859_2"),
    ("zh", "gb18030"), ("zh", "utf-16-le"), ("ko", "euc_kr"), ("ja", "shift_jis"),
    ("ja", "euc_jp"), ("ja", "iso2022_jp"), ("de", "cp1252"), ("de", "latin-1"), ("fr", "cp1252"),
    ("es", "latin-1"), ("it", "cp1252"), ("en", "cp1252"),
]  # fmt: skip


def read(path, **options):
    """The corpus and the account of it."""
    reading = read_with_account(path, **options)
    return reading.corpus, reading.account


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_a_sentence_is_read_in_its_own_encoding(tmp_path, language, encoding):
    text = TEXTS[language].replace("’", "'") if encoding == "latin-1" else TEXTS[language]
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    corpus, account = read(tmp_path)
    assert corpus["text"].tolist() == [text]
    told = [line for line in account.remarks if "told from its bytes" in line]
    assert len(told) == (encoding != "utf-16"), "a byte-order mark is no guess"


def test_each_file_of_a_folder_is_told_by_itself(tmp_path):
    for number, (language, encoding) in enumerate((*PAIRS[:4], ("en", "utf-8"))):
        (tmp_path / f"{number}.txt").write_bytes(TEXTS[language].encode(encoding))
    corpus, account = read(tmp_path)
    assert corpus["text"].tolist() == [TEXTS[name] for name in ("el", "el", "ru", "ru", "en")]
    remarks = " ".join(account.remarks)
    assert "cp1251" in remarks
    assert "koi8_r" in remarks


def test_many_files_in_one_encoding_are_one_remark(tmp_path):
    for number in range(30):
        (tmp_path / f"{number}.txt").write_bytes(f"{TEXTS['de']} {number}".encode("cp1252"))
    remarks = read(tmp_path)[1].remarks
    assert len(remarks) == 1
    assert "with 29 more files" in remarks[0]


@pytest.mark.parametrize("kind", ["csv", "jsonl", "json", "csv.gz"])
@pytest.mark.parametrize(
    ("language", "encoding"),
    [("el", "cp1253"), ("ru", "koi8_r"), ("de", "cp1252"), ("ru", "utf-16-le")],
)
def test_tables_are_told_though_their_first_lines_are_ascii(tmp_path, kind, language, encoding):
    texts = ["The ports were open."] * 40 + [TEXTS[language]] * 2
    if kind.startswith("csv"):
        data = "text,n\r\n" + "".join(f'"{text}",{n}\r\n' for n, text in enumerate(texts))
    elif kind == "jsonl":
        data = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    else:
        data = json.dumps([{"text": text} for text in texts], ensure_ascii=False)
    packed = data.encode(encoding)
    (tmp_path / f"a.{kind}").write_bytes(gzip.compress(packed) if kind.endswith("gz") else packed)
    corpus, account = read(tmp_path / f"a.{kind}")
    assert corpus["text"].tolist() == texts
    assert "told from its bytes" in account.remarks[0]


def test_a_file_that_is_utf8_to_begin_with_is_never_guessed(tmp_path):
    rows = f"text\n{TEXTS['fr']}\n".encode() + TEXTS["de"].encode("cp1252") + b"\n"
    (tmp_path / "a.csv").write_bytes(rows.replace(b",", b" "))
    with pytest.raises(InputError, match=r"a.csv: byte 0xfc at offset \d+ is not utf-8"):
        read_corpus(tmp_path)


def test_too_little_to_tell_is_an_error_with_samples_and_the_option(tmp_path):
    (tmp_path / "a.txt").write_bytes("für 5 €".encode("cp1252"))
    with pytest.raises(InputError, match=r"`encoding='cp1252'` \('für 5 €'\)"):
        read_corpus(tmp_path)
    command = [sys.executable, "-m", "topics", "clean", str(tmp_path), "--out", str(tmp_path / "o")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--encoding cp1252 ('für 5 €')" in done.stderr
    assert "encoding='" not in done.stderr
    assert read_corpus(tmp_path, errors="replace")["text"].tolist() == ["f\ufffdr 5 \ufffd"]


@pytest.mark.parametrize(
    ("language", "encoding", "wrong"),
    [
        ("el", "cp1253", "cp1251"), ("el", "cp1253", "cp1252"), ("ru", "cp1251", "koi8_r"),
        ("ru", "cp1251", "latin-1"), ("ru", "koi8_r", "cp1251"), ("ru", "cp866", "cp1251"),
        ("ar", "cp1256", "cp1252"), ("ar", "iso8859_6", "cp1256"), ("pl", "cp1250", "cp1252"),
        ("tr", "cp1254", "latin-1"), ("de", "cp1252", "cp1251"), ("ko", "euc_kr", "gb18030"),
        ("ja", "euc_jp", "gb18030"), ("zh", "gb18030", "latin-1"),
    ],
)  # fmt: skip
def test_a_wrong_encoding_is_refused_naming_file_and_sample(tmp_path, language, encoding, wrong):
    (tmp_path / "a.txt").write_bytes(TEXTS[language].encode(encoding))
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path, encoding=wrong)
    message = str(caught.value)
    assert message.startswith(f"a.txt: does not read like {codecs.lookup(wrong).name} (")
    words = [word.strip(".,:„“”") for word in TEXTS[language].split() if not word.isascii()]
    assert any(word in message for word in words)


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_the_right_encoding_is_not_refused(tmp_path, language, encoding):
    text = TEXTS[language].replace("’", "'") if encoding == "latin-1" else TEXTS[language]
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    corpus, account = read(tmp_path, encoding=encoding)
    assert corpus["text"].tolist() == [text]
    assert account.remarks == ()


def test_a_wrong_encoding_of_a_table_is_refused(tmp_path):
    rows = "".join(f"{TEXTS['ru'].replace(',', '')}\n" for _ in range(5))
    (tmp_path / "a.csv").write_bytes(("text\n" + rows).encode("cp1251"))
    with pytest.raises(InputError, match=r"a.csv: does not read like koi8-r"):
        read_corpus(tmp_path, encoding="koi8-r")


def test_utf8_under_another_name_is_read_as_what_it_is(tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS["fr"], encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(TEXTS["de"].encode("cp1252"))
    corpus, account = read(tmp_path, encoding="cp1252")
    assert corpus["text"].tolist() == [TEXTS["fr"], TEXTS["de"]]
    assert "a.txt: read as utf-8" in account.remarks[0]


def test_a_page_that_declares_what_it_is_not(tmp_path):
    body = "".join(f"<p>{TEXTS['ru']} {TEXTS['ru']}</p>" for _ in range(4))
    page = f'<html><head><meta charset="utf-8"></head><body><article>{body}</article></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1251"))
    corpus, account = read(tmp_path)
    assert "Министры встретились" in corpus.loc[0, "text"]
    assert "cp1251" in account.remarks[0]


@pytest.mark.parametrize("text", list(TEXTS.values()))
def test_what_is_right_is_plausible(text):
    assert plausibility(text)[0] > 0.6


def test_the_order_of_words_leaves_no_trace_in_a_score():
    """Nor does the version of Python, whose own sum is more exact from 3.12 on."""
    words = f"{TEXTS['ru']} {TEXTS['fr']}".split()
    orders = [random.Random(seed).sample(words, len(words)) for seed in range(9)]
    assert len({plausibility(" ".join(order))[0] for order in orders}) == 1


def test_binary_files_are_no_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InputError, match=r"a.txt: "):
        read_corpus(tmp_path)
    assert guess_encoding(bytes(range(128, 256)) * 40).encoding is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(random.Random(1).randbytes(3000)), "is not plain text"),
        (random.Random(2).randbytes(5000), "."),
        (("Peru sold wheat to Kenya. " * 40).encode("utf-16-le"), "Pass `encoding='utf-16-le'`"),
    ],
)
def test_what_is_no_text_is_not_made_one_by_replacing(tmp_path, data, said):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=re.escape(said)) as strict:
        read_corpus(path)
    assert "replace" not in str(strict.value)
    with pytest.raises(InputError, match="no text in utf-8: much of it is bytes that no text has"):
        read_corpus(path, errors="replace")


def test_a_text_with_a_few_bytes_that_no_text_has_is_one_where_they_are_replaced(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"Peru sold wheat\0 to Kenya, and more of it. " * 40)
    with pytest.raises(InputError, match="or pass `errors='replace'`"):
        read_corpus(path)
    text = read_corpus(path, errors="replace")["text"][0]
    assert text.count("\ufffd") == 40

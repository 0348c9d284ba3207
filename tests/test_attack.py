"""Files made to do harm end in one line or a right result, in time that grows with their size.

`reports/attack.py readers` makes all of them, and hundreds of mutants, under limits of memory.
"""

import gc
import io
import itertools
import os
import random
import re
import signal
import time
import traceback
import zipfile
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring import attack_readers, attacking
from measuring.attack_patterns import TEXTS
from measuring.attacking import Ended, Outcome, ended_as, forked, forked_in_turn, summary
from measuring.crafted_files import ADVERSARIAL, ONE, all_crafted
from sound_files import NEEDS, SOUND
from test_readers import write

from topics.cleaning import clean_corpus, split_units
from topics.cleaning.rules import ANYWHERE, EDGE, OPENERS, rules_of
from topics.countries import find_countries, languages
from topics.errors import InputError, TopicsError
from topics.lda.seed_words import read_seed_words
from topics.readers.corpus import read_chunks, read_corpus, read_with_account
from topics.readers.inputs import Inputs
from topics.readers.matching import Piece, match_pieces
from topics.run.config import ReportConfig
from topics.text import tokenize

SLOW = ("lines", "html", "csv", "json", "jsonl")  # of these, `reports/attack.py` tries all
HEAVY = ("bomb", "entries", "20,000", "100,000", "200,000", "8 GB", "4 GB", "takes long")


def here(action, folder):
    """As `forked`, in this process."""
    out, err, code = io.StringIO(), io.StringIO(), 1
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = action()
        except SystemExit as stop:
            code = stop.code
        except Exception:
            traceback.print_exc()
    return Ended(code=code, out=out.getvalue(), err=err.getvalue(), seconds=0, megabytes=0)


LIGHT = [
    case
    for case in all_crafted()
    if case.group not in SLOW and not any(word in case.name for word in HEAVY)
]


@pytest.mark.parametrize("group", sorted({case.group for case in LIGHT}))
@pytest.mark.filterwarnings("default")  # what libraries say of broken files is not for the user
def test_crafted_files_end_right(tmp_path, monkeypatch, group):
    for module in ("trafilatura", "python_calamine", "striprtf", "warcio", "pyarrow"):
        pytest.importorskip(module)
    monkeypatch.setattr(attack_readers, "forked", here)
    cases = [case for case in LIGHT if case.group == group][::2]
    outcomes = [attack_readers.attack(case, tmp_path) for case in cases]
    assert [(one.name, one.ended, one.said) for one in outcomes if not one.right] == []


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.filterwarnings("default")
def test_mutants_end_right(tmp_path, monkeypatch, kind):
    pytest.importorskip(NEEDS.get(kind, "json"))
    if kind.startswith("warc"):
        pytest.importorskip("trafilatura")
    monkeypatch.setattr(
        attack_readers, "forked_in_turn", lambda actions, folder: [here(a, folder) for a in actions]
    )
    outcomes = list(attack_readers.attack_mutants(kind, SOUND[kind], tmp_path, range(4), seed=1))
    assert [outcome.ended for outcome in outcomes if not outcome.right] == []
    assert len(outcomes) == 4


def test_mutants_differ_and_are_the_same_again():
    made = [attack_readers.mutant(SOUND["docx"], random.Random(n)) for n in range(40)]
    assert len(set(made)) == 40
    assert attack_readers.mutant(SOUND["csv"], random.Random(1)) == attack_readers.mutant(
        SOUND["csv"], random.Random(1)
    )


@pytest.mark.parametrize(
    ("code", "err", "how"),
    [
        (0, "note: x\n", "result"),
        (2, "topics: a.txt: empty.\n", "line"),
        (2, "topics: a\ntopics: b\n", "several lines"),
        (1, "Traceback (most recent call last):\n", "traceback"),
        (-signal.SIGXCPU, "", "hang"),
        (128 + signal.SIGXCPU, "topics: stopped; nothing was written\n", "hang"),
        (-signal.SIGKILL, "", "killed"),
        (-11, "", "signal 11"),
        (2, "usage: topics\n", "no line"),
        (0, "topics: a\n", "result with an error"),
        (2, "topics: " + "a" * 1000, "long line"),
    ],
)
def test_how_an_attack_ended_is_told(code, err, how):
    assert ended_as(Ended(code=code, out="", err=err, seconds=0, megabytes=0)) == how


def spin():
    while True:
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_starved_process_is_no_hang_and_one_that_spends_its_seconds_is(tmp_path):
    def starved():
        time.sleep(0.6)  # 12 times the CPU seconds it may spend
        return 0

    ended = forked_in_turn([starved, spin, starved], tmp_path, cpu_seconds=0.05)
    assert [ended_as(one) for one in ended] == ["result", "hang", "result"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_has_many_wall_seconds_for_each_cpu_second(tmp_path, monkeypatch):
    def asleep():
        time.sleep(0.3)
        return 0

    for seconds, how in ((20, "result"), (1000, "killed")):
        clock = itertools.chain([0], itertools.repeat(seconds))
        monkeypatch.setattr(attacking.time, "monotonic", lambda clock=clock: next(clock))
        assert ended_as(forked(asleep, tmp_path, cpu_seconds=1)) == how
    monkeypatch.undo()
    assert ended_as(forked(spin, tmp_path, cpu_seconds=1)) == "hang"


def test_outcomes_are_counted_by_group():
    outcomes = [
        Outcome(group="zip", name="a", ended="line", right=True, seconds=2),
        Outcome(group="zip", name="b", ended="traceback", right=False, seconds=1),
    ]
    table = summary(outcomes).set_index("group").loc["zip"]
    assert table[["attacks", "right", "lines", "results", "most_seconds"]].tolist() == [
        2, 1, 1, 0, 2,
    ]  # fmt: skip


# --- time that grows with size --------------------------------------------------------------------


def zipped_names(n):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(n):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"Talks.")
    return out.getvalue()


GROWING = {
    "zip": (500, "a.zip", zipped_names),
    "csv": (1000, "a.csv", lambda n: f"text,{','.join(map(str, range(n)))}\na{',' * n}\n"),
    "csv twice": (10_000, "a.csv", lambda n: "text" + ",c" * n + "\n"),
    "sgml": (
        10_000, "a.sgm",
        lambda n: f'<REUTERS NEWID="1"><PLACES>{"<D>" * n}</PLACES><TEXT>{"<BODY>" * n}</TEXT>'
        "</REUTERS>",
    ),
    "sgml text": (10_000, "a.sgm", lambda n: '<REUTERS NEWID="1">' + "<TEXT>" * n + "</REUTERS>"),
    "feed": (
        5000, "a.rss.xml",
        lambda n: f"<rss><channel><item><title>a</title><description>{ONE} {'[gallery ' * n}"
        "</description></item></channel></rss>",
    ),
    "html cells": (2000, "a.html", lambda n: f"<p>{ONE * 9}</p><table><tr>" + "<td>a" * n),
    "html tags": (5000, "a.html", lambda n: f"<article><p>{ONE * 9}</p></article>" + "<b>" * n),
    "html articles": (1000, "a.html", lambda n: f"<p>{ONE * 9}" + "<article><p>a</article>" * n),
}  # fmt: skip


@pytest.mark.parametrize("kind", GROWING)
def test_ten_times_the_size_takes_no_more_than_some_ten_times_the_time(tmp_path, kind):
    if kind.startswith("html"):
        pytest.importorskip("trafilatura")
    size, name, make = GROWING[kind]

    def seconds(n):
        path = write(tmp_path / name, make(n))
        gc.collect()
        gc.disable()  # what all tests before this one have left is not to be gone through again
        start = time.process_time()
        try:
            with suppress(InputError):
                read_corpus(path)
            return time.process_time() - start
        finally:
            gc.enable()

    seconds(10)
    assert seconds(10 * size) < 30 * seconds(size) + 0.5  # quadratic takes a hundred times as long


@pytest.mark.parametrize("unit", ["sentence", "paragraph"])
@pytest.mark.parametrize("text", ["A. " * 2**18, "." * 2**20, "J.S. " * 2**18, "a\n" * 2**18])
def test_units_of_a_long_text_take_neither_time_nor_memory(text, unit):
    corpus = pd.DataFrame({"doc_id": ["a"], "text": [f"{text}\n{ONE}"]})
    start = time.process_time()
    units = split_units(corpus, unit=unit)
    assert time.process_time() - start < 8  # hours, or 100 GB, where each unit looks at all of it
    assert units["text"].iloc[-1] == ONE
    assert units.columns.tolist() == ["doc_id", "text", "parent_id", "start", "end"]


EIGHT = "_".join("{" + name + "}" for name in "abcdefgh")


@pytest.mark.parametrize("end", ["", "_!"])
def test_a_pattern_with_eight_fields_is_quick_on_a_long_name(tmp_path, end):
    from topics.readers.plain import NamePattern

    start = time.process_time()
    facts = NamePattern(EIGHT + end).facts("a_" * 20_000 + "a.txt")
    assert time.process_time() - start < 5
    assert (facts is None) == bool(end)
    if facts:
        assert facts["a"] == "a"
        assert facts["h"].startswith("a_a_")


@pytest.mark.parametrize(
    "name",
    [
        "Guinea-",
        "digits",
        "quotes",
        "dashes",
        "form feeds",
        "blanks",
        "days",
        "By",
    ],
)
def test_a_long_line_takes_no_time_from_reading_to_tokens(tmp_path, name):
    text = ADVERSARIAL[name][: 2**18]
    path = write(tmp_path / "a.txt", f"{text}\n{ONE}\n")
    start = time.process_time()
    corpus, _ = clean_corpus(read_corpus(path))
    tokenize(corpus)
    find_countries(corpus.assign(text=corpus["text"].str[: 2**14]))
    assert time.process_time() - start < 4
    assert "Rosa Vega" in corpus.loc[0, "text"]


def as_expression(piece, number):
    if piece.fixed:
        return re.escape(piece.fixed)
    most = "" if piece.most < 0 else piece.most
    marks = {"digit": r"\d", "letter": r"[^\W\d_]", "any": r"[\s\S]", "other": "[^/]"}[piece.kind]
    return f"(?P<f{number}>{marks}{{{piece.least},{most}}}{'' if piece.greedy else '?'})"


PIECES = st.one_of(
    st.sampled_from(["_", "a", "-1", "/"]).map(lambda fixed: Piece(fixed)),
    st.builds(
        Piece,
        kind=st.sampled_from(["other", "digit", "letter", "any"]),
        least=st.integers(0, 2),
        most=st.sampled_from([-1, 2, 4]),
        greedy=st.booleans(),
    ),
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=6), st.text("ab1_-/", max_size=12))
def test_pieces_match_as_a_regular_expression_does(pieces, name):
    pieces = [
        piece if piece.fixed else replace(piece, field=f"f{number}")
        for number, piece in enumerate(pieces)
    ]
    expression = "".join(map(as_expression, pieces, range(len(pieces))))
    wanted = re.fullmatch(expression, name)
    assert match_pieces(pieces, name) == (None if wanted is None else wanted.groupdict())


@pytest.mark.parametrize("data", ["a = " + "[" * 3000, "a = " + "{b = " * 3000, "[a" + ".a" * 3000])
def test_toml_nested_three_thousand_deep_is_one_line(tmp_path, data):
    path = write(tmp_path / "a.toml", data)
    for read in (ReportConfig.from_toml, read_seed_words):
        with pytest.raises(InputError, match=r"^\S*a\.toml: ") as error:
            read(path)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "data",
    [
        "\na" + ".a" * 50_000 + " = 1",
        "\na" + " . \"b.c\"\t.'d'" * 2000 + " = 1",
        "\n[a" + ".a" * 50_000 + "]",
        "\na = {b" + ".a" * 50_000 + " = 1}",
    ],
)
def test_a_key_of_very_many_parts_is_one_line_at_once(tmp_path, data):
    path = write(tmp_path / "a.toml", data)
    start = time.process_time()
    for read in (ReportConfig.from_toml, read_seed_words):
        with pytest.raises(InputError, match=r"^\S*a\.toml: line 2: a key has more than 100 parts"):
            read(path)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "title", ["...." * 9999, "a" * 10**6, "a." * 90, "'" * 10**5, "a b. " * 9000]
)
def test_a_text_in_toml_may_have_dots_and_quotes_at_no_cost(tmp_path, title):
    path = write(tmp_path / "a.toml", f'title = "{title}"\n')
    start = time.process_time()
    assert ReportConfig.from_toml(path).title == title
    assert time.process_time() - start < 2


def test_what_an_error_quotes_is_one_line_and_not_too_long():
    said = str(InputError("a\nb\x1b[31m\u202e: " + "x" * 5000 + " end."))
    assert said.startswith(r"a\nb\x1b[31m\u202e: xxx")
    assert said.endswith("xxx end.")
    assert len(said) < 700
    assert str(InputError("é ”中: as it was.")) == "é ”中: as it was."


def test_a_split_that_could_take_hours_is_refused(tmp_path):
    write(tmp_path / "a.txt", "a" * 5000 + "b\n")
    with pytest.raises(TopicsError, match="`split` repeats a group that repeats"):
        read_corpus(tmp_path, split="(a+)+$")


# --- what is read, and what it was ----------------------------------------------------------------


def test_a_folder_that_may_not_be_listed_is_told(tmp_path, monkeypatch):
    (tmp_path / "shut").mkdir()
    write(tmp_path / "a.txt", "Talks.")
    scan = os.scandir

    def guarded(path):
        if os.fspath(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)
    account = read_with_account(tmp_path).account
    assert [(file.file, file.reason) for file in account.skipped] == [
        ("shut", "may not be listed (Permission denied)")
    ]
    assert account.remarks == (
        "shut: a folder that may not be listed (Permission denied); nothing in it is read",
    )


def test_names_that_are_not_utf8_stay_apart(tmp_path):
    folder = os.fsencode(tmp_path)
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
        try:
            with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123
                file.write(b"Talks.")
        except OSError:
            pytest.skip("this file system takes names in UTF-8 only")
    reading = read_with_account(tmp_path)
    assert reading.corpus["source"].tolist() == [r"caf\xe8.txt", r"caf\xe9.txt"]
    assert list(reading.account.inputs) == [r"caf\xe8.txt", r"caf\xe9.txt"]


@pytest.mark.parametrize("size", [100, 3_000_000])
def test_files_are_hashed_while_they_are_read_and_only_those(tmp_path, size):
    from topics.readers.hashes import hash_files

    write(tmp_path / "a.txt", "Talks opened. " * (size // 14))
    (tmp_path / "b.zip").write_bytes(b"\0" * size + zipped_names(3))
    write(tmp_path / "c.jpg", "x")
    write(tmp_path / ".d.txt", "x")
    account = read_with_account(tmp_path).account
    wanted = hash_files(tmp_path)
    assert account.inputs == {name: wanted[name] for name in ("a.txt", "b.zip")}
    assert not any("changed" in remark for remark in account.remarks)


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path):
    path = write(tmp_path / "a.csv", "text\n" + "Talks opened.\n" * 200_000)
    chunks = read_chunks(tmp_path, chunk_docs=150_000)
    next(chunks)
    with path.open("a", encoding="utf-8") as file:
        file.write("And closed.\n")
    *_, last = chunks
    assert last.account.remarks == (
        "a.csv: changed while it was read; what was read of it is what its hash stands for",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_file_that_became_a_pipe_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(OSError, match="a pipe or a device now"):
        Inputs().open(str(tmp_path / "a.csv"), "a.csv")


def test_a_file_is_hashed_whole_whatever_is_read_of_it(tmp_path):
    path = write(tmp_path / "a.txt", os.urandom(2_500_000))
    inputs = Inputs()
    with inputs.open(str(path), "a.txt") as stream:
        stream.seek(-100, os.SEEK_END)
        stream.read()
        stream.seek(0)
        stream.read(1_500_000)
    with inputs.open(str(path), "a.txt") as stream:
        stream.read(1)
    from topics.writing.replace import hash_file

    assert inputs.hashes() == {"a.txt": hash_file(path)}
    assert inputs.changed() == []


def test_a_folder_of_ours_is_known_by_a_manifest_of_any_size(tmp_path):
    (tmp_path / "old").mkdir()
    inputs = ",".join(f'"{n}.txt": "{"0" * 64}"' for n in range(250_000))
    manifest = f'{{"inputs": {{{inputs}}}, "program": "country-topics"}}'
    write(tmp_path / "old" / "manifest.json", manifest)
    write(tmp_path / "old" / "corpus.csv", "text\nTalks.\n")
    write(tmp_path / "a.txt", "Talks.")
    assert read_corpus(tmp_path)["source"].tolist() == ["a.txt"]


@pytest.mark.parametrize("language", ["", *sorted(set(languages()) - {"en"})])
def test_a_short_line_of_one_fragment_is_no_riddle_to_any_rule(language):
    """Long lines are no clutter, and not looked at: it is the short ones that may take for ever."""
    lines = {(text + tail)[:size] for text in TEXTS.values() for tail in ("", "!")
             for size in (80, 199, 200, 249)}  # fmt: skip
    lines |= {text[: size - 1] + "!" for text in TEXTS.values() for size in (80, 200, 250)}
    start = time.process_time()
    for rules in (ANYWHERE, EDGE, OPENERS, *(rules_of(language) or ())):
        for line in lines:
            rules.match(line)
    assert time.process_time() - start < 5

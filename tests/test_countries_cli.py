"""Command `topics countries`: its options are those of the library, its errors one line."""

import html
import re

import pandas as pd
import pytest

from topics.cli import main
from topics.countries import (
    country_weights,
    expand_groups,
    find_countries,
    highlight,
    mention_kinds,
    show_mentions,
)
from topics.countries.senses import KINDS

TEXT = "The Soviet Union and ASEAN met in Tashkent. Vostokneft sent Uzbek gas to Chad.\n"
HEADER = "surface\tcountry\tkind\tflags\tfrom\tto\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "texts" / "b.txt").write_text("Nothing of note in Chad.\n", "utf-8")
    (tmp_path / "own.tsv").write_text(HEADER + "Vostokneft\tRUS\tmetonym\n", "utf-8")
    return tmp_path


def corpus_of(folder):
    from topics.readers.corpus import read_corpus

    return read_corpus(folder / "texts")


def run(*arguments):
    assert main(["countries", "texts", *arguments]) == 0


def same(path, table):
    read = pd.read_csv(path, keep_default_na=False)
    pd.testing.assert_frame_equal(read, table, check_dtype=False)


@pytest.mark.parametrize(
    ("given", "options"),
    [
        ([], {}),
        (["--kinds", "demonym, capital"], {"kinds": ["demonym", "capital"]}),
        (["--successors", "all"], {"successors": "all"}),
        (["--extra-gazetteer", "own.tsv"], {"extra_gazetteer": "own.tsv"}),
        (["--language", "en"], {"language": "en"}),
    ],
)
def test_options_are_those_of_find_countries(folder, given, options):
    run("-o", "m.csv", *given)
    mentions = find_countries(corpus_of(folder), **options)
    same("m.csv", mentions)
    assert len(mentions)


def test_weights_and_kinds_come_from_the_same_mentions(folder, capsys):
    run("--weights", "w.csv", "--by-kind", "k.csv", "--successors", "principal")
    corpus = corpus_of(folder)
    mentions = find_countries(corpus, successors="principal")
    same("w.csv", country_weights(mentions, corpus))
    same("k.csv", mention_kinds(mentions))
    assert "RUS" in set(pd.read_csv("w.csv")["country"])
    out = capsys.readouterr().out.splitlines()
    assert out == ["weights: w.csv (3 countries)", "kinds of mention: k.csv"]


def test_groups_expand_on_request(folder):
    run("-o", "m.csv", "--expand-groups", "--weights", "w.csv")
    expanded = expand_groups(find_countries(corpus_of(folder)))
    same("m.csv", expanded)
    assert {"THA", "VNM"} <= set(expanded["country"])
    weights = pd.read_csv("w.csv")
    assert {"THA", "VNM", "UZB"} <= set(weights["country"])
    run("--weights", "w.csv")
    assert "THA" not in set(pd.read_csv("w.csv")["country"])


def test_show_honours_the_same_options(folder, capsys):
    arguments = ["--kinds", "metonym,demonym,historical", "--successors", "all"]
    arguments += ["--extra-gazetteer", "own.tsv"]
    assert main(["countries", "--show", "texts/a.txt", *arguments]) == 0
    shown = capsys.readouterr().out
    assert "Vostokneft\x1b[0m[RUS]" in shown
    assert "Uzbek\x1b[0m[UZB]" in shown
    assert "Chad.\n" in shown
    # A state that is gone is printed once, with all that followed it.
    assert shown.count("Soviet") == 1
    assert re.sub(r"\x1b\[[0-9;]*m|\[[A-Z ]+\]", "", shown).strip() == TEXT.strip()


def test_the_notebook_shows_what_the_terminal_shows():
    text = "<b>Soviet</b> tanks & Chad"
    options = {"kinds": ["historical"], "successors": "all"}
    marked = show_mentions(text, **options)
    assert html.unescape(re.sub(r"<sub>.*?</sub>|<[^>]*>", "", marked)) == text
    plain = re.sub(r"\x1b\[[0-9;]*m|\[[A-Z ]+\]", "", highlight(text, **options))
    assert plain == text
    assert marked.count("<mark") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["texts", "-o", "m.csv", "--kinds", "name,nickname"], "'nickname'"),
        (["texts", "-o", "m.csv", "--kinds", ""], "`kinds`"),
        (["texts", "-o", "m.csv", "--successors", "first"], "'first'"),
        (["texts", "-o", "m.csv", "--language", "xx"], "no gazetteer for the language 'xx'"),
        (["--show", "texts/a.txt", "--language", "xx"], "no gazetteer for the language 'xx'"),
        (["texts", "-o", "m.csv", "--extra-gazetteer", "none.tsv"], "cannot read none.tsv"),
        (["texts", "-o", "m.csv", "--extra-gazetteer", "bad.tsv"], "bad.tsv, line 2"),
        (["texts"], "--weights"),
        (["--weights", "w.csv"], "CORPUS"),
        (["texts", "--show", "texts/a.txt"], "--show FILE stands alone"),
        (["texts", "--weights", "w.xlsx"], "w.xlsx"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(folder, arguments, message, capsys):
    (folder / "bad.tsv").write_text(HEADER + "Oz\tOZZ\tname\n", "utf-8")
    before = set(folder.iterdir())
    assert main(["countries", *arguments]) == 2
    error = capsys.readouterr().err.splitlines()
    assert len(error) == 1
    assert error[0].startswith("topics: ")
    assert message in error[0]
    assert set(folder.iterdir()) == before


def test_show_reads_as_the_other_arguments_say(tmp_path, capsys):
    path = tmp_path / "old.txt"
    path.write_bytes("Kazakhstan \x93signs\x94".encode("latin-1"))
    assert main(["countries", "--show", str(path)]) == 2
    assert "old.txt" in capsys.readouterr().err
    assert main(["countries", "--show", str(path), "--errors", "replace"]) == 0
    assert "Kazakhstan" in capsys.readouterr().out


SHOWN = [
    # What is marked, its kind, the colours of the terminal and of the notebook.
    ("Kazakhstan", "name", "1;32", "#b7e4c7"),
    ("Uzbek", "demonym", "32", "#d8f3dc"),
    ("Soviet Union", "historical", "1;33", "#ffe8a3"),
    ("Astana", "capital", "36", "#bde0fe"),
    ("Almaty", "city", "36", "#bde0fe"),
    ("Texas", "region", "36", "#bde0fe"),
    ("the Kremlin", "metonym", "35", "#e4c1f9"),
    ("Gazprom", "company", "35", "#f1d9fb"),
    ("Kassym-Jomart Tokayev", "leader", "34", "#c8b6ff"),
    ("tenge", "currency", "33", "#ffd6a5"),
    ("European Union", "organisation", "2;4", "#e5e5e5"),
    ("Central Asia", "world_region", "2;4", "#e5e5e5"),
]


def test_every_kind_of_mention_has_its_colour():
    assert {kind for _, kind, *_ in SHOWN} == set(KINDS)
    text = "; ".join(surface for surface, *_ in SHOWN)
    terminal = re.findall(r"\x1b\[([0-9;]+)m([^\x1b]+)\x1b\[0m\[", highlight(text))
    assert terminal == [(colour, surface) for surface, _, colour, _ in SHOWN]
    notebook = re.findall(
        r'<mark style="background:(#\w+)" title="(\w+)">([^<]+)<sub>', show_mentions(text)
    )
    assert notebook == [(colour, kind, surface) for surface, kind, _, colour in SHOWN]

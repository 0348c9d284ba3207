"""Advice in messages: what it names is there, and whoever follows it gets on."""

import ast
import random
import re
import shlex
import tomllib

import pandas as pd
import pytest
from conftest import ROOT

from topics.cli import COMMANDS, build_parser, main
from topics.cli.parser import commands
from topics.errors import TopicsError

PARSERS = commands(build_parser())
OPTIONS = {
    name: {flag for action in parser._actions for flag in action.option_strings}
    for name, parser in PARSERS.items()
}
EVERY = set().union(*OPTIONS.values(), {"--version"})
EXTRAS = set(
    tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
)
FILES = sorted((ROOT / "topics").rglob("*.py"))
# Options of programs that are not ours, by the word that names the program in the same text.
OTHERS = {
    "mallet": {"--token-regex", "--keep-sequence", "--output-topic-keys", "--output-doc-topics",
               "--topic-word-weights-file"},
    "Pandoc": {"--citeproc", "--bibliography"},
    "pip install": {"--force-reinstall"},
}  # fmt: skip
GAP = "\0"  # where a value stands in a text


def texts(path):
    """Every text of a module with its line, those with values in them as a whole."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    inner = set()
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            parts = list(ast.iter_child_nodes(node))
            inner.update(map(id, parts))
            yield (
                node.lineno,
                "".join(part.value if isinstance(part, ast.Constant) else GAP for part in parts),
            )
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            yield node.lineno, node.value


def all_texts():
    for path in FILES:
        for line, text in texts(path):
            yield path, line, text


def command_of(path):
    return path.stem if path.parent.name == "cli" and path.stem in COMMANDS else None


def test_every_option_that_a_text_names_is_there():
    seen, lost = set(), []
    for path, line, text in all_texts():
        told = set(re.findall(r"\btopics (\w+)", text)) & COMMANDS.keys() | {command_of(path)}
        known = set().union(*(OPTIONS[name] for name in told - {None})) or EVERY
        for flag in re.findall(r"(?<![\w-])--[a-z][\w-]*\w", text):
            if "reports/" in text and flag not in EVERY:
                script = (ROOT / re.search(r"reports/\w+\.py", text)[0]).name
                logic = "".join(p.read_text("utf-8") for p in (ROOT / "reports").rglob("*.py"))
                assert f'"{flag}"' in logic, (script, flag)
            elif any(program in text and flag in flags for program, flags in OTHERS.items()):
                continue
            elif flag not in (EVERY if command_of(path) is None else known):
                lost.append(f"{path.relative_to(ROOT)}:{line}: {flag}")
            seen.add(flag)
    assert lost == []
    assert len(seen) > 60


def test_every_command_that_a_text_names_is_there():
    shape = re.compile(r"(?:\b(?:Run|See|with|run): |`|^  )topics ([a-z]+)", re.M)
    found = {
        (name, f"{path.relative_to(ROOT)}:{line}")
        for path, line, text in all_texts()
        for name in shape.findall(text)
    }
    assert {name for name, _ in found} == set(COMMANDS)


def test_every_extra_that_a_text_or_a_call_names_is_there():
    found = set()
    for path, _, text in all_texts():
        found |= {(name, path) for name in re.findall(r"country-topics\[(\w+)\]", text)}
        found |= {(name, path) for name in re.findall(r"\bextra ``(\w+)``", text)}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "require_extra":
                found |= {
                    (one.value, path) for one in node.args[1:] if isinstance(one, ast.Constant)
                }
    names = {name for name, _ in found} - {
        "name"
    }  # of `country-topics[name]`, which stands for any
    assert names <= EXTRAS
    assert len(names) > 8


def test_every_parameter_that_a_message_gives_a_value_is_one():
    """`name='value'` in a message is an option, or a parameter of some function."""
    known = {action.dest for parser in PARSERS.values() for action in parser._actions}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.arguments):
                known |= {one.arg for one in [*node.args, *node.kwonlyargs]}
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                known.add(node.target.id)  # a field
    marked = re.compile(rf"(?<!`)`(\w+)=[^`{GAP}]+`(?!`)")
    found = {name for _, _, text in all_texts() for name in marked.findall(text)}
    found -= {"cache"}  # of numba, which a comment on a module names
    assert len(found) > 8
    assert found - known == set()


THEMES = (
    "ferry herring net cod quota pier boat engine tariff rail",
    "mill canal cable harbour dam toll grain bridge kiln loom",
    "vote ballot party reform court union strike school hospital vaccine",
    "gold copper uranium gas pipeline tanker loan bank audit wheat",
)


def _news(folder):
    """Corpora that each have something wrong, and one that has not."""
    lands = ["Kenya", "Norway", "Peru", "Estonia"]
    rows = [
        {"doc_id": f"s{n}", "land": lands[n % 4], "seen": f"2021-0{1 + n % 4}-1{n % 9}",
         "text": " ".join(random.Random(n).choices(THEMES[n % 4].split(), k=25))
         + f". It was so in {lands[n % 4]}.",
         "outlet": "a" if n % 2 else "b"}
        for n in range(80)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table.to_csv("good.csv", index=False)
    table.rename(columns={"text": "Artikel"}).to_csv("artikel.csv", index=False)
    table.assign(doc_id="same").to_csv("twice.csv", index=False)
    said = table["text"].str.partition(" It was so")[0]
    table.assign(text=said).to_csv("nowhere.csv", index=False)
    records = (
        f"Title: News {n}\nDate: 2014-03-1{n}\nSource: The Quay\n\n{text}\n" + "=" * 40 + "\n"
        for n, text in enumerate(table["text"][:6])
    )
    (folder / "records.txt").write_text("".join(records), "utf-8")
    (folder / "old.txt").write_bytes("für 5 €".encode("cp1252"))
    rows = (f"item {n}\t2024\t{text}\n" for n, text in enumerate(table["text"][:6]))
    (folder / "rows.txt").write_text("".join(rows), "utf-8")
    welsh = "Mae'r llywodraeth wedi cyhoeddi cynllun newydd ar gyfer y rheilffordd a'r ysgolion. "
    (folder / "welsh").mkdir()
    for n in range(3):
        (folder / "welsh" / f"{n}.txt").write_text(welsh * 4 + f"Rhif {n}.", "utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text("Kazakhstan and Chad met.", "utf-8")
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.docx").write_bytes(b"mine")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to work in, in which the long work of a report ends as it begins."""

    def reached(*_, **__):
        raise TopicsError("the long work begins")

    monkeypatch.setattr("topics.run.analyse._fit", reached)
    monkeypatch.setattr("topics.run.choice.compare_configs", reached)
    monkeypatch.chdir(tmp_path)
    _news(tmp_path)
    return tmp_path


# A call that is refused; the advice, word for word; the call of who follows it.
CLEAN, COUNTRIES = "clean {} --out out", "countries {} -o found.csv"
REPORT, CHOOSE = "report {} --out out", "choose {} --out out"
READING = [
    ("old.txt", "--encoding cp1252", "old.txt --encoding cp1252"),
    ("old.txt", "--errors replace", "old.txt --errors replace"),
    ("artikel.csv", "--column Artikel=text", "artikel.csv --column Artikel=text"),
    ("twice.csv", "--column doc_id=given_id", "twice.csv --column doc_id=given_id"),
    ("records.txt", f"--split {'=' * 40}", f"records.txt --split {'=' * 40}"),
    ("records.txt", "--split off", "records.txt --split off"),
    ("rows.txt", "--split off", "rows.txt --split off"),
    ("welsh", "--language-check off goes on", "welsh --language-check off"),
    ("good.csv --enconding utf-8", "did you mean --encoding?", "good.csv --encoding utf-8"),
    ("good.csv --format cvs", "Did you mean 'csv'?", "good.csv --format csv"),
    ("good.csv --column lnad=Land", "Did you mean 'land'?", "good.csv --column land=Land"),
    (
        "good.csv --column land",
        "such as --column Artikel=text",
        "artikel.csv --column Artikel=text",
    ),
]  # fmt: skip
SETTINGS = [
    ("good.csv --unit paragraf", "Did you mean 'paragraph'?", "good.csv --unit paragraph"),
    ("nowhere.csv", "name it with --speaker", "nowhere.csv --speaker land"),
    ("good.csv --speaker lnad", "Did you mean 'land'?", "good.csv --speaker land"),
    ("good.csv --cluster outlt", "Did you mean 'outlet'?", "good.csv --cluster outlet"),
    ("good.csv --trends year", "as in --column Datum=date",
     "good.csv --trends year --column seen=date"),
    ("good.csv --trends year", "--trends off", "good.csv --trends off"),
    ("good.csv --algorithm vb --restarts 3", "Leave --restarts out", "good.csv --algorithm vb"),
    ("good.csv --algorithm vb --restarts 3", "--algorithm cvb0",
     "good.csv --algorithm cvb0 --restarts 3"),
    ("good.csv --min-share 0.5", "Lower the one", "good.csv --min-share 0.1 --max-share 0.6"),
    ("good.csv --choose-from 8", "such as 8 16", "good.csv --choose-from 8 16"),
    ("good.csv --choose-from 8 8 16", "Give each number once", "good.csv --choose-from 8 16"),
    ("good.csv --pairs off KEN-PER", "Give one of these", "good.csv --pairs off"),
    ("--compare KEN-PER good.csv", "put it first: topics report good.csv",
     "good.csv --compare KEN-PER"),
    ("good.csv --compare KEN-Chad", "There are enough for NOR, KEN, EST and PER",
     "good.csv --compare KEN-PER"),
    ("good.csv --language each --language-check off", "Leave one of the two out",
     "good.csv --language each"),
    ("good.csv --config none.toml --rerun out", "give either --rerun or --config", "good.csv"),
]  # fmt: skip
CALLS = [
    *((COUNTRIES, *case) for case in READING),
    *((CLEAN, *case) for case in READING[:3]),
    *((REPORT, *case) for case in SETTINGS),
    (CHOOSE, "good.csv --topics 8", "such as 8 16", "good.csv --topics 8 16"),
    (CHOOSE, "good.csv --topics 2 90 --unit sentence", "Give numbers up to",
     "good.csv --topics 2 9 --unit sentence"),
    ("{}", "reprot good.csv --out out", "Did you mean 'report'?", "report good.csv --out out"),
    ("{}", "countries texts", "a file to write with -o", "countries texts -o found.csv"),
    ("{}", "countries texts", "--weights", "countries texts --weights found.csv"),
    ("{}", "countries texts", "or a text with --show", "countries --show texts/a.txt"),
    ("{}", "report good.csv --out mine", "folder", "report good.csv --out out"),
    ("{}", "init good.csv", "Name a file that is not there yet", "init mine.toml"),
    ("{}", "report good.csv --topcs 3", "See: topics report --help", "report --help"),
]  # fmt: skip


def call(words):
    try:
        return main(shlex.split(words))
    except SystemExit as stop:
        return stop.code


@pytest.mark.parametrize(
    ("shape", "wrong", "advice", "right"),
    CALLS, ids=[f"{one[0].split()[0]} {one[1]} -> {one[2]}" for one in CALLS],
)  # fmt: skip
def test_who_follows_the_advice_gets_on(shape, wrong, advice, right, folder, capsys):
    assert call(shape.format(wrong)) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert advice in said
    code = call(shape.format(right))
    then = capsys.readouterr().err.splitlines()
    assert code == 0 or then[-1].startswith("topics: the long work begins"), then


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A folder that holds the report of a small run, and covariates of some of its countries."""
    place = tmp_path_factory.mktemp("advice")
    briefs = str(ROOT / "seeds" / "briefs")
    small = "--topics 2 --restarts 1 --draws 20 --refits 0 --compare RUS-CHN --quiet"
    assert main(["report", briefs, "--out", str(place / "run1"), *small.split()]) == 0
    table = pd.read_csv(place / "run1" / "tables" / "topic_country.csv")
    lands = sorted(set(table["country"]))
    some = pd.DataFrame({"country": lands, "wealth": range(len(lands))})
    some.iloc[1:].to_csv(place / "some.csv", index=False)
    some.to_csv(place / "all.csv", index=False)
    return place


OF_RUNS = [
    ("status articles", "Name the --out of topics report", "status run1"),
    ("replicate run1", "-o is missing", "replicate run1 -o copy"),
    ("replicate --check run1", "topics replicate REPORT -o DIR", "replicate run1 -o copy2"),
    ("pairs run1 --pair KAZ-RUS", "--pair and -o go together",
     "pairs run1 --pair KAZ-RUS -o pair.pdf"),
    ("table contrasts run1 -o t.tex", "To have them all the same, give --all",
     "table contrasts run1 -o t.tex --all"),
    ("table estimates run1 -o t.doc", "end it in .tex, .md, .xlsx or .csv",
     "table estimates run1 -o t.tex --all"),
    ("plot topics run1/tables/topic_country.csv -o t.pdf", "--country",
     "plot topics run1/tables/topic_country.csv -o t.pdf --country RUS"),
    ("plot heatmp run1/tables/topic_country.csv -o t.pdf", "Did you mean 'heatmap'?",
     "plot heatmap run1/tables/topic_country.csv -o t.pdf"),
    ("effects run1 --data all.csv --formula 'n ~ wealth' -o e.csv", "Begin with ~",
     "effects run1 --data all.csv --formula '~ wealth' -o e.csv"),
    ("effects run1 --data some.csv --formula '~ wealth' -o e.csv", "--missing drop",
     "effects run1 --data some.csv --formula '~ wealth' --missing drop -o e.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "advice", "right"), OF_RUNS, ids=[one[0] for one in OF_RUNS])
def test_who_follows_the_advice_on_a_report_gets_on(wrong, advice, right, run, monkeypatch, capsys):
    monkeypatch.chdir(run)
    assert call(wrong) == 2
    assert advice in capsys.readouterr().err.splitlines()[-1]
    assert call(right) == 0

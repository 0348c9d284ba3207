"""Tables for papers: the cells of a report that are told apart, with notes, and what is refused."""

import json
import re
import shutil
import subprocess
import sys
import zipfile

import pandas as pd
import pytest

from topics import paper_table, write_paper_table
from topics._typeset import latex, markdown
from topics.cli import main
from topics.errors import TopicsError

NAMES = {"KAZ": "Kazakhstan", "UZB": "Uzbekistan", "RUS": "Russia"}
LABELS = {0: "T0 R&D_50 %", 1: "T1 a|b"}


def cells(rows):
    """A table of rows (country, topic, estimate, low, high, q, settled, stable)."""
    names = ["country", "topic", "estimate", "ci_low", "ci_high", "p_adjusted", "settled", "stable"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(
        corpus_share=0.25, n_effective=table["country"].map({"KAZ": 1200.4, "UZB": 30.6, "RUS": 8}),
        country_name=table["country"].map(NAMES), topic_label=table["topic"].map(LABELS),
    )  # fmt: skip


ESTIMATES = cells([
    ("UZB", 0, 0.5, 0.4, 0.6, 0.0001, False, True),
    ("UZB", 1, 0.5, 0.26, 0.7, 0.2, True, True),  # its interval leaves the corpus out, its q not
    ("KAZ", 0, 0.1, 0.05, 0.2, 0.05, True, True),
    ("KAZ", 1, 0.3, 0.2, 0.4, 0.01, True, False),  # its q is low, its interval holds the corpus
    ("RUS", 1, 0.8, 0.6123, 0.9, 0.012, True, False),
])  # fmt: skip


def sides(table):
    for side in ("first", "second"):
        table[f"{side}_name"] = table[side].map(NAMES)
    return table.assign(topic_label=table["topic"].map(LABELS), settled=True, stable=True)


CONTRASTS = sides(pd.DataFrame({
    "first": ["KAZ", "KAZ"], "second": ["RUS", "RUS"], "topic": [0, 1], "estimate": [-0.2, 0.1],
    "ci_low": [-0.3, -0.1], "ci_high": [-0.1, 0.3], "p_adjusted": [0.01, 0.3],
}))  # fmt: skip
PAIRS = sides(pd.DataFrame({
    "first": ["KAZ", "KAZ", "RUS"], "second": ["RUS", "RUS", "UZB"], "topic": [0, 1, 0],
    "estimate": 0.6, "ci_low": 0.5, "ci_high": 0.7, "expected": [0.2, 0.6, 0.2],
    "beyond": [0.4, 0.0, 0.4], "beyond_low": [0.3, -0.1, 0.3], "beyond_high": [0.5, 0.1, 0.5],
    "p_adjusted": [0.001, 0.9, 0.001], "additivity_p_adjusted": 0.01, "flagged": True,
    "n_docs": [20, 20, 19],
}))  # fmt: skip
GONE = {"estimate": None, "ci_low": None, "ci_high": None, "p_adjusted": None}
TRENDS = pd.concat(
    [ESTIMATES.head(1).assign(period=2014), ESTIMATES.head(1).assign(period=2015, **GONE)]
).astype({"estimate": float, "ci_low": float, "ci_high": float, "p_adjusted": float})


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "run"
    (folder / "tables").mkdir(parents=True)
    config = {"config": {"level": 0.9, "unit": "document", "speaker": None}}
    (folder / "manifest.json").write_text(json.dumps(config))
    tables = {"topic_country": ESTIMATES, "contrasts": CONTRASTS, "pairs": PAIRS, "trends": TRENDS}
    for name, table in tables.items():
        table.to_csv(folder / "tables" / f"{name}.csv", index=False)
    return folder


def rows_of(text):
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def test_only_cells_that_are_told_apart_are_shown(run):
    text = paper_table(run, "estimates", format="markdown")
    assert text.splitlines()[0] == "| Country | Topic | Share | 90 % interval | Corpus | n | q |"
    assert rows_of(text) == [
        ["Kazakhstan", r"T0 R\&D\_50 %", "10.0 %", "5.0 to 20.0 %", "25.0 %", "1,200", "0.050"],
        ["Russia", r"T1 a\|b †", "80.0 %", "61.2 to 90.0 %", "25.0 %", "8", "0.012"],
        ["Uzbekistan", r"T0 R\&D\_50 %", r"\~50.0 %", "40.0 to 60.0 %", "25.0 %", "31",
         r"\<0.001"],
    ]  # fmt: skip
    assert "Shown: 3 of 5 cells, those told apart from the topic's share in the corpus" in text
    assert r"\~: the sampler has not settled: 1 of the cells shown" in text
    assert "†: fits from other seeds do not find this topic again" in text
    assert "n: documents about the country, each counted by how much it is about it." in text
    assert "false-discovery rate over all cells of the run, not only those shown" in text
    assert "Texts on the pairs of countries" in text


def test_marks_are_explained_only_where_they_stand(run):
    text = paper_table(run, "estimates", format="markdown", countries=["Kazakhstan"])
    assert [row[0] for row in rows_of(text)] == ["Kazakhstan"]
    assert "Shown: 1 of 2 cells" in text
    assert "settled" not in text
    assert "†" not in text


def test_all_cells_in_order_of_country_and_share(run):
    text = paper_table(run, "estimates", format="markdown", countries=["UZB", "KAZ"], topics=[1],
                       everything=True)  # fmt: skip
    assert [row[:3] for row in rows_of(text)] == [
        ["Kazakhstan", r"T1 a\|b †", "30.0 %"], ["Uzbekistan", r"T1 a\|b", "50.0 %"]
    ]  # fmt: skip
    assert "Shown: all 2 cells asked for" in text


def test_contrasts_need_an_interval_without_0_and_show_the_n_of_both(run):
    (row,) = rows_of(paper_table(run, "contrasts", format="markdown"))
    assert row[3:] == ["−20.0", "−30.0 to −10.0", "1,200 / 8", "0.010"]


def test_pairs_need_twenty_texts(run):
    (row,) = rows_of(paper_table(run, "pairs", format="markdown"))
    assert row[:2] == ["Kazakhstan", "Russia"]
    assert row[3:] == ["60.0 %", "50.0 to 70.0 %", "20.0 %", "+40.0", "+30.0 to +50.0", "20",
                       "0.001"]  # fmt: skip


def test_periods_with_too_few_documents_are_dashes(run):
    (row,) = rows_of(paper_table(run, "trends", format="markdown"))
    assert row[2:4] == ["2014", r"\~50.0 %"]
    text = paper_table(run, "trends", format="markdown", everything=True)
    assert rows_of(text)[1][2:] == ["2015", "–", "–", "25.0 %", "31", "–"]
    assert "–: too few documents to tell." in text
    assert "1 of the cells shown" in text


def test_documents_of_speakers_and_of_paragraphs_are_called_so(run):
    config = {"config": {"level": 0.95, "unit": "paragraph", "speaker": "iso3"}}
    (run / "manifest.json").write_text(json.dumps(config))
    text = paper_table(run, "estimates", format="markdown")
    assert "n: paragraphs spoken by the country." in text
    assert "95 % interval" in text
    ESTIMATES.assign(n_documents=3).to_csv(run / "tables" / "topic_country.csv", index=False)
    text = paper_table(run, "estimates", format="markdown")
    assert "n: documents spoken by the country." in text
    assert {row[5] for row in rows_of(text)} == {"3"}


def test_latex_is_for_booktabs_and_holds_no_bare_mark(run):
    text = paper_table(run, "estimates")
    assert "\\begin{tabular}{llrrrrr}\n\\toprule\nCountry & Topic & Share & 90 \\% interval" in text
    assert r"Kazakhstan & T0 R\&D\_50 \% & 10.0 \% & 5.0 to 20.0 \% & 25.0 \% & 1,200 & 0.050 \\" \
        in text  # fmt: skip
    assert r"\textasciitilde{}50.0 \%" in text
    assert r"T1 a\textbar{}b \dag{}" in text
    assert text.count("{") == text.count("}")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("% "))
    assert not re.search(r"(?<!\\)[%#_]|[~^<>†–−]", body)
    assert [line.count(" & ") for line in text.splitlines() if line.endswith(r"\\")] == [6] * 4


def test_no_cell_is_taken_for_a_command():
    assert latex("\\input{x}~^$#\n a") == (
        r"\textbackslash{}input\{x\}\textasciitilde{}\textasciicircum{}\$\# a"
    )
    assert latex('*[x] "a `b') == r"{*}{[}x] \symbol{34}a \symbol{96}b"
    assert markdown("[a](b) <i> `c`\n\n| d") == r"\[a\](b) \<i\> \`c\` \| d"


ODD = ["[odd] 50 % R&D_1 #2", "* \"a\" `b` 'c' “d” ‘e’", "a\\b {c} $x$ ^y ~z |w| <p>", "Łódź – … €"]


def test_latex_compiles_whatever_labels_hold(run, tmp_path):
    if not shutil.which("pdflatex") or subprocess.run(["kpsewhich", "pdflatex.fmt"]).returncode:
        pytest.skip("pdflatex is not installed, or not set up for this user")
    named = ESTIMATES.assign(topic_label=[*ODD, ODD[0]], country_name=[ODD[1], *ODD])
    named.to_csv(run / "tables" / "topic_country.csv", index=False)
    write_paper_table(run, "estimates", tmp_path / "t.tex", everything=True)
    (tmp_path / "paper.tex").write_text(
        "\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n\\input{t.tex}\n"
        "\\end{document}\n"
    )
    words = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-draftmode", "paper.tex"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:]


def test_letters_beyond_latin_ones_are_told_to_need_more_than_pdflatex(run):
    assert paper_table(run, "estimates").splitlines()[0] == r"% needs \usepackage{booktabs}"
    named = ESTIMATES.assign(topic_label="T1 газ")
    named.to_csv(run / "tables" / "topic_country.csv", index=False)
    assert "need a language of babel, XeLaTeX or LuaLaTeX" in paper_table(run, "estimates")


def test_the_command_is_the_function(run, tmp_path, capsys):
    out = tmp_path / "new" / "t.md"
    words = ["table", "estimates", str(run), "--countries", "Kazakhstan", "UZB", "--all"]
    assert main([*words, "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"table: {out}\n"
    options = {"countries": ["KAZ", "UZB"], "everything": True}
    wanted = paper_table(run, "estimates", format="markdown", **options)
    assert out.read_text("utf-8") == wanted
    assert main(words) == 0
    assert capsys.readouterr().out == wanted
    again = write_paper_table(run, "estimates", tmp_path / "t.txt", format="latex", **options)
    assert again.read_text("utf-8") == paper_table(run, "estimates", **options)
    assert main([*words, "--latex"]) == 0
    assert capsys.readouterr().out == again.read_text("utf-8")


def sheets(path):
    """Rows of the sheets of a workbook, as another library reads them."""
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_has_numbers_and_its_notes_on_a_second_sheet(run, tmp_path):
    pytest.importorskip("xlsxwriter")
    path = write_paper_table(run, "estimates", tmp_path / "t.xlsx")
    table, notes = sheets(path).values()
    assert table == [
        ["Country", "Topic", "Share", "90 % low", "90 % high", "Corpus", "n", "q", "Settled"],
        ["Kazakhstan", "T0 R&D_50 %", 0.1, 0.05, 0.2, 0.25, 1200.4, 0.05, "yes"],
        ["Russia", "T1 a|b †", 0.8, 0.6123, 0.9, 0.25, 8, 0.012, "yes"],
        ["Uzbekistan", "T0 R&D_50 %", 0.5, 0.4, 0.6, 0.25, 30.6, 0.0001, "no"],
    ]
    said = [row[0] for row in notes]
    assert said[0].startswith("Shown: 3 of 5 cells, those told apart")
    assert any("false-discovery rate over all cells of the run" in note for note in said)
    assert "~ (Settled, no): the sampler has not settled: 1 of the cells shown" in " ".join(said)
    again = write_paper_table(run, "estimates", tmp_path / "again.xlsx")
    assert again.read_bytes() == path.read_bytes()


def test_a_workbook_marks_what_has_not_settled_and_leaves_it_a_number(run, tmp_path):
    pytest.importorskip("xlsxwriter")
    path = write_paper_table(run, "estimates", tmp_path / "t.xlsx")
    with zipfile.ZipFile(path) as parts:
        styles = parts.read("xl/styles.xml").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    known = dict(re.findall(r'numFmtId="(\d+)" formatCode="&quot;~&quot;([^"]*)"', styles))
    (number,) = [number for number, form in known.items() if form == "0.0%"]
    looks = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    marked = [cell for cell, look in re.findall(r'<c r="(\w+)" s="(\d+)"', sheet)
              if looks[int(look)] == number]  # fmt: skip
    assert marked == ["C4"]


def test_differences_are_points_and_pairs_have_both_intervals(run, tmp_path):
    pytest.importorskip("xlsxwriter")
    table, _ = sheets(write_paper_table(run, "contrasts", tmp_path / "c.xlsx")).values()
    assert table == [
        ["First", "Second", "Topic", "Difference (points)", "90 % low", "90 % high", "n first",
         "n second", "q", "Settled"],
        ["Kazakhstan", "Russia", "T0 R&D_50 %", -20, -30, -10, 1200.4, 8, 0.01, "yes"],
    ]  # fmt: skip
    table, _ = sheets(write_paper_table(run, "pairs", tmp_path / "p.xlsx")).values()
    assert table == [
        ["First", "Second", "Topic", "Share", "90 % low", "90 % high", "Expected",
         "Beyond (points)", "Beyond, 90 % low", "Beyond, 90 % high", "n", "q", "Settled"],
        ["Kazakhstan", "Russia", "T0 R&D_50 %", 0.6, 0.5, 0.7, 0.2, 40, 30, 50, 20, 0.001, "yes"],
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["=1+1", "+ gas", "@SUM(A1)", "- gas", "http://a.org", "{=A1}"])
def test_no_label_is_a_formula_or_an_address(run, tmp_path, label):
    pytest.importorskip("xlsxwriter")
    named = ESTIMATES.assign(topic_label=label, country_name="=" + ESTIMATES["country_name"])
    named.to_csv(run / "tables" / "topic_country.csv", index=False)
    path = write_paper_table(run, "estimates", tmp_path / "t.xlsx")
    with zipfile.ZipFile(path) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist())
    assert "<f>" not in text
    assert "hyperlink" not in text
    table, _ = sheets(path).values()
    assert [row[:2] for row in table[1:2]] == [["=Kazakhstan", label]]
    lines = write_paper_table(run, "estimates", tmp_path / "t.csv").read_text("utf-8").splitlines()
    guard = "'" if label[0] in "=+@-" else ""
    assert lines[1].startswith(f"'=Kazakhstan,{guard}{label},0.1,")


def test_csv_has_numbers_and_its_notes_beside_it(run, tmp_path, capsys):
    out = tmp_path / "new" / "t.csv"
    assert main(["table", "trends", str(run), "--all", "-o", str(out)]) == 0
    notes = out.with_name("t.notes.txt")
    assert capsys.readouterr().out == f"table: {out}\nnotes: {notes}\n"
    assert out.read_text("utf-8").splitlines() == [
        "Country,Topic,Period,Share,90 % low,90 % high,Corpus,n,q,Settled",
        "Uzbekistan,T0 R&D_50 %,2014,0.5,0.4,0.6,0.25,30.6,0.0001,no",
        "Uzbekistan,T0 R&D_50 %,2015,,,,0.25,30.6,,yes",
    ]
    said = notes.read_text("utf-8").splitlines()
    assert said[0].startswith("Shown: all 2 cells asked for")
    assert "Empty cells: too few documents to tell." in said
    assert any(line.startswith("Settled, no: the sampler has not settled: 1 of") for line in said)


def test_where_the_library_is_missing_the_line_says_what_to_install(run, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    out = run.parent / "t.xlsx"
    assert main(["table", "estimates", str(run), "-o", str(out)]) == 2
    assert capsys.readouterr().err == (
        'topics: xlsxwriter is not installed. Run: pip install "country-topics[excel]"\n'
    )
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("estimate run -o t.tex", "Did you mean 'estimates'?"),
        ("estimates run -o t.txt", "end it in .tex, .md, .xlsx or .csv, or give --latex, --markd"),
        ("estimates run --excel -o t.tex", "t.tex: Excel opens a table only if its name ends in"),
        ("estimates run --excel", "--excel needs a file to write: give -o FILE."),
        ("estimates run --csv", "--csv needs a file to write"),
        ("estimates run -o run/tables/topic_country.csv", "is to be read"),
        ("estimates nowhere -o t.tex", "nowhere: holds no report with estimates"),
        ("estimates run --countries Kenya -o t.tex", "--countries: 'Kenya' is not in run"),
        ("estimates run --countries Atlantis -o t.tex", "'Atlantis'"),
        ("estimates run --topics 7 -o t.tex", "it has 0 and 1."),
        ("estimates run --topics gas -o t.tex", "--topics must be a whole number"),
        ("contrasts run --topics 1 -o t.tex", "none of 1 cells is told apart"),
        ("contrasts run --topics 1 -o t.tex", "give --all."),
        ("estimates run -o run/tables/topic_country.csv --latex", "is to be read"),
        ("estimates run --latex --markdown", "--markdown"),
    ],
)
def test_a_wrong_call_is_one_line_and_writes_nothing(run, words, says, monkeypatch, capsys):
    monkeypatch.chdir(run.parent)
    before = {path: path.read_bytes() for path in run.parent.rglob("*") if path.is_file()}
    assert main(["table", *words.split()]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert says in error
    assert "`" not in error
    after = {path: path.read_bytes() for path in run.parent.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("name", ["p_adjusted", "settled"])
def test_a_report_that_does_not_know_what_is_told_is_refused(run, name):
    path = run / "tables" / "topic_country.csv"
    ESTIMATES.drop(columns=name).to_csv(path, index=False)
    with pytest.raises(TopicsError, match=f"has no column {name}"):
        paper_table(run, "estimates")
    ESTIMATES.astype({name: str}).assign(**{name: "x"}).to_csv(path, index=False)
    with pytest.raises(TopicsError, match=f"the column {name} must hold"):
        paper_table(run, "estimates")


def test_an_interval_of_unknown_level_is_refused(run):
    (run / "manifest.json").write_text("{}")
    with pytest.raises(TopicsError, match=r"manifest\.json: does not tell the level"):
        paper_table(run, "estimates")

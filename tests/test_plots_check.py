"""Tables that a kind of figure cannot draw: one line that names the column, table and remedy."""

import pandas as pd
import pytest
from test_plots_layout import TABLES

from topics.cli import main
from topics.errors import TopicsError
from topics.plots.catalogue import KINDS
from topics.plots.check import check_table
from topics.plots.kinds import draw_kind, plot_kind

NEEDED = [
    pytest.param(kind, column, id=f"{kind}-{column}")
    for kind in TABLES
    for column in (*KINDS[kind].words, *KINDS[kind].numbers, *KINDS[kind].dates)
]
CELLS = b"country,topic,estimate,ci_low,ci_high,corpus_share,lift\n"


def call(kind, path, *options):
    given = {name: value for name, value in TABLES[kind][1].items() if name != "group"}
    words = [word for name, value in given.items() for word in (f"--{name}", str(value))]
    return ["plot", kind, str(path), *words, *options, "-o", str(path.with_name("figure.pdf"))]


@pytest.mark.parametrize(("kind", "column"), NEEDED)
def test_a_column_that_is_missing_is_named(kind, column, tmp_path, capsys):
    path = tmp_path / "table.csv"
    TABLES[kind][0].drop(columns=column).to_csv(path, index=False)
    assert main(call(kind, path)) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"table.csv: a figure of the kind {kind} needs the column {column!r}" in error
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", TABLES)
def test_nothing_but_the_columns_that_are_named_is_needed(kind, tmp_path):
    table, options = TABLES[kind]
    its = KINDS[kind]
    kept = [
        *its.words,
        *its.numbers,
        *its.dates,
        *([options["group"]] if "group" in options else []),
    ]
    kept += ["stability"] if kind == "sweep" else []
    drawing = draw_kind(kind, table[kept], tmp_path / "x.pdf", **options)
    assert drawing.alt


@pytest.mark.parametrize(
    ("kind", "column"), [(kind, column) for kind in TABLES for column in KINDS[kind].numbers]
)
def test_text_where_numbers_are_needed_is_quoted(kind, column, tmp_path):
    table = TABLES[kind][0].copy()
    table[column] = table[column].astype(object)
    table.loc[table.index[0], column] = "much"
    with pytest.raises(TopicsError, match=f"{column!r} must hold numbers; it has 'much'"):
        check_table(kind, table, "the table")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a CSV table"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "is not a CSV table"),
        (CELLS, "has no row"),
        (b"one line of text\n", "It fits no kind of figure"),
        (b"date,n\n2020-01-01,3\n", "It fits the kind coverage"),
        (CELLS + b"KAZ,1,.1,.1,.1,.1,1\n" * 2, "has several rows for KAZ and 1"),
        (CELLS + b"KAZ,1,,.1,.1,.1,1\n", "the column 'estimate' is empty"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_for_it(content, message, tmp_path, capsys):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert main(["plot", "heatmap", str(path), "-o", str(tmp_path / "x.pdf")]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert message in error
    assert "table.csv" in error
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("countries", ["--topic", "99"], "--topic 99 is not in"),
        ("countries", ["--topic", "99"], "which has 0, 1, 2, 3, 4, 5 and 6."),
        ("topics", ["--country", "XXX"], "--country 'XXX' is not in"),
        ("heatmap", ["--group", "x"],
         "--group is no option of the kind heatmap, which takes --level"),
        ("flow", ["--topic", "1"], "--topic is no option of the kind flow, which takes none"),
        ("coverage", ["--group", "outlt"], "Did you mean 'outlet'?"),
        ("sweep", ["--measure", "nmpi"], "has no column 'nmpi'"),
        ("trends", ["--country", "KAZ"], "needs either --topic or --country"),
        ("heatmap", ["--style", "natur"], "Did you mean 'nature'?"),
        ("countries", ["--most", "0"], "--most must be a whole number of at least 1"),
        ("heatmap", ["--font", "No Such Font"], "--font: no font of the family"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit(kind, options, message, tmp_path, capsys):
    path = tmp_path / "table.csv"
    TABLES[kind][0].to_csv(path, index=False)
    assert main(call(kind, path, *options)) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert message in error
    assert "`" not in error
    assert list(tmp_path.iterdir()) == [path]


def test_a_kind_that_is_not_known_and_one_that_needs_an_option(tmp_path, capsys):
    assert main(["plot", "heatmpa", "x.csv", "-o", "x.pdf"]) == 2
    assert "Did you mean 'heatmap'?" in capsys.readouterr().err
    assert main(["plot", "words", "x.csv", "-o", "x.pdf"]) == 2
    assert "needs --topic: the words of a topic" in capsys.readouterr().err


def test_a_country_may_be_given_by_name(tmp_path):
    path = plot_kind("topics", TABLES["topics"][0], tmp_path / "x.pdf", country="kazakhstan")
    assert set(pd.read_csv(path.with_suffix(".csv"))["country"]) == {"KAZ"}


@pytest.mark.parametrize("date", ["next May", "31/31/2020"])
def test_a_date_that_cannot_be_read_is_quoted(date):
    table = pd.DataFrame({"date": ["2020-01-01", date]})
    with pytest.raises(TopicsError, match=f"must hold dates such as 2024-03-18; it has '{date}'"):
        check_table("coverage", table, "the table")


def test_kinds_and_styles_are_listed_without_matplotlib():
    import subprocess
    import sys

    code = "import sys; from topics.cli import main\ntry: main(['plot', '--help'])\n"
    code += "except SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "topic-map" in done.stdout
    assert {"matplotlib", "pandas", "numpy"}.isdisjoint(done.stdout.split())

"""The command for covariates: tables from the draws that a report keeps, and what it refuses."""

import numpy as np
import pandas as pd
import pytest
from test_effects import draws_of

from topics.cli import main
from topics.estimate.relations import PairDraws
from topics.run.kept import folder_name, keep
from topics.tables import write_csv
from topics.writing.staging import PROGRAM

pytest.importorskip("formulaic", reason="the extra effects is not installed")
CODES = ["KAZ", "UZB", "KGZ", "TJK", "TKM", "RUS", "CHN", "IRN", "TUR", "IND"]


@pytest.fixture
def run(tmp_path):
    """A report of ten countries, whose share of topic 0 rises with x."""
    share = 1 / (1 + np.exp(1 - np.linspace(-1, 1, 10)))
    own = draws_of(np.column_stack([share, 1 - share]), names=CODES)
    pairs = pd.DataFrame({"first": ["KAZ"], "second": ["RUS"], "group": ["KAZ+RUS"]})
    drawn = PairDraws(together=own, countries=own, pairs=pairs.assign(n_docs=20))
    about = {
        "program": PROGRAM, "schema": 1, "stage": "estimates", "settings": {}, "before": {},
        "versions": {}, "source": "", "inputs": None,
    }  # fmt: skip
    folder = tmp_path / "run"
    keep({"together": drawn}, folder / "stages" / folder_name(about), about)
    labels = pd.DataFrame({"topic": [0, 1], "topic_label": ["T0 gas", "T1 law"]})
    write_csv(labels, folder / "tables" / "topic_country.csv")
    return folder


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "data.csv"
    names = ["Kazakhstan", *CODES[1:]]
    write_csv(pd.DataFrame({"country": names, "x": np.linspace(-1, 1, 10)}), path)
    return path


def call(run, data, *options, formula="~ x"):
    out = run.parent / "effects.csv"
    words = ["effects", run, "--data", data, "--formula", formula, "-o", out, *options]
    return main([str(word) for word in words])


def test_a_report_is_regressed_and_drawn(run, data, tmp_path, capsys):
    extra = ["--latex", tmp_path / "t.tex", "--markdown", tmp_path / "t.md"]
    assert call(run, data, *extra) == 0
    assert capsys.readouterr().out == f"effects: {tmp_path / 'effects.csv'} (10 countries)\n"
    table = pd.read_csv(tmp_path / "effects.csv")
    assert table["topic_label"].tolist() == ["T0 gas"] * 2 + ["T1 law"] * 2
    slope = table[(table["topic"] == 0) & (table["term"] == "x")].iloc[0]
    assert slope["ci_low"] < 1 < slope["ci_high"]
    assert (tmp_path / "t.tex").read_text("utf-8").startswith("\\begin{tabular}")
    assert (tmp_path / "t.md").read_text("utf-8").startswith("| Topic | Term |")
    figure = tmp_path / "forest.pdf"
    drawn = ["plot", "effects", str(tmp_path / "effects.csv"), "--term", "x", "-o", str(figure)]
    assert main(drawn) == 0
    assert "Coefficients of topic shares" in figure.with_suffix(".txt").read_text("utf-8")


def test_countries_without_covariates_are_dropped_where_asked(run, data, capsys):
    table = pd.read_csv(data).drop(index=[2, 3])
    write_csv(table, data)
    assert call(run, data) == 2
    assert "lacks 2 of 10 groups" in capsys.readouterr().err
    assert call(run, data, "--missing", "drop") == 0
    assert "(8 countries; 2 left out)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "formula", "said"),
    [
        ([], "~ z", "--formula '~ z' cannot be used"),
        ([], "y ~ x", "--formula has a left side"),
        (["--cluster", "region"], "~ x", "lacks the column 'region'"),
        (["--pairs"], "~ x", "lacks the column 'first'"),
        (["--level", "2"], "~ x", "--level must be a number"),
        (["--missing", "skip"], "~ x", "--missing must be one of"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, data, options, formula, said, capsys):
    assert call(run, data, *options, formula=formula) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (run.parent / "effects.csv").exists()


def test_unknown_countries_and_reports_without_draws_are_named(run, data, tmp_path, capsys):
    write_csv(pd.DataFrame({"country": ["Atlantis"], "x": [1]}), data)
    assert call(run, data) == 2
    assert "Atlantis" in capsys.readouterr().err
    assert call(tmp_path / "none", data) == 2
    assert "keeps no draws of estimates" in capsys.readouterr().err
    (stage,) = (run / "stages").iterdir()
    (stage / "values.npz").write_bytes(b"no")
    assert call(run, data) == 2
    assert "Make the report again" in capsys.readouterr().err

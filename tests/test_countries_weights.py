"""Weights of countries: every feature as a plain loop counts it, the model as its formula says."""

import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.choices import COUNTRY_KINDS
from topics.countries import (
    calibration_error,
    country_weights,
    expand_groups,
    find_countries,
    inherit_weights,
    mention_kinds,
    reliability,
    salience_reliability,
)
from topics.countries.features import FEATURES, salience_features
from topics.countries.lists import list_features
from topics.countries.past import presence
from topics.countries.salience import WEIGHT_COLUMNS, SalienceModel, salience_model
from topics.errors import TopicsError

DATA = Path(__file__).parents[1] / "topics" / "countries" / "data"
ORDER = {"title": 0, "dateline": 1, "text": 2}


def as_counted(mentions, text, dateline):
    """Count the features of one document; `mentions` are (field, start, country, kind)."""
    groups = [row for row in mentions if row[2] == "NATO"]
    own = sorted((r for r in mentions if r[2] != "NATO"), key=lambda r: (ORDER[r[0]], r[1]))
    codes = sorted({row[2] for row in own})
    met = list(dict.fromkeys(row[2] for row in own))
    of = {code: [row for row in own if row[2] == code] for code in codes}
    body = [row for row in own if row[0] == "text"]
    plain = {c: sum(r[3] not in ("currency", "company") for r in of[c]) for c in codes}
    lead = {c: math.log1p(sum(r[0] == "text" and r[1] < 350 for r in of[c])) for c in codes}
    share = {c: plain[c] / max(sum(plain.values()), 1) for c in codes}
    titled = {c: float(any(r[0] == "title" for r in of[c])) for c in codes}
    placed = {c: float(any(r[0] == "dateline" for r in of[c])) for c in codes}
    most = max(map(len, of.values()), default=0)

    def other(values, code):
        return max((values[c] for c in codes if c != code), default=0.0)

    rows = []
    for code in codes:
        rows_of, n = of[code], len(of[code])
        inside = [r for r in rows_of if r[0] == "text"]
        listed = [r for r in inside if len({o[2] for o in body if abs(o[1] - r[1]) < 60}) >= 4]
        n_title = sum(r[0] == "title" for r in rows_of)
        row = {
            "country": code,
            "n_mentions": n,
            "share": share[code],
            "has_dateline": bool((dateline or "").strip()),
            "share_squared": share[code] ** 2,
            "log_mentions": math.log1p(n),
            "log_body": math.log1p(len(inside)),
            "single_mention": float(n == 1),
            "in_title": titled[code],
            "log_title": math.log1p(n_title),
            "in_dateline": placed[code],
            "log_lead": lead[code],
            "spread": math.log1p(len({r[1] // 250 for r in inside})),
            "rank": float(min(met.index(code), 8)),
            "is_most": float(n == most),
            "relative": n / most,
            "log_countries": math.log(len(codes)),
            "log_groups": math.log1p(len(groups)),
            "title_countries": sum(titled.values()),
            "title_any": float(any(titled.values())),
            "log_length": math.log(len(text) + 1),
            "digits": sum(mark in "0123456789" for mark in text) / (len(text.encode()) + 1),
            "first_position": inside[0][1] / (len(text) + 1) if inside else 1.0,
            "enumerated": len(listed) / max(len(inside), 1),
            "only_enumerated": float(bool(inside) and len(listed) == len(inside)),
            "no_body": float(not any(r[3] not in ("currency", "company") for r in inside)),
            "other_share": other(share, code),
            "other_mentions": math.log1p(other({c: len(of[c]) for c in codes}, code)),
            "other_in_title": other(titled, code),
            "other_in_dateline": other(placed, code),
            "other_lead": other(lead, code),
            "dateline_alone": placed[code] * (len(codes) == 1),
            "dateline_without_body": placed[code] * (not inside),
            "dateline_against_title": placed[code] * other(titled, code) * (1 - titled[code]),
            "lead_against_dateline": lead[code] * other(placed, code),
        }
        for kind in ("currency", "capital", "city", "metonym", "company", "leader"):
            row[f"only_{kind}"] = float(all(r[3] == kind for r in rows_of))
        for kind in COUNTRY_KINDS:
            row[f"log_{kind}"] = math.log1p(sum(r[3] == kind for r in rows_of))
        rows.append(row)
    return rows


CODES = ["BRA", "CHN", "DEU", "FRA", "PER", "RUS", "USA", "ZAF", "ESP", "KEN", "NATO"]
MENTION = st.tuples(
    st.sampled_from(["title", "dateline", "text", "text", "text"]),
    st.integers(0, 900),
    st.sampled_from(CODES),
    st.sampled_from(COUNTRY_KINDS),
)
DOCUMENT = st.tuples(
    st.lists(MENTION, max_size=25),
    st.text(alphabet="ab 0123é", max_size=40),
    st.sampled_from(["", None, " ", "PARIS -"]),
)


@settings(max_examples=60)
@given(st.lists(DOCUMENT, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_every_feature_is_what_a_plain_loop_counts(documents, random):
    corpus = pd.DataFrame(
        {
            "doc_id": [f"d{n}" for n in range(len(documents))],
            "text": [text for _, text, _ in documents],
            "dateline": [dateline for _, _, dateline in documents],
        }
    )
    # two mentions at one place would have no order
    unique = [list({row[:2]: row for row in rows}.values()) for rows, _, _ in documents]
    rows = [(f"d{n}", *row) for n, some in enumerate(unique) for row in some]
    random.shuffle(rows)
    mentions = pd.DataFrame(rows, columns=["doc_id", "field", "start", "country", "kind"])
    found = salience_features(mentions.astype({"start": "int64"}), corpus)
    expected = [
        {"doc_id": f"d{n}", **row}
        for n, (_, text, dateline) in enumerate(documents)
        for row in as_counted(unique[n], text, dateline)
    ]
    assert set(found) == {"doc_id", "country", "n_mentions", "share", "has_dateline", *FEATURES}
    assert found[["doc_id", "country"]].to_numpy().tolist() == [
        [row["doc_id"], row["country"]] for row in expected
    ]
    for name in set(found) - {"doc_id", "country"}:
        assert found[name].tolist() == pytest.approx([row[name] for row in expected]), name


def test_a_corpus_without_datelines_has_none():
    corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Peru"]})
    has_dateline = salience_features(find_countries(corpus), corpus)["has_dateline"]
    assert has_dateline.tolist() == [False]
    assert has_dateline.dtype == bool


def test_members_of_a_group_count_as_named_and_groups_alone_do_not():
    corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Central Asia"]})
    mentions = find_countries(corpus)
    assert salience_features(mentions, corpus).empty
    members = salience_features(expand_groups(mentions), corpus)
    assert members["country"].tolist() == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    assert members["share"].tolist() == pytest.approx([0.2] * 5)


def test_the_model_is_a_layer_of_tanh_and_a_logistic():
    model = SalienceModel(
        features=("x", "y"),
        inner=np.array([[0.5, -1.0], [2.0, 0.25], [-0.5, 3.0]]),
        outer=np.array([0.1, 1.5, -2.0]),
    )
    table = pd.DataFrame({"y": [0.3, -0.2], "z": [9.0, 9.0], "x": [1.0, 0.0]})
    expected = []
    for x, y in zip(table["x"], table["y"], strict=True):
        first = math.tanh(0.5 + 2.0 * x - 0.5 * y)
        second = math.tanh(-1.0 + 0.25 * x + 3.0 * y)
        expected.append(1 / (1 + math.exp(-(0.1 + 1.5 * first - 2.0 * second))))
    assert model.probability(table).tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("dateline", [True, False])
def test_the_shipped_model_is_read_as_its_file_has_it(dateline):
    lines = [line.split("\t") for line in (DATA / "salience.tsv").read_text("utf-8").splitlines()
             if line and not line.startswith("#")]  # fmt: skip
    header, rows = lines[0], [r for r in lines[1:] if r[0] == ("yes" if dateline else "no")]
    model = salience_model(dateline=dateline)
    assert header[3:] == [f"unit_{n}" for n in range(1, 13)]
    assert list(model.features) == [row[1] for row in rows[2:]]
    assert set(model.features) <= set(FEATURES)
    assert model.inner[0].tolist() == [float(cell) for cell in rows[0][3:]]
    assert model.outer.tolist() == [float(cell) for cell in rows[1][2:]]
    for row, numbers in zip(rows[2:], model.inner[1:], strict=True):
        assert numbers.tolist() == [float(cell) for cell in row[3:]]
    table = salience_reliability(dateline=dateline)
    assert table.dtypes["n"] == "int64"
    assert table.columns.tolist()[-1] == "sample"
    other = salience_reliability(dateline=not dateline)
    assert table["predicted"].tolist() != other["predicted"].tolist()


def test_each_document_takes_the_model_of_its_dateline():
    corpus = pd.DataFrame(
        {"doc_id": ["a", "b"], "text": ["Peru sold fish."] * 2, "dateline": ["LIMA -", ""]}
    )
    mentions = find_countries(corpus)
    weights = country_weights(mentions, corpus)
    table = salience_features(mentions, corpus)
    expected = []
    for n, line in enumerate(corpus["dateline"]):
        row = table.iloc[[n]]
        alone = salience_model(dateline=bool(line)).probability(row)
        beside = salience_model(dateline=bool(line), file="salience_lists.tsv")
        expected.append(beside.probability(list_features(alone, row))[0])
    assert weights["p_about"].tolist() == pytest.approx(expected)
    assert weights["weight"].tolist() == pytest.approx(expected), "one country takes all"


def test_wrong_tables_are_refused_by_name():
    corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Peru"]})
    mentions = find_countries(corpus)
    for column in ("doc_id", "field", "start", "country", "kind"):
        with pytest.raises(TopicsError, match=f"`mentions` lacks the column '{column}'"):
            country_weights(mentions.drop(columns=column), corpus)
    with pytest.raises(TopicsError, match="`corpus` lacks the column 'text'"):
        country_weights(mentions, corpus[["doc_id"]])
    weights = country_weights(mentions, corpus)
    units = pd.DataFrame({"doc_id": ["a"], "parent_id": ["a"]})
    with pytest.raises(TopicsError, match="`unit_weights` lacks the column 'p_about'"):
        inherit_weights(weights.drop(columns="p_about"), units, weights)
    with pytest.raises(TopicsError, match="`units` lacks the column 'parent_id'"):
        inherit_weights(weights, units[["doc_id"]], weights)
    with pytest.raises(TopicsError, match="`document_weights` lacks the column 'weight'"):
        inherit_weights(weights, units, weights.drop(columns="weight"))


def test_units_come_in_their_order_with_what_their_document_has():
    rows = [["u2", "USA", 2, 0.5, 0.6, 0.5], ["u2", "CHN", 2, 0.5, 0.7, 0.4]]
    own = pd.DataFrame(rows, columns=WEIGHT_COLUMNS)
    documents = pd.DataFrame(
        [["d", "RUS", 4, 0.6, 0.8, 0.7], ["d", "PER", 1, 0.4, 0.3, 0.2],
         ["e", "KEN", 1, 1.0, 0.9, 0.9]], columns=WEIGHT_COLUMNS,
    )  # fmt: skip
    units = pd.DataFrame({"doc_id": ["u3", "u2", "u1", "u0"], "parent_id": ["e", "d", "d", "f"]})
    table = inherit_weights(own, units, documents)
    assert table.to_numpy().tolist() == [
        ["u3", "KEN", 0, 0.0, 0.9, 0.9, True],
        ["u2", "CHN", 2, 0.5, 0.7, 0.4, False],
        ["u2", "USA", 2, 0.5, 0.6, 0.5, False],
        ["u1", "PER", 0, 0.0, 0.3, 0.2, True],
        ["u1", "RUS", 0, 0.0, 0.8, 0.7, True],
    ]
    assert table.columns.tolist() == [*WEIGHT_COLUMNS, "inherited"]


# --- states that are gone -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("", 1991, 1.0), ("", 1992, 0.4), ("", 1950, 1.0),  # the Soviet Union ended in 1991
        ("", None, 1.0), ("In 1990 it rose.", None, 1.0), ("In 1991 it fell.", None, 0.4),
        ("In 1985 and 2004.", None, 0.4), ("By 2030 it may rise.", None, 1.0),
        ("It grows by 2030, until 2050, in the year 2060.", None, 1.0),
        ("In 20045 tons.", None, 1.0), ("In 1805.", None, 1.0), ("In 2004 it fell.", 1980, 1.0),
        (None, None, 1.0),
    ],
)  # fmt: skip
def test_a_state_is_past_after_its_last_year(text, year, expected):
    date = None if year is None else f"{year}-05-01"
    corpus = pd.DataFrame({"doc_id": ["a"], "text": [text], "date": pd.to_datetime([date])})
    table = pd.DataFrame({"doc_id": "a", "country": ["SUN", "RUS"], "share": [0.2, 0.8]})
    assert presence(table, corpus).tolist() == pytest.approx([expected, 1.0])


@pytest.mark.parametrize(("share", "expected"), [(0.0, 0.0), (0.25, 0.5), (0.5, 1.0), (0.9, 1.0)])
def test_half_of_the_mentions_make_the_past_the_subject(share, expected):
    corpus = pd.DataFrame({"doc_id": ["a", "b"], "text": "", "date": ["2020-01-01", "1980-01-01"]})
    table = pd.DataFrame({"doc_id": ["a", "b"], "country": "SUN", "share": share})
    assert presence(table, corpus).tolist() == [expected, 1.0]


# --- tables ---------------------------------------------------------------------------------------


def test_kinds_are_counted_with_the_most_first_and_names_before_others():
    rows = [("USA", "city"), ("PER", "leader"), ("PER", "name"), ("PER", "name"), ("CHL", "name"),
            ("CHL", "capital"), ("CHL", "capital")]  # fmt: skip
    table = mention_kinds(pd.DataFrame(rows, columns=["country", "kind"]))
    assert table.to_numpy().tolist() == [
        ["CHL", "Chile", "name", 1, pytest.approx(1 / 3)],
        ["CHL", "Chile", "capital", 2, pytest.approx(2 / 3)],
        ["PER", "Peru", "name", 2, pytest.approx(2 / 3)],
        ["PER", "Peru", "leader", 1, pytest.approx(1 / 3)],
        ["USA", "United States", "city", 1, 1.0],
    ]
    with pytest.raises(TopicsError, match="`mentions` lacks the column 'kind'"):
        mention_kinds(pd.DataFrame({"country": ["PER"]}))


def test_reliability_by_hand():
    p = [0.0, 0.05, 0.1, 0.55, 0.59, 1.0]
    y = [False, True, False, True, False, True]
    table = reliability(p, y)
    assert table["bin_low"].tolist() == pytest.approx([0.0, 0.1, 0.5, 0.9])
    assert table["bin_high"].tolist() == pytest.approx([0.1, 0.2, 0.6, 1.0])
    assert table["n"].tolist() == [2, 1, 2, 1]
    assert table["predicted"].tolist() == pytest.approx([0.025, 0.1, 0.57, 1.0])
    assert table["observed"].tolist() == [0.5, 0.0, 0.5, 1.0]
    # Wilson's interval of 1 of 2, and of 0 and 1 of 1
    z = 1.959964
    half = z / (1 + z**2 / 2) * math.sqrt(0.25 / 2 + z**2 / 16)
    assert table["ci_low"].tolist() == pytest.approx([0.5 - half, 0, 0.5 - half, 1 / (1 + z**2)])
    assert table["ci_high"].tolist() == pytest.approx(
        [0.5 + half, z**2 / (1 + z**2), 0.5 + half, 1.0]
    )
    gaps = (0.475 * 2 + 0.1 + 0.07 * 2 + 0.0) / 6
    assert calibration_error(table) == pytest.approx(gaps)
    assert len(reliability(p, y, n_bins=2)) == 2


@pytest.mark.parametrize(
    ("p", "y", "message"),
    [
        ([1.1], [True], r"`probability` must be in \[0, 1\]; got values from 1.1 to 1.1\."),
        ([-0.1, 1.0], [True, True], "got values from -0.1 to 1"),
        ([0.5, float("nan")], [True, True], r"`probability` must be in"),
        ([[0.5]], [[True]], r"must be as long as each other; got \(1, 1\) and \(1, 1\)"),
        ([0.5], [True, False], r"got \(1,\) and \(2,\)"),
    ],
)
def test_what_is_no_probability_is_refused(p, y, message):
    with pytest.raises(TopicsError, match=message):
        reliability(p, y)
    with pytest.raises(TopicsError, match="`n_bins` must"):
        reliability([0.5], [True], n_bins=0)


def test_nothing_predicted_is_an_empty_table():
    assert reliability([], []).empty
    assert re.match(r"bin_low", reliability([], []).columns[0])

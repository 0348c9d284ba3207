"""The page is whole, asks for nothing outside itself, escapes its texts, and can be explored."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import made_up
import numpy as np
import pandas as pd
import plot_tables
import pytest
import scipy.sparse as sp
from browsing import start
from jinja2 import UndefinedError
from matplotlib.figure import Figure

from topics.cleaning.lines import AccountLine
from topics.estimate.seriate import seriate
from topics.plots import style
from topics.plots.save import Drawing
from topics.readers.account import Account
from topics.report.colours import AA, contrast, palette
from topics.report.explorer import embed, explorer_data
from topics.report.facts import departures_table
from topics.report.figures import overview_figures
from topics.report.html import render, write_html
from topics.report.matrix import country_matrix, pair_matrix
from topics.report.write import derived_tables
from topics.run.config import ReportConfig
from topics.run.labelling import Labelling
from topics.run.validation import Validation

HOSTILE = "</script><img src=x onerror=\"document.title='stolen'\">&amp; <b>bold</b>"
# Heatmap, world, one contrast, two trends, map of topics, pairs, kinds of mention, calibration,
# reliability, flow, coverage.
FIGURES = 13


@pytest.fixture(scope="module")
def run():
    """A run of made-up tables, with markup in every text that comes from the corpus."""
    estimates, words = plot_tables.make_estimates(7, 4), plot_tables.make_words(4)
    documents = plot_tables.make_documents(60).assign(title=HOSTILE)
    documents["text"] = HOSTILE + " " + documents["text"]
    rng = np.random.default_rng(0)
    shares = pd.DataFrame(
        rng.dirichlet(np.full(4, 0.2), 60), index=documents["doc_id"], columns=range(4)
    )
    codes = estimates["country"].unique()
    weights = pd.DataFrame(
        {"doc_id": documents["doc_id"], "country": codes[np.arange(60) % 7], "weight": 0.9}
    )
    run = SimpleNamespace(
        warnings=(),
        account=Account(documents=60),
        config=ReportConfig(title=f"Run {HOSTILE}", n_topics=4, unit="document"),
        corpus=documents,
        units=documents,
        audit=pd.DataFrame(
            {
                "doc_id": "d",
                "stage": "boilerplate",
                "rule": "r",
                "line": 1,
                "text": "x",
                "count": 1,
            },
            index=[0],
        ),
        flow=pd.DataFrame({"stage": ["read", "kept"], "kept": [70, 60], "dropped": [0, 10]}),
        mentions=weights.assign(kind="name", surface="Kazakh"),
        weights=weights,
        words=words,
        shares=shares,
        estimates=estimates,
        diagnostics={},
        labelling=Labelling(),
        validation=Validation(),
        lines=(AccountLine("Dates", HOSTILE, worry=True), AccountLine("Copies", "none found")),
        pairs=pd.DataFrame(),
        contrasts=plot_tables.make_contrasts(4).assign(
            first_name="Kazakhstan", second_name="Uzbekistan"
        ),
        trends=plot_tables.make_trends(3, 2),
        robust=pd.DataFrame(),
        groups=pd.DataFrame(),
        group_countries=pd.DataFrame(),
        group_documents=pd.DataFrame(),
        pair_trends=pd.DataFrame(),
        reliability=pd.DataFrame(
            {"topic": range(4), "reliability": [0.9, 0.8, 0.6, 0.3], "stable": True}
        ),
        sweep=pd.DataFrame(),
        n_topics_given=True,
        stopped=pd.DataFrame(),
        bow=SimpleNamespace(
            counts=sp.csr_array(np.ones((60, 3), int)), doc_ids=shares.index, words=list("abc")
        ),
        model=SimpleNamespace(
            topic_word=pd.DataFrame(rng.dirichlet(np.ones(9), 4), index=range(4)),
            doc_topic=shares,
            words=pd.Index(list("abcdefghi")),
        ),
    )
    run.shown = lambda: seriate(estimates)
    return run


@pytest.fixture(scope="module")
def page(run, tmp_path_factory):
    return write(run, tmp_path_factory.mktemp("html") / "report.html")


def write(run, path):
    extra = derived_tables(run)
    write_html(run, extra, overview_figures(run, extra, path.parent), path)
    return path


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.texts = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def read(page):
    reader = Reader()
    reader.feed(page.read_text("utf-8"))
    return reader


def test_the_page_links_to_nothing_outside_itself(read, page):
    assert all(link.startswith(("#", "data:image/svg+xml;base64,")) for link in read.links)
    assert "default-src 'none'" in page.read_text("utf-8")


def test_texts_of_the_corpus_stay_texts(read, run):
    assert run.config.title in "".join(read.texts)
    assert read.tags.count("img") == FIGURES
    assert "b" not in read.tags


@pytest.mark.parametrize("field", ["doc_id", "country_name", "topic_label", "stage", "word"])
def test_markup_in_any_column_stays_text(field, run, tmp_path):
    changed = SimpleNamespace(**vars(run))
    if field == "doc_id":
        renamed = {doc: f"{doc}{HOSTILE}" for doc in run.corpus["doc_id"]}
        for name in ("corpus", "units", "weights", "mentions"):
            table = getattr(run, name)
            setattr(changed, name, table.assign(doc_id=table["doc_id"].map(renamed)))
        changed.shares = run.shares.rename(index=renamed)
    elif field == "stage":
        changed.flow = run.flow.assign(stage=HOSTILE)
    elif field == "word":
        changed.words = run.words.assign(word=HOSTILE)
    else:
        for name in ("estimates", "contrasts", "trends", "words"):
            table = getattr(run, name)
            if field in table:
                setattr(changed, name, table.assign(**{field: HOSTILE}))
        changed.shown = lambda: seriate(changed.estimates)
    text = write(changed, tmp_path / "hostile.html").read_text("utf-8")
    reader = Reader()
    reader.feed(text)
    assert reader.tags.count("script") == text.count("</script>") == 2
    assert reader.tags.count("img") == FIGURES
    assert "b" not in reader.tags
    assert "bold" in text  # it did reach the page


def test_a_fact_that_is_missing_is_an_error_and_not_a_gap():
    with pytest.raises(UndefinedError, match="is undefined"):
        render(data="{}", title="No level, no figures")


def test_what_should_worry_stands_above_what_stands_out(page):
    text = page.read_text("utf-8")
    warning = text[text.index("Check this first") : text.index("What stands out")]
    assert "Dates: &lt;/script&gt;" in warning
    assert "none found" not in warning


def test_the_colours_are_those_of_the_figures(page):
    text = page.read_text("utf-8")
    for name, colour in (("accent", style.ACCENT), ("quiet", style.QUIET), ("rule", style.RULE)):
        assert f"--{name}: {colour};" in text
    written = re.sub(r":root[^{]*\{[^}]*\}", "", text.split('<script type="application/json"')[0])
    assert re.findall(r"#[0-9a-f]{6}", written.split("<body>")[0]) == []


def test_departures_are_the_rows_of_the_appendix(read, run):
    heads, rows = departures_table(run.estimates, level=0.95)
    assert rows
    assert all(len(row) == len(heads) for row in rows)
    cells = [text for text in read.texts if text.strip()]
    start = len(cells) - 1 - cells[::-1].index("Times") - heads.index("Times")
    assert cells[start : start + len(heads) * (len(rows) + 1)] == [*heads, *chain(*rows)]


def test_figures_have_alt_texts_and_every_label_of_a_control(page):
    text = page.read_text("utf-8")
    alts = re.findall(r'<img alt="([^"]+)"', text)
    assert len(alts) == FIGURES == len(set(re.findall(r'<figure id="([^"]+)">', text)))
    captions = re.findall(r"<figcaption>([^<]+)</figcaption>", text)
    assert len(captions) == FIGURES
    assert all(len(caption) > 30 for caption in captions)


def test_the_data_of_the_explorer_are_the_estimates(page, run):
    text = page.read_text("utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S).group(1))
    cells = pd.DataFrame(data["country"]["cells"], columns=data["country"]["columns"])
    merged = cells.merge(run.estimates, on=["country", "topic"], validate="1:1")
    assert len(merged) == len(run.estimates)
    for column in ("estimate", "ci_low", "ci_high"):
        np.testing.assert_allclose(merged[f"{column}_x"], merged[f"{column}_y"], atol=1e-5)
    assert set(data["country"]["rows"]) == set(run.estimates["country"])


def test_the_page_is_the_same_bytes_again(page, run, tmp_path):
    write(run, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_nothing_that_is_no_number_reaches_the_page():
    with pytest.raises(ValueError, match="not JSON compliant"):
        embed({"share": float("nan")})


@pytest.mark.parametrize(
    ("driver", "reason"),
    [
        (None, "no chromium and chromedriver here"),
        ("#!/bin/sh\nexit 3\n", "browser does not start.*Status code was: 3"),
        ("no program", "browser does not start.*Exec format error"),
    ],
)
def test_a_browser_that_does_not_start_is_a_skip_that_says_why(tmp_path, driver, reason):
    pytest.importorskip("selenium", reason="selenium is not installed")
    path = None
    if driver is not None:
        path = str(tmp_path / "driver")
        Path(path).write_text(driver, "utf-8")
        Path(path).chmod(0o755)
    with pytest.raises(pytest.skip.Exception, match=reason):
        start(str(tmp_path / "browser"), path)


def test_titles_and_alt_texts_of_figures_stay_texts(run, tmp_path):
    title = 'Topics of "KAZ" <b>& others</b>'
    figure = Figure(figsize=(3.5, 1))
    drawing = Drawing(path=tmp_path / "f.svg", figure=figure, title=title, alt=f"Alt: {title}")
    path = tmp_path / "report.html"
    write_html(run, derived_tables(run), [drawing], path)
    (found,) = re.findall(r"<figure .*?</figure>", path.read_text("utf-8"), re.S)
    assert "<b>" not in found
    reader = Figures()
    reader.feed(found)
    assert reader.alts == [title]
    assert reader.texts == [f"Alt: {title}"]
    assert 'width="476" height="136"' in found  # half of the text's width; nothing jumps on loading


class Figures(Reader):
    def __init__(self):
        super().__init__()
        self.alts = []

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        self.alts += [value for name, value in attrs if name == "alt"]


@pytest.fixture(scope="module")
def known():
    """A run whose numbers can be told by hand, and its page without figures."""
    return made_up.make_run()


@pytest.fixture(scope="module")
def plain(known, tmp_path_factory):
    path = tmp_path_factory.mktemp("known") / "report.html"
    write_html(known, derived_tables(known), [], path)
    return path.read_text("utf-8")


def test_the_explorer_has_every_cell_in_order_with_its_notes(known):
    data = explorer_data(known, derived_tables(known))
    assert data["level"] == "95 %"
    assert data["said"] == "what is written about {}"
    assert "pair" not in data
    country = data["country"]
    assert country["columns"] == [
        "country", "topic", "estimate", "ci_low", "ci_high", "ci50_low", "ci50_high",
        "corpus_share", "n_effective", "lift", "lift_low", "lift_high", "p_country_given_topic",
        "p_country_low", "p_country_high", "far", "told", "settled",
    ]  # fmt: skip
    first = ["KAZ", 0, 0.8, 0.7, 0.9, 0.77, 0.83, 0.6, 1200.0, 1.3333, 1.1667, 1.5]
    far = round(0.7**0.5 - 0.6**0.5, 6)
    assert country["cells"][0] == [*first, *3 * [0.26667], far, True, True]
    assert len(country["cells"]) == 6
    assert data["topic"] == {
        "0": {"order": 0, "similar": 0, "label": "T0 gas, oil", "share": 0.6,
              "words": "gas, oil, pipeline", "stable": True},
        "1": {"order": 1, "similar": 1, "label": "T1 vote, law", "share": 0.4,
              "words": "vote, law, party", "stable": True},
    }  # fmt: skip
    # By name: Georgia before Kazakhstan.
    assert [(code, facts["label"]) for code, facts in country["rows"].items()] == [
        ("GEO", "Georgia"), ("KAZ", "Kazakhstan"), ("UZB", "Uzbekistan"),
    ]  # fmt: skip
    assert country["rows"]["KAZ"]["documents"] == 1200
    assert [code for code, facts in country["rows"].items() if facts["few"]] == ["GEO"]
    assert country["passages"]["KAZ 0"][0] == [
        "Gas flows west", ["a of KAZ. a of KAZ. a of KAZ."], "d0", 0.9,
    ]  # fmt: skip
    assert "GEO 1" not in country["passages"]  # its document has no word left


def test_the_page_says_in_tables_what_the_run_came_to(plain):
    rows = re.findall(r"<tr>(.*?)</tr>", plain, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    cells = [[re.sub("<a [^>]*>|</a>", "", text) for text in row] for row in cells]
    assert ["Documents read", "1,007"] in cells
    start = cells.index(["Country", "Topic", "Share", "95 % interval", "Corpus", "Times",
                         "95 % interval", "n", "q"])  # fmt: skip
    assert cells[start + 1 : start + 5] == [
        [
            "Georgia",
            "T1 vote, law",
            "70.0 %",
            "60.0 to 80.0 %",
            "40.0 %",
            "1.7",
            "1.5 to 2.0",
            "8",
            "–",
        ],
        [
            "Kazakhstan",
            "T0 gas, oil",
            "80.0 %",
            "70.0 to 90.0 %",
            "60.0 %",
            "1.3",
            "1.2 to 1.5",
            "1,200",
            "–",
        ],
        [
            "Georgia",
            "T0 gas, oil",
            "30.0 %",
            "20.0 to 40.0 %",
            "60.0 %",
            "0.50",
            "0.33 to 0.67",
            "8",
            "–",
        ],
        [
            "Kazakhstan",
            "T1 vote, law",
            "20.0 %",
            "10.0 to 30.0 %",
            "40.0 %",
            "0.50",
            "0.25 to 0.75",
            "1,200",
            "–",
        ],
    ]
    assert plain.count('<th scope="col" class="number">') == 7
    assert plain.count('<td class="number">') == 4 * 7
    departures = plain[plain.index('id="departures"') :]
    assert departures.count('<th scope="col">') == 2
    assert re.findall('<a href="#([^"]+)">', departures) == [
        "country=GEO&amp;topic=1", "country=KAZ&amp;topic=0", "country=GEO&amp;topic=0",
        "country=KAZ&amp;topic=1",
    ]  # fmt: skip
    numbers = re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", plain)
    assert numbers == [
        ("documents kept", "6"), ("mentions of countries", "3"), ("countries estimated", "3"),
        ("topics", "2"),
    ]  # fmt: skip
    findings = re.findall(r"<li>(.*?)</li>", plain)
    (first,) = [line for line in findings if line.startswith("70 % (60 to 80) of what is written")]
    assert 'href="#country=GEO&amp;topic=1" aria-label="Open the cell: Georgia, T1 vote' in first
    assert sum("Open the cell" in line for line in findings) == 2
    headings = re.findall(r"<h3>(.*?)</h3>\s*<p>", plain[plain.index('id="method"') :])
    assert headings[:2] == ["Which countries a text is about", "Topics"]


def test_the_contents_lead_to_sections_that_are_there(plain):
    links = re.findall(r'<a href="#(\w+)">(\w+)</a>', plain)
    assert links == [
        (name, name.capitalize())
        for name in ("summary", "explorer", "figures", "read", "method", "departures")
    ]
    for name, _ in links:
        assert f'id="{name}"' in plain
    assert "<title>A made-up run</title>" in plain


def test_no_departure_is_said_to_be_none(tmp_path):
    run = made_up.make_run(estimates=made_up.make_estimates().assign(ci_low=0.0, ci_high=1.0))
    write_html(run, derived_tables(run), [], tmp_path / "r.html")
    assert "<p>None.</p>" in (tmp_path / "r.html").read_text("utf-8")


def test_the_matrix_has_the_marks_of_the_figures():
    run = made_up.make_run(
        estimates=made_up.make_estimates().assign(
            settled=[True, False, False, True, True, True], stable=[True, False] * 3
        )
    )
    matrix = country_matrix(run, level="95 %")
    assert matrix.topics == (("0", "T0 gas, oil"), ("1", "T1 vote, law †"))
    assert [(row.key, row.documents, row.few) for row in matrix.rows] == [
        ("GEO", "8", True), ("KAZ", "1,200", False), ("UZB", "30", False),
    ]  # fmt: skip
    assert [[(cell.text, cell.sign, cell.colour) for cell in row.cells] for row in matrix.rows] == [
        [("30", "▼", "down2"), ("70", "▲", "up2")],
        [("80", "▲", "up1"), ("~20", "▼", "down2")],
        [("~60", "", ""), ("40", "", "")],
    ]
    assert matrix.rows[0].cells[1].id == "country=GEO&topic=1"
    for words in ("sampler has not settled", "other seeds do not find", "fewer than 10 documents"):
        assert words in matrix.note


def test_what_is_few_also_reads_so():
    estimates = made_up.make_estimates()
    few = estimates.assign(n_effective=estimates["country"].map({"KAZ": 9.97, "UZB": 10.0}))
    run = made_up.make_run(estimates=few[few["country"] != "GEO"])
    rows = {row.key: (row.documents, row.few) for row in country_matrix(run, level="95 %").rows}
    assert rows == {"KAZ": ("9.9", True), "UZB": ("10", False)}


def test_a_cell_that_was_not_estimated_stays_empty_and_a_lift_of_nothing_has_no_colour():
    estimates = made_up.make_estimates().drop(index=5)
    estimates.loc[0, ["corpus_share", "lift", "ci_low", "estimate"]] = [0.0, np.nan, 0.0, 0.0]
    run = made_up.make_run(estimates=estimates)
    rows = {row.key: row for row in country_matrix(run, level="95 %").rows}
    assert rows["GEO"].cells[1].text == ""
    assert (rows["KAZ"].cells[0].text, rows["KAZ"].cells[0].colour) == ("0", "")


def test_the_matrix_of_pairs_colours_what_the_figure_of_pairs_does():
    matrix = pair_matrix(made_up.make_run(pairs=made_up.make_pairs()))
    assert [(row.key, row.label, row.documents, row.few) for row in matrix.rows] == [
        ("GEO-KAZ", "Georgia – Kazakhstan", "24", False),
        ("GEO-UZB", "Georgia – Uzbekistan", "16", True),
    ]
    assert [[(cell.text, cell.sign, cell.colour) for cell in row.cells] for row in matrix.rows] == [
        [("−30", "▼", "down5"), ("+30", "▲", "up5")],
        [("+5", "", ""), ("−5", "", "")],
    ]


@pytest.mark.parametrize("dark", [False, True])
def test_letters_can_be_read_on_every_colour_of_the_page(dark):
    colours = palette(dark=dark)
    pairs = [(letters, on) for letters in ("ink", "quiet", "accent") for on in ("paper", "shade")]
    pairs += [(f"{name}-ink", name) for name in colours if f"{name}-ink" in colours]
    assert len(pairs) == 18
    found = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair for pair, ratio in found.items() if ratio < AA} == set()
    # What can be used has an edge that can be seen (WCAG 2.2, 1.4.11).
    assert contrast(colours["edge"], colours["paper"]) >= 3


def test_figures_say_which_cells_they_show(known, tmp_path):
    def shown(stem, data):
        drawing = Drawing(path=tmp_path / f"{stem}.pdf", figure=Figure(), title="", data=data)
        data = explorer_data(known, derived_tables(known), drawings=[drawing])
        return set(data["figures"][0]["cells"])

    every = {f"{country} {topic}" for country in ("KAZ", "UZB", "GEO") for topic in (0, 1)}
    assert shown("topic-country", known.estimates) == every
    assert shown("stand-out", known.estimates) == {"GEO 1", "KAZ 0"}
    pairs = {f"GEO-{other} {topic}" for other in ("KAZ", "UZB") for topic in (0, 1)}
    assert shown("pairs-beyond", made_up.make_pairs()) == pairs
    assert shown("contrast-KAZ-GEO", known.contrasts) >= {"KAZ 0", "GEO 1"}
    assert shown("flow", known.flow) == set()


def test_a_policy_lets_only_the_style_and_script_of_the_page_run(plain):
    policy = re.search(r'Content-Security-Policy"\s+content="([^"]+)"', plain).group(1)
    assert "unsafe" not in policy
    for element, tag in (("style", "style"), ("script", 'script type="module"')):
        text = re.search(rf"<{tag}>(.*?)</{element}>", plain, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy
    # It has no style and no script in an attribute, which the policy would not let run.
    assert not re.search(r"<[^>]+ (style|on\w+)=", plain.split('<script type="app')[0])

"""The page is whole, asks for nothing outside itself, escapes its texts, and can be explored."""

import json
import re
import shutil
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pandas as pd
import plot_tables
import pytest
import scipy.sparse as sp

from topics.estimate.seriate import seriate
from topics.report.figures import overview_figures
from topics.report.html import embed, write_html
from topics.report.write import derived_tables
from topics.run.config import ReportConfig

HOSTILE = "</script><img src=x onerror=\"document.title='stolen'\">&amp; <b>bold</b>"
# Heatmap, world, one contrast, two trends, map of topics, pairs, kinds of mention, calibration,
# reliability, flow, coverage.
FIGURES = 12
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")


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
        read={},
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
        mentions=weights.assign(kind="name"),
        weights=weights,
        words=words,
        shares=shares,
        estimates=estimates,
        contrasts=plot_tables.make_contrasts(4).assign(
            first_name="Kazakhstan", second_name="Uzbekistan"
        ),
        trends=plot_tables.make_trends(3, 2),
        reliability=pd.DataFrame(
            {"topic": range(4), "reliability": [0.9, 0.8, 0.6, 0.3], "stable": True}
        ),
        bow=SimpleNamespace(
            counts=sp.csr_array(np.ones((60, 3), int)), doc_ids=shares.index, words=list("abc")
        ),
        model=SimpleNamespace(
            topic_word=pd.DataFrame(rng.dirichlet(np.ones(9), 4), index=range(4))
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


def test_figures_have_alt_texts_and_every_label_of_a_control(page):
    text = page.read_text("utf-8")
    alts = re.findall(r'<img alt="([^"]+)"', text)
    assert len(alts) == FIGURES
    captions = re.findall(r"<figcaption>([^<]+)</figcaption>", text)
    assert len(captions) == FIGURES
    assert all(len(caption) > 30 for caption in captions)
    assert text.count("<label>") == text.count("<select id=")


def test_the_data_of_the_explorer_are_the_estimates(page, run):
    text = page.read_text("utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S).group(1))
    cells = pd.DataFrame(data["cells"], columns=data["columns"])
    merged = cells.merge(run.estimates, on=["country", "topic"], validate="1:1")
    assert len(merged) == len(run.estimates)
    for column in ("estimate", "ci_low", "ci_high"):
        np.testing.assert_allclose(merged[f"{column}_x"], merged[f"{column}_y"], atol=1e-5)
    assert set(data["country"]) == set(run.estimates["country"])


def test_the_page_is_the_same_bytes_again(page, run, tmp_path):
    write(run, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_nothing_that_is_no_number_reaches_the_page():
    with pytest.raises(ValueError, match="not JSON compliant"):
        embed({"share": float("nan")})


@pytest.fixture(scope="module")
def browser():
    if BROWSER is None or DRIVER is None:
        pytest.skip("no chromium and chromedriver here: the explorer was not tried in a browser")
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(executable_path=DRIVER)
    )
    yield driver
    driver.quit()


def rows_of(browser):
    return [
        [cell.text for cell in row.find_elements("tag name", "td")]
        for row in browser.find_elements("css selector", "#result tbody tr")
    ]


def test_the_explorer_works_from_the_keyboard_in_a_browser(browser, page, run):
    from selenium.webdriver.common.keys import Keys

    browser.get(page.as_uri())
    assert browser.title == run.config.title  # no script of a title has run
    choice = browser.find_element("id", "country")
    choice.send_keys("Kaz")
    shown = rows_of(browser)
    expected = run.estimates[run.estimates["country"] == "KAZ"]
    expected = expected.sort_values("estimate", ascending=False)
    assert [row[0] for row in shown] == expected["topic_label"].tolist()
    assert [row[1].rstrip(" ▲▼") for row in shown] == [
        f"{100 * share:.1f} %" for share in expected["estimate"]
    ]
    assert browser.current_url.endswith("#country=KAZ")
    # On with the tabulator: the first row's button opens its passages.
    choice.send_keys(Keys.TAB)
    focused = browser.switch_to.active_element
    assert focused.text == expected["topic_label"].iloc[0]
    focused.send_keys(Keys.ENTER)
    quotes = browser.find_elements("css selector", "#passages blockquote")
    assert quotes
    assert HOSTILE in quotes[0].text
    assert not browser.find_elements("css selector", "#passages img")


def test_a_link_opens_the_explorer_where_it_says(browser, page, run):
    browser.get("about:blank")
    browser.get(page.as_uri() + "#topic=2")
    expected = run.estimates[run.estimates["topic"] == 2].sort_values("estimate", ascending=False)
    assert [row[0] for row in rows_of(browser)] == expected["country_name"].tolist()
    problems = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert problems == []
    requests = browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name)"
    )
    assert all(name.startswith("data:") for name in requests)

"""The explorer of report.html in a headless browser: all that a reader does with it."""

import csv
import json
import time
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import made_up
import numpy as np
import pandas as pd
import plot_tables
import pytest
from browsing import BROWSER, DRIVER, axe_script, start
from matplotlib.figure import Figure

from topics.estimate.standing import told_apart
from topics.plots.save import Drawing
from topics.report.html import write_html
from topics.report.matrix import fragment

HOSTILE = "</script><img src=x onerror=\"document.title='stolen'\"> <b>bold</b>"
LABELS = {
    0: "T0 gas, oil", 1: "T1 انتخابات، برلمان", 2: "T2 铁路, 货运", 3: f"T3 {HOSTILE}",
    4: "T4 =1+1, water",
}  # fmt: skip
CODES = list(plot_tables.NAMES)[:18]
PASSAGES = ["country", "topic", "rank", "doc_id", "title", "passage", "marked", "source", "weight",
            "share"]  # fmt: skip


def make_words(labels):
    rows = [(k, r, f"word{k}x{r}", 0.1, label) for k, label in labels.items() for r in range(1, 9)]
    return pd.DataFrame(rows, columns=["topic", "rank", "word", "probability", "topic_label"])


def make_pairs():
    pairs = plot_tables.make_pairs(6, 5, seed=3)
    return pairs.assign(topic_label=pairs["topic"].map(LABELS), settled=pairs["topic"] != 2)


@pytest.fixture(scope="module")
def run():
    estimates = plot_tables.make_estimates(18, 5, seed=4)
    doubtful = np.arange(len(estimates)) % 7 == 0
    estimates = estimates.assign(
        topic_label=estimates["topic"].map(LABELS), settled=~doubtful,
        p_adjusted=np.where(estimates["lift"] > 1.3, 0.001, 0.5), stable=estimates["topic"] != 4,
    )  # fmt: skip
    few = estimates["country"].isin(["KAZ", "TUR"])
    estimates.loc[few, "n_effective"] = 4.2
    return made_up.make_run(
        estimates=estimates, words=make_words(LABELS), pairs=make_pairs(),
        contrasts=pd.DataFrame(), trends=pd.DataFrame(), reliability=pd.DataFrame(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(run, tmp_path_factory):
    path = tmp_path_factory.mktemp("explorer") / "report.html"
    passages = pd.DataFrame(
        [
            (
                "UZB",
                1,
                1,
                f"doc {HOSTILE}",
                HOSTILE,
                f"{HOSTILE} gas at last",
                "gas|last",
                "s",
                1,
                0.5,
            )
        ],
        columns=PASSAGES,
    )
    pair = run.pairs.iloc[:1][["first", "second", "topic"]]
    texts = pair.assign(rank=1, doc_id="d7", title="Both", passage="Of both.", share=0.6)
    words = pair.assign(word=HOSTILE)
    table = run.estimates[run.estimates["country"] != "UZB"]
    drawing = Drawing(
        path=path.parent / "topic-country.pdf", figure=Figure(figsize=(7, 2)), title="The heatmap",
        alt="A made-up figure that is of all countries but one.", data=table,
    )  # fmt: skip
    extra = {"passages": passages, "pair_words": words, "pair_passages": texts}
    write_html(run, extra, [drawing], path)
    return path


@pytest.fixture(scope="module")
def chromium():
    driver = start(BROWSER, DRIVER)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium, page):
    """The page, freshly opened, on a desk and in light colours."""
    look(chromium)
    open_page(chromium, page)
    yield chromium
    severe = [entry["message"] for entry in chromium.get_log("browser")
              if entry["level"] == "SEVERE"]  # fmt: skip
    assert severe == []


def look(driver, *, width=1280, height=900, dark=False, media=""):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": [scheme]})


def open_page(driver, path, place=""):
    driver.get("about:blank")
    driver.get(f"{Path(path).as_uri()}{place}")


def test_numbers_stay_behind_names_from_right_to_left(page):
    findings = page.read_text("utf-8").partition("What stands out")[2].partition("</ul>")[0]
    assert f"is on \u2068{LABELS[1]}\u2069: " in findings


def find(browser, name, kind="country"):
    return browser.find_element("css selector", f'[data-kind="{kind}"] {name}')


def texts(browser, selector):
    """Return the texts of what is shown, in the order of the page."""
    return browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
        ".map(e => e.textContent.trim())", selector,
    )  # fmt: skip


def shown_rows(browser, kind="country"):
    return texts(browser, f"#matrix-{kind} tbody th")


def choose(browser, name, value, kind="country"):
    from selenium.webdriver.support.select import Select

    Select(find(browser, f".{name}", kind)).select_by_value(value)


def type_into(browser, name, text):
    from selenium.webdriver.common.keys import Keys

    find(browser, f".{name}").send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE, text)


def wait_until(browser, place):
    """Wait until the page shows the cell of its address: it learns of it a moment later."""
    from selenium.webdriver.support.wait import WebDriverWait

    script = "return [...document.querySelectorAll('td[aria-selected=true]')].map(e => e.id)"
    WebDriverWait(browser, 60).until(
        lambda _: place in browser.execute_script(script), f"{place} was not opened"
    )


def cell(browser, country, topic):
    return browser.find_element("id", fragment(country=country, topic=topic))


def row_of(run, country, topic):
    rows = run.estimates
    return rows[(rows["country"] == country) & (rows["topic"] == topic)].iloc[0]


def test_a_cell_opens_with_its_numbers_in_words_passages_and_figures(browser, run):
    cell(browser, "UZB", 1).click()
    row = row_of(run, "UZB", 1)
    said = find(browser, ".detail").text
    # A name from right to left stands apart, and takes no number along.
    topic = f"\u2068{LABELS[1]}\u2069"
    assert (
        f"{100 * row['estimate']:.1f} % of what is written about Uzbekistan is on {topic}." in said
    )
    assert f"goes from {100 * row['ci_low']:.1f} to {100 * row['ci_high']:.1f} %" in said
    assert f"share in the corpus is {100 * row['corpus_share']:.1f} %" in said
    assert f"{HOSTILE} gas at last" in said
    assert [part.text for part in browser.find_elements("css selector", "blockquote b")] == [
        "gas", "last"]  # fmt: skip
    assert not browser.find_elements("css selector", ".detail img")
    assert browser.title == run.config.title  # no script of a title has run
    assert browser.current_url.endswith("#country=UZB&topic=1")
    assert "The heatmap" not in said
    cell(browser, "GEO", 1).click()
    assert "The heatmap" in find(browser, ".detail").text
    assert "No text is clearly about both" in find(browser, ".detail").text
    link = find(browser, ".detail").find_element("link text", "The heatmap")
    assert link.get_attribute("href").endswith("#figure-topic-country")


@pytest.mark.parametrize("kind", ["country", "pair"])
def test_every_doubt_about_a_cell_is_told_with_it(browser, run, kind):
    rows = run.estimates if kind == "country" else run.pairs
    rows = rows.assign(stable=rows["topic"] != 4) if kind == "country" else rows
    few = rows["n_effective"] < 10 if kind == "country" else rows["n_docs"] < 20
    key = rows["country"] if kind == "country" else rows["first"] + "-" + rows["second"]
    stable = rows["stable"] if kind == "country" else rows["topic"] != 4
    told = told_apart(rows) if kind == "country" else rows["flagged"] & ~few
    told = pd.Series(told, index=rows.index)
    cases = pd.DataFrame({"few": few, "settled": rows["settled"], "stable": stable, "told": told})
    assert len(cases.drop_duplicates()) >= 6
    for place in cases.drop_duplicates().index:
        address = fragment(**{kind: key[place], "topic": rows["topic"][place]})
        browser.execute_script("location.hash = arguments[0]", address)
        wait_until(browser, address)
        said = find(browser, ".detail", kind).text
        found = cases.loc[place]
        assert ("Few:" in said) == found["few"]
        assert ("sampler has not settled" in said) != found["settled"]
        assert ("other seeds do not find" in said) != found["stable"]
        assert ("told from" in said and "Not told" not in said) == found["told"]


def test_choosing_by_lists_shows_all_shares_of_a_topic_or_a_country(browser, run):
    choose(browser, "row-choice", "")
    choose(browser, "topic-choice", "2")
    rows = run.estimates[run.estimates["topic"] == 2].sort_values("estimate", ascending=False)
    assert (
        texts(browser, '[data-kind="country"] .listing tbody th') == rows["country_name"].tolist()
    )
    shares = texts(browser, '[data-kind="country"] .listing tbody td:nth-child(2)')
    marks = ["~" * (not settled) for settled in rows["settled"]]
    written = [
        f"{100 * share:.1f} %" if share >= 0.0005 else "<0.1 %" for share in rows["estimate"]
    ]
    assert [share.rstrip(" ▲▼") for share in shares] == [
        f"{mark}{share}" for mark, share in zip(marks, written, strict=True)]  # fmt: skip
    assert browser.current_url.endswith("#topic=2")
    choose(browser, "topic-choice", "")
    choose(browser, "row-choice", "KGZ")
    rows = run.estimates[run.estimates["country"] == "KGZ"].sort_values("estimate", ascending=False)
    assert texts(browser, '[data-kind="country"] .listing tbody th') == [
        label + " †" * (label == LABELS[4]) for label in rows["topic_label"]]  # fmt: skip
    # Any column sorts, and once more the other way.
    button = '[data-kind="country"] .listing thead button'
    browser.find_elements("css selector", button)[0].click()
    names = texts(browser, '[data-kind="country"] .listing tbody th')
    browser.find_elements("css selector", button)[0].click()
    assert texts(browser, '[data-kind="country"] .listing tbody th') == names[::-1]
    # The first column opens the cell.
    find(browser, ".listing tbody button").click()
    assert "Kyrgyzstan: T4" in find(browser, ".detail h3").text


def test_search_finds_countries_and_topics_by_their_words(browser):
    type_into(browser, "row-search", "turkiye")
    assert shown_rows(browser) == ["Türkiye"]
    assert "1 of 18 countries, 5 of 5 topics" in find(browser, ".shown").text
    type_into(browser, "row-search", "KAZ")  # a code
    assert shown_rows(browser) == ["Kazakhstan"]
    type_into(browser, "row-search", "")
    type_into(browser, "topic-search", "铁路")
    assert texts(browser, "#matrix-country thead th[data-key]") == [LABELS[2]]
    assert len(texts(browser, "#matrix-country tbody td:not(.size)")) == 18
    type_into(browser, "topic-search", "برلمان")
    assert texts(browser, "#matrix-country thead th[data-key]") == [LABELS[1]]
    type_into(browser, "topic-search", "word0x3")
    assert texts(browser, "#matrix-country thead th[data-key]") == [LABELS[0]]
    type_into(browser, "topic-search", "nothing of the kind")
    assert "0 of 5 topics" in find(browser, ".shown").text


def test_only_what_is_told_can_be_shown(browser, run):
    find(browser, ".only-told").click()
    told = run.estimates[told_apart(run.estimates)]
    assert set(shown_rows(browser)) == set(told["country_name"])
    assert len(shown_rows(browser)) < 18
    find(browser, ".only-told").click()
    assert len(shown_rows(browser)) == 18


def test_rows_and_columns_take_the_order_that_is_asked_for(browser, run):
    countries = run.estimates.drop_duplicates("country")
    by_name = sorted(countries["country_name"], key=lambda name: name.replace("ü", "u"))
    choose(browser, "row-order", "name")
    assert shown_rows(browser) == by_name
    find(browser, "th[data-sort=name]").click()  # once more, the other way
    assert shown_rows(browser) == by_name[::-1]
    find(browser, "th[data-sort=documents]").click()
    ranked = countries.sort_values("n_effective", ascending=False, kind="stable")
    sizes = dict(zip(ranked["country_name"], ranked["n_effective"], strict=True))
    shown = [sizes[name] for name in shown_rows(browser)]
    assert shown == sorted(shown, reverse=True)
    assert find(browser, "th[data-sort=documents]").get_attribute("aria-sort") == "descending"
    find(browser, 'thead th[data-key="3"]').click()  # by the share of a topic
    rows = run.estimates[run.estimates["topic"] == 3].sort_values("estimate", ascending=False)
    assert shown_rows(browser) == rows["country_name"].tolist()
    assert find(browser, 'thead th[data-key="3"]').get_attribute("aria-sort") == "descending"
    choose(browser, "row-choice", "KAZ")
    choose(browser, "topic-order", "share")
    rows = run.estimates[run.estimates["country"] == "KAZ"].sort_values("estimate", ascending=False)
    heads = texts(browser, "#matrix-country thead th[data-key]")
    assert [head.removesuffix(" †") for head in heads] == rows["topic_label"].tolist()
    # A cell goes with its row and its column.
    for topic in (0, 4):
        place = heads.index(LABELS[topic] + " †" * (topic == 4))
        row = cell(browser, "UZB", topic).find_element("xpath", "..")
        assert row.find_element("tag name", "th").text == "Uzbekistan"
        assert row.find_elements("tag name", "td")[place + 1] == cell(browser, "UZB", topic)


def keys(browser, *pressed):
    from selenium.webdriver.common.action_chains import ActionChains

    for key in pressed:
        ActionChains(browser).send_keys(key).perform()


def tab_to(browser, selector, most=40):
    from selenium.webdriver.common.keys import Keys

    for _ in range(most):
        keys(browser, Keys.TAB)
        if browser.execute_script("return document.activeElement.matches(arguments[0])", selector):
            return browser.switch_to.active_element
    pytest.fail(f"no way by keyboard to {selector}")


def test_the_keyboard_alone_is_enough(browser, run):
    from selenium.webdriver.common.keys import Keys

    tab_to(browser, '[data-kind="country"] .row-search').send_keys("tan")
    assert set(shown_rows(browser)) == {
        "Kazakhstan", "Uzbekistan", "Kyrgyzstan", "Tajikistan", "Turkmenistan"}  # fmt: skip
    tab_to(browser, "#matrix-country th, #matrix-country td")
    keys(browser, Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN)
    focused = browser.switch_to.active_element
    place = focused.get_attribute("id")
    tip = browser.find_element("id", "tooltip")
    assert tip.is_displayed()
    assert "95 % interval goes from" in tip.text
    assert focused.get_attribute("aria-describedby") == "tooltip"
    keys(browser, Keys.ESCAPE)
    assert not tip.is_displayed()
    keys(browser, Keys.ENTER)
    assert browser.current_url.endswith(f"#{place}")
    heading = browser.switch_to.active_element
    assert heading.tag_name == "h3"
    assert heading == find(browser, ".detail h3")
    keys(browser, Keys.ESCAPE)
    assert browser.switch_to.active_element.get_attribute("id") == place
    # To the corners, and not past them; hidden rows are passed over.
    for pressed, at in ((Keys.HOME, ["th", 0]), (Keys.END, ["td", 6])):
        keys(browser, pressed)
        focused = browser.switch_to.active_element
        assert [focused.tag_name, int(focused.get_property("cellIndex"))] == at
    keys(browser, *[Keys.ARROW_UP] * 7, Keys.ARROW_RIGHT)
    assert browser.switch_to.active_element.get_attribute("data-key") == "4"
    keys(browser, Keys.ENTER)  # the head of a topic: its countries
    assert find(browser, ".listing h3").text == f"Countries on {LABELS[4]} †"
    assert browser.switch_to.active_element.tag_name == "button"
    button = tab_to(browser, ".listing .pick")
    keys(browser, Keys.ENTER)
    assert button is not None
    assert find(browser, ".detail h3") == browser.switch_to.active_element


def test_what_has_the_focus_can_be_seen(browser):
    for selector in ("#matrix-country td[id]", "select", "#theme", ".save-csv", "nav a"):
        width = browser.execute_script(
            "const e = document.querySelector(arguments[0]); e.tabIndex = 0;"
            "e.focus({focusVisible: true}); return getComputedStyle(e).outlineWidth", selector,
        )  # fmt: skip
        assert width == "3px", selector


def test_the_pointer_shows_the_interval_in_words(browser, run):
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).move_to_element(cell(browser, "GEO", 2)).perform()
    tip = browser.find_element("id", "tooltip")
    row = row_of(run, "GEO", 2)
    assert f"from {100 * row['ci_low']:.1f} to {100 * row['ci_high']:.1f} %" in tip.text
    box = browser.execute_script(
        "return document.getElementById('tooltip').getBoundingClientRect()"
    )
    assert box["left"] >= 0
    assert box["right"] <= 1280
    ActionChains(browser).move_to_element(browser.find_element("tag name", "h1")).perform()
    assert not tip.is_displayed()


def test_every_link_opens_what_it_says(browser, page, run):
    for country, topic in (("KAZ", 0), ("DEU", 4)):
        open_page(browser, page, f"#{fragment(country=country, topic=topic)}")
        chosen = find(browser, "td[aria-selected=true]")
        assert chosen == cell(browser, country, topic)
        assert row_of(run, country, topic)["country_name"] in find(browser, ".detail h3").text
        seen = browser.execute_script(
            "const at = arguments[0].getBoundingClientRect();"
            "return document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2).id",
            chosen,
        )  # fmt: skip
        assert seen == fragment(country=country, topic=topic)
    open_page(browser, page, "#country=constructor&topic=1")  # none of ours
    assert find(browser, ".detail h3").text
    browser.find_element("css selector", "#departures td a").click()
    place = browser.current_url.split("#")[1]
    wait_until(browser, place)
    # What was chosen by hand is the address, and the way back leads back.
    cell(browser, "GEO", 1).click()
    browser.back()
    wait_until(browser, place)
    assert browser.current_url.endswith(f"#{place}")


def test_pairs_open_with_what_is_beyond_expectation(browser, run):
    row = run.pairs.iloc[0]
    place = fragment(pair=f"{row['first']}-{row['second']}", topic=row["topic"])
    browser.find_element("id", place).click()
    said = find(browser, ".detail", "pair").text
    assert f"about {row['first_name']} and {row['second_name']} together is on T0 gas, oil" in said
    assert f"against {100 * row['expected']:.1f} % expected" in said
    size = f"{abs(100 * row['beyond']):.1f} ("
    assert f"{'−' if row['beyond'] < 0 else '+'}{size}" in said
    assert "Of both." in said
    assert HOSTILE in said
    assert browser.current_url.endswith(f"#{place}")
    find(browser, 'thead th[data-key="1"]', "pair").click()
    rows = run.pairs[run.pairs["topic"] == 1].sort_values("beyond", ascending=False)
    assert shown_rows(browser, "pair") == (
        rows["first_name"] + " – " + rows["second_name"]).tolist()  # fmt: skip
    assert browser.current_url.endswith("#topic=1&of=pairs")


def overflow(browser):
    return browser.execute_script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("place", ["", "#country=UZB&topic=1", "#topic=3", "#country=KAZ"])
def test_a_narrow_screen_does_not_overflow(browser, page, place):
    look(browser, width=390, height=800)
    open_page(browser, page, place)
    assert overflow(browser) == 0
    widths = browser.execute_script(
        "const b = document.querySelector('.matrix').parentElement;"
        "return [b.scrollWidth, b.clientWidth]"
    )
    assert widths[0] > widths[1]  # the matrix scrolls inside its own box
    wide = browser.execute_script(
        "return [...document.querySelectorAll('main *')].filter(e => !e.closest('.box, .unseen') &&"
        " e.checkVisibility() && e.getBoundingClientRect().right > 390.5).map(e => e.outerHTML)"
    )
    assert wide == []


def brightness(browser):
    colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    return sum(int(part) for part in colour[4:-1].split(",")) / 3


def test_light_and_dark_are_the_systems_choice_and_the_readers(browser, page):
    assert brightness(browser) > 240
    switch = browser.find_element("id", "theme")
    assert switch.text == "Dark colours"
    switch.click()
    assert brightness(browser) < 40
    assert switch.text == "Light colours"
    look(browser, dark=True)
    open_page(browser, page)
    assert brightness(browser) < 40
    browser.find_element("id", "theme").click()
    assert brightness(browser) > 240
    look(browser, dark=True, media="print")
    assert brightness(browser) > 240


@pytest.mark.parametrize("size", ["small", "big"])
def test_print_has_all_rows_on_pages_that_hold_them(chromium, page, big, size):
    look(chromium, width=688, height=1000, media="print")  # A4 less its margins
    open_page(chromium, page if size == "small" else big)
    assert overflow(chromium) == 0
    assert texts(chromium, ".choose, nav, .save, #theme, #tooltip") == []
    boxes = chromium.execute_script(
        "return [...document.querySelectorAll('.box')].map("
        "b => [b.scrollWidth - b.clientWidth, b.scrollHeight - b.clientHeight])"
    )
    assert all(box == [0, 0] for box in boxes), boxes


def test_without_javascript_the_tables_can_be_read(chromium, page):
    look(chromium)
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        open_page(chromium, page)
        body = chromium.find_element("tag name", "body").text
        selects = chromium.find_elements("css selector", "select, input, .explore button, #theme")
        assert [element for element in selects if element.is_displayed()] == []
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "need JavaScript" in body
    for words in ("Uzbekistan", "T0 gas, oil", "▲ above", "Credible departures", LABELS[2]):
        assert words in body


@pytest.fixture
def saved(browser, tmp_path):
    """Press a button, and return the file that it saves."""
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )

    def press(selector):
        before = set(tmp_path.iterdir())
        browser.find_element("css selector", selector).click()
        for _ in range(100):
            new = [path for path in set(tmp_path.iterdir()) - before
                   if path.suffix in (".csv", ".svg")]  # fmt: skip
            if new and new[0].stat().st_size:
                return new[0]
            time.sleep(0.1)
        return pytest.fail(f"{selector} saved nothing")

    return press


def test_a_download_is_what_is_shown(browser, run, saved):
    type_into(browser, "row-search", "tan")
    choose(browser, "row-order", "name")
    names = shown_rows(browser)
    path = saved('[data-kind="country"] .left > .save .save-csv')
    assert path.name == "countries.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["country_label"] for row in rows] == [name for name in names for _ in range(5)]
    assert [row["topic"] for row in rows[:5]] == list("01234")
    assert rows[3]["topic_label"] == LABELS[3]
    for row in rows:
        known = row_of(run, row["country"], int(row["topic"]))
        assert float(row["estimate"]) == pytest.approx(known["estimate"], rel=1e-4)
        assert row["settled"] == str(bool(known["settled"])).lower()
    drawing = saved('[data-kind="country"] .left > .save .save-svg').read_text("utf-8")
    tree = ElementTree.fromstring(drawing)
    written = ["".join(text.itertext()) for text in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert set(LABELS.values()) - {LABELS[4]} <= set(written)
    assert [text.split("  ")[0] for text in written if "tan  " in text] == names
    assert "▲ above, ▼ below the topic's share in the corpus" in " ".join(written)
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}rect"))) == 1 + 5 * len(names)


def test_a_download_of_a_list_has_no_cell_that_a_spreadsheet_runs(browser, page, saved):
    path = saved('[data-kind="pair"] .listing button[aria-label^="CSV"]')
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 6
    written = browser.execute_script(
        "document.querySelectorAll('[data-kind=country] thead th')[2].click();"
        "return document.querySelectorAll('[data-kind=country] .listing tbody tr').length"
    )
    assert written == 18
    drawing = saved('[data-kind="country"] .listing button[aria-label^="SVG"]').read_text("utf-8")
    tree = ElementTree.fromstring(drawing)
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}circle"))) == 18
    assert "class=" not in drawing
    assert "hollow: not told" in " ".join(tree.itertext())


def test_formulas_are_text_in_a_download(chromium, tmp_path):
    estimates = made_up.make_estimates().assign(country_name='=1+1,"x"')
    path = tmp_path / "report.html"
    passages = pd.DataFrame(columns=PASSAGES)
    write_html(made_up.make_run(estimates=estimates), {"passages": passages}, [], path)
    chromium.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    open_page(chromium, path)
    chromium.find_element("css selector", ".save-csv").click()
    path = tmp_path / "countries.csv"
    for _ in range(100):
        if path.exists() and path.stat().st_size:
            break
        time.sleep(0.1)
    lines = path.read_text("utf-8-sig").splitlines()
    assert all(line.split(",", 1)[1].startswith('"\'=1+1,""x""",') for line in lines[1:])


def make_big(*, countries=200, topics=25):
    """Make a run of 5,000 cells, each with two passages of 300 characters."""
    rng = np.random.default_rng(0)
    codes = np.array([f"C{number:03d}" for number in range(countries)])
    base = rng.dirichlet(np.full(topics, 4.0))
    mix = rng.dirichlet(20 * base, countries)
    sizes = rng.integers(2, 400, countries)
    error = np.sqrt(mix * (1 - mix) / sizes[:, None]) + 0.002
    row, topic = (part.ravel() for part in np.indices(mix.shape))
    labels = {number: f"T{number} pipeline, parliament, harvest" for number in range(topics)}
    table = pd.DataFrame({
        "country": codes[row], "topic": topic, "estimate": mix.ravel(),
        **{f"ci{name}_low": (mix - width * error).clip(0).ravel() for name, width in
           (("", 1.96), ("50", 0.67))},
        **{f"ci{name}_high": (mix + width * error).clip(0, 1).ravel() for name, width in
           (("", 1.96), ("50", 0.67))},
        "corpus_share": base[topic], "n_effective": sizes[row].astype(float),
        "p_adjusted": rng.uniform(0, 0.1, mix.size), "settled": rng.uniform(size=mix.size) < 0.8,
    })  # fmt: skip
    for end, name in (("lift", "estimate"), ("lift_low", "ci_low"), ("lift_high", "ci_high")):
        table[end] = table[name] / table["corpus_share"]
    for name in ("p_country_given_topic", "p_country_low", "p_country_high"):
        table[name] = table["estimate"] / countries
    table["country_name"] = [f"Country of the {number}th kind" for number in row]
    table["topic_label"] = table["topic"].map(labels)
    text = "The parliament of the country debated the pipeline for a long time. " * 4
    passages = [
        (code, number, rank, f"doc-{code}", "A title", text, "parliament|pipeline", "s", 0.9, 0.5)
        for code in codes for number in range(topics) for rank in (1, 2)
    ]  # fmt: skip
    run = made_up.make_run(
        estimates=table, words=make_words(labels), contrasts=pd.DataFrame(),
        trends=pd.DataFrame(), reliability=pd.DataFrame(),
    )  # fmt: skip
    return run, {"passages": pd.DataFrame(passages, columns=PASSAGES)}


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    path = tmp_path_factory.mktemp("big") / "report.html"
    run, extra = make_big()
    write_html(run, extra, [], path)
    return path


@pytest.mark.parametrize("width", [1280, 390])
def test_5000_cells_load_soon_on_a_page_that_is_not_long(chromium, big, width):
    look(chromium, width=width)
    chromium.get("about:blank")
    # Of the thread's own time: what else the machine does is not the page's.
    chromium.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    busy = task_seconds(chromium)
    open_page(chromium, big)
    shown = chromium.execute_script(
        "return [document.querySelectorAll('#matrix-country td[id]').length,"
        "document.documentElement.scrollHeight, document.querySelector('.detail h3').textContent]"
    )
    busy = task_seconds(chromium) - busy
    chromium.execute_cdp_cmd("Performance.disable", {})
    assert shown[0] == 5000
    assert shown[1] < 12_000
    assert shown[2]
    assert busy < 2.0
    if width < 600:
        assert overflow(chromium) == 0


def task_seconds(driver):
    found = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return next(one["value"] for one in found if one["name"] == "TaskDuration")


def test_5000_cells_sort_and_search_at_once(chromium, big):
    look(chromium)
    open_page(chromium, big)
    taken = chromium.execute_script(
        "const t = performance.now(); const head = document.querySelectorAll('thead th');"
        "head[7].click(); const s = document.querySelector('.row-search'); s.value = '17';"
        "s.dispatchEvent(new Event('input')); document.body.offsetHeight;"
        "return performance.now() - t"
    )
    assert taken < 5000  # a fifth of a second on a quiet machine
    assert all("17" in name for name in shown_rows(chromium))


STATES = {
    "light": {}, "dark": {"dark": True}, "narrow": {"width": 390, "height": 800},
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("place", ["", "#country=UZB&topic=1", "#topic=3"])
def test_axe_finds_nothing(browser, page, state, place):
    script = axe_script()
    look(browser, **STATES[state])
    open_page(browser, page, place)
    browser.set_script_timeout(300)  # a machine may have other work
    browser.execute_script(f"{script}; window.axe = axe;")
    found = browser.execute_async_script(
        "const done = arguments[0], told = v => v.nodes.map(n => n.html + n.failureSummary);"
        "axe.run(document).then(r => done(r.violations.map(v => [v.id, told(v)])))"
    )
    assert found == []


@pytest.mark.parametrize("place", ["", "#country=UZB&topic=1", "#topic=3"])
def test_the_page_is_sound_to_those_who_do_not_see_it(browser, page, place):
    open_page(browser, page, place)
    twice, levels, nameless, heads = browser.execute_script("""
        const all = selector => [...document.querySelectorAll(selector)];
        const ids = all("[id]").map(e => e.id);
        const shown = all("h1, h2, h3, h4, h5").filter(e => e.checkVisibility());
        const named = e => e.labels?.length || e.getAttribute("aria-label") || e.textContent.trim();
        return [ids.filter((id, at) => ids.indexOf(id) !== at), shown.map(e => +e.tagName[1]),
          all("button, select, input, a[href], [role=region], svg[role=img]").filter(
            e => !named(e) && !e.getAttribute("aria-labelledby")).map(e => e.outerHTML),
          all("table").filter(t => !t.querySelector("th[scope]")).length];
    """)
    assert twice == []
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert nameless == []
    assert heads == 0


def test_nothing_is_asked_for_and_nothing_else_can_run(browser):
    requests = browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name)"
    )
    assert all(name.startswith("data:") for name in requests)
    ran = browser.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        "document.body.append(s); return window.ran || 0"
    )
    assert ran == 0
    refused = [entry["message"] for entry in browser.get_log("browser")]
    assert any("Content Security Policy" in message for message in refused)


def test_a_country_may_be_called_by_any_code(chromium, tmp_path):
    odd = {"KAZ": "A&B=c #1", "UZB": "__proto__", "GEO": "2020"}
    estimates = made_up.make_estimates()
    estimates = estimates.assign(country=estimates["country"].map(odd))
    path = tmp_path / "report.html"
    run = made_up.make_run(estimates=estimates)
    write_html(run, {"passages": pd.DataFrame(columns=PASSAGES)}, [], path)
    for code, name in zip(odd.values(), ("Kazakhstan", "Uzbekistan", "Georgia"), strict=True):
        open_page(chromium, path, f"#country={quote(code)}&topic=1")
        assert find(chromium, ".detail h3").text == f"{name}: T1 vote, law"
    assert json.loads(chromium.execute_script("return JSON.stringify(location.hash)")) != ""

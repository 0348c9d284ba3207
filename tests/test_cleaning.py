"""Cleaning: the raw seeds line by line, each step on text with a known answer, and properties."""

import datetime as dt
import itertools
import json
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topics.cleaning import clean_corpus, coverage, flow, layout, removed_lines, split_units
from topics.cleaning.duplicates import find_duplicates
from topics.cleaning.head import facts_of
from topics.cleaning.normalise import normalise, normalise_with_offsets
from topics.countries import find_countries
from topics.errors import TopicsError
from topics.readers.account import Account, SkippedFile
from topics.readers.corpus import read_corpus
from topics.readers.dates import find_date, parse_date

SAILED = "The ferry sailed on Monday morning, the port office of the town said."
SEEDS = Path(__file__).parents[1].parent / "shared" / "seeds"
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=300)
PIECES = st.sampled_from(
    [
        "Share this article",
        "By Ana Sol",
        "date 2024-03-18 ",
        "KYIV, March 18 (AP) - ",
        "\n",
        "\n\n",
        "The two ministers met on Monday to talk about the border and agreed to meet again. ",
        "0",
        "\u00ad",
        "\u00a0",
        "e\u0301",
        "“Yes,”",
        "Why it matters",
        "   ",
        "\t",
        "© 2024",
        "a",
        ".",
        "Published: 18 March 2024",
        "Related articles",
        "лес",
        "国",
        "[Photo: AP]",
        "Reuter",
    ]
)
PAGE_TEXT = st.one_of(ANY_TEXT, st.lists(PIECES, max_size=25).map("".join))


def corpus_of(*texts, **columns):
    table = pd.DataFrame({"doc_id": [f"d{n}" for n in range(len(texts))], "title": ""})
    table["text"] = pd.Series(texts, index=table.index, dtype="object")
    table["date"] = pd.Series(pd.NaT, index=table.index, dtype="datetime64[s]")
    return table.assign(**columns)


# --- the five raw seeds -------------------------------------------------------------------------


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no ../shared/seeds to read from")
def test_seeds_line_by_line():
    truth = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))["seeds"]
    raw = read_corpus(SEEDS, format="txt")
    cleaned, audit = clean_corpus(raw)
    assert cleaned["source"].tolist() == sorted(truth)
    for before, after in zip(raw.itertuples(), cleaned.itertuples(), strict=True):
        known = truth[before.source]
        assert after.title == normalise(known["title"] or "")
        day = known["date"] and known["date"]["iso"]
        assert (str(after.date.date()) if pd.notna(after.date) else None) == day
        clutter = {item["line"] for item in known["boilerplate"]}
        expected = []
        for number, line in enumerate(before.text.split("\n"), start=1):
            if day and number == 1:
                line = line.removeprefix(known["date"]["raw"])
            elif number in clutter or not line.strip() or normalise(line) == after.title:
                continue
            expected.append(normalise(line))
        assert [line for line in after.text.split("\n") if line] == expected
    lines = audit[audit["stage"] == "boilerplate"]
    for doc_id, part in lines.groupby("doc_id"):
        known = truth[f"{doc_id}.txt"]["boilerplate"]
        assert set(part["line"]) == {item["line"] for item in known}


# --- characters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("\ufeffco\u00adoperate", "cooperate"),
        ("Russia\u2019s \u201cpivot\u201d", 'Russia\'s "pivot"'),
        ("a\u00a0\u2009 b\t\tc", "a b c"),
        ("  x \r\n y\r z ", "x\ny\nz"),
        ("cafe\u0301", "caf\u00e9"),
        ("1\u20112", "1-2"),
        ("wait\u2026 \u2014 no", "wait\u2026 \u2014 no"),
        ("می\u200cروم", "می\u200cروم"),
        ("\u1112\u1161\u11ab", "\ud55c"),
        ("a\u200b\u0301", "\u00e1"),
        ("\x00\x07\x85x", "x"),
    ],
)
def test_normal_form(text, normal):
    assert normalise(text) == normal


@settings(deadline=None)
@given(PAGE_TEXT)
def test_offsets_lead_back_exactly(text):
    normal, offsets = normalise_with_offsets(text)
    assert normal == normalise(text)
    assert len(offsets) == len(normal) + 1
    assert offsets[-1] == len(text)
    assert (offsets[1:] >= offsets[:-1]).all()
    for position, character in enumerate(normal):
        start, end = offsets[position], offsets[position + 1]
        source = text[start : max(end, start + 1)]
        # what stands in the source makes this character once it is normalised alone or in place
        if character in source:
            continue
        assert (
            unicodedata.normalize("NFC", source).startswith(character)
            or not source.isascii()
            or (source[0] in "\t\r\x0b\x0c\x1c\x1d\x1e\x1f ")
        )


@settings(deadline=None)
@given(PAGE_TEXT)
def test_normal_form_is_a_fixed_point(text):
    assert normalise(normalise(text)) == normalise(text)
    assert normalise(text).count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def test_mojibake_is_repaired_only_on_request():
    pytest.importorskip("ftfy")
    corpus = corpus_of("The cafÃ© on the corner of the square is the oldest house in the town.")
    assert "cafÃ©" in clean_corpus(corpus)[0].loc[0, "text"]
    assert "café" in clean_corpus(corpus, mojibake=True)[0].loc[0, "text"]


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-18",
        "2024/3/18",
        "18.3.2024",
        "18 March 2024",
        "March 18, 2024",
        "Mar. 18 2024",
        "18-MAR-2024",
        "Monday, 18 March 2024",
        "18th of March, 2024",
        "20240318",
        "3/18/2024",
        "2024-03-18T09:30:00Z",
        "2024-03-18 09:30:00+05:00",
        "Mon, 18 Mar 2024 09:30:00 GMT",
        "March 18, 2024 at 9:30 am",
        "March 18, 2024, 4:05 PM UTC",
        "March 18, 2024 Monday",
    ],
)
def test_full_dates(text):
    assert parse_date(text) == dt.date(2024, 3, 18)


@pytest.mark.parametrize(
    "text",
    [
        "2014",
        "March 2024",
        "18 March",
        "Monday",
        "03/04/2024",
        "2024-13-01",
        "2023-02-29",
        "1/2/3",
        "24-03-18",
        "31 June 2024",
        "",
        "in 2024 on March 18",
        "yesterday",
        "12345678",
        "20241340",
    ],
)
def test_anything_else_is_no_day(text):
    assert parse_date(text) is None


@settings(deadline=None)
@given(st.dates(dt.date(1500, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_in_every_form(day):
    month = day.strftime("%B")
    for text in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
    ):
        assert parse_date(text) == day
        assert find_date(f"Posted: {text} by us")[0] == day


@pytest.mark.parametrize(
    ("lines", "title", "day", "dateline"),
    [
        (["Grain rises", "", "KYIV, Ukraine, March 18, 2024 (AP) - "], "Grain rises", "2024-03-18",
         "KYIV, Ukraine, March 18, 2024 (AP)"),
        (["Updated: 2 May 2024", "Published: 1 May 2024", "Rain falls", ""], "Rain falls",
         "2024-05-01", ""),
        (["By Ana Sol, March 18, 2024", ""], "", "2024-03-18", ""),
        (["In March 2024", ""], "In March 2024", None, ""),
        (["On 18 March 2024 the ministers met in the port and signed.", ""], "", None, ""),
        (["UPDATE - "], "", None, ""),
    ],
)  # fmt: skip
def test_facts_at_the_top(lines, title, day, dateline):
    body = "The two sides renewed the grain deal after a night of talks, the port office said."
    page = [*lines[:-1], lines[-1] + body, "", body.replace("two", "three")]
    facts = facts_of(page)
    assert (facts.title, facts.dateline) == (title, dateline)
    assert (facts.day.isoformat() if facts.day else None) == day


def test_given_facts_are_never_changed():
    text = "Ferry sails\n\nPublished: 18 March 2024\n\n" + SAILED
    corpus = corpus_of(text, title="Given title")
    corpus["date"] = pd.Timestamp("2020-01-01")
    cleaned, _ = clean_corpus(corpus)
    assert cleaned.loc[0, "title"] == "Given title"
    assert cleaned.loc[0, "date"] == pd.Timestamp("2020-01-01")


# --- lines that many documents share ------------------------------------------------------------

WORDS = ["".join(part) for part in itertools.product("bdklmt", "aeiou", "rnsl", "aeo", "nk")]
_RNG = random.Random(11)
SENTENCES = [" ".join(_RNG.choices(WORDS, k=14)).capitalize() + "." for _ in range(200)]


def articles(number, seed=0, head=(), tail=()):
    own = random.Random(seed).sample(SENTENCES, 4 * number)  # no sentence in two articles
    return ["\n".join([*head, *own[4 * n : 4 * n + 4], *tail]) for n in range(number)]


def test_what_a_site_prints_on_every_page_goes():
    head, tail = ["Velmer Anzeiger Heute"], ["Unsere Redaktion in Velm", "Seite 3 von 9"]
    bare = articles(40)
    cleaned, audit = clean_corpus(corpus_of(*articles(40, head=head, tail=tail)))
    assert cleaned["text"].tolist() == bare
    assert len(audit) == 120
    shared = audit[audit["stage"] == "repeated"]
    assert set(shared["text"]) <= {*head, *tail}
    assert set(shared["line"]) <= {1, 6, 7}


def test_the_name_of_a_site_is_no_title():
    texts = [f"The Velm Observer\n\nReport number {n}\n\n{t}" for n, t in enumerate(articles(9))]
    cleaned, audit = clean_corpus(corpus_of(*texts))
    assert cleaned["title"].tolist() == [f"Report number {n}" for n in range(9)]
    assert cleaned["text"].tolist() == articles(9)
    first = audit[audit["doc_id"] == "d0"][["stage", "rule", "line"]].to_numpy().tolist()
    assert first == [["repeated", "shared title", 1], ["title", "title line", 3]]


def test_subheadings_and_closing_courtesies_that_many_share_stay():
    texts = [
        "\n\n".join([*part[:2], "What it means now", *part[2:], "I thank you, Mr. President."])
        for part in (text.split("\n") for text in articles(40, seed=3))
    ]
    cleaned, _ = clean_corpus(corpus_of(*texts))
    assert cleaned["text"].tolist() == texts


def test_copies_of_one_article_do_not_wipe_each_other_out():
    body = articles(1, seed=5)[0] + "\n" + articles(1, seed=6)[0]
    texts = [f"{head}\n{body}" for head in articles(4, seed=7)]
    cleaned, _ = clean_corpus(corpus_of(*texts), duplicates="keep")
    assert all(body in text for text in cleaned["text"])


# --- copies -------------------------------------------------------------------------------------


def test_copies_are_dropped_and_named():
    rng = random.Random(1)
    text = "\n".join(rng.sample(SENTENCES, 8))
    words = text.split(" ")
    for place in rng.sample(range(len(words)), len(words) // 12):
        words[place] = "changed"
    texts = [text, *articles(20, seed=2), " ".join(words), text.upper()]
    cleaned, audit = clean_corpus(corpus_of(*texts))
    copies = audit[audit["stage"] == "duplicate"]
    assert copies[["doc_id", "rule", "text"]].to_numpy().tolist() == [
        ["d21", "near copy", "d0"],
        ["d22", "exact copy", "d0"],
    ]
    assert len(cleaned) == 21
    assert len(clean_corpus(corpus_of(*texts), duplicates="exact")[0]) == 22
    assert len(clean_corpus(corpus_of(*texts), duplicates="keep")[0]) == 23


def test_daily_reports_with_other_figures_are_not_copies():
    report = (
        "Treasury balances fell on day {} to {} crowns from {} crowns the day before, the bank "
    )
    report += "said. Tax accounts fell to {} crowns from {} crowns, and loans rose to {} crowns "
    report += "from {} crowns on the same two days, said the statement of the bank in the capital."
    rng = random.Random(4)
    texts = [report.format(*(rng.randint(10**6, 10**7) for _ in range(7))) for _ in range(5)]
    assert find_duplicates(texts)["original"].tolist() == [0, 1, 2, 3, 4]


BOND = (
    "{} is issuing a {} mln {} eurobond due {} paying {} pct and priced at {} pct, lead manager {} "
    "said. The non-callable bond is available in denominations of {} and will be listed in {}. The "
    "selling concession is 1-1/4 pct while management and underwriting combined pays 5/8 pct. The "
    "payment date is {}."
)
LOANS = [
    ("Nordic Ferries AB", 100, "dlr", "April 15, 1992", "7-1/4", "101-3/8", "Velm Bank", "5,000",
     "Luxembourg", "April 15"),
    ("Orlun Motor Credit", 35, "yen", "May 29, 1994", "4-3/8", "100-7/8", "Gull Securities",
     "1,000", "London", "May 29"),
    ("Kingdom of Tarsia", 75, "stg", "June 3, 1997", "9-5/8", "101-1/4", "Sol and Ek", "10,000",
     "Zurich", "June 3"),
]  # fmt: skip


def test_stories_from_one_template_are_not_copies():
    texts = [BOND.format(*loan) for loan in LOANS]
    assert find_duplicates(texts)["original"].tolist() == [0, 1, 2]
    words = [text.replace("non-callable", "uncallable").replace("while", "and") for text in texts]
    assert find_duplicates(texts + words)["original"].tolist() == [0, 1, 2, 0, 1, 2]


def test_digits_of_other_scripts_must_agree_too():
    frame = (
        "قالت الوزارة في بيان إن سعر القمح بلغ {} دولار للطن في السوق يوم الاثنين وإن سعر الذرة "
    )
    frame += "بلغ {} دولار وسعر الشعير {} دولار وسعر الأرز {} دولار حسب التقرير الذي صدر في العاصمة"
    prices = [("١٢٠", "٩٥", "٨٨", "٣٤٠"), ("١٤٧", "٩١", "٨٢", "٣٦٥"), ("١٤٧", "٩١", "٨٢", "٣٦٠")]
    texts = [frame.format(*row) for row in prices]
    assert find_duplicates(texts)["original"].tolist() == [0, 1, 1]


def test_weeks_apart_almost_no_name_or_figure_may_differ():
    text = "\n".join(BOND.format(*loan) for loan in LOANS[:2])
    later = text.replace("35 mln", "30 mln").replace("29", "27", 1)
    days = [dt.date(2024, 3, 1), dt.date(2024, 3, 15), None]
    found = find_duplicates([text, later, later], days=days)
    assert found["original"].tolist() == [0, 1, 1]
    assert find_duplicates([text, later], days=days[::2])["original"].tolist() == [0, 0]
    assert find_duplicates([text, later])["original"].tolist() == [0, 0]


PRICES = (
    "VELM GRAIN SPREADS {} - MAY 7\nMAY/JUL {} over\nJUL/SEP {} over\nSEP/DEC {} over\nDEC/MAR {} "
    "under\nMAR/MAY 2-1/2 under\nTrade was quiet in the hall and few brokers stayed on for the "
    "second call, said the clerk who keeps the board."
)


def test_tables_of_two_hours_are_not_copies():
    hours = ("10", "3-1/4", "12-3/4", "13", "8-1/4"), ("11", "3-3/4", "13-1/2", "14", "8-3/4")
    texts = [PRICES.format(*hour) for hour in hours]
    corrected = texts[0].replace("12-3/4", "12-1/4") + "\nCorrects JUL/SEP."
    assert find_duplicates([*texts, corrected])["original"].tolist() == [0, 1, 0]


def test_a_short_report_with_another_figure_on_another_day_is_not_a_copy():
    report = "The bank lent {} mln crowns to the market at noon, a clerk of it said in the hall. "
    report += "Dealers had waited for it since the early morning, and some of them went home then."
    texts = [report.format(50), report.format(35)]
    days = [dt.date(2024, 3, 1), dt.date(2024, 3, 2)]
    assert find_duplicates(texts, days=days)["original"].tolist() == [0, 1]
    assert find_duplicates(texts, days=[days[0]] * 2)["original"].tolist() == [0, 0]
    assert find_duplicates([texts[0], texts[0] + " Rain."], days=days)["original"].tolist() == [
        0,
        0,
    ]


def test_a_long_story_keeps_its_copies_though_some_figures_are_brought_up_to_date():
    rng = random.Random(3)
    lines = [f"Ward {n} had {rng.randint(100, 999)} voters by noon. {s}" for n, s in zip(
        range(60), SENTENCES * 9, strict=False)]  # fmt: skip
    later = [line.replace(" voters", "7 voters") if n < 3 else line for n, line in enumerate(lines)]
    texts = ["\n".join(lines), "\n".join(later)]
    assert find_duplicates(texts)["original"].tolist() == [0, 0]


REPORT = (
    "{} presented his credentials to the {} foreign minister in the capital on Monday. The two "
    "sides spoke about trade, visas and flights, and agreed to meet again in the autumn, the "
    "ministry said in a statement on its site."
)


def test_texts_about_other_countries_are_not_copies():
    envoys = ["Ambassador {} of Kenya", "The ambassador of Norway", "South Korea's envoy"]
    envoys += ["A North Korean ambassador", "The man sent by Lima"]
    texts = [REPORT.format(envoy.format("Okello"), "Kazakh") for envoy in envoys]
    assert find_duplicates(texts)["original"].tolist() == [0, 1, 2, 3, 4]
    cleaned, _ = clean_corpus(corpus_of(*texts))
    assert len(cleaned) == 5
    assert find_duplicates([texts[0], texts[0] + " It rained."])["original"].tolist() == [0, 0]


def test_titles_about_other_countries_make_other_documents():
    text = "\n".join(random.Random(8).sample(SENTENCES, 6))
    titles = ["Kenya opens a port", "A port opens", "Norway opens a port", "Kenyan port opens"]
    found = find_duplicates([text, text + " It rained.", text, text], titles=titles)
    assert found["original"].tolist() == [0, 0, 2, 0]
    both = text + " Kenya and Norway talked."  # two headlines of one story
    assert find_duplicates([both, both], titles=titles[::2])["original"].tolist() == [0, 0]


def test_countries_are_the_same_by_whatever_name():
    texts = [
        REPORT.format(envoy, host)
        for envoy, host in [
            ("The Kazakh ambassador", "Norwegian"),
            ("Kazakhstan's ambassador", "Norwegian"),
            ("The ambassador of Kazakhstan", "Norway's"),
        ]
    ]
    assert find_duplicates(texts)["original"].tolist() == [0, 0, 0]


def test_a_country_far_down_that_stands_where_another_did_makes_another_story():
    talks = "Officials of Kenya met on Tuesday, and on the next day too, in the old harbour hall. "
    talks += "They looked at maps, drank tea and signed nothing, and all of them were tired of it. "
    talks += "Kenya sent ten of them. A loan for the road to {} was put off again until the spring."
    texts = [talks.format(name) for name in ("Uganda", "Ethiopia", "the lake")]
    assert find_duplicates(texts)["original"].tolist() == [0, 1, 0]


STORY = (
    "{byline}The council of Velm agreed on Monday to sell the {harbour} for {price} crowns to the "
    "firm {firm}, after talks that began at {clock} and ran for {hours} hours without a pause. "
    "{agency} was told that members will vote once more in the autumn, when the books are closed."
)
FACTS = {
    "byline": "", "harbour": "Old Harbour", "price": "1,200", "firm": "Alba", "clock": "9:30",
    "hours": "14", "agency": "Reuters",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "copy"),
    [
        ({"price": "1,300"}, True),  # as a corrected story has it
        ({"firm": "Albha"}, True),
        ({"byline": "By Ann Ek\n"}, True),
        ({"byline": "By Ann Ek, AFP\n", "clock": "10:45", "agency": "AFP", "price": "2"}, True),
        ({"price": "1,300", "firm": "Borea"}, False),
        ({"harbour": "North Mill", "price": "80", "firm": "Borea", "hours": "3"}, False),
    ],
)
def test_what_versions_of_a_story_may_differ_in(change, copy):
    texts = [STORY.format(**FACTS), STORY.format(**FACTS | change)]
    assert find_duplicates(texts)["original"].tolist() == [0, 0 if copy else 1]


def test_a_correction_says_so():
    text = STORY.format(**FACTS)
    later = text.replace("1,200", "1,300") + " (Corrects price in first paragraph.)"
    assert find_duplicates([text, later])["original"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("ДОКУМЕНТ О ЗЕРНЕ", "документ о  зерне"),
        ("Ο ΔΡΟΜΟΣ", "ο δρομος"),
        ("日本\u3000東京", "日本 東京"),
        ("A\u00a0b", "a B"),
        ("É\n\u2028a", "é a"),
    ],
)
def test_case_and_spaces_of_any_script_do_not_count(one, two):
    found = find_duplicates([one, two, two + "x"])
    assert found["original"].tolist() == [0, 0, 2]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "A", " ", "\u00a0", "\n", "ß", "İ", "国", "1,", "2"]), max_size=8
    )
)
def test_exact_copies_are_those_equal_but_for_case_and_spaces(pieces):
    text = "".join(pieces)
    others = ["".join(reversed(pieces)), text.upper(), text.replace(" ", "  "), text + "1"]
    found = find_duplicates([text, *others], near=False)
    plain = [" ".join(part.lower().split()) for part in [text, *others]]
    assert found["original"].tolist() == [
        plain.index(part) if part else n for n, part in enumerate(plain)
    ]


@settings(deadline=None)
@given(PAGE_TEXT)
def test_layout_is_that_of_the_text(text):
    text = normalise(text)
    lines = text.split("\n")
    measures = layout.measure(text)
    wrapped, judged, running = layout.survey(measures)
    assert len(running) == len(lines)
    assert all(lines[index] for index in judged)
    if not wrapped:
        assert [bool(flag) for flag in running] == [layout.is_prose(line) for line in lines]
    spans = layout.paragraphs(measures)
    assert [n for span in spans for n in range(*span)] == [
        n for n, line in enumerate(lines) if line
    ]


def test_short_texts_are_copies_only_under_one_title():
    texts = ["Quarterly dividend 20 cents."] * 3
    found = find_duplicates(texts, titles=["Alba Corp", "Borea Corp", "alba corp"])
    assert found["original"].tolist() == [0, 1, 0]


@settings(deadline=None)
@given(st.lists(st.sampled_from(SENTENCES[:12]), min_size=1, max_size=30))
def test_every_copy_points_to_a_kept_text(texts):
    found = find_duplicates(texts)
    original = found["original"].to_numpy()
    assert (original[original] == original).all()
    assert (original <= found.index).all()
    for place, text in enumerate(texts):
        assert texts[original[place]] == text or found["similarity"][place] >= 0.42


def test_threshold_is_checked():
    with pytest.raises(TopicsError, match="`threshold` must be a number"):
        find_duplicates(["a"], threshold=0.1)


# --- units --------------------------------------------------------------------------------------


def test_paragraphs_lead_back():
    corpus = corpus_of("One line.\n\nTwo lines.\n", "", title=["T", "only a title"], iso3="FRA")
    units = split_units(corpus)
    assert units["doc_id"].tolist() == ["d0#1", "d0#2", "d1#1"]
    assert units["parent_id"].tolist() == ["d0", "d0", "d1"]
    assert units["title"].tolist() == ["T", "", "only a title"]
    assert units["iso3"].tolist() == ["FRA"] * 3
    assert units[["start", "end"]].to_numpy().tolist() == [[0, 9], [11, 21], [0, 0]]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He met J. R. Sol. They ate.", ["He met J. R. Sol.", "They ate."]),
        ("The U.S. Congress met. It rose.", ["The U.S. Congress met.", "It rose."]),
        ("He came from the U.S. The rest stayed.", ["He came from the U.S.", "The rest stayed."]),
        ("At 9 a.m. on Jan. 5 it fell 2.5 pct. Why?", ["At 9 a.m. on Jan. 5 it fell 2.5 pct.", "Why?"]),  # noqa: E501
        ('"Go!" she said. "When?" Now.', ['"Go!" she said.', '"When?"', "Now."]),
        ("Gen. Ek and Dr. Ur left... slowly.", ["Gen. Ek and Dr. Ur left... slowly."]),
        ("Er kam. „Ja.“ Dann ging er.", ["Er kam.", "„Ja.“", "Dann ging er."]),
        ("他来了。她走了！真的？", ["他来了。", "她走了！", "真的？"]),
        ("No end", ["No end"]),
    ],
)  # fmt: skip
def test_sentences(text, sentences):
    assert split_units(corpus_of(text), unit="sentence")["text"].tolist() == sentences


@settings(deadline=None)
@given(st.lists(PAGE_TEXT, min_size=1, max_size=4), st.sampled_from(["paragraph", "sentence"]))
def test_units_are_slices_and_lose_no_word(texts, unit):
    corpus = corpus_of(*texts)
    units = split_units(corpus, unit=unit)
    assert units["doc_id"].is_unique
    parents = corpus.set_index("doc_id")["text"]
    for row in units.itertuples():
        assert parents[row.parent_id][row.start : row.end] == row.text
    for doc_id, part in units.groupby("parent_id"):
        left = "".join(parents[doc_id].split())
        assert "".join("".join(part["text"]).split()) == left
    assert set(units["parent_id"]) == set(corpus["doc_id"])


# --- the whole line -----------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(st.lists(PAGE_TEXT, max_size=6), st.sampled_from(["near", "exact", "keep"]))
def test_any_text_is_cleaned_and_accounted_for(texts, duplicates):
    corpus = corpus_of(*texts)
    cleaned, audit = clean_corpus(corpus, duplicates=duplicates)
    gone = audit[audit["stage"].isin(["empty", "duplicate", "language"])]
    assert gone["doc_id"].is_unique
    assert sorted([*cleaned["doc_id"], *gone["doc_id"]]) == sorted(corpus["doc_id"])
    table = flow(Account(documents=len(corpus)), audit).set_index("step")["count"]
    assert table["kept"] == len(cleaned)
    assert cleaned["date"].dtype == "datetime64[s]"
    # every filled line of the source is still there, or in the audit, or part of a joined one
    for doc_id, text in zip(corpus["doc_id"], corpus["text"], strict=True):
        if doc_id in set(gone["doc_id"]):
            continue
        row = cleaned.set_index("doc_id").loc[doc_id]
        notes = audit[audit["doc_id"] == doc_id]
        kept = sum(map(len, " ".join([row["text"], *notes["text"]]).split()))
        assert kept == sum(map(len, normalise(text).split()))


@settings(deadline=None, max_examples=60)
@given(st.lists(PAGE_TEXT, max_size=5))
def test_cleaning_twice_is_cleaning_once(texts):
    once, _ = clean_corpus(corpus_of(*texts))
    twice, audit = clean_corpus(once)
    columns = ["doc_id", "title", "text", "date"]
    pd.testing.assert_frame_equal(once[columns], twice[columns])
    assert audit.empty


def test_nothing_is_taken_without_boilerplate():
    text = "Share this article\n\nThe ferry sailed on Monday, the port office said.\n\n0"
    cleaned, audit = clean_corpus(corpus_of(text), boilerplate=False)
    assert cleaned.loc[0, "text"] == text
    assert audit.empty


def test_languages_are_filtered_and_counted():
    texts = [
        "The government announced new measures for the farmers of the valley on Monday, and said "
        "that it would pay for seed and for the mending of the old canals.",
        "Le gouvernement a annoncé lundi de nouvelles mesures pour les paysans de la vallée, et "
        "il a dit qu'il paierait les semences et la réparation des vieux canaux.",
        "12 34",
    ]
    cleaned, audit = clean_corpus(corpus_of(*texts), languages="en")
    assert cleaned["doc_id"].tolist() == ["d0", "d2"]
    assert audit[["doc_id", "stage", "rule"]].to_numpy().tolist() == [["d1", "language", "fr"]]
    assert ["dropped", "language fr", "document", 1] in flow(
        Account(documents=3), audit
    ).to_numpy().tolist()
    with pytest.raises(TopicsError, match="'xx' is not known"):
        clean_corpus(corpus_of(*texts), languages=["xx"])


def test_tables_for_the_report():
    corpus = corpus_of(*articles(3, tail=["Share"]), source=["a/1.txt", "a/2.txt", "b/3.txt"])
    corpus["date"] = pd.to_datetime(["2024-03-18", "2024-03-01", None])
    _, audit = clean_corpus(corpus)
    assert coverage(corpus).to_numpy().tolist() == [["a", "2024-03", 2], ["b", "no date", 1]]
    assert removed_lines(audit).to_numpy().tolist() == [["boilerplate", "share", 3, 3, "Share"]]
    skipped = [SkippedFile(file=name, kind="", reason="hidden file, of a kind") for name in "xy"]
    read = Account(documents=3, skipped=tuple(skipped))
    assert flow(read, audit).to_numpy().tolist() == [
        ["skipped", "hidden file", "file", 2],
        ["read", "", "document", 3],
        ["kept", "", "document", 3],
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop(columns="text"), "lacks the column 'text'"),
        (lambda table: table.assign(doc_id="x"), "has the doc_id 'x' twice"),
        (lambda table: table.assign(text=[None, "a"]), "which is not text"),
        (lambda _: [1], "must be a pandas DataFrame"),
    ],
)
def test_bad_tables(change, message):
    with pytest.raises(TopicsError, match=message):
        clean_corpus(change(corpus_of("a", "b")))


def test_bad_options():
    with pytest.raises(TopicsError, match="`duplicates` must be one of"):
        clean_corpus(corpus_of("a"), duplicates="some")
    with pytest.raises(TopicsError, match="`unit` must be one of"):
        split_units(corpus_of("a"), unit="word")


def test_the_same_whatever_the_hash_seed():
    code = (
        "import sys; sys.path.insert(0, 'tests'); from test_cleaning import articles, corpus_of;"
        "from topics.cleaning import clean_corpus;"
        "c, a = clean_corpus(corpus_of(*articles(30, tail=['Velm und Orlun heute'])));"
        "print(c.to_csv(), a.to_csv())"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": "1", "PATH": "", "TZ": "Asia/Almaty"},
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    cleaned, audit = clean_corpus(corpus_of(*articles(30, tail=["Velm und Orlun heute"])))
    assert done.stdout == f"{cleaned.to_csv()} {audit.to_csv()}\n"
    assert "Velm und Orlun heute" in done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "Report this ad", "Why this ad", "Please wait", "Thank you for signing up",
        "There was a problem", "Try our app", "Functional always active", "Popout player",
    ],
)  # fmt: skip
def test_clutter_of_plain_words_goes_too(line):
    prose = "The ferry to the island sailed again on Monday, the harbour master of the town said."
    cleaned, audit = clean_corpus(corpus_of(f"{prose}\n\n{line}\n\n{prose} It was full."))
    assert line not in cleaned["text"].iloc[0]
    assert line in audit["text"].tolist()
    assert cleaned["text"].iloc[0].count("harbour master") == 2


@pytest.mark.parametrize("count", [31, 32, 33, 64, 100, 128, 4096])
def test_the_shingles_of_a_text_stay_within_the_slots_that_are_allotted(count):
    from topics.cleaning._pairs import _fill

    words = np.arange(4, 4 * count + 4, 4, dtype=np.uint32)
    slots = 64
    while slots < 2 * count:
        slots *= 2
    # Room enough that a text which leaves its slots is seen to, and harms nothing.
    values, stamps = np.zeros(4 * slots, np.uint32), np.full(4 * slots, -1, np.int32)
    n_different, mask = _fill(words, 5, 0, values, stamps)
    assert n_different == count - 4
    assert mask + 1 == slots
    assert np.flatnonzero(stamps == 0).max() < slots


# --- letters and hyphens ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("The oﬃce of ﬁnance, ﬂows, ﬅeam", "The office of finance, flows, steam"),
        ("Ｋａｚａｋｈｓｔａｎ １２", "Kazakhstan 12"),
        ("Ⅳ and 𝐛𝐨𝐥𝐝", "IV and bold"),
        ("ﺍﻟﺴﻼﻡ", "السلام"),
        ("m² nº 3 ½ ㄱ ำ ｶﾞ", "m² nº 3 ½ ㄱ ำ ｶﾞ"),  # these stay
        ("ﬁ\u0301n", "fín"),
    ],
)
def test_dressed_letters_become_plain(written, plain):
    assert normalise(written) == plain
    assert normalise_with_offsets(written)[0] == plain


WRAPPED = """
The minis-
ters of Uzbeki-
stan and Norwe\N{SOFT HYPHEN}
gian engineers met on Tuesday in the old harbour hall to talk about
boats, nets and quotas for the next three seasons, and the vice-
president who reads the minutes said that pre- and post-
war treaties were re-signed, that the long-
term plan would be re-
signed as well and the ministers in the North-
East had agreed to a longer pause in the talks so that experts could
look at what they had found along the shore during the winter storms.
"""


def test_words_broken_at_the_end_of_a_line_are_whole_again():
    cleaned, _ = clean_corpus(corpus_of(WRAPPED))
    (text,) = cleaned["text"]
    assert text.startswith("The ministers of Uzbekistan and Norwegian engineers met on Tuesday")
    for piece in (
        "the vice-president who", "pre- and postwar treaties were re-signed", "long-term plan",
        "would be re-signed as", "North- East had",
    ):  # fmt: skip
        assert piece in text
    assert find_countries(cleaned)["country"].tolist() == ["UZB", "NOR"]

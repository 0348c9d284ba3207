"""How values show themselves in a notebook: short, escaped, and with what to call next."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import topics
from topics._card import card, facts, rows
from topics.evaluate.coding import Drawn
from topics.evaluate.recommend import Recommendation
from topics.readers.account import KindRead, SkippedFile
from topics.simulate import simulate_corpus

EVIL = "<script>alert('x')</script>"


@given(st.text(), st.dictionaries(st.text(min_size=1), st.text(min_size=1), max_size=3))
def test_no_text_can_leave_its_cell(title, known):
    page = card(title, facts(known), rows(list(known), [list(known.values())]))
    assert page.count("<table") == 2 * bool(known) + (not known)
    tags = {part.split(">")[0].split()[0] for part in page.split("<")[1:]}
    assert tags <= {"div", "/div", "p", "/p", "strong", "/strong", "table", "/table", "tr", "/tr",
                    "th", "/th", "td", "/td"}  # fmt: skip


def test_a_long_table_ends_with_what_is_left_and_a_long_cell_with_dots():
    page = rows(["n"], [[number] for number in range(1234)], most=3)
    assert page.count("<tr>") == 4
    assert "and 1,231 more" in page
    assert "x ..." in rows(["n"], [["x" * 1000]])
    assert "x" * 900 in facts({"warning": "x" * 900}), "what worries is not cut"


def test_facts_that_are_empty_are_left_out_and_zero_is_not():
    assert facts({"a": "", "b": None, "c": ()}) == ""
    assert ">0<" in facts({"settled": 0})


def planted():
    made = simulate_corpus(n_docs=60, n_countries=4, n_topics=2, n_words=40, interactions=1, seed=1)
    renamed = {country: f"{EVIL}{country}" for country in made.country_topic.index}
    weights = made.weights.assign(country=made.weights["country"].map(renamed))
    return made, weights


@pytest.fixture(scope="module")
def shown():
    """One value of each kind, with markup in every name that users give."""
    account = topics.Account(
        path=EVIL,
        documents=3,
        files=2,
        characters=9,
        kinds=(KindRead(kind=EVIL, read=2, documents=3),),
        skipped=(SkippedFile(file=EVIL, kind=EVIL, reason=EVIL),),
        large_single=(EVIL,),
        dates={EVIL: 2},
        dates_unreadable=2,
        dates_unreadable_examples=(EVIL,),
        encodings={EVIL: 1},
        remarks=(EVIL,),
    )
    made, weights = planted()
    words = pd.Index([f"{EVIL}{word}" for word in made.words])
    bow = topics.BagOfWords(counts=made.counts, doc_ids=made.doc_ids, words=words)
    config = topics.LDAConfig(n_topics=2, restarts=1)
    model = topics.fit_lda(bow, config)
    drawn = topics.draw_topic_country(theta=made.doc_topic, weights=weights, draws=20)
    pairs = topics.draw_topic_pairs(
        theta=made.doc_topic, weights=weights, draws=20, least=2, least_apart=1
    )
    return {
        "account": account,
        "reading": topics.Reading(corpus=pd.DataFrame(), account=account),
        "config": topics.ReportConfig(title=EVIL, corpus=EVIL, n_topics=7),
        "bow": bow,
        "model": model,
        "draws": drawn,
        "pairs": pairs,
        "prototype": topics.fit_prototype(bow, config, runs=2),
        "checkup": topics.doctor(),
        "drawn": Drawn(
            items=pd.DataFrame({"task": ["words", "words", EVIL]}), notes=(f"no {EVIL}",)
        ),
        "recommendation": Recommendation(
            n_topics=8,
            predicts=10,
            between=(6, 12),
            or_more=True,
            reason=EVIL,
            table=pd.DataFrame(),
        ),
    }


KINDS = {
    "account": ["3 documents were read", "clean_corpus", "2 of 3 documents have a date"],
    "reading": ["3 documents were read", "clean_corpus(reading.corpus)"],
    "config": ["3 of ", "n_topics", ">7<", "analyse(config)"],
    "bow": ["BagOfWords of 60 documents", "fit_lda"],
    "model": ["TopicModel of 2 topics", "top_words(model)"],
    "draws": ["20 draws of P(topic | country)", "error of the shares not included",
              "summarise_draws"],
    "pairs": ["20 draws of P(topic | pair)", "summarise_pairs"],
    "prototype": ["The most typical of 2 fits", "plot_reliability"],
    "drawn": ["3 items for coders", "score_tasks"],
    "recommendation": ["8 topics to start from", "6 to 12 or more", "plot_sweep"],
    "checkup": ["country-topics", "notebooks", "print"],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_says_what_it_is_and_what_to_call_next(kind, shown):
    page = shown[kind]._repr_html_()
    for words in KINDS[kind]:
        assert words in page
    assert "<script" not in page
    assert len(page) < 12_000
    if kind not in ("prototype", "checkup"):
        assert "&lt;script&gt;" in page
    assert page == shown[kind]._repr_html_()


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_that_it_tells_to_call_is_there(kind, shown):
    value = shown[kind]
    for said in re.findall("<code>(.*?)</code>", value._repr_html_()):
        head = said.split("(")[0]
        first, *rest = head.split(".")
        if rest:  # of the value itself, by the name that the text gives it
            assert hasattr(value, rest[0]), said
        else:
            assert hasattr(topics, first) or hasattr(value, first) or first in ("help", "print")


def test_an_analysis_shows_its_warnings(small):
    worried = replace(
        small, warnings=(f"{EVIL} is wrong", "so is this"), config=small.config.updated(title=EVIL)
    )
    page = worried._repr_html_()
    assert "write_report(analysis, folder)" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "is wrong" in page
    assert "so is this" in page

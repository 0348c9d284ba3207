"""A run in words: every number is the run's, and what was not done is not claimed."""

import made_up
import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.report.facts import (
    dagger_sentence,
    dated_documents,
    departures_table,
    headline_numbers,
    label_of,
)
from topics.report.method import method
from topics.report.prose import differences, findings, relations, stands_out, summary


def paragraphs(**changes):
    return dict(method(made_up.make_run(**changes)))


def config(**changes):
    return made_up.make_run().config.updated(**changes)


def test_numbers_of_the_headline():
    run = made_up.make_run(mentions=pd.DataFrame({"country": ["KAZ"] * 1234}))
    assert headline_numbers(run) == [
        ("6", "documents kept"),
        ("1,234", "mentions of countries"),
        ("3", "countries estimated"),
        ("2", "topics"),
    ]


def test_what_was_read_in_numbers():
    assert summary(made_up.make_run()) == [
        ("Documents read", "1,007"),
        ("Documents kept", "6 (1,001 dropped, listed in tables/dropped.csv)"),
        ("Lines of boilerplate removed", "2"),
        ("Dates", "2020-01-05 to 2020-03-05; 1 document undated"),
        ("Tokens and vocabulary", "5,400 tokens, 3 distinct words"),
        ("Countries", "4 mentioned; 3 with at least 3 documents, which are estimated"),
        (
            "Topics",
            "2 (LDA, fitted by cvb0), as asked for; other seeds find 1 of them again. "
            "Other numbers were not compared",
        ),
    ]


def sweep_of(perplexity_by_topics, **changes):
    rows = [
        {"n_topics": k, "fold": fold, "perplexity": float(p), "n_again": k}
        for k, p in perplexity_by_topics.items()
        for fold in (0, 1)
    ]
    measures = ("npmi", "c_v", "exclusivity", "frex", "diversity", "stability")
    return pd.DataFrame(rows).assign(**dict.fromkeys(measures, 0.5), **changes)


def test_the_number_of_topics_is_never_said_alone():
    def told(**changes):
        rows = dict(summary(made_up.make_run(reliability=pd.DataFrame(), **changes)))
        return rows["Topics"].partition("cvb0), ")[2]

    assert told() == "as asked for. Other numbers were not compared"
    assert told(n_topics_given=False) == (
        "by the size of the corpus. Other numbers were not compared"
    )
    more = "There may be more topics than so many documents can show"
    several = sweep_of({2: 700, 4: 701, 6: 702, 9: 900})
    assert told(sweep=several, n_topics_given=False) == (
        f"the fewest that predict as well as any. 2 to 6 topics cannot be told apart. {more}"
    )
    run = made_up.make_run(sweep=several)
    assert headline_numbers(run)[-1] == ("2", "topics (2 to 6 do as well)")
    assert told(sweep=sweep_of({2: 900, 4: 701, 6: 700})) == (
        f"as asked for (4 recommended). 4 to 6 or more topics cannot be told apart. {more}"
    )
    assert told(sweep=sweep_of({2: 700, 4: 800}), n_topics_given=False) == (
        "the fewest that predict as well as any. No other of the 2 numbers compared does as well. "
        f"{more}"
    )


def test_the_method_says_why_there_are_so_many_topics():
    several = sweep_of({2: 700, 4: 701, 6: 702, 9: 900})
    assert "2 to 6 topics cannot be told apart" in paragraphs(sweep=several)["Topics"]
    assert "no other was tried, and several may do as well" in paragraphs()["Topics"]


def test_the_method_says_which_words_of_the_lists_were_left_out():
    stopped = pd.DataFrame(
        [("the", 1200, "function word"), ("monday", 30, "word of reporting"),
         ("mr", 12, "word of reporting")],
        columns=["word", "n_tokens", "kind"],
    )  # fmt: skip
    assert (
        "So are function words (1,200 tokens) and words that any news story has (42 tokens, such "
        "as monday and mr); tables/stop_words.csv lists them."
    ) in paragraphs(stopped=stopped)["Topics"]


def test_dates_that_are_only_years_or_not_known():
    run = made_up.make_run()
    yearly = run.corpus.assign(date=pd.NaT, year=["1990", "1992", "x", None, "1991", "1992"])
    rows = dict(summary(made_up.make_run(corpus=yearly)))
    assert rows["Dates"] == "1990 to 1992; 2 documents undated"
    rows = dict(summary(made_up.make_run(corpus=run.corpus.assign(date=pd.NaT))))
    assert rows["Dates"] == "none known; 6 documents undated"
    dated = dated_documents(made_up.make_run(corpus=yearly))
    assert "text" not in dated
    assert dated["date"].dt.year.tolist()[:2] == [1990, 1992]


def test_speakers_are_said_to_speak_and_units_to_be_split():
    few = config(speaker="iso3", unit="paragraph", min_country_docs=2.5)
    rows = summary(made_up.make_run(config=few))
    assert dict(rows)["Countries"].startswith("4 speaking; 3 with at least 2.5 paragraphs")
    assert rows[3] == (
        "Units of the topic model", "6 paragraphs: 6 documents are too few for a topic model",
    )  # fmt: skip
    enough = few.updated(few_documents=6)
    assert dict(summary(made_up.make_run(config=enough)))["Units of the topic model"] == (
        "6 paragraphs"
    )


def test_the_method_names_the_settings_that_were_used():
    told = paragraphs(
        config=config(restarts=9, seed=42, min_docs=4, min_share=0.015,
                      max_share=0.25, level=0.9, draws=321, min_country_docs=2)
    )  # fmt: skip
    assert list(told) == [
        "Which countries a text is about", "Topics", "Estimates and intervals",
        "Pairs of countries", "Comparisons", "Checked by people", "Reproduction",
    ]  # fmt: skip
    countries = told["Which countries a text is about"]
    assert "(3 mentions)" in countries
    assert countries.endswith("2 countries with fewer than 2 documents are not estimated.")
    assert "with 2 topics, fitted by cvb0 to 6 documents" in told["Topics"]
    assert "9 random restarts" in told["Topics"]
    assert "seed 42" in told["Topics"]
    assert "fewer than 4 documents, in less than 1.5 % or in more than 25 %" in told["Topics"]
    assert "1 document has no words left" in told["Topics"]
    assert "Words that name countries are left out" in told["Topics"]
    assert "The 90 % intervals rest on 321 draws. They" in told["Estimates and intervals"]
    assert "manifest.json" in told["Reproduction"]


def test_the_method_says_who_speaks_and_what_was_split():
    split = config(speaker="iso3", unit="paragraph", mask_countries=False)
    told = paragraphs(config=split)
    assert list(told)[:2] == ["Few documents", "Which countries a text is about"]
    assert "6 paragraphs: 6 documents are too few" in told["Few documents"]
    assert "the column iso3." in told["Which countries a text is about"]
    assert "mentions)" not in told["Which countries a text is about"]
    assert "Words that name countries are in the vocabulary." in told["Topics"]
    assert "321" not in told["Estimates and intervals"]
    assert "500 draws of whole groups of documents. They" in told["Estimates and intervals"]
    assert "Units" in paragraphs(config=split.updated(few_documents=6))
    grouped = paragraphs(config=config(cluster="source"))
    assert "draws of whole groups of documents" in grouped["Estimates and intervals"]


def test_comparisons_say_what_was_compared():
    told = paragraphs()["Comparisons"]
    assert "(1 pair, of the countries with the most documents)" in told
    assert "cover 2 countries in 3 periods" in told
    assert "Of the 2 topics, 1 were found again by 4 further fits" in told
    asked = paragraphs(config=config(compare=("KAZ-GEO",)))["Comparisons"]
    assert "(1 pair, as requested)" in asked
    nothing = {name: pd.DataFrame() for name in ("contrasts", "trends", "reliability")}
    told = paragraphs(**nothing)["Comparisons"]
    assert told == "There are no estimates over time: too few documents have a date."
    told = paragraphs(**nothing, config=config(trends="off"))["Comparisons"]
    assert told == "Estimates over time were switched off."


@pytest.mark.parametrize(("unsettled", "settled"), [(0.0, "all of"), (0.25, "all but 25.0 % of")])
def test_how_well_the_sampler_mixed_is_told(unsettled, settled):
    diagnostics = {
        "mixing": {"n_draws": 2000, "n_sweeps": 3000, "ess_min": 1111.4, "ess_median": 1500.0,
                   "unsettled": unsettled}
    }  # fmt: skip
    told = paragraphs(diagnostics=diagnostics)["Estimates and intervals"]
    for number in ("2,000 draws", "3,000 sweeps", "1,111", "1,500", f"{settled} the shares"):
        assert number in told
    assert "have settled" not in paragraphs()["Estimates and intervals"]


def test_shares_for_which_the_sampler_has_not_settled_are_marked():
    doubtful = made_up.make_estimates().assign(settled=lambda t: t["country"] != "GEO")
    told = findings(doubtful)
    assert ["~" in sentence for sentence in told] == [True, False]
    assert told[0].startswith("~70 % (60 to 80) of what is written about Georgia is on T1")
    run = made_up.make_run(estimates=doubtful)
    assert "~: the sampler has not settled." in stands_out(run)
    assert not any("~" in sentence for sentence in stands_out(made_up.make_run()))
    _, rows = departures_table(doubtful, level=0.95)
    assert {row[0] for row in rows if row[2].startswith("~")} == {"Georgia"}
    apart = made_up.make_contrasts().assign(settled=False, p_adjusted=0.01)
    assert all(": ~" in sentence for sentence in differences(apart))


def test_a_finding_has_the_share_its_interval_the_lift_and_the_corpus():
    told = findings(made_up.make_estimates())
    about = "of what is written about"
    assert told == [
        f"70 % (60 to 80) {about} Georgia is on T1 vote, law: 1.7 times the usual 40 %.",
        f"80 % (70 to 90) {about} Kazakhstan is on T0 gas, oil: 1.3 times the usual 60 %.",
    ]
    spoken = findings(made_up.make_estimates(), speaking=True)
    assert spoken[0].startswith("70 % (60 to 80) of what Georgia says is on T1 vote, law:")
    flagged = made_up.make_estimates().assign(stable=lambda t: t["topic"] == 0)
    assert [" †:" in sentence for sentence in findings(flagged)] == [True, False]
    with pytest.raises(TopicsError, match="`estimates` lacks the column 'lift'"):
        findings(made_up.make_estimates().drop(columns="lift"))


def test_findings_and_differences_stop_where_they_are_told():
    many = pd.concat(
        [made_up.make_estimates().assign(topic=lambda t, n=n: t["topic"] + 2 * n) for n in range(6)]
    )
    assert len(findings(many)) == 8
    rows = [made_up.make_contrasts().head(1).assign(second=f"X{number}") for number in range(5)]
    assert len(differences(pd.concat(rows, ignore_index=True))) == 3
    assert differences(pd.DataFrame()) == []


def test_what_stands_out_is_never_nothing():
    run = made_up.make_run()
    told = stands_out(run)
    assert told[:2] == findings(run.estimates)
    assert told[2].startswith(
        "T0 gas, oil: 50 percentage points more for Kazakhstan than for Georgia"
    )
    assert len(told) == 5
    assert told[-1].startswith("Not tried")
    nobody = run.estimates.assign(ci_low=0.0)
    none = made_up.make_run(estimates=nobody, contrasts=pd.DataFrame())
    assert stands_out(none)[:-1] == [
        "No country is told from the corpus on any topic.",
        "No two countries share enough texts to say what they are written about together.",
    ]
    flagged = made_up.make_run(estimates=run.estimates.assign(stable=False))
    assert stands_out(flagged)[-2].startswith("†: ")


def test_a_dagger_stands_where_other_seeds_do_not_find_a_topic():
    assert label_of({"topic_label": "T1 gas"}) == "T1 gas"
    assert label_of({"topic_label": "T1 gas", "stable": True}) == "T1 gas"
    assert label_of({"topic_label": "T1 gas", "stable": False}) == "T1 gas †"
    run = made_up.make_run()
    assert dagger_sentence(run).startswith(" †: ")
    assert dagger_sentence(made_up.make_run(reliability=pd.DataFrame())) == ""
    all_found = run.reliability.assign(stable=True)
    assert dagger_sentence(made_up.make_run(reliability=all_found)) == ""


def test_relations_are_those_that_stand():
    pairs = made_up.make_pairs()
    told = relations(pairs)
    assert told == [
        "Texts on both Georgia and Kazakhstan: T1 vote, law 80 % (70 to 90), n = 24, "
        "against 50 % expected from what is written about each."
    ]
    none = "Of 1 pair of countries with 20 texts or more on both, none stands out on a topic "
    none += "beyond what is written about each."
    assert relations(pairs.assign(flagged=False)) == [none]
    assert relations(pairs.assign(stable=pairs["topic"].eq(0))) == [none]
    assert relations(pairs.assign(beyond_low=0.04)) == [none]
    assert relations(pairs.assign(n_docs=19))[0].startswith("Of 0 pairs of countries with 20")
    assert relations(pairs.assign(n_docs=19), least=15)[0].startswith("Texts on both Georgia")
    assert relations(pairs.assign(stable=True)) == told
    assert "pair of" in relations(pairs.assign(flagged=False).head(2))[0]


def test_at_most_three_relations_the_farthest_first():
    base = made_up.make_pairs().iloc[[1]]
    many = [
        base.assign(first=f"A{n}", first_name=f"Land {n}", beyond_low=0.1 * n) for n in range(1, 6)
    ]
    told = relations(pd.concat(many, ignore_index=True))
    assert [line.split(" and ")[0] for line in told] == [
        f"Texts on both Land {n}" for n in (5, 4, 3)
    ]


def test_relations_are_told_unless_they_are_off():
    pairs = made_up.make_pairs()
    run = made_up.make_run(pairs=pairs)
    assert relations(pairs)[0] in stands_out(run)
    off = made_up.make_run(config=run.config.updated(pairs=("off",)))
    assert not any("two countries" in line for line in stands_out(off))


def test_the_method_tells_the_test_of_additivity():
    told = paragraphs(pairs=made_up.make_pairs())["Pairs of countries"]
    assert "2 pairs of countries have at least 15 documents" in told
    assert "1 of 2 is not the mean of its countries" in told
    assert "No pair of countries has at least 15 documents" in paragraphs()["Pairs of countries"]
    assert "Pairs of countries" not in paragraphs(config=config(pairs=("off",)))

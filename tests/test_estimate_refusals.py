"""What the estimates refuse of their inputs: the argument, what was found and what to do."""

import numpy as np
import pandas as pd
import pytest
from by_hand import DOCS, PHI, WEIGHTS, YEARS, bow, model, said

from topics.errors import InputError
from topics.estimate import draw_topic_country, topic_country, trends
from topics.estimate.inputs import line_up
from topics.estimate.relations import draw_topic_pairs


def changed(**values):
    table = WEIGHTS.assign(p_about=1.0)
    for column, value in values.items():
        table.loc[1, column] = value
    return table


def of_weights(table):
    return lambda: line_up(model(), bow(), table)


REFUSED = {
    "no common word": (
        lambda: line_up(model(), bow(np.ones((3, 4)), words=pd.Index([*"wxyz"])), WEIGHTS),
        "`bow` and `model` share no word: were both made from the same tokens? "
        "First words: ['w', 'x', 'y'] and ['a', 'b'].",
    ),
    "no common word of many": (
        lambda: line_up(
            model(pd.DataFrame([[0.25] * 4], columns=[*"abcd"])), bow(words=pd.Index(["y", "z"])),
            WEIGHTS,
        ),
        "`bow` and `model` share no word: were both made from the same tokens? "
        "First words: ['y', 'z'] and ['a', 'b', 'c'].",
    ),
    "parts of words": (
        lambda: line_up(model(), bow(((2, 1.5), (1, 1), (0, 3))), WEIGHTS),
        "`bow.counts` must be whole numbers of at least 0: how often words occur.",
    ),
    "less than no word": (
        lambda: line_up(model(), bow(((2, -1), (1, 1), (0, 3))), WEIGHTS),
        "`bow.counts` must be whole numbers of at least 0: how often words occur.",
    ),
    "no words at all": (
        lambda: line_up(model(), bow(np.zeros((3, 2))), WEIGHTS),
        "no document is left: none has a word that `model` knows.",
    ),
    "no period": (
        lambda: line_up(model(), bow(), WEIGHTS, period=YEARS.where(YEARS == "3")),
        "no document is left: none has a word that `model` knows and a period in `period`.",
    ),
    "no topics": (
        lambda: line_up(model(PHI[:0]), bow(), WEIGHTS),
        "`model.topic_word` is empty: fit the model on documents that have words.",
    ),
    "topics beyond 1": (
        lambda: line_up(model(PHI.mul([1.0005, 1.002], axis=0)), bow(), WEIGHTS),
        "the rows of `model.topic_word` must be probabilities that sum to 1; topic 1 does not.",
    ),
    "topics below 0": (
        lambda: line_up(model(pd.DataFrame([[-0.5, 1.5]], ["t"], ["a", "b"])), bow(), WEIGHTS),
        "the rows of `model.topic_word` must be probabilities that sum to 1; topic 't' does not.",
    ),
    "documents twice": (
        lambda: line_up(model(), bow(doc_ids=DOCS[[0, 1, 1]]), WEIGHTS),
        "the doc_ids of `bow` must be unique; 'd1' is there twice.",
    ),
    "no weights": (
        of_weights(WEIGHTS[:0]),
        "`weights` has no row: no document is about any country.",
    ),
    "unknown documents": (
        of_weights(changed(doc_id="lost")),
        "`weights` names 1 rows whose doc_id is not in `bow`, first 'lost'. Pass weights of its "
        "documents.",
    ),
    "a weight above 1": (
        of_weights(changed(weight=1.5)),
        "`weights.weight` must lie in [0, 1]; 'd1', 'X' has 1.5.",
    ),
    "a chance below 0": (
        of_weights(changed(p_about=-0.25)),
        "`weights.p_about` must lie in [0, 1]; 'd1', 'X' has -0.25.",
    ),
    "rows twice": (
        of_weights(pd.concat([WEIGHTS, WEIGHTS[1:2]])),
        "`weights` has more than one row for 'd1', 'X'. Add them up first.",
    ),
    "a country called none": (
        of_weights(changed(country="none")),
        "`weights.country` must name a country; 'none' and missing names stand for the remainder, "
        "which is added here.",
    ),
    "a country without a name": (
        of_weights(changed(country=None)),
        "`weights.country` must name a country; 'none' and missing names stand for the remainder, "
        "which is added here.",
    ),
    "more than a document": (
        of_weights(pd.concat([WEIGHTS, WEIGHTS[1:2].assign(country="Y", weight=0.25)])),
        "the weights of a document must sum to at most 1; those of 'd1' sum to 1.250. Divide the "
        "weights by their sum.",
    ),
    "periods twice": (
        lambda: line_up(model(), bow(), WEIGHTS, period=pd.concat([YEARS, YEARS])),
        "`period` must have one period per document; its index repeats doc_ids.",
    ),
    "clusters twice": (
        lambda: line_up(model(), bow(), WEIGHTS, cluster=pd.concat([YEARS, YEARS])),
        "`cluster` must have one cluster per document; its index repeats doc_ids.",
    ),
    "clusters of some": (
        lambda: line_up(model(), bow(), WEIGHTS, cluster=YEARS.where(YEARS == "2")),
        "`cluster` has no cluster for 2 documents, first 'd0'.",
    ),
    "weights left out": (
        lambda: draw_topic_country(model(), bow()),
        "`weights` is missing: which documents are about which countries.",
    ),
    "weights of pairs left out": (
        lambda: draw_topic_pairs(model(), bow()),
        "`weights` is missing: which documents are about which countries.",
    ),
    "counts left out": (
        lambda: draw_topic_country(model(), weights=WEIGHTS),
        "`bow` is missing: the counts of the documents.",
    ),
    "counts of pairs left out": (
        lambda: draw_topic_pairs(model(), weights=WEIGHTS),
        "`bow` is missing: the counts of the documents.",
    ),
    "a model left out": (
        lambda: topic_country(bow=bow(), weights=WEIGHTS),
        "`model` is missing; pass a fitted model, or shares as `theta`.",
    ),
    "no models": (
        lambda: topic_country([], bow(), WEIGHTS),
        "`model` is an empty list; pass one fitted model or several.",
    ),
    "models of other words": (
        lambda: topic_country([model(), model(PHI.rename(columns={"b": "c"}))], bow(), WEIGHTS),
        "the models in `model` must have the same words and number of topics; fit them on the same "
        "counts with other seeds.",
    ),
    "models of other topics": (
        lambda: topic_country([model(), model(PHI[:1])], bow(), WEIGHTS),
        "the models in `model` must have the same words and number of topics; fit them on the same "
        "counts with other seeds.",
    ),
    "texts as dates": (
        lambda: trends(model(), bow(), WEIGHTS, YEARS),
        "`dates` must be a Series of dates indexed by doc_id; see pd.to_datetime.",
    ),
    "a list of dates": (
        lambda: trends(model(), bow(), WEIGHTS, [pd.Timestamp("2020")] * 3),
        "`dates` must be a Series of dates indexed by doc_id; see pd.to_datetime.",
    ),
    "dates of other documents": (
        lambda: trends(model(), bow(), WEIGHTS, pd.Series(pd.Timestamp("2020"), ["lost"])),
        "no document of `bow` has a date in `dates`.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_estimated_is_refused_in_so_many_words(case):
    call, message = REFUSED[case]
    assert said(call) == message


def test_what_is_wrong_with_the_inputs_is_an_input_error():
    for case in ("no common word", "no weights", "clusters of some", "texts as dates"):
        assert said(REFUSED[case][0], InputError) == REFUSED[case][1]

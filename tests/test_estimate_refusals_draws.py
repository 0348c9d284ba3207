"""What is refused of draws, pairs and groups, and of options, and in which words."""

import pandas as pd
import pytest
from by_hand import DOCS, WEIGHTS, both, bow, make_draws, make_pairs, model, said

from topics.estimate import contrasts, summarise_draws, topic_country, trends
from topics.estimate.across import match_topics
from topics.estimate.apart import keep_followed, set_pairs_apart
from topics.estimate.beyond import pair_changes, summarise_pairs
from topics.estimate.crossed import compare_groups
from topics.estimate.directed import directed_weights
from topics.estimate.grouping import group_weights
from topics.estimate.inputs import line_up
from topics.estimate.marking import pair_words
from topics.estimate.pairs import count_pairs
from topics.estimate.relations import topic_pairs
from topics.estimate.standing import distance_from_corpus
from topics.estimate.trends import summarise_trends


def lost_pair():
    """Give a pair that the draws do not have."""
    found = make_pairs()
    found.pairs["group"] = "X+W"
    return found


REFUSED = {
    "an unknown group": (
        lambda: contrasts(make_draws(), "X", "Z"),
        "the draws have no group 'Z'; they have 2, such as ['X', 'Y']. Draws by period need "
        "(country, period).",
    ),
    "an unknown period": (
        lambda: contrasts(make_draws(periods=["1"]), ("X", "1"), ("X", "2")),
        "the draws have no group 'X 2'; they have 2, such as ['X 1', 'Y 1']. Draws by period need "
        "(country, period).",
    ),
    "sides of other lengths": (
        lambda: contrasts(make_draws(), ["X", "Y"], ["X", "Y", "X"]),
        "`first` has 2 groups and `second` 3; give one, or lists of the same length.",
    ),
    "nothing to compare": (
        lambda: contrasts(make_draws(), [], []),
        "`first` has 0 groups and `second` 0; give one, or lists of the same length.",
    ),
    "draws without groups": (
        lambda: compare_groups(make_draws()),
        "the draws have no groups; give them as `period` to draw_topic_country.",
    ),
    "changes without periods": (
        lambda: pair_changes(make_pairs(), "1", "2"),
        "the draws have no periods; give `period` to draw_topic_pairs.",
    ),
    "changes of other periods": (
        lambda: pair_changes(make_pairs(["1"]), "1", "2"),
        "no pair has documents in both '1' and '2'; the periods are 1.",
    ),
    "a pair that nobody writes about": (
        lambda: summarise_pairs(lost_pair()),
        "no document with a word that the model knows is about 'X+W'.",
    ),
    "a pair that is not followed": (
        lambda: keep_followed(WEIGHTS, make_pairs().pairs, ["Y-X", "Y-Z"]),
        "`follow`: 'Y-Z' is no pair that is estimated.",
    ),
    "a country with a plus": (
        lambda: set_pairs_apart(WEIGHTS.replace("Y", "Y+Z")),
        "`weights.country`: 'Y+Z' holds a +, which joins pairs.",
    ),
    "rows of pairs twice": (
        lambda: set_pairs_apart(pd.concat([WEIGHTS, WEIGHTS[2:]])),
        "`weights` has more than one row for 'd2', 'Y'. Add them up first.",
    ),
    "a pair of one": (
        lambda: set_pairs_apart(both(), pairs=["X-X"]),
        "`pairs` needs two countries each, such as 'KAZ-UZB'; got 'X-X'.",
    ),
    "a pair of three": (
        lambda: set_pairs_apart(both(), pairs=["X-Y-Z"]),
        "`pairs` needs two countries each, such as 'KAZ-UZB'; got 'X-Y-Z'.",
    ),
    "a pair with few documents": (
        lambda: set_pairs_apart(both(14), pairs=["Y-X"]),
        "`pairs`: 14 documents are about both countries of Y-X and no third; at least 15 are "
        "needed. Leave the pair out.",
    ),
    "a pair of nobody": (
        lambda: set_pairs_apart(both(), pairs=["X-Z"]),
        "`pairs`: 0 documents are about both countries of X-Z and no third; at least 15 are "
        "needed. Leave the pair out.",
    ),
    "a pair of few clusters": (
        lambda: set_pairs_apart(
            both(), pairs=["X-Y"],
            cluster=pd.Series([f"{i % 4}" for i in range(16)], [f"b{i:02}" for i in range(16)]),
        ),
        "`pairs`: the 16 documents about both countries of X-Y are of 4 clusters; at least 5 are "
        "needed. Leave the pair out.",
    ),
    "a pair whose countries have nothing else": (
        lambda: set_pairs_apart(both(own=5), pairs=["X-Y"]),
        "`pairs`: X has 5.0 documents beside its pairs; 6 are needed to say what is expected of "
        "X-Y. Leave the pair out.",
    ),
    "words of other documents": (
        lambda: pair_words(bow(), WEIGHTS.replace("d1", "lost")),
        "`weights` names a doc_id that is not in `bow`: 'lost'",
    ),
    "a speaker without a name": (
        lambda: directed_weights(WEIGHTS.assign(country=["X", None, "Y"]), WEIGHTS),
        "`speakers` names nobody for 'd1'. Leave such documents out.",
    ),
    "two speakers": (
        lambda: directed_weights(WEIGHTS.replace("d1", "d0"), WEIGHTS),
        "`speakers` has more than one row for 'd0'; a document has one.",
    ),
    "no speaker": (
        lambda: directed_weights(WEIGHTS[:2], WEIGHTS),
        "`mentioned` names 'd2', of which `speakers` has no speaker.",
    ),
    "groups of no column": (
        lambda: group_weights(WEIGHTS, []),
        "`by` names no column; give one, such as 'party'.",
    ),
    "groups of documents twice": (
        lambda: group_weights(WEIGHTS.replace("d2", "d0"), "country"),
        "`corpus` has more than one row for 'd0'.",
    ),
    "groups of no document": (
        lambda: group_weights(WEIGHTS.assign(party=" ", side=None), ["party", "side"]),
        "`corpus` has no document with a value in party, side.",
    ),
    "a group called none": (
        lambda: group_weights(WEIGHTS.replace("X", "none"), "country"),
        "`corpus`: a group cannot be called 'none': 'none' stands for the remainder. Rename it.",
    ),
    "a group with a plus": (
        lambda: group_weights(WEIGHTS.replace("X", "X+"), "country"),
        "`corpus`: a group cannot be called 'X+': '+' joins pairs. Rename it.",
    ),
    "one language": (
        lambda: match_topics({"en": None}),
        "`profiles` needs two languages or more; got 1.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_estimated_is_refused_in_so_many_words(case):
    call, message = REFUSED[case]
    assert said(call) == message


OF_DRAWS = {
    "contrasts": lambda **options: contrasts(make_draws(), "X", "Y", **options),
    "summarise_draws": lambda **options: summarise_draws(make_draws(), **options),
    "summarise_trends": lambda **options: summarise_trends(make_draws(periods=["1"]), **options),
    "summarise_pairs": lambda **options: summarise_pairs(make_pairs(), **options),
    "pair_changes": lambda **options: pair_changes(make_pairs(), "1", "2", **options),
    "compare_groups": lambda **options: compare_groups(make_draws(periods=["1"]), **options),
    "topic_country": lambda **options: topic_country(model(), bow(), WEIGHTS, **options),
    "topic_pairs": lambda **options: topic_pairs(model(), bow(), WEIGHTS, **options),
    "pair_words": lambda **options: pair_words(bow(), WEIGHTS, **options),
    "trends": lambda **options: trends(
        model(), bow(), WEIGHTS, pd.Series(pd.Timestamp("2020"), DOCS), **options
    ),
}
WHOLE = "`{}` must be a whole number of at least {}; got {}."
SPAN = "`{}` must be a number in {}; got {}."


@pytest.mark.parametrize(
    ("function", "option", "value", "message"),
    [
        *[
            (name, "level", value, SPAN.format("level", "(0, 1)", value))
            for name in OF_DRAWS if name not in ("pair_words", "trends")
            for value in (0, 1)
        ],
        *[
            (name, "min_docs", -1, SPAN.format("min_docs", "[0, inf]", -1))
            for name in ("summarise_trends", "summarise_pairs", "compare_groups")
        ],
        ("topic_country", "draws", 19, WHOLE.format("draws", 20, 19)),
        ("topic_country", "seed", -1, WHOLE.format("seed", 0, -1)),
        ("topic_country", "threads", 0, WHOLE.format("threads", 1, 0)),
        ("topic_country", "method", "meen",
         "`method` must be one of joint or mean; got 'meen'. Did you mean 'mean'?"),
        ("topic_country", "unit", "word",
         "`unit` must be one of document or evidence; got 'word'."),
        ("topic_pairs", "least", 1, WHOLE.format("least", 2, 1)),
        ("topic_pairs", "least_apart", 0.5, SPAN.format("least_apart", "[1, inf]", 0.5)),
        ("pair_words", "most", 0, WHOLE.format("most", 1, 0)),
        ("pair_words", "prior", 0, SPAN.format("prior", "(0, inf)", 0)),
        ("trends", "period", "yaer",
         "`period` must be one of month, quarter or year; got 'yaer'. Did you mean 'year'?"),
    ],
)  # fmt: skip
def test_options_beyond_their_bounds_are_refused(function, option, value, message):
    assert said(lambda: OF_DRAWS[function](**{option: value})) == message


@pytest.mark.parametrize(
    ("call", "name", "column"),
    [
        (lambda table: line_up(model(), bow(), table), "weights", "weight"),
        (set_pairs_apart, "weights", "weight"),
        (lambda table: group_weights(WEIGHTS, "country", weights=table), "weights", "weight"),
        (lambda table: group_weights(table, "party"), "corpus", "party"),
        (lambda table: directed_weights(table, WEIGHTS), "speakers", "country"),
        (lambda table: directed_weights(WEIGHTS, table), "mentioned", "weight"),
        (count_pairs, "mentions", "doc_id"),
        (distance_from_corpus, "estimates", "ci_low"),
    ],
)
def test_columns_that_are_not_there_are_named_with_their_table(call, name, column):
    table = WEIGHTS.rename(columns={column: "other"})

    def told():
        found = call(table)
        return found() if callable(found) else found

    assert said(told).startswith(f"`{name}` lacks the column {column!r}; it has ")

"""What draws show of themselves in a notebook."""

import html
import re
from dataclasses import replace

from by_hand import make_draws, make_pairs


def shown(value):
    """Return the text of a card, a blank between cells."""
    text = html.unescape(re.sub("<[^>]+>", " ", value._repr_html_()))
    return re.sub(r" (?=[.,;(])|(?<=[(]) ", "", " ".join(text.split()))


def test_draws_of_countries():
    assert shown(make_draws()) == (
        "40 draws of P(topic | country): 3 groups, 3 topics settled 8 of 9 shares "
        "country n_docs n_effective none 9 8.5 Y 8 7.2 X 7 6.0 "
        "Next: summarise_draws(draws), contrasts(draws, first, second), "
        "effects(draws, data, formula)."
    )


def test_what_is_wrong_is_told_first():
    draws = make_draws(
        periods=["1"],
        diagnostics={
            "mixing": {"warning": "too short"}, "dropped": ["a", "b"], "undated": ["c"],
            "note": "so and so",
        },
    )  # fmt: skip
    told = shown(draws)
    assert "settled 8 of 9 shares warning too short documents left out 3 note so and so" in told
    assert "none 1 9 8.5 Y 1 8 7.2" in told
    assert (draws.note, make_draws().note) == ("so and so", "")


def test_draws_of_pairs():
    draws = make_pairs(["1", "2"])
    table = draws.pairs.assign(n_docs=[9, 20], n_effective=[8.123, 16.0])
    assert shown(replace(draws, pairs=table)) == (
        "40 draws of P(topic | pair): 2 pairs, 3 topics "
        "first second group period n_docs n_effective share_first "
        "X Y X+Y 2 20 16.0 0.5 X Y X+Y 1 9 8.12 0.25 "
        "Next: summarise_pairs(draws); of periods, pair_changes; of the countries beside their "
        "pairs, summarise_draws(draws.countries)."
    )

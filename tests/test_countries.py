"""Countries: known answers on the seeds, rules, weights, tables."""

import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from topics.countries import country_name, country_weights, find_countries, find_in_text

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
if not (SEEDS / "truth.json").is_file():
    SEEDS = ROOT.parent / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(
    not (SEEDS / "truth.json").is_file(), reason="the seeds and their truth.json are not here"
)
KINDS_OF_TRUTH = {
    "demonym": ("demonym",),
    "capital_metonym": ("capital", "metonym"),
    "leader": ("leader",),
    "subnational": ("city", "region"),
    "historical": ("historical",),
    "organisations": ("organisation",),
}


@needs_seeds
def test_seeds_every_count_by_kind():
    truth = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))["seeds"]
    assert len(truth) == 5
    for name, expected in truth.items():
        found = find_in_text((SEEDS / name).read_text(encoding="utf-8"))
        names = found[found["kind"] == "name"]
        assert Counter(names["country"]) == expected["explicit"], name
        for key, kinds in KINDS_OF_TRUTH.items():
            counted = Counter(found[found["kind"].isin(kinds)]["country"])
            assert counted == {c: sum(n.values()) for c, n in expected[key].items()}, (name, key)
        regions = Counter(found[found["kind"] == "world_region"]["surface"])
        assert regions == expected["regions"], name


@needs_seeds
def test_seeds_main_countries_have_the_highest_weights():
    truth = json.loads((SEEDS / "truth.json").read_text(encoding="utf-8"))["seeds"]
    corpus = pd.DataFrame(
        {
            "doc_id": list(truth),
            "text": [(SEEDS / name).read_text(encoding="utf-8") for name in truth],
        }
    )
    weights = country_weights(find_countries(corpus), corpus)
    for name, expected in truth.items():
        ranked = weights[weights["doc_id"] == name].sort_values("weight", ascending=False)
        main = expected["main"]
        assert set(ranked["country"].head(len(main))) == set(main), name


def test_country_name_unknown_code_says_so():
    assert country_name("UZB") == "Uzbekistan"
    with pytest.raises(ValueError, match="'XYZ' is not a known code"):
        country_name("XYZ")

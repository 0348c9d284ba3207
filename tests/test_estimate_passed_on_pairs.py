"""Options of pairs reach what sets pairs apart, what draws and what finds words."""

import numpy as np
import pandas as pd
from by_hand import both, bow, model, reached

from topics.estimate import apart, marking, relations


class TestPairs:
    """What `draw_topic_pairs` and `pair_words` make of their options."""

    docs = pd.Index(sorted(set(both()["doc_id"])))
    cluster = pd.Series([f"s{n % 7}" for n in range(28)], docs)
    period = pd.Series("1", docs)

    def draw(self, **options):
        counts = bow(np.ones((28, 2)), doc_ids=self.docs)
        return relations.draw_topic_pairs(model(), counts, both(), **options)

    def test_options_reach_the_draws(self):
        options = {
            "unit": "evidence", "cluster": self.cluster, "refit": False, "draws": 30, "seed": 4,
            "threads": 2, "checkpoint": "folder", "period": self.period,
        }  # fmt: skip
        seen = reached(relations, "draw_topic_country", lambda: self.draw(**options))
        assert all(seen[name] is value for name, value in options.items())
        assert seen["method"] == "joint"
        assert set(seen["weights"]["country"]) == {"X", "Y", "X+Y"}
        seen = reached(relations, "draw_topic_country", lambda: self.draw(least=17))
        assert set(seen["weights"]["country"]) == {"X", "Y"}
        assert (seen["unit"], seen["refit"], seen["draws"]) == ("document", True, 500)

    def test_options_reach_what_sets_pairs_apart(self):
        options = {
            "pairs": ["X-Y"], "least": 9, "least_apart": 2.5, "cluster": self.cluster,
            "period": self.period,
        }  # fmt: skip
        seen = reached(relations, "set_pairs_apart", lambda: self.draw(**options))
        assert all(seen[name] is value for name, value in options.items())
        assert not seen["plain"]
        seen = reached(relations, "set_pairs_apart", self.draw)
        assert (seen["pairs"], seen["cluster"], seen["period"]) == (None, None, None)
        assert (seen["least"], seen["least_apart"]) == (apart.LEAST, apart.LEAST_APART) == (15, 6)

    def test_documents_without_a_period_are_of_no_pair(self):
        early = self.period[2:]
        seen = reached(relations, "set_pairs_apart", lambda: self.draw(period=early))
        assert set(seen["weights"]["doc_id"]) == set(early.index)

    def test_shares_that_are_given(self):
        shares = np.full((28, 2), 0.5)
        call = {"theta": shares, "doc_ids": self.docs, "weights": both(), "period": self.period[3:]}
        seen = reached(relations, "set_pairs_apart", lambda: relations.draw_topic_pairs(**call))
        assert seen["plain"]
        assert set(seen["weights"]["doc_id"]) == set(self.docs[3:])
        seen = reached(relations, "draw_topic_country", lambda: relations.draw_topic_pairs(**call))
        assert seen["theta"].index.equals(self.docs.rename("doc_id"))
        assert seen["doc_ids"] is None

    def test_those_that_are_followed(self):
        seen = reached(relations, "keep_followed", lambda: self.draw(follow=["X-Y"]))
        assert seen["follow"] == ["X-Y"]
        assert seen["table"]["group"].tolist() == ["X+Y"]

    def test_words_of_the_same_pairs(self):
        counts = bow(np.ones((28, 2)), doc_ids=self.docs)
        options = {"pairs": ["X-Y"], "least": 9, "least_apart": 2.5, "cluster": self.cluster}
        seen = reached(
            marking, "set_pairs_apart", lambda: marking.pair_words(counts, both(), **options)
        )
        assert all(seen[name] is value for name, value in options.items())
        seen = reached(marking, "set_pairs_apart", lambda: marking.pair_words(counts, both()))
        assert (seen["pairs"], seen["least"], seen["least_apart"]) == (None, 15, 6)

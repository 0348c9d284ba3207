"""What a run draws beside countries and pairs: groups of documents, and pairs over time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from topics.estimate.beyond import summarise_pairs
from topics.estimate.crossed import compare_groups
from topics.estimate.draws import TopicCountryDraws
from topics.estimate.grouping import GROUP
from topics.estimate.regroup import regroup_draws, regroup_pairs
from topics.estimate.relations import PairDraws
from topics.estimate.table import summarise_draws
from topics.lda.model import TopicModel
from topics.run.config import ReportConfig
from topics.run.groups import (
    cells_with_enough,
    count_groups,
    draw_crossed,
    draw_groups,
    values_of,
)
from topics.run.pairs_over_time import ENOUGH, follow_pairs
from topics.run.prepare import Prepared
from topics.run.shown import candidates
from topics.run.stages import Shelf
from topics.run.steps import with_enough


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Beside:
    """Draws of groups, by themselves and crossed with countries, and of pairs by period, or None.

    Attributes
    ----------
    groups, crossed : TopicCountryDraws or None
        As `draw_groups` and `draw_crossed` give them.
    followed : PairDraws or None
        As `follow_pairs` gives them.
    cells : MultiIndex
        (country, group) that are compared.
    counts : DataFrame
        As `count_groups` gives it.
    """

    groups: TopicCountryDraws | None = None
    crossed: TopicCountryDraws | None = None
    followed: PairDraws | None = None
    cells: pd.MultiIndex
    counts: pd.DataFrame

    def regrouped(self, members: pd.DataFrame) -> "Beside":
        """Put topics together and set them aside; see `regroup_draws`."""
        return Beside(
            groups=self.groups and regroup_draws(self.groups, members),
            crossed=self.crossed and regroup_draws(self.crossed, members),
            followed=self.followed and regroup_pairs(self.followed, members),
            cells=self.cells,
            counts=self.counts,
        )

    def tables(self, *, level: float) -> dict[str, pd.DataFrame]:
        """Return the tables of an `Analysis` by name."""
        groups = crossed = followed = pd.DataFrame()
        if self.groups is not None:
            groups = summarise_draws(self.groups, level=level).drop(columns="period")
            groups = groups.rename(
                columns={"country": "group", "p_country_given_topic": "p_group_given_topic",
                         "p_country_low": "p_group_low", "p_country_high": "p_group_high"}
            )  # fmt: skip
            groups["group"] = groups["group"].str.removeprefix(GROUP)
        if self.crossed is not None:
            crossed = compare_groups(self.crossed, cells=self.cells, level=level)
        if self.followed is not None:
            followed = summarise_pairs(self.followed, level=level, min_docs=ENOUGH)
        return {
            "groups": groups,
            "group_countries": crossed,
            "group_documents": self.counts,
            "pair_trends": followed,
        }


def draw_beside(
    config: ReportConfig,
    ready: Prepared,
    models: list[TopicModel],
    countries: TopicCountryDraws,
    pairs: pd.DataFrame,
    shelf: Shelf,
    say: Callable[[str], None],
) -> Beside:
    """Draw the topics of groups, by themselves and crossed with countries, and of pairs by period.

    Parameters
    ----------
    config, ready, shelf, say
        As in `analyse`.
    models : list of TopicModel
        The fits behind the estimates.
    countries : TopicCountryDraws
        Of the run, which say in what order countries are taken.
    pairs : DataFrame
        `first, second` of the pairs that are estimated.
    """
    bow, cluster = ready.bow, ready.cluster
    weights = with_enough(ready.weights, config.min_country_docs)
    counts, values = pd.DataFrame(), pd.Series(dtype=object)
    cells = pd.MultiIndex.from_arrays([[], []], names=["country", "group"])
    if config.groups is not None:
        filled = ready.units[ready.units["doc_id"].isin(bow.lengths[bow.lengths > 0].index)]
        values = values_of(filled, config.groups)
        counts = count_groups(values, cluster, config)
        values = values[values.isin(counts.loc[counts["estimated"], "group"])]
        estimates = summarise_draws(countries, level=config.level)
        among = candidates(estimates, config)
        cells = cells_with_enough(weights, values, cluster, config, among=among)

    def make(part: Path | None) -> dict[str, Any]:
        if values.empty:
            return {"groups": None, "crossed": None}
        groups = draw_groups(
            models, bow, values, cluster, config, checkpoint=part and part / "groups"
        )
        crossed = draw_crossed(
            models, bow, weights, values, cells, cluster, config,
            checkpoint=part and part / "crossed",
        )  # fmt: skip
        return {"groups": groups, "crossed": crossed}

    def follow(part: Path | None) -> dict[str, Any]:
        codes = (pairs["first"] + "-" + pairs["second"]).tolist()
        return {"followed": follow_pairs(models, ready, weights, codes, config, checkpoint=part)}

    made = shelf.made("groups", make, config=config)
    if made["groups"] is not None:
        say(
            f"estimated {int(counts['estimated'].sum()):,} groups by {config.groups!r}, and "
            f"{len(cells):,} of them on a country"
        )
    followed: PairDraws | None = shelf.made("pair_trends", follow, config=config)["followed"]
    if followed is not None:
        say(f"followed {followed.pairs['group'].nunique():,} pairs of countries over time")
    return Beside(**made, followed=followed, cells=cells, counts=counts)

"""Alt texts: what a figure shows, in words, for those who do not see it."""

import pandas as pd

from topics.estimate.standing import FDR, standouts, told_apart
from topics.plots.mention_kinds import rows_of_countries
from topics.plots.pair import rows_of_pair, sides_named
from topics.plots.rows import INTERCEPT, names, sides_of, told_beyond, topic_title

_SIDES = ("first", "second")
LISTED = 5


def flow_text(flow: pd.DataFrame) -> str:
    """Describe `plot_flow`."""
    steps = [
        f"{row['stage']}: {row['kept']:,} kept, {row['dropped']:,} dropped"
        for row in flow.to_dict("records")
    ]
    return f"Bar chart of the documents left after each stage. {'; '.join(steps)}."


def coverage_text(documents: pd.DataFrame) -> str:
    """Describe `plot_coverage`."""
    dates = pd.to_datetime(documents["date"]).dropna()
    if dates.empty:
        return f"None of the {len(documents):,} documents has a date."
    return (
        f"Bar chart of the number of documents over time, {dates.min():%Y-%m-%d} to "
        f"{dates.max():%Y-%m-%d}; {len(documents) - len(dates):,} of {len(documents):,} documents "
        "have no date."
    )


def words_text(words: pd.DataFrame, topic: int) -> str:
    """Describe `plot_topic_words` and `plot_topic_card`."""
    rows = words[words["topic"] == topic].sort_values("rank")
    parts = [
        f"{word} {100 * share:.1f} %"
        for word, share in zip(rows["word"], rows["probability"], strict=True)
    ]
    return f"Bar chart of the words of {topic_title(rows)}, with their shares: {', '.join(parts)}."


def heatmap_text(
    estimates: pd.DataFrame,
    *,
    many: str = "countries",
    one: str = "what is written about the country",
) -> str:
    """Describe `plot_topic_country`."""
    apart = told_apart(estimates)
    size = f"{estimates['country'].nunique()} {many} by {estimates['topic'].nunique()} topics"
    top = estimates[apart & (estimates["lift"] > 1).to_numpy()]
    top = top.sort_values("lift", ascending=False, kind="stable").head(LISTED)
    return (
        f"Table of {size}; each cell is the share of the topic in {one}. "
        f"{int(apart.sum())} of {len(estimates)} cells differ credibly from the corpus. "
        + (f"Furthest above it: {'; '.join(_cells(top))}." if len(top) else "None is above it.")
    )


def groups_text(groups: pd.DataFrame) -> str:
    """Describe `plot_groups`."""
    return heatmap_text(groups.assign(country=groups["group"]), many="groups", one="the group")


def group_countries_text(crossed: pd.DataFrame) -> str:
    """Describe `plot_group_countries`."""
    told = crossed[crossed["p_adjusted"] < FDR]
    far = told["difference"].abs().sort_values(ascending=False, kind="stable").index[:LISTED]
    rows = told.loc[far]
    parts = [
        f"{row['group']} on {country}, {topic}: {100 * row['estimate']:.0f} %, elsewhere "
        f"{100 * row['elsewhere']:.0f} %"
        for row, country, topic in zip(
            rows.to_dict("records"), names(rows, "country"), names(rows, "topic"), strict=True
        )
    ]
    n_cells = len(crossed[["country", "group"]].drop_duplicates())
    return (
        f"Table of {n_cells} groups on a country by {crossed['topic'].nunique()} topics; each cell "
        "is how far the share of the topic is from that in the other groups' texts on the country. "
        f"{len(told)} of {len(crossed)} cells are told from chance"
        + (f". Furthest off: {'; '.join(parts)}." if parts else ".")
    )


def standouts_text(estimates: pd.DataFrame) -> str:
    """Describe `plot_standouts`."""
    rows = standouts(estimates, most=1)
    if rows.empty:
        return "No country is told from the corpus on any topic."
    told = "; ".join(_cells(rows))
    return f"Countries far above the corpus, topic by topic, dots with intervals: {told}."


def countries_text(estimates: pd.DataFrame, topic: int) -> str:
    """Describe `plot_countries_of_topic`."""
    rows = estimates[estimates["topic"] == topic].nlargest(LISTED, "estimate", keep="first")
    parts = [
        f"{name} {_interval(row)}"
        for name, (_, row) in zip(names(rows, "country"), rows.iterrows(), strict=True)
    ]
    return (
        f"Countries by their share of {topic_title(rows)}, dots with intervals, highest first: "
        f"{'; '.join(parts)}."
    )


def topics_text(estimates: pd.DataFrame, country: str) -> str:
    """Describe `plot_topics_of_country`."""
    rows = estimates[estimates["country"] == country].nlargest(LISTED, "estimate", keep="first")
    parts = [
        f"{name} {_interval(row)}"
        for name, (_, row) in zip(names(rows, "topic"), rows.iterrows(), strict=True)
    ]
    return (
        f"Topics of {names(rows, 'country')[0]}, dots with intervals, highest first: "
        f"{'; '.join(parts)}."
    )


def contrasts_text(contrasts: pd.DataFrame) -> str:
    """Describe `plot_contrasts`."""
    rows = contrasts.dropna(subset="estimate")
    rows = rows.loc[rows["estimate"].abs().sort_values(ascending=False, kind="stable").index]
    parts = [
        f"{name} {100 * row['estimate']:+.1f} ({100 * row['ci_low']:+.1f} to "
        f"{100 * row['ci_high']:+.1f})"
        for name, row in zip(
            names(rows, "topic"), rows.head(LISTED).to_dict("records"), strict=False
        )
    ]
    between = " and ".join(sides_of(rows) or ["two groups"])
    return (
        f"Differences between {between} by topic, the first minus the second, in percentage "
        f"points with intervals. Largest: {'; '.join(parts)}."
    )


def trends_text(trends: pd.DataFrame) -> str:
    """Describe `plot_trends`."""
    periods = sorted(set(trends["period"].astype(str)))
    return (
        "Lines with interval bands: the share of topics in what is written about "
        f"{trends['country'].nunique()} countries, {periods[0]} to {periods[-1]}."
    )


def world_text(estimates: pd.DataFrame, topic: int) -> str:
    """Describe `plot_world_topic`."""
    return f"World map with one tile for each country. {countries_text(estimates, topic)}"


def choropleth_text(estimates: pd.DataFrame, topic: int) -> str:
    """Describe `plot_choropleth`."""
    return f"World map with the outlines of countries. {countries_text(estimates, topic)}"


def documents_text(counts: pd.DataFrame) -> str:
    """Describe `plot_world_documents`."""
    sums = counts.groupby("country")["n_docs"].sum().sort_values(ascending=False, kind="stable")
    parts = [f"{country} {count:,.0f}" for country, count in sums.head(LISTED).items()]
    return (
        "World map with one tile for each country, showing the number of documents about it. "
        f"{int((sums > 0).sum())} countries have some; those with the most: {', '.join(parts)}."
    )


def map_text(topics: pd.DataFrame) -> str:
    """Describe `plot_topic_map`."""
    labels = "; ".join(names(topics, "topic"))
    return f"Topics as circles, close to one another when their words are similar: {labels}."


def pairs_text(pairs: pd.DataFrame) -> str:
    """Describe `plot_pairs`."""
    rows = pairs[pairs["p_adjusted"] <= 0.05].head(LISTED)
    parts = [
        f"{row['first']} and {row['second']} ({row['n_both']} "
        f"document{'' if row['n_both'] == 1 else 's'}, {row['expected']:.1f} by chance)"
        for row in rows.to_dict("records")
    ]
    return "Countries on a circle, joined where documents name both more often than by chance" + (
        f". The surest pairs: {'; '.join(parts)}." if parts else "; no pair is."
    )


def beyond_text(pairs: pd.DataFrame) -> str:
    """Describe `plot_beyond`."""
    told = pairs[told_beyond(pairs)]
    far = told["beyond"].abs().sort_values(ascending=False, kind="stable").index[:LISTED]
    rows = told.loc[far]
    sides = [rows[f"{side}_name" if f"{side}_name" in rows else side] for side in _SIDES]
    parts = [
        f"{first} and {second}, {topic}: {100 * share:.0f} %, expected {100 * expected:.0f} %"
        for first, second, topic, share, expected in zip(
            *sides, names(rows, "topic"), rows["estimate"], rows["expected"], strict=True
        )
    ]
    n_pairs = len(pairs[["first", "second"]].drop_duplicates())
    return (
        f"Table of {n_pairs} pairs of countries by {pairs['topic'].nunique()} topics; each cell is "
        "how far the share of the topic in texts on both is from what is expected of texts on "
        f"each. {len(told)} of {len(pairs)} cells are told from chance"
        + (f". Furthest off: {'; '.join(parts)}." if parts else ".")
    )


def pair_text(pairs: pd.DataFrame, pair: str) -> str:
    """Describe `plot_pair`."""
    rows = rows_of_pair(pairs, pair)
    first, second = sides_named(rows)
    rows = rows.sort_values("estimate", ascending=False, kind="stable").head(LISTED)
    parts = [
        f"{name} {100 * share:.0f} %, expected {100 * expected:.0f} %"
        for name, share, expected in zip(
            names(rows, "topic"), rows["estimate"], rows["expected"], strict=True
        )
    ]
    return (
        f"Topics of texts on both {first} and {second}, dots with intervals, beside what is "
        f"expected from texts on each. Largest: {'; '.join(parts)}."
    )


def pair_trends_text(pairs: pd.DataFrame, pair: str) -> str:
    """Describe `plot_pair_trends`."""
    rows = rows_of_pair(pairs, pair)
    first, second = sides_named(rows)
    periods = sorted(set(rows["period"].astype(str)))
    told = rows[rows["flagged"].eq(other=True)] if "flagged" in rows else rows.head(0)
    far = told["beyond"].abs().sort_values(ascending=False, kind="stable").index[:LISTED]
    rows = told.loc[far]
    parts = [
        f"{name} in {period}: {100 * share:.0f} %, expected {100 * expected:.0f} %"
        for name, period, share, expected in zip(
            names(rows, "topic"), rows["period"], rows["estimate"], rows["expected"], strict=True
        )
    ]
    return (
        f"Lines with interval bands: topics of texts on both {first} and {second}, {periods[0]} to "
        f"{periods[-1]}, beside what is expected from texts on each. "
        + (f"Told from it: {'; '.join(parts)}." if parts else "None is told from it.")
    )


def sides_text(pairs: pd.DataFrame, pair: str) -> str:
    """Describe `plot_sides`."""
    rows = rows_of_pair(pairs, pair)
    first, second = sides_named(rows)
    rows = rows.sort_values("estimate", ascending=False, kind="stable").head(LISTED)
    parts = [
        f"{name} {100 * alone:.0f}, {100 * both:.0f} and {100 * other:.0f} %"
        for name, alone, both, other in zip(
            names(rows, "topic"), rows["first_alone"], rows["estimate"], rows["second_alone"],
            strict=True,
        )
    ]  # fmt: skip
    return (
        f"Bars of the shares of topics in texts on {first} alone, on both, and on {second} alone. "
        f"Largest together: {'; '.join(parts)}."
    )


def relations_text(pairs: pd.DataFrame) -> str:
    """Describe `plot_relations`."""
    told = pairs[told_beyond(pairs) & (pairs["beyond"] > 0)]
    rows = told.sort_values("beyond", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["first", "second"])
    sides = [rows[f"{side}_name" if f"{side}_name" in rows else side] for side in _SIDES]
    parts = [
        f"{first} and {second}, {topic}"
        for first, second, topic in zip(*sides, names(rows, "topic"), strict=True)
    ]
    return (
        f"Network of {len(rows)} pairs of countries, each line in the colour of the topic that is "
        "furthest beyond what is expected"
        + (f": {'; '.join(parts[:LISTED])}." if parts else "; there is none.")
    )


def effects_text(effects: pd.DataFrame, term: str | None = None, topic: int | None = None) -> str:
    """Describe `plot_effects`."""
    rows = effects if term is None else effects[effects["term"] == term]
    rows = rows if topic is None else rows[rows["topic"] == topic]
    rows = rows[rows["term"] != INTERCEPT] if term is None else rows
    rows = rows.loc[rows["estimate"].abs().sort_values(ascending=False, kind="stable").index]
    parts = [
        f"{row['term']} on {name} {row['estimate']:+.2f} ({row['ci_low']:+.2f} to "
        f"{row['ci_high']:+.2f})"
        for name, row in zip(
            names(rows, "topic"), rows.head(LISTED).to_dict("records"), strict=False
        )
    ]
    told = int((rows["p_adjusted"] <= 0.05).sum())
    return (
        "Coefficients of topic shares on covariates, on the logit scale, dots with intervals. "
        f"{told} of {len(rows)} are told from 0. Largest: {'; '.join(parts)}."
    )


def mention_kinds_text(kinds: pd.DataFrame) -> str:
    """Describe `plot_mention_kinds`."""
    kinds = rows_of_countries(kinds)
    total = kinds.groupby("country", sort=False)["n_mentions"].sum()
    total = total.sort_values(ascending=False, kind="stable").head(LISTED)
    parts = []
    for country, count in total.items():
        rows = kinds[kinds["country"] == country]
        rows = rows.sort_values("share", ascending=False, kind="stable")
        shares = [
            f"{str(row['kind']).replace('_', ' ')} {100 * row['share']:.0f} %"
            for row in rows.to_dict("records")
        ]
        parts.append(f"{names(rows, 'country')[0]} ({count:,} mentions) {', '.join(shares)}")
    return f"Bars of the kinds of mention of each country. Most mentioned: {'; '.join(parts)}."


def calibration_text(table: pd.DataFrame) -> str:
    """Describe `plot_calibration`."""
    parts = [
        f"predicted {row['predicted']:.2f}, true {row['observed']:.2f} (n = {row['n']:,})"
        for row in table.to_dict("records")
    ]
    return f"Dots of predicted probability against what came true, by bin: {'; '.join(parts)}."


def reliability_text(reliability: pd.DataFrame) -> str:
    """Describe `plot_reliability`."""
    rows = reliability.sort_values("reliability", ascending=False, kind="stable")
    parts = [
        f"{name} {value:.2f}"
        for name, value in zip(names(rows, "topic"), rows["reliability"], strict=True)
    ]
    return f"How well other seeds find each topic again; 1 is best: {'; '.join(parts)}."


def sweep_text(sweep: pd.DataFrame, measure: str = "stability") -> str:
    """Describe `plot_sweep`."""
    means = sweep.groupby("n_topics")[measure].mean()
    parts = [f"{topics} topics {mean:.3g}" for topics, mean in means.items()]
    return f"Mean {measure.replace('_', ' ')} by number of topics: {'; '.join(parts)}."


def _interval(row: pd.Series) -> str:
    return (
        f"{100 * row['estimate']:.0f} % ({100 * row['ci_low']:.0f} to {100 * row['ci_high']:.0f})"
    )


def _cells(rows: pd.DataFrame) -> list[str]:
    return [
        f"{country}, {topic}: {100 * share:.0f} %, {lift:.1f} times the corpus"
        for country, topic, share, lift in zip(
            names(rows, "country"),
            names(rows, "topic"),
            rows["estimate"],
            rows["lift"],
            strict=True,
        )
    ]

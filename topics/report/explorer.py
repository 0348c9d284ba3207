"""What the explorer of the page knows: every number of every cell, passages, words, figures."""

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics.estimate.seriate import seriate
from topics.estimate.standing import distance_from_corpus, rank_countries, standouts, told_apart
from topics.plots.beyond import foremost_pairs
from topics.plots.rows import LEAST_NAMED, mark_unstable, told_beyond, unsettled
from topics.report.cautions import LITTLE
from topics.report.facts import corpus_shares, tells_pairs
from topics.report.matrix import pair_keys, pair_labels
from topics.report.passages import cut_at_marks, is_salutation

if TYPE_CHECKING:
    from topics.plots.save import Drawing
    from topics.run.analysis import Analysis

CELLS = (
    "country", "topic", "estimate", "ci_low", "ci_high", "ci50_low", "ci50_high", "corpus_share",
    "n_effective", "lift", "lift_low", "lift_high", "p_country_given_topic", "p_country_low",
    "p_country_high", "p_adjusted", "far", "told", "settled",
)  # fmt: skip
PAIR_CELLS = (
    "pair", "topic", "estimate", "ci_low", "ci_high", "ci50_low", "ci50_high", "expected", "beyond",
    "beyond_low", "beyond_high", "p_adjusted", "additivity_p_adjusted", "n_docs", "told", "settled",
)  # fmt: skip


def explorer_data(
    analysis: "Analysis", extra: dict[str, pd.DataFrame], *, drawings: "Sequence[Drawing]" = ()
) -> dict[str, Any]:
    """Return what the explorer shows, as plain values for JSON.

    Parameters
    ----------
    analysis : Analysis
        The run.
    extra : dict
        What `derived_tables` returns for it.
    drawings : sequence of Drawing
        The figures of the page: each cell links to those that show it.
    """
    config = analysis.config
    data: dict[str, Any] = {
        "level": f"{100 * config.level:g} %",
        "said": "what {} says" if config.speaker else "what is written about {}",
        "topic": _topics(analysis),
        "country": _countries(analysis, extra["passages"]),
        "figures": [_shows(drawing) for drawing in drawings],
    }
    if shows_pairs(analysis):
        data["pair"] = _pairs(analysis, extra)
    return data


def shows_pairs(analysis: "Analysis") -> bool:
    """Whether the page has a matrix of pairs."""
    return tells_pairs(analysis) and not analysis.pairs.empty


def _topics(analysis: "Analysis") -> dict[str, Any]:
    estimates = analysis.estimates
    shares = corpus_shares(estimates)
    words = analysis.words.sort_values(["topic", "rank"]).groupby("topic")["word"].agg(", ".join)
    labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    stable = (
        estimates.groupby("topic")["stable"].first() if "stable" in estimates else pd.Series(True)
    ).reindex(shares.index, fill_value=True)
    similar = seriate(estimates)["topic"].drop_duplicates().tolist()
    return {
        str(topic): {
            "order": order,
            "similar": similar.index(topic),
            "label": mark_unstable(labels[topic], stable[topic]),
            "share": _plain(float(shares[topic])),
            "words": words[topic],
            "stable": bool(stable[topic]),
        }
        for order, topic in enumerate(sorted(shares.index))
    }


def _countries(analysis: "Analysis", passages: pd.DataFrame) -> dict[str, Any]:
    estimates = analysis.estimates.assign(
        told=told_apart(analysis.estimates), settled=~unsettled(analysis.estimates),
        far=distance_from_corpus(analysis.estimates),
    )  # fmt: skip
    sizes = estimates.drop_duplicates("country").sort_values(["country_name", "country"])
    similar = seriate(estimates)["country"].drop_duplicates().tolist()
    rank = rank_countries(estimates)
    return {
        **_cells(estimates, CELLS),
        "rows": {
            row["country"]: {
                "rank": rank.index(row["country"]),
                "similar": similar.index(row["country"]),
                "label": row["country_name"],
                "documents": _plain(float(row["n_effective"])),
                "few": bool(row["n_effective"] < LITTLE),
            }
            for row in sizes.to_dict("records")
        },
        "passages": _quotes(passages, "country"),
    }


def _pairs(analysis: "Analysis", extra: dict[str, pd.DataFrame]) -> dict[str, Any]:
    pairs = analysis.pairs.assign(
        pair=pair_keys(analysis.pairs), told=told_beyond(analysis.pairs),
        settled=~unsettled(analysis.pairs),
    )  # fmt: skip
    sides = pairs.drop_duplicates("pair")
    sides = sides.assign(label=pair_labels(sides))
    similar = seriate(pairs.assign(country=pairs["pair"]))["pair"].drop_duplicates().tolist()
    words = extra["pair_words"].assign(pair=pair_keys(extra["pair_words"]))
    marking = words.groupby("pair")["word"].agg(", ".join)
    texts = extra["pair_passages"].assign(pair=pair_keys(extra["pair_passages"]))
    return {
        **_cells(pairs, PAIR_CELLS),
        "rows": {
            row["pair"]: {
                "similar": similar.index(row["pair"]),
                "label": row["label"],
                "names": [row["first_name"], row["second_name"]],
                "documents": row["n_docs"],
                "few": bool(row["n_docs"] < LEAST_NAMED),
                "words": marking.get(row["pair"], ""),
            }
            for row in sides.to_dict("records")
        },
        "passages": _quotes(texts.assign(marked=""), "pair"),
    }


def _quotes(passages: pd.DataFrame, kind: str) -> dict[str, list[list[object]]]:
    """Return title, text cut at its marked words, source and share of the passages of each cell."""
    found: dict[str, list[list[object]]] = {}
    for row in passages.sort_values([kind, "topic"], kind="stable").to_dict("records"):
        title, marked = row["title"], [word for word in row["marked"].split("|") if word]
        found.setdefault(f"{row[kind]} {row['topic']}", []).append(
            [
                "" if is_salutation(title) else title,
                cut_at_marks(row["passage"], marked), row["doc_id"], round(row["share"], 3),
            ]
        )  # fmt: skip
    return found


def _cells(table: pd.DataFrame, wanted: Sequence[str]) -> dict[str, Any]:
    columns = [name for name in wanted if name in table]
    rows = table[columns].astype(object).to_numpy().tolist()
    return {"columns": columns, "cells": [[_plain(value) for value in row] for row in rows]}


def _shows(drawing: "Drawing") -> dict[str, Any]:
    """Return which countries and topics a figure shows, as far as its data tell."""
    name, data = drawing.path.stem, drawing.data
    found: dict[str, Any] = {"id": f"figure-{name}", "title": drawing.title, "cells": []}
    if data is None or "topic" not in data:
        return found
    if name == "stand-out":
        data = standouts(data)
    elif "expected" in data:
        data = foremost_pairs(data)
    if "first" in data:
        data = data.assign(pair=pair_keys(data))
    sides = [side for side in ("country", "first", "second", "pair") if side in data]
    if "expected" in data:  # a figure of pairs shows no country by itself
        sides = ["pair"]
    cells = {
        (str(row[side]), int(row["topic"])) for row in data.to_dict("records") for side in sides
    }
    return found | {"cells": [f"{key} {topic}" for key, topic in sorted(cells)]}


def _plain(value: object) -> object:
    """Return a cell as JSON can hold it: in five digits, and null where it is missing."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.5g}") if math.isfinite(value) else None


def embed(data: dict[str, Any]) -> str:
    r"""Return JSON that can stand inside a script element, whatever texts it holds.

    Examples
    --------
    >>> embed({"title": "</script><b>"})
    '{"title":"\\u003c/script\\u003e\\u003cb\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text

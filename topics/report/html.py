"""The report as one HTML page that asks for nothing outside itself, with an explorer."""

import base64
import io
import json
import math
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics._write import atomic_open
from topics.estimate.standing import told_apart
from topics.plots import style
from topics.plots.rows import unsettled
from topics.report.cautions import cautions
from topics.report.facts import (
    DEPARTURE_NAMES,
    corpus_shares,
    departures_table,
    headline_numbers,
)
from topics.report.method import method
from topics.report.passages import cut_at_marks, is_salutation
from topics.report.prose import chosen_as_extremes, stands_out, summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.plots.save import Drawing
    from topics.run.analysis import Analysis

CELLS = (
    "country", "topic", "estimate", "ci_low", "ci_high", "ci50_low", "ci50_high", "corpus_share",
    "n_effective", "lift", "lift_low", "lift_high", "p_country_given_topic", "p_country_low",
    "p_country_high", "told", "settled",
)  # fmt: skip
WIDEST = 7.0  # inches of a figure that fills the page
SECTIONS = ("summary", "explorer", "figures", "method", "departures")
COLOURS = {
    "ink": style.INK,
    "quiet": style.QUIET,
    "rule": style.RULE,
    "accent": style.ACCENT,
    "warn": style.WARN,
    "band": style.BAND,
    "shade": style.SHADE,
}


def write_html(
    analysis: "Analysis",
    extra: dict[str, pd.DataFrame],
    drawings: "Sequence[Drawing]",
    path: Path,
) -> None:
    """Write the report of an analysis as one HTML page.

    Parameters
    ----------
    analysis : Analysis
        The run.
    extra : dict
        What `derived_tables` returns for it: passages, topic_map, country_pairs ...
    drawings : sequence of Drawing
        The figures to show.
    path : Path
        Where to write. The page holds its figures (SVG), its data and its script, and a
        policy that lets a browser load nothing else.
    """
    level = analysis.config.level
    heads, rows = departures_table(analysis.estimates, level=level)
    page = render(
        title=analysis.config.title,
        level=f"{100 * level:g} %",
        sections=SECTIONS,
        colours=COLOURS,
        numbers=headline_numbers(analysis),
        findings=stands_out(analysis),
        extremes=chosen_as_extremes(analysis.estimates, level=analysis.config.level),
        summary=summary(analysis),
        warnings=cautions(analysis),
        figures=[_figure(drawing) for drawing in drawings],
        method=method(analysis),
        departures={"heads": heads, "rows": rows, "names": DEPARTURE_NAMES},
        data=embed(explorer_data(analysis, extra["passages"], level=f"{100 * level:g} %")),
    )
    with atomic_open(path) as file:
        file.write(page)


def render(*, data: str, **facts: object) -> str:
    """Fill in the template of the page; every text is escaped but `data`, which `embed` made."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # `embed` leaves nothing in it that could end a script element.
    template = files("topics.report").joinpath("report.html").read_text("utf-8")
    return environment.from_string(template).render(data=Markup(data), **facts)


def explorer_data(analysis: "Analysis", passages: pd.DataFrame, *, level: str) -> dict[str, Any]:
    """Return what the explorer shows, as plain values for JSON."""
    estimates = analysis.estimates.assign(
        told=told_apart(analysis.estimates), settled=~unsettled(analysis.estimates)
    )
    shares = corpus_shares(estimates)
    words = analysis.words.sort_values(["topic", "rank"]).groupby("topic")["word"].agg(", ".join)
    labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    sizes = estimates.drop_duplicates("country").sort_values(["country_name", "country"])
    return {
        "level": level,
        "columns": list(CELLS),
        "cells": [
            [_plain(value) for value in row]
            for row in estimates[list(CELLS)].astype(object).to_numpy().tolist()
        ],
        "topic": {
            str(topic): {
                "order": order,
                "label": labels[topic],
                "note": f"{100 * shares[topic]:.1f} % of the corpus. Words: {words[topic]}.",
            }
            for order, topic in enumerate(sorted(shares.index))
        },
        "country": {
            row["country"]: {
                "order": order,
                "label": row["country_name"],
                "note": f"{row['n_effective']:,.1f} documents, weighted by how much they are "
                "about it.",
            }
            for order, row in enumerate(sizes.to_dict("records"))
        },
        "passages": {
            f"{country} {topic}": [
                [
                    "" if is_salutation(row["title"]) else row["title"],
                    cut_at_marks(row["passage"], [m for m in row["marked"].split("|") if m]),
                    row["doc_id"],
                    round(row["share"], 3),
                ]
                for row in rows.to_dict("records")
            ]
            for (country, topic), rows in passages.groupby(["country", "topic"])
        },
    }


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


def _figure(drawing: "Drawing") -> dict[str, str]:
    return {
        "title": drawing.title,
        "caption": drawing.alt,
        "width": f"{drawing.figure.get_figwidth() / WIDEST:.0%}",
        "svg": _svg(drawing.figure),
    }


def _svg(figure: "Figure") -> str:
    from matplotlib import rc_context

    from topics.plots.fonts import mend_glyphs
    from topics.plots.style import figure_style

    drawing = io.BytesIO()
    # Letters as outlines: a browser without the font would set other widths.
    with figure_style("report"), rc_context({"svg.fonttype": "path"}):
        mend_glyphs(figure)
        figure.savefig(drawing, format="svg", metadata={"Date": None, "Creator": "topics"})
    return base64.b64encode(drawing.getvalue()).decode("ascii")

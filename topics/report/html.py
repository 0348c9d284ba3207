"""The report as one HTML page that asks for nothing outside itself, with an explorer."""

import base64
import io
import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics._write import atomic_open
from topics.report.facts import corpus_shares, departures, headline_numbers
from topics.report.prose import label_of, method, stands_out, summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.plots.save import Drawing
    from topics.run.analysis import Analysis

CELLS = (
    "country", "topic", "estimate", "ci_low", "ci_high", "ci50_low", "ci50_high", "base",
    "n_effective",
)  # fmt: skip
WIDEST = 7.0  # inches of a figure that fills the page
SECTIONS = ("summary", "explorer", "figures", "method", "departures")


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
    level = f"{100 * analysis.config.level:g} %"
    template = Template(files("topics.report").joinpath("report.html").read_text("utf-8"))
    page = template.substitute(
        title=escape(analysis.config.title),
        level=level,
        contents=" ".join(f'<a href="#{name}">{name.capitalize()}</a>' for name in SECTIONS),
        warnings="".join(
            f'<p class="warning">Warning: {escape(warning)}.</p>' for warning in analysis.warnings
        ),
        numbers=_numbers(headline_numbers(analysis)),
        findings=_list(stands_out(analysis)),
        summary=_pairs(summary(analysis)),
        figures="\n".join(_figure(drawing) for drawing in drawings),
        method="\n".join(
            f"<h3>{escape(heading)}</h3>\n<p>{escape(text)}</p>"
            for heading, text in method(analysis)
        ),
        departures=_departures(analysis, level),
        data=embed(explorer_data(analysis, extra["passages"], level=level)),
    )
    with atomic_open(path) as file:
        file.write(page)


def explorer_data(analysis: "Analysis", passages: pd.DataFrame, *, level: str) -> dict[str, Any]:
    """Return what the explorer shows, as plain values for JSON."""
    estimates = analysis.estimates
    base = corpus_shares(estimates)
    cells = estimates.assign(base=estimates["topic"].map(base))[list(CELLS)]
    words = analysis.words.sort_values(["topic", "rank"]).groupby("topic")["word"].agg(", ".join)
    labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    sizes = estimates.drop_duplicates("country").sort_values(["country_name", "country"])
    return {
        "level": level,
        "columns": list(CELLS),
        "cells": [
            [round(value, 5) if isinstance(value, float) else value for value in row]
            for row in cells.astype(object).to_numpy().tolist()
        ],
        "topic": {
            str(topic): {
                "order": order,
                "label": labels[topic],
                "note": f"{100 * base[topic]:.1f} % of the corpus. Words: {words[topic]}.",
            }
            for order, topic in enumerate(sorted(base.index))
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
                [row["title"], row["passage"], row["doc_id"], round(row["share"], 3)]
                for row in rows.to_dict("records")
            ]
            for (country, topic), rows in passages.groupby(["country", "topic"])
        },
    }


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


def _numbers(pairs: list[tuple[str, str]]) -> str:
    cells = (f"<div><dt>{escape(n)}</dt><dd>{escape(v)}</dd></div>" for v, n in pairs)
    return f'<dl class="numbers">{"".join(cells)}</dl>'


def _list(sentences: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>"


def _pairs(rows: list[tuple[str, str]]) -> str:
    cells = (f'<tr><th scope="row">{escape(n)}</th><td>{escape(v)}</td></tr>' for n, v in rows)
    return f"<table>{''.join(cells)}</table>"


def _departures(analysis: "Analysis", level: str) -> str:
    heads = ("Country", "Topic", "Share", f"{level} interval", "Corpus", "n")
    table = departures(analysis.estimates)
    if table.empty:
        return "<p>None.</p>"
    rows = [
        "<tr>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in (row["country_name"], label_of(row)))
        + "".join(
            f'<td class="number">{cell}</td>'
            for cell in (
                f"{100 * row['estimate']:.1f} %",
                f"{100 * row['ci_low']:.1f} to {100 * row['ci_high']:.1f} %",
                f"{100 * row['base']:.1f} %",
                f"{row['n_effective']:,.0f}",
            )
        )
        + "</tr>"
        for row in table.to_dict("records")
    ]
    head = "".join(
        f'<th scope="col"{"" if place < 2 else " class=number"}>{escape(name)}</th>'
        for place, name in enumerate(heads)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _figure(drawing: "Drawing") -> str:
    return (
        f'<figure><img alt="{escape(drawing.title)}" '
        f'style="max-width: {drawing.figure.get_figwidth() / WIDEST:.0%}" '
        f'src="data:image/svg+xml;base64,{_svg(drawing.figure)}">'
        f"<figcaption>{escape(drawing.alt)}</figcaption></figure>"
    )


def _svg(figure: "Figure") -> str:
    from matplotlib import rc_context

    from topics.plots.fonts import mend_glyphs

    drawing = io.BytesIO()
    # Letters as outlines: a browser without the font would set other widths.
    mend_glyphs(figure)
    with rc_context({"svg.fonttype": "path", "svg.hashsalt": "topics"}):
        figure.savefig(drawing, format="svg", metadata={"Date": None, "Creator": "topics"})
    return base64.b64encode(drawing.getvalue()).decode("ascii")

"""The report as one HTML page that asks for nothing outside itself, with an explorer."""

import base64
import hashlib
import io
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import bidirectional

import pandas as pd

from topics._write import atomic_open
from topics.report.cautions import cautions
from topics.report.colours import palette_css
from topics.report.explorer import embed, explorer_data, shows_pairs
from topics.report.facts import (
    DEPARTURE_NAMES,
    departures,
    departures_table,
    headline_numbers,
    label_of,
)
from topics.report.matrix import country_matrix, fragment, pair_matrix
from topics.report.method import method
from topics.report.prose import chosen_as_extremes, stands_out, summary
from topics.run.headlines import headlines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from topics.plots.save import Drawing
    from topics.run.analysis import Analysis

PER_INCH = 136  # pixels of the page for an inch of a figure: one of full width fills the text
FINDINGS = 5  # countries that stand out, told at the most
SCRIPTS = ("words", "views", "grid", "tooltip", "detail", "listing", "download", "start")


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
        policy that lets a browser load nothing else and run nothing else.
    """
    level = f"{100 * analysis.config.level:g} %"
    heads, rows = departures_table(analysis.estimates, level=analysis.config.level)
    links = [
        fragment(country=row["country"], topic=row["topic"])
        for row in departures(analysis.estimates).to_dict("records")
    ]
    page = render(
        title=analysis.config.title,
        level=level,
        language=analysis.config.language or "",
        numbers=headline_numbers(analysis),
        findings=_findings(analysis),
        extremes=chosen_as_extremes(analysis.estimates, level=analysis.config.level),
        summary=summary(analysis),
        warnings=cautions(analysis),
        countries=country_matrix(analysis, level=level),
        pairs=pair_matrix(analysis) if shows_pairs(analysis) else None,
        figures=[_figure(drawing) for drawing in drawings],
        method=method(analysis),
        departures={
            "heads": heads, "names": DEPARTURE_NAMES, "rows": list(zip(links, rows, strict=True)),
        },
        data=embed(explorer_data(analysis, extra, drawings=drawings)),
    )  # fmt: skip
    with atomic_open(path) as file:
        file.write(page)


def _findings(analysis: "Analysis") -> list[tuple[str, str, str]]:
    """Return the sentences on what stands out, with the link and the name of the cell of each.

    Those on countries come first, one for each of the `headlines`; the others have no cell.
    """
    rows = headlines(analysis.shown(), most=FINDINGS).to_dict("records")
    cells = [
        (
            fragment(country=row["country"], topic=row["topic"]),
            f"{row['country_name']}, {label_of(row)}",
        )
        for row in rows
    ]
    names = set(analysis.estimates["country_name"]) | set(analysis.estimates["topic_label"])
    sentences = [apart(said, names) for said in stands_out(analysis, most=FINDINGS)]
    cells += [("", "")] * (len(sentences) - len(cells))
    return [(said, *cell) for said, cell in zip(sentences, cells, strict=True)]


def apart(text: str, names: Iterable[str]) -> str:
    r"""Set names from right to left apart in a text, so that they take no number along.

    Examples
    --------
    >>> apart("on T1 ماء: 1.8 times", ["T1 ماء", "T2 gas"])
    'on \u2068T1 ماء\u2069: 1.8 times'
    """
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if any(bidirectional(letter) in ("R", "AL") for letter in name):
            text = text.replace(name, f"\u2068{name}\u2069")
    return text


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
    style = f"{palette_css()}{part_of_page('page.css')}"
    # One script: what one file declares, those after it may use.
    script = "".join(part_of_page(f"{name}.js") for name in SCRIPTS)
    # `embed` leaves nothing in it that could end a script element.
    return environment.from_string(part_of_page("page.html")).render(
        data=Markup(data),
        style=Markup(style),
        script=Markup(script),
        style_hash=policy_hash(style),
        script_hash=policy_hash(script),
        **facts,
    )


def part_of_page(name: str) -> str:
    """Return a template, a style or a script of a page."""
    return files("topics.report").joinpath("web", name).read_text("utf-8")


def policy_hash(text: str) -> str:
    """Return what a policy names a style or script by, so that no other one runs."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}"


def _figure(drawing: "Drawing") -> dict[str, object]:
    wide, high = drawing.figure.get_size_inches()
    return {
        "id": f"figure-{drawing.path.stem}",
        "title": drawing.title,
        "caption": drawing.alt,
        "width": round(PER_INCH * wide),
        "height": round(PER_INCH * high),
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

"""An analysis as a folder: a report as PDF and HTML, every figure, every table, a manifest."""

import json
import shutil
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topics.errors import TopicsError

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

MANIFEST = "manifest.json"


def check_folder(folder: str | PathLike[str]) -> Path:
    """Raise unless a report can be written into `folder`; leave no trace there.

    Raises
    ------
    TopicsError
        When it is a file, cannot be made, or holds files that no report of ours wrote.
    """
    folder = Path(folder)
    draft = _draft(folder)
    try:
        draft.mkdir(parents=True)
        draft.rmdir()
        strangers = folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file()
    except OSError as error:
        raise TopicsError(
            f"cannot write into {folder}: {error.strerror}. Choose another folder with --out."
        ) from error
    if folder.exists() and not folder.is_dir():
        raise TopicsError(f"{folder} is a file. Choose a folder with --out.")
    if strangers:
        raise TopicsError(
            f"{folder} holds files but no {MANIFEST}, so it is no report of ours to replace. "
            "Choose another folder with --out."
        )
    return folder


def write_report(analysis: "Analysis", folder: str | PathLike[str]) -> Path:
    """Write the report of an analysis; an older report in `folder` is replaced as a whole.

    Parameters
    ----------
    analysis : Analysis
        What `analyse` returns.
    folder : path
        Where to write ``report.pdf``, ``report.html``, ``figures/*.pdf`` (with data and alt text
        beside each), ``tables/*.csv`` and ``manifest.json``.

    Returns
    -------
    Path
        Of ``report.pdf``.

    Raises
    ------
    TopicsError
        As in `check_folder`.
    """
    from topics.plots import figure_style, save_pages
    from topics.plots.save import save_drawings
    from topics.report.figures import figures_of_each, overview_figures
    from topics.report.html import write_html
    from topics.report.manifest import manifest
    from topics.report.pages import report_pages
    from topics.tables import write_csv

    folder = check_folder(folder)
    draft = _draft(folder)
    draft.mkdir()
    title = analysis.config.title
    extra = derived_tables(analysis)
    tables = analysis.tables() | extra
    try:
        with figure_style("report"):
            save_pages(report_pages(analysis, tables), draft / "report.pdf", title=title)
            overview = overview_figures(analysis, extra, draft / "figures")
            each = figures_of_each(analysis, draft / "figures")
            save_drawings([*overview, *each])
        write_html(analysis, extra, overview, draft / "report.html")
        for name, table in tables.items():
            write_csv(table, draft / "tables" / f"{name}.csv")
        text = json.dumps(manifest(analysis), indent=2, sort_keys=True, ensure_ascii=False)
        (draft / MANIFEST).write_text(text + "\n", encoding="utf-8")
        if folder.is_dir():
            old = folder.rename(draft.with_suffix(".old"))
            draft.rename(folder)
            shutil.rmtree(old)
        else:
            draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder / "report.pdf"


def _draft(folder: Path) -> Path:
    full = folder.resolve()
    return full.with_name(f".{full.name}.draft")


def derived_tables(analysis: "Analysis") -> dict[str, pd.DataFrame]:
    """Return the tables that only figures and pages need, by the name of their file."""
    from topics.countries import salience_reliability
    from topics.estimate.pairs import count_pairs
    from topics.evaluate.topic_map import map_topics
    from topics.report.passages import find_headlines, find_passages

    estimates = analysis.estimates
    labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    shares = analysis.shares.mean()
    places = map_topics(analysis.model.topic_word, shares)
    documents = analysis.weights.groupby("country")["weight"].sum().rename("n_docs")
    pairs = count_pairs(analysis.weights)
    known = dict(zip(estimates["country"], estimates["country_name"], strict=True))
    for side in ("first", "second"):
        pairs[f"{side}_name"] = [known.get(code) or _name(code) for code in pairs[side]]
    found = {}
    if not analysis.config.speaker:
        found = {
            "mention_kinds": _kinds(analysis, known),
            "calibration": salience_reliability(dateline=_mostly_with_dateline(analysis)),
        }
    return found | {
        "topic_map": places.assign(topic_label=places["topic"].map(labels)),
        "country_documents": documents.reset_index(),
        "country_pairs": pairs,
        "headlines": find_headlines(analysis.units, analysis.shares),
        "passages": find_passages(
            analysis.units,
            analysis.shares,
            analysis.weights,
            countries=estimates["country"].unique(),
        ),
    }


def _mostly_with_dateline(analysis: "Analysis") -> bool:
    """Whether most units have a dateline: those without are weighed by another model."""
    datelines = analysis.units.get("dateline")
    return datelines is not None and bool((datelines.fillna("") != "").mean() > 0.5)


def _kinds(analysis: "Analysis", known: dict[str, str]) -> pd.DataFrame:
    from topics.countries.tables import mention_kinds
    from topics.plots.mention_kinds import rows_of_countries

    kinds = rows_of_countries(mention_kinds(analysis.mentions))
    return kinds.assign(country_name=[known.get(c) or _name(c) for c in kinds["country"]])


def _name(code: str) -> str:
    from topics.countries import country_name

    try:
        return country_name(code)
    except TopicsError:  # a column of speakers may hold codes of its own
        return code

"""An analysis as a folder: a report as PDF and HTML, every figure, every table, a manifest."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
from tqdm.std import tqdm

from topics._progress import progress
from topics.errors import TopicsError
from topics.report.manifest import size_of
from topics.run.kept import FOLDER, is_part
from topics.writing.folder import Draft, check_output, output_folder

if TYPE_CHECKING:
    from topics.plots.save import Drawing, Sheet
    from topics.run.analysis import Analysis

Shown = TypeVar("Shown", "Sheet", "Drawing")
# Bytes that a report of some hundred documents takes, four times over.
_SPACE = 32_000_000


def report_folder(
    folder: str | PathLike[str], *, corpus: Sequence[str | PathLike[str]] = ()
) -> AbstractContextManager[Draft]:
    """Give a draft of a report in `folder`, which nobody else may write until the block ends.

    Parameters
    ----------
    folder : path
        Missing, empty, or of an older report. What the user added or changed there is kept.
    corpus : sequence of path
        What is to be read: its size says how much space is needed.

    Raises
    ------
    TopicsError
        Before the block, when no report can be written there.
    """
    if is_part(Path(folder)):
        whole = Path(folder).parent
        raise TopicsError(
            f"{folder} is a part of the report in {whole}: make that one again, or choose another "
            "folder with --out."
        )
    need = _SPACE + 4 * size_of(corpus)  # texts stand in the stages too
    return output_folder(folder, kind="report", need=need)


def check_folder(folder: str | PathLike[str]) -> Path:
    """Raise unless a report can be written into `folder`; leave no trace there.

    Raises
    ------
    TopicsError
        When it is a file, cannot be made, holds files that no report of ours wrote, or another
        process writes into it.
    """
    check_output(folder, kind="report", need=_SPACE)
    return Path(folder)


def write_report(analysis: "Analysis", folder: str | PathLike[str]) -> Path:
    """Write the report of an analysis; an older report in `folder` is replaced as a whole.

    Files that the user added to the folder stay; files of the older report that the user changed
    stay under another name. Both are said on standard error.

    Parameters
    ----------
    analysis : Analysis
        What `analyse` returns.
    folder : path
        Where to write ``report.pdf``, ``report.html``, ``figures/*.pdf`` (with data and alt text
        beside each), ``tables/*.csv``, ``methods.md`` and ``methods.bib``, and ``manifest.json``.

    Returns
    -------
    Path
        Of ``report.pdf``.

    Raises
    ------
    TopicsError
        As in `check_folder`, or when the disk is full.
    """
    with report_folder(folder) as draft:
        fill_report(analysis, draft)
    return draft.folder / "report.pdf"


def fill_report(analysis: "Analysis", draft: Draft) -> None:
    """Write all files of a report into a draft that `report_folder` gave."""
    from topics import __version__
    from topics.report.citing import write_section
    from topics.report.manifest import manifest
    from topics.report.methods import methods_section
    from topics.tables import write_csv

    folder = draft.path
    extra = derived_tables(analysis)
    tables = analysis.tables() | extra
    with _garbage_waits():
        make_pages(analysis, tables, folder)
        overview = make_figures(analysis, extra, folder)
        write_html(analysis, extra, overview, folder)
    for name, table in tables.items():
        write_csv(table, folder / "tables" / f"{name}.csv")
    section = methods_section(analysis, tables)
    draft.facts.update(manifest(analysis) | {"methods": section})
    write_section(section, folder / "methods.md", version=__version__)
    draft.lasting.append(FOLDER)  # whatever is kept there is not of the report, and is not told of


@contextmanager
def _garbage_waits() -> Iterator[None]:
    """Let Python look for garbage more seldom: figures are many objects, and looking takes long.

    It is paid for in memory, which `reports/time_report.py` prints.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def make_pages(analysis: "Analysis", tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Draw the pages, and write them as ``report.pdf``."""
    from topics.plots import figure_style, save_pages
    from topics.report.pages import pages_about, report_pages

    about = pages_about(analysis)
    with (
        figure_style("report"),
        progress(desc="pages", total=about, unit="page") as bar,
    ):
        pages = report_pages(analysis, tables, finish=partial(_once, bar))
        save_pages(pages, folder / "report.pdf", title=analysis.config.title)


def make_figures(
    analysis: "Analysis", extra: dict[str, pd.DataFrame], folder: Path
) -> "list[Drawing]":
    """Draw the figures, and write them; return those of the whole run."""
    from topics.plots import figure_style
    from topics.plots.save import save_drawings
    from topics.report.figures import figures_of_each, overview_figures

    with figure_style("report"):
        found = overview_figures(analysis, extra, folder / "figures")
        each: Iterable[Drawing] = []
        about = len(found)
        if analysis.config.figures == "all":
            each = figures_of_each(analysis, folder / "figures")
            about += 2 * analysis.shown()["topic"].nunique() + analysis.shown()["country"].nunique()
        with progress(desc="figures", total=about, unit="figure") as bar:
            drawings = [_once(bar, drawing) for drawing in chain(found, each)]
        save_drawings(drawings)
    return drawings[: len(found)]


def write_html(
    analysis: "Analysis",
    extra: dict[str, pd.DataFrame],
    overview: "list[Drawing]",
    folder: Path,
) -> None:
    """Write ``report.html``."""
    from topics.report import html

    html.write_html(analysis, extra, overview, folder / "report.html")


def _once(bar: "tqdm[Any]", drawn: Shown) -> Shown:
    """Draw a page or a figure, so that it need not be drawn again for each format."""
    from topics.plots.tape import drawn_once

    bar.update()
    return replace(drawn, figure=drawn_once(drawn.figure))


def derived_tables(analysis: "Analysis") -> dict[str, pd.DataFrame]:
    """Return the tables that only figures and pages need, by the name of their file."""
    from topics.countries import salience_reliability
    from topics.estimate.pairs import count_pairs
    from topics.evaluate.topic_map import map_topics
    from topics.lda.top_words import top_words
    from topics.report.passages import find_headlines, find_passages
    from topics.run.steps import count_documents, known_name

    estimates = analysis.estimates
    labels = analysis.words.drop_duplicates("topic").set_index("topic")["topic_label"]
    shares = analysis.shares.mean()
    places = map_topics(analysis.model.topic_word, shares)
    documents = (
        analysis.weights.groupby("country")["weight"].sum()
        if analysis.config.unit == "document"
        else count_documents(analysis.weights, analysis.units)
    ).rename("n_docs")
    pairs = count_pairs(analysis.weights)
    known = dict(zip(estimates["country"], estimates["country_name"], strict=True))
    for side in ("first", "second"):
        pairs[f"{side}_name"] = [known.get(code) or known_name(code) for code in pairs[side]]
    found = {}
    if not analysis.config.speaker:
        found = {
            "mention_kinds": _kinds(analysis, known),
            "calibration": salience_reliability(dateline=_mostly_with_dateline(analysis)),
        }
    if not analysis.pairs.empty:
        found |= _texts_of_pairs(analysis)
    return found | {
        "topic_map": places.assign(topic_label=places["topic"].map(labels)),
        "country_documents": documents.rename_axis("country").reset_index(),
        "country_pairs": pairs,
        "headlines": find_headlines(analysis.units, analysis.shares),
        "passages": find_passages(
            analysis.units,
            analysis.shares,
            analysis.weights,
            countries=estimates["country"].unique(),
            words=top_words(analysis.model, 30),
            mentions=analysis.mentions,
        ),
    }


def _texts_of_pairs(analysis: "Analysis") -> dict[str, pd.DataFrame]:
    from topics.estimate.marking import pair_words
    from topics.lda.top_words import top_words
    from topics.report.pair_passages import pair_passages
    from topics.run.steps import with_enough

    pairs = analysis.pairs[["first", "second"]].drop_duplicates()
    weights = with_enough(analysis.weights, analysis.config.min_country_docs)
    words = pair_words(
        analysis.bow, weights, pairs=(pairs["first"] + "-" + pairs["second"]).tolist(), least=2,
        least_apart=1,
    )  # fmt: skip
    passages = pair_passages(
        analysis.units, analysis.shares, weights, analysis.pairs,
        words=top_words(analysis.model, 30), mentions=analysis.mentions,
    )  # fmt: skip
    return {"pair_words": words, "pair_passages": passages}


def _mostly_with_dateline(analysis: "Analysis") -> bool:
    """Whether most units have a dateline: those without are weighed by another model."""
    datelines = analysis.units.get("dateline")
    return datelines is not None and bool((datelines.fillna("") != "").mean() > 0.5)


def _kinds(analysis: "Analysis", known: dict[str, str]) -> pd.DataFrame:
    from topics.countries.tables import mention_kinds
    from topics.plots.mention_kinds import rows_of_countries
    from topics.run.steps import known_name

    kinds = rows_of_countries(mention_kinds(analysis.mentions))
    return kinds.assign(country_name=[known.get(c) or known_name(c) for c in kinds["country"]])

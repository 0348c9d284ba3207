"""Every kind of figure by name: from a table in a file to a figure in a file, in one call."""

from collections.abc import Callable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from topics import plots
from topics.errors import InputError, TopicsError
from topics.estimate.seriate import seriate
from topics.plots import describe
from topics.plots.choropleth import plot_choropleth, read_boundaries
from topics.plots.save import Drawing, figure_files, save_drawings
from topics.plots.style import figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of figure.

    Attributes
    ----------
    says : str
        What it shows.
    table : str
        Name of the table of a run that it draws.
    draw : callable
        From the table, and the options as keywords, to Axes.
    tell : callable
        From the same to the alt text.
    options : tuple of str
        Options that must be given.
    extras : tuple of str
        Options that may be given.
    """

    says: str
    table: str
    draw: "Callable[..., Axes]"
    tell: Callable[..., str]
    options: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()


def _choropleth(table: pd.DataFrame, *, boundaries: str, **options: Any) -> "Axes":  # noqa: ANN401
    return plot_choropleth(table, boundaries=read_boundaries(boundaries), **options)


KINDS = {
    "flow": Kind(
        says="documents kept and dropped at each stage",
        table="flow", draw=plots.plot_flow, tell=lambda t: describe.flow_text(t),
    ),
    "coverage": Kind(
        says="documents over time, by outlet with --group",
        table="documents", draw=plots.plot_coverage, extras=("group", "most"),
        tell=lambda t, **_: describe.coverage_text(t),
    ),
    "words": Kind(
        says="the words of a topic",
        table="topic_words", draw=plots.plot_topic_words, options=("topic",),
        tell=lambda t, *, topic: describe.words_text(t, topic),
    ),
    "heatmap": Kind(
        says="topics by countries, with what is credible",
        table="topic_country",
        draw=lambda t, **options: plots.plot_topic_country(seriate(t), **options),
        tell=lambda t, **_: describe.heatmap_text(t), extras=("level",),
    ),
    "countries": Kind(
        says="the countries of a topic, with intervals",
        table="topic_country", draw=plots.plot_countries_of_topic, options=("topic",),
        tell=lambda t, *, topic, **_: describe.countries_text(t, topic), extras=("most", "level"),
    ),
    "topics": Kind(
        says="the topics of a country, with intervals",
        table="topic_country", draw=plots.plot_topics_of_country, options=("country",),
        tell=lambda t, *, country, **_: describe.topics_text(t, country),
        extras=("most", "level"),
    ),
    "contrasts": Kind(
        says="differences between two countries or periods",
        table="contrasts", draw=plots.plot_contrasts, extras=("most", "level", "fdr"),
        tell=lambda t, **_: describe.contrasts_text(t),
    ),
    "trends": Kind(
        says="a topic, or a country, over time",
        table="trends", draw=plots.plot_trends, extras=("topic", "country", "most", "level"),
        tell=lambda t, **_: describe.trends_text(t),
    ),
    "world": Kind(
        says="a topic on the world's tiles",
        table="topic_country", draw=plots.plot_world_topic, options=("topic",),
        tell=lambda t, *, topic, **_: describe.world_text(t, topic), extras=("least", "level"),
    ),
    "world-documents": Kind(
        says="documents about each country, on the world's tiles",
        table="country_documents", draw=plots.plot_world_documents,
        tell=lambda t: describe.documents_text(t),
    ),
    "choropleth": Kind(
        says="a topic on a map with your own boundaries (GeoJSON)",
        table="topic_country", draw=_choropleth, options=("topic", "boundaries"),
        tell=lambda t, *, topic, **_: describe.choropleth_text(t, topic), extras=("least", "level"),
    ),
    "topic-map": Kind(
        says="topics by the similarity of their words",
        table="topic_map", draw=plots.plot_topic_map, tell=lambda t: describe.map_text(t),
    ),
    "pairs": Kind(
        says="countries named together more often than by chance",
        table="country_pairs", draw=plots.plot_pairs, extras=("most", "fdr"),
        tell=lambda t, **_: describe.pairs_text(t),
    ),
    "mention-kinds": Kind(
        says="the kinds of mention by which countries are named",
        table="mention_kinds", draw=plots.plot_mention_kinds, extras=("most",),
        tell=lambda t, **_: describe.mention_kinds_text(t),
    ),
    "calibration": Kind(
        says="how often predicted probabilities came true",
        table="calibration", draw=plots.plot_calibration,
        tell=lambda t: describe.calibration_text(t),
    ),
    "reliability": Kind(
        says="how well topics are found again by other seeds",
        table="reliability", draw=plots.plot_reliability, extras=("threshold",),
        tell=lambda t, **_: describe.reliability_text(t),
    ),
    "sweep": Kind(
        says="a measure over the number of topics",
        table="sweep", draw=plots.plot_sweep, extras=("measure",),
        tell=lambda t, *, measure="stability": describe.sweep_text(t, measure),
    ),
}  # fmt: skip


def plot_kind(
    kind: str,
    table: str | PathLike[str] | pd.DataFrame,
    path: str | PathLike[str],
    *,
    style: str = "report",
    columns: int = 1,
    font: str | None = None,
    title: str | None = None,
    language: str = "en",
    **options: Any,  # noqa: ANN401 - those of the kind
) -> Path:
    """Draw a figure of a named kind from a table, with its data and alt text beside it.

    Parameters
    ----------
    kind : str
        A key of `KINDS`.
    table : path or DataFrame
        The table, as CSV (from a run's folder ``tables``) or as it is.
    path : path
        Where to write; ends in ``.pdf``, ``.svg`` or ``.png``. Beside it go ``NAME.csv``, the
        data, and ``NAME.txt``, the alt text.
    style, columns, font :
        As in `figure_style`.
    title, language : str
        For the properties of a PDF; the title in the figure when None.
    **options
        Options of the kind, such as ``topic`` or ``country``; those that are None are left out.

    Returns
    -------
    Path
        Of the figure.

    Raises
    ------
    TopicsError
        When the kind is not known, an option is missing or does not belong to it, the table
        cannot be read or lacks a column, or the figure cannot be written.
    """
    if kind not in KINDS:
        raise TopicsError(f"`kind` must be one of {list(KINDS)}; got {kind!r}.")
    chosen = KINDS[kind]
    given = {name: value for name, value in options.items() if value is not None}
    for name in chosen.options:
        if name not in given:
            raise TopicsError(f"a figure of the kind {kind!r} needs `{name}`.")
    for name in given:
        if name not in (*chosen.options, *chosen.extras):
            takes = [*chosen.options, *chosen.extras] or "none"
            raise TopicsError(f"`{name}` is no option of the kind {kind!r}; it takes {takes}.")
    with figure_files(path, read=None if isinstance(table, pd.DataFrame) else table) as draft:
        rows = table if isinstance(table, pd.DataFrame) else read_table(table)
        drawing = draw_kind(kind, rows, draft, style=style, columns=columns, font=font,
                            title=title, **given)  # fmt: skip
        with figure_style(style, columns=columns, font=font):
            save_drawings([drawing], language=language)
    return Path(path)


def plot_run(
    tables: str | PathLike[str],
    folder: str | PathLike[str],
    *,
    style: str = "report",
    boundaries: str | PathLike[str] | None = None,
) -> list[Path]:
    """Draw one figure of every kind that the tables of a saved run allow.

    Parameters
    ----------
    tables : path
        Folder ``tables`` of a run.
    folder : path
        Where to write the figures, as PDF.
    style : str
        As in `figure_style`.
    boundaries : path, optional
        GeoJSON of countries for the kind that needs it, which is left out when None.

    Returns
    -------
    list of Path
        Of the figures. A kind that needs a topic or a country gets the one with the highest
        lift; kinds without their table are left out.

    Raises
    ------
    InputError
        When the folder has no table that a figure could be drawn from.
    """
    drawings = []
    for name, kind in KINDS.items():
        source = Path(tables) / f"{kind.table}.csv"
        if not source.is_file() or ("boundaries" in kind.options and boundaries is None):
            continue
        table = read_table(source)
        top = table.iloc[table["lift"].argmax()] if "lift" in table else table.iloc[0]
        wanted = ("topic",) if name == "trends" else kind.options
        given = top.to_dict() | {"boundaries": boundaries}
        options = {option: given[option] for option in wanted}
        drawings.append(
            draw_kind(name, table, Path(folder) / f"{name}.pdf", style=style, columns=2, **options)
        )
    if not drawings:
        raise InputError(f"{tables}: holds no table of a run, such as topic_country.csv.")
    with figure_style(style, columns=2):
        save_drawings(drawings)
    return [drawing.path for drawing in drawings]


def draw_kind(
    kind: str,
    table: pd.DataFrame,
    path: Path,
    *,
    style: str = "report",
    columns: int = 1,
    font: str | None = None,
    title: str | None = None,
    **options: Any,  # noqa: ANN401 - those of the kind
) -> Drawing:
    """Return the figure of a kind with all that goes beside it, not yet written."""
    chosen = KINDS[kind]
    with figure_style(style, columns=columns, font=font):
        ax = chosen.draw(table, **options)
        figure = ax.get_figure(root=True)
        assert figure is not None
    words = {name: value for name, value in options.items() if name != "boundaries"}
    return Drawing(
        path=path,
        figure=figure,
        title=title or ax.get_title(loc="left") or chosen.says,
        alt=chosen.tell(table, **words),
        data=_data(table, options),
    )


def _data(table: pd.DataFrame, options: dict[str, Any]) -> pd.DataFrame:
    for name in ("topic", "country"):
        if name in options and name in table.columns:
            table = table[table[name] == options[name]]
    return table


def read_table(path: str | PathLike[str]) -> pd.DataFrame:
    """Read a table of a run from CSV; words such as "nan" and "null" stay words.

    Raises
    ------
    InputError
        When the file cannot be read as CSV in UTF-8.
    """
    try:
        return pd.read_csv(path, keep_default_na=False, na_values=[""], encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except (ValueError, pd.errors.ParserError) as error:
        raise InputError(f"{path}: is not a CSV table in UTF-8 ({error}).") from error

"""Every kind of figure by name: from a table in a file to a figure in a file, in one call."""

from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from topics.errors import InputError
from topics.plots.catalogue import KINDS
from topics.plots.check import check_call, check_options, check_table
from topics.plots.pair import rows_of_pair
from topics.plots.rows import INTERCEPT, marked
from topics.plots.save import Drawing, figure_files, save_drawings
from topics.plots.style import figure_style


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
    given = {name: value for name, value in options.items() if value is not None}
    check_call(kind, given)
    with figure_files(path, read=[] if isinstance(table, pd.DataFrame) else [table]) as draft:
        rows = table if isinstance(table, pd.DataFrame) else read_table(table)
        source = "the table" if isinstance(table, pd.DataFrame) else str(table)
        check_table(kind, rows, source)
        given = check_options(kind, rows, given, source)
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
        lift, effects their first term; kinds without their table are left out.

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
        if "pair" in wanted:
            given["pair"] = f"{top['first']}-{top['second']}"
        options = {option: given[option] for option in wanted}
        if name == "effects":
            terms = table.loc[table["term"] != INTERCEPT, "term"]
            if terms.empty:
                continue
            options["term"] = terms.iloc[0]
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
        alt=marked(chosen.tell(table, **words), table),
        data=_data(table, options),
    )


def _data(table: pd.DataFrame, options: dict[str, Any]) -> pd.DataFrame:
    for name in ("topic", "country"):
        if name in options and name in table.columns:
            table = table[table[name] == options[name]]
    if "pair" in options:
        table = rows_of_pair(table, options["pair"])
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

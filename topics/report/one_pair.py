"""One pair of countries from the tables of a run: its figure, and what stands out in words."""

import json
from os import PathLike
from pathlib import Path

import pandas as pd

from topics.errors import InputError
from topics.plots.catalogue import KINDS
from topics.plots.check import check_options, check_table
from topics.plots.kinds import read_table
from topics.plots.pair import plot_pair, rows_of_pair, sides_named
from topics.plots.rows import UNSETTLED, UNSETTLED_MEANS
from topics.plots.save import Drawing, figure_files, save_drawings
from topics.plots.style import figure_style
from topics.report.prose import relations

_BESIDE = ("pair_words", "pair_passages")


def relations_of_run(folder: str | PathLike[str], *, most: int = 20) -> list[str]:
    """Say what pairs of a run are written about together, where that is told from chance.

    Raises
    ------
    InputError
        When the folder holds no report with pairs.
    """
    found = relations(_pairs(Path(folder)), most=most)
    if any("%" in line for line in found):
        found.append(f"In brackets: {100 * _level(Path(folder)):g} % intervals.")
    if any(UNSETTLED in line for line in found):
        found.append(f"{UNSETTLED_MEANS}.")
    return found


def write_pair(
    folder: str | PathLike[str],
    pair: str,
    path: str | PathLike[str],
    *,
    style: str = "report",
    columns: int = 2,
) -> Path:
    """Draw one pair of a run in detail, with its words and passages; data and alt text beside it.

    Parameters
    ----------
    folder : path
        Of a report.
    pair : str
        Such as ``"KAZ-RUS"`` or ``"Kazakhstan-Russia"``.
    path : path
        Where to write; ends in ``.pdf``, ``.svg`` or ``.png``.
    style, columns
        As in `figure_style`.

    Raises
    ------
    TopicsError
        When the folder holds no report with this pair, or the figure cannot be written.
    """
    folder = Path(folder)
    table = folder / "tables" / "pairs.csv"
    pairs = _pairs(folder)
    pair = check_options("pair", pairs, {"pair": pair}, str(table))["pair"]
    beside = {name: folder / "tables" / f"{name}.csv" for name in _BESIDE}
    found = {name: read_table(file) for name, file in beside.items() if file.is_file()}
    with figure_files(path, read=[table, *beside.values()]) as draft:
        with figure_style(style, columns=columns):
            ax = plot_pair(
                pairs, pair=pair, words=found.get("pair_words"),
                passages=found.get("pair_passages"), level=_level(folder),
            )  # fmt: skip
        figure = ax.get_figure(root=True)
        assert figure is not None
        rows = rows_of_pair(pairs, pair)
        drawing = Drawing(
            path=draft, figure=figure, title=" and ".join(sides_named(rows)),
            alt=KINDS["pair"].tell(pairs, pair=pair), data=rows,
        )  # fmt: skip
        with figure_style(style, columns=columns):
            save_drawings([drawing])
    return Path(path)


def _pairs(folder: Path) -> pd.DataFrame:
    table = folder / "tables" / "pairs.csv"
    if not table.is_file():
        raise InputError(
            f"{folder}: holds no report with pairs ({table.name} is not in its tables). Make one "
            "with: topics report"
        )
    pairs = read_table(table)
    check_table("beyond", pairs, str(table))
    return pairs


def _level(folder: Path) -> float:
    try:
        config = json.loads((folder / "manifest.json").read_text("utf-8"))["config"]
        return float(config["level"])
    except (OSError, ValueError, LookupError, TypeError):
        return 0.95

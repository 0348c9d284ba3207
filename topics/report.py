"""An analysis as one PDF report, a PDF of every figure, every table as CSV, and a manifest."""

import json
import shutil
from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from topics.errors import TopicsError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from topics.analysis import Analysis

    Draw = Callable[[Axes], object]

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
        Where to write ``report.pdf``, ``figures/*.pdf``, ``tables/*.csv``, ``manifest.json``.

    Returns
    -------
    Path
        Of ``report.pdf``.

    Raises
    ------
    TopicsError
        As in `check_folder`.
    """
    from topics.plots.page import save_pdf
    from topics.plots.style import figure_style

    folder = check_folder(folder)
    draft = _draft(folder)
    draft.mkdir()
    try:
        with figure_style("report"):
            save_pdf(_pages(analysis), draft / "report.pdf", title=analysis.config.title)
            for name, size, draw in _figures(analysis):
                _save_figure(draft / "figures" / f"{name}.pdf", size, draw)
        for name, table in analysis.tables().items():
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



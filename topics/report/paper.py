"""A table for a paper from the folder of a report: cells that are told apart, with notes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from topics._checks import check_choice, listed
from topics._typeset import latex_table, markdown_table
from topics.countries.codes import country_code
from topics.errors import InputError, TopicsError, require_extra
from topics.plots.kinds import read_table
from topics.plots.rows import UNSETTLED
from topics.report.paper_kinds import KINDS, Kind, Run
from topics.report.paper_sheet import as_frame, columns_of, write_workbook
from topics.tables import write_csv

_TEXTS = {"latex": latex_table, "markdown": markdown_table}
_ENDINGS = {".tex": "latex", ".md": "markdown", ".xlsx": "excel", ".csv": "csv"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chosen:
    """The rows of a table, of which kind they are, and of how many cells they were chosen."""

    kind: Kind
    rows: pd.DataFrame
    asked: int
    run: Run
    everything: bool

    def notes(self, *, missing: str = "–", loose: str = UNSETTLED) -> list[str]:
        """Return the notes, with what stands where a number is missing or has not settled."""
        first = _choice(self.kind, len(self.rows), self.asked, self.run, self.everything)
        run = replace(self.run, missing=missing, loose=loose)
        return [first, *self.kind.notes(self.rows, run)]


def paper_table(
    folder: str | PathLike[str],
    kind: str,
    *,
    format: str = "latex",
    countries: Sequence[str] = (),
    topics: Sequence[int] = (),
    everything: bool = False,
) -> str:
    """Set the numbers of a report as a table for a paper.

    Parameters
    ----------
    folder : path
        Of a report.
    kind : {"estimates", "contrasts", "pairs", "trends"}
        Shares of countries; differences of countries; pairs of countries, beyond each of the two;
        shares of countries by period.
    format : {"latex", "markdown"}
        LaTeX needs the package ``booktabs``.
    countries : sequence of str
        Only rows about any of these, by code or English name; all when empty.
    topics : sequence of int
        Only rows about these; all when empty.
    everything : bool
        Also cells that are not told apart: from the topic's share in the corpus (estimates,
        trends), from 0 (contrasts), from what the two countries let expect (pairs).

    Returns
    -------
    str
        The table with its intervals, the number of documents n, and p-values adjusted for the
        false-discovery rate (q). Notes below say what was chosen, what n, the intervals and q are,
        and what marks mean: ``~`` before a number for which the sampler has not settled, a
        dagger behind a topic that other seeds do not find again.

    Raises
    ------
    TopicsError, InputError
        When the folder holds no such table or one of an older version, a country or a topic is not
        in it, or no cell is told apart.
    """
    check_choice(format, tuple(_TEXTS), name="format")
    chosen = _choose(folder, kind, countries, topics, everything)
    return _TEXTS[format](
        chosen.kind.heads(chosen.run),
        [chosen.kind.cells(row, chosen.run) for row in chosen.rows.to_dict("records")],
        texts=chosen.kind.texts,
        notes=chosen.notes(),
    )


def write_paper_table(
    folder: str | PathLike[str],
    kind: str,
    path: str | PathLike[str],
    *,
    format: str | None = None,
    countries: Sequence[str] = (),
    topics: Sequence[int] = (),
    everything: bool = False,
) -> Path:
    """Write a table for a paper with its notes, whole or not at all.

    Parameters
    ----------
    folder, kind, countries, topics, everything
        As in `paper_table`.
    path : path
        Where to write.
    format : {"latex", "markdown", "excel", "csv"}, optional
        By default as the name ends: in ``.tex``, ``.md``, ``.xlsx`` or ``.csv``. The last two have
        numbers in the place of text: shares in [0, 1], differences in percentage points, a column
        for each end of an interval, and whether the sampler has settled. A workbook (extra
        ``excel``) has its notes on a second sheet, CSV in a file beside it.

    Returns
    -------
    Path
        Of the table. The notes of ``t.csv`` are in ``t.notes.txt``.

    Raises
    ------
    TopicsError, InputError
        As in `paper_table`, and when the format cannot be told or the file cannot be written.
    MissingExtraError
        When a workbook is asked for, and xlsxwriter is not installed.
    """
    from topics.writing.together import output_files

    format = format or _ENDINGS.get(Path(path).suffix)
    if format is None:
        raise TopicsError(
            f"cannot tell the format of a table from {path}: end it in .tex, .md, .xlsx or .csv, "
            "or give `format`."
        )
    check_choice(format, tuple(_ENDINGS.values()), name="format")
    if format == "excel":
        require_extra("xlsxwriter", "excel")
        if Path(path).suffix != ".xlsx":
            raise TopicsError(f"{path}: Excel opens a table only if its name ends in .xlsx.")
    source, path = Path(folder), Path(path)
    beside = [notes_beside(path)] if format == "csv" else []
    asked: dict[str, Any] = {"countries": countries, "topics": topics, "everything": everything}
    with output_files(path, *beside, read=[source / "tables", source / "manifest.json"]) as drafts:
        draft = drafts[str(path)]
        if format in _TEXTS:
            text = paper_table(folder, kind, format=format, **asked)
            draft.write_text(text, "utf-8", newline="\n")
            return path
        chosen = _choose(folder, kind, **asked)
        columns = columns_of(chosen.kind, chosen.rows, chosen.run)
        settled, gap = "Settled, no", "Empty cells"
        if format == "excel":
            notes = chosen.notes(missing=gap, loose=f"{UNSETTLED} ({settled})")
            write_workbook(columns, notes, draft)
        else:
            notes = chosen.notes(missing=gap, loose=settled)
            write_csv(as_frame(columns), draft)
            text = "".join(f"{note}\n" for note in notes)
            drafts[str(beside[0])].write_text(text, "utf-8", newline="\n")
    return path


def notes_beside(path: Path) -> Path:
    """Return where the notes of a table in CSV stand, which has no place for them."""
    return path.with_suffix(".notes.txt")


def _choose(
    folder: str | PathLike[str],
    kind: str,
    countries: Sequence[str],
    topics: Sequence[int],
    everything: bool,
) -> _Chosen:
    """Return the rows to show, in order, and what notes say of them."""
    check_choice(kind, tuple(KINDS), name="kind")
    folder, known = Path(folder), KINDS[kind]
    path = folder / "tables" / f"{known.table}.csv"
    table = _read(folder, known)
    run = _run(folder)
    asked = _asked(table, path, known, countries, topics)
    rows = asked if everything else asked[known.told(asked)]
    if rows.empty:
        raise TopicsError(
            f"{path}: none of {len(asked):,} cells is told apart. To have them all the same, give "
            "`everything`."
        )
    rows = rows.sort_values(list(known.order), ascending=list(known.rising), kind="stable")
    return _Chosen(kind=known, rows=rows, asked=len(asked), run=run, everything=everything)


def _read(folder: Path, kind: Kind) -> pd.DataFrame:
    path = folder / "tables" / f"{kind.table}.csv"
    if not path.is_file():
        raise InputError(
            f"{folder}: holds no report with {kind.name} ({path.name} is not in its tables). Make "
            "one with: topics report"
        )
    table = read_table(path)
    lost = [name for name in (*kind.words, *kind.numbers, *kind.flags) if name not in table]
    if lost:
        raise InputError(
            f"{path}: has no column {lost[0]}, as a report of this version has. Make the report "
            "again."
        )
    wrong = [name for name in kind.numbers if not pd.api.types.is_numeric_dtype(table[name])]
    wrong += [name for name in kind.flags if not pd.api.types.is_bool_dtype(table[name])]
    if wrong:
        what = "numbers" if wrong[0] in kind.numbers else "True and False"
        raise InputError(f"{path}: the column {wrong[0]} must hold {what}. Make the report again.")
    return table


def _run(folder: Path) -> Run:
    """Return what notes say of a run; an interval of unknown level would be worth nothing."""
    path = folder / "manifest.json"
    try:
        config = json.loads(path.read_text("utf-8"))["config"]
        level, unit, speaker = float(config["level"]), str(config["unit"]), config["speaker"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InputError(
            f"{path}: does not tell the level of the intervals, the unit and the speaker of the "
            "run. Make the report again."
        ) from error
    sizes: dict[str, float] = {}
    estimates = KINDS["estimates"]
    if (folder / "tables" / f"{estimates.table}.csv").is_file():
        table = _read(folder, estimates)
        column = "n_documents" if "n_documents" in table else "n_effective"
        by_country = table.groupby("country")[column].first()
        sizes = {str(code): float(size) for code, size in by_country.items()}
    pairs = (folder / "tables" / "pairs.csv").is_file()
    return Run(level=level, unit=unit, spoken=speaker is not None, sizes=sizes, pairs=pairs)


def _asked(
    table: pd.DataFrame, path: Path, kind: Kind, countries: Sequence[str], topics: Sequence[int]
) -> pd.DataFrame:
    """Return the rows about the countries and the topics asked for."""
    codes = [country_code(name) for name in countries]
    sides = table[list(kind.sides)]
    known = set(sides.to_numpy().ravel())
    for code, name in zip(codes, countries, strict=True):
        if code not in known:
            raise TopicsError(
                f"`countries`: {name!r} is not in {path}; it has {listed(sorted(known))}."
            )
    ids = list(table["topic"].drop_duplicates())
    for topic in topics:
        if topic not in ids:
            raise TopicsError(
                f"`topics`: {topic} is not in {path}; it has {listed([str(one) for one in ids])}."
            )
    wanted = sides.isin(codes).any(axis="columns") | (not codes)
    return table[wanted & (table["topic"].isin(list(topics)) | (not topics))]


def _choice(kind: Kind, shown: int, asked: int, run: Run, everything: bool) -> str:
    if everything:
        return f"Shown: all {asked:,} cells asked for, told apart from {kind.against} or not."
    return (
        f"Shown: {shown:,} of {asked:,} cells, those told apart from {kind.against} "
        f"({kind.how.format(level=f'{100 * run.level:g}')}). They were chosen because they stand "
        "out; the others are not shown to be alike."
    )

"""Did a rerun give the same bytes? What of inputs, versions and files is not as it was."""

from os import PathLike
from pathlib import Path
from typing import Any

from topics._checks import listed
from topics.errors import TopicsError
from topics.plots.kinds import read_table
from topics.report.facts import counted
from topics.report.replicate import ESTIMATES, read_replication
from topics.writing.replace import hash_file

_NAMED = 10  # files by name at the most


def check_replication(folder: str | PathLike[str]) -> tuple[bool, list[str]]:
    """Compare the report that was made in a replication folder with the one it is of.

    Parameters
    ----------
    folder : path
        As `write_replication` wrote it, with the new report in ``report/``.

    Returns
    -------
    same : bool
        Whether all files of the report have the same bytes.
    lines : list of str
        What of inputs, versions and files is as it was, and what is not; where estimates differ,
        by how much at the most.

    Raises
    ------
    TopicsError, InputError
        When the folder is no replication, or holds no new report.
    """
    folder = Path(folder)
    made = read_replication(folder)
    new = folder / "report"
    if not (new / "manifest.json").is_file():
        raise TopicsError(f"{folder}: has no report yet. Make it first: {folder / 'run.sh'}")
    wanted: dict[str, str] = made["files"]
    other, gone = _compare(new, wanted)
    same = not (other or gone)
    found = len(wanted) - len(other) - len(gone)
    lines = [*_inputs(folder), _versions(made)]
    lines.append(f"report: {found:,} of {counted(len(wanted), 'file')} have the same bytes")
    for names, what in ((other, "differ"), (gone, "are not there")):
        if names:
            more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
            lines.append(f"{what}: {', '.join(names[:_NAMED])}{more}")
    if not same:
        lines.append(_apart(folder / "expected" / ESTIMATES, new / "tables" / ESTIMATES))
    return same, [line for line in lines if line]


def _compare(folder: Path, wanted: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the files with other bytes than wanted, and those that are not there."""
    there = {name for name in wanted if (folder / name).is_file()}
    other = [name for name in sorted(there) if hash_file(folder / name) != wanted[name]]
    return other, sorted(wanted.keys() - there)


def _inputs(folder: Path) -> list[str]:
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    wanted = {name: value for value, name in (line.split("  ", 1) for line in lines)}
    if not wanted:
        return []
    other, gone = _compare(folder, wanted)
    right = len(wanted) - len(other) - len(gone)
    text = f"inputs: {right:,} of {counted(len(wanted), 'file')} are as they were"
    if other:
        text += f"; {len(other):,} are not, such as {other[0]}"
    if gone:
        text += f"; {len(gone):,} are not there, such as {gone[0]}"
    return [text]


def _versions(made: dict[str, Any]) -> str:
    from topics.report.manifest import machine, versions
    from topics.run.stages import source_hash

    here, then = versions(), made["versions"]
    other = [f"{name} {then[name]} (here {here.get(name, 'none')})" for name in then
             if here.get(name) != then[name]]  # fmt: skip
    if made["source"] != source_hash():
        other.append("the code of country-topics")
    if made["machine"] != machine():
        other.append(f"the machine, {made['machine']} (here {machine()})")
    return f"not as they were: {listed(other)}" if other else "versions: as they were"


def _apart(then: Path, now: Path) -> str:
    """Say how far the new estimates are from those expected."""
    if not now.is_file():
        return ""
    keys = ["country", "topic"]
    before, after = (read_table(path) for path in (then, now))
    if not {*keys, "estimate"} <= set(before) & set(after):
        return "estimates: the table has other columns"
    both = before[[*keys, "estimate"]].merge(
        after[[*keys, "estimate"]], on=keys, how="outer", suffixes=("_before", "_after")
    )
    lone = int(both[["estimate_before", "estimate_after"]].isna().any(axis=1).sum())
    gap = float((both["estimate_before"] - both["estimate_after"]).abs().max())
    text = f"estimates: differ by {100 * gap:.3g} percentage points at the most"
    return f"{text}; {lone:,} cells are in one of the two only" if lone else text

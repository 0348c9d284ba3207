"""Tables of the measurements of estimates, one file for each finished trial."""

from pathlib import Path

import pandas as pd

from topics._write import atomic_open


def collect(out: Path, pattern: str) -> pd.DataFrame | None:
    """Rows of all files of a kind, or None when there is none."""
    parts = [pd.read_csv(path) for path in sorted(out.glob(pattern))]
    return pd.concat(parts, ignore_index=True) if parts else None


def write(table: pd.DataFrame, path: Path) -> None:
    """Write a table whole or not at all."""
    with atomic_open(path) as file:
        table.to_csv(file, index=False, lineterminator="\n")

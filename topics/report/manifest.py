"""What decides a run, so that it can be told apart and made again: inputs, settings, versions."""

import platform
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topics.readers.hashes import hash_files

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

LIBRARIES = ("gensim", "matplotlib", "numba", "numpy", "pandas", "scipy")


def manifest(analysis: "Analysis") -> dict[str, Any]:
    """Return what decides the run: inputs by hash, configuration, versions, counts."""
    settings = asdict(analysis.config)
    if settings["corpus"] is not None:
        settings["corpus"] = Path(settings["corpus"]).resolve().name
    return {
        "config": settings,
        "inputs_sha256": analysis.inputs,
        "counts": {
            "documents": len(analysis.corpus),
            "units": len(analysis.units),
            "mentions": len(analysis.mentions),
            "tokens": int(analysis.bow.counts.sum()),
            "words": len(analysis.bow.words),
        },
        "versions": versions(),
    }


def command_facts(arguments: dict[str, Any], counts: dict[str, int]) -> dict[str, Any]:
    """Return what decides the run of a command: its arguments, its input by hash, versions.

    Parameters
    ----------
    arguments : dict
        By name; `corpus` is what was read. Where it writes and how many processes work decide
        nothing.
    counts : dict
        What came of it.
    """
    path = Path(arguments["corpus"])
    beside = {"command", "corpus", "out", "quiet", "run", "workers"}
    settings = {
        name: value
        for name, value in arguments.items()
        if name not in beside and isinstance(value, str | int | float | list | None)
    }
    return {
        "config": {**settings, "corpus": path.resolve().name},
        "inputs_sha256": hash_files(path),
        "counts": counts,
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Return the versions of this package, of Python, and of the libraries that compute."""
    from topics import __version__

    return {
        "country-topics": __version__,
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files below a folder; 0 for what is not there."""
    files = path.rglob("*") if path.is_dir() else [path]
    size = 0
    for file in files:
        with suppress(OSError):  # what cannot be read is for the reader to report
            size += file.stat().st_size if file.is_file() else 0
    return size

"""What decides a run, so that it can be told apart and made again: inputs, settings, versions."""

import os
import platform
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from topics.readers.files import readable

if TYPE_CHECKING:
    from topics.run.analysis import Analysis
    from topics.run.config import ReportConfig

LIBRARIES = ("gensim", "matplotlib", "numba", "numpy", "pandas", "scipy")


def manifest(analysis: "Analysis") -> dict[str, Any]:
    """Return what decides the run: inputs by hash, configuration, versions, counts."""
    from topics.run.stages import source_hash

    return {
        "config": settings_of(analysis.config),
        "settings": settings_of(analysis.asked or analysis.config),
        "source": source_hash(),
        "machine": machine(),
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


def settings_of(config: "ReportConfig") -> dict[str, Any]:
    """Return settings by name, what is read by its name alone: where it lies decides nothing."""
    settings, corpus = asdict(config), config.corpus
    if isinstance(corpus, str):
        settings["corpus"] = readable(Path(corpus).resolve().name)
    elif corpus is not None:
        settings["corpus"] = [readable(Path(part).resolve().name) for part in corpus]
    return settings


def machine() -> str:
    """Return what kind of machine this is: system and processor."""
    return f"{platform.system()} {platform.machine()}"


def command_facts(
    arguments: dict[str, Any], counts: dict[str, int], *, inputs: Mapping[str, str]
) -> dict[str, Any]:
    """Return what decides the run of a command: its arguments, its input by hash, versions.

    Parameters
    ----------
    arguments : dict
        By name; `corpus` is what was read. Where it writes and how many processes work decide
        nothing.
    counts : dict
        What came of it.
    inputs : mapping
        The hash of every file that was read.
    """
    paths = [os.fspath(path) for path in arguments["corpus"]]
    beside = {"command", "corpus", "out", "quiet", "run", "workers"}
    settings = {
        name: value
        for name, value in arguments.items()
        if name not in beside and isinstance(value, str | int | float | list | None)
    }
    return {
        "config": {**settings, "corpus": [readable(Path(path).resolve().name) for path in paths]},
        "inputs_sha256": dict(inputs),
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


def size_of(paths: Iterable[str | os.PathLike[str]]) -> int:
    """Return the bytes of files, and of all files below folders; 0 for what is not there."""
    size = 0
    for file in chain.from_iterable(
        path.rglob("*") if path.is_dir() else [path] for path in map(Path, paths)
    ):
        with suppress(OSError):  # what cannot be read is for the reader to report
            size += file.stat().st_size if file.is_file() else 0
    return size

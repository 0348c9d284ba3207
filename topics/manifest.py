"""What decides a run, so that it can be told apart and made again: inputs, settings, versions."""

import hashlib
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from topics.analysis import Analysis

LIBRARIES = ("gensim", "matplotlib", "numba", "numpy", "pandas", "scipy")


def hash_files(path: Path) -> dict[str, str]:
    """Return the SHA-256 of a file, or of every file below a folder, by name within it."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    hashes = {}
    for file in files:
        if file.is_file():
            with file.open("rb") as content:
                name = file.relative_to(path).as_posix() if path.is_dir() else file.name
                hashes[name] = hashlib.file_digest(content, "sha256").hexdigest()
    return hashes


def manifest(analysis: "Analysis") -> dict[str, Any]:
    """Return what decides the run: inputs by hash, configuration, versions, counts."""
    from topics import __version__

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
        "versions": {
            "country-topics": __version__,
            "python": platform.python_version(),
            **{library: version(library) for library in LIBRARIES},
        },
    }

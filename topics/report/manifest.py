"""What decides a run, so that it can be told apart and made again: inputs, settings, versions."""

import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

LIBRARIES = ("gensim", "matplotlib", "numba", "numpy", "pandas", "scipy")


def manifest(analysis: "Analysis") -> dict[str, Any]:
    """Return what decides the run: inputs by hash, configuration, versions, counts."""
    from topics import __version__

    settings = asdict(analysis.config)
    corpus = analysis.config.corpus
    if isinstance(corpus, str):
        settings["corpus"] = Path(corpus).resolve().name
    elif corpus is not None:
        settings["corpus"] = [Path(part).resolve().name for part in corpus]
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

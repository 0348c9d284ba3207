"""What changes in a sampler from sweep to sweep, taken and put back: the draws go on, bit for bit.

Of the documents, only what a sweep redraws is taken; what they were made from stays as it is.
"""

from typing import Any

import numpy as np

from topics.estimate.documents import Documents
from topics.estimate.hierarchy import Hierarchy
from topics.estimate.words import Topics
from topics.writing.values import Checkpoint

_OF_DOCUMENTS = ("topic", "about", "lengths")


def taken(
    rng: np.random.Generator, documents: Documents, hierarchy: Hierarchy, topics: Topics
) -> dict[str, Any]:
    """Return all that the next sweep takes from the last, as plain values."""
    return {
        "rng": rng.bit_generator.state,
        "documents": _of(documents),
        "hierarchy": _of(hierarchy),
        "topics": _of(topics),
    }


def resumed(
    checkpoint: Checkpoint | None,
    rng: np.random.Generator,
    documents: Documents,
    hierarchy: Hierarchy,
    topics: Topics,
) -> dict[str, Any]:
    """Put into the new parts of a sampler what was saved of others with the same inputs.

    Returns
    -------
    dict
        All that was saved; empty where nothing was.
    """
    state = None if checkpoint is None else checkpoint.load()
    if state is None:
        return {}
    rng.bit_generator.state = state["rng"]
    _into(documents, state["documents"])
    _into(hierarchy, state["hierarchy"])
    _into(topics, state["topics"])
    return state


def _of(part: object) -> dict[str, Any]:
    if isinstance(part, Documents):
        return {name: getattr(part, name) for name in _OF_DOCUMENTS}
    return dict(vars(part))


def _into(part: object, state: dict[str, Any]) -> None:
    for name, value in state.items():
        setattr(part, name, value)

"""Colours and type of the figures, as context managers: nothing is set for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from topics._checks import check_choice

INK = "#1a1a1a"
QUIET = "#767676"
RULE = "#d5d5d5"
ACCENT = "#1f5a94"
BAND = "#a9c4de"
DIVERGING = "PuOr_r"

_COMMON: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "topics",
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "figure.dpi": 100,
}
_SIZES = {"report": 7.5}


@contextmanager
def figure_style(name: str = "report") -> Iterator[None]:
    """Draw figures inside this block in a named style.

    Examples
    --------
    >>> import matplotlib
    >>> before = matplotlib.rcParams["font.size"]
    >>> with figure_style("report"):
    ...     matplotlib.rcParams["font.size"]
    7.5
    >>> matplotlib.rcParams["font.size"] == before
    True
    """
    import matplotlib as mpl

    check_choice(name, _SIZES, name="name")
    size = _SIZES[name]
    sizes = {
        "font.size": size,
        "axes.titlesize": size + 0.5,
        "axes.labelsize": size,
        "xtick.labelsize": size - 0.5,
        "ytick.labelsize": size - 0.5,
        "legend.fontsize": size - 0.5,
    }
    with mpl.rc_context(_COMMON | sizes):
        yield

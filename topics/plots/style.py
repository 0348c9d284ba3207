"""Colours and type of the figures, as context managers: nothing is set for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from topics._checks import check_choice
from topics._notebook import show_figures
from topics.errors import TopicsError

if TYPE_CHECKING:
    from matplotlib.colors import LinearSegmentedColormap

INK = "#1a1a1a"
QUIET = "#6b6b6b"
RULE = "#d9d9d9"
ACCENT = "#1f5a94"
WARN = "#a8321e"
BAND = "#a9c4de"
SECOND = "#b35806"
SHADE = "#efefef"
MM = 1 / 25.4  # a millimetre in inches
SMALLEST = 5.0  # points: below this nothing is printed


@dataclass(frozen=True, slots=True)
class Preset:
    """Type size in points, and the widths in inches of a figure over one column and over two."""

    size: float
    width: float
    wide: float


PRESETS = {
    "report": Preset(7.5, 5.0, 6.77),
    # nature.com, guide to final artwork: 89 and 183 mm, text of 5 to 7 points.
    "nature": Preset(6.5, 89 * MM, 183 * MM),
    # PLOS: text of 8 to 12 points, a column of 132 mm, at the most 190.5 mm.
    "plos": Preset(9.0, 132 * MM, 190.5 * MM),
    "slides": Preset(16.0, 10.0, 12.8),
}

_COMMON: dict[str, Any] = {
    "text.parse_math": False,  # a dollar sign in a word is no formula
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "topics",
    "axes.edgecolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.6,
    "figure.dpi": 100,
    "savefig.dpi": 300,
    "timezone": "UTC",
}


@contextmanager
def figure_style(
    name: str = "report", *, columns: int = 1, font: str | None = None
) -> Iterator[None]:
    """Draw figures inside this block in a named style.

    A style gives the same picture everywhere: settings made before, in a ``matplotlibrc`` of the
    working directory or of the user, or in rcParams, do not count inside the block.

    Parameters
    ----------
    name : {"report", "nature", "plos", "slides"}
        Type size and widths: ``nature`` draws 89 or 183 mm wide with text of 5 to 7 points,
        ``plos`` 132 or 190.5 mm with 8 to 10 points, ``slides`` 10 or 12.8 inches.
    columns : {1, 2}
        The narrower or the wider figure of the style.
    font : str, optional
        Family to use before DejaVu Sans, which comes with matplotlib and so gives the same
        picture everywhere. Journals that ask for Arial get it with ``font="Arial"``.

    Yields
    ------
    None
        Inside the block the style holds; after it, what was set before.

    Raises
    ------
    TopicsError
        When the style or the number of columns is unknown, or the font is not installed.

    Examples
    --------
    >>> import matplotlib
    >>> before = matplotlib.rcParams["font.size"]
    >>> with figure_style("nature", columns=2):
    ...     matplotlib.rcParams["font.size"], round(matplotlib.rcParams["figure.figsize"][0], 2)
    (6.5, 7.2)
    >>> matplotlib.rcParams["font.size"] == before
    True
    """
    show_figures()
    import matplotlib as mpl
    from matplotlib import style

    from topics.plots.fonts import families

    check_choice(name, PRESETS, name="name")
    if columns not in (1, 2):
        raise TopicsError(f"`columns` must be 1 or 2; got {columns!r}.")
    preset = PRESETS[name]
    scale = preset.size / PRESETS["report"].size
    width = preset.width if columns == 1 else preset.wide
    settings: Any = _COMMON | {
        # By name: matplotlib falls back from one font to the next only among named families.
        "font.family": families(font),
        "font.size": preset.size,
        "axes.titlesize": preset.size + 0.5,
        "axes.labelsize": preset.size - 0.5,
        "xtick.labelsize": preset.size - 0.5,
        "ytick.labelsize": preset.size - 0.5,
        "legend.fontsize": preset.size - 0.5,
        "figure.figsize": (width, 0.6 * width),
        "axes.linewidth": 0.6 * scale,
        "xtick.major.width": 0.6 * scale,
        "ytick.major.width": 0.6 * scale,
        "xtick.major.size": 2.5 * scale,
        "ytick.major.size": 2.5 * scale,
        "lines.linewidth": 1.2 * scale,
    }
    with style.context("default"), mpl.rc_context(settings):
        yield


def diverging() -> "LinearSegmentedColormap":
    """Return purple over white to orange, equally dark at both ends, and never black."""
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap

    shades = [colormaps["PuOr_r"](0.1 + 0.8 * step / 16) for step in range(17)]
    return LinearSegmentedColormap.from_list("topics", shades)


def small(step: float = 1.5) -> float:
    """Return a type size `step` points below that of the style, and never below 5 points."""
    import matplotlib as mpl

    return max(SMALLEST, float(mpl.rcParams["font.size"]) - step)


def scale() -> float:
    """Return how large type is here against the report: lines and rows grow with it."""
    import matplotlib as mpl

    return float(mpl.rcParams["font.size"]) / PRESETS["report"].size

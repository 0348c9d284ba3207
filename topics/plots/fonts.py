"""Every letter of a figure has a glyph in an installed font, or the figure is not written."""

import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from topics.errors import TopicsError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SAFE = "DejaVu Sans"  # comes with matplotlib: Latin, Greek, Cyrillic, Arabic, Hebrew, Georgian ...
# Families asked, in this order, for what DejaVu Sans lacks; those not installed are passed over.
FALLBACKS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Telugu",
    "Noto Sans Gujarati", "Noto Sans Gurmukhi", "Noto Sans Kannada", "Noto Sans Malayalam",
    "Noto Sans Sinhala", "Noto Sans Thai", "Noto Sans Khmer", "Noto Sans Myanmar",
    "Noto Sans Ethiopic", "Noto Serif Tibetan", "Noto Sans Thaana",
    "Arial Unicode MS", "Hiragino Sans", "PingFang SC", "Microsoft YaHei", "Malgun Gothic",
    "Nirmala UI", "Leelawadee UI",
)  # fmt: skip
# What to install, by a word in the Unicode name of a letter.
_HINTS = (
    (("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"), "Noto Sans CJK (fonts-noto-cjk)"),
    (("EMOJI", "FACE", "HEART"), "Symbola (fonts-symbola)"),
)


def families(first: str | None = None) -> list[str]:
    """Return the families to draw with: `first`, DejaVu Sans, then installed ones for the rest.

    Raises
    ------
    TopicsError
        When `first` is not installed.
    """
    installed = installed_families()
    if first is not None and first not in installed:
        raise TopicsError(f"`font`: no font of the family {first!r} is installed. Install it.")
    start = [] if first is None else [first]
    return [*start, SAFE, *(family for family in FALLBACKS if family in installed)]


def check_glyphs(figure: "Figure") -> None:
    """Raise when a drawn figure has a letter that none of its fonts can show.

    Raises
    ------
    TopicsError
        Naming the letter, the text it stands in, and what to install.
    """
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        if text.get_visible():
            missing = missing_glyphs(text.get_text(), tuple(text.get_fontfamily()))
            if missing:
                raise TopicsError(_complaint(missing[0], text.get_text()))


def missing_glyphs(text: str, family: tuple[str, ...] = ("sans-serif",)) -> list[str]:
    """Return the letters of `text` that no font of the family, or of its fallbacks, can show.

    Examples
    --------
    >>> missing_glyphs("gaz, газ, غاز, גז")
    []
    """
    import matplotlib as mpl

    settings: dict[str, Any] = {**mpl.rcParams}  # type: ignore[dict-item]
    names: list[str] = []
    for name in family:
        names += settings.get(f"font.{name}", [name])
    known = frozenset().union(*(_letters(name) for name in names)) if names else frozenset()
    return sorted({c for c in text if ord(c) not in known and not _unseen(c)})


@contextmanager
def quiet_glyphs() -> Iterator[None]:
    """Keep matplotlib from warning of missing glyphs, where `check_glyphs` will raise for them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


@lru_cache(maxsize=256)
def _letters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    try:
        path = findfont(FontProperties(family=family), fallback_to_default=False)
    except ValueError:
        return frozenset()
    return frozenset(get_font(path).get_charmap())


@lru_cache(maxsize=1)
def installed_families() -> frozenset[str]:
    """Return the families of fonts of this system, those newer than matplotlib's list too."""
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    for path in sorted(set(findSystemFonts()) - known):
        with suppress(OSError, RuntimeError):  # no font that FreeType reads: of no help here
            fontManager.addfont(path)
    return frozenset(entry.name for entry in fontManager.ttflist)


def _unseen(letter: str) -> bool:
    # Spaces, line ends, joiners and direction marks need no glyph.
    return unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Zs", "Mn"}


def _complaint(letter: str, text: str) -> str:
    name = unicodedata.name(letter, f"U+{ord(letter):04X}")
    script = f"Noto Sans for {name.split()[0].title()} (fonts-noto-core)"
    fitting = (font for words, font in _HINTS if any(word in name for word in words))
    font = next(fitting, script)
    return (
        f"no installed font can show {letter!r} ({name}) in the label {text!r}. "
        f"Install one that can, such as {font}, and run again."
    )

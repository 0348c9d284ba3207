"""Every letter of a figure has a glyph in an installed font, or the figure is not written."""

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
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
# Families that stand for a list in rcParams, by the names matplotlib understands.
_GENERIC = {
    "sans": "font.sans-serif", "sans serif": "font.sans-serif", "sans-serif": "font.sans-serif",
    "serif": "font.serif", "monospace": "font.monospace",
    "cursive": "font.cursive", "fantasy": "font.fantasy",
}  # fmt: skip
# What to install, by a word in the Unicode name of a letter.
_HINTS = (
    (("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"), "Noto Sans CJK (fonts-noto-cjk)"),
    (("EMOJI", "FACE", "HEART"), "Symbola (fonts-symbola)"),
)


def families(first: str | None = None) -> list[str]:
    """Return the families to draw with: `first`, if given, then DejaVu Sans.

    Raises
    ------
    TopicsError
        When `first` is not installed.
    """
    if first is None:
        return [SAFE]
    if first not in installed_families():
        raise TopicsError(f"`font`: no font of the family {first!r} is installed. Install it.")
    return [first, SAFE]


def mend_glyphs(figure: "Figure") -> None:
    """Give each text of a figure the fonts that its letters need.

    Raises
    ------
    TopicsError
        Naming a letter that no installed font has, the text it stands in, and what to install.
    """
    from matplotlib.axis import Axis
    from matplotlib.text import Text

    for axis in figure.findobj(Axis):
        axis.get_ticklabels()  # ticks get their texts only when they are asked for
    for text in figure.findobj(Text):
        words = text.get_text()
        if words.isascii() or not text.get_visible():
            continue
        drawn = drawn_families(text.get_fontfamily())
        wanted = family_for(words, drawn)
        if wanted != drawn:
            text.set_fontfamily(list(wanted))


@lru_cache(maxsize=10_000)
def family_for(text: str, drawn: tuple[str, ...] = (SAFE,)) -> tuple[str, ...]:
    """Return `drawn`, and behind it the fallbacks that letters of `text` need.

    Raises
    ------
    TopicsError
        As in `mend_glyphs`.

    Examples
    --------
    >>> family_for("gaz, газ, غاز, גז")
    ('DejaVu Sans',)
    """
    missing = {c for c in text if not _unseen(c)}
    missing = {c for c in missing if not any(ord(c) in _letters(family) for family in drawn)}
    wanted = list(drawn)
    for family in (SAFE, *FALLBACKS) if missing else ():
        if family in installed_families():
            shown = {c for c in missing if ord(c) in _letters(family)}
            wanted += [family] if shown else []
            missing -= shown
    if missing:
        raise TopicsError(_complaint(min(missing), text))
    return tuple(wanted)


def legible(text: str) -> str:
    """Return a text with U+FFFD in the place of letters that no installed font has.

    For what is quoted, of which nobody asked that all be shown.

    Examples
    --------
    >>> legible("gaz, газ"), legible("an odd \U0010ffff sign")
    ('gaz, газ', 'an odd � sign')
    """
    families = [SAFE, *(one for one in FALLBACKS if one in installed_families())]

    def known(letter: str) -> bool:
        return _unseen(letter) or any(ord(letter) in _letters(family) for family in families)

    return "".join(letter if known(letter) else "\ufffd" for letter in text)


def drawn_families(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the installed families that are drawn when `wanted` is asked for, in that order.

    A generic family such as ``sans-serif`` is the first of its list in rcParams that is
    installed. What is not installed is passed over; DejaVu Sans stands in where nothing is left.

    Examples
    --------
    >>> drawn_families(["No Such Font", "dejavu serif"])
    ('DejaVu Serif',)
    """
    from matplotlib import rcParams

    settings: Any = rcParams  # typed as a dict of literal keys
    keys = ((family, _GENERIC.get(family.lower())) for family in wanted)
    lists = ((family,) if key is None else tuple(settings[key]) for family, key in keys)
    return _first_of_each(tuple(lists), installed_families())


@lru_cache(maxsize=256)
def _first_of_each(lists: tuple[tuple[str, ...], ...], families: frozenset[str]) -> tuple[str, ...]:
    installed = {family.lower(): family for family in sorted(families)}
    found = (
        next((installed[name.lower()] for name in names if name.lower() in installed), None)
        for names in lists
    )
    return tuple(dict.fromkeys(family for family in found if family)) or (SAFE,)


@lru_cache(maxsize=256)
def _letters(family: str) -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    try:
        # A list: a family by itself is read as a pattern, in which "-" and ":" mean something.
        path = findfont(FontProperties(family=[family]), fallback_to_default=False)
    except ValueError:
        return frozenset()
    return frozenset(get_font(path).get_charmap())


def installed_families() -> frozenset[str]:
    """Return the families of fonts of this system, those newer than matplotlib's list too."""
    from matplotlib.font_manager import fontManager

    _add_new_fonts()
    return _families_of(len(fontManager.ttflist))


@lru_cache(maxsize=1)
def _add_new_fonts() -> None:
    from matplotlib.font_manager import findSystemFonts, fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    for path in sorted(set(findSystemFonts()) - known):
        with suppress(OSError, RuntimeError):  # no font that FreeType reads: of no help here
            fontManager.addfont(path)


@lru_cache(maxsize=1)
def _families_of(_count: int) -> frozenset[str]:
    # By the number of fonts: one that the caller adds to matplotlib's list counts from then on.
    from matplotlib.font_manager import fontManager

    return frozenset(entry.name for entry in fontManager.ttflist)


def _unseen(letter: str) -> bool:
    # Spaces, line ends, joiners and direction marks need no glyph.
    return unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Zs", "Mn"}


def font_to_install(letter: str) -> str:
    """Return what to install for a letter that no font here has.

    Examples
    --------
    >>> font_to_install("中"), font_to_install("ش")
    ('Noto Sans CJK (fonts-noto-cjk)', 'Noto Sans for Arabic (fonts-noto-core)')
    """
    name = _name(letter)
    script = f"Noto Sans for {name.split()[0].title()} (fonts-noto-core)"
    fitting = (font for words, font in _HINTS if any(word in name for word in words))
    return next(fitting, script)


def _name(letter: str) -> str:
    return unicodedata.name(letter, f"U+{ord(letter):04X}")


def _complaint(letter: str, text: str) -> str:
    return (
        f"no installed font can show {letter!r} ({_name(letter)}) in the label {text!r}. "
        f"Install one that can, such as {font_to_install(letter)}, and run again."
    )

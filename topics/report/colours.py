"""The colours of the page, light and dark: those of the figures, and letters that can be read."""

from collections.abc import Mapping
from itertools import chain

import numpy as np

from topics.plots import style
from topics.plots.lift import STRONGEST, shade

LIGHT = {
    "paper": "#ffffff",
    "ink": style.INK,
    "quiet": style.QUIET,
    "rule": style.RULE,
    "edge": "#767676",  # of what can be used, such as a box to write in
    "accent": style.ACCENT,
    "warn": style.WARN,
    "band": style.BAND,
    "shade": "#f2f2f2",
}
DARK = {
    "paper": "#14171a",
    "ink": "#e9e9e7",
    "quiet": "#a8adb3",
    "rule": "#373c42",
    "edge": "#868d95",
    "accent": "#8ab8e8",
    "warn": "#f0927d",
    "band": "#3f6487",
    "shade": "#1f2429",
}
# Full colours on dark paper: the hues of the figures, dark enough for white letters.
DARK_ENDS = {"up": "#9e500f", "down": "#6a51a8"}
STEPS = 6  # of half a doubling each, up to the lift at which the figures' colour is full
AA = 4.5  # contrast that small letters need (WCAG 2.2, 1.4.3)


def step_of(strength: float) -> str:
    """Return the name of the colour of a `log_lift`: up1 to up6, down1 to down6.

    Examples
    --------
    >>> step_of(0.1), step_of(-1.2), step_of(9.0)
    ('up1', 'down3', 'up6')
    """
    size = int(np.clip(np.ceil(round(abs(strength) / STRONGEST * STEPS, 6)), 1, STEPS))
    return f"{'up' if strength >= 0 else 'down'}{size}"


def palette(*, dark: bool) -> dict[str, str]:
    """Return the colour of every name that the page uses, as ``#rrggbb``."""
    names = dict(DARK if dark else LIGHT)
    for way, step in ((way, step) for way in ("up", "down") for step in range(1, STEPS + 1)):
        ground = _dark_step(way, step) if dark else _light_step(way, step)
        names[f"{way}{step}"] = ground
        ratios = {contrast(letters, ground): letters for letters in (names["ink"], names["paper"])}
        names[f"{way}{step}-ink"] = ratios[max(ratios)]
    return names


def _light_step(way: str, step: int) -> str:
    from matplotlib.colors import to_hex

    return to_hex(shade((1 if way == "up" else -1) * STRONGEST * step / STEPS))


def _dark_step(way: str, step: int) -> str:
    part = 0.25 + 0.75 * step / STEPS
    return mix(DARK["paper"], DARK_ENDS[way], part)


def mix(start: str, end: str, part: float) -> str:
    """Return the colour that lies `part` of the way from one colour to another.

    Examples
    --------
    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(start), _channels(end), strict=True)
    return "#" + "".join(f"{round(one + part * (other - one)):02x}" for one, other in pairs)


def contrast(letters: str, ground: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance).

    Examples
    --------
    >>> contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    low, high = sorted((_luminance(letters), _luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def palette_css() -> str:
    """Return the rules that give the page its colours: the system's choice, the reader's, print."""
    light, dark = (_rule(palette(dark=is_dark)) for is_dark in (False, True))
    names = chain.from_iterable((f"up{n}", f"down{n}") for n in range(1, STEPS + 1))
    cells = "\n".join(
        f".matrix .{name}, .scale .{name} {{ background-color: var(--{name}); "
        f"color: var(--{name}-ink); }}"
        for name in names
    )
    # Before the rules of page.css, which leave the colours of these cells alone.
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        "@media (prefers-color-scheme: dark) {\n"
        f':root:not([data-theme="light"]) {{ color-scheme: dark; {dark} }}\n}}\n'
        f':root[data-theme="dark"] {{ color-scheme: dark; {dark} }}\n'
        f"@media print {{\n:root:root {{ color-scheme: light; {light} }}\n}}\n"
        f"{cells}\n"
    )


def _rule(names: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in names.items())


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

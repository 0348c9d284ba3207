"""Where the tile of each country lies, and which part of the world a map shows."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import ceil

import pandas as pd

# A map of less than this part of the world's width is easier to read than the world; one of less
# than that part would have tiles too large for what they say.
_REGION, _LEAST = 0.7, 0.4
# Of the countries of a region, this part may lie far from it, and have loose tiles at its side.
_FAR = 0.1


@lru_cache(maxsize=1)
def world_tiles() -> pd.DataFrame:
    """Return the place of every country on the grid: country (ISO 3166-1 alpha-3), column, row.

    Columns count from the west, rows from the north. The places were made from rough
    longitudes and latitudes, spread so that crowded regions have room, pushed apart, and
    assigned to the nearest free tiles; XKX is Kosovo.

    Examples
    --------
    >>> tiles = world_tiles().set_index("country")
    >>> bool(tiles.loc["KAZ", "column"] > tiles.loc["FRA", "column"])
    True
    """
    return pd.read_csv(
        str(files("topics.plots").joinpath("data", "tiles.csv")), keep_default_na=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The part of the grid that a map shows: the world, or a region with countries far from it.

    Attributes
    ----------
    left, right, top, bottom : int
        First and last column and row.
    tiles : tuple of (str, int, int)
        Country, column and row of every tile to draw.
    loose : tuple of str
        Countries whose tiles stand at the side, for they lie far from the region.
    zoom : float
        How much larger a tile is than on a map of the world.
    """

    left: int
    right: int
    top: int
    bottom: int
    tiles: tuple[tuple[str, int, int], ...]
    loose: tuple[str, ...] = ()
    zoom: float = 1.0

    def holds(self, country: str) -> bool:
        """Whether a country has a tile here."""
        return any(country == code for code, _, _ in self.tiles)


def window_of(countries: Collection[str], *, whole: bool = False) -> Window:
    """Return the region that countries lie in, or the world where they lie all over it.

    Parameters
    ----------
    countries : collection of str
        ISO 3166-1 alpha-3.
    whole : bool
        Return the world, wherever they lie.

    Returns
    -------
    Window
        Of the same proportions as the world, with a border of one tile around the countries.

    Examples
    --------
    >>> found = window_of(["KAZ", "UZB", "KGZ", "TJK"])
    >>> found.holds("IRN"), found.holds("PER"), window_of(["KAZ", "PER"]).holds("USA")
    (True, False, True)
    """
    grid = world_tiles()
    places = grid[grid["country"].isin(countries)]
    near = places
    if not whole and len(places):
        middle = places[["column", "row"]].median()
        away = (places[["column", "row"]] - middle).abs().max(axis=1)
        near = places.loc[away.sort_values(kind="stable").index[: len(places) - _far(len(places))]]
        for some in (places, near):
            part = _part(some)
            if part < _REGION:
                found = _region(some, places.drop(index=some.index), max(part, _LEAST))
                if all(map(found.holds, places["country"])):  # there is room at the sides
                    return found
    wide, high = _size()
    every = tuple(grid.itertuples(index=False, name=None))
    return Window(left=0, right=wide - 1, top=0, bottom=high - 1, tiles=every)


def _far(n_countries: int) -> int:
    return int(_FAR * n_countries)


def _size() -> tuple[int, int]:
    grid = world_tiles()
    return int(grid["column"].max()) + 1, int(grid["row"].max()) + 1


def _part(places: pd.DataFrame) -> float:
    """Return which part of the world's width a map of these places takes, in its proportions."""
    wide, high = _size()
    columns, rows = (int(places[name].max() - places[name].min()) + 3 for name in ("column", "row"))
    return max(columns / wide, rows / high)


def _region(near: pd.DataFrame, far: pd.DataFrame, part: float) -> Window:
    """Return a window around `near`, of this part of the world, with `far` at its sides."""
    wide, high = _size()
    left, right = _ends(near["column"], ceil(part * wide), wide)
    top, bottom = _ends(near["row"], ceil(part * high), high)
    grid = world_tiles()
    inside = grid["column"].between(left, right) & grid["row"].between(top, bottom)
    tiles = list(grid[inside].itertuples(index=False, name=None))
    known = {code for code, _, _ in tiles}
    loose = []
    for code, column, row in far.sort_values(["row", "country"]).itertuples(index=False, name=None):
        if code in known:
            continue
        place = left - 2 if column < left else right + 2
        taken = {taken for _, other, taken in tiles if other == place}
        free = sorted((abs(one - row), one) for one in set(range(top, bottom + 1)) - taken)
        if free:
            tiles.append((code, place, free[0][1]))
            loose.append(code)
    columns = [column for _, column, _ in tiles]
    left, right = min([left, *columns]), max([right, *columns])
    return Window(
        left=left, right=right, top=top, bottom=bottom, tiles=tuple(tiles), loose=tuple(loose),
        zoom=wide / (right - left + 1),
    )  # fmt: skip


def _ends(places: pd.Series, size: int, most: int) -> tuple[int, int]:
    """Return the first and the last of `size` columns around places, within the grid."""
    low, high = int(places.min()), int(places.max())
    size = min(max(size, high - low + 1), most)
    first = (low + high - size + 1) // 2
    first = min(max(first, 0), most - size)
    return first, first + size - 1

"""A map with the user's own boundaries; what has no boundary is listed in the picture."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from topics.errors import InputError
from topics.estimate.standing import told_apart
from topics.plots.axes import head, hide_axes, key, use_axes
from topics.plots.lift import log_lift, shade
from topics.plots.rows import marked, told_note, topic_title, unsettled
from topics.plots.style import QUIET, RULE, scale
from topics.plots.world import TOO_FEW, countries_on_topic

# Where files keep ISO 3166-1 alpha-3, the surest first: in Natural Earth ISO_A3 is -99 for some.
CODES = ("ISO_A3_EH", "ISO_A3", "iso_a3", "ADM0_A3", "ISO3", "iso3", "ISO3166-1-Alpha-3", "id")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boundaries:
    """Outlines of countries.

    Attributes
    ----------
    rings : dict
        Country code to a list of rings, arrays (n, 2) of longitude and latitude in degrees.
    source : str
        Where they come from, for the caption.
    """

    rings: dict[str, list[np.ndarray]]
    source: str


def read_boundaries(
    path: str | PathLike[str], *, code: str | None = None, source: str | None = None
) -> Boundaries:
    """Read outlines of countries from a GeoJSON file in degrees (WGS 84).

    Parameters
    ----------
    path : path
        A FeatureCollection of polygons, such as Natural Earth's admin-0 countries as GeoJSON.
    code : str, optional
        Property with ISO 3166-1 alpha-3; found by its usual names when None.
    source : str, optional
        What the caption names as the source; the name of the file when None.

    Returns
    -------
    Boundaries
        `rings`, outlines by country code in degrees of longitude and latitude; and `source`.

    Raises
    ------
    InputError
        When the file cannot be read, is no such collection, or has no property with codes.
    """
    path = FilePath(path)
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is not a GeoJSON FeatureCollection in UTF-8.") from error
    rings: dict[str, list[np.ndarray]] = {}
    for feature in features:
        country = _code(feature, code)
        if country:
            rings.setdefault(country, []).extend(_rings(feature.get("geometry") or {}, path))
    if not rings:
        tried = CODES if code is None else (code,)
        raise InputError(
            f"{path}: no feature has a three-letter country code in {list(tried)}; name the "
            "property that has it with `code`."
        )
    return Boundaries(rings=rings, source=path.name if source is None else source)


def _code(feature: dict[str, Any], code: str | None) -> str | None:
    facts = (feature.get("properties") or {}) | {"id": feature.get("id")}
    for name in CODES if code is None else (code,):
        value = facts.get(name)
        if isinstance(value, str) and len(value) == 3 and value.isalpha():
            return value.upper()
    return None


def _rings(geometry: dict[str, Any], path: FilePath) -> Iterator[np.ndarray]:
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise InputError(f"{path}: a country is a {kind!r}; expected Polygon or MultiPolygon.")
    polygons = geometry["coordinates"]
    for polygon in [polygons] if kind == "Polygon" else polygons:
        for ring in polygon:
            yield np.asarray(ring, dtype=float)[:, :2]


def plot_choropleth(
    estimates: pd.DataFrame,
    *,
    topic: int,
    boundaries: Boundaries,
    least: float = 3.0,
    level: float = 0.95,
    ax: Axes | None = None,
) -> Axes:
    """Draw one topic on a map, in the equal-area projection Equal Earth.

    Parameters
    ----------
    estimates, topic, least, level, ax
        As in `plot_world_topic`.
    boundaries : Boundaries
        As `read_boundaries` returns them.

    Returns
    -------
    matplotlib Axes
        `ax`, or the axes of a new figure; nothing is saved.

    Notes
    -----
    Colour: times the topic's share in the corpus where the estimate is told from it, as in
    `plot_topic_country`; dots where the country is above it, dashes where below, so that the sign
    can be read in grey. Countries of the table without a boundary are listed below the map.
    """
    own = ax is None
    rows = countries_on_topic(estimates, topic)
    ax = use_axes(ax, height=3.2)
    rows = rows.assign(apart=told_apart(rows), log_lift=log_lift(rows))
    facts = rows.set_index("country").to_dict("index")
    for country in sorted(boundaries.rings):
        fill: Any = "white"
        hatch = None
        if country in facts:
            if facts[country]["n_effective"] < least:
                fill = TOO_FEW
            elif facts[country]["apart"]:
                fill = shade(facts[country]["log_lift"])
                hatch = "....." if facts[country]["log_lift"] > 0 else "-----"
        for ring in boundaries.rings[country]:
            ax.add_patch(
                PathPatch(
                    Path(_project(ring)), facecolor=fill, hatch=hatch, linewidth=0.3 * scale(),
                    edgecolor=QUIET if country in facts else RULE,
                )
            )  # fmt: skip
    ax.autoscale_view()
    ax.set_aspect("equal")
    hide_axes(ax)
    head(ax, marked(topic_title(rows), rows), own=own)
    without = sorted({str(code) for code in facts} - set(boundaries.rings))
    key(
        ax,
        "orange and dots: above the share in the corpus, purple and dashes: below it "
        f"({told_note(rows, level)}); grey: fewer than {least:g} documents\n"
        f"boundaries: {boundaries.source}; without a boundary: {', '.join(without) or 'none'}"
        f"{_doubtful(rows)}",
        own=own,
    )
    return ax


def _doubtful(rows: pd.DataFrame) -> str:
    """Return for which countries the sampler has not settled; a map has no room for marks."""
    named = sorted(rows.loc[unsettled(rows), "country"].astype(str))
    return f"; the sampler has not settled for {', '.join(named)}" if named else ""


def _project(ring: np.ndarray) -> np.ndarray:
    """Project by Equal Earth (Savric, Patterson and Jenny 2019, IJGIS 33, 454-465)."""
    a = (1.340264, -0.081106, 0.000893, 0.003796)
    lon, lat = np.radians(ring[:, 0]), np.radians(ring[:, 1].clip(-90, 90))
    angle = np.arcsin(np.sqrt(3) / 2 * np.sin(lat))
    slope = a[0] + 3 * a[1] * angle**2 + angle**6 * (7 * a[2] + 9 * a[3] * angle**2)
    x = 2 / np.sqrt(3) * lon * np.cos(angle) / slope
    y = angle * (a[0] + a[1] * angle**2 + angle**6 * (a[2] + a[3] * angle**2))
    return np.column_stack([x, y])

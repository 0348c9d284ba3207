"""What is found of an installation, as a value and as lines to read."""

from dataclasses import asdict, dataclass, field

from topics._card import card, rows
from topics.run.requirements import Extra, Library, within


@dataclass(frozen=True, slots=True)
class LanguageCheck:
    """What is there for a language that is read.

    Attributes
    ----------
    code, name : str
        ISO 639-1, and the name in English.
    lemmas, segmenter : str
        The extra that makes the forms of a word one, and the one that parts words: "ok", the name
        of the extra where it is not in order, "" where none is used for the language.
    fonts : tuple of str
        Families in which the letters of its function words are drawn; none where matplotlib cannot
        be imported.
    font_to_install : str
        What to install where some of the letters cannot be drawn; else "".
    """

    code: str
    name: str
    lemmas: str
    segmenter: str
    fonts: tuple[str, ...]
    font_to_install: str


@dataclass(frozen=True, slots=True)
class Cache:
    """Where a library keeps what it need not make twice.

    Attributes
    ----------
    what : str
        Of whom.
    folder : str
        Where; "" where no place was found.
    writable : bool
        Whether it can be written to, or be made.
    lasting : bool
        Whether it lies outside the folder for temporary files.
    """

    what: str
    folder: str
    writable: bool
    lasting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What `doctor` finds; printed, it is plain text.

    Attributes
    ----------
    well : bool
        Whether Python and all libraries that are needed lie in the ranges of the package, and
        matplotlib can be imported. Extras, fonts and caches do not count.
    version : str
        Of this package.
    folder : str
        Where it is.
    python, python_wanted : str
        The version that runs, and the range.
    platform : str
        System and processor.
    cores, cores_usable : int
        Of the machine, and those that this process may use; at least 1.
    needed : tuple of Library
        Libraries without which nothing runs.
    extras : tuple of Extra
        Optional parts.
    languages : tuple of LanguageCheck
        Those that are read.
    caches : tuple of Cache
        Those of numba and matplotlib.
    """

    well: bool
    version: str
    folder: str
    python: str
    python_wanted: str
    platform: str
    cores: int
    cores_usable: int
    needed: tuple[Library, ...] = field(repr=False)
    extras: tuple[Extra, ...] = field(repr=False)
    languages: tuple[LanguageCheck, ...] = field(repr=False)
    caches: tuple[Cache, ...] = field(repr=False)

    def as_dict(self) -> dict[str, object]:
        """Return all of it as dicts, tuples, text, numbers and truth values, as for JSON."""
        return asdict(self)

    def _repr_html_(self) -> str:
        wrong = [_of_library(one) for one in self.needed if one.state != "ok"]
        extras = [[one.name, one.state, one.hint] for one in self.extras]
        return card(
            f"country-topics {self.version} on Python {self.python}: {_verdict(self)}",
            rows(("library", "version", "state"), wrong) if wrong else "",
            rows(("extra", "state", "to install"), extras, most=len(extras)),
            then="`print` it for languages, fonts and caches too.",
        )

    def __str__(self) -> str:
        """Return all of it as lines."""
        return "\n".join(_lines(self))


def _lines(found: Checkup) -> list[str]:
    state = "ok" if within(found.python.split()[0], found.python_wanted) else "outside"
    usable = f"{found.cores_usable} of {found.cores} may be used"
    return [
        *_columns([
            ["country-topics", found.version, found.folder],
            ["Python", found.python, f"{state}, needs {found.python_wanted}"],
            ["platform", found.platform],
            ["cores", usable],
        ]),
        "", "libraries that are needed",
        *_columns([_of_library(one) for one in found.needed]),
        "", "extras",
        *_columns([
            [extra.name, extra.state, extra.hint or ", ".join(
                f"{one.name} {one.version}" for one in extra.libraries)]
            for extra in found.extras
        ]),
        "", "languages read",
        *_columns([_of_language(one) for one in found.languages]),
        "", "caches",
        *_columns([_of_cache(one) for one in found.caches]),
        "", _verdict(found),
    ]  # fmt: skip


def _verdict(found: Checkup) -> str:
    if found.well:
        return "Python and all libraries that are needed lie in their ranges."
    if not within(found.python.split()[0], found.python_wanted):
        return f"Not well. Use a Python in the range {found.python_wanted}."
    bad = [f'"{one.name}{one.wanted}"' for one in found.needed if one.state != "ok"]
    if bad:
        return f"Not well. Run: pip install {' '.join(bad)}"
    return "Not well: matplotlib cannot be imported. Run: pip install --force-reinstall matplotlib"


def _of_library(one: Library) -> list[str]:
    return [one.name, one.version or "-", f"{one.state}, needs {one.wanted or 'any version'}"]


def _of_language(one: LanguageCheck) -> list[str]:
    said = {"": "none used", "ok": "ok"}
    drawn = ", ".join(one.fonts) or "not known"
    if one.font_to_install:
        drawn = f"some letters cannot be drawn; install {one.font_to_install}"
    return [
        one.code, one.name,
        f"lemmas: {said.get(one.lemmas, f'extra {one.lemmas} not in order')}",
        f"segmenter: {said.get(one.segmenter, f'extra {one.segmenter} not in order')}",
        f"font: {drawn}",
    ]  # fmt: skip


def _of_cache(one: Cache) -> list[str]:
    state = "can be written to" if one.writable else "cannot be written to"
    return [one.what, one.folder or "no place found",
            state + ("" if one.lasting or not one.folder else ", temporary")]  # fmt: skip


def _columns(rows: list[list[str]]) -> list[str]:
    length = max(map(len, rows), default=0)
    widths = [max(len(row[i]) for row in rows if i < len(row) - 1) for i in range(length - 1)]
    return ["  " + "  ".join([*map(str.ljust, row[:-1], widths), row[-1]]) for row in rows]

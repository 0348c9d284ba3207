"""What the package needs and offers to use, and what of that is installed, by metadata alone.

Nothing is imported to find out: a library that is installed and broken counts as installed.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from topics.errors import TopicsError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

NAME = "country-topics"
# What a developer of the package installs, and the extra that is all others.
_NO_FEATURES = ("all", "dev", "test")
_CHECKOUT = Path(__file__).parents[2] / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Library:
    """A library that is needed or offered.

    Attributes
    ----------
    name : str
        Of the distribution, as in ``pyproject.toml``.
    wanted : str
        The range of versions, such as ">=2.0"; "" for any.
    version : str
        What is installed; "" where nothing is, or its metadata cannot be read.
    state : str
        "ok", "missing", or "outside" where the version is not in the range.
    """

    name: str
    wanted: str
    version: str
    state: str


@dataclass(frozen=True, slots=True)
class Extra:
    """An optional part of the package.

    Attributes
    ----------
    name : str
        As in ``pip install "country-topics[name]"``.
    state : str
        "installed", or "missing" or "outside" where one of its libraries is.
    hint : str
        The command that installs it; "" where all is there.
    libraries : tuple of Library
        What it brings.
    """

    name: str
    state: str
    hint: str
    libraries: tuple[Library, ...]


def library(need: "Requirement") -> Library:
    """Look up what is installed of a library.

    Examples
    --------
    >>> from packaging.requirements import Requirement
    >>> library(Requirement("numpy>=1")).state, library(Requirement("numpy<1")).state
    ('ok', 'outside')
    >>> library(Requirement("no-such-library>=1"))
    Library(name='no-such-library', wanted='>=1', version='', state='missing')
    """
    try:
        version = metadata.version(need.name) or ""
    except (metadata.PackageNotFoundError, KeyError):  # KeyError: metadata without a version
        version = ""
    state = (
        "missing" if not version else "ok" if within(version, str(need.specifier)) else "outside"
    )
    return Library(need.name, str(need.specifier), version, state)


def within(version: str, wanted: str) -> bool:
    """Whether a version lies in a range; one that is no version by PEP 440 lies in none.

    Examples
    --------
    >>> within("2.1", ">=2,<3"), within("3.0", ">=2,<3"), within("2.1rc1", ">=2"), within("x", "")
    (True, False, True, False)
    """
    from packaging.specifiers import SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        return SpecifierSet(wanted).contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False


def check_packaging() -> None:
    """Raise a TopicsError where what reads versions is not installed itself."""
    try:
        import packaging.requirements  # noqa: F401
    except ImportError as error:
        raise TopicsError("packaging is not installed. Run: pip install packaging") from error


def needed() -> tuple[Library, ...]:
    """Return the libraries without which the package does not work, in alphabetical order."""
    return tuple(sorted(map(library, _needs("")), key=lambda found: found.name.lower()))


def extras() -> tuple[Extra, ...]:
    """Return the optional parts, in alphabetical order, without those for developers."""
    names = sorted(set(_declared()[1]) - {"", *_NO_FEATURES})
    return tuple(_extra(name) for name in names)


def python_wanted() -> str:
    """Return the range of versions of Python, such as ">=3.11,<3.14"."""
    return _declared()[0]


def _extra(name: str) -> Extra:
    libraries = tuple(map(library, _needs(name)))
    states = {found.state for found in libraries}
    state = next((bad for bad in ("missing", "outside") if bad in states), "installed")
    return Extra(name, state, "" if state == "installed" else install(name), libraries)


def install(extra: str) -> str:
    """Return the command that installs an extra.

    >>> install("rtf")
    'pip install "country-topics[rtf]"'
    """
    return f'pip install "{NAME}[{extra}]"'


def _needs(extra: str) -> "Iterator[Requirement]":
    """Give the requirements of an extra, or of the package itself, on this machine."""
    from packaging.requirements import Requirement

    for line in _declared()[1].get(extra, ()):
        need = Requirement(line)
        if need.name == NAME:
            for other in sorted(need.extras):
                yield from _needs(other)
        elif need.marker is None or need.marker.evaluate({"extra": extra}):
            yield need


@cache
def _declared() -> tuple[str, dict[str, list[str]]]:
    """Return the range of Python, and the requirements by extra, "" for those of the package.

    A checkout says so in its own file: what was installed from it once may say what was true then.
    """
    if _CHECKOUT.is_file():
        project = tomllib.loads(_CHECKOUT.read_text("utf-8"))["project"]
        if project["name"] == NAME:
            needs = {"": project["dependencies"], **project["optional-dependencies"]}
            return project["requires-python"], needs
    return from_metadata(metadata.metadata(NAME))


def from_metadata(said: metadata.PackageMetadata) -> tuple[str, dict[str, list[str]]]:
    """Read of installed metadata what a checkout has in ``pyproject.toml``.

    Parameters
    ----------
    said : PackageMetadata
        Of this package.

    Returns
    -------
    str
        The range of versions of Python.
    dict of str to list of str
        Requirements by extra, "" for those of the package itself.
    """
    from packaging.requirements import Requirement

    needs: dict[str, list[str]] = {
        "": [],
        **{name: [] for name in said.get_all("Provides-Extra", [])},
    }
    for line in said.get_all("Requires-Dist", []):
        marker = Requirement(line).marker
        if "extra" not in str(marker):
            needs[""].append(line)
            continue
        for name in needs:
            if name and marker is not None and marker.evaluate({"extra": name}):
                needs[name].append(line)
    return said["Requires-Python"], needs

"""The exact versions that a run rests on: the package's libraries, and what these need in turn."""

import json
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata

from topics.run.requirements import NAME, check_packaging, extras, needed

# Extras that no report uses.
_BESIDE = frozenset({"benchmark", "effects", "ldavis", "notebooks", "sklearn", "validation"})


def pins() -> dict[str, str]:
    """Return the version of every library that a report may use, with what these need in turn.

    Returns
    -------
    dict of str to str
        By name in alphabetical order, without the package itself: what is installed of its own
        libraries and of those of the extras that are there and read or count.

    Examples
    --------
    >>> found = pins()
    >>> {"numpy", "gensim"} <= set(found), "country-topics" in found
    (True, False)
    """
    from packaging.utils import canonicalize_name

    check_packaging()
    open_names = [one.name for one in needed()]
    for extra in extras():
        if extra.state == "installed" and extra.name not in _BESIDE:
            open_names += [one.name for one in extra.libraries]
    found: dict[str, str] = {}
    while open_names:
        name = canonicalize_name(open_names.pop())
        if name in found or name == NAME:
            continue
        with suppress(metadata.PackageNotFoundError):  # asked for on other systems, or by no one
            found[name] = metadata.version(name)
            open_names += _needs(name)
    return dict(sorted(found.items()))


def _needs(name: str) -> Iterator[str]:
    """Give the libraries that another needs on this system, its extras apart."""
    from packaging.requirements import Requirement

    for line in metadata.requires(name) or ():
        need = Requirement(line)
        if need.marker is None or need.marker.evaluate({"extra": ""}):
            yield need.name


def package_line(version: str) -> str:
    """Return the line of a file of requirements that installs the package itself.

    A comment where it was installed from a folder of source, of which nobody else knows.
    """
    try:
        text = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        text = "{}"
    if text is None:
        return f"{NAME}=={version}"
    origin = json.loads(text)
    commit = origin.get("vcs_info", {}).get("commit_id")
    if commit:
        return f"{NAME} @ {origin['vcs_info']['vcs']}+{origin['url']}@{commit}"
    return f"# {NAME} {version} was installed from a folder: install that version from its source"

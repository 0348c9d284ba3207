"""What a report of a fault, or a puzzled user, needs to know of an installation."""

import os
import platform
import tempfile
from pathlib import Path
from string import ascii_letters

from topics import __version__
from topics._language_data import SEGMENTERS, language, language_codes
from topics._languages import language_name
from topics._machine import kernels_folder, writable
from topics.errors import TopicsError
from topics.plots.fonts import family_for, font_to_install
from topics.run.checkup import Cache, Checkup, LanguageCheck
from topics.run.requirements import check_packaging, extras, needed, python_wanted, within

_PACKAGE = Path(__file__).parents[1]


def doctor() -> Checkup:
    """Look at this installation: versions, extras, languages, fonts, caches, cores.

    Versions are those of the metadata of what is installed; no library is imported but matplotlib,
    for its fonts, and nothing is fetched.

    Returns
    -------
    Checkup
        `print` it, or take `as_dict`.

    Raises
    ------
    TopicsError
        When packaging, which reads ranges of versions, is not installed.

    Examples
    --------
    >>> import topics
    >>> found = topics.doctor()
    >>> found.version == topics.__version__, "en" in [row.code for row in found.languages]
    (True, True)
    """
    check_packaging()
    libraries, wanted = needed(), python_wanted()
    optional = extras()
    draws = _matplotlib_is_there()
    in_order = {extra.name for extra in optional if extra.state == "installed"}
    python = platform.python_version()
    return Checkup(
        well=draws and within(python, wanted) and all(one.state == "ok" for one in libraries),
        version=__version__,
        folder=str(_PACKAGE),
        python=f"{python} ({platform.python_implementation()})",
        python_wanted=wanted,
        platform=f"{platform.platform()} ({platform.machine()})",
        cores=os.cpu_count() or 1,
        cores_usable=_usable_cores(),
        needed=libraries,
        extras=optional,
        languages=tuple(_language(code, in_order, draws) for code in language_codes()),
        caches=_caches(draws),
    )


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _matplotlib_is_there() -> bool:
    try:
        import matplotlib.font_manager  # noqa: F401
    except ImportError:
        return False
    return True


def _language(code: str, in_order: set[str], draws: bool) -> LanguageCheck:
    facts = language(code)
    lemmas = "lemmas" if facts.lemmas else ""
    segmenter = SEGMENTERS[facts.segmenter]
    fonts, lacking = _fonts(_letters(code)) if draws else ((), "")
    try:
        name = language_name(code)
    except ImportError:  # babel is missing, which is said among the libraries
        name = code
    return LanguageCheck(
        code, name,
        "ok" if lemmas in in_order else lemmas,
        "ok" if segmenter in in_order else segmenter,
        fonts, font_to_install(lacking) if lacking else "",
    )  # fmt: skip


def _letters(code: str) -> list[str]:
    """Return the letters of the function words of a language, in order."""
    if code == "en":
        return list(ascii_letters)
    lines = (language(code).folder / "stopwords.txt").read_text("utf-8").splitlines()
    words = "".join(line for line in lines if not line.startswith("#"))
    return sorted(filter(str.isalpha, set(words)))


def _fonts(letters: list[str]) -> tuple[tuple[str, ...], str]:
    """Return the families that letters are drawn in, and the first letter that none has."""
    families: dict[str, None] = {}
    lacking = ""
    for letter in letters:
        try:
            families |= dict.fromkeys(family_for(letter, ()))
        except TopicsError:
            lacking = lacking or letter
    return tuple(families), lacking


def _caches(draws: bool) -> tuple[Cache, ...]:
    folder = None
    if draws:
        from matplotlib import get_cachedir

        folder = Path(get_cachedir())
    return (
        _cache("numba, compiled loops", kernels_folder(_PACKAGE)),
        _cache("matplotlib, list of fonts", folder),
    )


def _cache(what: str, folder: Path | None) -> Cache:
    if folder is None:
        return Cache(what, "", writable=False, lasting=False)
    temporary = Path(tempfile.gettempdir()).resolve() in folder.resolve().parents
    return Cache(what, str(folder), writable=writable(folder), lasting=not temporary)

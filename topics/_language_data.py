"""What is particular to a language and no word of it: its folder of data, its script, its tools.

A language is a folder ``topics/countries/data/languages/<code>/``; the README there says what
each of its files holds. English has its gazetteer in ``topics/countries/data/en/``.
"""

import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from topics.errors import InputError

_DATA = Path(__file__).parent / "countries" / "data"
LANGUAGES = _DATA / "languages"
# Characters of scripts that do not part words by blanks; ranges of code points, both ends included.
SCRIPTS = MappingProxyType(
    {
        "han": ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)),
        "hiragana": ((0x3041, 0x309F),),
        "katakana": ((0x30A0, 0x30FF),),
        "hangul": ((0xAC00, 0xD7A3),),
    }
)
SEGMENTERS = MappingProxyType({"": "", "rjieba": "chinese", "fugashi": "japanese",
                               "kiwipiepy": "korean"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The ``language.toml`` of a language.

    Attributes
    ----------
    code : str
        ISO 639-1, the name of the folder.
    cldr : tuple of str
        Locales of the Common Locale Data Repository that give names of countries and cities.
    joined : tuple of str
        Scripts, keys of `SCRIPTS`, whose characters stand side by side without being one word.
    runs_on : tuple of str
        Scripts in which a word may go on after a name, as with particles.
    fold : dict of str to str
        Characters that are read as another one, in texts and in data alike; one for one.
    ignored : str
        Characters that are taken out of texts and data, such as vowel marks.
    turkic : bool
        Whether the capital of i is İ and the small letter of I is ı.
    bare : bool
        Whether names are also written without accents.
    capitals : bool
        Whether forms that begin with a small letter may begin with a capital, and all forms be
        written in capitals.
    lemmas : str
        The code that simplemma has for the language, or "" where words are taken as they are.
    inflected : str
        Which words of a name of several take a class unasked: "all", "first" or "last".
    noun_capitals : bool
        Whether nouns are written with a capital, which tells them from verbs: German.
    apostrophes : bool
        Whether an apostrophe between two letters is part of the word: Ukrainian.
    segmenter : str
        What parts words where blanks do not; a key of `SEGMENTERS`.
    min_length : int
        Shortest word for topics, in characters.
    """

    code: str
    cldr: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    runs_on: tuple[str, ...] = ()
    fold: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ignored: str = ""
    turkic: bool = False
    bare: bool = False
    capitals: bool = True
    lemmas: str = ""
    inflected: str = "all"
    noun_capitals: bool = False
    apostrophes: bool = False
    segmenter: str = ""
    min_length: int = 3

    @property
    def folder(self) -> Path:
        """The folder of its data."""
        return LANGUAGES / self.code

    def plain(self, text: str) -> str:
        """Fold a text of the data as texts are folded.

        Examples
        --------
        >>> language("ru").plain("Королёв")
        'Королев'
        """
        for character in self.ignored:
            text = text.replace(character, "")
        return text.translate({ord(old): new for old, new in self.fold.items()})

    def upper(self, text: str) -> str:
        """Write in capitals.

        Examples
        --------
        >>> Language(code="tr", turkic=True).upper("Kırgız ili")
        'KIRGIZ İLİ'
        """
        return (text.replace("i", "İ") if self.turkic else text).upper()

    def lower(self, text: str) -> str:
        """Write in small letters.

        Examples
        --------
        >>> Language(code="tr", turkic=True).lower("KIRGIZ İLİ")
        'kırgız ili'
        """
        return (text.replace("İ", "i").replace("I", "ı") if self.turkic else text).lower()


ENGLISH = Language(code="en", bare=True)


@cache
def language_codes() -> tuple[str, ...]:
    """Return the codes of all languages that have a folder, in alphabetical order.

    Examples
    --------
    >>> {"de", "en", "ru"} <= set(language_codes())
    True
    """
    folders = [path.parent.name for path in LANGUAGES.glob("*/language.toml")]
    return tuple(sorted(["en", *folders]))


@cache
def language(code: str) -> Language:
    """Return what is known of a language.

    Raises
    ------
    InputError
        When its ``language.toml`` cannot be read, or says what is not known.
    """
    if code == "en":
        return ENGLISH
    path = LANGUAGES / code / "language.toml"
    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as TOML in UTF-8 ({error}).") from error
    return _checked(code, given, path)


def _checked(code: str, given: dict[str, Any], path: Path) -> Language:
    known = {own.name for own in fields(Language)} - {"code"}
    for name in given:
        if name not in known:
            raise InputError(f"{path}: {name!r} is not known; use one of {sorted(known)}.")
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
              for name, value in given.items()}  # fmt: skip
    fold: dict[str, str] = given.get("fold", {})
    wrong = [old for old, new in fold.items() if len(old) != 1 or len(new) != 1]
    if wrong:
        raise InputError(f"{path}: `fold` takes one character for one; {wrong[0]!r} is not so.")
    for name in ("joined", "runs_on"):
        for script in values.get(name, ()):
            if script not in SCRIPTS:
                raise InputError(f"{path}: {script!r} in `{name}` is none of {sorted(SCRIPTS)}.")
    if values.get("inflected", "all") not in ("all", "first", "last"):
        raise InputError(f"{path}: `inflected` must be all, first or last.")
    if values.get("segmenter", "") not in SEGMENTERS:
        raise InputError(f"{path}: `segmenter` must be one of {sorted(SEGMENTERS)}.")
    return Language(code=code, **values | {"fold": MappingProxyType(dict(fold))})

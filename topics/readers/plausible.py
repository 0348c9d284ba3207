"""How much a text looks like a text: what bytes become in a wrong encoding does not.

A wrong encoding gives words of several scripts, capitals inside words, control characters, symbols
between letters, and letters that no language has together. All of that is seen without a
dictionary, and only characters beyond ASCII tell anything.
"""

import math
import re
import unicodedata
from collections import Counter
from functools import lru_cache

from topics.readers.letters import HAN, HANGUL, LATIN, OTHERS

_FEW = 10  # letters, too few to tell by which are frequent
_MOST = 6000  # characters beyond ASCII that are looked at
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652]+[^\W\d_]*)*")
_ASCII_LETTER = re.compile(r"[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SYMBOLS = frozenset(
    "‘’“”„‚«»‹›–—…•·€£§°©®™¿¡%№、。「」『』，：；？！（）《》〈〉・‧～—،؛؟ªº\u00a0\u202f\u3000¶²³½¼±×"
)
_OPENERS = frozenset("“„«‹‘‚「『（《〈¿¡£€№§©")
_ALONE = frozenset("àáéèíìóòôúùäöåæøãõąęüıëşßªº")  # words of one letter
_BETWEEN = frozenset("’—–\u00a0\u202f・")
_CJK = frozenset({"Han", "Kana", "Hangul"})


@lru_cache(maxsize=65536)
def script_of(mark: str) -> str:
    """Name the script of a letter.

    >>> [script_of(mark) for mark in "aжκ漢か"]
    ['Latin', 'Cyrillic', 'Greek', 'Han', 'Kana']
    """
    first = unicodedata.name(mark, "UNKNOWN").split(maxsplit=1)[0]
    return {
        "LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek", "ARABIC": "Arabic",
        "HEBREW": "Hebrew", "THAI": "Thai", "CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana",
        "KATAKANA-HIRAGANA": "Kana", "HANGUL": "Hangul", "IDEOGRAPHIC": "Han",
        "FEMININE": "Latin", "MASCULINE": "Latin",
    }.get(first, first)  # fmt: skip


@lru_cache(maxsize=64)
def _weights(letters: str) -> dict[str, float]:
    weights = {letter: 1 - 0.5 * rank / len(letters) for rank, letter in enumerate(letters)}
    return weights | {letter.upper(): weight for letter, weight in weights.items()}


def plausibility(text: str) -> tuple[float, int, frozenset[str]]:
    """Score the characters of a text that are not ASCII.

    Returns
    -------
    score : float
        At most 1; about 0.8 for a text of any language known, below 0.5 for most misread ones. 1
        where all is ASCII.
    number : int
        How many characters were looked at.
    languages : frozenset of str
        ISO 639-1 codes of the languages in Latin letters that have all but a few of the letters;
        empty where another script prevails.

    Examples
    --------
    >>> greek = "Οι υπουργοί μίλησαν για τα δίκτυα και τα πλοία."
    >>> plausibility(greek)[0] > 0.7
    True
    >>> plausibility(greek.encode("iso8859_7").decode("cp1251"))[0] < 0.5
    True
    """
    controls = len(_CONTROL.findall(text))
    total, number, end = -2.0 * controls, controls, 0
    # a letter or two of another script in a text of Latin letters is more often a misread one
    lone = len(_ASCII_LETTER.findall(text)) > 3 * sum(map(str.isalpha, _FOREIGN.findall(text)))
    misfits = 0
    latin: Counter[str] = Counter()
    letters: dict[str, Counter[str]] = {}
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        if not between.isascii():
            found = _symbols(text, end, match.start())
            total, number = total + found[0], number + found[1]
        word, end = match[0], match.end()
        if word.isascii():
            continue
        foreign = _FOREIGN.findall(word)
        number += len(foreign)
        if number > _MOST:
            break
        scripts = {script_of(mark) for mark in word if mark.isalpha()}
        if not _is_word(word, scripts, text, match) or (
            lone and scripts != {"Latin"} and (len(word) == 1 or "Latin" in scripts)
        ):
            misfits += len(foreign)
            continue
        if scripts <= {"Latin"}:
            latin.update(mark.lower() for mark in foreign)
        elif scripts & _CJK:
            total += math.fsum(map(_east_asian, foreign))
        else:
            for script in scripts - {"Latin"}:
                letters.setdefault(script, Counter()).update(foreign)
    else:
        if not text[end:].isascii():
            found = _symbols(text, end, len(text))
            total, number = total + found[0], number + found[1]
    for script, found_letters in letters.items():
        alphabets = OTHERS.get(script, ())
        total += max(
            (
                math.fsum(
                    _weights(alphabet).get(mark, 0.1) * n for mark, n in found_letters.items()
                )
                for alphabet in alphabets
            ),
            default=0.2 * found_letters.total(),
        )
    known, languages = _latin(latin, misfits)
    total += known
    if number == 0:
        return 1.0, 0, frozenset()
    return total / number, number, languages


def _is_word(word: str, scripts: set[str], text: str, match: re.Match[str]) -> bool:
    if len(scripts) > 1 and not scripts <= (_CJK | {"Latin"}):
        return False
    if scripts == {"Latin"} and len(word) == 1 and word.lower() not in _ALONE:
        return False
    if scripts & {"Latin", "Cyrillic", "Greek"}:
        if not (word.islower() or word.isupper() or word[1:].islower() or len(word) == 1):
            return False
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before.isdigit() or after.isdigit():
            return False
    return True


def _symbols(text: str, start: int, end: int) -> tuple[float, int]:
    total, number = 0.0, 0
    for place in range(start, end):
        mark = text[place]
        if mark.isascii():
            continue
        number += 1
        if mark in _SYMBOLS:
            before, after = text[place - 1 : place], text[place + 1 : place + 2]
            follows = before.isalpha() and script_of(before) not in _CJK
            # a quote that opens, or a sign of a currency, does not follow a letter
            if not follows or not (mark in _OPENERS or (after.isalpha() and mark not in _BETWEEN)):
                total += 0.9
        elif "\x80" <= mark <= "\x9f" or mark == "\ufffd" or "\ue000" <= mark <= "\uf8ff":
            total -= 2
        elif unicodedata.category(mark) in ("Nd", "Mn", "Mc"):
            beside = text[max(0, place - 1) : place + 2]
            total += 0.0 if re.search("[A-Za-z]", beside) else 0.6
    return total, number


def _east_asian(mark: str) -> float:
    script = script_of(mark)
    if script == "Han":
        return 1.0 if mark in HAN else 0.35
    if script == "Hangul":
        return 1.0 if mark in HANGUL else 0.6
    if script == "Kana":
        return 0.9
    return 0.0 if script != "Latin" else 0.2


def _latin(letters: Counter[str], misfits: int) -> tuple[float, frozenset[str]]:
    if not letters:
        return 0.0, frozenset()
    fits = {
        language: math.fsum(_weights(alphabet).get(mark, 0.0) * n for mark, n in letters.items())
        for language, alphabet in LATIN.items()
    }
    covered = {
        language: sum(n for mark, n in letters.items() if mark in alphabet)
        for language, alphabet in LATIN.items()
    }
    languages = frozenset(
        language for language, n in covered.items() if n >= 0.95 * (letters.total() + misfits)
    )
    if letters.total() < _FEW:
        return 0.9 * max(covered.values()), languages
    return max(fits.values()), languages

"""Which encoding a file is in, told from its own bytes: read that way only where it is safe.

Every candidate that decodes the bytes is judged by how plausible its text is
(`topics.readers.plausible`) and, for Latin letters, by whether the language that the text is in
has these letters. The best is safe when it leads clearly, or differs from the next in little.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from topics._languages import likely_language
from topics.readers.letters import LATIN
from topics.readers.plausible import plausibility

# the widest of each family, with what is taken off the score where files in it are rare
_CANDIDATES = {
    "cp1252": 0.0, "cp1250": 0.05, "cp1251": 0.0, "koi8_r": 0.02, "koi8_u": 0.03, "cp866": 0.02,
    "iso8859_5": 0.02, "mac_cyrillic": 0.04, "cp1253": 0.0, "iso8859_7": 0.01, "cp1254": 0.03,
    "cp1255": 0.02, "cp1256": 0.02, "iso8859_6": 0.01, "cp1257": 0.1, "iso8859_2": 0.05,
    "iso8859_15": 0.03, "cp850": 0.11, "cp852": 0.12, "mac_roman": 0.11, "gb18030": 0.0,
    "big5hkscs": 0.0, "cp949": 0.0, "cp932": 0.0, "euc_jp": 0.0, "cp874": 0.02, "utf-16-le": 0.0,
    "utf-16-be": 0.0,
}  # fmt: skip
_ESCAPED = {"iso2022_jp": 0.0, "iso2022_kr": 0.0}
_SAMPLE = 2500  # bytes beyond ASCII
_MOST_BYTES = 2**17
_FEWEST_LETTERS = 20
_AGREES = 0.1
_GOOD, _FAIR = 0.6, 0.5
_FOREIGN = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding, the sample as it reads in it, and how plausible that is."""

    encoding: str
    text: str
    score: float
    number: int

    @property
    def excerpt(self) -> str:
        """A few words about the first character that is not ASCII."""
        match = re.search(r"[^\x00-\x7f]", self.text)
        start = max(0, match.start() - 12) if match else 0
        return " ".join(self.text[start : start + 40].split())


@dataclass(frozen=True, slots=True)
class Guess:
    """Encodings that decode some bytes, the most plausible first; whether the first is safe."""

    candidates: tuple[Candidate, ...]
    safe: bool

    @property
    def encoding(self) -> str | None:
        """The first candidate where it is safe."""
        return self.candidates[0].encoding if self.safe else None

    def advice(self) -> str:
        """Name the likely encodings, each with a few words as they would read."""
        if not self.candidates:
            return ""
        best = self.candidates[0].score
        near = [one for one in self.candidates if one.score >= max(0.3, best - 0.25)][:3]
        return ", ".join(f"`encoding={one.encoding!r}` ({one.excerpt!r})" for one in near)


def guess_encoding(data: bytes) -> Guess:
    r"""Judge the encodings that bytes may be in.

    Examples
    --------
    >>> text = "Οι υπουργοί μίλησαν για τα δίκτυα και τα πλοία."
    >>> guess_encoding(text.encode("cp1253")).encoding
    'cp1253'
    >>> guess_encoding(b"caf\xe9 noir").encoding is None
    True
    """
    sample = sample_of(data)
    escaped = b"\x1b$" in sample
    candidates: list[Candidate] = []
    seen: set[str] = set()
    for encoding, cost in (_CANDIDATES | _ESCAPED if escaped else _CANDIDATES).items():
        text = _decoded(sample, encoding)
        if text is None or text in seen:
            continue
        seen.add(text)
        score, number, languages = plausibility(text)
        if score > _FAIR - 0.3:
            score += _agreement(text, languages)
        candidates.append(Candidate(encoding, text, score - cost, number))
    candidates.sort(key=lambda one: -one.score)
    return Guess(tuple(candidates), bool(candidates) and _is_safe(candidates))


def _is_safe(candidates: list[Candidate]) -> bool:
    best = candidates[0]
    letters = [mark for mark in best.text[:500] if mark.isalpha()]
    foreign = sum(not mark.isascii() for mark in letters)
    if best.number == 0 or best.score < _FAIR or len(letters) + 2 * foreign < _FEWEST_LETTERS:
        return False
    if len(candidates) == 1:
        return best.score >= _GOOD
    second = candidates[1]
    lead = best.score - second.score
    if best.score < _GOOD:
        return lead >= 0.3
    if lead >= 0.08:
        return True
    if len(best.text) != len(second.text):
        return False
    # the two read the same but for a few characters: those decide, or do not matter
    differ = sum(one != other for one, other in zip(best.text, second.text, strict=True))
    little = 0.2 if best.encoding == "cp1252" else 0.03  # by far the most frequent of all
    return lead * best.number >= 0.25 * differ or differ <= little * best.number


def is_implausible(data: bytes, encoding: str) -> Candidate | None:
    """Return the encoding that is surely meant where bytes are not in the one that was given."""
    guess = guess_encoding(data)
    given = _decoded(sample_of(data), encoding)
    if not guess.safe or given is None:
        return None
    best = guess.candidates[0]
    if given == best.text:
        return None
    score, number, languages = plausibility(given)
    score += _agreement(given, languages)
    lead = best.score - score
    return best if (number >= 3 and lead >= 0.15) or (number >= 20 and lead >= 0.07) else None


def _agreement(text: str, languages: frozenset[str]) -> float:
    """Say whether the language that a text is in has the letters that it is written with."""
    if not 0 < len(languages) < len(LATIN):
        return 0.0
    language = likely_language(text[:3000])
    if language in languages:
        return _AGREES
    # what is not ASCII in English is in names, which may be of any language
    return 0.0 if language == "en" else -_AGREES


def sample_of(data: bytes) -> bytes:
    """Return the lines that hold bytes beyond ASCII, as many as tell enough."""
    if b"\0" in data[:_MOST_BYTES] or b"\n" not in data:
        return data[: 2 * _SAMPLE]
    return b"".join(_foreign_lines(data)) or data[: 2 * _SAMPLE]


def _foreign_lines(data: bytes) -> Iterator[bytes]:
    start = found = 0
    while found < _SAMPLE and (match := _FOREIGN.search(data, start)):
        begin = data.rfind(b"\n", 0, match.start()) + 1
        end = data.find(b"\n", match.end())
        end = len(data) if end < 0 else end + 1
        line = data[max(begin, match.start() - 500) : min(end, match.start() + 2 * _SAMPLE)]
        found += len(_FOREIGN.findall(line))
        yield line
        start = end


def _decoded(sample: bytes, encoding: str) -> str | None:
    try:
        # the sample may end within a character
        return codecs.getincrementaldecoder(encoding)("strict").decode(sample, final=False)
    except (UnicodeError, LookupError):
        return None

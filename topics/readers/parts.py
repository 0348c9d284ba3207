"""One text file that holds many texts: seen by a separator that repeats, split where the user says.

A file of an unknown export is not one document. What tells it from an article with rules between
its sections: the parts are records, each with fields, or with a headline and a day.
"""

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from topics.readers.dates import find_date
from topics.readers.fields import split_label
from topics.readers.openings import opening_of

OFF = ("off", "none")
"""What takes every file as one document."""

_LOOKED_AT = 2**21
_LONGEST = 100
_LONGEST_NUMBERED = 60
_MOST_TRIED = 64
_MOST_PARTS = 2000
_DIGIT = re.compile(r"\d")
_FROM_DIGIT = re.compile(r"[0-9][\w-]*")
_WORDS = ("itle:", "TITLE:", "eadline:", "HEADLINE:", "itel:", "\nDocument ")
_NOTHING = "0 \t\r\xa0"  # the number of a page says nothing
_NUMBER = re.compile(r"\d+")
_NOUN = (
    r"(?:documents?|dokumente?|documentos?|documento|articles?|artikel|art[íi]culos?|artigos?"
    r"|records?|items?|results?|hits?|stor(?:y|ies)|texts?|news|speech(?:es)?|letters?|messages?"
    r"|posts?|entr(?:y|ies)|reports?|treffer|notices?|registros?|resultados?|r[ée]sultats?"
    r"|документ\w{0,3}|статья|материал|публикация|belge|haber|έγγραφο|文件|文章|記事|기사)"
)
_RULE = re.compile(r"([^\w\s])(?:\s*\1){2,}")
_IDENTITY = re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{8,}(?![\w-])")
_OF = "of|/|von|de|sur|van|di|из|із|від"
_COUNTED = re.compile(rf"\W*(?:{_NOUN} )?0 ?(?:{_OF}) ?0(?: {_NOUN})?\W*", re.IGNORECASE)
_HAS_NOUN = re.compile(_NOUN, re.IGNORECASE)
_NAMED = re.compile(rf"\W*{_NOUN}\W+ID\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Separator:
    """A line that repeats: how it looks, how often it stands there, and what to split by."""

    line: str
    times: int
    pattern: str


def split_text(text: str, split: str) -> list[str]:
    r"""Split a text at the lines that are `split`, or that it matches as a regular expression.

    A separator that differs by more than its numbers says something, and opens the part after it.

    >>> split_text("a\n***\nb\n***\nc", "***")
    ['a', 'b', 'c']
    >>> split_text("Title: A\nx\nTitle: B\ny", "Title: .*")
    ['Title: A\nx', 'Title: B\ny']
    """
    lines = _lines(text)
    try:
        matches = re.compile(split).fullmatch
    except re.error:
        matches = re.compile(re.escape(split)).fullmatch
    bare = [line.strip(" \t\xa0") for line in lines]
    at = [n for n, line in enumerate(bare) if line and (line == split or matches(line))]
    alike = len({_NUMBER.sub("0", _IDENTITY.sub("ID", bare[n])) for n in at}) < 2
    dropped = [alike or not any(map(str.isalnum, bare[n])) for n in at]
    starts = [0, *(n + drop for n, drop in zip(at, dropped, strict=True))]
    ends = [*at, len(lines)]
    parts = [
        "\n".join(lines[start:end]).strip("\n") for start, end in zip(starts, ends, strict=True)
    ]
    return [part for part in parts if part.strip()]


def separator_of(text: str) -> Separator | None:
    """Find the line that parts a text into records; None when the text is one document."""
    if (opening := opening_of(text[:_LOOKED_AT])) is not None:
        return Separator(*opening)
    if not _may_repeat(text[:_LOOKED_AT]):
        return None
    lines = _bare(text[:_LOOKED_AT])
    kinds: Counter[str] = Counter()
    key_of: dict[str, str] = {}
    for line, times in Counter(lines).items():
        if 0 < len(line) <= _LONGEST:
            key = _key(line)
            if (times > 2 or key != line) and key.strip(_NOTHING):
                key_of[line] = key
                kinds[key] += times
    tried = sorted(((_looks(key), n, key) for key, n in kinds.items() if n > 2), reverse=True)
    places: dict[str, list[int]] = {key: [] for *_, key in tried[:_MOST_TRIED]}
    for n, line in enumerate(lines) if places else ():
        if line in key_of and (key := key_of[line]) in places:
            places[key].append(n)
    for key, at in places.items():
        if _parts_records(key, at[:_MOST_PARTS], lines):
            if len(text) > _LOOKED_AT:
                lines = _bare(text)
            same = [line for line in lines if 0 < len(line) <= _LONGEST and _key(line) == key]
            shown = "a form feed" if same[0] == "\f" else repr(same[0])
            return Separator(shown, len(same), _pattern(key, same))
    return None


def _may_repeat(text: str) -> bool:
    """Whether lines are alike at all but for numbers: quick, as most texts have none."""
    short = "\n".join([line for line in text.split("\n") if len(line) <= _LONGEST_NUMBERED])
    counts = Counter(_FROM_DIGIT.sub("0", short).split("\n"))
    return (
        any(times > 2 and line.strip(_NOTHING) for line, times in counts.items())
        or text.count("\f") > 2
        or any(text.count(word) > 2 for word in _WORDS)
        or any(mark * (_LONGEST_NUMBERED + 1) in text for mark in "_-=*#~")
    )


def _bare(text: str) -> list[str]:
    if "\f" in text:
        return [line.strip(" \t\xa0\r") for line in _lines(text)]
    return [line.strip() for line in text.split("\n")]


def _lines(text: str) -> list[str]:
    return (text.replace("\f", "\n\f\n") if "\f" in text else text).split("\n")


def _key(line: str) -> str:
    """Return what lines of one kind have in common; most lines are their own kind."""
    if len(line) > _LONGEST_NUMBERED and line[0].isalnum():
        return line
    if line == "\f" or (not line[0].isalnum() and _RULE.fullmatch(line)):
        return line[0] * 3
    if ":" in line[:25] and (label := split_label(line)) and label[1] == "title" and label[2]:
        return f"{label[0]}:"
    return _NUMBER.sub("0", _IDENTITY.sub("ID", line)) if _DIGIT.search(line) else line


def _looks(key: str) -> int:
    """How much a line looks like one that parts texts, before the parts are looked at."""
    if key[0] == "\f" or _RULE.fullmatch(key):
        return 3
    if "0" in key or "ID" in key:
        return 4 if _COUNTED.fullmatch(key) or _NAMED.fullmatch(key) else 2
    return 0 if key.endswith(":") and split_label(key) else 1


def _parts_records(key: str, at: list[int], lines: list[str]) -> bool:
    label = split_label(key)
    if label and label[1] != "title":
        return False  # a field that each record has, "Language: English"
    ends = [*at[1:], len(lines)]
    parts = [_both_ends(lines, start + 1, end) for start, end in zip(at, ends, strict=True)]
    if label:
        distinct = len({lines[n] for n in at}) >= 0.8 * len(at)
        return distinct and _nearly_all([_labels(part) >= 1 for part in parts])
    parts = [part for part in (_both_ends(lines, 0, at[0]), *parts) if part]
    if len(parts) < 3:
        return False
    found = [re.search(r"\d{1,9}", lines[n]) for n in at]
    numbers = [int(number[0]) for number in found if number]
    rising = len(numbers) == len(at) and all(a < b for a, b in itertools.pairwise(numbers))
    if _COUNTED.fullmatch(key) and _HAS_NOUN.search(key) and rising:
        return True
    if _NAMED.fullmatch(key) and len({lines[n] for n in at}) == len(at):
        return True
    if _nearly_all([_labels(part) >= 2 for part in parts]):
        return True
    if not (rising and "0" in key) and _looks(key) != 3:
        return False
    headlines = [_headline_over_day(part) for part in parts]
    # the same headline and day on each page is the head of the page
    return _nearly_all([bool(line) for line in headlines]) and len(set(headlines)) >= 0.8 * len(
        parts
    )


def _both_ends(lines: list[str], start: int, end: int) -> list[str]:
    if end - start > 60:
        return [line for line in lines[start : start + 40] + lines[end - 20 : end] if line]
    return [line for line in lines[start:end] if line]


def _nearly_all(answers: list[bool]) -> bool:
    """Four of five; the first and the last part may be a cover and a notice."""
    if len(answers) > 3 and not answers[0]:
        answers = answers[1:]
    if len(answers) > 3 and not answers[-1]:
        answers = answers[:-1]
    return sum(answers) >= 0.8 * len(answers)


def _labels(part: list[str]) -> int:
    near = part if len(part) < 24 else part[:12] + part[-12:]
    return len({label[1] for line in near if (label := split_label(line))})


def _headline_over_day(part: list[str]) -> str:
    """Return the headline of a part that has one and a day beside it, and text below; else ""."""
    head = part[:5]
    day = next((n for n, line in enumerate(head) if len(line) < 80 and _is_day(line)), None)
    if day is None or len(part) < 3:
        return ""
    titles = (line for n, line in enumerate(head[:4]) if n != day and 3 < len(line) < 150)
    return next((line for line in titles if line[-1] not in ".,;:"), "")


def _is_day(line: str) -> bool:
    found = find_date(line)
    return found is not None and found[2] - found[1] >= 0.4 * len(line)


def _pattern(key: str, same: list[str]) -> str:
    if key[0] == "\f":
        return r"\f"
    if len(set(same)) == 1:
        return same[0]
    if _RULE.fullmatch(key):
        return rf"[{key[0]}\s]+" if key[0] not in "^]\\" else rf"[\{key[0]}\s]+"
    if key.endswith(":") and split_label(key):
        return f"{key} .*"
    pattern = re.escape(_IDENTITY.sub("ID", same[0]))
    pattern = pattern.replace(r"\ ", " ")  # a blank needs no sign before it
    return _NUMBER.sub(r"\\d+", pattern).replace("ID", r"[\w-]+")

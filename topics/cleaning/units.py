"""Documents into paragraphs or sentences, each with an id and offsets that lead back."""

import re
from collections.abc import Iterator

import pandas as pd

from topics._checks import check_choice, check_columns
from topics.choices import PARTS
from topics.cleaning.layout import measure, paragraphs, survey

_ABBREVIATIONS = """
mr mrs ms dr prof rev hon gen lt col maj capt sgt cmdr adm gov sen rep pres amb min st vs no nos
art arts sec fig vol pp p cf al approx dept est jan feb mar apr jun jul aug sept sep oct nov dec
mon tue wed thu fri sat sun e.g i.e h.e ph.d d.c op cit
"""
_MAY_END = """
a.m p.m etc u.s u.k u.n e.u u.s.a u.a.e u.s.s.r inc ltd co corp bros plc jr sr
"""
_STARTERS = """
the a an this that these those it he she they we i you in on at but and however meanwhile if when
while after before as for there his her its their our some many most
"""
_NEVER_END = frozenset(_ABBREVIATIONS.split())
_RARELY_END = frozenset(_MAY_END.split())  # a sentence ends here only before a usual first word
_FIRST_WORDS = frozenset(_STARTERS.split())
_BREAK = re.compile(
    r"(?<![.!?…])[.!?…]+[\"')\]”’“»]*\s+(?=[\"'(\[“„‚‘«¿¡—–-]*[^\W_])|[。！？]+[」』”]*\s*(?=\S)"
)
_IN_A_WORD = frozenset("_.&'-")


def split_units(corpus: pd.DataFrame, *, unit: str = "paragraph") -> pd.DataFrame:
    """Split documents into paragraphs or sentences.

    Parameters
    ----------
    corpus : DataFrame
        With ``doc_id, text``; all other columns are repeated for each unit.
    unit : {"paragraph", "sentence"}

    Returns
    -------
    DataFrame
        As `corpus`, one row per unit: ``doc_id`` is ``<document>#<n>`` with n from 1; ``parent_id``
        the document; ``start, end`` offsets into the document's text, so that ``text`` is
        ``parent_text[start:end]``. The title stays with the first unit only, since it is one
        text, not one per unit; documents without text but with a title are one unit.

    Raises
    ------
    TopicsError
        When `unit` is not known, or `corpus` lacks a column.

    Examples
    --------
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Mr. Sol met Dr. Ek. They spoke."]})
    >>> split_units(corpus, unit="sentence")["text"].tolist()
    ['Mr. Sol met Dr. Ek.', 'They spoke.']
    """
    check_choice(unit, PARTS, name="unit")
    check_columns(corpus, ("doc_id", "text"), name="corpus")
    spans_of = paragraph_spans if unit == "paragraph" else sentence_spans
    rows: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    texts: list[str] = []
    for row, text in enumerate(corpus["text"]):
        for number, (start, end) in enumerate(list(spans_of(text)) or [(0, 0)], start=1):
            rows.append(row)
            starts.append(start)
            ends.append(end)
            numbers.append(number)
            texts.append(text[start:end])
    # the long texts stay behind: each would be copied for each of its units
    units = corpus.assign(text="").iloc[rows].reset_index(drop=True)
    units["parent_id"] = units["doc_id"].astype(str)
    units["doc_id"] = units["parent_id"] + "#" + pd.Series(numbers, dtype="int64").astype(str)
    units["text"] = pd.Series(texts, dtype=corpus["text"].dtype)
    units["start"] = pd.Series(starts, dtype="int64")
    units["end"] = pd.Series(ends, dtype="int64")
    first = pd.Series(numbers, dtype="int64") == 1
    for column in ("title", "dateline"):
        if column in units:
            units[column] = units[column].where(first, "")
    return units


def paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield (start, end) of the paragraphs of a text.

    >>> text = "One.\n\n  Two. \nThree."
    >>> [text[start:end] for start, end in paragraph_spans(text)]
    ['One.', 'Two.', 'Three.']
    """
    measures = measure(text)
    lines = text.split("\n")
    if survey(measures).wrapped:
        spans = paragraphs(measures)
    else:
        spans = [(index, index + 1) for index in range(len(lines))]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for first, after in spans:
        span = text[starts[first] : starts[after] - 1]
        bare = span.strip()
        if bare:
            start = starts[first] + len(span) - len(span.lstrip())
            yield start, start + len(bare)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the sentences of a text.

    A sentence ends at . ! ? … (with closing quotes) before a space and a new word, but not after
    an initial or a common abbreviation; and always at the end of a paragraph.

    >>> text = 'He said "Go." The U.S. Senate met at 9 a.m. on Jan. 5. Done!'
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['He said "Go."', 'The U.S. Senate met at 9 a.m. on Jan. 5.', 'Done!']
    """
    for start, end in paragraph_spans(text):
        last = start
        for match in _BREAK.finditer(text, start, end):
            if _ends_sentence(text, last, match):
                stop = match.start() + len(match[0].rstrip())
                yield last, stop
                last = match.end()
        if last < end:
            yield last, end


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match[0].rstrip()
    following = text[match.end() : match.end() + 24].lstrip("\"'([“„‚‘«¿¡—– -")
    if following[:1].islower():
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    word = _word_before(text, start, match.start()).lower()
    next_word = re.split(r"[^\w]", following, maxsplit=1)[0].lower()
    if word in _RARELY_END:
        return next_word in _FIRST_WORDS
    if word in _NEVER_END:
        return False
    # one letter is an initial (J. Sol, V. V. Putin)
    return not (
        (len(word) == 1 and word.isalpha() and word != "i") or re.fullmatch(r"(\w\.)+\w", word)
    )


def _word_before(text: str, start: int, end: int) -> str:
    """Return the word that ends where a sentence may; an expression would search from `start`."""
    first = end
    while first > start and (text[first - 1].isalnum() or text[first - 1] in _IN_A_WORD):
        first -= 1
    return text[first:end]

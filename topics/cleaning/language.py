"""The language of every document: told from its text, or from that of its file where it is short.

A text of fewer than twenty words, a table of figures and a text that the model is not sure of
take the language that most documents of their file have, and else that of the whole corpus. Where
such texts are most of a file, they are told together.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from topics._languages import known_codes, likely_languages
from topics.errors import TopicsError

_FEWEST_WORDS = 20
_SAMPLE = 300  # characters: enough to tell, and quick
_POOLED = 200  # short texts that are told together
_MOSTLY_LETTERS = 0.5
_SURE = 0.5
_SURE_OF_TWO = 0.8  # for near relatives, such as Croatian and Bosnian
_ONE_BY_ONE = 2.5  # characters for a word, where words are not set apart


def find_languages(
    texts: Sequence[str],
    *,
    groups: Sequence[Hashable] | None = None,
    given: Sequence[object] | None = None,
) -> list[str]:
    """Name the language of each text.

    Parameters
    ----------
    texts : sequence of str
        The first 300 characters of each decide.
    groups : sequence, optional
        What each text belongs to, such as its file.
    given : sequence, optional
        What is said of the language of each; taken at its word, where it is a code, for texts
        that do not tell.

    Returns
    -------
    list of str
        ISO 639-1 codes; "" for all where no text nor all together tell.

    Examples
    --------
    >>> texts = ["Die Minister sprachen am Montag mit den anderen Ministern über den Winter. " * 2,
    ...          "Kein Wort."]
    >>> find_languages(texts)
    ['de', 'de']
    """
    told = [tell_language(text) for text in texts]
    if given is not None:
        codes = [code_of(value) for value in given]
        told = [own or code for own, code in zip(told, codes, strict=True)]
    if not any(told):
        return [tell_language(" ".join(texts[:_POOLED]), most=20 * _SAMPLE)] * len(told)
    common = _most_common(told)
    names: Sequence[Hashable] = groups if groups is not None else [None] * len(told)
    by_group: dict[Hashable, Counter[str]] = {}
    short: dict[Hashable, list[str]] = {}
    for name, code, text in zip(names, told, texts, strict=True):
        if code:
            by_group.setdefault(name, Counter())[code] += 1
        else:
            short.setdefault(name, []).append(text)
    of_group = {name: _most_common(counts.elements()) for name, counts in by_group.items()}
    for name, others in short.items():
        # a few long texts among many short ones say little of those
        if name in by_group and by_group[name].total() < len(others):
            together = tell_language(" ".join(others[:_POOLED]), most=20 * _SAMPLE)
            of_group[name] = together or of_group[name]
    return [code or of_group.get(name, common) for name, code in zip(names, told, strict=True)]


def _most_common(codes: Iterable[str]) -> str:
    counts = Counter(code for code in codes if code)
    return max(sorted(counts), key=lambda code: counts[code])


def tell_language(text: str, *, most: int = _SAMPLE) -> str:
    """Return the language of a text, or "" where it is short, has few letters or is not clear.

    >>> tell_language("Shr 12 cts vs 30 cts"), tell_language("1 2 3 " * 50)
    ('', '')
    """
    sample = " ".join(text[: 3 * most].split())[:most]
    words = sample.count(" ") + 1
    foreign = 0 if sample.isascii() else sum(mark >= "\u0e00" for mark in sample)
    if max(words, foreign / _ONE_BY_ONE) < _FEWEST_WORDS:
        return ""
    if sum(map(str.isalpha, sample)) < _MOSTLY_LETTERS * (len(sample) - words + 1):
        return ""
    likely = likely_languages(sample, enough=_SURE)
    sure = len(likely) == 1 or likely[0][1] + likely[1][1] >= _SURE_OF_TWO
    return likely[0][0] if sure else ""


def code_of(value: object) -> str:
    """Return the code that a cell names: en, en-GB, EN or English; "" for anything else.

    >>> code_of("en-GB"), code_of("ENGLISH"), code_of("Deutsch"), code_of(None)
    ('en', 'en', '', '')
    """
    if not isinstance(value, str):
        return ""
    text = value.strip().replace("_", "-").lower()
    code = text.partition("-")[0]
    if code in known_codes():
        return code
    return _names().get(text, "")


def _names() -> dict[str, str]:
    from babel import Locale

    known = known_codes()
    return {
        str(name).lower(): str(code)
        for code, name in Locale("en").languages.items()
        if code in known
    }


def check_codes(codes: Sequence[str]) -> None:
    """Raise a TopicsError for a code of a language that cannot be told."""
    unknown = [code for code in codes if code not in known_codes()]
    if unknown:
        raise TopicsError(
            f"`languages`: {unknown[0]!r} is not known; use ISO 639-1 codes such as 'en'."
        )

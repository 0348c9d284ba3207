"""What parts words where signs between letters do not say it: blanks, apostrophes.

Chinese is parted by jieba (rjieba), Japanese by MeCab (fugashi) with the dictionary unidic-lite,
Korean by Kiwi (kiwipiepy), which takes particles and endings off. Each is an extra.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain

from topics._language_data import SEGMENTERS
from topics._language_data import language as facts_of
from topics.errors import require_extra

# Nouns, verbs, adjectives and adverbs, and words of other languages, as the dictionaries call them.
_JAPANESE = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
# An apostrophe that is a letter by Unicode, as which it stays in a word.
LETTER_APOSTROPHE = "\u02bc"
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d_])['\u02bb\u2018\u2019\uff07](?=[^\W\d_])")
_KOREAN = ("NN", "VV", "VA", "SL", "MAG", "XR")


def part_words(texts: Sequence[str], language: str) -> list[str]:
    """Put blanks between the words of texts in a language that has none; others stay.

    Where an apostrophe is part of the word, it becomes `LETTER_APOSTROPHE`, which is a letter.

    Parameters
    ----------
    texts : sequence of str
        Any texts.
    language : str
        Code of a language that is known.

    Raises
    ------
    MissingExtraError
        When the library that parts the words of the language is not installed.

    Examples
    --------
    >>> part_words(["one two"], "en")
    ['one two']
    """
    facts = facts_of(language)
    if facts.apostrophes:
        return [_INSIDE_A_WORD.sub(LETTER_APOSTROPHE, text) for text in texts]
    segmenter = facts.segmenter
    if not segmenter:
        return list(texts)
    part = {"rjieba": _chinese, "fugashi": _japanese, "kiwipiepy": _korean}[segmenter]()
    return ["\n".join(part(line) for line in text.split("\n")) for text in texts]


def check_segmenter(language: str) -> None:
    """Raise a MissingExtraError where the words of a language cannot be parted."""
    segmenter = facts_of(language).segmenter
    if segmenter:
        require_extra(segmenter, SEGMENTERS[segmenter])


# MeCab and Kiwi take the square of a run without a break: a long line is given in pieces.
_PIECES = re.compile(r".{1,1000}(?:[。、．，！？\s]|$)|.{1,1000}", re.DOTALL)


@cache
def _chinese() -> Callable[[str], str]:
    rjieba = require_extra("rjieba", SEGMENTERS["rjieba"])
    return lambda line: " ".join(rjieba.cut(line))


@cache
def _japanese() -> Callable[[str], str]:
    fugashi = require_extra("fugashi", SEGMENTERS["fugashi"])
    tagger = fugashi.Tagger()

    def part(line: str) -> str:
        words = []
        for word in chain.from_iterable(map(tagger, _PIECES.findall(line))):
            if word.feature.pos1 in _JAPANESE and word.feature.pos2 != "数詞":
                lemma = word.feature.lemma or word.surface
                words.append(lemma.partition("-")[0])
        return " ".join(words)

    return part


@cache
def _korean() -> Callable[[str], str]:
    kiwipiepy = require_extra("kiwipiepy", SEGMENTERS["kiwipiepy"])
    kiwi = kiwipiepy.Kiwi(num_workers=1)

    def part(line: str) -> str:
        return " ".join(
            token.form + ("다" if token.tag.startswith(("VV", "VA")) else "")
            for token in chain.from_iterable(map(kiwi.tokenize, _PIECES.findall(line)))
            if token.tag.startswith(_KOREAN)
        )

    return part

"""Which languages this version reads, and what to do about documents in any other."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from topics._language_data import ENGLISH, LANGUAGES
from topics._language_data import language as facts_of
from topics._languages import language_name
from topics.cleaning.language import find_languages
from topics.countries import languages
from topics.errors import InputError, MissingExtraError, require_extra
from topics.plots.fonts import family_for
from topics.text.segment import check_segmenter

CHECKS = ("on", "off")
_MOST = 0.5
_MANY = 0.1
# A letter of each script that not every machine can draw.
_LETTERS = {"han": "中", "hiragana": "あ", "katakana": "ア", "hangul": "한"}


def known_languages() -> list[str]:
    """Return the languages that have both a gazetteer and stop words, by ISO 639-1 code.

    Examples
    --------
    >>> "en" in known_languages()
    True
    """
    return [code for code in languages() if code == "en" or _stopwords(code).is_file()]


def _stopwords(code: str) -> Path:
    return LANGUAGES / code / "stopwords.txt"


def main_language(codes: pd.Series, known: Sequence[str] | None = None) -> str:
    """Return the language that most documents are in, of those that can be read.

    English where no document is in any of them.

    Parameters
    ----------
    codes : Series of str
        By document, "" where it is not told.
    known : sequence of str, optional
        Those that can be read; all by default.

    Examples
    --------
    >>> main_language(pd.Series(["ru", "en", "ru", "xx", "xx", "xx"]), ["en", "ru"])
    'ru'
    """
    told = codes[codes.isin(known_languages() if known is None else list(known))]
    counts = told.value_counts().sort_index()
    return str(counts.sort_values(ascending=False, kind="stable").index[0]) if len(told) else "en"


def warnings_of_language(code: str, *, lemmas: bool, weighed: bool = True) -> list[str]:
    """Say what a reader of results in another language than English must know.

    Parameters
    ----------
    code : str
        Of the language that topics are made in.
    lemmas : bool
        Whether forms of a word were to count as one.
    weighed : bool
        Whether countries are weighed by their mentions.
    """
    if code == ENGLISH.code:
        return []
    name = language_name(code)
    found = []
    if weighed:
        found.append(
            f"the texts are {name}: how much a text is about a country was calibrated on English "
            "news, so that these probabilities are a guess"
        )
    if facts_of(code).lemmas and not lemmas:
        found.append(f"words were counted as they stand, each form of a {name} word by itself")
    return found


def check_tools(code: str, *, lemmas: bool) -> None:
    """Raise where words of a language cannot be parted, drawn or brought to dictionary forms.

    Raises
    ------
    MissingExtraError
        With what to install, and how to go on without.
    TopicsError
        Where no font has the letters of its script; known before the long work.
    """
    check_segmenter(code)
    for script in (*facts_of(code).joined, *facts_of(code).runs_on):
        family_for(_LETTERS[script])
    if lemmas and facts_of(code).lemmas:
        try:
            require_extra("simplemma", "lemmas")
        except MissingExtraError as error:
            raise MissingExtraError(
                f"{language_name(code)} words have many forms, and {error}; `lemmas=False` goes on "
                "with each form by itself."
            ) from error


def language_counts(cleaned: pd.DataFrame, audit: pd.DataFrame) -> pd.Series:
    """Count documents by language: those kept, their copies, and those set aside for it."""
    aside = audit.loc[audit["stage"] == "language", "rule"].astype("str")
    originals = cleaned.set_index("doc_id")["language"].astype("str")
    copies = audit.loc[audit["stage"] == "duplicate", "text"].map(originals).dropna()
    every = pd.concat([originals, copies, aside])
    counts = every[every != ""].value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")


def judge_languages(
    counts: pd.Series,
    known: Sequence[str],
    *,
    main: str | None = None,
    check: str = "on",
    aside: bool = True,
    chosen: bool = False,
) -> list[str]:
    """Say what is wrong with the languages of a corpus, most serious first.

    Parameters
    ----------
    counts : Series of int
        Documents by code.
    known : sequence of str
        Codes of the languages that can be read.
    main : str, optional
        The one of them that topics are made in; documents in the others are foreign to it.
    check : {"on", "off"}
        Whether to stop where most documents are in other languages.
    aside : bool
        Whether documents in other languages are left out.
    chosen : bool
        Whether the user asked for `main`: then leaving out the others is what was asked for.

    Returns
    -------
    list of str
        Warnings; empty where at most a tenth is in other languages, or `main` was chosen.

    Raises
    ------
    InputError
        Where most documents are in other languages and `check` is "on".

    Examples
    --------
    >>> judge_languages(pd.Series({"de": 21, "en": 4}), ["en"], check="off", aside=False)
    ['84 % of the documents look German (de); this version reads en']
    """
    read = list(known) if main is None else [main]
    foreign = counts[~counts.index.isin(read)]
    share = foreign.sum() / max(1, counts.sum())
    if share <= _MANY or (chosen and aside):
        return []
    reads = f"this version reads {', '.join(known)}"
    if main is not None and str(foreign.index[0]) in known:
        reads = (
            f"topics are made in one language at a time, here {language_name(main)} ({main}), or "
            "with `language='each'` in each that has enough documents"
        )
    looks = ", ".join(
        f"{100 * n / counts.sum():.0f} % of the documents look {language_name(str(code))} ({code})"
        for code, n in foreign.head(1).items()
    )
    if len(foreign) > 1:
        looks += f", {100 * share:.0f} % are in other languages in all"
    if share > _MOST and check == "on":
        raise InputError(
            f"{looks}; {reads}. {_what_helps(str(foreign.index[0]), known)} "
            "`language_check='off'` goes on."
        )
    if not aside:
        return [f"{looks}; {reads}"]
    return [
        f"{foreign.sum():,} of {counts.sum():,} documents ({100 * share:.0f} %) are in other "
        f"languages, most of them {language_name(str(foreign.index[0]))} "
        f"({foreign.index[0]}), and were set aside; {reads}"
    ]


def _what_helps(code: str, known: Sequence[str]) -> str:
    if code in known:
        return f"`language={code!r}` takes the documents in {language_name(code)}."
    return "It would find few of their countries and take small words for topics."


def set_aside(
    corpus: pd.DataFrame, known: Sequence[str], *, check: str = "on"
) -> tuple[pd.DataFrame, list[str]]:
    """Return the documents in known languages, and warnings; all documents with `check` "off".

    The column `language` holds what they were told to be in.

    Raises
    ------
    InputError
        As `judge_languages`.
    """
    sources = corpus["source"].tolist() if "source" in corpus else None
    given = corpus["language"].tolist() if "language" in corpus else None
    found = pd.Series(
        find_languages(corpus["text"].tolist(), groups=sources, given=given), index=corpus.index
    )
    counts = found[found != ""].value_counts()
    warnings = judge_languages(counts, known, check=check, aside=check == "on")
    keep = found.isin([*known, ""]) | (check == "off")
    return corpus.assign(language=found)[keep].reset_index(drop=True), warnings

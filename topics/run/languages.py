"""Which languages this version reads, and what to do about documents in any other."""

from collections.abc import Sequence
from importlib import resources

import pandas as pd

from topics._languages import language_name
from topics.cleaning.language import find_languages
from topics.countries import languages
from topics.errors import InputError

CHECKS = ("on", "off")
_MOST = 0.5
_MANY = 0.1


def known_languages() -> list[str]:
    """Return the languages that have both a gazetteer and stop words, by ISO 639-1 code.

    Examples
    --------
    >>> "en" in known_languages()
    True
    """
    names = [file.name for file in (resources.files("topics.text") / "data").iterdir()]
    return [code for code in languages() if f"stopwords_{code}.txt" in names]


def language_counts(cleaned: pd.DataFrame, audit: pd.DataFrame) -> pd.Series:
    """Count documents by language: those kept, their copies, and those set aside for it."""
    aside = audit.loc[audit["stage"] == "language", "rule"].astype("str")
    originals = cleaned.set_index("doc_id")["language"].astype("str")
    copies = audit.loc[audit["stage"] == "duplicate", "text"].map(originals).dropna()
    every = pd.concat([originals, copies, aside])
    counts = every[every != ""].value_counts().sort_index()
    return counts.sort_values(ascending=False, kind="stable")


def judge_languages(
    counts: pd.Series, known: Sequence[str], *, check: str = "on", aside: bool = True
) -> list[str]:
    """Say what is wrong with the languages of a corpus, most serious first.

    Parameters
    ----------
    counts : Series of int
        Documents by code.
    known : sequence of str
        Codes of the languages that can be read.
    check : {"on", "off"}
        Whether to stop where most documents are in other languages.
    aside : bool
        Whether documents in other languages are left out.

    Returns
    -------
    list of str
        Warnings; empty where at most a tenth is in other languages.

    Raises
    ------
    InputError
        Where most documents are in other languages and `check` is "on".

    Examples
    --------
    >>> judge_languages(pd.Series({"de": 21, "en": 4}), ["en"], check="off")
    ['84 % of the documents look German (de); this version reads en']
    """
    foreign = counts[~counts.index.isin(list(known))]
    share = foreign.sum() / max(1, counts.sum())
    if share <= _MANY:
        return []
    reads = f"this version reads {', '.join(known)}"
    looks = ", ".join(
        f"{100 * n / counts.sum():.0f} % of the documents look {language_name(str(code))} ({code})"
        for code, n in foreign.head(1).items()
    )
    if len(foreign) > 1:
        looks += f", {100 * share:.0f} % are in other languages in all"
    if share > _MOST and check == "on":
        raise InputError(
            f"{looks}; {reads}. It would find few of their countries and take small words for "
            "topics. `language_check='off'` goes on."
        )
    if share > _MOST or not aside:
        return [f"{looks}; {reads}"]
    return [
        f"{foreign.sum():,} of {counts.sum():,} documents ({100 * share:.0f} %) are in other "
        f"languages, most of them {language_name(str(foreign.index[0]))} "
        f"({foreign.index[0]}), and were set aside; {reads}"
    ]


def set_aside(
    corpus: pd.DataFrame, known: Sequence[str], *, check: str = "on"
) -> tuple[pd.DataFrame, list[str]]:
    """Return the documents in known languages, and warnings; all documents with `check` "off".

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
    return corpus[keep].reset_index(drop=True), warnings

"""The cleaning line: page by page, then what pages have in common; the audit says it all."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd

from topics._checks import check_choice, check_columns
from topics._progress import progress
from topics.choices import DUPLICATES
from topics.cleaning.across import Cleaned, drop_copies, take_repeats, take_shared_titles
from topics.cleaning.boilerplate import take_clutter, take_edges
from topics.cleaning.head import Facts, take_dateline, take_stamps, take_title, take_title_again
from topics.cleaning.language import check_codes, find_languages, tell_language
from topics.cleaning.normalise import normalise, repair
from topics.cleaning.page import Note, Page
from topics.cleaning.repeats import line_keys
from topics.cleaning.rules import languages_with_rules
from topics.errors import TopicsError

AUDIT_COLUMNS = ["doc_id", "stage", "rule", "line", "text", "count"]


def clean_corpus(
    corpus: pd.DataFrame,
    *,
    boilerplate: bool = True,
    duplicates: str = "near",
    languages: str | tuple[str, ...] | list[str] | None = None,
    one_language: bool = False,
    mojibake: bool = False,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    r"""Clean a corpus and account for everything that is taken away.

    In this order: characters are brought to one form (`topics.cleaning.normalise`), lines that
    were broken to a width are joined to paragraphs, days of publication, headlines and datelines
    move from the text to their columns, clutter goes by rule, documents in other languages and
    copies go, and lines go that many of the documents that are left share.

    Parameters
    ----------
    corpus : DataFrame
        As `topics.corpus.read_corpus` gives it: ``doc_id, title, text, date``, maybe ``dateline``.
        A title, date or dateline that is there already is never changed by what a text says;
        where ``date_precision`` says that only a year or month is known, a day within it is
        taken from the text.
    boilerplate : bool
        Take facts and clutter out of the text. False keeps all its words.
    duplicates : {"near", "exact", "keep"}
        Drop near and exact copies, exact ones only, or none. The first document of a group stays.
    languages : str or sequence of str, optional
        ISO 639-1 codes of the languages to keep, such as ``("en", "fr")``; by default all.
    one_language : bool
        Keep only the one of `languages` that most documents are in.
    mojibake : bool
        Repair texts that were decoded wrongly, such as "â€™" (needs the extra ``mojibake``).

    Returns
    -------
    cleaned : DataFrame
        The same columns, ``language`` (ISO 639-1, see `topics.cleaning.language`; a column of
        that name that says otherwise becomes ``given_language``), and ``dateline`` where one was
        found; a row for each document that is kept, in the order of `corpus`.
    audit : DataFrame
        ``doc_id, stage, rule, line`` (from 1, in the source text; missing when a row is about the
        whole document), ``text`` (what was taken; for a copy the ``doc_id`` it copies), ``count``
        (of lines, or 1 for a document). Rows of the stages ``empty``, ``language`` and
        ``duplicate`` are the dropped documents: kept + dropped = read.

    Raises
    ------
    TopicsError
        When a column is missing, an id occurs twice or an option is not one of those listed.

    Examples
    --------
    >>> text = "Ferry sails\n\nBy A. Sol\n\n"
    >>> text += "The ferry sailed on Monday, the port said, for the first time since the strike."
    >>> text += "\n\nShare this article"
    >>> corpus = pd.DataFrame(
    ...     {"doc_id": ["a"], "title": [""], "text": [text], "date": [pd.NaT]}
    ... )
    >>> cleaned, audit = clean_corpus(corpus)
    >>> cleaned.loc[0, "title"]
    'Ferry sails'
    >>> audit[["rule", "line"]].values.tolist()
    [['title line', 1], ['byline', 3], ['share', 7]]
    """
    _check(corpus, duplicates)
    wanted = (languages,) if isinstance(languages, str) else tuple(languages or ())
    check_codes(wanted)
    pages = _clean_pages(corpus, boilerplate=boilerplate, mojibake=mojibake)
    dropped: dict[int, Note] = {}
    for row, (title, text) in enumerate(zip(pages.titles, pages.texts, strict=True)):
        if not text and not title:
            dropped[row] = Note("empty", "no text", None, "")
    found = _languages_of(corpus, pages)
    if one_language:
        told = Counter(code for code in found if code in wanted)
        wanted = (min(told, key=lambda code: (-told[code], code)),) if told else wanted
    for row, code in enumerate(found):
        if wanted and code not in (*wanted, "") and row not in dropped:
            dropped[row] = Note("language", code, None, "")
    keys = line_keys(pages.texts) if boilerplate else []
    if duplicates != "keep":
        drop_copies(
            corpus["doc_id"].tolist(), pages, keys, dropped, near=duplicates == "near",
            languages=found,
        )  # fmt: skip
    if boilerplate:
        take_shared_titles(pages, keys, dropped)
        take_repeats(pages, keys, dropped)
    for row, text in enumerate(pages.texts):
        if not text and not pages.titles[row]:
            dropped.setdefault(row, Note("empty", "nothing but shared lines", None, ""))
    return _assemble(corpus, pages, dropped, found), _audit(corpus, pages, dropped)


def _check(corpus: pd.DataFrame, duplicates: str) -> None:
    check_columns(corpus, ("doc_id", "title", "text", "date"), name="corpus")
    check_choice(duplicates, DUPLICATES, name="duplicates")
    twice = corpus["doc_id"][corpus["doc_id"].duplicated()]
    if len(twice):
        raise TopicsError(f"`corpus` has the doc_id {twice.iloc[0]!r} twice. Make ids unique.")
    for column in ("title", "text"):
        wrong = [value for value in corpus[column].tolist() if not isinstance(value, str)]
        if wrong:
            raise TopicsError(
                f"`corpus` has {wrong[0]!r} in the column {column!r}, which is not text. "
                "Fill such cells with ''."
            )


def _clean_pages(corpus: pd.DataFrame, *, boilerplate: bool, mojibake: bool) -> Cleaned:
    out = Cleaned([], [], [], [], [], [], [])
    given = corpus["dateline"].fillna("").tolist() if "dateline" in corpus else [""] * len(corpus)
    days = list(corpus["date"])
    precisions = corpus["date"].notna().map({True: "day", False: ""})
    if "date_precision" in corpus:
        coarse = corpus["date_precision"].isin(["month", "year"]) & corpus["date"].notna()
        precisions = precisions.mask(coarse, corpus["date_precision"])
    rows = zip(
        corpus["title"].tolist(),
        corpus["text"].tolist(),
        days,
        precisions.tolist(),
        given,
        strict=True,
    )
    for title, text, day, precision, dateline in progress(rows, total=len(corpus), desc="clean"):
        if mojibake:
            title, text = repair(title), repair(text)
        page = Page.of(text)
        facts = Facts(
            title=" ".join(normalise(title, keep_indent=True).split()),
            dateline=normalise(dateline) if dateline else "",
        )
        if boilerplate:
            take_facts_and_clutter(page, facts, _language_for_rules(text))
        left, numbers = page.text()
        out.titles.append(facts.title)
        out.texts.append(left)
        out.numbers.append(numbers)
        out.datelines.append(facts.dateline)
        told = facts.day is not None and _agrees(facts.day, day, precision)
        out.days.append(facts.day if told else day)
        out.precisions.append("day" if told else precision)
        out.notes.append(page.notes)
    return out


def _agrees(found: date, known: pd.Timestamp, precision: str) -> bool:
    """Whether a day found in a text says more than is known already and does not contradict it."""
    if precision not in ("month", "year"):
        return precision == ""
    return found.year == known.year and (precision == "year" or found.month == known.month)


def _language_for_rules(text: str) -> str:
    """Tell the language of a text where it decides which rules hold; "" elsewhere.

    Texts in languages with rules of their own have letters beyond ASCII.
    """
    if text.isascii() or not languages_with_rules():
        return ""
    code = tell_language(text)
    return code if code in languages_with_rules() else ""


def take_facts_and_clutter(page: Page, facts: Facts, language: str = "") -> None:
    """Do to one page all that needs no other page; `language` has rules of its own, or is ""."""
    take_clutter(page, language)
    take_stamps(page, facts)
    take_edges(page, language)
    if not facts.title:
        take_title(page, facts)
    take_title_again(page, facts.title)
    if not facts.dateline:
        take_dateline(page, facts)


def _languages_of(corpus: pd.DataFrame, pages: Cleaned) -> list[str]:
    rows = zip(pages.titles, pages.texts, strict=True)
    return find_languages(
        [text if len(text) > 200 else f"{title} {text}" for title, text in rows],
        groups=corpus["source"].tolist() if "source" in corpus else None,
        given=corpus["language"].tolist() if "language" in corpus else None,
    )


def _assemble(
    corpus: pd.DataFrame, pages: Cleaned, dropped: dict[int, Note], languages: list[str]
) -> pd.DataFrame:
    cleaned = corpus.copy()
    index = corpus.index
    cleaned["title"] = pd.Series(pages.titles, index=index, dtype="str")
    cleaned["text"] = pd.Series(pages.texts, index=index, dtype="str")
    cleaned["date"] = pd.Series(pages.days, index=index, dtype="object").astype("datetime64[s]")
    if "date_precision" in corpus:
        cleaned["date_precision"] = pd.Series(pages.precisions, index=index, dtype="str")
    if "language" in corpus and corpus["language"].tolist() != languages:
        cleaned = cleaned.rename(columns={"language": _free_name(corpus, "given_language")})
    cleaned["language"] = pd.Series(languages, index=index, dtype="str")
    if any(pages.datelines) or "dateline" in corpus:
        cleaned["dateline"] = pd.Series(pages.datelines, index=index, dtype="str")
    kept = np.ones(len(corpus), bool)
    kept[list(dropped)] = False
    return cleaned[kept].reset_index(drop=True)


def _free_name(corpus: pd.DataFrame, name: str) -> str:
    while name in corpus:
        name += "_"
    return name


def _audit(corpus: pd.DataFrame, pages: Cleaned, dropped: dict[int, Note]) -> pd.DataFrame:
    rows: list[tuple[str, str, str, int | None, str, int]] = []
    for row, doc_id in enumerate(corpus["doc_id"].tolist()):
        if pages.notes[row]:
            notes = sorted(pages.notes[row], key=lambda note: note.line or 0)
            rows += [(doc_id, *note) for note in notes]
        if row in dropped:
            rows.append((doc_id, *dropped[row]))
    return pd.DataFrame(rows, columns=AUDIT_COLUMNS).astype(
        {"doc_id": "str", "stage": "str", "rule": "str", "line": "Int64", "text": "str"}
        | {"count": "int64"}
    )

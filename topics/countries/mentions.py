"""Find every mention of a country, an organisation or a world region in a corpus."""

import os
from collections.abc import Iterable, Iterator
from typing import TypedDict, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_choice, check_columns
from topics._progress import progress
from topics.choices import SUCCESSOR_POLICIES
from topics.countries.gazetteer import languages, load_gazetteer
from topics.countries.matcher import Ints
from topics.countries.neighbours import FIELDS
from topics.countries.passages import only_passages
from topics.countries.quotes import quotes
from topics.countries.senses import KINDS
from topics.countries.states import apply_successors
from topics.countries.tagger import Found, tagger
from topics.errors import TopicsError

# Characters that go through the matcher at a time: enough to share the cost of a call.
_BATCH = 500_000
_DEFAULT = "en"
MENTION_COLUMNS = ("doc_id", "field", "start", "end", "surface", "country", "kind", "strength")


def find_countries(
    corpus: pd.DataFrame,
    *,
    language: str | None = None,
    kinds: Iterable[str] | None = None,
    successors: str = "keep",
    extra_gazetteer: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
    currency_pairs: bool = False,
) -> pd.DataFrame:
    """Find the mentions of countries, organisations and world regions in a corpus.

    What one mention proves of a name (a town by the state behind it, a person by a given name)
    holds for that name in the whole document, unless the document speaks of the country otherwise.

    Parameters
    ----------
    corpus : DataFrame
        With the columns `doc_id` and `text`, and optionally `title`, `dateline` and `date`.
        The date decides between readings that depend on years: who led a country, which state a
        name belonged to.
    language : str, optional
        Language of all texts; one of `topics.countries.languages()`. By default the column
        `language`, as `clean_corpus` gives it, says it for each document; one that it does not
        say it of, or in a language that is not known, is read as English. A passage in another
        script, such as a Russian quotation in English news, is read in its own language.
    kinds : iterable of str, optional
        Kinds of mention to return; all by default.
    successors : {"keep", "principal", "all"}
        Mentions of states that are gone keep their code (SUN), take that of the principal
        successor (RUS), or are given to every successor, one row each.
    extra_gazetteer : path or list of paths
        Gazetteer files of your own; see `topics.countries.load_gazetteer`.
    currency_pairs : bool
        Whether codes of money that are quoted against each other (USD/KZT, EURRUB) are mentions
        of the countries whose money it is, of the kind "currency".

    Returns
    -------
    DataFrame
        One row per mention, in the order of the corpus, with `doc_id`, `field` ("title",
        "dateline" or "text"), `start` and `end` (offsets into that field), `surface`, `country`
        (ISO 3166-1 alpha-3, a historical code, or the code of an organisation or world region),
        `kind` and `strength`: "strong", or "weak" for a mention that counts only because the
        document names the same country in a stronger way.

    Raises
    ------
    TopicsError
        When the corpus lacks a column, or an argument is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> corpus = pd.DataFrame({"doc_id": ["a"], "text": ["Putin visits Tashkent and Samarkand."]})
    >>> find_countries(corpus)[["surface", "country", "kind"]]
         surface country     kind
    0      Putin     RUS   leader
    1   Tashkent     UZB  capital
    2  Samarkand     UZB     city
    """
    check_columns(corpus, ["doc_id", "text"], name="corpus")
    check_choice(successors, SUCCESSOR_POLICIES, name="successors")
    wanted = set(KINDS) if kinds is None else {kinds} if isinstance(kinds, str) else set(kinds)
    for kind in sorted(wanted):
        check_choice(kind, KINDS, name="kinds")
    columns = [_column(corpus, name) for name in FIELDS]
    years = years_of(corpus)
    doc_ids = corpus["doc_id"].to_numpy()
    parts: list[pd.DataFrame] = []
    order: list[Ints] = []
    bar = progress(total=len(corpus), desc="countries", unit="doc")

    def read(code: str, rows: list[int], own: list[list[str]]) -> None:
        compiled = tagger(load_gazetteer(code, extra_gazetteer=extra_gazetteer))
        for first, last in batches(own):
            chosen = np.array(rows[first:last], dtype=np.int64)
            fields = zip(*(column[first:last] for column in own), strict=True)
            texts = [text for document in fields for text in document]
            found = compiled.tag(texts, [years[row] for row in chosen.tolist()])
            of_rows = chosen[found.slot // len(FIELDS)]
            order.append(np.stack([of_rows, found.slot % len(FIELDS), found.start]))
            parts.append(_table(found, texts, doc_ids[of_rows]))
            # A passage is a part of a document that was counted.
            bar.update(0 if own[0] is own[1] else last - first)

    for code, rows in _rows_by_language(corpus, language):
        read(code, rows, [[column[row] for row in rows] for column in columns])
        for other, texts in only_passages([columns[-1][row] for row in rows], code).items():
            bare = [""] * len(texts)
            read(other, [rows[at] for at in texts], [bare, bare, list(texts.values())])
    bar.close()
    if currency_pairs:
        quoted, every, of_rows = _quoted(columns)
        order.append(np.stack([of_rows, quoted.slot % len(FIELDS), quoted.start]))
        parts.append(_table(quoted, every, doc_ids[of_rows]))
    mentions = pd.concat(parts, ignore_index=True) if parts else _no_mentions()
    if parts:
        row, field, start = np.concatenate(order, axis=1)
        mentions = mentions.iloc[np.lexsort((start, field, row))].reset_index(drop=True)
    if kinds is not None:
        mentions = mentions[mentions["kind"].isin(wanted)].reset_index(drop=True)
    return apply_successors(mentions, policy=successors)


def _quoted(columns: list[list[str]]) -> tuple[Found, list[str], Ints]:
    """Find codes of money quoted against each other; the last value is the row of each."""
    texts = [text for document in zip(*columns, strict=True) for text in document]
    rows = [(slot, *found) for slot, text in enumerate(texts) for found in quotes(text)]
    slot, start, end = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3).T
    found = Found(
        slot=slot, start=start, end=end,
        country=np.array([row[3] for row in rows], dtype=object),
        kind=np.full(len(rows), "currency", dtype=object),
        strong=np.ones(len(rows), dtype=bool),
    )  # fmt: skip
    return found, texts, slot // len(FIELDS)


def _table(found: Found, texts: list[str], doc_ids: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Make the table of the mentions of one batch."""
    spans = zip(found.slot.tolist(), found.start.tolist(), found.end.tolist(), strict=True)
    return pd.DataFrame(
        {
            "doc_id": doc_ids,
            "field": np.array(FIELDS)[found.slot % len(FIELDS)],
            "start": found.start,
            "end": found.end,
            "surface": [texts[slot][start:end] for slot, start, end in spans],
            "country": found.country,
            "kind": found.kind,
            "strength": np.where(found.strong, "strong", "weak"),
        }
    )


def _rows_by_language(
    corpus: pd.DataFrame, language: str | None
) -> Iterator[tuple[str, list[int]]]:
    """Yield languages with the rows of the documents that are read by each."""
    if language is not None or "language" not in corpus.columns:
        yield language or _DEFAULT, list(range(len(corpus)))
        return
    known = set(languages())
    rows: dict[str, list[int]] = {}
    for row, said in enumerate(corpus["language"].tolist()):
        rows.setdefault(said if said in known else _DEFAULT, []).append(row)
    yield from sorted(rows.items())


class FindOptions(TypedDict, total=False):
    """Keyword arguments of `find_countries`."""

    language: str | None
    kinds: Iterable[str] | None
    successors: str
    extra_gazetteer: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
    currency_pairs: bool


def find_in_text(text: str, **options: Unpack[FindOptions]) -> pd.DataFrame:
    """Give the mentions in one string; the table of `find_countries` without `doc_id` and `field`.

    Parameters
    ----------
    text : str
        Any text.
    **options
        Keyword arguments of `find_countries`.

    Examples
    --------
    >>> find_in_text("NATO and Türkiye")[["surface", "country", "kind"]]
       surface country          kind
    0     NATO    NATO  organisation
    1  Türkiye     TUR          name
    """
    if not isinstance(text, str):
        raise TopicsError(f"`text` must be a string; got {type(text).__name__}.")
    corpus = pd.DataFrame({"doc_id": ["text"], "text": [text]})
    return find_countries(corpus, **options).drop(columns=["doc_id", "field"])


def _column(corpus: pd.DataFrame, name: str) -> list[str]:
    if name not in corpus.columns:
        return [""] * len(corpus)
    values = corpus[name].tolist()
    for row, value in enumerate(values):
        if not isinstance(value, str):
            if value is None or value is pd.NA or value != value:
                values[row] = ""
                continue
            raise TopicsError(
                f"`corpus` column {name!r} must hold strings; row {row} "
                f"(doc_id {corpus['doc_id'].iloc[row]!r}) holds {type(value).__name__}."
            )
    return values


def years_of(corpus: pd.DataFrame) -> list[int | None]:
    """Give the year of each document, where it has a date."""
    if "date" not in corpus.columns:
        return [None] * len(corpus)
    dates = pd.to_datetime(corpus["date"])
    return [None if pd.isna(date) else int(date.year) for date in dates]


def batches(columns: list[list[str]]) -> Iterator[tuple[int, int]]:
    """Give consecutive documents of about `_BATCH` characters together, as [first, last)."""
    first = size = 0
    for position, document in enumerate(zip(*columns, strict=True)):
        size += sum(map(len, document))
        if size >= _BATCH:
            yield first, position + 1
            first, size = position + 1, 0
    if first < len(columns[0]):
        yield first, len(columns[0])


def _no_mentions() -> pd.DataFrame:
    table = pd.DataFrame({name: pd.Series(dtype="str") for name in MENTION_COLUMNS})
    return table.astype({"start": "int64", "end": "int64"})

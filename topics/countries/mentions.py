"""Find every mention of a country, an organisation or a world region in a corpus."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from tqdm.auto import tqdm

from topics._checks import check_choice, check_columns
from topics.countries.evidence import Evidence
from topics.countries.gazetteer import KINDS, Gazetteer, Sense, load_gazetteer
from topics.countries.matcher import Matcher
from topics.countries.neighbours import Neighbours, Row
from topics.countries.normalise import normalise
from topics.countries.states import SUCCESSOR_POLICIES, apply_successors
from topics.errors import TopicsError

FIELDS = ("title", "dateline", "text")
MENTION_COLUMNS = ("doc_id", "field", "start", "end", "surface", "country", "kind", "strength")


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """A matcher and the rules for the surfaces it finds."""

    matcher: Matcher
    neighbours: Neighbours


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """Matchers for ordinary text and for text without capitals, over one gazetteer."""

    ordinary: _Side
    lowered: _Side
    evidence: Evidence
    words: frozenset[str]

    def tag(self, fields: tuple[str, ...], year: int | None) -> list[Row]:
        """Mentions in the fields of one document, by field and offset in the source.

        Parameters
        ----------
        fields : tuple of str
            Title, dateline and text.
        year : int or None
            Year of the document, for leaders and names that changed hands.
        """
        rows: list[Row] = []
        pending = []
        plains = {}
        for number, source in enumerate(fields):
            if not source:
                continue
            plain = normalise(source, self.words)
            side = self.lowered if plain.text.islower() else self.ordinary
            matches = side.matcher.find(plain.text)
            if matches:
                certain, open_ones = side.neighbours.read(number, plain.text, matches)
                rows += certain
                pending += open_ones
                plains[number] = plain
        if pending:
            everything = "\n".join(plain.text for plain in plains.values())
            rows += self.evidence.settle(rows, pending, everything, year)
            rows.sort()
        return [
            (number, *plains[number].source_span(start, end), country, kind, strength)
            if plains[number].kept
            else (number, start, end, country, kind, strength)
            for number, start, end, country, kind, strength in rows
        ]


def _side(gazetteer: Gazetteer, table: dict[str, tuple[Sense, ...]]) -> _Side:
    surfaces, senses = list(table), list(table.values())
    return _Side(Matcher(surfaces), Neighbours(gazetteer, surfaces, senses))


@lru_cache(maxsize=4)
def _tagger(gazetteer: Gazetteer) -> Tagger:
    words = frozenset(surface for surface in gazetteer.surfaces if surface.isalpha())
    return Tagger(
        _side(gazetteer, gazetteer.surfaces),
        _side(gazetteer, gazetteer.lowered),
        Evidence(gazetteer.language),
        words,
    )


def find_countries(
    corpus: pd.DataFrame,
    *,
    language: str = "en",
    kinds: Iterable[str] | None = None,
    successors: str = "keep",
    extra_gazetteer: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
) -> pd.DataFrame:
    """Find the mentions of countries, organisations and world regions in a corpus.

    Parameters
    ----------
    corpus : DataFrame
        With the columns `doc_id` and `text`, and optionally `title`, `dateline` and `date`.
        The date decides between readings that depend on years: who led a country, which state a
        name belonged to.
    language : str
        Language of the texts; one of `topics.countries.languages()`.
    kinds : iterable of str, optional
        Kinds of mention to return; all by default.
    successors : {"keep", "principal", "all"}
        Mentions of states that are gone keep their code (SUN), take that of the principal
        successor (RUS), or are given to every successor, one row each.
    extra_gazetteer : path or list of paths
        Gazetteer files of your own; see `topics.countries.load_gazetteer`.

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
    tagger = _tagger(load_gazetteer(language, extra_gazetteer=extra_gazetteer))
    columns = [_column(corpus, name) for name in FIELDS]
    years = _years(corpus)
    found: list[tuple[object, ...]] = []
    documents = zip(corpus["doc_id"], *columns, years, strict=True)
    for doc_id, *fields, year in tqdm(
        documents, total=len(corpus), desc="countries", unit="doc", disable=None
    ):
        for number, start, end, country, kind, strength in tagger.tag(tuple(fields), year):
            found.append(
                (
                    doc_id,
                    FIELDS[number],
                    start,
                    end,
                    fields[number][start:end],
                    country,
                    kind,
                    strength,
                )
            )
    mentions = pd.DataFrame(found, columns=list(MENTION_COLUMNS))
    mentions = mentions.astype({"start": "int64", "end": "int64"})
    if kinds is not None:
        mentions = mentions[mentions["kind"].isin(wanted)].reset_index(drop=True)
    return apply_successors(mentions, policy=successors)


def find_in_text(text: str, *, language: str = "en") -> pd.DataFrame:
    """Mentions in one string; the table of `find_countries` without `doc_id` and `field`.

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
    return find_countries(corpus, language=language).drop(columns=["doc_id", "field"])


def _column(corpus: pd.DataFrame, name: str) -> list[str]:
    if name not in corpus.columns:
        return [""] * len(corpus)
    values = corpus[name].tolist()
    for row, value in enumerate(values):
        if not isinstance(value, str):
            if value is None or value != value or value is pd.NA:
                values[row] = ""
                continue
            raise TopicsError(
                f"`corpus` column {name!r} must hold strings; row {row} "
                f"(doc_id {corpus['doc_id'].iloc[row]!r}) holds {type(value).__name__}."
            )
    return values


def _years(corpus: pd.DataFrame) -> list[int | None]:
    if "date" not in corpus.columns:
        return [None] * len(corpus)
    dates = pd.to_datetime(corpus["date"])
    return [None if pd.isna(date) else int(date.year) for date in dates]


def gazetteer_path(path: str | os.PathLike[str]) -> Path:
    """Check that a gazetteer file of the user's exists."""
    found = Path(path)
    if not found.is_file():
        raise TopicsError(f"`extra_gazetteer`: there is no file {path}.")
    return found

"""Texts behind the numbers: typical headlines of a topic, passages of a topic and a country."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_count

LONGEST = 280  # characters of a passage
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOP = re.compile(r"[.!?][\"'”’)]*\s+(?=\S)|[。！？]")
_SALUTATION = re.compile(
    r"(?:(?:mr|mrs|ms)\.? (?:acting |vice[- ])?(?:president|chair\w*|speaker|secretary)|madam\w*\b|"
    r"sir\b|dear\b|your (?:excellenc|majest|highness)|excellenc|ladies and gentlemen|distinguished|"
    r"(?:at the outset|allow me|permit me|let me|may i|i (?:should|would|wish|have|am)|"
    r"it is (?:an?|my|with)|on behalf of|in the name of (?:god|allah))\b)",
    re.IGNORECASE,
)


def find_headlines(units: pd.DataFrame, shares: pd.DataFrame, *, most: int = 5) -> pd.DataFrame:
    """Find the titles of the documents with most of each topic, among those it is largest in.

    Parameters
    ----------
    units : DataFrame
        Columns doc_id and title.
    shares : DataFrame (n_docs, n_topics)
        Topic shares of the units, by doc_id.
    most : int
        Titles a topic.

    Returns
    -------
    DataFrame
        topic, rank (from 1), title, share, doc_id; no row for a topic that is the largest of
        no document with a title; openings of speeches are none, see `is_salutation`. A title stands
        once with a topic, though many paragraphs may
        share it.
    """
    check_columns(units, ("doc_id", "title"), name="units")
    check_count(most, name="most")
    titles = units.set_index("doc_id")["title"].fillna("").astype(str).str.strip()
    titles = titles[(titles != "") & ~titles.map(is_salutation)]
    known = shares.loc[shares.index.isin(titles.index)].dropna()
    columns = ["topic", "rank", "title", "share", "doc_id"]
    # Where few documents have titles, theirs must not stand for topics that they hardly hold.
    largest = known.idxmax(axis=1)
    parts = []
    for topic in known.columns:
        ranked = known.loc[largest == topic, topic]
        ranked = ranked.sort_values(ascending=False, kind="stable").head(40 * most)
        best = pd.DataFrame({"title": titles.loc[ranked.index], "share": ranked})
        best = best.drop_duplicates("title").head(most)
        best = best.assign(topic=topic, rank=range(1, len(best) + 1), doc_id=best.index)
        parts.append(best[columns])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def find_passages(
    units: pd.DataFrame,
    shares: pd.DataFrame,
    weights: pd.DataFrame,
    *,
    countries: Iterable[str],
    words: pd.DataFrame | None = None,
    mentions: pd.DataFrame | None = None,
    most: int = 2,
    least: float = 0.1,
) -> pd.DataFrame:
    """Find texts that are about a country and on a topic, and what in them is.

    Parameters
    ----------
    units : DataFrame
        Columns doc_id, title and text, and maybe source.
    shares : DataFrame (n_docs, n_topics)
        Topic shares of the units, by doc_id.
    weights : DataFrame
        doc_id, country, weight.
    countries : iterable of str
        Whose passages to find.
    words : DataFrame, optional
        topic, word, weight: the words that set topics apart, as `top_words` gives them.
    mentions : DataFrame, optional
        doc_id, country, surface: how texts name countries, as `find_countries` gives them.
    most : int
        Passages for each country and topic.
    least : float in [0, 1]
        Least weight times share of a passage.

    Returns
    -------
    DataFrame
        country, topic, rank, doc_id, title, passage (the sentences of the text with most words of
        the topic, and a name of the country), marked (the words that made it so, "|" between
        them), source, weight, share; ranked by weight times share.
    """
    check_columns(units, ("doc_id", "title", "text"), name="units")
    check_columns(weights, ("doc_id", "country", "weight"), name="weights")
    check_count(most, name="most")
    table = _most_about(shares.dropna(), weights, set(countries), most=most, least=least)
    found = units.set_index("doc_id").loc[table["doc_id"]]
    of_topic = {} if words is None else words.groupby("topic")["word"].agg(list).to_dict()
    named = names_in(mentions, table["doc_id"])
    parts = [
        best_passage(
            text, of_topic.get(row["topic"], []), named.get((row["doc_id"], row["country"]), [])
        )
        for text, row in zip(texts_of(found), table.to_dict("records"), strict=True)
    ]
    table.insert(4, "title", found["title"].fillna("").astype(str).to_numpy())
    table.insert(5, "passage", [passage for passage, _ in parts])
    table.insert(6, "marked", ["|".join(marked) for _, marked in parts])
    sources = found.get("source", pd.Series("", index=found.index)).fillna("").astype(str)
    table.insert(7, "source", sources.to_numpy())
    return table


def names_in(
    mentions: pd.DataFrame | None, doc_ids: Iterable[str]
) -> dict[tuple[str, str], list[str]]:
    """Return how each of these texts names each country, by text and country."""
    named: dict[tuple[str, str], list[str]] = {}
    if mentions is not None:
        wanted = mentions[mentions["doc_id"].isin(list(doc_ids))]
        for doc_id, country, surface in zip(
            wanted["doc_id"], wanted["country"], wanted["surface"].astype(str), strict=True
        ):
            named.setdefault((doc_id, country), []).append(surface)
    return named


def texts_of(units: pd.DataFrame) -> list[str]:
    """Return the texts of units, and the titles of those that have no other text."""
    titles = units["title"].fillna("").astype(str)
    return [
        text if text.strip() else title
        for text, title in zip(units["text"].astype(str), titles, strict=True)
    ]


def _most_about(
    shares: pd.DataFrame, weights: pd.DataFrame, countries: set[str], *, most: int, least: float
) -> pd.DataFrame:
    """Return the units that are most about a country and on a topic, ranked."""
    rows = weights[weights["country"].isin(countries) & weights["doc_id"].isin(shares.index)]
    parts = []
    for country, some in rows.groupby("country", sort=True):
        ids, about = some["doc_id"].to_numpy(), some["weight"].to_numpy(dtype=float)
        theta = shares.loc[ids].to_numpy(dtype=float)
        product = theta * about[:, None]
        for column, topic in enumerate(shares.columns):
            best = np.argsort(-product[:, column], kind="stable")[:most]
            best = best[product[best, column] >= least]
            parts += [
                (country, topic, rank, ids[place], about[place], theta[place, column])
                for rank, place in enumerate(best, start=1)
            ]
    return pd.DataFrame(parts, columns=["country", "topic", "rank", "doc_id", "weight", "share"])


def best_passage(
    text: str, words: Sequence[str], names: Sequence[str], *, longest: int = LONGEST
) -> tuple[str, list[str]]:
    """Return the sentences of a text that say most of a topic and of a country.

    Parameters
    ----------
    text : str
        The text.
    words : sequence of str
        Of the topic, the most telling first.
    names : sequence of str
        Of the country, as the text has them.
    longest : int
        Characters of the passage at the most; sentences in a row are taken while they fit.

    Returns
    -------
    passage : str
        On one line, "…" where the text goes on.
    marked : list of str
        What of words and names stands in it, as it stands there.

    Examples
    --------
    >>> best_passage("Mr President, I thank you. Kenya builds a dam. It rained.", ["dam"],
    ...              ["Kenya"], longest=22)
    ('… Kenya builds a dam. …', ['Kenya', 'dam'])
    """
    line = re.sub(r"\s+", " ", text).strip()
    names = sorted(set(names))
    ends = [match.end() for match in _STOP.finditer(line)] + [len(line)]
    starts = [0, *ends[:-1]]
    value = {word.casefold(): 1 + 1 / rank for rank, word in enumerate(words, start=1)}
    telling = [
        (found.start(), word)
        for found in _WORD.finditer(line)
        if (word := found[0].casefold()) in value
    ]
    called = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    best, span = -1.0, (0, 0)
    last = into = out = 0
    inside: Counter[str] = Counter()
    for first, start in enumerate(starts):
        last = max(last, first)
        while last + 1 < len(ends) and ends[last + 1] - start <= longest:
            last += 1
        while into < len(telling) and telling[into][0] < ends[last]:
            inside[telling[into][1]] += 1
            into += 1
        while out < into and telling[out][0] < start:
            inside[telling[out][1]] -= 1
            out += 1
        score = sum(value[word] for word in sorted(inside) if inside[word])
        score += 1.5 * bool(names and called.search(line, start, ends[last]))
        if score > best + 1e-9:
            best, span = score, (start, ends[last])
    passage = shorten(line[slice(*span)], longest=longest)
    marks = [token for token in _WORD.findall(passage) if token.casefold() in value]
    marks += called.findall(passage) if names else []
    before = "… " if span[0] else ""
    after = " …" if span[1] < len(line) and not passage.endswith("…") else ""
    return f"{before}{passage}{after}", sorted(dict.fromkeys(marks))


def cut_at_marks(passage: str, marked: Sequence[str]) -> list[str]:
    """Cut a passage so that every second part is a marked word.

    Examples
    --------
    >>> cut_at_marks("A dam, the Dam of Kenya", ["dam", "Kenya"])
    ['A ', 'dam', ', the Dam of ', 'Kenya', '']
    >>> cut_at_marks("Nothing", [])
    ['Nothing']
    """
    if not marked:
        return [passage]
    longest_first = sorted(marked, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in longest_first)
    return re.split(rf"(?<!\w)({pattern})(?!\w)", passage)


def is_salutation(title: str) -> bool:
    """Say whether a title is the opening of a speech or letter, and so no title.

    Examples
    --------
    >>> [is_salutation(text) for text in ("Mr. President, distinguished delegates",
    ...                                   "President signs a pipeline deal", "Dear friends")]
    [True, False, True]
    """
    return bool(_SALUTATION.match(title.strip()))


def shorten(text: str, *, longest: int = LONGEST) -> str:
    r"""Return the start of a text on one line, cut at a word.

    Examples
    --------
    >>> shorten("The pipeline\n  runs north.", longest=16)
    'The pipeline…'
    """
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= longest:
        return line
    head = line[:longest]
    cut = head.rfind(" ")
    return (head[:cut] if cut > longest // 2 else head).rstrip(" ,;:") + "…"

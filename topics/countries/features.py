"""What the salience model looks at: where and how often a document names each country."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_columns
from topics.choices import COUNTRY_KINDS
from topics.countries.files import group_codes
from topics.errors import TopicsError

Floats = npt.NDArray[np.float64]

# The lead: about the first two sentences of a news story, in characters.
LEAD = 350
# Two mentions at most this far apart stand side by side, in characters.
NEAR = 60
# So many countries side by side are an enumeration.
ENUMERATION = 4
# Stretches of text in which mentions are counted once, to see how far a country is spread.
STRETCH = 250
FEATURES = (
    "share",
    "share_squared",
    "log_mentions",
    "log_body",
    "single_mention",
    "in_title",
    "log_title",
    "in_dateline",
    "log_lead",
    "spread",
    "rank",
    "is_most",
    "relative",
    "log_countries",
    "log_groups",
    "title_countries",
    "title_any",
    "log_length",
    "digits",
    "first_position",
    "enumerated",
    "only_enumerated",
    "no_body",
    "only_currency",
    "only_capital",
    "only_city",
    "only_metonym",
    "only_company",
    "only_leader",
    *(f"log_{kind}" for kind in COUNTRY_KINDS),
    "other_share",
    "other_mentions",
    "other_in_title",
    "other_in_dateline",
    "other_lead",
    "dateline_alone",
    "dateline_without_body",
    "dateline_against_title",
    "lead_against_dateline",
)


def salience_features(mentions: pd.DataFrame, corpus: pd.DataFrame) -> pd.DataFrame:
    """Describe how each country is named in each document.

    Parameters
    ----------
    mentions : DataFrame
        From `find_countries`; organisations and world regions are left out, unless
        `expand_groups` has put their members in their place.
    corpus : DataFrame
        The corpus they were found in.

    Returns
    -------
    DataFrame
        One row per document and country, in the order of the corpus and then of the codes, with
        `doc_id`, `country`, `n_mentions`, `share`, `has_dateline` and the features of the model.
    """
    met = _line_up(mentions, corpus)
    features = _by_place(met, corpus) | _by_kind(met)
    datelines = (
        corpus["dateline"].fillna("").str.strip().ne("").to_numpy()
        if "dateline" in corpus.columns
        else np.zeros(len(corpus), dtype=bool)
    )
    table = pd.DataFrame(
        {
            "doc_id": corpus["doc_id"].to_numpy()[met.pair_doc],
            "country": met.codes.to_numpy()[met.pair_country] if met.size else [],
            "n_mentions": met.count().astype(np.int64),
            "share": features.pop("share"),
            "has_dateline": datelines[met.pair_doc],
        }
    )
    return pd.concat([table, pd.DataFrame(features)], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Met:
    """Mentions of countries in the order in which a reader meets them, and what pairs they make.

    `doc`, `country`, `field`, `start`, `kind` and `inverse` have a value for each mention;
    `inverse` is the number of its pair of a document and a country, `pair_doc` and
    `pair_country` what that pair is of. `n_groups` counts groups by document.
    """

    doc: npt.NDArray[np.int64]
    country: npt.NDArray[np.int64]
    field: npt.NDArray[np.int64]
    start: npt.NDArray[np.int64]
    kind: npt.NDArray[np.object_]
    inverse: npt.NDArray[np.int64]
    codes: pd.Index
    pair_doc: npt.NDArray[np.int64]
    pair_country: npt.NDArray[np.int64]
    n_groups: npt.NDArray[np.int64]

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return len(self.pair_doc)

    def count(self, mask: npt.NDArray[np.bool_] | None = None) -> Floats:
        """Count mentions, or those of a mask, by pair."""
        chosen = self.inverse if mask is None else self.inverse[mask]
        return _counts(chosen, self.size)

    def by_doc(self, values: Floats) -> Floats:
        """Add up values of pairs over each document, and give each pair the sum."""
        return _counts(self.pair_doc, len(self.n_groups), values)[self.pair_doc]


def _line_up(mentions: pd.DataFrame, corpus: pd.DataFrame) -> _Met:
    """Give documents, countries and pairs numbers, and mentions the order of reading."""
    check_columns(mentions, ["doc_id", "field", "start", "country", "kind"], name="mentions")
    check_columns(corpus, ["doc_id", "text"], name="corpus")
    order = pd.Index(corpus["doc_id"])
    # After `expand_groups` a member's row keeps the kind of the group it was named by.
    is_country = ~mentions["country"].isin(group_codes())
    groups = order.get_indexer(pd.Index(mentions.loc[~is_country, "doc_id"]))
    mentions = mentions[is_country]
    doc = order.get_indexer(pd.Index(mentions["doc_id"]))
    if (doc < 0).any():
        stranger = mentions["doc_id"].iloc[int(np.argmax(doc < 0))]
        raise TopicsError(
            f"doc_id {stranger!r} is in `mentions` but not in `corpus`; "
            "pass the corpus that the mentions were found in."
        )
    country, codes = pd.factorize(mentions["country"], sort=True)
    field = mentions["field"].map({"title": 0, "dateline": 1, "text": 2}).to_numpy()
    start = mentions["start"].to_numpy()
    # A stable order: document, then where a reader meets the mention.
    reading = np.lexsort((start, field, doc))
    doc, country = doc[reading], country[reading]
    pair, inverse = np.unique(doc * max(len(codes), 1) + country, return_inverse=True)
    pair_doc, pair_country = np.divmod(pair, max(len(codes), 1))
    return _Met(
        doc=doc,
        country=country,
        field=np.asarray(field, np.int64)[reading],
        start=start[reading],
        kind=mentions["kind"].to_numpy()[reading],
        inverse=inverse,
        codes=codes,
        pair_doc=pair_doc,
        pair_country=pair_country,
        n_groups=np.bincount(groups[groups >= 0], minlength=len(order)),
    )


def _by_place(met: _Met, corpus: pd.DataFrame) -> dict[str, Floats]:
    """Describe where and how often each country is named, beside the others of its document."""
    pair_doc, start = met.pair_doc, met.start
    title, dateline, body = met.field == 0, met.field == 1, met.field == 2
    n, n_title, n_body = met.count(), met.count(title), met.count(body)
    n_plain = met.count((met.kind != "currency") & (met.kind != "company"))
    most = _group_max(n, pair_doc, len(corpus))[pair_doc]
    n_countries = met.by_doc(np.ones(met.size))
    first = np.full(met.size, np.inf)
    np.minimum.at(first, met.inverse[body], start[body])
    size = corpus["text"].str.len().fillna(0).to_numpy(dtype=np.float64)[pair_doc] + 1.0
    seen_only_above = np.isinf(first)
    position = np.where(seen_only_above, 1.0, np.where(seen_only_above, 0.0, first) / size)
    rank = _rank_of_first(met.inverse, pair_doc, met.size)
    n_listed = met.count(_enumerated(met.doc, met.country, start, body))
    share = n_plain / np.maximum(met.by_doc(n_plain), 1.0)
    in_title = (n_title > 0).astype(np.float64)
    in_dateline = (met.count(dateline) > 0).astype(np.float64)
    log_lead = np.log1p(met.count(body & (start < LEAD)))
    doc_titles = met.by_doc(in_title)
    stretches = np.unique(np.column_stack([met.inverse[body], start[body] // STRETCH]), axis=0)
    other_in_title = _largest_other(in_title, pair_doc)
    other_in_dateline = _largest_other(in_dateline, pair_doc)
    return {
        "share_squared": share**2,
        "single_mention": (n == 1).astype(np.float64),
        "spread": np.log1p(_counts(stretches[:, 0], met.size)),
        "log_groups": np.log1p(met.n_groups[pair_doc]),
        "digits": _digit_share(corpus["text"])[pair_doc],
        "other_share": _largest_other(share, pair_doc),
        "other_mentions": np.log1p(_largest_other(n, pair_doc)),
        "other_in_title": other_in_title,
        "other_in_dateline": other_in_dateline,
        "other_lead": _largest_other(log_lead, pair_doc),
        "dateline_alone": in_dateline * (n_countries == 1),
        "dateline_without_body": in_dateline * (n_body == 0),
        "dateline_against_title": in_dateline * other_in_title * (1 - in_title),
        "lead_against_dateline": log_lead * other_in_dateline,
        "log_mentions": np.log1p(n),
        "log_body": np.log1p(n_body),
        "share": share,
        "in_title": in_title,
        "log_title": np.log1p(n_title),
        "in_dateline": in_dateline,
        "log_lead": log_lead,
        "rank": np.minimum(rank, 8).astype(np.float64),
        "is_most": (n == most).astype(np.float64),
        "relative": n / most,
        "log_countries": np.log(n_countries),
        "title_countries": doc_titles,
        "title_any": (doc_titles > 0).astype(np.float64),
        "log_length": np.log(size),
        "first_position": position,
        "enumerated": n_listed / np.maximum(n_body, 1.0),
        "only_enumerated": ((n_body > 0) & (n_listed == n_body)).astype(np.float64),
    }


def _by_kind(met: _Met) -> dict[str, Floats]:
    """Describe by what kinds of word each country is named."""
    n, kind = met.count(), met.kind
    money = (kind == "currency") | (kind == "company")
    features = {
        "no_body": (met.count((met.field == 2) & ~money) == 0).astype(np.float64),
        "only_currency": (met.count(kind == "currency") == n).astype(np.float64),
    }
    for name in COUNTRY_KINDS:
        features[f"log_{name}"] = np.log1p(met.count(kind == name))
    for name in ("capital", "city", "metonym", "company", "leader"):
        features[f"only_{name}"] = (met.count(kind == name) == n).astype(np.float64)
    return features


def _counts(
    index: npt.NDArray[np.int64], size: int, weights: Floats | None = None
) -> npt.NDArray[np.float64]:
    return np.bincount(index, weights=weights, minlength=size).astype(np.float64)


def _group_max(values: Floats, group: npt.NDArray[np.int64], n_groups: int) -> Floats:
    highest = np.zeros(n_groups)
    np.maximum.at(highest, group, values)
    return highest


def _largest_other(values: Floats, group: npt.NDArray[np.int64]) -> Floats:
    """Largest value among the other members of each member's group; 0 for a group of one."""
    order = np.lexsort((-values, group))
    leads = np.r_[True, np.diff(group[order]) != 0] if len(order) else np.zeros(0, dtype=bool)
    best = np.flatnonzero(leads)
    second = np.minimum(best + 1, max(len(order) - 1, 0))
    alone = (second == best) | leads[second]
    runner_up = np.where(alone, 0.0, values[order][second])
    which = np.cumsum(leads) - 1
    result = np.empty(len(values))
    result[order] = np.where(leads, runner_up[which], values[order][best][which])
    return result


def _digit_share(text: pd.Series) -> Floats:
    """Part of the characters that are digits, high in tables and market reports."""
    shares = []
    for source in text.fillna(""):
        raw = source.encode("utf-8", "replace")
        kept = raw.translate(None, b"0123456789")
        shares.append((len(raw) - len(kept)) / (len(raw) + 1))
    return np.array(shares, dtype=np.float64)


def _rank_of_first(
    inverse: npt.NDArray[np.int64], pair_doc: npt.NDArray[np.int64], n_pairs: int
) -> npt.NDArray[np.int64]:
    """0 for the country a reader meets first in the document, 1 for the second, ..."""
    first_row = np.full(n_pairs, np.iinfo(np.int64).max)
    np.minimum.at(first_row, inverse, np.arange(len(inverse)))
    by_appearance = np.lexsort((first_row, pair_doc))
    rank = np.empty(n_pairs, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, np.diff(pair_doc[by_appearance]) != 0])
    sizes = np.diff(np.r_[starts, n_pairs])
    rank[by_appearance] = np.arange(n_pairs) - np.repeat(starts, sizes)
    return rank


def _enumerated(
    doc: npt.NDArray[np.int64],
    country: npt.NDArray[np.int64],
    start: npt.NDArray[np.int64],
    body: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Which mentions have enough other countries beside them to be part of a list."""
    result = np.zeros(len(doc), dtype=bool)
    rows = np.flatnonzero(body)
    if not len(rows):
        return result
    d, c, s = doc[rows], country[rows], start[rows]
    # One axis on which documents are further apart than any two mentions in one of them.
    axis = d * (int(s.max()) + 2 * NEAR + 2) + s
    low = np.searchsorted(axis, axis - NEAR, side="right")
    high = np.searchsorted(axis, axis + NEAR, side="left")
    for row in np.flatnonzero(high - low >= ENUMERATION):
        result[rows[row]] = len(np.unique(c[low[row] : high[row]])) >= ENUMERATION
    return result

"""Do the top words of a topic keep company? NPMI, C_V and U_Mass, number for number as in gensim.

gensim's CoherenceModel skips unknown words in silence (one known word then scores 1.0) and gives
nan where a count is zero. Here such words and pairs have stated values, are counted, and warned of.

References
----------
Röder, Both, Hinneburg (2015): Exploring the space of topic coherence measures. WSDM.
Mimno, Wallach, Talley, Leenders, McCallum (2011): Optimizing semantic coherence in topic models.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._checks import check_columns, check_count
from topics.errors import TopicsError
from topics.text.bow import BagOfWords

_EPSILON = 1e-12
_WHOLE = 2**31 - 1


class CoherenceWarning(UserWarning):
    """A coherence rests on words that the reference texts lack."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """Texts to look words up in, as numbers: made once, asked for many models.

    Parameters
    ----------
    ids : int32 array (n_tokens,)
        Tokens of all texts, one text after the other, as places in `words`.
    ends : int64 array (n_texts + 1,)
        Where each text starts and ends in `ids`.
    words : Index of str
    ordered : bool
        Whether tokens stand in the order of the text. Without it only whole texts can be
        windows.
    """

    ids: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]
    words: pd.Index
    ordered: bool

    @classmethod
    def of(cls, texts: "pd.Series | BagOfWords | Reference") -> "Reference":
        """Take token lists (from `tokenize`), or counts, which know no order of words."""
        if isinstance(texts, Reference):
            return texts
        if isinstance(texts, BagOfWords):
            return cls(
                ids=np.asarray(texts.counts.indices, np.int32),
                ends=np.asarray(texts.counts.indptr, np.int64),
                words=texts.words,
                ordered=False,
            )
        if not isinstance(texts, pd.Series):
            raise TopicsError(
                "`texts` must be the tokens that `tokenize` gives, or a BagOfWords; got "
                f"{type(texts).__name__}."
            )
        ids: dict[str, int] = {}
        flat = [ids.setdefault(word, len(ids)) for text in texts for word in text]
        ends = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
        return cls(
            ids=np.array(flat, np.int32),
            ends=ends.astype(np.int64),
            words=pd.Index(list(ids), dtype="str"),
            ordered=True,
        )

    def count(
        self, words: pd.Index, size: int
    ) -> tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Count the windows of `size` tokens: all, with each word, with each pair of words."""
        from topics.evaluate._windows import count_windows

        place = words.get_indexer(self.words).astype(np.int32)
        ids = place[self.ids] if len(place) else self.ids
        total, alone, pairs = count_windows(ids, self.ends, len(words), size)
        return int(total), alone, pairs


def coherence(
    words: pd.DataFrame,
    texts: "pd.Series | BagOfWords | Reference",
    *,
    n: int = 10,
    npmi_window: int = 10,
    c_v_window: int = 110,
) -> pd.DataFrame:
    """Measure how much the top words of each topic keep company in texts.

    Parameters
    ----------
    words : DataFrame
        Columns topic, rank, word, as `top_words` gives. Coherence is usually read off the most
        probable words: `top_words(model, measure="probability")`.
    texts : Series of list of str, BagOfWords, or Reference
        Tokens of the reference texts, from `tokenize`. With a BagOfWords, which knows no order,
        whole documents serve as windows.
    n : int
        Words a topic, the first by rank.
    npmi_window, c_v_window : int
        Tokens in a sliding window; gensim's defaults.

    Returns
    -------
    DataFrame
        topic; npmi in [-1, 1]: mean over pairs of normalised pointwise mutual information;
        c_v in [-1, 1]: mean cosine of each word's NPMI vector with their sum; u_mass (<= 0 but
        for rounding): mean log P(word and higher word) / P(higher word) by document;
        n_unknown: top words that the texts lack; n_apart: pairs of known words never seen in one
        window of `c_v_window`.

        Stated values: a pair never seen together has a joint probability of 1e-12, as in gensim.
        With an unknown word, NPMI is -1, the word's cosine in C_V is 0, and U_Mass is
        log 1e-12. Two words found in every window have an NPMI of 0, as they say nothing.

    Warns
    -----
    CoherenceWarning
        When a top word is unknown, or two are never seen together.

    Examples
    --------
    >>> import pandas as pd
    >>> texts = pd.Series({"a": ["oil", "gas"], "b": ["oil", "gas"], "c": ["war"], "d": ["war"]})
    >>> words = pd.DataFrame({"topic": [0, 0], "rank": [1, 2], "word": ["oil", "gas"]})
    >>> coherence(words, texts).round(2).to_dict("records")[0]["npmi"]
    1.0
    """
    table = coherence_table(words, texts, n=n, npmi_window=npmi_window, c_v_window=c_v_window)
    unknown, apart = int(table["n_unknown"].sum()), int(table["n_apart"].sum())
    if unknown or apart:
        warnings.warn(
            f"coherence: {unknown} top words are not in the texts and {apart} pairs never stand "
            "together; they have stated values (see n_unknown and n_apart).",
            CoherenceWarning,
            stacklevel=2,
        )
    return table


def coherence_table(
    words: pd.DataFrame,
    texts: "pd.Series | BagOfWords | Reference",
    *,
    n: int = 10,
    npmi_window: int = 10,
    c_v_window: int = 110,
) -> pd.DataFrame:
    """Do what `coherence` does, without the warning."""
    check_columns(words, ("topic", "rank", "word"), name="words")
    for value, name in ((n, "n"), (npmi_window, "npmi_window"), (c_v_window, "c_v_window")):
        check_count(value, name=name, least=2)
    reference = Reference.of(texts)
    if len(reference.ends) < 2:
        raise TopicsError("`texts` holds no document to look words up in.")
    top = words[words["rank"] <= n].sort_values(["topic", "rank"])
    distinct = pd.Index(top["word"].unique())
    sizes = (npmi_window, c_v_window) if reference.ordered else (_WHOLE, _WHOLE)
    by_size = {size: reference.count(distinct, size) for size in {*sizes, _WHOLE}}
    near, wide = _npmi(*by_size[sizes[0]]), _npmi(*by_size[sizes[1]])
    together = by_size[sizes[1]][2]
    known = by_size[_WHOLE][1] > 0
    rows = []
    for topic, own in top.groupby("topic", sort=True):
        at = distinct.get_indexer(pd.Index(own["word"]))
        if len(at) < 2:
            raise TopicsError(f"`words` has {len(at)} word for topic {topic}; give at least 2.")
        square = np.ix_(at, at)
        others = ~np.eye(len(at), dtype=bool)
        both = others & known[at][:, None] & known[at]
        rows.append(
            {
                "topic": topic,
                "npmi": float(near[square][others].mean()),
                "c_v": _c_v(np.where(known[at][:, None] & known[at], wide[square], 0.0)),
                "u_mass": _u_mass(*by_size[_WHOLE], at),
                "n_unknown": int((~known[at]).sum()),
                "n_apart": int((both & (together[square] == 0)).sum() // 2),
            }
        )
    return pd.DataFrame(rows)


def _npmi(
    total: int, alone: npt.NDArray[np.int64], pairs: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """NPMI of every pair: log(p_ij / p_i p_j) / -log p_ij; a word with itself included."""
    p = alone / total
    joint = pairs / total
    np.fill_diagonal(joint, p)
    known = (p > 0)[:, None] & (p > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log((joint + _EPSILON) / np.outer(p, p)) / -np.log(joint + _EPSILON)
    values = np.where(known, values, -1.0)
    return np.where(known & (joint >= 1.0), 0.0, values)


def _c_v(vectors: npt.NDArray[np.float64]) -> float:
    """Mean cosine between each word's vector and the sum of all."""
    centre = vectors.sum(axis=0)
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(centre)
    cosines = np.divide(vectors @ centre, norms, out=np.zeros(len(vectors)), where=norms > 0)
    return float(cosines.mean())


def _u_mass(
    total: int,
    alone: npt.NDArray[np.int64],
    pairs: npt.NDArray[np.int64],
    at: npt.NDArray[np.intp],
) -> float:
    """Mean over pairs of log P(lower and higher word) / P(higher word)."""
    lower, higher = np.tril_indices(len(at), -1)
    given = alone[at[higher]] / total
    joint = pairs[at[lower], at[higher]] / total + _EPSILON
    ratio = np.divide(joint, given, out=np.full(len(given), _EPSILON), where=given > 0)
    return float(np.log(ratio).mean())

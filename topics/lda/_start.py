"""A better start than chance: spherical k-means++ on documents, softened by random shares.

Fits settle in fewer passes from here than from random shares. A single fit of planted topics is no
likelier to end in the best optimum, though (`reports/benchmark_lda.py restarts` counts both): that
is what restarts are for.

References
----------
Arthur, Vassilvitskii (2007): k-means++: the advantages of careful seeding. SODA.
"""

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

_SAMPLE_DOCS, _SAMPLE_ENTRIES = 4000, 200_000
_ROUNDS = 10
_BLOCK = 20_000
_TRIALS = 3
_WEIGHT = 0.8


def kmeans_shares(
    table: sp.csr_array, n_topics: int, rng: np.random.Generator
) -> npt.NDArray[np.float32]:
    """Give each document topic shares: most of it to its cluster, the rest at random.

    Parameters
    ----------
    table : csr_array of shape (n_docs, n_words)
        Counts of documents with at least one word each, in random order: the clusters are sought
        in the first documents only.
    n_topics : int
    rng : Generator

    Returns
    -------
    array of shape (n_docs, n_topics)
        Rows sum to 1.
    """
    found = np.bincount(table.indices, minlength=table.shape[1])
    rows: sp.csr_array = table.astype(np.float32, copy=True)
    rows.data = np.sqrt(rows.data) * np.log1p(table.shape[0] / found[rows.indices])
    rows.data = rows.data.astype(np.float32)
    lengths = np.sqrt(np.add.reduceat(rows.data**2, rows.indptr[:-1]))
    rows.data /= np.repeat(lengths, np.diff(rows.indptr))
    enough = int(np.searchsorted(rows.indptr, _SAMPLE_ENTRIES))
    sample = rows[: min(_SAMPLE_DOCS, max(enough, 10 * n_topics))]
    centres = sample[_far_apart(sample, n_topics, rng)].toarray()
    for _ in range(_ROUNDS):
        nearest = (sample @ centres.T).argmax(axis=1)
        members = sp.csr_array(
            (np.ones(len(nearest), np.float32), (nearest, np.arange(len(nearest)))),
            shape=(n_topics, len(nearest)),
        )
        sums = (members @ sample).toarray()
        norms = np.sqrt((sums**2).sum(axis=1, keepdims=True))
        centres = np.where(norms > 0, sums / np.maximum(norms, 1e-12), centres)
    by_word = np.ascontiguousarray(centres.T)
    nearest = np.concatenate(
        [
            (rows[at : at + _BLOCK] @ by_word).argmax(axis=1)
            for at in range(0, rows.shape[0], _BLOCK)
        ]
    )
    shares = rng.standard_exponential((len(nearest), n_topics), dtype=np.float32)
    shares *= np.float32(1 - _WEIGHT) / shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(nearest)), nearest] += np.float32(_WEIGHT)
    return shares


def _far_apart(rows: sp.csr_array, n: int, rng: np.random.Generator) -> list[int]:
    """Draw documents one by one, those far from all drawn before with greater probability."""
    chosen = [int(rng.integers(rows.shape[0]))]
    distance = 1 - (rows @ rows[chosen].T).toarray().ravel().astype(np.float64)
    while len(chosen) < n:
        chance = np.maximum(distance, 0) ** 2 + 1e-12
        trials = rng.choice(len(chance), _TRIALS, p=chance / chance.sum())
        nearer = np.minimum(1 - (rows @ rows[trials].T).toarray(), distance[:, None])
        best = int(nearer.sum(axis=0).argmin())
        chosen.append(int(trials[best]))
        distance = nearer[:, best]
    return chosen

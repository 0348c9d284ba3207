"""What profiles of topics score by chance: countries in random order, months turned in a ring."""

from dataclasses import dataclass

import numpy as np

SHUFFLES = 4999
_AT_A_TIME = 250


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shuffled:
    """What shuffles give.

    Attributes
    ----------
    best_of_first, best_of_second : arrays (SHUFFLES, n_first), (SHUFFLES, n_second)
        The best score of each topic with any of the other language.
    places, times : arrays (SHUFFLES, n_pairs)
        Sums of products of the profiles over countries, and over months, of the pairs asked for.
    """

    best_of_first: np.ndarray
    best_of_second: np.ndarray
    places: np.ndarray
    times: np.ndarray


def shuffle_profiles(
    countries: tuple[np.ndarray, np.ndarray],
    months: tuple[np.ndarray, np.ndarray],
    lengths: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
    *,
    rng: np.random.Generator,
) -> Shuffled:
    """Score the profiles of two languages with countries and months of the second in other orders.

    Parameters
    ----------
    countries, months : two arrays (n_countries or n_months, n_topics) each
        Centred profiles of the topics of both languages; there may be no months.
    lengths : array (n_first, n_second)
        What sums are divided by.
    pairs : two int arrays (n_pairs,)
        Places of the topics of both languages that are paired.
    rng : Generator
        Of the orders.

    Returns
    -------
    Shuffled
        Rounded, so that a score that a shuffle gives again is not missed for its last bit.

    Notes
    -----
    Countries of one region are alike, and shuffled they are not: profiles that have nothing to do
    with one another then score higher than shuffles do. So the sums of shuffles are stretched, over
    countries and over months, to the root of the mean square of the sums as they are, where that is
    larger (genomic control). In both, the pairs that are lined up one to one are left out, which
    may be about the same.

    References
    ----------
    Devlin and Roeder (1999), Genomic control for association studies, Biometrics 55.
    """
    orders = rng.permuted(np.tile(np.arange(len(countries[1])), (SHUFFLES, 1)), axis=1)
    turns = _rings(len(months[1]), rng)
    first_ones = slice(0, _AT_A_TIME)
    stretch = _stretch(
        [np.einsum("ci,cj->ij", *profiles)[None] / lengths for profiles in (countries, months)],
        [
            _products(*countries, orders[first_ones]) / lengths,
            _products(*months, turns[first_ones]) / lengths,
        ],
    )
    parts = []
    for start in range(0, SHUFFLES, _AT_A_TIME):
        some = slice(start, start + _AT_A_TIME)
        places = stretch[0] * _products(*countries, orders[some])
        times = stretch[1] * _products(*months, turns[some])
        scores = ((places + times) / lengths).round(9)
        at = (slice(None), *pairs)
        parts.append(
            (scores.max(axis=2), scores.max(axis=1), places[at].round(9), times[at].round(9))
        )
    first, second, places, times = map(np.concatenate, zip(*parts, strict=True))
    return Shuffled(best_of_first=first, best_of_second=second, places=places, times=times)


def _stretch(found: list[np.ndarray], shuffled: list[np.ndarray]) -> list[float]:
    """Return by how much sums over countries, and over months, are larger than those of shuffles.

    Both hold arrays (n, n_first, n_second).
    """
    true, chance = _not_paired(found), _not_paired(shuffled)
    return [
        max(1.0, _size(one) / max(_size(other), 1e-12))
        for one, other in zip(true, chance, strict=True)
    ]


def _not_paired(parts: list[np.ndarray]) -> list[np.ndarray]:
    """Return the sums of the pairs that are not lined up one to one for the highest total."""
    from scipy.optimize import linear_sum_assignment

    scores = sum(parts).round(9)  # type: ignore[union-attr]
    others = np.ones(scores.shape, dtype=bool)
    for number, score in enumerate(scores):
        others[(number, *linear_sum_assignment(-score))] = False
    return [part[others] for part in parts]


def _size(sums: np.ndarray) -> float:
    return float(np.sqrt((sums**2).mean())) if len(sums) else 0.0


def _rings(n: int, rng: np.random.Generator) -> np.ndarray:
    """Return `SHUFFLES` orders of n months: turned round in a ring, every second reversed."""
    if not n:
        return np.empty((SHUFFLES, 0), dtype=int)
    starts = rng.integers(n, size=(SHUFFLES, 1))
    ways = rng.choice([1, -1], size=(SHUFFLES, 1))
    return np.asarray((starts + ways * np.arange(n)) % n)


def _products(one: np.ndarray, two: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """Return the sums of products (n_orders, n_first, n_second) with `two` in other orders.

    Not by `@`, whose last bits differ with the number of threads.
    """
    return np.asarray(np.einsum("ci,bcj->bij", one, two[orders]))

"""Did the sampler run long enough? R-hat and effective size of every share, and what to do."""

from typing import Any

import numpy as np
from scipy.special import ndtri

GOOD_RHAT, ENOUGH = 1.01, 400.0
# A run of the sampler has settled when at most this part of the shares has not.
MOST_UNSETTLED = 0.01
MARK = "~"  # beside a number that rests on shares for which the sampler did not run long enough
MARK_MEANS = f"{MARK}: the sampler has not settled"
_SHARES_AT_ONCE = 2000
_MOST_LONGER = 20


def judge_chains(chains: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Compute R-hat and the effective size of every share.

    Parameters
    ----------
    chains : list of arrays (n_states, n_groups, n_topics)
        States of the mixes in the order in which they were made, one array per fit.

    Returns
    -------
    rhat, size : float arrays (n_groups, n_topics)
        Split R-hat, the larger of that of the ranks of the states and that of the ranks of their
        distance from the median (1 is best): of the two halves of the chain of a fit, with
        variances averaged over fits, since that fits differ is meant, and is in the intervals. The
        effective size is that of the ranks (bulk), in states, over all fits.

    References
    ----------
    Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Rank-normalization, folding, and
    localization: an improved R-hat for assessing convergence of MCMC. Bayesian Analysis 16.
    """
    shape = chains[0].shape[1:]
    flat = [chain.reshape(len(chain), -1) for chain in chains]
    rhat, size = np.ones(flat[0].shape[1]), np.zeros(flat[0].shape[1])
    for first in range(0, len(rhat), _SHARES_AT_ONCE):
        at = slice(first, first + _SHARES_AT_ONCE)
        parts = [chain[:, at].astype(np.float64) for chain in flat]
        bulk = [_halves(part) for part in parts]
        folded = [_halves(np.abs(part - np.median(part, axis=0))) for part in parts]
        rhat[at] = np.maximum(split_rhat(bulk), split_rhat(folded))
        size[at] = np.sum([effective_size(pair) for pair in bulk], axis=0)
    return rhat.reshape(shape), size.reshape(shape)


def has_settled(rhat: np.ndarray, size: np.ndarray, *, enough: float = ENOUGH) -> np.ndarray:
    """Return where R-hat is at most 1.01 and the effective size at least `enough`."""
    return np.asarray((rhat <= GOOD_RHAT) & (size >= enough))


def describe_mixing(
    rhat: np.ndarray, size: np.ndarray, mixes: list[np.ndarray], *, n_sweeps: int
) -> dict[str, Any]:
    """Summarise how well the chains of draws of `TopicCountryDraws` mixed.

    Parameters
    ----------
    rhat, size : arrays (n_groups, n_topics)
        As `judge_chains` returns them.
    mixes : list of arrays (n_draws, n_groups, n_topics)
        Draws of the estimates, one array per fit.
    n_sweeps : int
        Sweeps behind them, after the warm-up, over all fits.

    Returns
    -------
    dict
        `rhat_max`, `ess_min, ess_median`; `unsettled`, the part of the shares whose R-hat is above
        1.01 or whose effective size is below 400; `between_fits`, the median part, in [0, 1], of
        the variance of a share that lies between fits; `n_fits`, `n_draws`, `n_sweeps`; `warning`,
        a line that says what to do where more than 1 % have not settled, else "".
    """
    unsettled = float((~has_settled(rhat, size)).mean())
    n_draws = sum(len(fit) for fit in mixes)
    return {
        "rhat_max": round(float(rhat.max()), 3),
        "ess_min": round(float(size.min()), 1),
        "ess_median": round(float(np.median(size)), 1),
        "unsettled": round(unsettled, 4),
        "between_fits": round(_between(mixes), 4),
        "n_fits": len(mixes),
        "n_draws": n_draws,
        "n_sweeps": n_sweeps,
        "warning": _warning(rhat, size, unsettled, n_draws),
    }


def _warning(rhat: np.ndarray, size: np.ndarray, unsettled: float, n_draws: int) -> str:
    if unsettled <= MOST_UNSETTLED:
        return ""
    # Sweeps grow with the draws, effective sizes with the sweeps, and R-hat falls as they grow: at
    # best. What a short run has not come to see, a longer one finds.
    short = np.quantile(ENOUGH / np.maximum(size, 1.0), 1 - MOST_UNSETTLED)
    far = np.quantile((rhat - 1) / (GOOD_RHAT - 1), 1 - MOST_UNSETTLED)
    longer = int(np.clip(np.ceil(max(short, far)), 2, _MOST_LONGER))
    return (
        f"the sampler reached its limit before all settled: {100 * unsettled:.0f} % of the shares, "
        f"marked {MARK}, may still move in a longer run (R-hat above {GOOD_RHAT} or effective size "
        f"below {ENOUGH:.0f}). To settle takes {longer} times as long, or longer: "
        f"--draws {longer * n_draws}."
    )


def split_rhat(fits: list[np.ndarray]) -> np.ndarray:
    """Compute potential scale reduction, (n_values,), of chains (n_chains, n_draws, n_values).

    Each array holds the chains of one fit; variances are averaged over fits.

    Examples
    --------
    >>> apart = np.array([[[0.0], [1.0], [0.0], [1.0]], [[5.0], [6.0], [5.0], [6.0]]])
    >>> split_rhat([apart]).round(1)
    array([6.2])
    >>> split_rhat([apart[:1].repeat(2, axis=0), apart[1:].repeat(2, axis=0)]).round(1)
    array([0.9])
    """
    within, total = np.mean([_variances(chains) for chains in fits], axis=0)
    return np.asarray(np.sqrt(np.where(within > 0, total / np.maximum(within, 1e-300), 1.0)))


def _halves(states: np.ndarray) -> np.ndarray:
    """Return the normal scores of the ranks of states, (2, n_states // 2, n_values)."""
    from scipy.stats import rankdata

    n_states = len(states)
    scores = ndtri((rankdata(states, axis=0) - 3 / 8) / (n_states + 1 / 4))
    half = n_states // 2
    return np.stack([scores[:half], scores[-half:]])


def _between(mixes: list[np.ndarray]) -> float:
    """Return the median part of the variance of shares that lies between fits, 0 for one fit."""
    if len(mixes) < 2:
        return 0.0
    # On this scale the spread of a share hardly depends on the share, and is never infinite.
    means, spreads = [], []
    for fit in mixes:
        angle = np.arcsin(np.sqrt(fit.clip(0, 1), dtype=np.float64))
        means.append(angle.mean(axis=0))
        spreads.append(angle.var(axis=0))
    between, within = np.var(means, axis=0, ddof=1), np.mean(spreads, axis=0)
    return float(np.median(between / np.maximum(between + within, 1e-30)))


def effective_size(chains: np.ndarray) -> np.ndarray:
    """Compute how many independent draws would tell as much, array (n_values,).

    Autocorrelations are added up in pairs as long as the pairs are positive and fall.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 11.5; Geyer (1992).
    """
    n_chains, n_draws, n_values = chains.shape
    within, total = _variances(chains)
    length = 1 << (2 * n_draws - 1).bit_length()
    covariance = np.zeros((n_draws, n_values))
    for chain in chains:
        spectrum = np.fft.rfft(chain - chain.mean(axis=0), n=length, axis=0)
        covariance += np.fft.irfft(np.abs(spectrum) ** 2, n=length, axis=0)[:n_draws]
    covariance /= n_chains * n_draws
    known = np.maximum(total, 1e-300)
    correlation = np.where(total > 0, 1 - (within - covariance) / known, 0.0)
    correlation[0] = 1.0
    pairs = correlation[: n_draws // 2 * 2].reshape(n_draws // 2, 2, n_values).sum(axis=1)
    falling = np.minimum.accumulate(pairs, axis=0)
    time = 2 * (falling * (np.minimum.accumulate(pairs > 0, axis=0))).sum(axis=0) - 1
    return np.asarray(n_chains * n_draws / np.maximum(time, 1 / np.log10(n_chains * n_draws)))


def _variances(chains: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the variance within chains, and of all draws as far as the chains tell."""
    n_draws = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean(axis=0)
    between = chains.mean(axis=1).var(axis=0, ddof=1)
    return within, within * (n_draws - 1) / n_draws + between

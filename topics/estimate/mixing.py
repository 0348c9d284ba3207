"""Did the sampler run long enough? Split R-hat and effective sample size of the drawn shares."""

from typing import Any

import numpy as np

BAD_RHAT = 1.1
_MOST_BAD = 0.01
_MOST_SHARES = 10_000


def describe_mixing(chains: list[np.ndarray]) -> dict[str, Any]:
    """Summarise how well the chains of draws of `TopicCountryDraws` mixed.

    Parameters
    ----------
    chains : list of arrays (n_draws, n_groups, n_topics)
        Draws of shares in the order in which they were made, one array per fit.

    Returns
    -------
    dict
        `rhat_max`, the largest split R-hat (1 is best) and `rhat_bad`, the part of the shares
        in which it is above 1.1, both of halves of the chain of the same fit: that fits differ is
        meant, not bad mixing; `between_fits`, the median part, in [0, 1], of the variance of a
        share that lies between fits; `ess_min, ess_median`, effective sample sizes in draws, over
        all fits; `n_fits`, `n_draws`; `warning`, a line that says what to do, "" when all is
        well. At most 10,000 shares, evenly spaced, are looked at. Chance alone puts the largest
        R-hat of thousands of shares well above 1, the more so the fewer draws; hence the warning
        looks at how many are bad.

    References
    ----------
    Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., section 11.4; Geyer (1992).
    """
    n_shares = int(np.prod(chains[0].shape[1:]))
    at = np.unique(np.linspace(0, n_shares - 1, min(n_shares, _MOST_SHARES)).astype(int))
    # On this scale the spread of a share hardly depends on the share, and is never infinite.
    parts = [
        np.arcsin(np.sqrt(chain.reshape(len(chain), -1)[:, at].clip(0, 1), dtype=np.float64))
        for chain in chains
    ]
    halves = [np.stack([part[: len(part) // 2], part[-(len(part) // 2) :]]) for part in parts]
    rhat = split_rhat(halves)
    ess = np.sum([effective_size(pair) for pair in halves], axis=0)
    bad = float((rhat > BAD_RHAT).mean())
    warning = ""
    if bad > _MOST_BAD:
        warning = (
            f"the sampler has not converged: R-hat is above {BAD_RHAT} for {100 * bad:.0f} % of "
            "the shares; ask for more draws, or for fewer topics."
        )
    return {
        "rhat_max": round(float(rhat.max()), 3),
        "rhat_bad": round(bad, 4),
        "ess_min": round(float(ess.min()), 1),
        "ess_median": round(float(np.median(ess)), 1),
        "between_fits": round(_between(parts), 4),
        "n_fits": len(chains),
        "n_draws": sum(len(chain) for chain in chains),
        "warning": warning,
    }


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


def _between(parts: list[np.ndarray]) -> float:
    """Return the median part of the variance of values that lies between fits, 0 for one fit."""
    if len(parts) < 2:
        return 0.0
    between = np.var([part.mean(axis=0) for part in parts], axis=0, ddof=1)
    within = np.mean([part.var(axis=0) for part in parts], axis=0)
    return float(np.median(between / np.maximum(between + within, 1e-30)))


def effective_size(chains: np.ndarray) -> np.ndarray:
    """Compute how many independent draws would tell as much, array (n_values,).

    Autocorrelations are added up in pairs as long as the pairs are positive and fall.
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

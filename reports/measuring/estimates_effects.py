"""Slopes of covariates against planted ones, on draws whose error is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit
from scipy.stats import beta, norm

from topics.estimate.draws import TopicCountryDraws
from topics.estimate.effects import effects
from topics.estimate.relations import PairDraws
from topics.tables import write_csv

_DRAWS = 200
_SLOPE, _START = 0.5, -1.5
_CLOSE = 15.0  # how closely groups follow their means: the sum of the parameters of a Beta
_RELATED = 0.5  # correlation within a cluster
_SHARED = 0.3  # standard deviation, on the logit scale, of an error that all groups share


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is planted."""

    n: int
    periods: int = 1
    pairs: bool = False
    shared: bool = False
    documents: tuple[int, int] = (10, 200)


SETTINGS = {
    "40 countries": Setting(n=40),
    "20 countries": Setting(n=20),
    "100 countries, few documents": Setting(n=100, documents=(5, 20)),
    "40 countries, shared error": Setting(n=40, shared=True),
    "30 countries by 8 years": Setting(n=30, periods=8),
    "pairs of 20 countries": Setting(n=20, pairs=True),
}


def slopes(out: Path, seeds: Iterable[int]) -> None:
    """Plant, regress, and count how often intervals hold the slope."""
    rows = [
        {"setting": name, "seed": seed} | run_slopes(setting, seed=seed)
        for name, setting in SETTINGS.items()
        for seed in seeds
    ]
    cells = pd.DataFrame(rows)
    table = cells.groupby("setting", sort=False)[["held", "held_start", "width", "estimate"]].mean()
    table["simulations"] = cells.groupby("setting").size()
    write_csv(table.reset_index(), out / "effects.csv")
    print(table.round(3).to_string())


def run_slopes(setting: Setting, *, seed: int) -> dict[str, float]:
    """Plant mean shares of expit(start + slope x), groups around them, and error in these."""
    rng = np.random.default_rng([seed, 7])
    names = np.array([f"A{number:03d}" for number in range(setting.n)])
    if setting.pairs:
        first, second = np.triu_indices(setting.n, 1)
        kept = np.sort(rng.choice(len(first), 3 * setting.n, replace=False))
        first, second = first[kept], second[kept]
        sides = rng.standard_normal(setting.n)
        own = (sides[first] + sides[second]) / np.sqrt(2)
        facts = pd.DataFrame({"first": names[first], "second": names[second]})
    else:
        first = np.repeat(np.arange(setting.n), setting.periods)
        own = rng.standard_normal(setting.n)[first]
        facts = pd.DataFrame({"country": names[first]})
        if setting.periods > 1:
            facts["period"] = np.tile(2000 + np.arange(setting.periods), setting.n).astype(str)
    n = len(facts)
    related = _RELATED if setting.pairs or setting.periods > 1 else 0.0
    if setting.pairs:
        sides = rng.standard_normal(setting.n)
        x = (sides[first] + sides[second] + rng.standard_normal(n)) / np.sqrt(3)
    else:
        x = (rng.standard_normal(setting.n)[first] + rng.standard_normal(n)) / np.sqrt(2)
    mean = expit(_START + _SLOPE * x)
    place = norm.cdf(np.sqrt(related) * own + np.sqrt(1 - related) * rng.standard_normal(n))
    share = beta.ppf(place, _CLOSE * mean, _CLOSE * (1 - mean)).clip(1e-6, 1 - 1e-6)
    documents = rng.integers(*setting.documents, size=n, endpoint=True)
    seen = rng.beta(documents * share, documents * (1 - share)).clip(1e-6, 1 - 1e-6)
    if setting.shared:
        seen = _shifted(seen, _SHARED * rng.standard_normal())
    drawn = rng.beta(documents * seen, documents * (1 - seen), size=(_DRAWS, n))
    if setting.shared:
        drawn = _shifted(drawn, _SHARED * rng.standard_normal((_DRAWS, 1)))
    found = effects(
        _as_draws(drawn, seen, documents, facts), facts.assign(x=x), "~ x", topics=[0], min_docs=0
    )
    start, slope = found.table.to_dict("records")
    return {
        "held": float(slope["ci_low"] <= _SLOPE <= slope["ci_high"]),
        "held_start": float(start["ci_low"] <= _START <= start["ci_high"]),
        "width": slope["ci_high"] - slope["ci_low"], "estimate": slope["estimate"],
    }  # fmt: skip


def _shifted(shares: np.ndarray, by: np.ndarray | float) -> np.ndarray:
    odds = shares / (1 - shares) * np.exp(by)
    return np.asarray(odds / (1 + odds))


def _as_draws(
    drawn: np.ndarray, seen: np.ndarray, documents: np.ndarray, facts: pd.DataFrame
) -> TopicCountryDraws | PairDraws:
    pairs = "first" in facts
    names = facts["first"] + "+" + facts["second"] if pairs else facts["country"]
    period = facts.get("period", pd.Series("", index=facts.index))
    value = TopicCountryDraws(
        groups=pd.MultiIndex.from_arrays([names, period], names=["country", "period"]),
        topics=pd.RangeIndex(2, name="topic"),
        sample=np.stack([drawn, 1 - drawn], axis=2).astype(np.float32),
        estimate=np.stack([seen, 1 - seen], axis=1),
        main=None,
        rhat=np.full((len(seen), 2), np.nan),
        effective_size=np.full((len(seen), 2), np.nan),
        n_docs=documents,
        n_effective=documents.astype(float),
        topic_word=pd.DataFrame(),
    )
    if not pairs:
        return value
    table = facts.assign(group=names, n_docs=documents, n_effective=documents, share_first=0.5)
    return PairDraws(together=value, countries=value, pairs=table)

"""Two planted corpora in two languages, some of whose topics are about the same, matched."""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topics.estimate.across import Profile, match_topics, month_shares
from topics.estimate.alignment import affinity, align
from topics.estimate.draws import draw_topic_country, is_country
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.simulate import draw_weights, weight_table
from topics.simulate_news import _softmax, _topic_words, _zipf
from topics.tables import write_csv
from topics.text.bow import BagOfWords

SAME = 0.8  # affinity of words from which a fitted topic counts as a planted one
COUNTRIES_PER_DOC = (0.4, 0.25, 0.15, 0.12, 0.08)
SCATTER = 1.0
REGIONS = 5
BURSTS = 1.0  # standard deviation of months, on the logarithmic scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Size of a planted corpus, and of what is fitted to it."""

    documents: int
    countries: int
    topics: int
    shared: int
    months: int
    regional: float
    restarts: int
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Planted:
    """One language: its counts, weights and dates, and the planted P(word | topic)."""

    bow: BagOfWords
    weights: pd.DataFrame
    dates: pd.Series
    topic_word: np.ndarray


def plant(size: Size, seed: int, *, shared: int) -> tuple[Planted, Planted]:
    """Plant two languages, the first `shared` of whose topics have the same profiles."""
    rng = np.random.default_rng([seed, shared])
    popularity = _zipf(size.countries)[rng.permutation(size.countries)]
    places = [_mixes(rng, size) for _ in range(2)]
    times = [_bursts(rng, size) for _ in range(2)]
    for pair in (places, times):
        pair[1][:, :shared] = pair[0][:, :shared]
    one, two = (
        _language(rng, size, popularity, *profiles) for profiles in zip(places, times, strict=True)
    )
    return one, two


def _mixes(rng: np.random.Generator, size: Size) -> np.ndarray:
    """Return log P(topic | country): as `simulate_news` plants it, in part that of its region.

    The last row is about no country.
    """
    everywhere = rng.dirichlet(np.full(size.topics, 2.0))
    own = rng.dirichlet(4 * everywhere + 0.05, size.countries + 1)
    region = rng.dirichlet(4 * everywhere + 0.05, REGIONS)
    mixed = (1 - size.regional) * own
    mixed += size.regional * region[np.arange(size.countries + 1) % REGIONS]
    return np.asarray(np.log(0.97 * mixed + 0.03 * everywhere))


def _bursts(rng: np.random.Generator, size: Size) -> np.ndarray:
    """Return how much more of a topic there is in each month, each leaning on the one before."""
    steps = rng.standard_normal((size.months, size.topics))
    for month in range(1, size.months):
        steps[month] = 0.5 * steps[month - 1] + np.sqrt(0.75) * steps[month]
    return BURSTS * steps


def _language(
    rng: np.random.Generator,
    size: Size,
    popularity: np.ndarray,
    places: np.ndarray,
    times: np.ndarray,
) -> Planted:
    n = size.documents
    phi = _topic_words(rng, size.topics, 1000, 0.3, 0.3)
    true, (weight, p_about) = draw_weights(rng, n, popularity, COUNTRIES_PER_DOC, 0.1)
    month = rng.integers(size.months, size=n)
    errors = SCATTER * rng.standard_normal((n, size.topics)) + times[month]
    parts = np.column_stack([true, 1 - true.sum(axis=1)]).clip(0)
    theta = np.stack([p @ _softmax(places + e) for p, e in zip(parts, errors, strict=True)])
    lengths = np.exp(rng.uniform(np.log(40), np.log(400), n)).astype(int)
    rows = [
        sp.csr_array(rng.multinomial(m, t @ phi)[None]) for m, t in zip(lengths, theta, strict=True)
    ]
    doc_ids = pd.Index([f"doc{i:06d}" for i in range(n)], name="doc_id")
    words = pd.Index([f"w{v:04d}" for v in range(phi.shape[1])], name="word")
    counts = sp.csr_array(sp.vstack(rows, format="csr")).astype(np.int32)
    codes = pd.Index([f"C{c:02d}" for c in range(size.countries)], name="country")
    days = pd.Timestamp("2020-01-15") + pd.to_timedelta(month * 30.44, unit="D").floor("D")
    return Planted(
        bow=BagOfWords(counts=counts, doc_ids=doc_ids, words=words),
        weights=weight_table(doc_ids, codes, weight=weight, p_about=p_about),
        dates=pd.Series(days, index=doc_ids),
        topic_word=phi,
    )


def profile(planted: Planted, size: Size, seed: int) -> tuple[Profile, np.ndarray, set[int]]:
    """Fit and estimate; return the profile, which planted topic each is, and which were found.

    Fitted and planted topics are paired one to one by their words; a planted one counts as found
    where the affinity is 0.8 or more.
    """
    config = LDAConfig(n_topics=size.topics, restarts=size.restarts, seed=seed)
    model = fit_lda(planted.bow, config)
    drawn = draw_topic_country(
        model, planted.bow, planted.weights, draws=size.draws, seed=seed, threads=1
    )
    known = is_country(drawn.groups)
    enough = known & (drawn.n_effective >= 3)
    months, by_month = month_shares(model.doc_topic, planted.dates, draws=size.draws, seed=seed)
    alike = affinity(model.topic_word.to_numpy(), planted.topic_word)
    fitted, truth = align(alike)
    which = truth[np.argsort(fitted)]
    found = set(truth[alike[fitted, truth] >= SAME].tolist())
    return (
        Profile(
            topics=drawn.topics,
            countries=drawn.groups.get_level_values("country")[enough],
            months=months,
            by_country=drawn.sample[:, enough],
            by_month=by_month,
        ),
        which,
        found,
    )


def trial(size: Size, seed: int, *, shared: int) -> dict[str, int]:
    """Match two planted languages; count what was found, wrongly found, and missed."""
    sides = [profile(planted, size, seed) for planted in plant(size, seed, shared=shared)]
    matches, _ = match_topics({"one": sides[0][0], "two": sides[1][0]}, seed=seed)
    first = matches["topic"].map(dict(enumerate(sides[0][1])))
    second = matches["other_topic"].map(dict(enumerate(sides[1][1])))
    told = matches["matched"].astype(bool)
    right = (first == second) & (first < shared)
    found = sides[0][2] & sides[1][2] & set(range(shared))
    return {
        "seed": seed, "shared": shared, "shared_fitted_in_both": len(found),
        "matched": int(told.sum()), "right": int((told & right).sum()),
        "false": int((told & ~right).sum()), "pairs": len(matches),
        "at_the_same_time": int((told & (matches["p_months"] <= 0.05)).sum()),
    }  # fmt: skip


def main(doc: str | None) -> int:
    """Run the trials and print what came of them."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--countries", type=int, default=15)
    parser.add_argument("--topics", type=int, default=6)
    parser.add_argument("--shared", type=int, default=3)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--regional", type=float, default=0.5)
    parser.add_argument("--restarts", type=int, default=4)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path("reports/out/across"))
    args = parser.parse_args()
    size = Size(
        documents=args.documents, countries=args.countries, topics=args.topics, shared=args.shared,
        months=args.months, regional=args.regional, restarts=args.restarts, draws=args.draws,
    )  # fmt: skip
    rows = []
    for seed in range(args.first_seed, args.first_seed + args.seeds):
        for shared in (size.shared, 0):
            rows.append(trial(size, seed, shared=shared))
            print(rows[-1], flush=True)
    table = pd.DataFrame(rows)
    args.out.mkdir(parents=True, exist_ok=True)
    write_csv(table, args.out / "across.csv")
    for line in summary(table):
        print(line)
    return 0


def summary(table: pd.DataFrame) -> list[str]:
    """Say how many planted pairs were found, and how many matches were false."""
    planted, null = table[table["shared"] > 0], table[table["shared"] == 0]
    sums = planted.sum(numeric_only=True)
    return [
        f"planted pairs matched: {sums['right']} of {sums['shared']} "
        f"({sums['right'] / sums['shared']:.2f}); of those that both fits found, "
        f"{sums['right'] / max(1, sums['shared_fitted_in_both']):.2f}",
        f"false among {sums['matched']} matches: {sums['false']}",
        f"null corpora with a match: {int((null['matched'] > 0).sum())} of {len(null)}; "
        f"pairs matched there: {null['matched'].sum()} of {null['pairs'].sum()}",
    ]

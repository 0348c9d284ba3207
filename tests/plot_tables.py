"""Made-up tables with the schemas of the package's stages, for tests of figures."""

import numpy as np
import pandas as pd

WORDS = """
gas pipeline uranium export election candidate railway corridor water river dam treaty army
border grain tariff loan bank court museum festival visa migrant worker tanker cable satellite
reform audit strike union vaccine hospital school language drought wheat cotton copper gold
""".split()  # noqa: SIM905
NAMES = {
    "KAZ": "Kazakhstan", "UZB": "Uzbekistan", "KGZ": "Kyrgyzstan", "TJK": "Tajikistan",
    "TKM": "Turkmenistan", "RUS": "Russian Federation", "CHN": "China", "GEO": "Georgia",
    "USA": "United States of America", "GBR": "United Kingdom of Great Britain",
    "VCT": "Saint Vincent and the Grenadines", "COD": "Democratic Republic of the Congo",
    "LAO": "Lao People's Democratic Republic", "DEU": "Germany", "FRA": "France", "ITA": "Italy",
    "ESP": "Spain", "TUR": "Türkiye", "IRN": "Iran", "IND": "India", "PAK": "Pakistan",
    "JPN": "Japan", "KOR": "Republic of Korea", "AUS": "Australia", "BRA": "Brazil",
    "ARG": "Argentina", "CHL": "Chile", "PER": "Peru", "MEX": "Mexico", "CAN": "Canada",
    "EGY": "Egypt", "NGA": "Nigeria", "ZAF": "South Africa", "KEN": "Kenya", "ETH": "Ethiopia",
    "GHA": "Ghana", "MAR": "Morocco", "DZA": "Algeria", "TUN": "Tunisia", "SAU": "Saudi Arabia",
    "ARE": "United Arab Emirates", "QAT": "Qatar", "IRQ": "Iraq", "SYR": "Syria",
    "ISR": "Israel", "JOR": "Jordan", "POL": "Poland", "UKR": "Ukraine", "ROU": "Romania",
    "HUN": "Hungary", "CZE": "Czechia", "SWE": "Sweden", "NOR": "Norway", "FIN": "Finland",
    "DNK": "Denmark", "NLD": "Netherlands", "BEL": "Belgium", "CHE": "Switzerland",
    "AUT": "Austria", "PRT": "Portugal", "GRC": "Greece", "BGR": "Bulgaria",
}  # fmt: skip


def make_words(n_topics=6, n=10, seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for topic in range(n_topics):
        chosen = rng.choice(WORDS, n, replace=False)
        shares = np.sort(rng.dirichlet(np.ones(n)))[::-1] * 0.4
        rows += [
            (topic, rank, word, share, share * 0.8, share * 1.25)
            for rank, (word, share) in enumerate(zip(chosen, shares, strict=True), start=1)
        ]
    words = pd.DataFrame(
        rows, columns=["topic", "rank", "word", "probability", "ci_low", "ci_high"]
    )
    first = words[words["rank"] <= 3].groupby("topic")["word"].agg(", ".join)
    labels = {topic: f"T{topic} {label}" for topic, label in first.items()}
    return words.assign(topic_label=words["topic"].map(labels))


def make_estimates(n_countries=8, n_topics=6, seed=0):
    rng = np.random.default_rng(seed)
    codes = list(NAMES)[:n_countries]
    base = rng.dirichlet(np.full(n_topics, 4.0))
    labels = make_words(n_topics).drop_duplicates("topic").set_index("topic")["topic_label"]
    rows = []
    for code in codes:
        mix = rng.dirichlet(0.8 * n_topics * base + 0.02)
        n = rng.integers(4, 400)
        for topic in range(n_topics):
            share, error = mix[topic], np.sqrt(mix[topic] * (1 - mix[topic]) / n) + 0.002
            rows.append(
                (code, topic, share, error, max(0, share - 1.96 * error),
                 min(1, share + 1.96 * error), max(0, share - 0.67 * error),
                 min(1, share + 0.67 * error), n, n * 0.8, base[topic], share / base[topic],
                 share / n_countries)
            )  # fmt: skip
    columns = [
        "country", "topic", "estimate", "std_error", "ci_low", "ci_high", "ci50_low", "ci50_high",
        "n_docs", "n_effective", "corpus_share", "lift", "p_country_given_topic",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        lift_low=table["ci_low"] / table["corpus_share"],
        lift_high=table["ci_high"] / table["corpus_share"],
        p_country_low=table["ci_low"] / n_countries,
        p_country_high=table["ci_high"] / n_countries,
        country_name=table["country"].map(NAMES),
        topic_label=table["topic"].map(labels),
    )


def make_documents(n=300, *, dated=True, seed=0):
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2015-01-01") + pd.to_timedelta(rng.integers(0, 2000, n), unit="D")
    dates = pd.Series(days).where(rng.random(n) > 0.1) if dated else pd.Series([pd.NaT] * n)
    titles = [" ".join(rng.choice(WORDS, 7)).capitalize() for _ in range(n)]
    return pd.DataFrame(
        {
            "doc_id": [f"d{i:05d}" for i in range(n)],
            "title": titles,
            "text": [f"{title}. {' '.join(rng.choice(WORDS, 60))}." for title in titles],
            "date": dates.astype("datetime64[s]"),
            "source": [f"d{i:05d}.txt" for i in range(n)],
            "outlet": rng.choice(["Steppe Post", "Harbour Times", "The Ledger"], n),
        }
    )


def make_trends(n_countries=4, n_topics=3, seed=0):
    rng = np.random.default_rng(seed)
    periods = [str(p) for p in pd.period_range("2012", "2020", freq="Y")]
    parts = []
    for number, period in enumerate(periods):
        part = make_estimates(n_countries, n_topics, seed=seed).assign(period=period)
        drift = np.clip(part["estimate"] + 0.015 * number * rng.normal(size=len(part)), 0.01, 0.99)
        for column in ("ci_low", "ci_high", "ci50_low", "ci50_high"):
            part[column] = np.clip(part[column] - part["estimate"] + drift, 0, 1)
        part["estimate"] = drift
        parts.append(part)
    trends = pd.concat(parts, ignore_index=True)
    few = (trends["country"] == trends["country"].iloc[0]) & (trends["period"] == "2015")
    numbers = ["estimate", "std_error", "ci_low", "ci_high", "ci50_low", "ci50_high"]
    trends.loc[few, numbers] = np.nan
    return trends


def make_contrasts(n_topics=8, seed=0):
    estimates = make_estimates(2, n_topics, seed=seed)
    first, second = (
        part.set_index("topic") for _, part in estimates.groupby("country", sort=False)
    )
    difference = first["estimate"] - second["estimate"]
    error = np.hypot(first["std_error"], second["std_error"])
    return pd.DataFrame(
        {
            "topic": difference.index,
            "topic_label": first["topic_label"].to_numpy(),
            "first": "Kazakhstan",
            "second": "Uzbekistan",
            "estimate": difference.to_numpy(),
            "ci_low": (difference - 1.96 * error).to_numpy(),
            "ci_high": (difference + 1.96 * error).to_numpy(),
            "p_adjusted": np.where(difference.abs() > 2.5 * error, 0.01, 0.4),
        }
    )


def make_pairs(n_pairs=6, n_topics=5, seed=0):
    rng = np.random.default_rng(seed)
    codes = list(NAMES)
    labels = make_words(n_topics).drop_duplicates("topic").set_index("topic")["topic_label"]
    rows = []
    for number in range(n_pairs):
        first, second = sorted((codes[number % 5], codes[5 + number]))
        mix, expected = rng.dirichlet(np.ones(n_topics), 2)
        told = (np.abs(mix - expected) > 0.2) & (number % 2 == 0)
        alone = [0.5 * expected, 0.4 * expected, 0.6 * expected]
        alone += [1.5 * expected, 1.4 * expected, 1.6 * expected]
        rows += [
            (first, second, NAMES[first], NAMES[second], topic, labels[topic], mix[topic],
             max(0, mix[topic] - 0.1), min(1, mix[topic] + 0.1), expected[topic],
             mix[topic] - expected[topic], mix[topic] - expected[topic] - 0.1,
             mix[topic] - expected[topic] + 0.1, 0.01 if told[topic] else 0.4,
             0.01 if number % 2 == 0 else 0.6, told[topic], 20 + number,
             *(own[topic] for own in alone))
            for topic in range(n_topics)
        ]  # fmt: skip
    columns = [
        "first", "second", "first_name", "second_name", "topic", "topic_label", "estimate",
        "ci_low", "ci_high", "expected", "beyond", "beyond_low", "beyond_high", "p_adjusted",
        "additivity_p_adjusted", "flagged", "n_docs", "first_alone", "first_alone_low",
        "first_alone_high", "second_alone", "second_alone_low", "second_alone_high",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def make_pair_trends(n_topics=5, periods=("2019", "2020", "2022"), seed=0):
    """Make pairs over years, of which one has no row and one no estimate."""
    parts = [
        make_pairs(2, n_topics, seed + number).assign(period=period)
        for number, period in enumerate(periods)
    ]
    table = pd.concat(parts, ignore_index=True)
    gone = (table["period"] == periods[1]) & (table["first"] == table["first"].iloc[0])
    numbers = ["estimate", "ci_low", "ci_high", "expected", "beyond"]
    table.loc[gone, numbers] = np.nan
    return table.assign(flagged=table["flagged"] & ~gone)


def make_groups(n_groups=5, n_topics=6, seed=0):
    table = make_estimates(n_groups, n_topics, seed)
    return table.rename(columns={"country_name": "group"}).drop(columns="country")


def make_group_countries(n_groups=3, n_topics=5, seed=0):
    """Make what outlets have on two countries, one of which is told from the others."""
    rng = np.random.default_rng(seed)
    labels = make_words(n_topics).drop_duplicates("topic").set_index("topic")["topic_label"]
    rows = []
    for country in list(NAMES)[:2]:
        for number in range(n_groups):
            mix, elsewhere = rng.dirichlet(np.ones(n_topics), 2)
            rows += [
                (country, NAMES[country], f"Outlet {number} of the evening", topic, labels[topic],
                 mix[topic], max(0, mix[topic] - 0.1), min(1, mix[topic] + 0.1), elsewhere[topic],
                 mix[topic] - elsewhere[topic], mix[topic] - elsewhere[topic] - 0.1,
                 mix[topic] - elsewhere[topic] + 0.1, 0.01 if number == 0 else 0.4, 12.5 + number)
                for topic in range(n_topics)
            ]  # fmt: skip
    columns = [
        "country", "country_name", "group", "topic", "topic_label", "estimate", "ci_low", "ci_high",
        "elsewhere", "difference", "difference_low", "difference_high", "p_adjusted",
        "n_effective",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def make_effects(n_topics=5, seed=0):
    rng = np.random.default_rng(seed)
    labels = make_words(n_topics).drop_duplicates("topic").set_index("topic")["topic_label"]
    terms = ["Intercept", "log(trade)", "region[T.west]"]
    table = pd.DataFrame(
        [(topic, labels[topic], term) for topic in range(n_topics) for term in terms],
        columns=["topic", "topic_label", "term"],
    )
    estimate = rng.standard_normal(len(table))
    return table.assign(
        estimate=estimate, ci_low=estimate - 0.6, ci_high=estimate + 0.6,
        p_adjusted=np.where(table["term"] == "Intercept", np.nan, np.abs(estimate) < 0.6),
    )  # fmt: skip


def make_mentions(n_docs=300, n_countries=20, seed=0):
    rng = np.random.default_rng(seed)
    codes = np.array(list(NAMES)[:n_countries])
    rows = []
    for number in range(n_docs):
        start = rng.integers(0, n_countries)
        near = [start, (start + rng.integers(0, 3)) % n_countries]
        rows += [(f"d{number}", codes[n]) for n in near]
    return pd.DataFrame(rows, columns=["doc_id", "country"])


def make_mention_kinds(n_countries=20, seed=0):
    from topics.choices import COUNTRY_KINDS

    rng = np.random.default_rng(seed)
    rows = []
    for number, code in enumerate(list(NAMES)[:n_countries]):
        counts = rng.multinomial(
            4000 // (number + 1), rng.dirichlet(np.full(len(COUNTRY_KINDS), 0.5))
        )
        rows += [
            (code, NAMES[code], kind, count, count / counts.sum())
            for kind, count in zip(COUNTRY_KINDS, counts, strict=True)
            if count
        ]
    rows += [("EU", "European Union", "organisation", 2000, 1.0)]
    return pd.DataFrame(rows, columns=["country", "country_name", "kind", "n_mentions", "share"])


def make_calibration(n_bins=10, *, flat=False, seed=0):
    from topics.countries import reliability

    rng = np.random.default_rng(seed)
    p = rng.beta(0.3, 0.2, 20_000)
    came_true = rng.random(len(p)) < (0.4 if flat else p)
    return reliability(p, came_true, n_bins=n_bins).assign(sample="made up")

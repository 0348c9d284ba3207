"""How a run was made and what limits it, in the paragraphs of a methods section."""

from typing import TYPE_CHECKING

from topics._checks import listed
from topics._language_data import language
from topics._languages import language_name
from topics.estimate.apart import LEAST, LEAST_APART
from topics.estimate.beyond import FDR
from topics.evaluate.stability import AGAIN
from topics.lda.regroup import ASIDE
from topics.plots.rows import DAGGER, DAGGER_WORTH
from topics.report.coders_said import found_by_coders
from topics.report.facts import counted, tells_pairs, units_read
from topics.report.prose import groups_found

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

# By reports/validate_estimates.py simulation --first-seed 200 --seeds 10 --trials 19.
_MEASURED = (
    "On news that was planted to try the method (3,000 documents, ten seeds), these estimates were "
    "off by 0.06 in total variation, least squares of document shares on the countries' weights by "
    "0.17, the structural topic model given these weights by 0.16, and averaging by 0.27; 95 % of "
    "the 95 % intervals held what was planted, of the structural topic model's 66 %."
)


def method(analysis: "Analysis") -> list[tuple[str, str]]:
    """Return headings and paragraphs on how the run was made and what limits it."""
    paragraphs = [
        ("Which countries a text is about", _aboutness(analysis)),
        ("Topics", _topics(analysis)),
        ("Estimates and intervals", _estimates(analysis)),
        ("Pairs of countries", _pairs(analysis)),
        ("Groups of documents", _groups(analysis)),
        ("Comparisons", _comparisons(analysis)),
        ("Checked by people", found_by_coders(analysis)),
        (
            "Reproduction",
            "The same input, configuration and seed give the same bytes. manifest.json holds the "
            "hashes of the inputs, the configuration and the versions of all libraries.",
        ),
    ]
    paragraphs = [(heading, text) for heading, text in paragraphs if text]
    if analysis.config.unit == "document":
        return paragraphs
    few = len(analysis.corpus) < analysis.config.few_documents
    units = (
        f"The topic model reads {units_read(analysis)}. Parts of one document are not "
        "independent, so the bootstrap draws whole documents; with few documents, intervals are "
        "wide."
    )
    return [("Few documents" if few else "Units", units), *paragraphs]


def _aboutness(analysis: "Analysis") -> str:
    config = analysis.config
    weights = analysis.weights.groupby("country")["weight"].sum()
    weak = counted(
        int((weights < config.min_country_docs).sum()), "country", names="countries"
    )  # fmt: skip
    english = (config.language or "en") == "en"
    model = "A calibrated model" if english else "A model that was calibrated on English news"
    told = (
        f"The country is the one that speaks, taken from the column {config.speaker}."
        if config.speaker
        else "Names, demonyms, capitals, other cities, metonyms, companies and leaders are found "
        f"in titles and texts ({counted(len(analysis.mentions), 'mention')}). {model} "
        "turns them into the probability that a text is about a country, and a text about several "
        "countries is divided among them. A country that a text is about without naming it is "
        "missed. To be mentioned is not to act: a country may be the speaker, the subject or the "
        "target of what is said."
    )
    return f"{told} {weak} with fewer than {config.min_country_docs:g} documents are not estimated."


def _topics(analysis: "Analysis") -> str:
    config = analysis.config
    unit = config.unit
    empty = int(analysis.shares.isna().any(axis=1).sum())
    has = "has" if empty == 1 else "have"
    without = f"{counted(empty, unit)} {has} no words left and so no topic shares. " * (empty > 0)
    masked = (
        "Words that name countries are left out, so that topics are themes. "
        if config.mask_countries
        else "Words that name countries are in the vocabulary. "
    )
    code = config.language or "en"
    if config.lemmas and language(code).lemmas:
        masked += f"Forms of a {language_name(code)} word count as one, by its dictionary form. "
    starts = counted(config.restarts or 1, "random restart")
    return (
        f"Latent Dirichlet allocation with {config.n_topics} topics, fitted by "
        f"{config.algorithm} to {counted(len(analysis.bow.doc_ids), unit)} "
        f"({starts}; the best is kept; seed {config.seed}). {_number(analysis)}"
        f"{masked}Words in fewer than {config.min_docs} {unit}s, in less than "
        f"{100 * config.min_share:g} % or in more than {100 * config.max_share:g} % of them are "
        f"left out. {_stopped(analysis)}{without}{_labels(analysis)}"
    )


def _number(analysis: "Analysis") -> str:
    """Say why so many topics."""
    if not analysis.sweep.empty:
        from topics.evaluate.recommend import recommend_topics

        return f"{recommend_topics(analysis.sweep).reason} "
    how = (
        "The number was given" if analysis.n_topics_given
        else "The number grows with the corpus (half of the root of its units, 2 to 30)"
    )  # fmt: skip
    return f"{how}; no other was tried, and several may do as well. "


def _stopped(analysis: "Analysis") -> str:
    """Say which words of the lists were left out, and how many tokens these are."""
    found = analysis.stopped
    if found.empty:
        return ""
    parts = [
        f"function words ({found['n_tokens'][found['kind'] == 'function word'].sum():,} tokens)"
    ]
    news = found[found["kind"] == "word of reporting"]
    if len(news):
        most = listed(news["word"].head(4))
        parts.append(
            f"words that any news story has ({news['n_tokens'].sum():,} tokens, such as {most})"
        )
    return f"So are {' and '.join(parts)}; tables/stop_words.csv lists them. "


def _labels(analysis: "Analysis") -> str:
    """Say where labels come from, and which topics were put together or set aside."""
    labelling = analysis.labelling
    if labelling.labels:
        text = "Topics are patterns of words; their labels were given by a reader. "
    else:
        text = (
            "Topics are patterns of words, and their labels are only their first words: read the "
            "texts before naming a topic. "
        )
    together = [
        f"T{t} counts for T{other}" for t, other in labelling.into.items() if other != ASIDE
    ]
    aside = [f"T{topic}" for topic, other in labelling.into.items() if other == ASIDE]
    if together:
        text += f"Put together by a reader: {', '.join(together)}. "
    if aside:
        text += (
            f"Set aside as background by a reader: {', '.join(aside)}; all shares are of the other "
            "topics. "
        )
    if labelling.into:
        text += "Estimates and intervals were computed anew from the same draws."
    return text.strip()


def _estimates(analysis: "Analysis") -> str:
    config = analysis.config
    whole = (
        " of whole groups of documents"
        if config.cluster is not None or config.unit != "document"
        else ""
    )
    return (
        "P(topic | country) is a share of words: the mean, over the documents about the country, "
        "of the part of a document's words that goes to the topic, whatever its length. (The share "
        "of documents mainly about a topic is main_share in tables/topic_country.csv.) It is "
        "estimated jointly for all countries by Gibbs sampling from a topic model whose documents "
        "know their countries, so that a document about several countries is unmixed. "
        f"{_general(analysis)}The {100 * config.level:g} % intervals rest on {config.draws} "
        f"draws{whole}. They reflect which documents happened to be in the corpus, which topics "
        "each of them holds, which countries it is about, and which words make up the topics; "
        f"{_fits(config.refits)} They say how far the estimates would move with another sample of "
        "such texts; they do not say what the sources "
        "left unreported, and they cannot mend a corpus that lacks a country's own press. Where a "
        "figure has many cells, some true values lie outside their intervals by chance: about one "
        f"in twenty at 95 %. {_MEASURED}{_mixing(analysis)}"
    )


def _general(analysis: "Analysis") -> str:
    share = analysis.diagnostics.get("general")
    if not share:
        return ""
    return (
        "Words that texts share whatever they are about belong to no topic "
        f"({100 * share:.0f} % of all words); shares are of the others. "
    )


def _fits(refits: int) -> str:
    if refits:
        return (
            f"the draws of {refits + 1} fits from different seeds are pooled, so that they also "
            "reflect which topics a fit happens to find."
        )
    return "they do not reflect which topics a fit happens to find, for only one was made."


def _mixing(analysis: "Analysis") -> str:
    found = analysis.diagnostics.get("mixing")
    if found is None:
        return ""
    share = 100 * found["unsettled"]
    settled = f"all but {share:.1f} %" if share else "all"
    return (
        f" Behind the {found['n_draws']:,} draws are {found['n_sweeps']:,} sweeps over the corpus; "
        f"the smallest effective size of a share is {found['ess_min']:,.0f}, the median "
        f"{found['ess_median']:,.0f}, and {settled} of the shares have settled (R-hat of 1.01 or "
        "less and an effective size of 400 or more; Vehtari et al. 2021, within fits)."
    )


def _pairs(analysis: "Analysis") -> str:
    if not tells_pairs(analysis):
        return ""
    rule = (
        f"at least {LEAST} {analysis.config.unit}s about exactly these two countries, and "
        f"{LEAST_APART:g} on each that belong to no pair"
    )
    if analysis.pairs.empty:
        return (
            f"No pair of countries has {rule}: what is written about two together is divided "
            "between them as a mixture, which it need not be."
        )
    pairs = analysis.pairs.drop_duplicates(["first", "second"])
    rejected = int((pairs["additivity_p_adjusted"] < FDR).sum())
    what = "is not the mean of its" if rejected == 1 else "are not the mean of their"
    return (
        f"{counted(len(pairs), 'pair')} of countries {'has' if len(pairs) == 1 else 'have'} "
        f"{rule}. They are estimated as groups of their own, in the same draws as the countries, "
        "whose own estimates rest on the texts beside these pairs. Whether a text is about both, "
        "one or neither is drawn. Texts on three and more countries are unmixed, and so are all "
        "texts in estimates over time. A pair is expected to be the mean of its two countries; "
        "what it is beyond that is tested for each topic (false discoveries controlled over all "
        "cells, Benjamini and Hochberg 1995) and for the pair as a whole (Simes 1986). At a "
        f"false-discovery rate of 5 %, {rejected} of {len(pairs)} {what} countries. Why texts on "
        "both differ is not told: they may come from other weeks or other pages than the texts on "
        "each."
    )


def _groups(analysis: "Analysis") -> str:
    config = analysis.config
    if config.groups is None:
        return ""
    text = (
        f"Each {config.unit} is of the group that the column {config.groups!r} names. Groups are "
        "estimated as countries are, from the same fits and with the same number of draws, and "
        f"compared with the corpus. {groups_found(analysis)} "
    )
    cells = analysis.group_countries.drop_duplicates(["country", "group"])
    if cells.empty:
        return f"{text}No country has enough in two groups to compare what they write about it."
    return (
        f"{text}{counted(len(cells), 'group')} on a country, of {cells['country'].nunique()} "
        f"countries, have {config.min_group_docs:g} {config.unit}s or more, and are compared with "
        "the others on the same country in draws of their own. There, a group's texts on a country "
        "lean on all that is written about it, by as much as the data suggest; texts about several "
        "countries are unmixed, also those on pairs of countries. False discoveries are controlled "
        "over all cells (Benjamini and Hochberg 1995). That groups differ does not say why: they "
        "may have written on other days."
    )


def _comparisons(analysis: "Analysis") -> str:
    config, found, again = analysis.config, analysis.trends, analysis.reliability
    text = ""
    if not analysis.contrasts.empty:
        pairs = len(analysis.contrasts[["first", "second"]].drop_duplicates())
        chosen = "as requested" if config.compare else "of the countries with the most documents"
        text = (
            f"Differences between countries ({counted(pairs, 'pair')}, {chosen}) come from the "
            "same draws as the estimates; the false-discovery rate is controlled over all pairs "
            "and topics (Benjamini and Hochberg 1995). "
        )
    if found.empty:
        text += (
            "Estimates over time were switched off. "
            if config.trends == "off"
            else "There are no estimates over time: too few documents have a date. "
        )
    else:
        text += (
            f"Estimates over time cover {found['country'].nunique()} countries in "
            f"{found['period'].nunique()} periods; those of a country are drawn towards its "
            "overall mix, by as much as the data suggest. "
        )
    if not again.empty:
        text += (
            f"Of the {len(again)} topics, {int(again['stable'].sum())} were found again by "
            f"{counted(config.refits, 'further fit')} from other seeds, with a mean similarity of "
            f"{AGAIN:g} or more. The others have a mark ({DAGGER}): {DAGGER_WORTH}."
        )
    return text.strip()

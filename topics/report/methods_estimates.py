"""The methods section of a paper, from what a run did: estimates, limits and software."""

from typing import TYPE_CHECKING

from topics.estimate.apart import LEAST, LEAST_APART
from topics.estimate.bootstrap import SPREAD
from topics.estimate.mixing import ENOUGH, GOOD_RHAT
from topics.estimate.standing import FDR, told_apart
from topics.report.cautions import cautions
from topics.report.coders_said import found_by_coders
from topics.report.facts import counted, tells_pairs
from topics.report.manifest import versions

if TYPE_CHECKING:
    from topics.run.analysis import Analysis

_CITED = {
    "gensim": "gensim {} [@rehurek2010]",
    "numpy": "NumPy {} [@harris2020]",
    "scipy": "SciPy {} [@virtanen2020]",
    "pandas": "pandas {} [@mckinney2010]",
    "numba": "Numba {} [@lam2015]",
    "matplotlib": "Matplotlib {} [@hunter2007]",
}


def estimates(analysis: "Analysis") -> str:
    """Say how shares, intervals and tests were computed, and how the sampler fared."""
    config, unit = analysis.config, analysis.config.unit
    general = analysis.diagnostics.get("general")
    shared = f" ({100 * general:.0f} % of all tokens)" if general else ""
    what = (
        f"The share of a topic in the {unit}s that a country speaks"
        if config.speaker
        else f"The share of a topic in the {unit}s about a country"
    )
    weighed = "" if config.speaker else ", but how much it is about the country does"
    parts = (
        "" if config.speaker
        else f" A {unit} about several countries is thereby unmixed, not counted for each."
    )  # fmt: skip
    return (
        f"{what}, P(topic | country), is the mean, over these {unit}s, of the part of a {unit}'s "
        f"words that goes to the topic; its length plays no part{weighed}. It was estimated "
        "jointly for all countries by Gibbs sampling from a hierarchical topic model in which the "
        f"topics of a {unit} are drawn around those of its countries [@rosenzvi2004; @teh2006], "
        f"with a background of words that all texts share{shared}, which belong to no topic "
        f"[@chemudugunta2007].{parts} The words of the topics were redrawn along with the rest, "
        f"from the fit described above. {_draws(analysis)} {_told(analysis)} {_pairs(analysis)} "
        f"{_over_time(analysis)}"
    )


def _draws(analysis: "Analysis") -> str:
    config = analysis.config
    whole = "documents"
    if config.cluster is not None:
        whole = f"whole groups of documents of the same {config.cluster}"
    elif config.unit != "document":
        whole = "whole documents"
    mixing = analysis.diagnostics.get("mixing", {})
    text = (
        f"Intervals ({100 * config.level:g} %) rest on {config.draws:,} draws, in which {whole} "
        "were weighted by the Bayesian bootstrap [@rubin1981], with weights of variance "
        f"{SPREAD:g} (the original has 1) and more where a country has few; a normal curve with "
        "one spread below and one above the median [@fernandez1998] was laid over the draws on the "
        "logit scale. "
    )
    if config.refits:
        text += (
            f"The draws of {config.refits + 1} fits from different seeds were pooled, and the "
            "spread between fits was widened for their small number as in multiple imputation "
            "[@rubin1987]. "
        )
    else:
        text += "They rest on one fit, and so leave out which topics another seed would find. "
    if not mixing:
        return text
    share = 100 * mixing["unsettled"]
    met = (
        f"{share:.1f} % of the shares did not meet this, and may move with a longer run"
        if share else "all shares met this"
    )  # fmt: skip
    return text + (
        f"The sampler made {mixing['n_sweeps']:,} sweeps after its warm-up, one chain per fit. It "
        "was taken to have settled on a share where the rank-normalized split R-hat, within fits, "
        f"is at most {GOOD_RHAT:g} and the bulk effective size at least {ENOUGH:.0f} "
        f"[@vehtari2021]: {met} (largest R-hat {mixing['rhat_max']:.2f}; effective size "
        f"{mixing['ess_min']:,.0f} at the least, {mixing['ess_median']:,.0f} in the median)."
    )


def _told(analysis: "Analysis") -> str:
    cells = analysis.estimates
    told = int(told_apart(cells).sum())
    text = (
        "A cell, that is a country and a topic, counts as distinguished from the topic's share in "
        "the corpus where the interval leaves it out and the p-value, adjusted to control the "
        f"false-discovery rate over all cells [@benjamini1995], is at most {FDR:g}: {told:,} of "
        f"{len(cells):,} cells."
    )
    if analysis.contrasts.empty:
        return text
    n_pairs = len(analysis.contrasts[["first", "second"]].drop_duplicates())
    chosen = "chosen by the analyst" if analysis.config.compare else "chosen by rule"
    return (
        f"{text} Differences between countries ({counted(n_pairs, 'pair')}, {chosen}) come from "
        "the same draws, and were adjusted over all pairs and topics."
    )


def _pairs(analysis: "Analysis") -> str:
    if not tells_pairs(analysis):
        return ""
    unit, pairs = analysis.config.unit, analysis.pairs
    rule = (
        f"{LEAST} {unit}s or more about exactly these two countries, and {LEAST_APART:g} on each "
        "beside its pairs"
    )
    if pairs.empty:
        return f"No pair of countries had {rule}, so texts about two were taken as a mixture."
    n_pairs = len(pairs[["first", "second"]].drop_duplicates())
    return (
        f"{counted(n_pairs, 'pair')} of countries with {rule}, {'was' if n_pairs == 1 else 'were'} "
        "estimated as groups of their own, beside which the estimates of the countries stand. What "
        "a pair is beyond the mean of its countries was tested for each topic [@benjamini1995] and "
        "for the pair as a whole [@simes1986]; words that mark its texts are ranked by log-odds "
        "with an informative prior [@monroe2008]."
    )


def _over_time(analysis: "Analysis") -> str:
    found, config = analysis.trends, analysis.config
    if found.empty:
        return ""
    return (
        f"Estimates over time cover {found['country'].nunique()} countries in "
        f"{found['period'].nunique()} periods; those of a country are drawn towards its overall "
        "mix, by as much as the data suggest, and texts on pairs are unmixed in them. Periods in "
        f"which a country has less than {config.min_period_docs:g} {config.unit}s were left out."
    )


def limits(analysis: "Analysis") -> str:
    """Say what the intervals do not hold, and what this run leaves open."""
    config = analysis.config
    fits = " and which topics a fit happens to find" if config.refits else ""
    about = "" if config.speaker else ", which countries it is about as far as the weights tell"
    text = (
        "The intervals reflect which documents happened to be sampled, which topics each of them "
        f"holds{about}, which words make up the topics{fits}. They do not reflect the choice of "
        "sources and what these left unreported, topics that no fit found, the number of topics"
    )
    text += (
        ". " if config.speaker
        else ", or errors in finding countries and in the calibration of their weights. To be "
        "mentioned is not to act: a country may be the speaker, the subject or the target of what "
        "is said. "
    )  # fmt: skip
    return f"{text}{_robust(analysis)} {found_by_coders(analysis, cite=True)} {_open(analysis)}"


def _robust(analysis: "Analysis") -> str:
    table = analysis.robust
    if not analysis.config.robust:
        return "Whether the findings hold under other choices of the analyst was not tried."
    tried = table[table["choice"] != "as reported"] if len(table) else table
    if tried.empty:
        return "No finding stood out that could be tried under other choices."
    cells = [tried["country"], tried["topic"]]
    hold = tried["verdict"].eq("holds").groupby(cells).all()
    turned = tried["verdict"].eq("turns").groupby(cells).any()
    return (
        f"Under {counted(tried['choice'].nunique(), 'other choice')} (numbers of topics, seed, "
        f"country words, sources), {int(hold.sum())} of {len(hold)} findings hold throughout, and "
        f"{int(turned.sum())} turn under one or more."
    )


def _open(analysis: "Analysis") -> str:
    told = cautions(analysis, sampler=False, coders=False, beside=("Dates",))
    return f"Cautions of this run: {' '.join(told)}" if told else ""


def software(analysis: "Analysis") -> str:
    """Name the versions that made the run, and what makes it again."""
    found = versions()
    cited = [text.format(found[name]) for name, text in _CITED.items()]
    return (
        f"The analysis was made with country-topics {found['country-topics']} [@countrytopics] "
        f"under Python {found['python']}, with {', '.join(cited[:-1])} and {cited[-1]}. With the "
        f"same input, configuration and seed ({analysis.config.seed}) it gives the same bytes; "
        "manifest.json of the report holds the hashes of all inputs and the configuration."
    )

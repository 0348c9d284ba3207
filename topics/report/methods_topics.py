"""The methods section of a paper, from what a run did: vocabulary, fit and labels of topics."""

from typing import TYPE_CHECKING

from topics._checks import listed
from topics._language_data import language
from topics.evaluate.stability import AGAIN
from topics.lda.regroup import ASIDE
from topics.report.facts import counted

if TYPE_CHECKING:
    from topics.run.analysis import Analysis


def topics_found(analysis: "Analysis") -> str:
    """Say what was counted, how topics were fitted and named, and which are found again."""
    config, bow, unit = analysis.config, analysis.bow, analysis.config.unit
    tokens, words = int(bow.counts.sum()), len(bow.words)
    without = int(analysis.shares.isna().any(axis=1).sum())
    empty = f" {counted(without, unit)} held none of these words." if without else ""
    return (
        f"{_vocabulary(analysis)} Words in fewer than {config.min_docs} {unit}s, in less than "
        f"{100 * config.min_share:g} % or in more than {100 * config.max_share:g} % of the {unit}s "
        f"were dropped, which left {tokens:,} tokens of {words:,} words.{empty} {_fit(analysis)} "
        f"{_number(analysis)} {_labels(analysis)} {_again(analysis)}"
    )


def _vocabulary(analysis: "Analysis") -> str:
    config, found = analysis.config, analysis.stopped
    parts = []
    if not found.empty:
        counts = found.groupby("kind", sort=False)["n_tokens"].sum()
        kinds = [str(kind).replace("word", "words", 1) for kind in counts.index]
        parts = [f"{kind} ({n:,} tokens)" for kind, n in zip(kinds, counts, strict=True)]
    if config.mask_countries:
        parts.append("words that name countries")
    text = f"Left out of the vocabulary were {listed(parts)}." if parts else ""
    if not config.mask_countries:
        text += " Words that name countries stayed in it."
    if config.lemmas and language(config.language or "en").lemmas:
        text += " Words were counted by their dictionary form."
    return text


def _fit(analysis: "Analysis") -> str:
    config, fit = analysis.config, analysis.model.config
    unit, n_units = config.unit, len(analysis.bow.doc_ids)
    what = (
        f"Latent Dirichlet allocation [@blei2003] with K = {fit.n_topics} topics was fitted to "
        f"{counted(n_units, unit)}"
    )
    if fit.algorithm == "vb":
        return (
            f"{what} by online variational Bayes [@hoffman2010] as implemented in gensim "
            f"[@rehurek2010], in {counted(config.passes, 'pass', names='passes')} from one random "
            f"start (seed {config.seed}). {_priors(analysis)}"
        )
    starts = fit.n_restarts
    best = (
        f"from {starts:,} random starts, of which the fit with the highest training likelihood was "
        "kept" if starts > 1 else "from one random start"
    )  # fmt: skip
    return (
        f"{what} by collapsed variational Bayes of order zero [@asuncion2009], through the "
        f"interface of gensim [@rehurek2010], {best}; a start ended when training perplexity fell "
        f"by less than {100 * fit.tolerance:g} % in a pass, or after {config.passes} passes (seed "
        f"{config.seed}). {_priors(analysis)}"
    )


def _priors(analysis: "Analysis") -> str:
    fit = analysis.model.config
    total = float(sum(analysis.model.engine.alpha))
    alpha = (
        "The Dirichlet prior of the topics of a document was learned, one value per topic "
        f"[@minka2000]; the values sum to {total:.2f}"
        if fit.alpha == "auto"
        else f"The Dirichlet prior of the topics of a document was {fit.alpha:g} for each topic"
    )
    eta = "learned too" if fit.eta == "auto" else f"{fit.eta:g} for each word"
    return f"{alpha}. That of the words of a topic was {eta}."


def _number(analysis: "Analysis") -> str:
    """Say why so many topics."""
    if not analysis.sweep.empty:
        from topics.evaluate.recommend import recommend_topics

        found = recommend_topics(analysis.sweep)
        numbers = listed(sorted(analysis.sweep["n_topics"].unique().tolist()))
        text = (
            f"Models with {numbers} topics were compared by the perplexity of held-out words "
            f"[@wallach2009] and by which topics other runs find again: {found.reason}"
        )
        if found.n_topics != analysis.config.n_topics:
            text += f" The number used, {analysis.config.n_topics}, was set by the analyst."
        return text.replace(" Read the topics before you choose.", "")
    how = (
        "The number of topics was set by the analyst"
        if analysis.n_topics_given
        else "The number of topics follows from the size of the corpus (half of the square root of "
        "the number of units, 2 to 30)"
    )
    return f"{how}; no other number was compared, and several may do as well."


def _labels(analysis: "Analysis") -> str:
    labelling = analysis.labelling
    names = (
        f"A reader labelled {counted(len(labelling.labels), 'topic')}; other labels are the first "
        "words of a topic by relevance [@sievert2014]."
        if labelling.labels
        else "Labels of topics are their first words by relevance [@sievert2014], not the result "
        "of a reading."
    )
    into = labelling.into.values()
    together, aside = sum(one != ASIDE for one in into), sum(one == ASIDE for one in into)
    if together:
        names += f" A reader let {counted(together, 'topic')} count for another."
    if aside:
        names += f" A reader set {counted(aside, 'topic')} aside; shares are of the others."
    return names


def _again(analysis: "Analysis") -> str:
    found = analysis.reliability
    if found.empty:
        return "Whether other seeds find the same topics was not tried."
    stable, refits = int(found["stable"].sum()), analysis.config.refits
    how_many = f"All {stable}" if stable == len(found) else f"{stable} of the {len(found)}"
    starts = max(1, analysis.model.config.n_restarts // refits)
    text = (
        f"{how_many} topics were found again by {counted(refits, 'further fit')} from other seeds, "
        f"of {counted(starts, 'start')} each (mean similarity of matched topics, 1 less the "
        f"Hellinger distance of their words, of {AGAIN:g} or more)."
    )
    lost = found.loc[~found["stable"].astype(bool), "topic_label"].tolist()
    if lost:
        text += f" Not found again: {'; '.join(map(str, lost))}."
    return text

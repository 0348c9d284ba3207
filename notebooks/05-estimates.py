# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -jupytext.text_representation.jupytext_version
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 5. What do the intervals mean, and when do they hold?
#
# "Between so much and so much of what is written about the country is about energy": what was that
# interval made to do, and does it do it? Where the truth is known one can count. So we plant a corpus, hide the
# truth, estimate it, and look. Then we read the columns of an estimate on the sample.

# %%
import pandas as pd
from matplotlib.figure import Figure

import topics
from topics.evaluate import match_topics
from topics.run.config import sample_folder

# %% [markdown]
# ## A planted corpus: turn these
#
# `simulate_news` plants what makes news hard: topics that share their frequent words, texts about
# several countries, false mentions, sources with leanings. Change a number, run all cells again, and
# see what happens to the intervals: fewer documents, more countries in each document, more scatter.

# %%
planted = topics.simulate_news(
    n_docs=600,  # try 200
    n_countries=8,
    n_topics=5,
    n_words=600,
    # shares of texts about one, two and three countries: try (0.1, 0.3, 0.6)
    countries_per_doc=(0.5, 0.3, 0.2),
    scatter=1.0,  # how much texts on one country differ: try 2
    weight_noise=0.1,  # errors in who is mentioned: try 0.4
    seed=1,
)
bow = topics.BagOfWords(counts=planted.counts, doc_ids=planted.doc_ids, words=planted.words)
planted.country_topic.round(2)

# %% [markdown]
# That is the truth: of what is written about each country, the share of each topic. Now without it:
# fit topics to the words, and estimate with the weights that a reader of the text would have.

# %%
model = topics.fit_lda(bow, topics.LDAConfig(n_topics=5, restarts=10, seed=1))
matched = match_topics(planted.topic_word, model.topic_word)
matched.round(2)

# %% [markdown]
# Which fitted topic is which planted one: a similarity far below the others means that the planted
# topic was not found, and no interval can help then.

# %%
to_planted = matched.set_index("other")["topic"]
truth = planted.country_topic.stack().rename("truth").reset_index()
truth.columns = ["country", "topic", "truth"]
made = {}
for method in ("joint", "mean"):
    table = topics.topic_country(model, bow, planted.weights, method=method, draws=100, seed=1)
    table["topic"] = table["topic"].map(to_planted)
    made[method] = table.merge(truth, on=["country", "topic"])
compared = pd.concat(made, names=["method", "row"])
compared["holds"] = compared["truth"].between(compared["ci_low"], compared["ci_high"])
compared["error"] = (compared["estimate"] - compared["truth"]).abs()
compared["width"] = compared["ci_high"] - compared["ci_low"]
compared.groupby("method")[["holds", "error", "width"]].mean().round(3)

# %% [markdown]
# `holds` is the part of the 95 % intervals that hold the planted share, `error` how far an estimate is
# from it on average, `width` how wide its interval is. "mean" averages the shares of the documents of each country, as is often done. Its intervals are
# narrow, and that is the trouble: a text about two countries pulls each toward the other, and no
# number of documents mends that. "joint" unmixes such texts and lets the topics themselves be in
# doubt. The picture, for the country with most and the one with fewest documents:

# %%
joint = made["joint"]
order = joint.groupby("country")["n_docs"].first().sort_values()
with topics.figure_style("report", columns=2):
    figure = Figure(figsize=(6.8, 2.2), layout="constrained")
    axes = figure.subplots(1, 2, sharex=True, sharey=True)
    for ax, country in zip(axes, [order.index[-1], order.index[0]], strict=True):
        own = joint[joint["country"] == country].sort_values("topic")
        ax.hlines(own["topic"], own["ci_low"], own["ci_high"], color="#a9c4de", linewidth=5)
        ax.plot(own["estimate"], own["topic"], "o", color="#1f5a94", label="estimate")
        ax.plot(
            own["truth"], own["topic"], "|", color="#a8321e", markersize=14, label="planted"
        )
        ax.set(
            title=f"{country}: {order[country]} documents", xlabel="share of what is written"
        )
    axes[0].set(ylabel="topic", yticks=range(len(own)))
    axes[1].legend(frameon=False, loc="center right")
figure

# %% [markdown]
# The country with fewer documents has the wider intervals: that is what they are for. One planted
# corpus is an anecdote; what was measured over many, with the scripts that anyone can run again, is in
# the documentation (`docs/measured/estimates.md`).
#
# ## What no interval covers
#
# The intervals answer: where would the estimate be with another sample of such texts, and with the
# topics as uncertain as they are? They do not know of texts that the archive lacks, of countries that
# the matcher takes for others throughout, or of a topic that the fit did not find. Set `weight_noise`
# to 0.4 above and see.
#
# ## Reading an estimate, on the sample

# %%
corpus, audit = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
mentions = topics.find_countries(corpus)
weights = topics.country_weights(mentions, corpus)
common = weights.groupby("country")["weight"].transform("sum") >= 5
bow = topics.count_corpus(corpus, mentions=mentions, min_docs=3)
model = topics.fit_lda(bow, topics.LDAConfig(n_topics=8, restarts=20, seed=1))
drawn = topics.draw_topic_country(model, bow, weights[common], draws=400, seed=1)
drawn

# %%
labels = topics.topic_labels(topics.top_words(model))
estimates = topics.summarise_draws(drawn)
estimates["country_name"] = estimates["country"].map(topics.country_name)
estimates["topic_label"] = estimates["topic"].map(labels)
columns = [
    "country_name",
    "topic_label",
    "estimate",
    "ci_low",
    "ci_high",
    "n_docs",
    "lift",
    "lift_low",
    "lift_high",
    "p_adjusted",
]
estimates.nlargest(6, "lift_low")[columns].round(2)

# %% [markdown]
# - `estimate` is a share of words, with its 95 % interval.
# - `lift` is that share over the topic's share in the corpus: 2 is twice the usual. A lift whose
#   interval holds 1 is not told from the usual.
# - `p_adjusted` counts the cells: with a hundred of them, a few lie outside their interval by luck.
#   Pick cells by this column, and not by how far out an interval lies.
#
# Is it the words or the documents? `main_share` counts documents instead: of those about the country,
# the part most of whose words go to the topic. The two differ where a topic is a little of everything.

# %%
shares = ["country_name", "topic_label", "estimate", "main_share", "main_low", "main_high"]
gap = (estimates["estimate"] - estimates["main_share"]).abs()
estimates.loc[gap.nlargest(5).index, shares].round(2)

# %% [markdown]
# `settled` asks about the sampler and not about the world: did it run long enough that running it again
# would give the same? Of how many cells can that be said here? Figures mark the others with "~":

# %%
estimates["settled"].value_counts()

# %% [markdown]
# More draws settle more cells (`draws=2000`, or `--draws 2000` for a report). Until a cell has
# settled, its second digit may move.
#
# ## Differences between two countries
#
# That one interval holds the usual share and another does not is no proof that the two countries
# differ. Ask for the difference itself; it is made of the same draws:

# %%
largest = estimates.groupby("country")["n_docs"].first().nlargest(3).index.tolist()
differences = topics.contrasts(drawn, largest[0], largest[1:])
differences = differences.assign(
    first_name=differences["first"].map(topics.country_name),
    second_name=differences["second"].map(topics.country_name),
    topic_label=differences["topic"].map(labels),
)
with topics.figure_style("report", columns=2):
    ax = topics.plot_contrasts(differences)
ax.figure

# %% [markdown]
# What may be said: "in this corpus, more of what is written about the one goes to the topic, by so many
# percentage points". What may not: why.

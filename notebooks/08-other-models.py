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
# # 8. My topics come from another library: can I still ask about countries?
#
# Yes. A model of gensim is taken in whole, with its words, so that nothing is lost. Of any other model
# the shares of topics in documents are enough, but then the intervals cannot know how sure that model
# was. This notebook does both, and shows what the difference is worth.

# %%
import numpy as np
import pandas as pd
from gensim.models import LdaModel

import topics
from topics.run.config import sample_folder

corpus, audit = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
mentions = topics.find_countries(corpus)
weights = topics.country_weights(mentions, corpus)
weights = weights[weights.groupby("country")["weight"].transform("sum") >= 5]
bow = topics.count_corpus(corpus, mentions=mentions, min_docs=3)

# %% [markdown]
# ## gensim
#
# `to_gensim` gives its dictionary and its corpus; if you have your own, `BagOfWords.from_gensim(corpus,
# dictionary)` goes the other way. The model that comes back is one of ours, with the topics of theirs.

# %%
dictionary, stream = bow.to_gensim()
lda = LdaModel(
    stream, id2word=dictionary, num_topics=8, passes=10, alpha="auto", random_state=1
)
adopted = topics.TopicModel.from_gensim(lda, bow)
adopted

# %%
labels = topics.topic_labels(topics.top_words(adopted))
estimates = topics.topic_country(adopted, bow, weights, draws=100, seed=1)
estimates = estimates.assign(
    topic_label=estimates["topic"].map(labels),
    country_name=estimates["country"].map(topics.country_name),
)
with topics.figure_style("report", columns=2):
    ax = topics.plot_topic_country(topics.seriate(estimates))
ax.figure

# %% [markdown]
# gensim starts once, and few passes were made here so as to be quick; `fit_lda` keeps the best of many
# starts. Is it a good fit? The words say what
# each found; the themes that the briefs were written on say which is nearer to them here.

# %%
own = topics.fit_lda(bow, topics.LDAConfig(n_topics=8, restarts=20, seed=1))
theme = (
    pd.read_csv(sample_folder() / "labels.csv").set_index("id").loc[corpus["doc_id"], "theme"]
)
shares = {
    "gensim, one start, 10 passes": adopted.doc_topic,
    "fit_lda, best of 20": own.doc_topic,
}
pd.Series(
    {
        name: pd.crosstab(theme.to_numpy(), table.idxmax(axis=1).to_numpy()).max().sum()
        / len(theme)
        for name, table in shares.items()
    },
    name="briefs with their theme",
).round(2)

# %% [markdown]
# ## scikit-learn
#
# Its models give an array of shares, without names. Put the names of the documents beside it, in the
# order in which they were counted: a share that goes to the wrong document is an error that no figure
# shows. It is the extra `sklearn`: `pip install "country-topics[sklearn]"`.

# %%
from sklearn.decomposition import LatentDirichletAllocation

learned = LatentDirichletAllocation(n_components=8, max_iter=20, random_state=1)
theta = pd.DataFrame(learned.fit_transform(bow.counts), index=bow.doc_ids)
theta.iloc[:3].round(2)

# %%
given = topics.topic_country(theta=theta, weights=weights, draws=100, seed=1)
given["note"].unique()

# %% [markdown]
# That note goes with every table and title that is made of these shares. What it stands for: the same
# model of ours, once with its words and once as bare shares.

# %%
by_words = topics.topic_country(own, bow, weights, draws=100, seed=1)
by_shares = topics.topic_country(theta=own.doc_topic, weights=weights, draws=100, seed=1)
both = by_words.merge(by_shares, on=["country", "topic"], suffixes=("_words", "_shares"))
width = pd.DataFrame(
    {name: both[f"ci_high_{name}"] - both[f"ci_low_{name}"] for name in ("words", "shares")}
)
pd.DataFrame(
    {
        "mean width of an interval": width.mean(),
        "mean largest share of a country": [
            both.groupby("country")[f"estimate_{name}"].max().mean()
            for name in ("words", "shares")
        ],
    }
).round(3)

# %% [markdown]
# The widths say nothing of who is right: with bare shares, what the fit left open of each document is in
# no interval, and large shares are drawn toward the middle. The documentation has how often such
# intervals held what was planted, and how often those of `model` and `bow` did
# (`docs/measured/estimates.md`). Prefer the words where you have them.
#
# ## BERTopic and other clusterings
#
# BERTopic gives each document one topic, and -1 to outliers. Here such a list is made by hand, so that
# the notebook needs no download: the main topic of each brief, and the least clear ones as outliers.
# With the library itself, it is what `fit_transform` returns first.

# %%
clearest = own.doc_topic.max(axis=1)
assigned = np.where(clearest < clearest.quantile(0.1), -1, own.doc_topic.idxmax(axis=1))
pd.Series(assigned).value_counts().sort_index().rename("documents")

# %% [markdown]
# One column for each topic, 1 where the document has it. Outliers are not a topic: their shares are
# missing, and such documents are left out and counted, not spread over the others.

# %%
hard = pd.get_dummies(pd.Series(assigned, index=bow.doc_ids)).astype(float)
hard.loc[assigned == -1] = np.nan
hard = hard.drop(columns=-1)
drawn = topics.draw_topic_country(theta=hard, weights=weights, draws=100, seed=1)
drawn

# %%
clustered = topics.summarise_draws(drawn)
clustered = clustered.assign(
    topic_label=clustered["topic"].map(topics.topic_labels(topics.top_words(own))),
    country_name=clustered["country"].map(topics.country_name),
)
first = clustered.loc[clustered["n_docs"].idxmax(), "country"]
with topics.figure_style("report"):
    ax = topics.plot_topics_of_country(clustered, country=first)
ax.figure

# %% [markdown]
# The title says what the intervals leave out. Pairs, contrasts and regressions take such draws too
# (`topic_pairs(theta=...)`, `contrasts`, `effects`); which outliers were left out, and that one topic
# per document is a strong claim about news, is for you to say.

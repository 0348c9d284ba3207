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
# # 4. How many topics, which of them can be trusted, and what are they called?
#
# Three questions that every reviewer asks. None has one right answer, but each has evidence: which
# numbers of topics predict about as well, which topics other fits find again, and what people see who
# read the documents.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import topics
from topics.run.config import sample_folder

corpus, audit = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
mentions = topics.find_countries(corpus)
bow = topics.count_corpus(corpus, mentions=mentions, min_docs=3)

# %% [markdown]
# ## How many?
#
# Each number is fitted from several seeds, each time without a tenth of the documents, whose words it
# must then predict. Perplexity is how badly it does: lower is better. Stability is how well the fits
# of one number find each other's topics.

# %%
numbers = [4, 8, 12, 16]
comparison = topics.compare_configs(
    bow, topics.config_grid(numbers, seeds=range(3), restarts=2)
)
comparison.groupby("n_topics")[
    ["perplexity", "stability", "n_again", "npmi", "exclusivity"]
].mean().round(2)

# %%
with topics.figure_style("report"):
    ax = topics.plot_sweep(comparison, measure="perplexity")
ax.figure

# %%
with topics.figure_style("report"):
    ax = topics.plot_sweep(comparison, measure="stability")
ax.figure

# %% [markdown]
# No curve has a peak that settles it, and that is the usual case. The rule below takes the fewest
# topics that predict about as well as any, if other fits find nearly all of them again, and says which
# numbers cannot be told apart:

# %%
recommended = topics.recommend_topics(comparison)
recommended

# %% [markdown]
# The briefs were written on eight themes. A number that is recommended is what so many documents can
# show, and not how many topics there "are"; with three seeds and two starts each, as here to be quick,
# another seed may move it. In a paper, give the range as well as the number, and show that the finding
# holds at its ends (`topics report --robust`).
#
# ## Which topics does another fit find again?
#
# The same number from five seeds. Kept is the fit that is most like the others, with a reliability for
# each of its topics: the mean similarity of its nearest counterparts.

# %%
prototype = topics.fit_prototype(bow, topics.LDAConfig(n_topics=8, restarts=4, seed=1), runs=5)
prototype

# %%
model = prototype.model
labels = topics.auto_labels(model)
reliability = prototype.stability.merge(labels, on="topic").rename(
    columns={"label": "topic_label"}
)
with topics.figure_style("report", columns=2):
    ax = topics.plot_reliability(reliability)
ax.figure

# %% [markdown]
# A topic that the others do not find is marked with a dagger in figures. It may still be real, since a
# small theme is easily missed; but a finding that rests on it alone should not be in an abstract. A
# topic that all find is not thereby meaningful: cookie banners are found again every time.
#
# ## What are they called?
#
# First words by probability are often the same from topic to topic; relevance prefers words that tell
# a topic from the others. Both, for the first topics:

# %%
likely = topics.top_words(model, 6, measure="probability")
telling = topics.top_words(model, 6, measure="relevance")
pd.DataFrame(
    {
        "by probability": likely.groupby("topic")["word"].agg(", ".join),
        "by relevance": telling.groupby("topic")["word"].agg(", ".join),
    }
)

# %% [markdown]
# Read before you name. The briefs that each topic takes up most of:

# %%
pd.set_option("display.max_colwidth", 120)
titles = corpus.set_index("doc_id")["title"].str.slice(0, 36)
titles = titles.where(titles != "", titles.index)
nearest = model.doc_topic.apply(lambda share: " | ".join(titles[share.nlargest(3).index]))
labels.assign(briefs=labels["topic"].map(nearest))[["label", "briefs"]]

# %% [markdown]
# Labels are yours: write them to a file beside the model, edit it in a spreadsheet, read it again. The
# words in the file are a fingerprint, so that labels are refused for another fit than the one that
# they were given to. Here one label is "edited":

# %%
store = Path(tempfile.mkdtemp()) / "model"
topics.save_model(model, store)
labels.loc[0, "label"] = "my name for the first topic"
topics.write_labels(labels, store)
topics.read_labels(topics.load_model(store), store)

# %% [markdown]
# ## How do the topics relate to one another?
#
# Topics whose words are alike stand near each other; the size is the share of the corpus.

# %%
sizes = topics.doc_topics(model, bow).mean()
places = topics.map_topics(model.topic_word, sizes).merge(
    labels.rename(columns={"label": "topic_label"})[["topic", "topic_label"]], on="topic"
)
with topics.figure_style("report", columns=2):
    ax = topics.plot_topic_map(places)
ax.figure

# %% [markdown]
# Distances on such a map are squeezed into two dimensions: that two topics are neighbours is a reason
# to read both, and no finding.
#
# ## Is it so?
#
# The theme on which each brief was written is known here, as it never is in your corpus. The share of
# each theme's briefs by their main topic:

# %%
theme = (
    pd.read_csv(sample_folder() / "labels.csv").set_index("id").loc[corpus["doc_id"], "theme"]
)
main = model.doc_topic.idxmax(axis=1).map(topics.topic_labels(telling))
pd.crosstab(
    theme.to_numpy(), main.to_numpy(), normalize="index", rownames=["theme"], colnames=["topic"]
).round(2)

# %% [markdown]
# Where a row has its weight in one column, the fit has found the theme; where it is spread, what you
# would write of that topic is about something else than the theme. In your own corpus, people must
# judge this.

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
# # 6. What are two countries written about together, does it change, and what goes with it?
#
# Texts about two countries are not the mean of what is written about each. A paper writes of one
# country's elections and of the other's harvest; of both, it writes about the border. An estimate that
# takes such texts for a mixture blames one of the two for the border. Here the pairs of the sample are
# set apart: what they are about, how far that is beyond the two, and how sure one can be. Then come
# change over time, and facts about countries that shares may go with.

# %%
import pandas as pd

import topics
from topics.run.config import sample_folder

corpus, audit = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
mentions = topics.find_countries(corpus)
weights = topics.country_weights(mentions, corpus)
bow = topics.count_corpus(corpus, mentions=mentions, min_docs=3)
model = topics.fit_lda(bow, topics.LDAConfig(n_topics=8, restarts=20, seed=1))
labels = topics.topic_labels(topics.top_words(model, 10))

# %% [markdown]
# ## Pairs with enough texts
#
# A text is about a pair when exactly two countries are likely (`p_about` of a half or more). A pair
# needs 15 such texts, and each of its countries 6 that belong to no pair: what is *expected* of the pair
# is the mean of what these say of each. Ask for more with `least`, where a cell must stand by itself.

# %%
drawn = topics.draw_topic_pairs(model, bow, weights, draws=100, seed=1)
drawn

# %% [markdown]
# ## Beyond what is expected
#
# `estimate` is P(topic | pair), `beyond` the estimate less what is expected, with its interval. A cell
# is `flagged` where both the cell is told from 0 and the pair as a whole is told from the mean of its
# countries, at a false-discovery rate of 5 % over all cells and pairs. A pair with fewer than 20 texts
# is neither coloured nor named in a report: too many of its flags would be chance.

# %%
pairs = topics.summarise_pairs(drawn)
pairs = pairs.assign(topic_label=pairs["topic"].map(labels))
shown = [
    "first",
    "second",
    "topic_label",
    "n_docs",
    "estimate",
    "expected",
    "beyond",
    "beyond_low",
    "beyond_high",
]
pairs.loc[pairs["flagged"], shown].sort_values("beyond", ascending=False).round(2)

# %%
with topics.figure_style("report", columns=2):
    ax = topics.plot_beyond(pairs)
ax.figure

# %% [markdown]
# ## One pair in detail
#
# The pair whose strongest cell is surest, beside the words that mark texts on both against texts on
# either alone (log-odds with the corpus as prior: for reading, not for testing).

# %%
surest = pairs[pairs["flagged"]].nlargest(1, "beyond_low").iloc[0]
pair = f"{surest['first']}-{surest['second']}"
words = topics.pair_words(bow, weights)
with topics.figure_style("report", columns=2):
    ax = topics.plot_pair(pairs, pair=pair, words=words)
ax.figure

# %%
with topics.figure_style("report", columns=2):
    ax = topics.plot_sides(pairs, pair=pair)
ax.figure

# %% [markdown]
# Is it so? The sample was labelled by hand: for some of its briefs `labels.csv` says what two countries
# deal in together. The countries that the briefs are about, and what the labels say:

# %%
known = pd.read_csv(sample_folder() / "labels.csv")
known.dropna(subset="relation").value_counts(["main", "relation"]).head(6)

# %% [markdown]
# ## Change over time
#
# `trends` estimates each country in each period that has enough documents with a date, in one model
# with all others. Two documents' worth is all that is asked for here, so that there is something to see:
# by default it is five.

# %%
dates = corpus.set_index("doc_id")["date"]
often = weights.groupby("country")["weight"].sum().idxmax()
moved = topics.trends(model, bow, weights, dates, period="year", min_docs=2, draws=100, seed=1)
moved = moved.assign(
    topic_label=moved["topic"].map(labels),
    country_name=moved["country"].map(topics.country_name),
)
with topics.figure_style("report", columns=2):
    ax = topics.plot_trends(moved, country=often, most=6)
ax.figure

# %% [markdown]
# Bands this wide say that the sample cannot tell one year from another, whatever the middle line does:
# draw no arrow through it. A difference between two periods needs a test of its own
# (`contrasts(draws, (country, "2022"), (country, "2023"))`; for pairs, `period` in `draw_topic_pairs`
# and `pair_changes`).
#
# ## Covariates: what do shares go with?
#
# Facts about countries that are known from elsewhere, one row for each. Here: was it part of the Soviet
# Union, and has it a sea coast? A regression for each topic, with the error of the draws in its
# intervals. It needs the extra `effects`: `pip install "country-topics[effects]"`.

# %%
enough = weights.groupby("country")["weight"].transform("sum") >= 3
countries = topics.draw_topic_country(model, bow, weights[enough], draws=100, seed=1)
soviet = "ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS TJK TKM UKR UZB".split()
landlocked = "AFG ARM AUT AZE BLR CHE CZE HUN KAZ KGZ MDA MNG SRB TJK TKM UZB".split()
facts = pd.DataFrame({"country": weights.loc[enough, "country"].unique()})
facts["soviet"] = facts["country"].isin(soviet).astype(int)
facts["landlocked"] = facts["country"].isin(landlocked).astype(int)
found = topics.effects(countries, facts, "~ soviet + landlocked", min_docs=3, missing="drop")
found

# %%
table = found.table.assign(topic_label=found.table["topic"].map(labels))
with topics.figure_style("report", columns=2):
    ax = topics.plot_effects(table, term="landlocked")
ax.figure

# %% [markdown]
# Where no row is told from 0 (`p adjusted`), that is the answer: with so few countries, neither fact
# can be said to go with any topic. Estimates are on the logit scale, as in a logistic regression. `predict` and `compare` give shares:

# %%
sea = pd.DataFrame({"soviet": [0, 1], "landlocked": [0, 0]})
land = pd.DataFrame({"soviet": [0, 1], "landlocked": [1, 1]})
difference = found.compare(land, sea)
difference.assign(topic_label=difference["topic"].map(labels)).nlargest(4, "estimate").round(2)

# %% [markdown]
# ## Before any of this goes into a paper
#
# - A pair is a finding about texts, not about states: it may come from other weeks or other pages than
#   the texts on each. Read some of them: `topics pairs run1 --pair KAZ-RUS -o pair.pdf` puts three
#   passages below the figure.
# - A regression says what goes together, not why; few countries with two facts each leave room for
#   many stories.
# - Topics were not chosen beforehand. Of those that you looked at, say how many.

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
# # 1. Which topics do these countries go with?
#
# You have a folder of news text and a list of countries in mind. What is written about each of
# them, and how sure can you be? This notebook goes down the line that `topics report` runs in one
# go, and looks at each table on the way. Every stage is a plain function that takes a table and
# gives a table back, so that you can stop anywhere, look, change something, and go on.
#
# The corpus is the sample that comes with the package: short briefs on Eurasian affairs, written
# for it and shaped like scraped news. It shows what the tool does. It says nothing about what the
# world's press writes.

# %%
import topics
from topics.run.config import sample_folder

# %% [markdown]
# ## Read
#
# One row for each document, whatever the files were. The account beside it says what was read and
# what was not: look at it before anything else.

# %%
reading = topics.read_with_account(sample_folder() / "briefs")
reading

# %%
corpus = reading.corpus
print(corpus.loc[4, "text"])

# %% [markdown]
# ## Clean
#
# The text above has lines that no journalist wrote. Boilerplate goes, title and date are found,
# empty documents and copies are dropped. The audit lists every line and every document that went,
# with the rule that removed it.

# %%
cleaned, audit = topics.clean_corpus(corpus)
print(f"{len(corpus)} documents read, {len(cleaned)} kept")
audit.groupby(["stage", "rule"]).size().sort_values(ascending=False).head(8)

# %%
print(cleaned.loc[4, "text"])

# %% [markdown]
# ## Which countries is each text about?
#
# First the mentions, each with its place in the text and the kind of name that it is. Then the
# weights: how much each document is about each country. What is missing to 1 belongs to no country.

# %%
mentions = topics.find_countries(cleaned)
topics.show_mentions(cleaned.loc[0, "text"])

# %%
weights = topics.country_weights(mentions, cleaned)
weights.head(6).round(2)

# %% [markdown]
# ## Topics
#
# Words that name countries are left out of the counts, so that topics are themes and not places.
# Of several random starts the best fit is kept; topic ids never change after this.

# %%
bow = topics.count_corpus(cleaned, mentions=mentions, min_docs=3)
bow

# %%
model = topics.fit_lda(bow, topics.LDAConfig(n_topics=8, restarts=20, seed=1))
model

# %% [markdown]
# A topic is a pattern of words that occur together. It has no name until somebody has read some of
# its documents; until then its first words stand for it.
#
# ## Topics of countries, with intervals
#
# P(topic | country): of what is written about a country, the share that goes to the topic. It is
# estimated jointly, so that a brief about two countries is shared between them and neither is blamed
# for the other's news. Countries with fewer than three documents' worth of text are left out.

# %%
common = weights.groupby("country")["weight"].transform("sum") >= 3
estimates = topics.topic_country(model, bow, weights[common], draws=200, seed=1)
labels = topics.topic_labels(topics.top_words(model))
estimates = estimates.assign(
    topic_label=estimates["topic"].map(labels),
    country_name=estimates["country"].map(topics.country_name),
)
columns = ["topic_label", "estimate", "ci_low", "ci_high", "lift", "p_adjusted", "settled"]
estimates.loc[estimates["country"] == "UZB", columns].round(2)

# %%
with topics.figure_style("report", columns=2):
    ax = topics.plot_topic_country(topics.seriate(estimates))
ax.figure

# %% [markdown]
# Only coloured cells are told from the topic's share in the corpus, with false discoveries held to
# 5 % over all cells. A pale cell with a large number is not a finding: the country may have too few
# documents. "~" marks shares for which the sampler should run longer: a notebook that is to be quick
# makes few draws, a report 500, and `draws` makes more.
#
# The same for one topic, the one with the strongest cell. The dashed line is the topic's share in
# the corpus: a country whose thin line crosses it cannot be said to differ.

# %%
strongest = estimates[estimates["p_adjusted"] < 0.05].nlargest(1, "lift_low").iloc[0]
with topics.figure_style("report"):
    ax = topics.plot_countries_of_topic(estimates, topic=strongest["topic"])
ax.figure

# %% [markdown]
# ## Read before you write
#
# The documents behind that cell: those about the country, most of whose words go to the topic.

# %%
shares = topics.doc_topics(model, bow)[strongest["topic"]].rename("topic_share")
behind = weights[weights["country"] == strongest["country"]].set_index("doc_id")
titles = cleaned.set_index("doc_id")["title"]
behind = behind.join(shares).join(titles.where(titles != "", "(no headline)"))
behind = behind[behind["topic_share"] > 0.5].nlargest(6, "weight")
print(strongest["country_name"], "and", strongest["topic_label"])
behind[["title", "weight", "topic_share"]].round(2)

# %% [markdown]
# What may be said: in these texts, this country is written about with these words more than others
# are. What may not: that the country *is* so, that the world's press writes so, or that the topic
# means what its first words suggest.
#
# ## Next
#
# - `topics report YOUR_FOLDER --out run1` does all of this and writes a PDF, a page and tables.
# - Notebook 2 reads your own files; 3 looks at the countries, 4 at the topics, 5 at what intervals
#   mean, 6 at two countries together, 7 at figures for a paper, 8 at models from other libraries, 9 at
#   what people make of topics and countries.

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
# # 9. Does anybody but the computer see these topics?
#
# Ask people. They look for the word, the set of words or the label that does not belong, and say which
# countries a text is about. This notebook draws such tasks from the sample corpus, and shows what comes
# of the answers. **The two coders in it are made up**: random numbers with a share of right answers that
# we choose. They show what the measures do, and say nothing of the sample.
#
# For a report of yours, all of this is two commands: `topics validate run1 --out coding`, and, when the
# sheets are back, `topics validate run1 --read coding`.

# %%
import numpy as np
import pandas as pd

import topics
from topics.evaluate import disagreements, refuted_countries, untold_topics
from topics.run.config import sample_folder

corpus, audit = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
mentions = topics.find_countries(corpus)
weights = topics.country_weights(mentions, corpus)
bow = topics.count_corpus(corpus, mentions=mentions, min_docs=3)
model = topics.fit_lda(bow, topics.LDAConfig(n_topics=8, restarts=10, seed=1))
labels = topics.topic_labels(topics.top_words(model))
labels

# %% [markdown]
# ## What coders get
#
# Two items per topic in each of five tasks, and 60 texts to be read for their countries. Texts are drawn
# by topic and country.

# %%
drawn = topics.draw_tasks(
    model, corpus, weights, labels.str.replace(r"^T\d+ ", "", regex=True), texts=60, seed=1
)
drawn.items.groupby("task").size()

# %% [markdown]
# An item of each task on topics, without its text. `answer` is the number of the right option; in the
# files that `topics validate` writes, it stands in the key alone.

# %%
drawn.items.groupby("task").first().loc[:, ["topic", "options", "answer"]].head(5)

# %% [markdown]
# ## Two coders who are made up
#
# Each knows the answer with a probability of 0.85, and guesses otherwise. Of topic 3 they know nothing:
# every answer there is a guess.

# %%
rng = np.random.default_rng(7)
asked = drawn.items[drawn.items["task"] != "countries"]
sheets = []
for coder in ("simulated A", "simulated B"):
    knows = (rng.random(len(asked)) < 0.85) & (asked["topic"] != 3).to_numpy(dtype=bool)
    guess = [int(rng.integers(1, len(options) + 1)) for options in asked["options"]]
    said = np.where(knows, asked["answer"], guess)
    sheets.append(pd.DataFrame({"coder": coder, "item": asked["item"], "answer": said}))
answers = pd.concat(sheets, ignore_index=True)
results = topics.score_tasks(drawn.items, answers)
shown = ["task", "n_items", "estimate", "ci_low", "ci_high", "expected"]
results.query("measure == 'accuracy' and topic == 'all'")[shown].round(2)

# %% [markdown]
# `expected` is what guessing gets right. Two items of a topic in one task say little; over all tasks a
# topic has ten. Those that coders could not tell from chance:

# %%
print("not told from chance:", untold_topics(results))
results.query("measure == 'told'")[["topic", "n_items", "estimate", "ci_low", "ci_high", "p_value"]].round(3)

# %% [markdown]
# ## Do the two agree?
#
# Krippendorff's alpha is 1 where they always do, 0 where they do as often as by chance. With 16 items the
# interval is wide. What they answered differently is listed, to be talked over.

# %%
results.query("measure == 'alpha'")[["task", "n_items", "estimate", "ci_low", "ci_high"]].round(2)

# %%
disagreements(drawn.items, answers).head(3)

# %% [markdown]
# ## Countries
#
# The made-up coders call main what has the largest probability in a text, and also what has 0.4 or more
# beside it; they miss one name in ten. They follow the probabilities of the package, so that these look better
# here than people would find them.

# %%
texts = drawn.items[drawn.items["task"] == "countries"]
likely = weights[weights["doc_id"].isin(texts["doc_id"]) & (weights["p_about"] >= 0.4)]
likely = likely.sort_values(["doc_id", "p_about"], ascending=[True, False])
likely = likely.assign(degree=np.where(likely["doc_id"].duplicated(), "also", "main"))
coded = pd.concat(
    [
        likely[rng.random(len(likely)) < 0.9][["doc_id", "country", "degree"]].assign(coder=coder)
        for coder in ("simulated A", "simulated B")
    ]
)
stands_for = texts.set_index("doc_id")["stands_for"]
of_countries = topics.score_countries(coded, weights, stands_for)
overall = of_countries.query("country == '' and measure != 'calibration error'")
overall[["measure", "n_items", "estimate", "ci_low", "ci_high"]].round(2)

# %% [markdown]
# The weights of a text also lie on countries with small probabilities, which nobody names: that is what
# the precision of weights counts. Against the probabilities that were given:

# %%
calibration = of_countries.query("measure == 'calibration'")
calibration[["country", "n_items", "expected", "estimate", "ci_low", "ci_high"]].round(2)

# %%
print("refuted by the simulated coders:", refuted_countries(of_countries) or "no country")

# %% [markdown]
# `topics report --rerun run1` puts such results on the page of limits, marks the topics that were not told
# from chance, and changes no estimate. Where nobody has checked, it says that.

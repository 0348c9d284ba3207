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
# # 7. What goes into the paper?
#
# A figure in the journal's size, a table with its notes, a methods section that also tells what does
# not flatter, and a folder from which a reader can make it all again. They all come from one report.

# %%
import tempfile
from pathlib import Path

from IPython.display import Markdown

import topics
from topics.run.config import sample_folder

folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## One report
#
# The settings are one frozen value, from a TOML file or from arguments. To be quick, this notebook makes
# fewer starts, draws and refits than a paper should.

# %%
config = topics.ReportConfig.from_toml(sample_folder() / "report.toml").updated(
    restarts=5, draws=60, refits=1, trends="off", region=("CENTRAL-ASIA",)
)
config

# %%
analysis = topics.analyse(config)
analysis

# %% [markdown]
# Where it lists warnings, read them first: they are on the first page of the report, and belong into the
# paper. Now the report itself is written: PDF, page, figures, tables.

# %%
report = topics.write_report(analysis, folder / "report").parent
sorted(path.name for path in report.iterdir())

# %% [markdown]
# What became of the documents along the way, for the appendix:

# %%
with topics.figure_style("report"):
    ax = topics.plot_flow(analysis.flow)
ax.figure

# %% [markdown]
# ## A figure in the size and type of a journal
#
# A style is a context: nothing is set for good. `save_figure` writes PDF, PNG or SVG, with alt text for
# readers who do not see it, and its data in a file beside it. A heatmap across the two columns of Nature,
# and what stands out in the one of PLOS:

# %%
estimates = analysis.shown()
with topics.figure_style("nature", columns=2):
    ax = topics.plot_topic_country(estimates)
    saved = topics.save_figure(
        ax.figure,
        folder / "fig1.pdf",
        title="Topics of the countries of Central Asia",
        alt="A heatmap of the share of each topic in what is written about each country.",
        data=estimates,
    )
ax.figure

# %%
with topics.figure_style("plos"):
    ax = topics.plot_standouts(estimates, topics=4)
ax.figure

# %%
sorted(path.name for path in folder.glob("fig1*"))

# %% [markdown]
# What a figure shows stands in a table, and nothing is computed while it is drawn; so a coauthor can draw
# the same numbers with another tool.
#
# ## A table with its notes
#
# The cells that are told from the corpus, with intervals, the number of documents, and notes on what was
# chosen and what marks mean. Leave the notes in: without them a reader cannot know how the rows were
# picked.

# %%
Markdown(topics.paper_table(report, "estimates", format="markdown"))

# %%
print(topics.paper_table(report, "contrasts", format="latex"))

# %% [markdown]
# `write_paper_table(report, "estimates", "table1.xlsx")` writes a workbook, where numbers stay numbers
# (extra `excel`); names that end in `.tex`, `.md` and `.csv` work too.
#
# ## The methods section
#
# With the numbers of the run, and with what a reviewer would ask: documents left out, topics that other
# seeds do not find, shares that have not settled, choices that were not tried. What the corpus is, and
# why it was chosen, is left to you.

# %%
Markdown(topics.methods_text(report))

# %% [markdown]
# ## What belongs beside the paper
#
# Settings, versions of all libraries, hashes of the inputs, and one command that makes the report again
# and says whether it has the same bytes. The texts themselves are copied only if you ask (`data=True`),
# since you may not be free to pass them on.

# %%
replication = topics.write_replication(report, folder / "replication")
sorted(path.name for path in replication.iterdir())

# %%
print((replication / "run.sh").read_text("utf-8"))

# %% [markdown]
# The same numbers again show that nothing was mistyped. They do not show that the numbers are right: for
# that, read documents behind the cells, try other choices (`topics report --robust`), and let people
# judge topics and countries.

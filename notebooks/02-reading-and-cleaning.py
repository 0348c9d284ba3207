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
# # 2. What was read of my files, and what was thrown away?
#
# Errors in the first two steps are the ones that nobody sees later: a Nexis download of forty
# articles taken for one long document, a column of days read with months and days swapped, a
# newsletter footer that becomes a topic. So reading gives an account, and cleaning an audit. Here a
# folder is filled with the kind of files that people have, and both are read line by line.
#
# All text below was made up for this notebook.

# %%
import tempfile
from pathlib import Path

import pandas as pd

import topics
from topics.run.config import sample_folder

folder = Path(tempfile.mkdtemp())

# %% [markdown]
# ## An export of Nexis
#
# One file, several articles, each with a head of fields. Factiva, ProQuest and Europresse are known
# in the same way, as text, page, Word file, rich text or PDF, in whatever language the interface had.

# %%
article = """{n} of 3 DOCUMENTS

The Quay

March {day}, 2024 Friday

{title}

BYLINE: Rosa Vega

SECTION: WORLD; Pg. {n}

LENGTH: 40 words

{text}

LANGUAGE: ENGLISH

Copyright 2024 Quay Press
All Rights Reserved

"""
stories = [
    (
        "Kenya and Uganda argue over fish",
        "Officials from Kenya met their counterparts from Uganda. They spoke of Lake Victoria, of nets and of licences.",
    ),
    (
        "Tanzania opens a railway",
        "In Dodoma the first train left at dawn. Tanzania hopes that its neighbours will send their freight this way.",
    ),
    (
        "A dry year for Kenya",
        "Farmers around Nairobi wait for rain. The government of Kenya has bought maize abroad.",
    ),
]
export = "".join(
    article.format(n=n, day=10 + n, title=title, text=text)
    for n, (title, text) in enumerate(stories, start=1)
)
(folder / "nexis.txt").write_text(export, "utf-8")
reading = topics.read_with_account(folder / "nexis.txt")
reading

# %% [markdown]
# The line "remarks" says that the export was recognised. The fields of the head are columns now, and
# none of them stands in the text, where a subject line would make every article about its keywords.

# %%
reading.corpus[["title", "date", "publication", "byline", "section"]]

# %% [markdown]
# ## A file that looks like records and is no known export
#
# What if the format is one that nobody foresaw? To take such a file for one long document would be
# wrong in silence. So reading stops, in one line that says what was seen and what to do.

# %%
wire = "".join(
    f"=====\nHeadline: Ships at berth {day}\nDate: 2024-03-0{day}\n\n"
    "Ships from India waited for a berth in the port of Mombasa, and some of them left again.\n\n"
    for day in range(1, 7)
)
(folder / "wire.txt").write_text(wire, "utf-8")
try:
    topics.read_corpus(folder / "wire.txt")
except topics.TopicsError as error:
    print(error)

# %%
topics.read_corpus(folder / "wire.txt", split="=====")[["doc_id", "text"]].head(3)

# %% [markdown]
# ## A table, with columns in another language
#
# Columns of text, titles and days are known by their usual names in some twenty languages. Days are
# never guessed: 03/04/2024 is read only where another day of the same column proves the order.

# %%
table = pd.DataFrame(
    {
        "Titel": ["Streit um Fischerei", "Neue Bahn in Tansania", "Wahl in Uganda"],
        "Artikel": [
            "Kenia und Uganda streiten über den Fang im See.",
            "In Dodoma fuhr der erste Zug.",
            "In Kampala wurden die Stimmen gezählt.",
        ],
        "Datum": ["03/04/2024", "05/04/2024", "06/04/2024"],
    }
)
table.to_csv(folder / "artikel.csv", index=False)
reading = topics.read_with_account(folder / "artikel.csv", columns={"Artikel": "text"})
reading

# %% [markdown]
# No number of that column is above 12, so that 03/04 may be the third of April or the fourth of March.
# The account says that the days could not be read. If you know the order, say so:

# %%
known = topics.read_corpus(
    folder / "artikel.csv", columns={"Artikel": "text"}, date_format="day-first"
)
known[["title", "date", "date_precision"]]

# %% [markdown]
# ## A folder of all sorts
#
# A folder is read whole, and what is not read is listed by kind, with what to do about it. Facts in
# the names of files become columns by a pattern.

# %%
mixed = folder / "mixed"
mixed.mkdir()
for country, year in [("KEN", 2023), ("UGA", 2023), ("KEN", 2024)]:
    text = f"A speech of {year}.\n\nWe thank the assembly, and our friends in Egypt and Sudan."
    (mixed / f"{country}_{year}.txt").write_text(text, "utf-8")
(mixed / "draft.doc").write_bytes(b"\xd0\xcf\x11\xe0 an old Word file")
(mixed / "photo.jpg").write_bytes(b"\xff\xd8\xff")
reading = topics.read_with_account(mixed, pattern="{iso3}_{date:%Y}")
reading

# %%
reading.corpus[["doc_id", "iso3", "date", "date_precision", "text"]]

# %% [markdown]
# `date_precision` says that only the year is known. The column `iso3` is who *speaks*; the countries
# in the text are who is *spoken of*. The two are never mixed.
#
# ## What cleaning throws away, and by which rule
#
# Ten pages of one site, as a scraper leaves them, and one of them twice.

# %%
places = [
    "Nairobi",
    "Kampala",
    "Dodoma",
    "Kigali",
    "Cairo",
    "Khartoum",
    "Accra",
    "Lagos",
    "Rabat",
    "Tunis",
]
things = [
    "a harvest",
    "a bridge",
    "a strike",
    "a festival",
    "a flood",
    "a trial",
    "a census",
    "a harbour",
    "a school",
    "a tax",
]
pages = [
    f"{place} talks about {thing}\n\nBy Ana Sol\n12 March 2024\n\n"
    f"In {place} people talk about {thing}. Some are for it, others wait to see what comes of it.\n\n"
    "Share this article\nSign up for our newsletter\n© Gull Online 2024. All rights reserved."
    for place, thing in zip(places, things, strict=True)
]
scraped = pd.DataFrame({"doc_id": [f"p{n}" for n in range(11)], "text": [*pages, pages[3]]})
reading = topics.read_with_account(scraped)
cleaned, audit = topics.clean_corpus(reading.corpus)
audit.groupby(["stage", "rule"])["count"].sum()

# %% [markdown]
# Every row of the audit is a line or a document with the rule that removed it. If a rule took what
# you need, this is where you see it. The lines that went, and how often:

# %%
topics.removed_lines(audit).head(8)

# %%
print(cleaned.loc[0, "title"], "|", cleaned.loc[0, "date"].date(), "|", cleaned.loc[0, "text"])

# %% [markdown]
# And the way from what was read to what was kept, which belongs into the appendix:

# %%
topics.flow(reading.account, audit)

# %% [markdown]
# ## From when are the texts?
#
# The sample that comes with the package has its days in the texts, or nowhere. A gap in this figure is
# a gap in every trend, and texts without a day are in none.

# %%
sample, _ = topics.clean_corpus(topics.read_corpus(sample_folder() / "briefs"))
with topics.figure_style("report", columns=2):
    ax = topics.plot_coverage(sample)
ax.figure

# %% [markdown]
# ## What we may not conclude
#
# That nothing is listed does not mean that nothing went wrong: an export that was cut off at the
# download, a search term that missed half of the articles, a site that hides its text from scrapers
# leave no trace in the files. The account speaks of the files that are there.
#
# On the command line: `topics clean articles/ --out cleaned` writes the cleaned documents, the audit
# and the account; `topics report` puts them on its pages.

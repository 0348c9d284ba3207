"""Labelled pages of invented sites: article lines stay, clutter goes, facts are right."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from topics.cleaning import clean_corpus
from topics.cleaning.normalise import normalise

PAGES = sorted((Path(__file__).parent / "data" / "pages").glob("*.tsv"))


def labelled(path):
    """Return (day or "-", [(label, line)])."""
    day, *rows = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    pairs = [tuple(row.split("\t", 1)) if row else ("", "") for row in rows]
    return day, pairs


def score(path):
    """Return counts: article lines kept and all, clutter removed and all, and what went wrong."""
    day, pairs = labelled(path)
    text = "\n".join(line for _, line in pairs)
    corpus = pd.DataFrame({"doc_id": [path.stem], "title": "", "text": text, "date": pd.NaT})
    cleaned, audit = clean_corpus(corpus)
    removed = {
        n for n, stage in zip(audit["line"], audit["stage"], strict=True) if stage != "dateline"
    }
    counts, wrong = Counter(), []
    for number, (label, line) in enumerate(pairs, start=1):
        if not label:
            continue
        gone = number in removed
        counts["article" if label in "at" else "clutter"] += 1
        if label == "t":
            counts["article kept"] += cleaned.loc[0, "title"] == normalise(line)
            if cleaned.loc[0, "title"] != normalise(line):
                wrong.append((label, line))
        elif label == "a":
            counts["article kept"] += not gone
            if gone:
                wrong.append((label, line))
        else:
            counts["clutter removed"] += gone
            if not gone:
                wrong.append((label, line))
    found = "-" if pd.isna(cleaned.loc[0, "date"]) else str(cleaned.loc[0, "date"].date())
    return counts, wrong, (day, found)


def test_there_is_enough_to_say_something():
    labels = Counter(label for path in PAGES for label, _ in labelled(path)[1] if label)
    assert len(PAGES) >= 10
    assert sum(labels.values()) >= 150


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_day_and_title(path):
    _, wrong, (day, found) = score(path)
    assert found == day
    assert not [line for label, line in wrong if label == "t"]


def test_article_lines_stay_and_clutter_goes():
    counts = sum((score(path)[0] for path in PAGES), Counter())
    precision = counts["article kept"] / counts["article"]
    recall = counts["clutter removed"] / counts["clutter"]
    print(f"article lines kept {precision:.3f}, clutter removed {recall:.3f}, {dict(counts)}")  # noqa: T201
    assert precision >= 0.99
    assert recall >= 0.9

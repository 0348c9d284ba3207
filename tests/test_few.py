"""Errors when little is left say why, with the advice that fits; one long line is split."""

import random

import pandas as pd
import pytest

from topics.errors import TopicsError
from topics.readers.corpus import read_corpus
from topics.run.config import ReportConfig
from topics.run.prepare import prepare, split

WORDS = ["kiln", "quarry", "loom", "tariff", "harbour", "cod", "cable", "herring", "pier", "wool"]
BY_SENTENCE = "one line: split it by sentences with `unit='sentence'`"


def sentence(rng, n):
    chosen = " and ".join(rng.choices(WORDS, k=2))
    return (
        f"Round {n} of the talks in {rng.choice(['Oslo', 'Lima', 'Nairobi'])} was about {chosen}."
    )


def line(n, seed=1):
    rng = random.Random(seed)
    return " ".join(sentence(rng, number) for number in range(n))


def write(folder, *texts):
    path = folder / "corpus.csv"
    rows = {"doc_id": [f"d{n}" for n in range(len(texts))], "text": texts}
    pd.DataFrame(rows).to_csv(path, index=False)
    return str(path)


def test_one_long_line_is_split_by_sentences(tmp_path):
    (tmp_path / "one.txt").write_text(line(60), "utf-8")
    said = []
    ready = prepare(ReportConfig(corpus=str(tmp_path / "one.txt")), say=said.append)
    assert "split into 60 sentences" in said
    assert ready.config.unit == "sentence"
    assert ready.cluster is not None


def test_paragraphs_stay_paragraphs(tmp_path):
    text = "\n\n".join(line(4, seed) for seed in range(12))
    unit, units = split(read_corpus(write(tmp_path, text, line(4))), ReportConfig())
    assert (unit, len(units)) == ("paragraph", 13)


@pytest.mark.parametrize(
    ("texts", "options", "said"),
    [
        ([line(60)], {"unit": "paragraph"}, BY_SENTENCE),
        ([line(60)], {"unit": "document"}, BY_SENTENCE),
        (
            [line(30)] * 60,
            {"unit": "document"},
            "59 of 60 documents are copies of others. Keep copies with `duplicates='keep'`",
        ),
        (["Oslo kiln."], {}, "The corpus is one document: give more, or, .* `split=.LINE.`"),
        ([""] * 3, {}, "of its 3 documents none is left: 3 have no text."),
        (
            [f"Oslo {chr(97 + n) * 5} {chr(97 + n) * 6}." for n in range(20)],
            {"unit": "document"},
            "A word must occur in 3 documents .* loosen these",
        ),
    ],
)  # fmt: skip
def test_the_advice_fits_the_case(tmp_path, texts, options, said):
    path = write(tmp_path, *texts)
    with pytest.raises(TopicsError, match=said) as caught:
        prepare(ReportConfig(corpus=path, **options))
    assert "fewer topics" not in str(caught.value)

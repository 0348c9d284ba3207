"""Every hand-labelled sentence of the adversarial suite, mention by mention."""

from pathlib import Path

import pandas as pd
import pytest

from topics.choices import GROUP_KINDS
from topics.countries import find_countries

DATA = Path(__file__).parent / "data"
SUITES = ("countries_adversarial.tsv", "countries_new.tsv")


def plain(text):
    return text.replace("\\n", "\n").replace("\\t", "\t")


def sentences():
    for suite in SUITES:
        lines = [
            line
            for line in (DATA / suite).read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")
        ]
        for line in lines[1:]:
            trap, year, text, *expected = line.split("\t")
            countries, groups = [*expected, "", ""][:2]
            yield trap, year, plain(text), plain(countries), plain(groups)


ROWS = list(sentences())


@pytest.fixture(scope="module")
def found():
    corpus = pd.DataFrame(
        {
            "doc_id": [str(number) for number in range(len(ROWS))],
            "text": [text for _, _, text, _, _ in ROWS],
            "date": pd.to_datetime([f"{year}-06-01" if year else None for _, year, *_ in ROWS]),
        }
    )
    mentions = find_countries(corpus)
    assert (mentions["surface"].str.len() == mentions["end"] - mentions["start"]).all()
    return dict(tuple(mentions.groupby("doc_id")))


def test_suite_is_large_and_varied():
    assert len(ROWS) >= 300
    assert len({trap for trap, *_ in ROWS}) >= 20


@pytest.mark.parametrize(
    "number", range(len(ROWS)), ids=[f"{row[0]}-{i}" for i, row in enumerate(ROWS)]
)
def test_sentence(number, found):
    _, _, text, countries, groups = ROWS[number]
    table = found.get(str(number), pd.DataFrame(columns=["surface", "country", "kind"]))
    is_group = table["kind"].isin(GROUP_KINDS)
    for part, expected in ((table[~is_group], countries), (table[is_group], groups)):
        got = [f"{s}={c}" for s, c in zip(part["surface"], part["country"], strict=True)]
        wanted = [item for item in expected.split("; ") if item.strip()]
        assert got == wanted, text

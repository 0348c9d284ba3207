"""Countries found in parallel sentences of many languages, beside what the names of CLDR find.

The sentences are one text in every language, with the countries that each refers to, and those it
names by a name or a demonym, set by hand on the English side. An error of translation counts as
one of ours: a sentence may name a country in one language only.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from topics._language_data import language as facts_of
from topics.countries import find_countries, languages
from topics.countries.cldr import country_names
from topics.countries.matcher import Matcher

_DRAWS = 1000
_NAMING = ("name", "demonym", "historical")
_GROUPS = ("organisation", "world_region")
Sets = list[set[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """Sentences of one language with all countries of each, and those named."""

    corpus: pd.DataFrame
    every: Sets
    named: Sets

    @property
    def ids(self) -> list[str]:
        """The id of each sentence."""
        return list(self.corpus["doc_id"])


def _codes(cell: str) -> set[str]:
    return set(cell.replace(",", " ").split()) - {"-"}


def read_sentences(folder: Path, code: str) -> Sentences:
    """Read the sentences of one language: labelled ones, or those of ``truth.tsv``."""
    rows = _rows(folder / f"{code}.tsv")
    if rows[0] == ["id", "text", "named", "all"]:
        truth = {row[0]: (_codes(row[3]), _codes(row[2])) for row in rows[1:]}
        rows = rows[1:]
    else:
        given = (row for row in _rows(folder / "truth.tsv") if len(row) > 2)
        truth = {row[0]: (_codes(row[1]), _codes(row[2])) for row in given}
    texts = {row[0]: row[1] for row in rows if len(row) > 1}
    ids = list(truth)
    return Sentences(
        pd.DataFrame({"doc_id": ids, "text": [texts.get(one, "") for one in ids]}),
        [truth[one][0] for one in ids],
        [truth[one][1] for one in ids],
    )


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def found_sets(mentions: pd.DataFrame, ids: Sequence[str], *, kinds: Sequence[str] = ()) -> Sets:
    """Give the countries found in each sentence, by any kind of mention or by some."""
    rows = mentions[~mentions["kind"].isin(_GROUPS)]
    if kinds:
        rows = rows[rows["kind"].isin(kinds)]
    by_sentence = rows.groupby("doc_id")["country"].agg(set).to_dict()
    return [by_sentence.get(one, set()) for one in ids]


def cldr_sets(corpus: pd.DataFrame, code: str) -> Sets:
    """Give the countries whose names in CLDR stand in each sentence as whole words."""
    facts = facts_of(code)
    names = {name: country for locale in facts.cldr or (code,)
             for name, country in country_names(locale) if name[0].isalnum()}  # fmt: skip
    matcher = Matcher(list(names), joined=facts.joined, runs_on=facts.runs_on)
    codes = list(names.values())
    return [{codes[index] for index in matcher.find(text).surface} for text in corpus["text"]]


def scores(truth: Sets, found: Sets, *, wanted: Sets | None = None) -> dict[str, float]:
    """Score over all sentences, with 95 % bootstrap intervals over sentences.

    `wanted` are the countries that recall is asked of; precision is against `truth`.
    """
    wanted = truth if wanted is None else wanted
    counts = np.array(
        [
            (len(found[i] & wanted[i]), len(wanted[i]), len(found[i] & truth[i]), len(found[i]))
            for i in range(len(truth))
        ],
        dtype=np.float64,
    )
    rng = np.random.default_rng(0)
    drawn = rng.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=_DRAWS)
    sums = drawn @ counts
    result: dict[str, float] = {}
    for name, value, sample in zip(
        ("recall", "precision", "F1"), _rates(counts.sum(axis=0)), _rates(sums.T), strict=True
    ):
        low, high = np.quantile(sample, [0.025, 0.975])
        result |= {name: float(value), f"{name}_low": float(low), f"{name}_high": float(high)}
    return result


def _rates(sums: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], ...]:
    right, asked, true, said = sums
    recall, precision = right / np.maximum(asked, 1), true / np.maximum(said, 1)
    return recall, precision, 2 * recall * precision / np.maximum(recall + precision, 1e-9)


def measure(folder: Path, codes: Sequence[str]) -> pd.DataFrame:
    """Measure languages that have both a gazetteer and sentences."""
    rows = []
    for name in codes:
        code = name.partition("_")[0]
        read = read_sentences(folder, name)
        corpus, ids, every, named = read.corpus, read.ids, read.every, read.named
        found = found_sets(find_countries(corpus, language=code), ids)
        by_name = found_sets(find_countries(corpus, language=code, kinds=_NAMING), ids)
        plain = cldr_sets(corpus, code)
        rows += [
            {"language": name, "over": "all", **scores(every, found)},
            {"language": name, "over": "named", **scores(every, by_name, wanted=named)},
            {"language": name, "over": "all, CLDR alone", **scores(every, plain)},
            {"language": name, "over": "named, CLDR alone", **scores(every, plain, wanted=named)},
        ]
    return pd.DataFrame(rows)


def speed(folder: Path, code: str, *, megabytes: float = 6.0) -> float:
    """Time matching on the sentences over and over; megabytes of UTF-8 a second."""
    texts = read_sentences(folder, code).corpus["text"].tolist()
    size = sum(len(text.encode()) for text in texts) / 1e6
    times = max(1, round(megabytes / size))
    documents = ["\n".join(texts[first : first + 20]) for first in range(0, len(texts), 20)]
    corpus = pd.DataFrame({"doc_id": range(times * len(documents)), "text": documents * times})
    find_countries(corpus.head(5), language=code)
    began = time.process_time()
    find_countries(corpus, language=code)
    return times * size / (time.process_time() - began)


def errors(folder: Path, code: str) -> list[str]:
    """Write each sentence with a country too many or too few."""
    read = read_sentences(folder, code)
    corpus, ids, every, named = read.corpus, read.ids, read.every, read.named
    mentions = find_countries(corpus, language=code.partition("_")[0])
    found = found_sets(mentions, ids)
    said: dict[str, str] = {}
    columns = mentions[["doc_id", "surface", "country"]].itertuples(index=False)
    for one, surface, country in columns:
        said[one] = f"{said[one]}, {surface}={country}" if one in said else f"{surface}={country}"
    return [
        f"{one}\t-{' '.join(sorted(every[i] - found[i]))}"
        f"{'*' if named[i] - found[i] else ''}\t+{' '.join(sorted(found[i] - every[i]))}"
        f"\t{said.get(one, '')}\t{corpus['text'][i]}"
        for i, one in enumerate(ids)
        if every[i] != found[i]
    ]


def main(about: str | None) -> None:
    """Print the table, or the errors of one language."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path, help="folder of truth.tsv and <language>.tsv")
    parser.add_argument(
        "--languages", nargs="+", metavar="CODE", help="only these: files, without .tsv"
    )
    parser.add_argument("--errors", metavar="CODE", help="list the errors of this language")
    parser.add_argument("--speed", action="store_true", help="time matching as well")
    arguments = parser.parse_args()
    if arguments.errors:
        print("\n".join(errors(arguments.folder, arguments.errors)))
        return
    codes = arguments.languages or [
        code for code in languages() if (arguments.folder / f"{code}.tsv").is_file()
    ]
    table = measure(arguments.folder, codes)
    print(table.round(3).to_string(index=False))
    if arguments.speed:
        for code in codes:
            print(f"{code}: {speed(arguments.folder, code):.1f} MB/s")

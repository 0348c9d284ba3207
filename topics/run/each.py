"""A mixed corpus: topics in every language with enough documents, countries over all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from topics._languages import language_name
from topics.cleaning.lines import AccountLine
from topics.countries import find_countries
from topics.errors import InputError, MissingExtraError, TopicsError
from topics.estimate.across import Profile, match_topics, month_shares
from topics.estimate.draws import is_country
from topics.readers.account import Account, Reading
from topics.run.analyse import analyse
from topics.run.analysis import Analysis
from topics.run.comparison import known_dates
from topics.run.config import EACH, ReportConfig, config_of_part
from topics.run.coverage import countries_by_language, pairs_by_language
from topics.run.preflight import check_named_columns
from topics.run.prepare import Prepared, first_stage, prepare
from topics.run.stages import Shelf
from topics.run.steps import read, weigh

ENOUGH = 20  # documents of a language, from which topics are made in it
_DRAWS = 200  # of the profiles that are compared, at the most


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """What is in a corpus, by language, before any topic is made.

    Attributes
    ----------
    config : ReportConfig
        With `language` "each".
    account, inputs, lines, warnings
        As in `Analysis`, of the whole corpus.
    corpus, audit : DataFrame
        Documents in all languages that can be read, and all that was dropped.
    weights : DataFrame
        How much each document is about each country, with ``language``.
    counts : Series of int
        Documents by language, most first.
    """

    config: ReportConfig
    account: Account
    inputs: dict[str, str]
    lines: tuple[AccountLine, ...]
    warnings: tuple[str, ...]
    corpus: pd.DataFrame
    audit: pd.DataFrame
    weights: pd.DataFrame
    counts: pd.Series

    def enough(self) -> list[str]:
        """Return the languages with enough documents, the one with most first."""
        return [str(code) for code, n in self.counts.items() if n >= ENOUGH]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixed:
    """A report on several languages: one analysis for each, and what they have in common.

    Attributes
    ----------
    survey : Survey
        What was read.
    analyses : dict of str to Analysis
        By language, the one with most documents first.
    languages : DataFrame
        ``language, language_name, documents, topics`` (their number, 0 without), ``reason`` (why
        there are none, or ""): every language in the corpus.
    left_out : DataFrame
        ``doc_id, language, reason``: documents that no topics were made of for their language.
    matches, compared : DataFrame
        As `match_topics` gives them, with labels of the topics; empty where fewer than two
        languages have topics.
    """

    survey: Survey
    analyses: dict[str, Analysis]
    languages: pd.DataFrame
    left_out: pd.DataFrame
    matches: pd.DataFrame
    compared: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables over all languages, by the name of their file."""
        weights = self.survey.weights
        return {
            "languages": self.languages,
            "left_out": self.left_out,
            "countries_by_language": countries_by_language(weights),
            "country_pairs": pairs_by_language(weights),
            "weights": weights,
            "topics_across": self.matches,
            "languages_compared": self.compared,
        }


def survey(
    config: ReportConfig,
    *,
    say: Callable[[str], None] = lambda _: None,
    shelf: Shelf | None = None,
    reading: Callable[[], Reading] | None = None,
) -> Survey:
    """Read and clean a corpus in several languages, and weigh its countries in all of them.

    Parameters
    ----------
    config : ReportConfig
        With `language` "each".
    say, shelf, reading
        As in `prepare`.

    Raises
    ------
    InputError
        When no language has enough documents, or as `prepare` says.
    """
    shelf = shelf or Shelf()
    first = first_stage(config, say, shelf, reading)
    speakers = check_named_columns(first["raw"], config)
    # What is too short to tell is read with most documents, as in a run in one language.
    told = first["corpus"]["language"].replace("", first["language"])
    corpus = first["corpus"].assign(language=told)
    counts = told.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if counts.iloc[0] < ENOUGH:
        found = ", ".join(f"{n:,} in {language_name(str(code))}" for code, n in counts.items())
        raise InputError(
            f"`language={EACH!r}` needs {ENOUGH} documents in a language, and there are {found}. "
            "Give more documents, or leave it out: the language of most is then taken."
        )

    def weighed(_: Path | None) -> dict[str, Any]:
        weights = weigh(corpus, find_countries(corpus), config, speakers)
        return {"weights": weights}

    weights = shelf.made("mentions", weighed, config=config)["weights"]
    of_doc = corpus.set_index("doc_id")["language"]
    weights = weights.assign(language=weights["doc_id"].map(of_doc))
    say(
        f"{weights['country'].nunique():,} countries in {weights['doc_id'].nunique():,} documents "
        f"of {len(counts):,} languages"
    )
    return Survey(
        config=config,
        account=first["account"],
        inputs=first["inputs"],
        lines=first["lines"],
        warnings=first["warnings"],
        corpus=corpus,
        audit=first["audit"],
        weights=weights,
        counts=counts,
    )


def analyse_each(
    config: ReportConfig,
    *,
    say: Callable[[str], None] = lambda _: None,
    shelf: Shelf | None = None,
) -> Analysis | Mixed:
    """Run the whole line once for every language with enough documents.

    Parameters
    ----------
    config : ReportConfig
        With `language` "each"; its other settings hold for every language.
    say, shelf
        As in `analyse`; what each language has kept stands in a folder of its own in the shelf's.

    Returns
    -------
    Mixed, or Analysis
        An `Analysis` as usual where one language alone has enough documents.

    Raises
    ------
    TopicsError
        When no language has enough documents, or none of those that have can be analysed.
    """
    shelf = shelf or Shelf()

    @cache
    def reading() -> Reading:
        return read(config)

    found = survey(config, say=say, shelf=shelf, reading=reading)
    if len(found.enough()) == 1:
        return _alone(found, say, shelf, reading)
    for code, n in found.counts.items():
        if n < ENOUGH:
            say(
                f"warning: no topics in {language_name(str(code))} ({code}): {n:,} documents, and "
                f"{ENOUGH} are needed; its countries are counted"
            )
    shelves: dict[str, Shelf] = {}
    prepared: dict[str, Prepared] = {}
    refused: dict[str, str] = {}
    for code in found.enough():
        shelves[code] = shelf.under(code)
        own = config_of_part(config, code)
        try:
            prepared[code] = prepare(
                own, say=_saying(code, say), shelf=shelves[code], reading=reading
            )
        except MissingExtraError:
            raise
        except TopicsError as error:
            refused[code] = str(error)
            say(f"warning: no topics in {language_name(code)} ({code}): {error}")
    if not prepared:
        code, why = next(iter(refused.items()))
        raise TopicsError(f"no language can be analysed; {language_name(code)} ({code}): {why}")
    analyses = {
        code: analyse(
            config_of_part(config, code), say=_saying(code, say), shelf=shelves[code], ready=ready
        )
        for code, ready in prepared.items()
    }
    return join(found, analyses, refused)


def _saying(code: str, say: Callable[[str], None]) -> Callable[[str], None]:
    return lambda line: say(f"{code}: {line}")


def _alone(
    found: Survey,
    say: Callable[[str], None],
    shelf: Shelf,
    reading: Callable[[], Reading],
) -> Analysis:
    """Go on as usual in the one language that has enough documents, and say so."""
    code = found.enough()[0]
    others = found.counts.drop(code)
    note = f"`language={EACH!r}`: {language_name(code)} ({code}) alone has {ENOUGH} documents"
    if len(others):
        listed = ", ".join(f"{n:,} in {language_name(str(c))}" for c, n in others.items())
        note += f"; {listed} set aside"
    say(f"note: {note}")
    config = found.config.updated(language=code)
    ready = prepare(config, say=say, shelf=shelf, reading=reading)
    return analyse(
        config, say=say, shelf=shelf, ready=replace(ready, warnings=(*ready.warnings, note))
    )


def join(found: Survey, analyses: dict[str, Analysis], refused: Mapping[str, str]) -> Mixed:
    """Put the analyses of several languages together, and match their topics."""
    matches, compared = pd.DataFrame(), pd.DataFrame()
    config = found.config
    if len(analyses) > 1:
        profiles = {code: profile_of(one) for code, one in analyses.items()}
        matches, compared = match_topics(profiles, level=config.level, seed=config.seed)
        for side in ("", "other_"):
            rows = zip(matches[f"{side}language"], matches[f"{side}topic"], strict=True)
            matches[f"{side}topic_label"] = [_labels(analyses[code])[topic] for code, topic in rows]
    few = f"fewer than {ENOUGH} documents"
    reasons = {
        str(code): refused.get(str(code), "" if n >= ENOUGH else few)
        for code, n in found.counts.items()
    }
    corpus = found.corpus[["doc_id", "language"]]
    without = corpus[~corpus["language"].isin(list(analyses))]
    aside = found.audit[found.audit["stage"] == "language"]
    unread = pd.DataFrame({"doc_id": aside["doc_id"], "language": aside["rule"]})
    left_out = pd.concat([without, unread], ignore_index=True).astype("str")
    left_out["reason"] = left_out["language"].map(reasons).fillna("not read by this version")
    return Mixed(
        survey=found,
        analyses=analyses,
        languages=_languages(found, analyses, reasons, unread),
        left_out=left_out,
        matches=matches,
        compared=compared,
    )


def _languages(
    found: Survey,
    analyses: dict[str, Analysis],
    reasons: Mapping[str, str],
    unread: pd.DataFrame,
) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = [
        (code, n, analyses[code].config.n_topics if code in analyses else 0, reasons[code])
        for code, n in zip(map(str, found.counts.index), found.counts.tolist(), strict=True)
    ]
    others = unread["language"].value_counts().sort_index()
    rows += [(code, int(n), 0, "not read by this version") for code, n in others.items()]
    table = pd.DataFrame(rows, columns=["language", "documents", "topics", "reason"])
    table.insert(1, "language_name", table["language"].map(language_name))
    return table


def _labels(analysis: Analysis) -> dict[object, str]:
    words = analysis.words.drop_duplicates("topic")
    return dict(zip(words["topic"], words["topic_label"], strict=True))


def profile_of(analysis: Analysis) -> Profile:
    """Return where and when the topics of an analysis are written about.

    Countries are those that are estimated; months those that documents are known to be of.
    """
    drawn = analysis.draws
    assert drawn is not None
    known = is_country(drawn.groups)
    sample = drawn.sample[:_DRAWS, known]
    shares = _of_documents(analysis)
    dates = known_dates(analysis.corpus, at_least="month")
    months, by_month = month_shares(shares, dates, draws=len(sample), seed=analysis.config.seed)
    return Profile(
        topics=drawn.topics,
        countries=drawn.groups.get_level_values("country")[known],
        months=months,
        by_country=sample,
        by_month=by_month,
    )


def _of_documents(analysis: Analysis) -> pd.DataFrame:
    """Return the topic shares of documents: of their parts, the mean weighted by length."""
    shares, lengths = analysis.shares, analysis.bow.lengths
    shares = shares[(lengths.reindex(shares.index).fillna(0) > 0).to_numpy()]
    if "parent_id" not in analysis.units:
        return shares
    parents = analysis.units.set_index("doc_id")["parent_id"].reindex(shares.index)
    sizes = lengths.reindex(shares.index)
    sums = shares.mul(sizes, axis=0).groupby(parents, sort=False).sum()
    return sums.div(sums.sum(axis=1), axis=0)

"""An analysis: every table between the files that were read and the estimates."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from topics._card import card, facts
from topics.cleaning import removed_lines
from topics.cleaning.lines import AccountLine
from topics.estimate.draws import TopicCountryDraws
from topics.lda.model import TopicModel
from topics.readers.account import Account
from topics.run.config import ReportConfig
from topics.run.labelling import Labelling
from topics.run.shown import shown_countries
from topics.run.validation import Validation
from topics.text.bow import BagOfWords

NO_TRENDS = "no trends: too few documents with a date for each country and period"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysis:
    """Every table between the files that were read and the estimates that came out.

    Attributes
    ----------
    config : ReportConfig
        With the number of topics, the language, the unit and the restarts filled in.
    warnings : tuple of str
        What should worry a reader of the results; shown on the first page.
    account : Account
        What reading came to.
    inputs : dict
        SHA-256 of every file that was there to be read, by name.
    corpus, audit, units : DataFrame
        Cleaned documents, what was dropped and why, and what the topic model calls documents.
    flow : DataFrame
        stage, kept, dropped: documents along the line, a row for each reason to drop them.
    mentions, weights : DataFrame
        Where countries are named in the units, and how much each unit is about each country.
    bow : BagOfWords
        Counts behind the fit.
    stopped : DataFrame
        word, n_tokens, kind: the stop words that were not counted.
    model : TopicModel
        The fitted topics.
    n_topics_given : bool
        Whether the number of topics was asked for.
    sweep : DataFrame
        As `compare_configs` gives it: the numbers of topics that were compared; empty without.
    words, shares : DataFrame
        Words that tell the topics apart; document-topic shares.
    estimates : DataFrame
        As `topic_country` returns it, with country_name, topic_label, and stable where it is
        known: whether fits from other seeds find the topic again.
    draws : TopicCountryDraws or None
        The draws that `estimates` sums up.
    diagnostics : dict
        How the sampler of the estimates fared, as `TopicCountryDraws` documents it.
    pairs : DataFrame
        As `topic_pairs` returns it, with names and labels: what countries are written about
        together. Empty when no pair has enough documents.
    contrasts, trends, reliability : DataFrame
        Differences between countries, estimates by period, and how well each topic is found
        again by fits from other seeds, with names and labels. Each is empty when it was not
        asked for or there is too little for it.
    groups, group_countries : DataFrame
        As `topic_country` and `compare_groups` return them, with names and labels: topics of the
        groups that `groups` names, in place of countries, and crossed with countries. Empty when
        none were asked for, or there is too little for it.
    group_documents : DataFrame
        As `topics.run.groups.count_groups` returns it.
    pair_trends : DataFrame
        As `summarise_pairs` returns it by period, with names and labels: pairs with enough texts
        in three periods or more. Empty when there is none.
    robust : DataFrame
        As `topics.run.robust.try_choices` returns it, with names and labels: which headlines hold
        under other choices. Empty when it was not asked for.
    lines : tuple of AccountLine
        What became of files and documents, in words; some of it may be warnings.
    labelling : Labelling
        The user's own labels and notes, and which topics were put together or set aside. Then
        `model` has the topics that are left, with its `engine` as it was fitted.
    validation : Validation
        What coders found of the topics and the weights of countries, if anybody coded them.
    asked : ReportConfig or None
        The configuration as it was given, with which a run gives the same again.
    """

    config: ReportConfig
    inputs: dict[str, str]
    corpus: pd.DataFrame
    audit: pd.DataFrame
    units: pd.DataFrame
    flow: pd.DataFrame
    mentions: pd.DataFrame
    weights: pd.DataFrame
    bow: BagOfWords
    model: TopicModel
    words: pd.DataFrame
    shares: pd.DataFrame
    estimates: pd.DataFrame
    diagnostics: dict[str, Any]
    pairs: pd.DataFrame
    contrasts: pd.DataFrame
    trends: pd.DataFrame
    reliability: pd.DataFrame
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    group_countries: pd.DataFrame = field(default_factory=pd.DataFrame)
    group_documents: pd.DataFrame = field(default_factory=pd.DataFrame)
    pair_trends: pd.DataFrame = field(default_factory=pd.DataFrame)
    draws: TopicCountryDraws | None = None
    robust: pd.DataFrame = field(default_factory=pd.DataFrame)
    warnings: tuple[str, ...] = ()
    account: Account = field(default_factory=lambda: Account(documents=0))
    lines: tuple[AccountLine, ...] = ()
    stopped: pd.DataFrame = field(default_factory=pd.DataFrame)
    sweep: pd.DataFrame = field(default_factory=pd.DataFrame)
    n_topics_given: bool = True
    labelling: Labelling = field(default_factory=Labelling)
    validation: Validation = field(default_factory=Validation)
    asked: ReportConfig | None = None
    _shown: list[pd.DataFrame] = field(default_factory=list, init=False, repr=False)

    def _repr_html_(self) -> str:
        countries = self.estimates["country"].nunique() if len(self.estimates) else 0
        told = {
            "documents": f"{self.account.documents:,} read, {len(self.corpus):,} kept",
            "units of the model": f"{len(self.units):,}, each a {self.config.unit}",
            "mentions of countries": len(self.mentions),
            "words": f"{self.bow.n_words:,}",
            "topics": len(self.model.topic_word),
            "countries estimated": countries,
            "pairs estimated": len(self.pairs[["first", "second"]].drop_duplicates())
            if len(self.pairs) else 0,
            **{f"warning {number}": said for number, said in enumerate(self.warnings, 1)},
        }  # fmt: skip
        return card(
            f"Analysis: {self.config.title}",
            facts(told),
            then="Next: `shown()` for the estimates of the countries that stand out, `tables()` "
            "for all tables, `write_report(analysis, folder)`.",
        )

    def shown(self) -> pd.DataFrame:
        """Return the estimates of the countries that page 1 and the figures are about."""
        from topics.estimate.seriate import seriate

        if not self._shown:  # asked for by every page
            chosen = shown_countries(self.estimates, self.config)
            self._shown.append(seriate(self.estimates[self.estimates["country"].isin(chosen)]))
        return self._shown[0].copy(deep=False)

    def _words_with_marks(self) -> pd.DataFrame:
        """Return the words of topics, and whether coders told each topic from chance."""
        found = self.validation
        if not found.told and not found.untold:
            return self.words
        told = dict.fromkeys(found.told, True) | dict.fromkeys(found.untold, False)
        return self.words.assign(told_by_coders=self.words["topic"].map(told))

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table of the run by the name of its file."""
        documents = self.corpus.drop(columns="text")
        documents = documents.assign(n_characters=self.corpus["text"].str.len())
        found = {
            "pairs": self.pairs,
            "contrasts": self.contrasts,
            "trends": self.trends,
            "pair_trends": self.pair_trends,
            "groups": self.groups,
            "group_countries": self.group_countries,
            "group_documents": self.group_documents,
            "stop_words": self.stopped,
            "numbers_of_topics": self.sweep.drop(columns=["seconds", "key"], errors="ignore"),
            "reliability": self.reliability,
            "robust": self.robust,
            "validation": self.validation.results,
        }
        return {
            "documents": documents,
            "dropped": self.audit,
            "removed_lines": removed_lines(self.audit),
            "flow": self.flow,
            "mentions": self.mentions,
            "weights": self.weights,
            "topic_words": self._words_with_marks(),
            "topic_word": self.model.topic_word.T.rename_axis("word").reset_index(),
            "document_topics": self.shares.rename_axis("doc_id").reset_index(),
            "topic_country": self.estimates,
            **{name: table for name, table in found.items() if not table.empty},
        }

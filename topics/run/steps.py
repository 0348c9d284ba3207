"""What an analysis does between the stages: configuration to arguments, tables to tables."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from topics.cleaning import flow
from topics.countries import country_name, country_weights
from topics.errors import InputError, TopicsError
from topics.estimate import TopicCountryDraws
from topics.lda.model import LDAConfig, TopicModel
from topics.readers.account import Account, Reading
from topics.readers.corpus import read_with_account
from topics.readers.hashes import hash_paths
from topics.run.comparison import choose_period, finest_period, follow_countries, known_dates
from topics.run.config import ReportConfig, sample_folder
from topics.run.preflight import speaker_cells
from topics.run.stages import Shelf
from topics.text.bow import BagOfWords
from topics.writing.folder import note_interrupted


def named(table: pd.DataFrame, labels: pd.Series, stable: pd.Series | None) -> pd.DataFrame:
    """Add a name beside every code of a country; by topic, a label and whether it is stable."""
    names = {"country": "country_name", "first": "first_name", "second": "second_name"}
    for column, name in names.items():
        if column in table:
            table = table.assign(**{name: table[column].map(country_name)})
    if "topic" in table:
        table = table.assign(topic_label=table["topic"].map(labels))
        if stable is not None:
            table = table.assign(stable=table["topic"].map(stable))
    return table


def known_name(code: str) -> str:
    """Return the name of a country, or its code where a column of speakers has codes of its own."""
    try:
        return country_name(code)
    except TopicsError:
        return code


def over_time(
    models: Sequence[TopicModel],
    bow: BagOfWords,
    weights: pd.DataFrame,
    units: pd.DataFrame,
    cluster: pd.Series | None,
    config: ReportConfig,
    *,
    among: Sequence[str] = (),
    checkpoint: Path | None = None,
) -> TopicCountryDraws | None:
    """Follow countries over time, where the dates allow it; see `follow_countries`."""
    if config.trends == "off":
        return None
    dates = known_dates(units)
    dates = dates[dates.index.isin(bow.lengths[bow.lengths > 0].index)]
    period: str | None = config.trends
    if period == "auto":
        finest = finest_period(units)
        period = choose_period(
            dates, weights, min_docs=config.min_period_docs, finest=finest, among=among
        )
    elif dates.isna().all():
        raise TopicsError("`trends`: no document with words has a date. Give `trends='off'`.")
    if period is None:
        return None
    dates = known_dates(units, at_least=period).reindex(dates.index)
    return follow_countries(
        models, bow, weights, dates, period=period, among=among, cluster=cluster,
        draws=config.draws, seed=config.seed, checkpoint=checkpoint,
    )  # fmt: skip


def weigh(
    units: pd.DataFrame,
    mentions: pd.DataFrame,
    config: ReportConfig,
    speakers: Mapping[str, str] = MappingProxyType({}),
) -> pd.DataFrame:
    """Weigh the countries that units mention, or take the country that speaks from a column.

    Parameters
    ----------
    units, mentions, config
        As in an `Analysis`.
    speakers : mapping
        Code of the country by cell of the column `config.speaker`.
    """
    if config.speaker is None:
        weights = country_weights(mentions, units)
        if weights.empty:
            raise InputError(
                "no country is named anywhere in the corpus. Is its language one that is read, and "
                "told right? `language` names it. "
                "To take the countries that speak from a column, name it with `speaker`."
            )
        return weights
    cells = speaker_cells(units, config.speaker)
    if cells.empty:
        raise InputError(f"`speaker`: {config.speaker!r} is empty in all documents that are left.")
    spoken = units.loc[cells.index, ["doc_id"]].assign(country=cells.map(speakers))
    return spoken.assign(n_mentions=0, share=1.0, p_about=1.0, weight=1.0)


def count_documents(weights: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """Count the documents of which some part is rather about a country than not, by country."""
    parents = units.set_index("doc_id").get("parent_id")
    rows = weights[weights.get("p_about", weights["weight"]) >= 0.5]
    owners = rows["doc_id"] if parents is None else rows["doc_id"].map(parents)
    counts = owners.groupby(rows["country"]).nunique()
    return counts.reindex(weights["country"].unique(), fill_value=0)


def with_enough(weights: pd.DataFrame, least: float) -> pd.DataFrame:
    """Keep the countries with enough documents; the text of the others is about none of these."""
    enough = weights.groupby("country")["weight"].transform("sum") >= least
    return weights[enough]


def follow_documents(
    read: Account,
    audit: pd.DataFrame,
    units: pd.DataFrame,
    weights: pd.DataFrame,
    bow: BagOfWords,
) -> pd.DataFrame:
    """Follow the documents along the line: those dropped in cleaning, then those without use."""
    steps = flow(read, audit)
    rows = [("read", read.documents, 0)]
    for reason, count in steps.loc[steps["step"] == "dropped", ["reason", "count"]].to_numpy():
        rows.append((reason, rows[-1][1] - int(count), int(count)))
    ids = units["doc_id"]
    parents = pd.Series(units.get("parent_id", ids).to_numpy(), index=ids)
    with_words = bow.lengths[bow.lengths > 0].index
    with_country = with_words.intersection(pd.Index(weights["doc_id"].unique()))
    for stage, left in (("with words", with_words), ("with a country", with_country)):
        kept = parents[left].nunique()
        rows.append((stage, kept, rows[-1][1] - kept))
    return pd.DataFrame(rows, columns=["stage", "kept", "dropped"])


def clusters(units: pd.DataFrame, config: ReportConfig) -> pd.Series | None:
    """Return the groups of units that a bootstrap draws together, where there are any."""
    column = config.cluster or ("parent_id" if "parent_id" in units.columns else None)
    if column is None:
        return None
    return units.set_index("doc_id")[column]


def paths_of(config: ReportConfig) -> list[str]:
    """Return what a configuration reads: its paths, or that of the sample."""
    if config.corpus is None:
        return [str(sample_folder() / "briefs")]
    return [config.corpus] if isinstance(config.corpus, str) else list(config.corpus)


def known_inputs(config: ReportConfig, shelf: Shelf) -> dict[str, str] | None:
    """Return the hashes of the files to be read, to look for what is kept of them.

    Where they are gone, what was read of them may still be kept. None where nothing is kept, for
    standard input, and where hashing fails: then reading says what is wrong.
    """
    paths = paths_of(config)
    if shelf.folder is None or "-" in paths:
        return None
    gone = [path for path in paths if not Path(path).exists()]
    if not gone:
        with suppress(OSError):
            return hash_paths(paths)
        return None
    inputs = shelf.inputs_kept(config)
    if inputs is not None:
        shelf.say(f"note: {gone[0]} is gone; going on from what is kept of it in {shelf.folder}")
    return inputs


def read(config: ReportConfig) -> Reading:
    """Read the corpus of a configuration, or the sample."""
    paths = paths_of(config)
    for path in paths:
        note_interrupted(path)
    return read_with_account(
        paths,
        format=config.format,
        pattern=config.pattern,
        columns=config.columns,
        encoding=config.encoding,
        errors=config.errors,
        split=config.split,
        date_format=config.date_format,
    )


def lda_config(config: ReportConfig, *, n_topics: int) -> LDAConfig:
    """Return the part of a configuration that decides a fit."""
    return LDAConfig(
        n_topics=n_topics,
        algorithm=config.algorithm,
        passes=config.passes,
        restarts=config.restarts,
        seed=config.seed,
    )

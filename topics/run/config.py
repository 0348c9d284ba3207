"""One frozen value that decides a whole report, read from a TOML file and from arguments."""

from dataclasses import dataclass, fields, replace
from os import PathLike
from pathlib import Path
from typing import Any, Self

from topics._card import card, rows
from topics._checks import check_choice, did_you_mean, listed
from topics._language_data import language_codes
from topics._languages import language_name
from topics._toml import read_toml
from topics.choices import ALGORITHMS, DUPLICATES, ERRORS, FORMATS, LANGUAGE_CHECKS, TRENDS, UNITS
from topics.choices import FIGURES as FIGURE_SETS
from topics.errors import InputError, TopicsError
from topics.run.settings import (
    Choice,
    Count,
    Items,
    Number,
    Paths,
    Renames,
    Switch,
    Text,
    check_numbers,
    check_settings,
    setting,
)

# numpy takes seeds below 2**32; refits take those that follow.
LARGEST_SEED = 2**31
GROUPS = ("reading", "countries", "topics", "estimates", "figures")
READING, COUNTRIES, TOPICS, ESTIMATES, FIGURES = GROUPS
EACH = "each"  # in place of the code of a language: every language with enough documents


def _pair(value: object, name: str) -> str:
    """Return a pair of countries as codes; only here are the names of countries needed."""
    from topics.countries.codes import country_pair

    return country_pair(value, name=name)


def _pairs(value: object, name: str) -> str:
    """Return "auto" or "off" as it is, and all else as a pair of countries."""
    return str(value) if value in ("auto", "off") else _pair(value, name)


def _country(value: object, name: str) -> str:
    """Return the code of a country; only here are the names of countries needed."""
    from topics.countries.codes import country_code

    try:
        return country_code(value if isinstance(value, str) else "")
    except TopicsError as error:
        raise TopicsError(f"`{name}` needs countries, such as KAZ or Kenya; {error}") from error


def _region(value: object, name: str) -> str:
    """Return the code of a world region or an organisation whose members are known."""
    from topics.countries.codes import group_code

    return group_code(value, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConfig:
    """Everything that decides a report; the same values give the same bytes.

    Parameters
    ----------
    corpus : str or sequence of str, optional
        File or folder to read, or several. None reads the sample corpus.
    title : str
        Title on the first page and in the PDF's properties.
    format, pattern, encoding, date_format : str, optional
        Passed on to `read_corpus`: the kind of file, a pattern that finds facts in file names
        such as ``{iso3}_{session}_{date:%Y}``, the encoding to expect, and how days are written.
    columns : dict, optional
        New names of columns of the files, such as ``{"Artikel": "text"}``.
    errors : {"strict", "replace", "skip"}
        What to do with bytes that do not decode; see `read_corpus`.
    split : str, optional
        Where text files part into documents, or "off"; see `read_corpus`.
    language_check : {"on", "off"}
        "on" stops where most documents are in a language without gazetteer or stop words, and
        sets other such documents aside; "off" goes on with all, with a warning on the first page.
    language : str, optional
        ISO 639-1 code of the language to make topics in; documents in others are set aside. None
        takes the one that most documents are in. With `language_check` "off" all documents are
        read as if they were in it. "each" makes topics in every language that 20 documents or more
        are in, and says which are written about the same countries: see `topics.run.each`.
    unit : {"auto", "document", "paragraph", "sentence"}
        What the topic model calls a document. "auto" splits into paragraphs when fewer than
        `few_documents` documents were read.
    few_documents : int
        See `unit`.
    speaker : str, optional
        A column that holds countries, by English name or ISO 3166-1 code. Given, countries are
        those who speak, not those who are mentioned.
    cluster : str, optional
        A column, such as ``source``, whose groups of documents are drawn together in the
        bootstrap. When units are parts of documents, the document is the cluster by default.
    groups : str, optional
        A column, such as ``party`` or ``publication``, whose values are estimated as countries
        are, each against the corpus, and crossed with countries: what each group has on a country
        against what the others have on it.
    min_group_docs : float
        Groups with fewer documents are listed, not estimated; crossed with a country, those with
        fewer on it (sum of weights) are not compared.
    duplicates : {"near", "exact", "keep"}
        Which copies of documents are dropped: near-duplicates too, exact copies only, or none.
    lemmas : bool
        Count the forms of a word as one in languages that inflect, where simplemma knows them;
        English words are counted as they stand.
    mask_countries : bool
        Leave words that name countries out of the vocabulary, so that topics are themes.
    news_words : bool
        Let words that any news story has, such as "monday" and "spokesman", into the vocabulary;
        see `stopwords`.
    n_topics : int, optional
        Number of topics K. None takes the number that `choose_from` recommends; without it, half
        of the square root of the number of units, between 2 and 30.
    choose_from : sequence of int
        Numbers of topics to compare first, as `topics choose` does, so that the report can say
        which of them cannot be told apart. When empty, none are compared, and it says that.
    algorithm : {"cvb0", "vb"}
        See `LDAConfig`.
    passes : int
        See `LDAConfig`.
    restarts : int, optional
        See `LDAConfig`. None makes 20 with "cvb0", of which the best is kept; "vb" starts once.
    min_docs : int
        A word must occur in this many units to be in the vocabulary.
    min_share, max_share : float
        A word that occurs in a smaller or in a larger share of the units is left out.
    draws : int
        Draws behind each interval.
    level : float
        Level of the wider interval, in (0, 1).
    min_country_docs : float
        Countries with fewer documents (sum of weights) are listed, not estimated.
    countries : sequence of str
        Countries that page 1 and the figures are about, by English name or ISO 3166-1 code; kept
        as codes. When empty, they are chosen: see `rank_countries`.
    region : sequence of str
        World regions or organisations, such as ``"CENTRAL-ASIA"`` or ``"EU"``: page 1 and the
        figures are about their countries, and about `countries` too.
    max_countries : int
        How many countries the figures show, those first that stand out most or have most
        documents. Countries that were asked for by name are all shown.
    figures : {"main", "all"}
        Which figures are written as files: those of the whole run, or also the words and countries
        of each topic and the topics of each country, which stand in the PDF either way.
    labels : str, optional
        A table of names for topics, as ``topics label`` writes it and you edited it. Topics may
        count for one another there, or be set aside as background; nothing is fitted anew.
    validation : str, optional
        What coders found, as ``topics validate`` writes it. The pages say it, and topics that
        coders could not tell from chance are marked; no estimate changes.
    compare : sequence of str
        Pairs of countries to compare, such as ``"KAZ-UZB"`` or ``"Kenya-Peru"``; kept as codes.
        When empty, four of the countries that are shown are compared with one another: those
        with most documents, and of those with as many the ones that stand out most.
    pairs : sequence of str
        Pairs of countries whose topics are estimated apart from those of the two, as in
        `topic_pairs`, such as ``"KAZ-RUS"``; kept as codes. ``("off",)`` takes none; empty, or
        ``("auto",)``, takes every pair with 15 documents about both.
    trends : {"auto", "month", "quarter", "year", "off"}
        Length of a period in estimates over time. "auto" takes the shortest in which at least
        half of the cells have enough documents, and leaves trends out when there is none.
    min_period_docs : float
        A country with fewer documents in a period is not estimated there.
    refits : int
        Fits from other seeds, each with its share of `restarts`, to see which topics are found
        again. 0 leaves this out.
    robust : bool
        Make the estimates again under other choices (numbers of topics, seed, country words,
        without the largest source), and see which headlines hold: some six times the work of fits
        and estimates.
    seed : int
        Seed of everything that draws random numbers.

    Examples
    --------
    >>> ReportConfig(n_topics=8).n_topics
    8
    >>> ReportConfig(level=95)
    Traceback (most recent call last):
        ...
    topics.errors.TopicsError: `level` must be a number in (0, 1); got 95.
    """

    corpus: str | tuple[str, ...] | None = setting(
        None,
        Paths("CORPUS", "files or folders to read", example="articles", unset="the sample corpus"),
    )
    title: str = setting("Topics of countries", Text("--title", "title of the report", FIGURES))
    format: str | None = setting(
        None,
        Choice("--format", "kind of file", READING, metavar="KIND", choices=FORMATS,
               example="csv", unset="as files are named; in a folder, the kind of most of them"),
    )  # fmt: skip
    pattern: str | None = setting(
        None,
        Text("--pattern", "facts in the names of files, such as {iso3}_{session}_{date:%Y}",
             READING, metavar="PATTERN", example="{iso3}_{session}_{date:%Y}", unset="none"),
    )  # fmt: skip
    encoding: str = setting(
        "utf-8", Text("--encoding", "encoding of files that do not say it", READING, metavar="NAME")
    )
    columns: dict[str, str] | None = setting(
        None,
        Renames("--column", "take columns of the files as text, title, date, doc_id or under a "
                "new name, such as Artikel=text Datum=date", READING, metavar="NAME=NEW",
                example={"Artikel": "text", "Datum": "date"}, unset="common names are recognised"),
    )  # fmt: skip
    errors: str = setting(
        "strict",
        Choice("--errors", "where bytes do not decode: stop, put U+FFFD and count, or leave out "
               "every file and archive that cannot be read", READING, choices=ERRORS),
    )  # fmt: skip
    split: str | None = setting(
        None,
        Text("--split", "part text files into documents at this line, or at lines that this "
             "regular expression matches; off takes each file as one", READING, metavar="LINE",
             example="#####",
             unset="exports that are known become articles; other files that look like records "
             "are an error"),
    )  # fmt: skip
    date_format: str | None = setting(
        None,
        Text("--date-format", "how days are written: day-first, month-first, year-first, or codes "
             "as %d/%m/%Y", READING, metavar="FORM", example="day-first",
             unset="as each column proves by itself"),
    )  # fmt: skip
    language_check: str = setting(
        "on",
        Choice("--language-check", "stop where most documents are in a language that is not read, "
               "and leave out the others in such languages; or go on with all", READING,
               choices=LANGUAGE_CHECKS),
    )  # fmt: skip
    language: str | None = setting(
        None,
        Text("--language", "language to make topics in, such as ru; documents in others are left "
             "out; each makes topics in every language with enough documents, one report with a "
             "part for each", TOPICS, metavar="CODE", example="ru",
             unset="the language of most documents"),
    )  # fmt: skip
    unit: str = setting(
        "auto",
        Choice("--unit", "what the topic model calls a document; auto takes paragraphs where "
               "there are few documents", READING, choices=UNITS),
    )  # fmt: skip
    few_documents: int = setting(
        50, Count("--few-documents", "fewer than this are few: see --unit", READING)
    )
    speaker: str | None = setting(
        None,
        Text("--speaker", "column that holds the country that speaks, by English name or ISO "
             "3166-1 code, such as Kenya, KEN or ke", COUNTRIES, metavar="COLUMN",
             example="Land", unset="countries that the text mentions"),
    )  # fmt: skip
    cluster: str | None = setting(
        None,
        Text("--cluster", "keep documents with the same value in this column, such as source, "
             "together when resampling", ESTIMATES, metavar="COLUMN",
             example="source", unset="the parts of one document are kept together"),
    )  # fmt: skip
    groups: str | None = setting(
        None,
        Text("--groups", "column whose values, such as parties or outlets, are estimated as "
             "countries are, and crossed with them", ESTIMATES, metavar="COLUMN",
             example="publication", unset="none"),
    )  # fmt: skip
    min_group_docs: float = setting(
        5.0,
        Number("--min-group-docs", "groups with fewer documents are listed, not estimated: see "
               "--groups", ESTIMATES, metavar="N", low=2, high=1e9),
    )  # fmt: skip
    duplicates: str = setting(
        "near",
        Choice("--duplicates", "copies of documents to drop: near-copies too, exact copies only, "
               "or none", READING, choices=DUPLICATES),
    )  # fmt: skip
    lemmas: bool = setting(
        True,
        Switch("--lemmas", "count the forms of a word as one in languages that inflect, or each by "
               "itself", TOPICS, off="--no-lemmas"),
    )  # fmt: skip
    mask_countries: bool = setting(
        True,
        Switch("--mask-countries", "leave words that name countries out of the topics, or let "
               "them in", TOPICS, off="--with-country-words"),
    )  # fmt: skip
    news_words: bool = setting(
        False,
        Switch("--with-news-words", "let words that any news story has, such as monday and "
               "spokesman, into the topics, or leave them out", TOPICS, off="--no-news-words"),
    )  # fmt: skip
    n_topics: int | None = setting(
        None,
        Count("--topics", "number of topics", TOPICS, metavar="K", least=2,
              example=20, unset="as --choose-from recommends, or grows with the corpus, 2 to 30"),
    )  # fmt: skip
    choose_from: tuple[int, ...] = setting(
        (),
        Items("--choose-from", "numbers of topics to compare first, to say which cannot be told "
              "apart", TOPICS, metavar="K", item=Count(least=2), example=(5, 10, 20, 40),
              unset="none are compared"),
    )  # fmt: skip
    algorithm: str = setting(
        "cvb0",
        Choice("--algorithm", "how LDA is fitted: collapsed variational Bayes, or gensim's own",
               TOPICS, choices=ALGORITHMS),
    )  # fmt: skip
    passes: int = setting(
        200, Count("--passes", "maximum number of passes over the corpus; vb makes all", TOPICS)
    )
    restarts: int | None = setting(
        None,
        Count("--restarts", "random restarts; the best is kept", TOPICS,
              example=50, unset="20 for cvb0; vb starts once"),
    )  # fmt: skip
    min_docs: int = setting(
        3, Count("--min-docs", "documents that a word must occur in, or parts: see --unit", TOPICS)
    )
    min_share: float = setting(
        0.003,
        Number("--min-share", "smallest share of documents that a word may be in", TOPICS, low=0,
               high=1),
    )  # fmt: skip
    max_share: float = setting(
        0.3,
        Number("--max-share", "largest share of documents that a word may be in", TOPICS, low=0.001,
               high=1),
    )  # fmt: skip
    draws: int = setting(500, Count("--draws", "draws behind each interval", ESTIMATES, least=20))
    level: float = setting(
        0.95,
        Number("--level", "level of the wider interval", ESTIMATES, low=0, high=1, open_ends=True),
    )
    min_country_docs: float = setting(
        3.0,
        Number("--min-country-docs", "countries with fewer documents (sum of weights) are listed, "
               "not estimated", COUNTRIES, metavar="N", low=0, high=1e9),
    )  # fmt: skip
    max_countries: int = setting(
        30,
        Count("--max-countries", "countries in the figures, those first that stand out most or "
              "have most documents", FIGURES),
    )  # fmt: skip
    countries: tuple[str, ...] = setting(
        (),
        Items("--countries", "countries that page 1 and the figures are about, such as RUS USA KAZ",
              FIGURES, metavar="AAA", item=_country,
              example=("RUS", "USA", "KAZ"),
              unset="those that stand out most or have most documents"),
    )  # fmt: skip
    region: tuple[str, ...] = setting(
        (),
        Items("--region", "world regions or organisations whose countries page 1 and the figures "
              "are about, such as CENTRAL-ASIA or EU", FIGURES, metavar="NAME", item=_region,
              example=("CENTRAL-ASIA",), unset="the world"),
    )  # fmt: skip
    figures: str = setting(
        "main",
        Choice("--figures", "figures to write as files: those of the whole run, or also those of "
               "each topic and country", FIGURES, choices=FIGURE_SETS),
    )  # fmt: skip
    labels: str | None = setting(
        None,
        Text("--labels", "table of names for topics, which `topics label` writes to be edited",
             FIGURES, metavar="FILE", example="labels.csv", unset="their first words"),
    )  # fmt: skip
    validation: str | None = setting(
        None,
        Text("--validation", "what coders found, which `topics validate` writes",
             FIGURES, metavar="FILE", example="run1/validation.csv",
             unset="validation.csv in DIR of --rerun, if it is there"),
    )  # fmt: skip
    compare: tuple[str, ...] = setting(
        (),
        Items("--compare", "pairs of countries to compare, such as KAZ-UZB or Kenya-Peru",
              COUNTRIES, metavar="AAA-BBB", item=_pair,
              example=("KAZ-UZB", "KAZ-KGZ"), unset="four of those shown, two by two"),
    )  # fmt: skip
    pairs: tuple[str, ...] = setting(
        (),
        Items("--pairs", "pairs of countries to estimate by themselves, such as KAZ-RUS; auto; or "
              "off", COUNTRIES, metavar="AAA-BBB", item=_pairs,
              example=("KAZ-RUS",), unset="auto: every pair with 15 documents about both"),
    )  # fmt: skip
    trends: str = setting(
        "auto",
        Choice("--trends", "length of a period in estimates over time; auto takes the shortest "
               "that has enough documents", ESTIMATES, choices=TRENDS),
    )  # fmt: skip
    min_period_docs: float = setting(
        3.0,
        Number("--min-period-docs", "a country with fewer documents in a period is not estimated "
               "there", ESTIMATES, metavar="N", low=0, high=1e9),
    )  # fmt: skip
    refits: int = setting(
        4,
        Count("--refits", "fits from other seeds, to see which topics are found again; 0 makes "
              "none", TOPICS, least=0),
    )  # fmt: skip
    robust: bool = setting(
        False,
        Switch("--robust", "see which headlines hold with other numbers of topics, another seed, "
               "country words in or out, and without the largest source; some six times the work",
               ESTIMATES, off="--no-robust"),
    )  # fmt: skip
    seed: int = setting(
        0, Count("--seed", "seed of all random numbers", TOPICS, least=0, most=LARGEST_SEED)
    )

    def __post_init__(self) -> None:
        check_settings(self)
        if self.language is not None:
            check_choice(self.language, [*language_codes(), EACH], name="language")
        if self.language == EACH:
            _check_each(self)
        if self.date_format is not None:
            from topics.readers.datecolumn import check_date_format

            check_date_format(self.date_format)
        if self.min_share > self.max_share:
            raise TopicsError(
                f"`min_share` is {self.min_share:g}, above `max_share`, {self.max_share:g}: no "
                "word is left. Lower the one or raise the other."
            )
        if len(self.pairs) > 1 and not {"auto", "off"}.isdisjoint(self.pairs):
            raise TopicsError(
                f"`pairs` needs pairs of countries, or auto, or off; got {' '.join(self.pairs)}. "
                "Give one of these."
            )
        if self.choose_from:
            check_numbers(self.choose_from, name="choose_from")
        if self.algorithm == "vb" and (self.restarts or 1) > 1:
            raise TopicsError(
                f"`restarts` is {self.restarts}, but algorithm vb starts once. Leave `restarts` "
                "out, or use `algorithm='cvb0'`."
            )

    def _repr_html_(self) -> str:
        plain = type(self)()
        names = [field.name for field in fields(self)]
        own = [name for name in names if getattr(self, name) != getattr(plain, name)]
        cells = [[name, getattr(self, name), getattr(plain, name)] for name in own]
        return card(
            f"ReportConfig: {len(own)} of {len(names)} settings are not the usual ones",
            rows(("setting", "here", "as a rule"), cells, most=len(cells)) if cells else "",
            then="Next: `analyse(config)`, then `write_report`. `help(ReportConfig)` tells all.",
        )

    @classmethod
    def from_toml(cls, path: str | PathLike[str]) -> Self:
        """Read a configuration; a relative `corpus` is meant from the file's own folder.

        Raises
        ------
        InputError
            When the file cannot be read, is not TOML, or has a key that is no setting.
        """
        path = Path(path)
        settings = read_toml(path)
        known = [field.name for field in fields(cls)]
        unknown = sorted(set(settings) - set(known))
        if unknown:
            raise InputError(
                f"{path}: {unknown[0]!r} is no setting; choose from {listed(known, last='or')}."
                f"{did_you_mean(unknown[0], known)}"
            )
        corpus = settings.get("corpus")
        if isinstance(corpus, str):
            settings["corpus"] = str(path.parent / corpus)
        elif isinstance(corpus, list):
            settings["corpus"] = [
                str(path.parent / part) if isinstance(part, str) else part for part in corpus
            ]
        try:
            return cls(**settings)
        except TopicsError as error:
            # Without the marks of a parameter: in this file it is called by its key.
            raise InputError(f"{path}: {str(error).replace('`', '')}") from error

    def updated(self, **changes: Any) -> Self:  # noqa: ANN401 - one signature for all settings
        """Copy with those `changes` that are not None.

        Another `algorithm` makes its own number of restarts, unless `restarts` are given with it.

        Examples
        --------
        >>> ReportConfig(restarts=50).updated(algorithm="vb").restarts is None
        True
        """
        given = {name: value for name, value in changes.items() if value is not None}
        if given.get("algorithm", self.algorithm) != self.algorithm:
            given = {"restarts": None} | given
        return replace(self, **given)


def config_of_part(config: ReportConfig, code: str) -> ReportConfig:
    """Return the settings of the part in one language of a report on several."""
    return config.updated(language=code, title=f"{config.title}: {language_name(code)}")


def _check_each(config: ReportConfig) -> None:
    """Raise where a setting holds for one language alone."""
    if config.language_check == "off":
        raise TopicsError(
            f"`language={EACH!r}` parts documents by their language, and "
            "`language_check='off'` reads all of them as one. Leave one of the two out."
        )
    if config.validation is not None:
        raise TopicsError(
            f"`validation` is of the topics of one language, and `language={EACH!r}` makes those "
            "of several. Leave the one out, or name one language with the other."
        )
    if config.labels is not None:
        raise TopicsError(
            f"`labels` names the topics of one language, and `language={EACH!r}` makes those of "
            "several. Leave the one out, or name one language with the other."
        )


def sample_folder() -> Path:
    """Return the folder of the sample corpus, its labels and its configuration.

    It is the copy that was installed with the package, or the one beside the package in a
    source checkout, whatever the working directory holds.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "seeds", package.parent / "seeds"):
        if (folder / "report.toml").is_file():
            return folder
    raise InputError("no sample corpus was found beside the package; name a corpus to read.")

"""One frozen value that decides a whole report, read from a TOML file and from arguments."""

import tomllib
from dataclasses import dataclass, fields, replace
from os import PathLike
from pathlib import Path
from typing import Any, Self

from topics._checks import check_choice, check_count, check_range
from topics.errors import InputError, TopicsError
from topics.readers.datecolumn import check_date_format

UNITS = ("auto", "document", "paragraph", "sentence")
ALGORITHMS = ("cvb0", "vb")
DUPLICATES = ("near", "exact", "keep")
ERRORS = ("strict", "replace", "skip")
TRENDS = ("auto", "month", "quarter", "year", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConfig:
    """Everything that decides a report; the same values give the same bytes.

    Parameters
    ----------
    corpus : str, optional
        File or folder to read. None reads the sample corpus.
    title : str
        Title on the first page and in the PDF's properties.
    format, pattern, encoding, date_format : str, optional
        Passed on to `read_corpus`: the kind of file, a pattern that finds facts in file names
        such as ``{iso3}_{session}_{date:%Y}``, the encoding to expect, and how days are written.
    columns : dict, optional
        New names of columns of the files, such as ``{"Artikel": "text"}``.
    errors : {"strict", "replace", "skip"}
        What to do with bytes that do not decode; see `read_corpus`.
    language_check : {"on", "off"}
        "on" stops where most documents are in a language without gazetteer or stop words, and
        sets other such documents aside; "off" goes on with all, with a warning on the first page.
    unit : {"auto", "document", "paragraph", "sentence"}
        What the topic model calls a document. "auto" splits into paragraphs when fewer than
        `few_documents` documents were read.
    few_documents : int
        See `unit`.
    speaker : str, optional
        A column that holds ISO 3166-1 alpha-3 codes. Given, countries are those who speak,
        not those who are mentioned.
    cluster : str, optional
        A column, such as ``source``, whose groups of documents are drawn together in the
        bootstrap. When units are parts of documents, the document is the cluster by default.
    duplicates : {"near", "exact", "keep"}
        Which copies of documents are dropped: near-duplicates too, exact copies only, or none.
    mask_countries : bool
        Leave words that name countries out of the vocabulary, so that topics are themes.
    n_topics : int, optional
        Number of topics K. None takes half of the square root of the number of units,
        between 2 and 30.
    algorithm : {"cvb0", "vb"}
        See `LDAConfig`.
    passes, restarts : int
        See `LDAConfig`.
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
    max_countries : int
        How many countries the figures show, those with most documents first.
    compare : sequence of str
        Pairs of countries to compare, such as ``"KAZ-UZB"``. When empty, the four countries
        with most documents are compared with one another.
    trends : {"auto", "month", "quarter", "year", "off"}
        Length of a period in estimates over time. "auto" takes the shortest in which at least
        half of the cells have enough documents, and leaves trends out when there is none.
    min_period_docs : float
        A country with fewer documents in a period is not estimated there.
    refits : int
        Fits from other seeds, each with its share of `restarts`, to see which topics are found
        again. 0 leaves this out.
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

    corpus: str | None = None
    title: str = "Topics of countries"
    format: str | None = None
    pattern: str | None = None
    encoding: str = "utf-8"
    date_format: str | None = None
    columns: dict[str, str] | None = None
    errors: str = "strict"
    language_check: str = "on"
    unit: str = "auto"
    few_documents: int = 50
    speaker: str | None = None
    cluster: str | None = None
    duplicates: str = "near"
    mask_countries: bool = True
    n_topics: int | None = None
    algorithm: str = "cvb0"
    passes: int = 200
    restarts: int = 20
    min_docs: int = 3
    min_share: float = 0.003
    max_share: float = 0.3
    draws: int = 500
    level: float = 0.95
    min_country_docs: float = 3.0
    max_countries: int = 30
    compare: tuple[str, ...] = ()
    trends: str = "auto"
    min_period_docs: float = 3.0
    refits: int = 4
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("title", "encoding"):
            _check_text(getattr(self, name), name=name, optional=False)
        for name in ("corpus", "format", "pattern", "date_format", "speaker", "cluster"):
            _check_text(getattr(self, name), name=name, optional=True)
        if not isinstance(self.mask_countries, bool):
            raise TopicsError(
                f"`mask_countries` must be true or false; got {self.mask_countries!r}."
            )
        check_date_format(self.date_format)
        if self.columns is not None:
            _check_columns(self.columns)
        check_choice(self.errors, ERRORS, name="errors")
        check_choice(self.duplicates, DUPLICATES, name="duplicates")
        check_choice(self.language_check, ("on", "off"), name="language_check")
        check_choice(self.unit, UNITS, name="unit")
        check_choice(self.algorithm, ALGORITHMS, name="algorithm")
        check_choice(self.trends, TRENDS, name="trends")
        object.__setattr__(self, "compare", _pairs(self.compare))
        if self.n_topics is not None:
            check_count(self.n_topics, name="n_topics", least=2)
        for name in ("few_documents", "passes", "restarts", "min_docs", "max_countries"):
            check_count(getattr(self, name), name=name)
        check_count(self.draws, name="draws", least=20)
        check_count(self.seed, name="seed", least=0)
        check_count(self.refits, name="refits", least=0)
        check_range(self.min_share, 0, 1, name="min_share")
        check_range(self.max_share, 0.001, 1, name="max_share")
        check_range(self.level, 0, 1, name="level", open_ends=True)
        check_range(self.min_country_docs, 0, 1e9, name="min_country_docs")
        check_range(self.min_period_docs, 0, 1e9, name="min_period_docs")

    @classmethod
    def from_toml(cls, path: str | PathLike[str]) -> Self:
        """Read a configuration; a relative `corpus` is meant from the file's own folder.

        Raises
        ------
        InputError
            When the file cannot be read, is not TOML, or has a key that is no setting.
        """
        path = Path(path)
        try:
            settings = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: is not a TOML file in UTF-8: {error}.") from error
        known = [field.name for field in fields(cls)]
        unknown = sorted(set(settings) - set(known))
        if unknown:
            raise InputError(f"{path}: {unknown[0]!r} is no setting; choose from {known}.")
        if isinstance(settings.get("corpus"), str):
            settings["corpus"] = str(path.parent / settings["corpus"])
        try:
            return cls(**settings)
        except TopicsError as error:
            raise InputError(f"{path}: {error}") from error

    def updated(self, **changes: Any) -> Self:  # noqa: ANN401 - one signature for all settings
        """Copy with those `changes` that are not None."""
        return replace(self, **{k: v for k, v in changes.items() if v is not None})


def _check_text(value: object, *, name: str, optional: bool) -> None:
    if optional and value is None:
        return
    if not isinstance(value, str) or not value:
        raise TopicsError(f"`{name}` must be a non-empty text; got {value!r}.")


def _check_columns(value: object) -> None:
    if not isinstance(value, dict) or not all(
        isinstance(name, str) and name for pair in value.items() for name in pair
    ):
        raise TopicsError(
            f"`columns` must give new names to columns, such as {{'Artikel': 'text'}}; "
            f"got {value!r}."
        )


def _pairs(value: object) -> tuple[str, ...]:
    pairs = tuple(value) if isinstance(value, (list, tuple)) else None
    if pairs is None or not all(isinstance(p, str) and p.count("-") == 1 for p in pairs):
        raise TopicsError(
            f'`compare` must be a list of pairs of countries such as "KAZ-UZB"; got {value!r}.'
        )
    return pairs


def sample_folder() -> Path:
    """Return the folder of the sample corpus, its labels and its configuration.

    A folder ``seeds`` with a ``report.toml`` in the working directory comes first, then the
    copy that was installed with the package, then the one in a source checkout.
    """
    package = Path(__file__).parents[1]
    for folder in (Path("seeds"), package / "seeds", package.parent / "seeds"):
        if (folder / "report.toml").is_file():
            return folder
    raise InputError("no sample corpus was found beside the package; name a corpus to read.")

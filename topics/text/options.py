"""What counts as a token: the options that `tokenize` and `count_corpus` share; the stop words."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources

from topics._checks import check_choice, check_count, check_range
from topics._language_data import language as facts_of
from topics._language_data import language_codes
from topics.errors import TopicsError


def stopwords(language: str = "en", *, news: bool = False) -> frozenset[str]:
    """Give the package's own list of function words, and of words that any news story has.

    Parameters
    ----------
    language : str
        Language of the list; one of `topics.countries.languages()`.
    news : bool
        Add the words of reporting: who says it (mr, spokesman), on what day (monday, last), how
        many and in what order (two, first). There is a list for English only.

    Returns
    -------
    frozenset of str
        Words in lower case.

    Raises
    ------
    TopicsError
        When there is no list for the language.

    Examples
    --------
    >>> "the" in stopwords(), "us" in stopwords(), "world" in stopwords()
    (True, False, False)
    >>> "monday" in stopwords(), "monday" in stopwords(news=True), "trade" in stopwords(news=True)
    (False, True, False)
    """
    check_choice(language, language_codes(), name="language")
    names = ("stopwords", "newswords") if news else ("stopwords",)
    if language == "en":
        folder = resources.files("topics.text") / "data"
        texts = [(folder / f"{name}_en.txt").read_text("utf-8") for name in names]
        words = (line.partition("#")[0].strip() for text in texts for line in text.splitlines())
        return frozenset(word for word in words if word)
    facts = facts_of(language)
    files = [file for name in names if (file := facts.folder / f"{name}.txt").is_file()]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    given = [word for line in lines for word in line.partition("#")[0].split()]
    return frozenset(form for word in given for form in (word, facts.plain(word)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenOptions:
    """What `tokenize` and `count_corpus` take for a token.

    Which tokens become words of the vocabulary (`min_docs`, `max_share`, ...) is asked later, by
    `count_words` and `count_corpus`.

    Parameters
    ----------
    fields : sequence of str
        Columns of the corpus to read, in order.
    stopwords : collection of str, optional
        Words to drop: those of `stopwords(language, news=True)` by default, `()` for none.
        Compared after lower-casing.
    news_words : bool
        Keep the words of reporting: drop those of `stopwords()` alone by default.
    extra_stopwords : collection of str
        More words to drop.
    min_length, max_length : int
        Shortest and longest token kept, in characters. By default `min_length` is 3, or what suits
        the script of `language`.
    language : str
        Language of the texts; it decides the stop words, the shortest token, and how words are
        parted where blanks do not.
    lemmas : bool
        Count the forms of a word as one, by its dictionary form; the last step. Needs the extra
        "lemmas" and a language that simplemma knows.
    numbers : bool
        Let decimal digits be letters, so that "2014" and "g20" stay.
    addresses : bool
        Keep the words of web and mail addresses and of handles, such as "https" and "org". They
        are cut out otherwise; a hashtag is a word in any case. With `rule` "gensim" they stay.
    rule : {"unicode", "gensim"}
        "unicode" is the rule at the top of `topics.text.tokens`. "gensim" makes the tokens of
        `gensim.utils.simple_preprocess` (with `min_length=2, max_length=15, stopwords=()`).
    phrases : float in (0, 1), optional
        Join neighbours whose normalised pointwise mutual information exceeds this, as in
        "central_bank"; 0.5 is a common choice. They are learned from the very corpus, after the
        steps above, and equal those of gensim's `Phrases(scoring="npmi")`.
    phrase_min_count : int
        Least number of occurrences of a phrase.

    Raises
    ------
    TopicsError
        When an option is out of range, or one string stands for a collection.

    Examples
    --------
    >>> TokenOptions(extra_stopwords=["said"], phrases=0.5).extra_stopwords
    ('said',)
    """

    fields: Collection[str] = ("title", "text")
    stopwords: Collection[str] | None = None
    news_words: bool = False
    extra_stopwords: Collection[str] = ()
    min_length: int | None = None
    max_length: int = 40
    numbers: bool = False
    addresses: bool = False
    rule: str = "unicode"
    phrases: float | None = None
    phrase_min_count: int = 10
    language: str = "en"
    lemmas: bool = False

    def __post_init__(self) -> None:
        check_choice(self.rule, ("unicode", "gensim"), name="rule")
        check_choice(self.language, language_codes(), name="language")
        if self.min_length is None:
            object.__setattr__(self, "min_length", facts_of(self.language).min_length)
        check_count(self.shortest, name="min_length")
        check_count(self.max_length, name="max_length", least=self.shortest)
        check_count(self.phrase_min_count, name="phrase_min_count")
        if self.phrases is not None:
            check_range(self.phrases, 0, 1, name="phrases", open_ends=True)
        for name, what in (
            ("fields", "column"), ("stopwords", "word"), ("extra_stopwords", "word")
        ):  # fmt: skip
            given = getattr(self, name)
            if isinstance(given, str):
                raise TopicsError(
                    f"`{name}` must be a collection of {what}s; got one string. Put it in a list: "
                    f'["{what}"].'
                )
            if given is not None:
                # A set prints in another order each time: sorted, equal options print alike.
                kept = tuple(sorted(given) if isinstance(given, (set, frozenset)) else given)
                object.__setattr__(self, name, kept)

    @property
    def shortest(self) -> int:
        """Shortest token kept, in characters."""
        return self.min_length or facts_of(self.language).min_length

    def dropped(self) -> frozenset[str]:
        """Give all words to drop."""
        given, news = self.stopwords, not self.news_words
        own = stopwords(self.language, news=news) if given is None else frozenset(given)
        return own | frozenset(self.extra_stopwords)

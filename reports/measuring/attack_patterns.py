"""Lines of one megabyte, given to every function that takes text: two seconds each at the most.

A careless regular expression takes hours on such a line. The functions are those between a file
and the words of a figure; what they are given is one fragment again and again, before a sentence.
"""
# ruff: noqa: E501  (one text, one line)

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pandas as pd

from measuring.attacking import Ended, Outcome, ended_as, forked_in_turn
from measuring.crafted_files import ADVERSARIAL, MEGABYTE, ONE
from topics.errors import TopicsError

SECONDS = 2.0
_ROOM = {"megabytes": 6144}  # a fork has the addresses of all languages loaded before it
_AT_ONCE = 20  # attacks in one fork
_FRAGMENTS = {
    "open tags": "<a ", "tags": "<a>", "closed tags": "</p>", "comments": "<!--", "attributes": 'a="',
    "sections": "<![x", "quoted tags": "<a '", "CDATA": "<![CDATA[",
    "references": "&#", "entities": "&amp", "abbreviations": "a.a.a.", "words and dots": "Ab. ",
    "hyphens": "a-", "apostrophes and s": "a's ", "mail": "a.b@", "brackets of two kinds": "([",
    "closed brackets": "a) ", "capitals and commas": "Aa, ", "capitals": "Aa ", "capitals and dashes": "AA - ",
    "hashtags": "#aB", "flags": "\U0001f1fa", "Saint": "St. ", "Mr.": "Mr. ", "and": "Peru and ",
    "of the": "of the ", "days of a week": "Monday, ", "months": "March, ", "days, months, years": "1 May 2024 ",
    "numbers with commas": "1,000,", "numbers with dots": "1.", "years in a row": "2024 ", "hours": "1:1:",
    "fields": "Aa: ", "bars": "a | ", "bullets": "• ", "backslashes": "\\", "braces": "{", "rtf": "\\b ",
    "pictures": "{\\pict", "short codes": "[gallery ", "stamps": "Published: ", "by-lines": "By Aa Bb, ",
    "copyright": "(c) ", "documents": "1 of 1 DOCUMENTS ", "agencies": "LIMA (Reuters) - ", "emoji": "\U0001f600",
    "Cyrillic": "и ", "Russian": "Россия-", "Arabic": "وال", "Arabic words": "ال ", "Persian": "می\u200c",
    "tashkeel": "بَ", "Turkish": "Türkiye'nin ", "dotted capital": "İ", "sharp s": "ß", "Korean": "한국",
    "Japanese": "日本の", "Chinese": "中国和", "Chinese stops": "。", "Hindi": "हि",
    "blanks of all kinds": "\u2003\u00a0\t ", "zero width": "\u200b", "marks of direction": "\u202e", "NUL": "\0",
    "three dots": "…", "lines of one letter": "a\n", "empty lines": "\n \n", "quoted lines": "> ", "From": "From ",
    "German compounds": "Russland-Ukraine-", "Polish": "Polska i ", "colons and digits": "a:1",
}  # fmt: skip
TEXTS = ADVERSARIAL | {
    name: text * (MEGABYTE // len(text.encode("utf-8", "surrogatepass")))
    for name, text in _FRAGMENTS.items()
}
_FILES = {
    "txt": "{0}", "csv": "title,text,date\n{0},{0},{0}\n", "json": '[{"text": "{0}", "date": "{0}"}]', "jsonl": '{"title": "{0}", "text": "{0}"}', "eml":
    "From: {0}\nSubject: {0}\nDate: {0}\n\n{0}\n", "mbox": "From a b Mon Mar 18 10:00:00 2024\nFrom: a\n\n{0}\n",
    "html": "<html><head><title>{0}</title></head><body><p>{0}</p></body></html>",
    "rss.xml": "<rss><channel><item><title>{0}</title><description>{0}</description><pubDate>{0}"
    "</pubDate></item></channel></rss>",
    "tei.xml": '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{0}</p></body></text></TEI>',
    "sgm": '<REUTERS NEWID="1"><DATE>{0}</DATE><TEXT><TITLE>{0}</TITLE><BODY>{0}</BODY></TEXT></REUTERS>',
    "rtf": "{\\rtf1\\ansi {0}\\par}",
    "nexis.txt": "1 of 1 DOCUMENTS\n\nThe Gull\n\nMarch 18, 2024\n\n{0}\n\nLENGTH: 9 words\n\n{0}\n",
    "factiva.txt": "HD {0}\nWC 9 words\nPD 18 March 2024\nSN The Gull\nLP {0}\nTD {0}\nAN Document G1\n",
    "proquest.txt": "____________________\nTitle: {0}\nPublication date: {0}\nFull text: {0}\n"
    "____________________\n",
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this attack."""
    parser.add_argument("--only", nargs="*", default=[], help="functions or kinds of file")
    parser.add_argument("--texts", nargs="*", default=[], help="names of texts (default: all)")


def run(options: argparse.Namespace) -> Iterator[Outcome]:
    """Yield how each function took each text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for group, function in functions(folder).items():
            if options.only and group not in options.only:
                continue
            for text in TEXTS.values():  # what is loaded once, such as names, is loaded here
                with suppress(TopicsError):
                    function(text[:200])
            left = [
                (group, name) for name in options.texts or TEXTS
                if (group, name) not in options.done
            ]  # fmt: skip
            for at in range(0, len(left), _AT_ONCE):
                turns = left[at : at + _AT_ONCE]
                actions = [partial(_take, function, TEXTS[name]) for _, name in turns]
                for (_, name), ended in zip(
                    turns, forked_in_turn(actions, folder, **_ROOM), strict=True
                ):
                    yield judged(group, name, ended)


def judged(group: str, name: str, ended: Ended) -> Outcome:
    """Judge by how it ended and by its time: a text is taken or refused, in two seconds."""
    how = ended_as(ended)
    right = how in ("line", "result") and ended.seconds < SECONDS
    return Outcome(
        group=group, name=name, ended=how, right=right, seconds=ended.seconds,
        megabytes=ended.megabytes, said=ended.err.strip()[-2000:] or f"{ended.seconds:.1f} s",
    )  # fmt: skip


def _take(function: Callable[[str], object], text: str) -> int:
    try:
        function(text)
    except TopicsError as error:
        print(f"topics: {error}", file=sys.stderr)
        return 2
    return 0


def functions(folder: Path) -> dict[str, Callable[[str], object]]:
    """Return what takes text, by name: steps, small functions, then readers by kind of file."""
    found = dict(_steps())
    found |= dict(_small())
    for ending in _FILES:
        found[ending] = partial(_read, folder, ending)
    return found


def corpus_of(text: str, language: str = "en") -> pd.DataFrame:
    """Make a document of a text, a little of it as title and all of it before a sentence."""
    row = {"doc_id": "a", "title": text[:100], "text": f"{text}\n{ONE}"}
    return pd.DataFrame([{**row, "date": pd.Timestamp(2024, 3, 18), "language": language}])


def _steps() -> Iterator[tuple[str, Callable[[str], object]]]:
    from topics.cleaning import clean_corpus, split_units
    from topics.countries import languages

    yield "clean", lambda text: clean_corpus(corpus_of(text))
    yield "sentences", lambda text: split_units(corpus_of(text), unit="sentence")
    yield "paragraphs", lambda text: split_units(corpus_of(text), unit="paragraph")
    for code in languages():
        yield f"countries in {code}", partial(_countries, code)
        yield f"tokens in {code}", partial(_tokens, code)


def _countries(code: str, text: str) -> object:
    from topics.countries import find_countries

    return find_countries(corpus_of(text, code))


def _tokens(code: str, text: str) -> object:
    from topics.text import tokenize
    from topics.text.options import TokenOptions

    return tokenize(corpus_of(text), options=TokenOptions(language=code))


def _small() -> Iterator[tuple[str, Callable[[str], object]]]:
    from topics.cleaning.language import tell_language
    from topics.countries.codes import codes_of_column
    from topics.countries.passages import passages
    from topics.evaluate.reading import mark_words
    from topics.readers.datecolumn import DateColumns
    from topics.readers.dates import find_date, parse_date, read_written
    from topics.readers.markup import heading_of, html_to_text
    from topics.report.passages import best_passage, is_salutation, shorten
    from topics.text.vocabulary import written_with_capitals

    def cells(text: str) -> None:
        columns = DateColumns()
        columns.learn([("a", "date")] * 2, [text, "18 March 2024"])
        columns.pool()
        columns.read(("a", "date"), text, "a")

    yield "a day", parse_date
    yield "a day in a text", find_date
    yield "a day as it is written", read_written
    yield "a column of days", cells
    yield "a language", tell_language
    yield "other scripts", passages
    yield "a speaker", lambda text: codes_of_column([text])
    yield "markup", html_to_text
    yield "a heading", heading_of
    yield "marked words", lambda text: mark_words(text, {"grain"})
    yield "a passage", lambda text: best_passage(text, ["grain"], ["Peru"])
    yield "a salutation", is_salutation
    yield "a short line", shorten
    yield "capitals", lambda text: written_with_capitals([text])


def _read(folder: Path, ending: str, text: str) -> None:
    from topics.readers.corpus import read_corpus

    path = folder / f"a.{ending}"
    frame = _FILES[ending]
    part = text[: len(text) // frame.count("{0}")]
    content = frame.replace("{0}", json.dumps(part)[1:-1] if "json" in ending else part)
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    read_corpus(path)

"""Plain text: one file, one document; facts may stand in the file's name."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from topics.errors import InputError, TopicsError
from topics.readers.exports import articles_of_text
from topics.readers.files import File, unpacked_name
from topics.readers.matching import Piece, match_pieces
from topics.readers.nexis_word import Paragraph
from topics.readers.options import ReadOptions
from topics.readers.parts import OFF, separator_of, split_text
from topics.readers.sections import dated_sections, headed_by_days

_MOST_DIGITS = 18  # of a whole number that a table holds
_FIELD = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")


def text_rows(
    text: str,
    file: File,
    options: ReadOptions,
    *,
    paragraphs: list[Paragraph] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the rows of running text, whatever kind of file it was taken from.

    These are the articles of an export, the parts that `split` asks for, or one document.

    Parameters
    ----------
    text : str
        As it is to be read.
    file : File
    options : ReadOptions
    paragraphs : list of Paragraph, optional
        What an office program knows of its lines, empty ones among them.

    Raises
    ------
    InputError
        When a line repeats and parts the text into records, and nothing says what to do.
    """
    if options.split is not None and options.split.lower() not in OFF:
        yield from _split(text, file, options)
        return
    if options.split is None or options.database is not None:
        articles = articles_of_text(text, file, options, paragraphs)
        if articles is not None:
            yield from articles
            return
    if options.split is None:
        sections = dated_sections(paragraphs or [])
        if not sections and (found := separator_of(text)) is not None:
            raise InputError(
                f"{file.name}: not one document, it seems: {found.line} stands in it "
                f"{found.times:,} times and parts what looks like records. Split it with "
                f"`split={found.pattern!r}`, or take it as one with `split='off'`."
            )
        sections = sections or dated_sections(headed_by_days(text))
        if sections:
            options.remarks.append(
                f"{file.name}: {len(sections):,} headings with a day below each; each is a document"
            )
            for number, row in enumerate(sections, start=1):
                yield {"doc_id": f"{file.stem}:{number}", **row}
            return
    yield {"doc_id": file.stem, "text": text}


def _split(text: str, file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    parts = split_text(text, options.split or "")
    if len(parts) < 2:
        yield {"doc_id": file.stem, "text": text}
        return
    options.split_files += 1
    options.split_parts += len(parts)
    for number, part in enumerate(parts, start=1):
        yield {"doc_id": f"{file.stem}:{number}", "text": part}


class NamePattern:
    """A pattern such as ``{iso3}_{session}_{date:%Y}`` that file names are read with.

    A field takes the text up to the next fixed part. ``{name:d}`` takes digits and gives an
    integer; ``{date:FORMAT}`` takes a date in the codes of ``datetime.strptime``. A format without
    a day gives the columns ``year`` (and ``month``), and so a date of that precision. A pattern
    with "/" is matched with the end of the path, any other with the file name; endings do not
    count.

    Examples
    --------
    >>> NamePattern("{iso3}_{session:d}_{date:%Y}").facts("Session 40/AFG_40_1985.txt")
    {'iso3': 'AFG', 'session': 40, 'year': 1985}
    >>> NamePattern("{outlet}/{date:%Y-%m-%d}-{slug}").facts("east/2024-03-18-vote.txt")["date"]
    datetime.datetime(2024, 3, 18, 0, 0)
    """

    def __init__(self, pattern: str) -> None:
        if not isinstance(pattern, str) or not _FIELD.search(pattern):
            raise TopicsError(
                f"`pattern` needs at least one field such as '{{iso3}}_{{date:%Y}}'; "
                f"got {pattern!r}."
            )
        self.pattern = pattern
        self._formats: dict[str, str] = {}
        # in front of a pattern with folders may stand any others
        pieces = [Piece(kind="any", least=0, greedy=True), Piece("/")] if "/" in pattern else []
        end = 0
        for field in _FIELD.finditer(pattern):
            name, form = field[1], field[2] or ""
            if not name.isidentifier() or name in self._formats or name in ("text", "source"):
                raise TopicsError(f"`pattern` has an unusable field {field[0]!r}: {pattern!r}.")
            if form not in ("", "d") and "%" not in form:
                raise TopicsError(
                    f"`pattern`: {field[0]!r} has no known format; use ':d' or date codes "
                    "such as ':%Y-%m-%d'."
                )
            if "%" in form and not re.search("%[Yy]", form):
                raise TopicsError(
                    f"`pattern`: {field[0]!r} has no year; add its code, as in ':%Y-%m-%d'."
                )
            self._formats[name] = form
            pieces += _fixed(pattern[end : field.start()], "")
            pieces += _date_pieces(form, name) if "%" in form else [_FIELDS[form](name)]
            end = field.end()
        self._pieces = [*pieces, *_fixed(pattern[end:], "")]

    def facts(self, name: str) -> dict[str, Any] | None:
        """Give the facts in a file name, or None when it does not fit the pattern."""
        path = PurePosixPath(unpacked_name(name)).with_suffix("")
        name = f"/{path.as_posix().lstrip('/')}" if "/" in self.pattern else path.name
        found = match_pieces(self._pieces, name)
        if found is None:
            return None
        facts: dict[str, Any] = {}
        for field, value in found.items():
            form = self._formats[field]
            if not form:
                facts[field] = value
            elif form == "d":
                if len(value) > _MOST_DIGITS:
                    return None
                facts[field] = int(value)
            else:
                try:
                    moment = datetime.strptime(value, form)
                except ValueError:
                    return None
                if re.search(r"%[djxcD]", form):
                    facts[field] = moment
                else:
                    facts["year"] = moment.year
                    if re.search(r"%[mbB]", form):
                        facts["month"] = moment.month
        return facts


def _fixed(text: str, field: str) -> list[Piece]:
    return [Piece(text, field=field)] if text else []


_FIELDS = {
    "": lambda name: Piece(field=name),
    "d": lambda name: Piece(kind="digit", greedy=True, field=name),
}
# how many digits stand for a code of a date
_DIGITS = {"Y": (4, 4), "y": (2, 2), "j": (1, 3)} | dict.fromkeys("mdHMS", (1, 2))


def _date_pieces(form: str, name: str) -> list[Piece]:
    parts = re.split(r"%(.)", form)
    fixed, codes = parts[::2], parts[1::2]
    pieces = _fixed(fixed[0], name)
    for code, after in zip(codes, fixed[1:], strict=True):
        if code in _DIGITS:
            least, most = _DIGITS[code]
            pieces.append(Piece("", "digit", least, most, greedy=True, field=name))
        elif code in ("b", "B"):
            pieces.append(Piece(kind="letter", greedy=True, field=name))
        else:
            raise TopicsError(f"`pattern`: the date code %{code} is not supported in {form!r}.")
        pieces += _fixed(after, name)
    return pieces

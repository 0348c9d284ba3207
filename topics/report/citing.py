"""A methods section as Markdown or LaTeX, with the works that it cites as BibTeX."""

import json
import re
from collections.abc import Callable, Sequence
from os import PathLike
from pathlib import Path

from topics._checks import check_choice
from topics._typeset import latex, markdown
from topics.errors import InputError, TopicsError

Section = Sequence[tuple[str, str]]
FORMATS = {".md": "markdown", ".tex": "latex"}
_CITATION = re.compile(r" ?\[(@\w+(?:; @\w+)*)\]")
_ENTRY = re.compile(r"^@\w+\{(\w+),\n.*?^\}\n", re.MULTILINE | re.DOTALL)


def cited(section: Section) -> list[str]:
    """Return the keys of the works that a section cites, sorted.

    Examples
    --------
    >>> cited([("Topics", "A sampler [@teh2006; @rosenzvi2004], as ever [@teh2006].")])
    ['rosenzvi2004', 'teh2006']
    """
    groups = [group for _, text in section for group in _CITATION.findall(text)]
    return sorted({key.removeprefix("@") for group in groups for key in group.split("; ")})


def as_markdown(section: Section) -> str:
    """Write a section as Pandoc reads it, which sets citations by a bibliography.

    Examples
    --------
    >>> print(as_markdown([("Topics", "LDA [@blei2003] with K = 5.")]), end="")
    ## Methods
    <BLANKLINE>
    **Topics.** LDA [@blei2003] with K = 5.
    """
    parts = [
        f"**{markdown(heading)}.** {_set(text, markdown, ' [{}]', '@{}', '; ')}"
        for heading, text in section
    ]
    return "\n\n".join(["## Methods", *parts]) + "\n"


def as_latex(section: Section) -> str:
    r"""Write a section for LaTeX.

    Examples
    --------
    >>> print(as_latex([("Topics", "LDA [@blei2003; @minka2000] of 50 %.")]), end="")
    \section*{Methods}
    <BLANKLINE>
    \paragraph{Topics.} LDA~\cite{blei2003,minka2000} of 50 \%.
    """
    frame = r"~\cite{{{}}}"
    parts = [
        rf"\paragraph{{{latex(heading)}.}} {_set(text, latex, frame, '{}', ',')}"
        for heading, text in section
    ]
    return "\n\n".join([r"\section*{Methods}", *parts]) + "\n"


def _set(text: str, escape: Callable[[str], str], frame: str, key: str, between: str) -> str:
    """Write a paragraph: its words escaped, its citations framed."""
    parts = _CITATION.split(text)
    written = [_whole(parts[0], escape)]
    for group, words in zip(parts[1::2], parts[2::2], strict=True):
        keys = [key.format(one.removeprefix("@")) for one in group.split("; ")]
        written += [frame.format(between.join(keys)), _whole(words, escape)]
    return "".join(written)


def _whole(words: str, escape: Callable[[str], str]) -> str:
    """Escape words, which takes the blanks at their ends, and put these back."""
    start, end = " " * words.startswith(" "), " " * words.endswith(" ")
    return f"{start}{escape(words)}{end}" if words.strip() else words


def bibliography(keys: Sequence[str], *, version: str) -> str:
    """Return the BibTeX of the works of these keys.

    Parameters
    ----------
    keys : sequence of str
        As `cited` returns them.
    version : str
        Of this package.

    Raises
    ------
    TopicsError
        When a work is not known.
    """
    text = Path(__file__).with_name("references.bib").read_text("utf-8")
    known = {match[1]: match[0] for match in _ENTRY.finditer(text)}
    lost = [key for key in keys if key not in known]
    if lost:
        raise TopicsError(f"the bibliography has no {lost[0]!r}.")
    return "\n".join(known[key].replace("VERSION", version) for key in keys)


def methods_text(folder: str | PathLike[str], *, format: str = "markdown") -> str:
    r"""Describe how a report was made, as the methods section of a paper.

    Every number is the run's own; what does not flatter it is said too. Read it before you use it:
    what the corpus is, and why it was chosen, only you know.

    Parameters
    ----------
    folder : path
        Of a report.
    format : {"markdown", "latex"}
        Markdown has citations as Pandoc reads them, LaTeX with ``\cite``.

    Returns
    -------
    str
        Paragraphs on corpus, countries, topics, estimates, limits and software.

    Raises
    ------
    TopicsError, InputError
        When the folder holds no report, or one of an older version.
    """
    check_choice(format, tuple(FORMATS.values()), name="format")
    section, _ = _read(Path(folder))
    return as_markdown(section) if format == "markdown" else as_latex(section)


def write_methods(folder: str | PathLike[str], path: str | PathLike[str]) -> list[Path]:
    """Write the methods section of a report, and beside it the works that it cites.

    Parameters
    ----------
    folder : path
        Of a report.
    path : path
        Where to write, ending in ``.md`` or ``.tex``.

    Returns
    -------
    list of Path
        The section, and the BibTeX: for ``methods.tex``, ``methods.bib``.

    Raises
    ------
    TopicsError, InputError
        As in `methods_text`, and when the name has another ending or a file cannot be written.
    """
    from topics.writing.together import output_files

    source, path = Path(folder), Path(path)
    if path.suffix not in FORMATS:
        raise TopicsError(f"cannot tell the format of a text from {path}: end it in .md or .tex.")
    paths = [path, path.with_suffix(".bib")]
    with output_files(*paths, read=[source / "tables", source / "manifest.json"]) as drafts:
        section, version = _read(source)
        write_section(section, drafts[str(path)], version=version)
    return paths


def write_section(section: Section, path: Path, *, version: str) -> None:
    """Write a section as the name ends, and the works that it cites beside it in ``.bib``."""
    text = as_markdown(section) if FORMATS[path.suffix] == "markdown" else as_latex(section)
    path.write_text(text, "utf-8", newline="\n")
    works = bibliography(cited(section), version=version)
    path.with_suffix(".bib").write_text(works, "utf-8", newline="\n")


def _read(folder: Path) -> tuple[list[tuple[str, str]], str]:
    """Return the section that a report keeps of itself, and the version that made it."""
    path = folder / "manifest.json"
    try:
        facts = json.loads(path.read_text("utf-8"))
        section = [(str(heading), str(text)) for heading, text in facts["methods"]]
        return section, str(facts["versions"]["country-topics"])
    except OSError as error:
        raise InputError(f"{folder}: holds no report. Make one with: topics report") from error
    except (ValueError, LookupError, TypeError) as error:
        raise InputError(
            f"{path}: does not say how the run was made. Make the report again."
        ) from error

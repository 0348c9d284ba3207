"""Cells of text -> a table in LaTeX or Markdown in which no cell is taken for a command."""

from collections.abc import Sequence
from unicodedata import name

_LATEX = {
    # '"' is a command in languages of babel; * or [ after the end of a row belongs to that end.
    '"': r"\symbol{34}", "`": r"\symbol{96}", "*": "{*}", "[": "{[}",
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "†": r"\dag{}",
    "–": "--", "−": "$-$", **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}  # fmt: skip
_MARKDOWN = {mark: f"\\{mark}" for mark in "\\`*_|<>[]~^$&@"}


def latex(text: str) -> str:
    r"""Write a text on one line, so that LaTeX prints it as it is.

    Examples
    --------
    >>> latex("50 % of R&D_1 <\n5")
    '50 \\% of R\\&D\\_1 \\textless{} 5'
    """
    return "".join(_LATEX.get(mark, mark) for mark in " ".join(text.split()))


def markdown(text: str) -> str:
    r"""Write a text on one line, so that Markdown prints it as it is.

    Examples
    --------
    >>> markdown("a|b *c*")
    'a\\|b \\*c\\*'
    """
    return "".join(_MARKDOWN.get(mark, mark) for mark in " ".join(text.split()))


def latex_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int, notes: Sequence[str] = ()
) -> str:
    """Set a table as a tabular for ``booktabs``, with notes below it.

    Parameters
    ----------
    heads : sequence of str
        Of the columns.
    rows : sequence of sequences of str
        Cells, as many as there are heads.
    texts : int
        The first columns, which hold text and stand to the left; the others hold numbers.
    notes : sequence of str
        Sentences.
    """
    lines = [" & ".join(map(latex, line)) + r" \\" for line in [heads, *rows]]
    body = "\n".join([r"\toprule", lines[0], r"\midrule", *lines[1:], r"\bottomrule"])
    columns = "l" * texts + "r" * (len(heads) - texts)
    table = f"\\begin{{tabular}}{{{columns}}}\n{body}\n\\end{{tabular}}\n"
    if not notes:
        return table
    below = "\n".join(map(latex, notes))
    return (
        f"% needs \\usepackage{{booktabs}}{_engine(table)}\n{table}\\par\\smallskip\n"
        f"\\begin{{minipage}}{{\\linewidth}}\\footnotesize\n\\emph{{Notes.}}\n{below}\n"
        "\\end{minipage}\n"
    )


def _engine(text: str) -> str:
    r"""Say which LaTeX prints letters for which pdfLaTeX has no font of its own.

    Examples
    --------
    >>> _engine("Łódź"), _engine("газ")
    ('', '; letters beyond Latin ones need a language of babel, XeLaTeX or LuaLaTeX')
    """
    foreign = any(mark.isalpha() and not name(mark, "").startswith("LATIN") for mark in text)
    more = "; letters beyond Latin ones need a language of babel, XeLaTeX or LuaLaTeX"
    return more if foreign else ""


def markdown_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int, notes: Sequence[str] = ()
) -> str:
    """Set a table with pipes, with notes below it; the parameters are those of `latex_table`."""
    rule = ["---"] * texts + ["---:"] * (len(heads) - texts)
    lines = [list(map(markdown, heads)), rule, *(list(map(markdown, row)) for row in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\n*Notes.* {' '.join(map(markdown, notes))}\n" if notes else table

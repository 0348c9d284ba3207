"""What the documentation takes from the package while it is built, so that nothing is told twice.

Help of the commands, the table of settings, the code of the gallery's figures, the notebooks,
and links from every public name that a page has between backticks.
"""

import ast
import os
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.utils.math import latex2mathml
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

import topics
from topics.cli import build_parser
from topics.cli.parser import commands
from topics.run.config import ReportConfig
from topics.run.settings import settings_of

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 88


def help_of(name):
    """Return the help of a command, or of ``topics`` itself, at a width of its own."""
    parser = build_parser()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(WIDTH)
    try:
        return (parser if name == "topics" else commands(parser)[name]).format_help()
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


class CommandHelp(SphinxDirective):
    """Show what ``topics NAME --help`` prints."""

    required_arguments = 1

    def run(self):
        """Return the help as a block."""
        text = help_of(self.arguments[0])
        return [nodes.literal_block(text, text, language="text")]


class SettingsTable(SphinxDirective):
    """Show every field of `ReportConfig`: key, flag, default and meaning."""

    def run(self):
        """Return a table for each heading that help has."""
        groups = {}
        for name, (default, known) in settings_of(ReportConfig).items():
            groups.setdefault(known.group or "what is read", []).append((name, default, known))
        shown = []
        for group, settings in groups.items():
            shown.append(nodes.paragraph("", "", nodes.strong(text=group.capitalize())))
            shown.append(_table([_row_of(*setting) for setting in settings]))
        return shown


def _row_of(name, default, known):
    flag = known.flag + (f", {known.off}" if hasattr(known, "off") else "")
    return name, flag, str(known.says(default) or "none"), known.help


def _table(rows):
    head = ("key", "flag", "default", "what it decides")
    table = nodes.table(classes=["settings"])
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in (20, 25, 20, 60)]
    group += nodes.thead("", _cells(head, set()))
    group += nodes.tbody("", *[_cells(row, {0, 1}) for row in rows])
    table += group
    return table


def _cells(words, literal):
    row = nodes.row()
    for place, text in enumerate(words):
        parts = ["", text] if place in literal else text.split("`")  # every second is code
        shown = [
            nodes.literal(text=part) if number % 2 else nodes.Text(part)
            for number, part in enumerate(parts)
            if part
        ]
        row += nodes.entry("", nodes.paragraph("", "", *shown))
    return row


class CodeOf(SphinxDirective):
    """Show the source of one function of a file of the project, as it stands there."""

    required_arguments = 2
    option_spec: ClassVar = {"language": directives.unchanged}

    def run(self):
        """Return the function as a block."""
        path, name = ROOT / self.arguments[0], self.arguments[1]
        self.env.note_dependency(str(path))
        text = source_of(path, name)
        return [nodes.literal_block(text, text, language="python")]


def source_of(path, name):
    """Return the lines of a function in a file."""
    text = path.read_text("utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return ast.get_source_segment(text, node)
    raise KeyError(f"{path} has no function {name!r}")


class LinkNames(SphinxTransform):
    """Turn a public name between backticks into a link to where it is documented."""

    default_priority = 400

    def apply(self):
        """Wrap each such literal."""
        public = set(topics.__all__)
        for literal in list(self.document.findall(nodes.literal)):
            name = literal.astext().removeprefix("topics.").removesuffix("()")
            if name not in public or name.startswith("_") or _inside(literal):
                continue
            link = addnodes.pending_xref(
                "",
                refdomain="py",
                reftype="obj",
                reftarget=f"topics.{name}",
                refexplicit=True,
                refwarn=True,
                refdoc=self.env.docname,
            )
            literal.replace_self(link)
            link += literal


def _inside(node):
    taken = (nodes.title, nodes.reference, addnodes.pending_xref, addnodes.desc_signature)
    while node is not None:
        if isinstance(node, taken):
            return True
        node = node.parent
    return False


def copy_notebooks(source, target):
    """Put the notebooks beside the pages, and take away copies of those that are gone."""
    notebooks = sorted(source.glob("[0-9]*.ipynb"))
    for old in {path.name for path in target.glob("[0-9]*.ipynb")} - {n.name for n in notebooks}:
        (target / old).unlink()
    for path in notebooks:
        copy = target / path.name
        if not copy.exists() or copy.read_bytes() != path.read_bytes():
            target.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _formula(visitor, node):
    visitor.body.append(_mathml(node.astext(), block=False))
    raise nodes.SkipNode


def _formula_block(visitor, node):
    visitor.body.append(f'<div class="formula">{_mathml(node.astext(), block=True)}</div>\n')
    raise nodes.SkipNode


def _mathml(text, *, block):
    return str(latex2mathml.tex2mathml(text, as_block=block))


def setup(app):
    """Register all of it with Sphinx."""
    app.add_directive("command-help", CommandHelp)
    app.add_directive("settings-table", SettingsTable)
    app.add_directive("code-of", CodeOf)
    app.add_transform(LinkNames)
    app.add_html_math_renderer("mathml", (_formula, None), (_formula_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}

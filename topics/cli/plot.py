"""Command ``topics plot``: one figure from a table of a run."""

import argparse

from topics.cli.settings import add_setting
from topics.plots.catalogue import KINDS
from topics.plots.style import PRESETS
from topics.run.settings import Choice, Count, Number, Text

HELP = "one figure from a table of a run, in a journal's size"
DESCRIPTION = "Draw one kind of figure from a table of a run, with its data and alt text beside it."
EXAMPLES = """\
examples:
  topics plot heatmap report/tables/topic_country.csv -o heatmap.pdf --style nature --columns 2
  topics plot countries report/tables/topic_country.csv --topic 3 -o topic3.pdf
  topics plot pair report/tables/pairs.csv --pair KAZ-RUS -o kazakhstan-russia.pdf
  topics plot topics report/tables/topic_country.csv --country KAZ -o kazakhstan.svg
"""
OPTIONS = {
    "topic": Count(flag="--topic", metavar="ID", least=0, help="topic to show"),
    "country": Text(
        flag="--country", metavar="COUNTRY", help="country to show, by code or name"
    ),
    "pair": Text(
        flag="--pair", metavar="AAA-BBB", help="pair of countries to show, by codes or names"
    ),
    "term": Text(flag="--term", metavar="TERM", help="term of a formula to show"),
    "most": Count(flag="--most", metavar="N", help="maximum number of rows, lines or countries"),
    "group": Text(flag="--group", metavar="COLUMN", help="column to split documents by"),
    "measure": Text(
        flag="--measure", metavar="COLUMN", help="measure of a sweep to show", unset="stability"
    ),
    "boundaries": Text(flag="--boundaries", metavar="FILE", help="GeoJSON with boundaries"),
    "level": Number(
        flag="--level", metavar="P", low=0, high=1, open_ends=True, unset="0.95",
        help="level of the wider interval in the table, for the key",
    ),
    "fdr": Number(
        flag="--fdr", metavar="P", low=0, high=1, unset="0.05",
        help="false discovery rate below which a difference or a pair is marked",
    ),
    "least": Number(
        flag="--least", metavar="N", low=0, high=1e9, unset="3",
        help="a country with fewer documents is left white on a map",
    ),
    "threshold": Number(
        flag="--threshold", metavar="P", low=0, high=1, unset="0.5",
        help="reliability below which a topic is drawn hollow",
    ),
}  # fmt: skip
STYLE = {
    "style": Choice(flag="--style", choices=tuple(PRESETS), help="size and type"),
    "font": Text(
        flag="--font", metavar="FAMILY", help="installed font to use before DejaVu Sans",
        unset="none",
    ),
    "title": Text(
        flag="--title", metavar="TEXT", help="title of the figure", unset="by its kind"
    ),
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    kinds = parser.add_argument_group(
        "kinds of figure, and the table of a run each of them draws",
        "\n".join(
            f"{name:17}{kind.says} ({kind.table}.csv)"
            + (f"; needs {' '.join(OPTIONS[o].flag for o in kind.options)}" if kind.options else "")
            for name, kind in KINDS.items()
        ),
    )
    kinds.add_argument("kind", metavar="KIND", help="one of these")
    parser.add_argument("table", metavar="TABLE.csv", help="a table of a run")
    parser.add_argument(
        "-o", "--out", metavar="FILE", required=True, help="figure: .pdf, .svg or .png"
    )
    for name, known in STYLE.items():
        add_setting(parser, name, known, "report" if name == "style" else None)
    parser.add_argument(
        "--columns", type=int, choices=(1, 2), default=1, help="columns of the page to fill"
    )
    own = parser.add_argument_group("options of some kinds")
    for name, known in OPTIONS.items():
        takers = [kind for kind, its in KINDS.items() if name in (*its.options, *its.extras)]
        add_setting(own, name, known, unset=known.unset, note=f"for {', '.join(takers)}")


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.plots.kinds import plot_kind
    from topics.writing.folder import note_interrupted

    note_interrupted(arguments.table)
    options = {name: getattr(arguments, name) for name in OPTIONS}
    path = plot_kind(
        arguments.kind,
        arguments.table,
        arguments.out,
        style=arguments.style or "report",
        font=arguments.font,
        columns=arguments.columns,
        title=arguments.title,
        **options,
    )
    print(f"figure: {path}")

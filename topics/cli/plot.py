"""Command ``topics plot``: one figure from a table of a run."""

import argparse

HELP = "one figure from a table of a run, in a journal's size"
DESCRIPTION = "Draw one kind of figure from a table of a run, with its data and alt text beside it."
EXAMPLES = """\
examples:
  topics plot heatmap report/tables/topic_country.csv -o heatmap.pdf --style nature --columns 2
  topics plot countries report/tables/topic_country.csv --topic 3 -o topic3.pdf
  topics plot topics report/tables/topic_country.csv --country KAZ -o kazakhstan.svg
"""
STYLES = ("report", "nature", "plos", "slides")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "kind",
        metavar="KIND",
        help="flow, coverage, words, heatmap, countries, topics, contrasts, trends, world, "
        "world-documents, choropleth, topic-map, pairs, mention-kinds, calibration, reliability "
        "or sweep",
    )
    parser.add_argument("table", metavar="TABLE.csv", help="a table of a run")
    parser.add_argument(
        "-o", "--out", metavar="FILE", required=True, help="figure: .pdf, .svg or .png"
    )
    parser.add_argument("--style", choices=STYLES, default="report", help="size and type")
    parser.add_argument(
        "--columns", type=int, choices=(1, 2), default=1, help="columns of the page to fill"
    )
    parser.add_argument("--title", help="title of the figure")
    parser.add_argument("--topic", type=int, metavar="ID", help="topic to show")
    parser.add_argument("--country", metavar="ISO3", help="country to show")
    parser.add_argument("--most", type=int, metavar="N", help="rows to show at the most")
    parser.add_argument("--group", metavar="COLUMN", help="column to split documents by")
    parser.add_argument("--measure", metavar="COLUMN", help="measure of a sweep to show")
    parser.add_argument("--boundaries", metavar="FILE", help="GeoJSON with boundaries")


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics._folder import note_interrupted
    from topics.plots.kinds import plot_kind

    note_interrupted(arguments.table)
    options = {
        name: getattr(arguments, name)
        for name in ("topic", "country", "most", "group", "measure", "boundaries")
    }
    path = plot_kind(
        arguments.kind,
        arguments.table,
        arguments.out,
        style=arguments.style,
        columns=arguments.columns,
        title=arguments.title,
        **options,
    )
    print(f"figure: {path}")

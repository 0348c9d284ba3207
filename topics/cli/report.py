"""Command ``topics report``: the whole line."""

import argparse
import sys

from topics.cli.corpus import add_reading, columns_of
from topics.cli.wording import as_options
from topics.run.config import ALGORITHMS, DUPLICATES, TRENDS, UNITS, ReportConfig, sample_folder

HELP = "a folder of news text in, a PDF report of topic-country distributions out"
DESCRIPTION = (
    "Read a corpus, find its countries, fit topics, estimate topic-country "
    "distributions with intervals, and write a PDF report with its figures and tables."
)
EXAMPLES = """\
examples:
  topics report                                  the sample corpus -> report/report.pdf
  topics report articles/ --out run1 --topics 20
  topics report news.csv --unit paragraph --seed 3
  topics report speeches/ --pattern '{iso3}_{session}_{date:%Y}' --speaker iso3
  topics report news.csv --compare KAZ-UZB --compare KAZ-KGZ --trends quarter
  topics report artikel.csv --column Artikel=text --column Datum=date
  topics report --config report.toml --draws 200
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    default = ReportConfig()
    parser.add_argument(
        "corpus",
        nargs="?",
        metavar="CORPUS",
        help="file or folder to read (default: the sample corpus)",
    )
    parser.add_argument("--config", metavar="FILE", help="settings in TOML; arguments go first")
    parser.add_argument(
        "--out", metavar="DIR", default="report", help="folder to write into (default: report)"
    )
    add_reading(parser)
    parser.add_argument("--title", help="title of the report")
    parser.add_argument(
        "--unit",
        choices=UNITS,
        help="what the topic model calls a document "
        f"(default: auto, paragraphs below {default.few_documents} documents)",
    )
    parser.add_argument(
        "--speaker",
        metavar="COLUMN",
        help="column with the ISO 3166-1 alpha-3 "
        "code of the country that speaks; default: countries mentioned in the text",
    )
    parser.add_argument(
        "--cluster",
        metavar="COLUMN",
        help="draw documents together by this column in the bootstrap, such as source",
    )
    parser.add_argument(
        "--duplicates",
        choices=DUPLICATES,
        help=f"copies of documents to drop (default: {default.duplicates})",
    )
    parser.add_argument(
        "--with-country-words",
        dest="mask_countries",
        action="store_false",
        default=None,
        help="let words that name countries into the topics",
    )
    parser.add_argument(
        "--topics",
        dest="n_topics",
        type=int,
        metavar="K",
        help="number of topics (default: grows with the corpus, 2 to 30)",
    )
    parser.add_argument(
        "--algorithm", choices=ALGORITHMS, help=f"how LDA is fitted (default: {default.algorithm})"
    )
    for name, what in (
        ("passes", "most passes over the corpus"),
        ("restarts", "fits to choose the likeliest from"),
        ("min-docs", "units that a word must occur in"),
        ("draws", "draws behind the intervals"),
        ("max-countries", "countries in the figures"),
        ("refits", "fits from other seeds, to see which topics are found again"),
        ("seed", "seed of all random numbers"),
    ):
        value = getattr(default, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"{what} (default: {value})")
    for name, what in (("min-share", "smallest"), ("max-share", "largest")):
        value = getattr(default, name.replace("-", "_"))
        parser.add_argument(
            f"--{name}",
            type=float,
            metavar="P",
            help=f"{what} share of the units a word may occur in (default: {value})",
        )
    parser.add_argument(
        "--level",
        type=float,
        metavar="P",
        help=f"level of the wider interval (default: {default.level})",
    )
    parser.add_argument(
        "--compare",
        action="append",
        metavar="AAA-BBB",
        help="countries to compare, by code; again for more pairs (default: the four with most "
        "documents, two by two)",
    )
    parser.add_argument(
        "--trends",
        choices=TRENDS,
        help="length of a period in estimates over time (default: auto, the shortest that has "
        "enough documents)",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.write import check_folder, write_report
    from topics.run.analyse import analyse

    check_folder(arguments.out)

    settings = {
        name: value
        for name, value in vars(arguments).items()
        if name not in {"column", "command", "config", "out", "run", "quiet"}
    }
    settings["columns"] = columns_of(arguments.column)
    if arguments.config:
        config = ReportConfig.from_toml(arguments.config)
    elif arguments.corpus is None:
        config = ReportConfig.from_toml(sample_folder() / "report.toml")
    else:
        config = ReportConfig()
    say = _silent if arguments.quiet else _say
    path = write_report(analyse(config.updated(**settings), say=say), arguments.out)
    print(f"report: {path}")


def _say(message: str) -> None:
    print(as_options(message), file=sys.stderr, flush=True)


def _silent(message: str) -> None:
    del message

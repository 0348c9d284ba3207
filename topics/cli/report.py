"""Command ``topics report``: the whole line."""

import argparse

from topics.cli.progress import teller
from topics.cli.settings import add_settings, given
from topics.run.config import ReportConfig, sample_folder

HELP = "a folder of news text in, a PDF report of topic-country distributions out"
DESCRIPTION = (
    "Read a corpus, find its countries, fit topics, estimate topic-country "
    "distributions with intervals, and write a PDF report with its figures and tables."
)
EXAMPLES = """\
examples:
  topics report                                  the sample corpus -> report/report.pdf
  topics report articles/ --out run1 --topics 20
  topics report 2023.csv 2024.csv interviews/
  topics report news.csv --unit paragraph --seed 3
  topics report speeches/ --pattern '{iso3}_{session}_{date:%Y}' --speaker iso3
  topics report news.csv --compare KAZ-UZB KAZ-KGZ --trends quarter
  topics report artikel.csv --column Artikel=text Datum=date --speaker Land
  topics report --config report.toml --draws 200
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "corpus",
        nargs="*",
        metavar="CORPUS",
        help="files, folders, archives, or - for standard input (default: the sample corpus)",
    )
    parser.add_argument("--config", metavar="FILE", help="settings in TOML; arguments go first")
    parser.add_argument(
        "--out", metavar="DIR", default="report", help="folder to write into (default: report)"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    add_settings(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.write import fill_report, report_folder
    from topics.run.analyse import analyse
    from topics.run.steps import paths_of

    if arguments.config:
        config = ReportConfig.from_toml(arguments.config)
    elif not arguments.corpus:
        config = ReportConfig.from_toml(sample_folder() / "report.toml")
    else:
        config = ReportConfig()
    config = config.updated(**given(arguments))
    say = teller(arguments)
    with report_folder(arguments.out, corpus=paths_of(config)) as draft:
        fill_report(analyse(config, say=say), draft)
    print(f"report: {draft.folder / 'report.pdf'}")

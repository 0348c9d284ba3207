"""Command line: arguments in, one library call, files out."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from topics import __version__
from topics.config import ALGORITHMS, DUPLICATES, UNITS, ReportConfig, sample_folder
from topics.errors import TopicsError

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = """\
examples:
  topics report                                  the sample corpus -> report/report.pdf
  topics report articles/ --out run1 --topics 20
  topics report news.csv --unit paragraph --seed 3
  topics report speeches/ --pattern '{iso3}_{session}_{date:%Y}' --speaker iso3
  topics report --config report.toml --draws 200
"""
CLEAN_EXAMPLES = """\
examples:
  topics clean articles/ --out cleaned
  topics clean export.zip --out cleaned --duplicates keep
"""
CHOOSE_EXAMPLES = """\
examples:
  topics choose articles/ --topics 5 10 20 40 --out choice
  topics choose news.csv --topics 10 20 30 --seeds 3 --workers 2 --out choice
"""
COUNTRY_EXAMPLES = """\
examples:
  topics countries articles/ -o mentions.csv
  topics countries news.jsonl -o mentions.parquet
  topics countries --show article.txt
"""


PLOT_EXAMPLES = """\
examples:
  topics plot heatmap report/tables/topic_country.csv -o heatmap.pdf --style nature --columns 2
  topics plot countries report/tables/topic_country.csv --topic 3 -o topic3.pdf
  topics plot topics report/tables/topic_country.csv --country KAZ -o kazakhstan.svg
"""
STYLES = ("report", "nature", "plos", "slides")


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, like every other error here."""

    def error(self, message: str) -> NoReturn:
        raise TopicsError(f"{message}. See: {self.prog} --help")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command ``topics``."""
    parser = _Parser(
        prog="topics",
        description="Which topics are these countries associated with, and how sure can we be?",
        epilog="start with: topics report    (then: topics report --help)",
    )
    parser.add_argument("--version", action="version", version=f"topics {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_report(
        commands.add_parser(
            "report",
            help="a folder of news text in, a PDF report of topic-country distributions out",
            description="Read a corpus, find its countries, fit topics, estimate topic-country "
            "distributions with intervals, and write a PDF report with its figures and tables.",
            epilog=EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _add_countries(
        commands.add_parser(
            "countries",
            help="which countries a text mentions, and where",
            description="Find the countries that texts mention: one row per mention.",
            epilog=COUNTRY_EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _add_clean(
        commands.add_parser(
            "clean",
            help="read and clean a corpus, with an account of all that was dropped",
            description="Read a corpus, clean it, and write it with the audit of every line and "
            "document that was taken out.",
            epilog=CLEAN_EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _add_choose(
        commands.add_parser(
            "choose",
            help="compare numbers of topics and recommend one",
            description="Fit several numbers of topics with several seeds, measure held-out "
            "perplexity, coherence, exclusivity, diversity and stability, and recommend a number "
            "with the reason. Stopped, it goes on from where it was.",
            epilog=CHOOSE_EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _add_plot(
        commands.add_parser(
            "plot",
            help="one figure from a table of a run, in a journal's size",
            description="Draw one kind of figure from a table of a run, with its data and alt "
            "text beside it.",
            epilog=PLOT_EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    return parser


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", help="kind of file; by default told from the file's name")
    parser.add_argument("--pattern", help="facts in file names, as {iso3}_{session}_{date:%%Y}")
    parser.add_argument("--encoding", help="encoding of the files (default: utf-8)")


def _add_report(parser: argparse.ArgumentParser) -> None:
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
    _add_reading(parser)
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
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    parser.set_defaults(run=_report)


def _add_countries(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("corpus", nargs="?", metavar="CORPUS", help="file or folder to read")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="table to write: .csv, .tsv or .parquet"
    )
    parser.add_argument("--show", metavar="FILE", help="print a text with its mentions marked")
    _add_reading(parser)
    parser.set_defaults(run=_countries)


def _add_clean(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("corpus", metavar="CORPUS", help="file or folder to read")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write into")
    parser.add_argument(
        "--duplicates", choices=DUPLICATES, default="near", help="copies of documents to drop"
    )
    _add_reading(parser)
    parser.set_defaults(run=_clean)


def _clean(arguments: argparse.Namespace) -> None:
    from topics.cleaning import clean_corpus, coverage, flow, removed_lines
    from topics.tables import write_csv

    corpus = _read(arguments)
    cleaned, audit = clean_corpus(corpus, duplicates=arguments.duplicates)
    tables = {
        "corpus": cleaned,
        "dropped": audit,
        "flow": flow(corpus.attrs["read"], audit),
        "removed_lines": removed_lines(audit),
        "coverage": coverage(cleaned),
    }
    for name, table in tables.items():
        write_csv(table, Path(arguments.out) / f"{name}.csv")
    print(f"cleaned: {arguments.out} ({len(cleaned):,} of {len(corpus):,} documents)")


def _add_choose(parser: argparse.ArgumentParser) -> None:
    default = ReportConfig()
    parser.add_argument("corpus", metavar="CORPUS", help="file or folder to read")
    parser.add_argument(
        "--topics", type=int, nargs="+", metavar="K", required=True, help="numbers to compare"
    )
    parser.add_argument(
        "--seeds", type=int, default=5, metavar="N", help="fits of each number (default: 5)"
    )
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write into")
    parser.add_argument("--workers", type=int, metavar="N", help="processes (default: all cores)")
    parser.add_argument(
        "--min-docs", type=int, default=default.min_docs, metavar="N", help="as in topics report"
    )
    for name, value in (("min-share", default.min_share), ("max-share", default.max_share)):
        parser.add_argument(
            f"--{name}", type=float, default=value, metavar="P", help="as in topics report"
        )
    _add_reading(parser)
    parser.set_defaults(run=_choose)


def _choose(arguments: argparse.Namespace) -> None:
    from topics.cleaning import clean_corpus
    from topics.countries import find_countries
    from topics.evaluate import compare_configs, config_grid, recommend_topics
    from topics.tables import write_csv
    from topics.tokens import count_corpus

    corpus, _ = clean_corpus(_read(arguments))
    bow = count_corpus(
        corpus,
        mentions=find_countries(corpus),
        min_docs=arguments.min_docs,
        min_share=arguments.min_share,
        max_share=arguments.max_share,
    )
    configs = config_grid(arguments.topics, seeds=range(arguments.seeds))
    out = Path(arguments.out)
    table = compare_configs(bow, configs, workers=arguments.workers, folder=out / "fits")
    choice = recommend_topics(table)
    write_csv(table, out / "sweep.csv")
    write_csv(choice.table, out / "choice.csv")
    print(f"recommended: {choice.n_topics} topics. {choice.reason}")


def _add_plot(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        metavar="KIND",
        help="flow, coverage, words, heatmap, countries, topics, contrasts, trends, world, "
        "world-documents, choropleth, topic-map, pairs, reliability or sweep",
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
    parser.add_argument("--by", metavar="COLUMN", help="column to split documents by")
    parser.add_argument("--metric", metavar="COLUMN", help="measure of a sweep to show")
    parser.add_argument("--boundaries", metavar="FILE", help="GeoJSON with boundaries")
    parser.set_defaults(run=_plot)


def _plot(arguments: argparse.Namespace) -> None:
    from topics.plots.kinds import plot_kind

    options = {
        name: getattr(arguments, name)
        for name in ("topic", "country", "most", "by", "metric", "boundaries")
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


def _report(arguments: argparse.Namespace) -> None:
    from topics.analysis import analyse
    from topics.report import check_folder, write_report

    check_folder(arguments.out)

    settings = {
        name: value
        for name, value in vars(arguments).items()
        if name not in {"command", "config", "out", "run", "quiet"}
    }
    if arguments.config:
        config = ReportConfig.from_toml(arguments.config)
    elif arguments.corpus is None:
        config = ReportConfig.from_toml(sample_folder() / "report.toml")
    else:
        config = ReportConfig()
    say = _silent if arguments.quiet else _say
    path = write_report(analyse(config.updated(**settings), say=say), arguments.out)
    print(f"report: {path}")


def _countries(arguments: argparse.Namespace) -> None:
    from topics.countries import find_countries, highlight
    from topics.tables import write_table

    if arguments.show:
        print(highlight(_text_of(arguments)))
        return
    if arguments.corpus is None or arguments.out is None:
        raise TopicsError("name a CORPUS and a file to write with -o, or a text with --show.")
    corpus = _read(arguments)
    mentions = find_countries(corpus)
    write_table(mentions, arguments.out)
    print(f"mentions: {arguments.out} ({len(mentions):,} in {len(corpus):,} documents)")


def _read(arguments: argparse.Namespace) -> "pd.DataFrame":
    from topics.corpus import read_corpus

    return read_corpus(
        arguments.corpus,
        format=arguments.format,
        pattern=arguments.pattern,
        encoding=arguments.encoding or "utf-8",
    )


def _text_of(arguments: argparse.Namespace) -> str:
    from topics.corpus import read_corpus

    corpus = read_corpus(
        arguments.show, format=arguments.format, encoding=arguments.encoding or "utf-8"
    )
    return "\n\n".join(corpus["text"])


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _silent(message: str) -> None:
    del message


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command ``topics``; return 0, or 2 after printing what is wrong with the input."""
    try:
        arguments = build_parser().parse_args(argv)
        run: Callable[[argparse.Namespace], None] = arguments.run
        run(arguments)
    except TopicsError as error:
        print(f"topics: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("topics: stopped; nothing was written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0

"""Command ``topics choose``: how many topics."""

import argparse
from pathlib import Path

from topics.cli.corpus import add_reading, read, warn
from topics.run.config import ReportConfig

HELP = "compare numbers of topics and recommend one"
DESCRIPTION = (
    "Fit several numbers of topics with several seeds, measure held-out "
    "perplexity, coherence, exclusivity, diversity and stability, and recommend a number "
    "with the reason. Stopped, it goes on from where it was."
)
EXAMPLES = """\
examples:
  topics choose articles/ --topics 5 10 20 40 --out choice
  topics choose news.csv --topics 10 20 30 --seeds 3 --workers 2 --out choice
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
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
    add_reading(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.cleaning import clean_corpus
    from topics.countries import find_countries
    from topics.evaluate import compare_configs, config_grid, recommend_topics
    from topics.run.languages import judge_languages, known_languages, language_counts
    from topics.tables import write_csv
    from topics.text.tokens import count_corpus

    known, check = known_languages(), arguments.language_check or "on"
    corpus, audit = clean_corpus(read(arguments), languages=known if check == "on" else None)
    warn(judge_languages(language_counts(corpus, audit), known, check=check, aside=check == "on"))
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

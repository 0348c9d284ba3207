"""Command ``topics choose``: how many topics."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from topics._stop import finished
from topics.cli.corpus import add_reading, read
from topics.run.config import ReportConfig

if TYPE_CHECKING:
    from topics._folder import Draft

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
FITS = "fits"
_SPACE = 10_000_000  # bytes that the fits of a small corpus take


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
    from topics._folder import output_folder

    try:
        with output_folder(arguments.out, kind="choose", need=_SPACE) as draft:
            said = _fill(arguments, draft)
        print(said)
    except KeyboardInterrupt as stop:
        _note_fits(stop, Path(arguments.out) / FITS)
        raise


def _note_fits(stop: KeyboardInterrupt, folder: Path) -> None:
    fits = len(list(folder.glob("*/result.json")))
    if fits and not finished:
        noun = "fit stands" if fits == 1 else "fits stand"
        stop.add_note(f"{fits} {noun} in {folder}; run the same command again to go on")


def _fill(arguments: argparse.Namespace, draft: "Draft") -> str:
    """Fit, and write the tables into the draft; return what is to be said of them."""
    from topics.cleaning import clean_corpus
    from topics.countries import find_countries
    from topics.evaluate import compare_configs, config_grid, recommend_topics
    from topics.report.manifest import command_facts
    from topics.tables import write_csv
    from topics.text.tokens import count_corpus

    corpus, _ = clean_corpus(read(arguments))
    bow = count_corpus(
        corpus,
        mentions=find_countries(corpus),
        min_docs=arguments.min_docs,
        min_share=arguments.min_share,
        max_share=arguments.max_share,
    )
    configs = config_grid(arguments.topics, seeds=range(arguments.seeds))
    table = compare_configs(bow, configs, workers=arguments.workers, folder=draft.keep(FITS))
    choice = recommend_topics(table)
    write_csv(table, draft.path / "sweep.csv")
    write_csv(choice.table, draft.path / "choice.csv")
    counts = {"documents": len(corpus), "words": len(bow.words), "fits": len(table)}
    draft.facts.update(command_facts(vars(arguments), counts))
    return f"recommended: {choice.n_topics} topics. {choice.reason}"

"""Command ``topics choose``: how many topics."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from topics.cli.progress import teller
from topics.cli.settings import READING, add_setting, add_settings, configured
from topics.run.settings import Count, Items, check_numbers
from topics.writing.stop import finished

if TYPE_CHECKING:
    from topics.writing.folder import Draft

HELP = "compare numbers of topics and recommend one"
DESCRIPTION = (
    "Fit several numbers of topics with several seeds, measure held-out "
    "perplexity, coherence, exclusivity, diversity and stability, and recommend a number "
    "with the reason, and the range of numbers that cannot be told from it. Documents are "
    "read, cleaned, split and counted as in a report. If "
    "interrupted, it resumes."
)
EXAMPLES = """\
examples:
  topics choose articles/ --topics 5 10 20 40 --out choice
  topics choose news.csv --topics 10 20 30 --seeds 3 --workers 2 --out choice
  topics choose interviews/ --topics 5 10 15 --unit paragraph --out choice
  topics choose --config report.toml --topics 5 10 15 --out choice
"""
FITS_FOLDER = "fits"
_SPACE = 10_000_000  # bytes that the fits of a small corpus take


FITS = {
    "seeds": Count(flag="--seeds", metavar="N", help="fits of each number"),
    "workers": Count(
        flag="--workers", metavar="N", help="processes to fit in", unset="as many as processors"
    ),
}
NUMBERS = Items(
    flag="--topics", metavar="K", help="numbers of topics to compare", item=Count(least=2)
)
WORDS = {"n_topics": "--topics", "folder": "--out", "groups": "--cluster"}
SETTINGS = (
    *READING,
    "unit",
    "few_documents",
    "duplicates",
    "speaker",
    "language",
    "lemmas",
    "mask_countries",
    "news_words",
    "algorithm",
    "passes",
    "restarts",
    "min_docs",
    "min_share",
    "max_share",
    "cluster",
    "seed",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "corpus",
        nargs="*",
        metavar="CORPUS",
        help="files, folders, archives, or - for standard input (default: the sample corpus)",
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="settings of a report in TOML; arguments go first, and --restarts is taken from "
        "these alone",
    )
    add_setting(parser, "numbers", NUMBERS, required=True)
    add_setting(parser, "seeds", FITS["seeds"], 5)
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write into")
    add_setting(parser, "workers", FITS["workers"])
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    add_settings(
        parser,
        SETTINGS,
        restarts="3 for cvb0, as the seeds restart too; vb starts once",
        cluster="parts of one document are held out together",
        seed="0; each further fit takes the next",
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.writing.folder import output_folder

    check_numbers(arguments.numbers)
    try:
        with output_folder(arguments.out, kind="choose", need=_SPACE) as draft:
            said = _fill(arguments, draft)
        print(said)
    except KeyboardInterrupt as stop:
        _note_fits(stop, Path(arguments.out) / FITS_FOLDER)
        raise


def _note_fits(stop: KeyboardInterrupt, folder: Path) -> None:
    fits = len(list(folder.glob("*/result.json")))
    if fits and not finished:
        noun = "fit stands" if fits == 1 else "fits stand"
        stop.add_note(f"{fits} {noun} in {folder}; run the same command again to go on")


def _fill(arguments: argparse.Namespace, draft: "Draft") -> str:
    """Fit, and write the tables into the draft; return what is to be said of them."""
    from topics.evaluate import recommend_topics
    from topics.report.manifest import command_facts
    from topics.run.choice import SEEDS, compare_numbers
    from topics.run.prepare import prepare
    from topics.tables import write_csv

    # Countries and periods take no part in the choice: too few of them must not end it.
    config = replace(
        configured(arguments), n_topics=None, restarts=arguments.restarts, min_country_docs=0.0,
        compare=(), pairs=("off",), trends="off",
    )  # fmt: skip
    ready = prepare(config, say=teller(arguments))
    table = compare_numbers(
        ready, arguments.numbers, config, seeds=arguments.seeds or SEEDS,
        restarts=config.restarts, workers=arguments.workers, folder=draft.keep(FITS_FOLDER),
    )  # fmt: skip
    choice = recommend_topics(table)
    write_csv(table, draft.path / "sweep.csv")
    write_csv(choice.table, draft.path / "choice.csv")
    counts = {
        "documents": ready.bow.n_docs, "words": len(ready.bow.words), "fits": len(table)
    }  # fmt: skip
    facts = command_facts(vars(arguments), counts, inputs=ready.account.inputs)
    draft.facts.update(facts)
    apart = f", though {choice.numbers} cannot be told apart" if choice.numbers else ""
    return f"recommended: {choice.n_topics} topics{apart}. {choice.reason}"

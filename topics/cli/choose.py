"""Command ``topics choose``: how many topics."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from topics._checks import listed
from topics.cli.progress import teller
from topics.cli.settings import READING, add_setting, add_settings, config_of
from topics.errors import TopicsError
from topics.run.settings import Count, Items
from topics.writing.stop import finished

if TYPE_CHECKING:
    from topics.run.prepare import Prepared
    from topics.writing.folder import Draft

HELP = "compare numbers of topics and recommend one"
DESCRIPTION = (
    "Fit several numbers of topics with several seeds, measure held-out "
    "perplexity, coherence, exclusivity, diversity and stability, and recommend a number "
    "with the reason. Documents are read, cleaned, split and counted as in a report. If "
    "interrupted, it resumes."
)
EXAMPLES = """\
examples:
  topics choose articles/ --topics 5 10 20 40 --out choice
  topics choose news.csv --topics 10 20 30 --seeds 3 --workers 2 --out choice
  topics choose interviews/ --topics 5 10 15 --unit paragraph --out choice
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
SEEDS = 5
FOLDS = 10
SETTINGS = (
    *READING,
    "unit",
    "few_documents",
    "duplicates",
    "speaker",
    "language",
    "lemmas",
    "mask_countries",
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
        "corpus", metavar="CORPUS", nargs="+", help="files, folders or archives to read"
    )
    add_setting(parser, "numbers", NUMBERS, required=True)
    add_setting(parser, "seeds", FITS["seeds"], SEEDS)
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
    from topics.evaluate import compare_configs, config_grid, recommend_topics
    from topics.report.manifest import command_facts
    from topics.run.prepare import prepare
    from topics.tables import write_csv

    # Countries take no part in the choice: one with few documents must not end it.
    config = config_of(arguments).updated(min_country_docs=0.0)
    ready = prepare(config, say=teller(arguments))
    folds = folds_of(ready, max(arguments.numbers))
    configs = config_grid(
        arguments.numbers,
        seeds=range(config.seed, config.seed + (arguments.seeds or SEEDS)),
        restarts=config.restarts,
        algorithm=config.algorithm,
        passes=config.passes,
    )
    table = compare_configs(
        ready.bow, configs, folds=folds, groups=ready.cluster, workers=arguments.workers,
        folder=draft.keep(FITS_FOLDER),
    )  # fmt: skip
    choice = recommend_topics(table)
    write_csv(table, draft.path / "sweep.csv")
    write_csv(choice.table, draft.path / "choice.csv")
    counts = {
        "documents": ready.bow.n_docs, "words": len(ready.bow.words), "fits": len(table)
    }  # fmt: skip
    facts = command_facts(vars(arguments), counts, inputs=ready.account.inputs)
    draft.facts.update(facts)
    return f"recommended: {choice.n_topics} topics. {choice.reason}"


def check_numbers(numbers: tuple[int, ...]) -> None:
    """Raise unless there are two numbers of topics to choose from, each once."""
    twice = [number for number in numbers if numbers.count(number) > 1]
    if twice:
        raise TopicsError(f"`numbers` has {twice[0]} more than once. Give each number once.")
    if len(numbers) < 2:
        raise TopicsError(
            f"`numbers` needs two numbers to choose from, such as {numbers[0]} {2 * numbers[0]}; "
            f"got {listed(numbers)}."
        )


def folds_of(ready: "Prepared", most_topics: int) -> int:
    """Return how many parts the documents are dealt into, one of which a fit leaves out.

    Raises
    ------
    TopicsError
        When there are too few documents for that, or for `most_topics` topics.
    """
    filled = ready.bow.lengths[ready.bow.lengths > 0].index
    groups = len(filled) if ready.cluster is None else ready.cluster.loc[filled].nunique()
    folds = min(FOLDS, groups)
    kind = ready.config.unit
    if folds < 2:
        raise TopicsError(
            f"each fit leaves documents out to be tested on, and too few have words: {groups}. "
            "Give more documents, or lower `min_docs`."
        )
    # Groups differ in size; what is left in the worst case is known only to the fit itself.
    left = min(len(filled) - len(filled) // folds, ready.bow.n_words)
    if most_topics > left:
        raise TopicsError(
            f"`numbers` asks for {most_topics} topics, but a fit has {len(filled):,} {kind}s with "
            f"words, less those it leaves out, and {ready.bow.n_words:,} different words. Give "
            f"numbers up to {left}, or split with `unit='paragraph'` or `unit='sentence'`."
        )
    return folds

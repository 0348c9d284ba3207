"""Command ``topics report``: the whole line."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from topics.cli.progress import teller
from topics.cli.settings import add_settings, configured, given
from topics.errors import TopicsError
from topics.writing.stop import finished

if TYPE_CHECKING:
    from topics.run.config import ReportConfig
    from topics.run.stages import Shelf
    from topics.writing.folder import Draft

# Bytes of stages that are made again in seconds: a first run that is refused leaves no folder.
_LITTLE = 10_000_000
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
  topics report --rerun run1 --labels run1/labels.csv --countries RUS USA
a run that was interrupted, or is made again with other settings, goes on from the stages kept in
DIR/stages; see: topics status --help
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
        "--out", metavar="DIR", help="folder to write into (default: report, or DIR of --rerun)"
    )
    parser.add_argument(
        "--rerun",
        metavar="DIR",
        help="make this report again, with its settings and what is kept of it; arguments go first",
    )
    parser.add_argument(
        "--no-stages",
        action="store_true",
        help="keep nothing to go on from: less space on the disk, but all is made anew each time",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")
    add_settings(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.write import report_folder
    from topics.run.kept import FOLDER, clear_stages
    from topics.run.stages import Shelf
    from topics.run.steps import paths_of

    if arguments.rerun:
        config = _settings_of(arguments).updated(**given(arguments))
    else:
        config = configured(arguments)
    say = teller(arguments)
    out = arguments.out or arguments.rerun or "report"
    shelf = Shelf(say=say)
    try:
        paths = paths_of(config)
        with report_folder(out, corpus=paths) as draft:
            more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
            say(f"report of {paths[0]}{more}, into {out}")
            if not arguments.no_stages:
                shelf = Shelf(folder=draft.keep(FOLDER), say=say)
            _fill(config, draft, shelf, say)
            if arguments.no_stages:
                clear_stages(draft.folder / FOLDER)
    except KeyboardInterrupt as stop:
        if shelf.held and not finished:
            stop.add_note(f"{shelf.what_stands()}; run the same command again to go on")
        raise
    print(f"report: {draft.folder / 'report.pdf'}")


def _settings_of(arguments: argparse.Namespace) -> "ReportConfig":
    """Return the settings of the report that is to be made again."""
    from topics.run.kept import stages_of
    from topics.run.stages import config_kept

    if arguments.config:
        raise TopicsError("give either --rerun or --config: both say which settings to take.")
    config = config_kept(stages_of(Path(arguments.rerun)))
    if config is None:
        raise TopicsError(
            f"`rerun`: {arguments.rerun} keeps no stages of a report. Name the folder of a report "
            "that was made without --no-stages, or give its files and settings again."
        )
    return config.updated(**_found_by_coders(Path(arguments.rerun), config))


def _found_by_coders(folder: Path, config: "ReportConfig") -> dict[str, str]:
    """Return the setting that reads what coders found, where it lies in the folder of the run."""
    from topics.run.config import EACH
    from topics.run.validation import FILE

    path = folder / FILE
    if config.validation is not None or config.language == EACH or not path.is_file():
        return {}
    return {"validation": str(path)}


def _fill(
    config: "ReportConfig", draft: "Draft", shelf: "Shelf", say: Callable[[str], None]
) -> None:
    """Make the report; where it is refused, say what is kept, or remove it where that is little."""
    from topics.report.each import fill_mixed
    from topics.report.manifest import size_of
    from topics.report.write import fill_report
    from topics.run.analyse import analyse
    from topics.run.config import EACH
    from topics.run.each import Mixed, analyse_each
    from topics.run.kept import clear_stages

    first = not shelf.kept_before()
    try:
        how = analyse_each if config.language == EACH else analyse
        found = how(config, say=say, shelf=shelf)
        if isinstance(found, Mixed):
            fill_mixed(found, draft, shelf)
        else:
            fill_report(found, draft)
        shelf.end(config, draft.path)
    except TopicsError as error:
        if shelf.folder and first and size_of([shelf.folder]) < _LITTLE:
            clear_stages(shelf.folder)
        elif shelf.held:
            error.add_note(f"{shelf.what_stands()} for the next run.")
        raise

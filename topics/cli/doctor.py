"""Command ``topics doctor``: what is installed, and what is missing."""

import argparse

HELP = "what is installed and what is missing: versions, extras, languages, fonts, caches"
DESCRIPTION = (
    "Print what a report of a fault needs: versions of the package, Python and libraries, and "
    "whether they lie in the ranges of the package; extras and how to install them; languages that "
    "are read, with their extras and fonts; caches; cores. Nothing is fetched. The exit code is 0, "
    "or 1 where Python or a library that is needed is missing or outside its range."
)
EXAMPLES = """\
examples:
  topics doctor
  topics doctor --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--json", action="store_true", help="as JSON, for machines")


def run(arguments: argparse.Namespace) -> int:
    """Run the command; return 0, or 1 where something needed is not in order."""
    import json

    from topics.run.doctor import doctor

    found = doctor()
    text = json.dumps(found.as_dict(), ensure_ascii=False, indent=2) if arguments.json else found
    print(text)
    return 0 if found.well else 1

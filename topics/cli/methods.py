"""Command ``topics methods``: the methods section of a paper, from a report."""

import argparse

HELP = "the methods section of a paper, with citations, from a report"
DESCRIPTION = (
    "Describe how a report was made, as the methods section of a paper does, with citations. Every "
    "number in it is that of the run; documents left out, topics not found again and shares that "
    "have not settled are told too. Read it before you use it: what the corpus is, and why it was "
    "chosen, only you know."
)
EXAMPLES = """\
examples:
  topics methods report                     prints it, in Markdown
  topics methods report -o methods.tex      and the works it cites in methods.bib
  topics methods report -o methods.md       for Pandoc: --citeproc --bibliography methods.bib
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder of a report")
    parser.add_argument(
        "-o", "--out", metavar="FILE", help="text to write: .md or .tex (default: print it)"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.report.citing import methods_text, write_methods
    from topics.writing.folder import note_interrupted

    note_interrupted(arguments.folder)
    if arguments.out is None:
        print(methods_text(arguments.folder), end="")
        return
    text, works = write_methods(arguments.folder, arguments.out)
    print(f"methods: {text}")
    print(f"works cited: {works}")

"""Command ``topics notebook``: the notebooks that teach the package, to run and to change."""

import argparse

HELP = "copy the notebooks that teach the package into a folder, to run and to change"
DESCRIPTION = (
    "Copy the numbered notebooks into a folder: each asks a question and answers it on the sample "
    "corpus, which comes with the package, in less than a minute. Nothing that is in the folder is "
    "replaced. They are opened with Jupyter (extra notebooks); --scripts copies the same as Python "
    "scripts with cells, for editors that know these."
)
EXAMPLES = """\
examples:
  topics notebook learn
  jupyter lab learn
  topics notebook learn --scripts
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="folder to copy into; made if missing")
    parser.add_argument(
        "--scripts", action="store_true", help="as Python scripts with cells (# %%%%)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the command."""
    from topics.run.notebooks import copy_notebooks, missing_extras

    for path in copy_notebooks(arguments.folder, scripts=arguments.scripts):
        print(path)
    for line in missing_extras():
        print(line)
    return 0

"""Command ``topics init``: a file of settings to start from."""

import argparse

HELP = "a commented file of every setting of a report, to edit"
DESCRIPTION = (
    "Write a TOML file with every setting of a report, what it means, what it may be and its "
    "default, to edit and give to topics report --config. A file that is there is never "
    "overwritten."
)
EXAMPLES = """\
examples:
  topics init                          writes report.toml
  topics init mine.toml
  topics report --config mine.toml
  topics init --schema                 writes report.schema.json; a first line of the settings
                                       "#:schema report.schema.json" has editors check them
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="file to write (default: report.toml, with --schema report.schema.json)",
    )
    parser.add_argument(
        "--schema", action="store_true", help="write the JSON Schema of such files in its place"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    from topics.run.template import NAME, SCHEMA_NAME, write_template

    schema = arguments.schema
    path = arguments.file or (SCHEMA_NAME if schema else NAME)
    print(f"{'schema' if schema else 'settings'}: {write_template(path, schema=schema)}")

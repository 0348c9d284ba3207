"""Command ``topics completion``: what a shell needs to complete commands, options and files."""

import argparse
from types import ModuleType

from topics.cli.parser import commands
from topics.cli.settings import SettingAction
from topics.errors import require_extra
from topics.run.settings import Items

SHELLS = ("bash", "zsh", "tcsh")
HELP = "completion of commands, options and files for a shell"
DESCRIPTION = (
    "Print a script that lets a shell complete commands, options, their values and names of files "
    'by the tabulator. Needs: pip install "country-topics[completion]".'
)
EXAMPLES = """\
examples:
  topics completion bash > ~/.local/share/bash-completion/completions/topics
  topics completion zsh > ~/.zfunc/_topics       where ~/.zfunc is in fpath before compinit runs
  topics completion tcsh > ~/.topics.csh         then, in ~/.cshrc: source ~/.topics.csh
"""
_FILES = ("CORPUS", "DATA", "FILE", "TABLE.csv")
_FOLDERS = ("DIR",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("shell", choices=SHELLS, help="bash, zsh or tcsh")


def run(arguments: argparse.Namespace) -> None:
    """Run the command."""
    shtab = require_extra("shtab", "completion")
    for parser in commands(arguments.root).values():
        for action in parser._actions:
            _complete(action, shtab)
    print(shtab.complete(arguments.root, shell=arguments.shell))


def _complete(action: argparse.Action, shtab: ModuleType) -> None:
    """Tell what stands for the value of an argument: words, a file or a folder."""
    if isinstance(action, SettingAction):
        known = action.setting.item if isinstance(action.setting, Items) else action.setting
        action.choices = getattr(known, "choices", None)
    if action.metavar in _FILES:
        action.complete = shtab.FILE  # type: ignore[attr-defined]
    elif action.metavar in _FOLDERS:
        action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]

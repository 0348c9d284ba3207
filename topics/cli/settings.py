"""From what is known of settings to arguments of a command and back: the one place of all flags."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from topics.errors import TopicsError
from topics.run.config import GROUPS, ReportConfig, sample_folder
from topics.run.settings import Renames, Setting, Switch, settings_of

READING = (
    "format", "pattern", "encoding", "columns", "errors", "split", "date_format", "language_check",
)  # fmt: skip


def add_settings(
    parser: argparse.ArgumentParser, names: Iterable[str] | None = None, **unset: str
) -> None:
    """Add arguments for settings of `ReportConfig`, in the groups of its fields.

    Parameters
    ----------
    parser : ArgumentParser
        Of a command.
    names : iterable of str, optional
        Fields; all by default, but `corpus`, which is no option.
    **unset : str
        What this command does when nothing is given, by field, where it differs from a report.
    """
    known = settings_of(ReportConfig)
    wanted = list(known if names is None else names)
    for group in GROUPS:
        members = [name for name in wanted if known[name][1].group == group]
        heading = parser.add_argument_group(group) if members else parser
        for name in members:
            default, own = known[name]
            add_setting(heading, name, own, default, unset=unset.get(name, ""))


def add_setting(
    parser: "argparse._ActionsContainer",
    name: str,
    known: Setting,
    default: Any = None,  # noqa: ANN401 - of the setting's own type
    *,
    unset: str = "",
    note: str = "",
    required: bool = False,
) -> None:
    """Add the argument for one setting; where it is not given, `name` is None."""
    shown = unset or known.says(default)
    text = f"{known.help}; {note}" if note else known.help
    text = f"{text} (default: {shown})" if shown and not required else text
    options: dict[str, Any] = {"dest": name, "default": None, "help": text.replace("%", "%%")}
    flags = known.flag.split()
    if isinstance(known, Switch):
        parser.add_argument(*flags, known.off, action=_Switch, setting=known, **options)
        return
    if required:
        options["required"] = True
    choices = getattr(known, "choices", None)
    options["metavar"] = known.metavar or (choices and "{" + ",".join(choices) + "}") or None
    if known.many:
        options |= {"nargs": "+", "action": _Several}
    else:
        options["action"] = _One
    parser.add_argument(*flags, setting=known, **options)


def configured(arguments: argparse.Namespace) -> ReportConfig:
    """Return what a file and arguments come to; without either, the settings of the sample."""
    if arguments.config:
        config = ReportConfig.from_toml(arguments.config)
    elif not arguments.corpus:
        config = ReportConfig.from_toml(sample_folder() / "report.toml")
    else:
        config = ReportConfig()
    return config.updated(**given(arguments))


def config_of(arguments: argparse.Namespace) -> ReportConfig:
    """Return the configuration that the arguments of a command make, by the fields they name."""
    return ReportConfig().updated(**given(arguments))


def given(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of `ReportConfig` that were given, as it would keep them."""
    values = vars(arguments)
    known = settings_of(ReportConfig)
    found = {name: values[name] for name in known if values.get(name) not in (None, [])}
    return {name: known[name][1].check(value, name) for name, value in found.items()}


class SettingAction(argparse.Action):
    """Keeps a value as its setting turns it, and refuses it as its setting does."""

    def __init__(self, *, setting: Setting, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self.setting = setting


class _One(SettingAction):
    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 - argparse calls it so
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        value = self.setting.parse(values)
        setattr(namespace, self.dest, self.setting.check(value, self.dest))


class _Several(SettingAction):
    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        try:
            value = self.setting.check([self.setting.parse(one) for one in values], self.dest)
        except TopicsError as error:
            raise TopicsError(f"{error}{_swallowed(parser, namespace, values)}") from error
        before = getattr(namespace, self.dest)
        if before is not None:
            value = before | value if isinstance(self.setting, Renames) else before + value
        setattr(namespace, self.dest, value)


class _Switch(SettingAction):
    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(nargs=0, **options)

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401, ARG002
        option_string: str | None = None,
    ) -> None:
        assert isinstance(self.setting, Switch)
        setattr(namespace, self.dest, option_string != self.setting.off)


def _swallowed(
    parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Sequence[str]
) -> str:
    """Say where CORPUS goes when an option with several values seems to have taken it."""
    last = values[-1]
    if getattr(namespace, "corpus", "") in (None, []) and ("/" in last or Path(last).exists()):
        return f" If {last} is the CORPUS, put it first: {parser.prog} {last} ..."
    return ""

"""What is kept of a run, stage by stage, and what another run would make again and why."""

from collections.abc import Sequence
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from topics.errors import InputError, TopicsError
from topics.run.config import EACH, ReportConfig, config_of_part
from topics.run.kept import (
    PART,
    about_kept,
    bytes_below,
    folder_name,
    language_folders,
    load,
    stage_folders,
    stages_of,
)
from topics.run.stages import STAGES, Shelf, about_stage, config_kept
from topics.run.steps import known_inputs
from topics.writing.replace import read_manifest

COLUMNS = ("stage", "state", "size", "key", "reason")
_UNKNOWN = "the corpus is not known"  # such as standard input, before it is read again


def status(folder: str | PathLike[str], **changes: Any) -> pd.DataFrame:  # noqa: ANN401
    """Say what is kept of the last run in a folder.

    Nothing is made or changed. The corpus is hashed, if it is there.

    Parameters
    ----------
    folder : path
        Of a report, whole or interrupted.
    **changes
        Settings of `ReportConfig`: then the answer is for a run with these instead.

    Returns
    -------
    DataFrame
        A row for each stage, in the order of the run: ``stage``; ``state``, "done" where a run
        would take it as it is kept, "stale" where only that of another run is kept, "missing"
        where nothing is; ``size`` of what is kept in bytes; ``key``, the start of the hash of all
        that decides the stage, empty where it is not known yet; ``reason``, why the stage would be
        made again. Of a report on several languages, the stages over all come first, then those of
        each language, as ``ru: model``.

    Raises
    ------
    InputError
        When there is no such folder, or no report.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest is None or manifest["kind"] != "report":
        raise InputError(
            f"{folder} is not the folder of a report. Name the --out of topics report."
        )
    stages = stages_of(folder)
    config = config_kept(stages)
    if config is None:
        rows = [(name, "missing", 0, "", "nothing is kept") for name in STAGES]
        return pd.DataFrame(rows, columns=COLUMNS)
    config = _in_one_language(config, manifest).updated(**changes)
    if config.language != EACH:
        return pd.DataFrame(_rows(config, stages, manifest), columns=COLUMNS)
    rows = _rows(config, stages, manifest, names=("corpus", "mentions"))
    for path in language_folders(stages):
        code = path.name
        part = read_manifest(folder / code) or {}
        own = _rows(config_of_part(config, code), path, part)
        rows += [(f"{code}: {row[0]}", *row[1:]) for row in own]
    return pd.DataFrame(rows, columns=COLUMNS)


def _in_one_language(config: ReportConfig, manifest: dict[str, Any]) -> ReportConfig:
    """Return the settings with the language that alone had enough documents, if it was so."""
    settings = manifest.get("config")
    code = settings.get("language") if isinstance(settings, dict) else None
    return config if config.language != EACH or code is None else config.updated(language=code)


def _rows(
    config: ReportConfig,
    stages: Path,
    manifest: dict[str, Any],
    *,
    names: Sequence[str] = tuple(STAGES),
) -> list[tuple[str, str, int, str, str]]:
    """Give the rows of the stages that are kept in one folder."""
    inputs = known_inputs(config, Shelf(folder=stages))
    given: dict[str, str] = {}
    rows = []
    for name in names:
        read = None if STAGES[name].before else inputs
        state, key, reason = _state(name, config, given, read, stages)
        if name == "figures" and state == "done" and not _published(stages / key, manifest):
            state, reason = "missing", "they did not take their places"
        size = sum(bytes_below(path) for path in stage_folders(stages, name))
        rows.append((name, state, size, key.partition("-")[2], reason))
    return rows


def _state(
    name: str,
    config: ReportConfig,
    given: dict[str, str],
    inputs: dict[str, str] | None,
    stages: Path,
) -> tuple[str, str, str]:
    """Give the state of a stage, the name of its folder if that is known, and a reason."""
    before = STAGES[name].before
    waits = [other for other in before if other not in given]
    if not waits:
        about = about_stage(name, config, given, inputs)
        key = folder_name(about)
        with suppress(OSError, ValueError):
            if inputs is not None or before:
                given[name] = about_kept(stages / key)["gives"]
                return "done", key, ""
    else:
        about = about_stage(name, config, dict.fromkeys(before, "") | given, inputs)
        key = ""
    others: list[list[str]] = []
    for path in stage_folders(stages, name):
        with suppress(OSError, ValueError):
            others.append(differences(about_kept(path), about, waits))
    if others:  # of several, the one that is most like what this run would make
        least = min(others, key=_by_number)
        return "stale", key, "; ".join(least) or _UNKNOWN
    begun = any(path.name.endswith(PART) for path in stage_folders(stages, name))
    return "missing", key, "interrupted; it resumes" if begun else "not yet made"


def _by_number(reasons: list[str]) -> tuple[int, list[str]]:
    return len(reasons), reasons


def differences(old: dict[str, Any], new: dict[str, Any], waits: Sequence[str] = ()) -> list[str]:
    """Say what has changed between what decided a kept stage and what decides one now.

    Parameters
    ----------
    old, new : dict
        As `about_stage` returns them.
    waits : sequence of str
        Stages before it that are to be made again, so that what they give is not known.

    Returns
    -------
    list of str
        Settings, marked as parameters are in messages; files; the program; stages before it.
    """
    found = [
        f"`{name}`: {_shown(old['settings'].get(name))} -> {_shown(value)}"
        for name, value in new["settings"].items()
        if old["settings"].get(name) != value
    ]
    if old["inputs"] != new["inputs"]:
        found.append(_files(old["inputs"] or {}, new["inputs"] or {}))
    if old["source"] != new["source"] or old["schema"] != new["schema"]:
        found.append("another version of country-topics")
    was, now = old["versions"], new["versions"]
    found += [
        f"{library} {was.get(library, 'none')} -> {now.get(library, 'none')}"
        for library in sorted(was.keys() | now.keys())
        if was.get(library) != now.get(library)
    ]
    after = [name for name in new["before"] if old["before"].get(name) != new["before"][name]]
    return found + [f"after {name}" for name in (*waits, *after)[:1]]


def _files(old: dict[str, str], new: dict[str, str]) -> str:
    counts = {
        "new": len(new.keys() - old.keys()),
        "changed": sum(old[name] != new[name] for name in old.keys() & new.keys()),
        "gone": len(old.keys() - new.keys()),
    }
    told = [f"{count:,} {what}" for what, count in counts.items() if count]
    return f"files of the corpus: {', '.join(told)}" if told else _UNKNOWN


def _shown(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _published(kept: Path, manifest: dict[str, Any]) -> bool:
    """Whether the report that is there is the one that this stage drew."""
    try:
        return bool(load(kept)["files"] == manifest["files"])
    except (OSError, ValueError, TopicsError, KeyError):
        return False

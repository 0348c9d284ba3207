"""A folder from which another makes the same report: settings, versions, hashes, one command."""

import json
import shutil
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from topics._checks import listed
from topics.errors import InputError, TopicsError
from topics.report.manifest import size_of
from topics.report.replicate_texts import RUN_SH, readme, toml
from topics.run.kept import check_one_language, stages_of
from topics.writing.folder import output_folder
from topics.writing.replace import read_manifest

KIND = "replication"
ESTIMATES = "topic_country.csv"
_SPACE = 4_000_000


def write_replication(
    report: str | PathLike[str],
    folder: str | PathLike[str],
    *,
    data: bool = False,
    corpus: Sequence[str | PathLike[str]] = (),
) -> Path:
    """Write a folder from which another makes the same report.

    It holds the settings (``report.toml``), the versions of all libraries (``requirements.txt``),
    the hash of every input (``SHA256SUMS``), the hash of every file of the report
    (``manifest.json``) with its estimates (``expected/``), and one command (``run.sh``).

    Parameters
    ----------
    report : path
        Folder of a report, made with the libraries that are installed now.
    folder : path
        Where to write: missing, empty, or of an older replication.
    data : bool
        Copy the inputs too. Whether they may be passed on is for you to know.
    corpus : sequence of path
        Where the inputs are now; by default where the report read them.

    Returns
    -------
    Path
        Of the folder.

    Raises
    ------
    TopicsError, InputError
        When `report` is no report of this version, or read standard input; when the libraries
        are not those it was made with; when inputs are to be copied and are gone or have changed.
    """
    report = Path(report)
    check_one_language(report)
    made = _made(report)
    settings = dict(made["settings"])
    names = _names(report, settings["corpus"])
    paths = [Path(path) for path in corpus] or _paths(report, names)
    readers = {name: _of_reader(report, settings, name) for name in ("labels", "validation")}
    inputs: dict[str, str] = made["inputs_sha256"]
    if data and names:
        _check_data(names, paths, inputs)
    places = _places(names, inputs)
    if names:
        own = [f"data/{name}" for name in names]
        settings["corpus"] = own[0] if isinstance(settings["corpus"], str) else own
    for name, path in readers.items():
        settings[name] = None if path is None else f"{name}.csv"
    need = _SPACE + (size_of(paths) if data else 0)
    with output_folder(folder, kind=KIND, need=need) as draft:
        _fill(draft.path, made, settings, places, report)
        for name, path in readers.items():
            if path is not None:
                shutil.copyfile(path, draft.path / f"{name}.csv")
        if data:
            _copy(names, paths, draft.path / "data")
        draft.facts["report"] = made
        text = readme(made, places, data=data, with_names=bool(names))
        (draft.path / "README.md").write_text(text, "utf-8", newline="\n")
    return Path(folder)


def _made(report: Path) -> dict[str, Any]:
    """Return what a report says of itself, made by what is installed now."""
    from topics.report.manifest import versions

    made = read_manifest(report)
    if made is None or made["kind"] != "report":
        raise InputError(f"{report}: holds no report. Make one with: topics report")
    if not isinstance(made.get("settings"), dict):
        raise InputError(
            f"{report / 'manifest.json'}: does not tell the settings as they were given. Make the "
            "report again."
        )
    here = versions()
    other = [f"{name} {made['versions'].get(name)}" for name in here
             if here[name] != made["versions"].get(name)]  # fmt: skip
    if other:
        raise TopicsError(
            f"{report} was made with {listed(other)}, which {'is' if len(other) == 1 else 'are'} "
            "not installed here, so that not all versions are known. Use the environment of the "
            "report, or make the report again here."
        )
    return made


def _names(report: Path, corpus: object) -> list[str]:
    """Return the names of what a report read; none for the sample, which the package brings."""
    names = [corpus] if isinstance(corpus, str) else list(corpus or [])  # type: ignore[call-overload]
    if "-" in names:
        raise TopicsError(
            f"{report} read standard input, of which nothing is known. Make it again from a file."
        )
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise TopicsError(
            f"{report} read several inputs called {twice[0]!r}, which cannot stand in one folder. "
            "Rename them, and make the report again."
        )
    return names


def _paths(report: Path, names: list[str]) -> list[Path]:
    """Return where the report read its inputs, as far as its stages tell."""
    from topics.run.stages import config_kept

    kept = config_kept(stages_of(report))
    if kept is None or kept.corpus is None:
        return []
    paths = [kept.corpus] if isinstance(kept.corpus, str) else kept.corpus
    found = [Path(path) for path in paths]
    return found if [path.resolve().name for path in found] == names else []


def _of_reader(report: Path, settings: dict[str, Any], name: str) -> Path | None:
    """Return the table of labels, or of what coders found, that a report was made with."""
    given = settings.get(name)
    if given is None:
        return None
    for path in (Path(given), report / Path(given).name):
        if path.is_file():
            return path
    what = "labels" if name == "labels" else "results of coders"
    raise InputError(
        f"{given}: the {what} of {report} are not there. Put them back, or into {report}."
    )


def _check_data(names: list[str], paths: list[Path], inputs: dict[str, str]) -> None:
    """Raise unless the inputs are there as they were read."""
    from topics.readers.hashes import hash_paths

    gone = [str(path) for path in paths if not path.exists()]
    if gone or [path.resolve().name for path in paths] != names:
        what = gone[0] if gone else listed(names)
        raise InputError(
            f"{what}: the inputs of the report are not where it read them. Say with `corpus` where "
            f"{listed(names)} {'is' if len(names) == 1 else 'are'} now."
        )
    found = hash_paths([str(path) for path in paths])
    changed = [name for name, value in inputs.items() if found.get(name) != value]
    if changed:
        raise InputError(
            f"{changed[0]}: is not as the report read it, and so are {len(changed) - 1:,} other "
            "inputs. Bring them back, or make the report again."
            if len(changed) > 1
            else f"{changed[0]}: is not as the report read it. Bring it back, or make the report "
            "again."
        )


def _places(names: list[str], inputs: dict[str, str]) -> dict[str, str]:
    """Return the hash of each input by its place in the folder."""
    if len(names) == 1 and set(inputs) != set(names):  # a folder: names stand below it
        return {f"data/{names[0]}/{name}": value for name, value in sorted(inputs.items())}
    return {f"data/{name}": value for name, value in sorted(inputs.items())} if names else {}


def _copy(names: list[str], paths: list[Path], place: Path) -> None:
    """Copy inputs, files that were not read too: the report counts them."""
    from topics.readers.walk import all_files

    for name, path in zip(names, paths, strict=True):
        target = place / name
        for file in sorted(all_files(path)) if path.is_dir() else [path]:
            copy = target / file.relative_to(path) if path.is_dir() else target
            if file.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy)


def _fill(
    draft: Path,
    made: dict[str, Any],
    settings: dict[str, Any],
    places: dict[str, str],
    report: Path,
) -> None:
    """Write all but the data and what tells of the folder."""
    from topics.run.pins import package_line, pins

    lines = [f"{name}=={version}" for name, version in pins().items()]
    own = package_line(made["versions"]["country-topics"])
    texts = {
        "report.toml": toml(settings),
        "requirements.txt": "\n".join([own, *lines, ""]),
        "SHA256SUMS": "".join(f"{value}  {name}\n" for name, value in places.items()),
        "run.sh": RUN_SH,
    }
    for name, text in texts.items():
        (draft / name).write_text(text, "utf-8", newline="\n")
    (draft / "run.sh").chmod(0o755)
    (draft / "expected").mkdir()
    shutil.copyfile(report / "tables" / ESTIMATES, draft / "expected" / ESTIMATES)


def read_replication(folder: Path) -> dict[str, Any]:
    """Return what a replication says of the report that it is of.

    Raises
    ------
    InputError
        When the folder is none.
    """
    about = read_manifest(folder)
    if about is None or about["kind"] != KIND or not isinstance(about.get("report"), dict):
        raise InputError(
            f"{folder}: is no replication folder. Make one with: topics replicate REPORT -o DIR"
        )
    found: dict[str, Any] = json.loads(json.dumps(about["report"]))
    return found

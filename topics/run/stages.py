"""A run as stages in a folder: what each depends on, and what of it is kept to go on from.

A stage is kept under the hash of all that decides it: its settings, what the stages before it
gave, the files that were read, and the program. What has the same hash is taken as it was kept;
so an interrupted run resumes, and a changed setting makes again only what depends on it.
"""

import hashlib
import json
import platform
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from topics._checks import listed
from topics.errors import TopicsError
from topics.run.config import ReportConfig
from topics.writing.replace import files_below, hash_below, hash_file
from topics.writing.staging import PROGRAM, write_now
from topics.writing.values import NotPlainError, load_values, save_values

FOLDER = "stages"
ABOUT, RUN = "stage.json", "run.json"
_PART, _DRAFT = ".part", ".draft"
_SCHEMA = 1
_LETTERS = 16  # of a hash, in the name of a folder
_HEX = "0123456789abcdef"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage depends on.

    Parameters
    ----------
    settings : tuple of str
        Fields of `ReportConfig`.
    before : tuple of str
        Stages whose values it takes.
    """

    settings: tuple[str, ...]
    before: tuple[str, ...] = ()


STAGES = {
    "corpus": Stage(
        ("corpus", "format", "pattern", "columns", "encoding", "errors", "split", "date_format",
         "language_check", "duplicates"),
    ),
    "mentions": Stage(("unit", "few_documents", "speaker"), ("corpus",)),
    "counts": Stage(("mask_countries", "min_docs", "min_share", "max_share"), ("mentions",)),
    "model": Stage(("n_topics", "algorithm", "passes", "restarts", "seed"), ("counts",)),
    "refits": Stage(
        ("refits", "n_topics", "algorithm", "passes", "restarts", "seed"), ("counts", "model")
    ),
    "estimates": Stage(
        ("cluster", "min_country_docs", "draws", "seed"), ("mentions", "counts", "model")
    ),
    "trends": Stage(
        ("cluster", "min_country_docs", "draws", "level", "trends", "min_period_docs", "seed"),
        ("mentions", "counts", "model"),
    ),
    "figures": Stage(
        ("title", "level", "compare", "max_countries"),
        ("corpus", "mentions", "counts", "model", "refits", "estimates", "trends"),
    ),
}  # fmt: skip
# Libraries that decide what is read and computed; some are there only with an extra.
_LIBRARIES = (
    "ahocorasick-rs", "babel", "ftfy", "gensim", "jinja2", "lxml", "lxml_html_clean", "matplotlib",
    "numba", "numpy", "pandas", "py3langid", "pyarrow", "pypdf", "python-calamine", "scipy",
    "striprtf", "trafilatura", "warcio", "xlrd",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where the stages of a run are kept.

    Parameters
    ----------
    folder : Path or None
        The folder of the stages; None keeps nothing.
    say : callable
        Told, in one line each, what was taken as it was kept.
    given : dict
        Hash of what each stage of this run gave, by its name.
    held : list of str
        The stages of this run that are kept, by the names of their folders.
    """

    folder: Path | None = None
    say: Callable[[str], None] = lambda _: None
    given: dict[str, str] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)

    def made(
        self,
        name: str,
        make: Callable[[Path | None], dict[str, Any]],
        *,
        config: ReportConfig,
        inputs: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return the values of a stage: as they were kept, or made and kept now.

        Parameters
        ----------
        name : str
            A key of `STAGES`.
        make : callable
            Makes the values, by name. It is given a folder, to be made if it is used, for what
            lets it go on when it is interrupted; None where nothing is kept.
        config : ReportConfig
            Decides the run.
        inputs : dict, optional
            Of the first stage: the hashes of the files that it reads. Without them it is made.
        """
        before = STAGES[name].before
        if self.folder is None or not self.given.keys() >= set(before):
            return make(None)
        about = about_stage(name, config, self.given, inputs)
        kept = self.folder / folder_name(about)
        values = None if inputs is None and not before else self._load(kept)
        if values is None:
            part = kept.with_name(f"{kept.name}{_PART}")
            values = make(part)
            with suppress(NotPlainError):  # a stage that cannot be kept is made every time
                keep(values, kept, about)
            shutil.rmtree(part, ignore_errors=True)
        if kept.is_dir():
            self.given[name] = about_kept(kept)["gives"]
            if not self.held:
                write_now(self.folder / RUN, settings_of_run(config))
            self.held.append(kept.name)
        return values

    def _load(self, kept: Path) -> dict[str, Any] | None:
        if not kept.is_dir():
            return None
        try:
            values = load(kept)
        except (OSError, ValueError, TopicsError):
            self.say(f"note: {kept} is damaged; it is made again")
            return None
        self.say(f"{kept.name.partition('-')[0]}: as kept in {self.folder}")
        return values

    def inputs_kept(self, config: ReportConfig) -> dict[str, str] | None:
        """Return the hashes of the files behind a kept corpus of these settings; None without."""
        paths = stage_folders(self.folder, "corpus") if self.folder else []
        for path in sorted(paths, key=lambda path: -path.stat().st_mtime):
            with suppress(OSError, ValueError):
                about = about_kept(path)
                if about == about | about_stage("corpus", config, {}, about["inputs"]):
                    inputs: dict[str, str] | None = about["inputs"]
                    return inputs
        return None

    def end(self, config: ReportConfig, drafts: Path) -> None:
        """Note which figures and tables this run has made, and remove what is kept of others.

        Parameters
        ----------
        config : ReportConfig
            Decides the run.
        drafts : Path
            The files of the report, but for the manifest.
        """
        if self.folder is None:
            return
        if self.given.keys() >= set(STAGES["figures"].before):
            about = about_stage("figures", config, self.given)
            kept = self.folder / folder_name(about)
            keep({"files": hash_below(drafts)}, kept, about)
            self.held.append(kept.name)
        clear_stages(self.folder, held=self.held)

    def what_stands(self) -> str:
        """Return which stages are kept and where, for whoever stopped the run."""
        names = [name.partition("-")[0] for name in self.held]
        return f"{listed(names)} {'stands' if len(names) == 1 else 'stand'} in {self.folder}"


def clear_stages(folder: Path, *, held: Collection[str] = ()) -> None:
    """Remove the stages in a folder but those that are held; what is not ours stays."""
    for path in stage_folders(folder):
        if path.name not in held:
            shutil.rmtree(path, ignore_errors=True)
    if not held:
        with suppress(OSError):
            (folder / RUN).unlink()
        with suppress(OSError):
            folder.rmdir()


def about_stage(
    name: str,
    config: ReportConfig,
    given: dict[str, str],
    inputs: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return all that decides what a stage gives.

    Parameters
    ----------
    name : str
        A key of `STAGES`.
    config : ReportConfig
        Decides the run.
    given : dict
        Hash of what the stages before it gave.
    inputs : dict, optional
        Hashes of the files to be read.
    """
    stage = STAGES[name]
    return {
        "program": PROGRAM,
        "schema": _SCHEMA,
        "stage": name,
        "settings": {own: plain(getattr(config, own)) for own in stage.settings},
        "before": {other: given[other] for other in stage.before},
        "inputs": inputs,
        "versions": _versions(),
        "source": _source(),
    }


def folder_name(about: dict[str, Any]) -> str:
    """Return the name of the folder of a stage: its own, and the hash of what decides it."""
    decides = {key: value for key, value in about.items() if key not in ("files", "gives", "models")}
    return f"{about['stage']}-{_hash(decides)[:_LETTERS]}"


def settings_of_run(config: ReportConfig) -> dict[str, Any]:
    """Return the settings of a run by name, as JSON gives them back."""
    return {own.name: plain(getattr(config, own.name)) for own in fields(config)}


def plain(value: Any) -> Any:  # noqa: ANN401 - any setting
    """Return a setting as JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value


def keep(values: dict[str, Any], kept: Path, about: dict[str, Any]) -> None:
    """Write the values of a stage into its folder, whole or not at all."""
    from topics.lda.model import TopicModel
    from topics.lda.store import save_model

    draft = kept.with_name(f"{kept.name}{_DRAFT}")
    shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
    try:
        draft.mkdir(parents=True)
        models = {name: value for name, value in values.items() if isinstance(value, TopicModel)}
        for name, model in models.items():
            save_model(model, draft / name)
        others = {name: value for name, value in values.items() if name not in models}
        save_values(others, draft, known=_known())
        files = hash_below(draft)
        content = {**about, "files": files, "gives": _hash(files), "models": sorted(models)}
        (draft / ABOUT).write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")
        shutil.rmtree(kept, ignore_errors=True)  # damaged
        draft.replace(kept)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def load(kept: Path) -> dict[str, Any]:
    """Read the values of a stage from its folder.

    Raises
    ------
    ValueError, OSError, TopicsError
        When a file is missing, or not as it was written.
    """
    from topics.lda.store import load_model

    about = about_kept(kept)
    found = hash_below(kept)
    found.pop(ABOUT)
    if found != about.get("files") or folder_name(about) != kept.name:
        raise ValueError(f"{kept} is not as it was written")
    values = load_values(kept, known=_known())
    return values | {name: load_model(kept / name) for name in about["models"]}


def about_kept(kept: Path) -> dict[str, Any]:
    """Return what the folder of a stage says of itself.

    Raises
    ------
    ValueError, OSError
        When it cannot be read.
    """
    content = json.loads((kept / ABOUT).read_text("utf-8"))
    if not isinstance(content, dict) or content.get("program") != PROGRAM:
        raise ValueError(f"{kept} is no stage of {PROGRAM}")
    return content


def stage_folders(folder: Path, name: str | None = None) -> list[Path]:
    """Return the folders of stages, parts and drafts in a folder, those of one stage or of all."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        stage, _, key = path.name.partition("-")
        letters = key.removesuffix(_PART).removesuffix(_DRAFT)
        ours = stage in STAGES and len(letters) == _LETTERS and not set(letters) - set(_HEX)
        if ours and name in (None, stage) and path.is_dir() and not path.is_symlink():
            found.append(path)
    return found


def _known() -> dict[str, type]:
    """Return the values of ours that a stage may hold, by the names they are kept under."""
    from topics.cleaning.lines import AccountLine
    from topics.estimate import TopicCountryDraws
    from topics.readers.account import Account, KindRead, SkippedFile
    from topics.text.bow import BagOfWords

    kinds = (Account, AccountLine, BagOfWords, KindRead, SkippedFile, TopicCountryDraws)
    return {kind.__name__: kind for kind in kinds}


def _hash(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found


@cache
def _source() -> str:
    """Return a hash of this package's own code and data: with any change, stages are made anew."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for name in files_below(package):
        if "__pycache__" not in name:
            digest.update(f"{name}\0{hash_file(package / name)}\n".encode())
    return digest.hexdigest()

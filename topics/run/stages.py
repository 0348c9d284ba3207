"""A run as stages in a folder: what each depends on, and what of it is kept to go on from.

A stage is kept under the hash of all that decides it: its settings, what the stages before it
gave, the files that were read, and the program. What has the same hash is taken as it was kept;
so an interrupted run resumes, and a changed setting makes again only what depends on it.
"""

import hashlib
import json
import platform
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from topics._checks import listed
from topics.errors import TopicsError
from topics.run.config import ReportConfig
from topics.run.kept import (
    PART,
    RUN,
    about_kept,
    clear_stages,
    folder_name,
    keep,
    load,
    stage_folders,
)
from topics.writing.replace import files_below, hash_below, hash_file, open_file
from topics.writing.staging import PROGRAM, write_now
from topics.writing.values import NotPlainError

_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage depends on.

    Parameters
    ----------
    settings : tuple of str
        Fields of `ReportConfig`.
    before : tuple of str
        Stages whose values it takes. Texts and columns of documents, such as dates and clusters,
        stand in the corpus alone where documents are the units.
    """

    settings: tuple[str, ...]
    before: tuple[str, ...] = ()


STAGES = {
    "corpus": Stage(
        ("corpus", "format", "pattern", "columns", "encoding", "errors", "split", "date_format",
         "language_check", "language", "duplicates"),
    ),
    # a survey of all languages keeps other values than a run in one, be the corpus the same
    "mentions": Stage(("unit", "few_documents", "speaker", "language"), ("corpus",)),
    "counts": Stage(
        ("mask_countries", "news_words", "lemmas", "min_docs", "min_share", "max_share"),
        ("corpus", "mentions"),
    ),
    "model": Stage(
        ("n_topics", "choose_from", "cluster", "algorithm", "passes", "restarts", "seed"),
        ("corpus", "counts"),
    ),
    "refits": Stage(
        ("refits", "n_topics", "algorithm", "passes", "restarts", "seed"), ("counts", "model")
    ),
    "estimates": Stage(
        ("cluster", "min_country_docs", "pairs", "draws", "seed"),
        ("corpus", "mentions", "counts", "model", "refits"),
    ),
    "trends": Stage(
        ("cluster", "min_country_docs", "draws", "level", "trends", "min_period_docs", "seed",
         "countries", "region"),
        ("corpus", "mentions", "counts", "model", "refits", "estimates"),
    ),
    "groups": Stage(
        ("groups", "min_group_docs", "cluster", "min_country_docs", "draws", "level", "seed",
         "countries", "region"),
        ("corpus", "mentions", "counts", "model", "refits", "estimates"),
    ),
    "pair_trends": Stage(
        ("cluster", "min_country_docs", "pairs", "draws", "trends", "min_period_docs", "seed"),
        ("corpus", "mentions", "counts", "model", "refits", "estimates"),
    ),
    "robust": Stage(
        ("robust", "n_topics", "algorithm", "passes", "restarts", "refits", "seed",
         "mask_countries", "news_words", "lemmas", "min_docs", "min_share", "max_share", "cluster",
         "min_country_docs", "pairs", "draws", "level"),
        ("corpus", "mentions", "counts", "model", "refits", "estimates"),
    ),
    "figures": Stage(
        ("title", "level", "compare", "max_countries", "countries", "region", "labels",
         "validation", "figures"),
        ("corpus", "mentions", "counts", "model", "refits", "estimates", "trends", "groups",
         "pair_trends", "robust"),
    ),
}  # fmt: skip
# Libraries that decide what is read and computed; some are there only with an extra.
_LIBRARIES = (
    "ahocorasick-rs", "babel", "ftfy", "gensim", "jinja2", "lxml", "lxml_html_clean", "matplotlib",
    "fugashi", "kiwipiepy", "numba", "numpy", "pandas", "py3langid", "pyarrow", "pypdf",
    "python-calamine", "rjieba", "scipy", "simplemma", "striprtf", "trafilatura", "unidic-lite",
    "warcio", "xlrd",
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
    parts : dict
        Where the parts in one language are kept, by its code.
    """

    folder: Path | None = None
    say: Callable[[str], None] = lambda _: None
    given: dict[str, str] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    parts: dict[str, "Shelf"] = field(default_factory=dict)

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
            Of the first stage: the hashes of the files that it is to read; its values hold, by
            the same name, those of what it has read. Without them it is made.
        """
        before = STAGES[name].before
        if self.folder is None or not self.given.keys() >= set(before):
            return make(None)
        about = about_stage(name, config, self.given, inputs)
        kept = self.folder / folder_name(about)
        values = None if inputs is None and not before else self._load(kept)
        if values is None:
            part = kept.with_name(f"{kept.name}{PART}")
            values = make(part)
            if inputs and any(inputs.get(n) not in (None, h) for n, h in values["inputs"].items()):
                # A file changed before it was read: no later run may take this for what it hashed.
                about = about_stage(name, config, self.given)
                kept = self.folder / folder_name(about)
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

    def under(self, code: str) -> "Shelf":
        """Return where the stages of the part in one language are kept; it is held from now on."""
        if code not in self.parts:
            folder = self.folder and self.folder / code
            self.parts[code] = Shelf(folder=folder, say=lambda line: self.say(f"{code}: {line}"))
            self.held.append(code)
        return self.parts[code]

    def kept_before(self) -> bool:
        """Whether another run has kept something here."""
        return self.folder is not None and bool(stage_folders(self.folder))

    def what_stands(self) -> str:
        """Return which stages are kept and where, for whoever stopped the run."""
        names = [name.partition("-")[0] for name in self.held]
        return f"{listed(names)} {'stands' if len(names) == 1 else 'stand'} in {self.folder}"


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
        "settings": {own: _decides(own, getattr(config, own)) for own in stage.settings},
        "before": {other: given[other] for other in stage.before},
        "inputs": inputs,
        "versions": _versions(),
        "source": source_hash(),
    }


def _decides(name: str, value: Any) -> Any:  # noqa: ANN401 - any setting
    """Return what of a setting decides a stage: of a reader's file, what stands in it."""
    if name not in ("labels", "validation") or value is None:
        return plain(value)
    with suppress(OSError):
        return hash_file(Path(value))
    return None


def settings_of_run(config: ReportConfig) -> dict[str, Any]:
    """Return the settings of a run by name, as JSON gives them back."""
    return {own.name: plain(getattr(config, own.name)) for own in fields(config)}


def config_kept(folder: Path) -> ReportConfig | None:
    """Return the settings of the run that last kept something in a folder; None without one."""
    try:
        with open_file(folder / RUN) as file:
            settings = json.loads(file.readall())
        return ReportConfig(**settings)
    except (OSError, ValueError, TypeError, TopicsError, RecursionError):
        return None


def plain(value: Any) -> Any:  # noqa: ANN401 - any setting
    """Return a setting as JSON gives it back."""
    return list(value) if isinstance(value, tuple) else value


@cache
def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[library] = version(library)
    return found


@cache
def source_hash() -> str:
    """Return a hash of this package's own code and data: with any change, stages are made anew."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for name in files_below(package):
        if "__pycache__" not in name:
            digest.update(f"{name}\0{hash_file(package / name)}\n".encode())
    return digest.hexdigest()

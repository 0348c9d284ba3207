"""The folders in which stages are kept: written whole, checked when read, removed when stale."""

import hashlib
import json
import re
import shutil
from collections.abc import Collection
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import Any

from topics._checks import listed
from topics._language_data import language_codes
from topics.errors import InputError
from topics.writing.replace import MANIFEST, hash_below, open_file, read_manifest
from topics.writing.staging import PROGRAM
from topics.writing.values import load_values, save_values

FOLDER = "stages"
ABOUT, VALUES, RUN = "stage.json", "values.npz", "run.json"
PART = ".part"
_DRAFT = ".draft"
_LETTERS = 16  # of a hash, in the name of a folder
# what a stage says of what it holds, not what decides it
_FOLLOWS = {"files": dict, "gives": str, "models": list, "names": list}
_FORM = {"stage": str, "settings": dict, "before": dict, "versions": dict, "source": str} | _FOLLOWS
_OURS = re.compile(rf"([a-z_]+)-[0-9a-f]{{{_LETTERS}}}({re.escape(PART)}|{re.escape(_DRAFT)})?")


def folder_name(about: dict[str, Any]) -> str:
    """Return the name of the folder of a stage: its own, and the hash of what decides it."""
    decides = {key: value for key, value in about.items() if key not in _FOLLOWS}
    return f"{about['stage']}-{hash_of(decides)[:_LETTERS]}"


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
        save_values(others, draft / VALUES, known=_known())
        files = hash_below(draft)
        content = {
            **about, "files": files, "gives": hash_of(files), "models": sorted(models),
            "names": sorted(values),
        }  # fmt: skip
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
    models = sorted({name.partition("/")[0] for name in found if "/" in name})
    said = about["files"], about["gives"], about["models"], folder_name(about)
    if said != (found, hash_of(found), models, kept.name):
        raise ValueError(f"{kept} is not as it was written")
    values = load_values(kept / VALUES, known=_known())
    values |= {name: load_model(kept / name) for name in models}
    if about.get("names", sorted(values)) != sorted(values):
        raise ValueError(f"{kept} holds the values of another stage")
    return values


def about_kept(kept: Path) -> dict[str, Any]:
    """Return what the folder of a stage says of itself.

    Raises
    ------
    ValueError, OSError
        When it cannot be read.
    """
    with open_file(kept / ABOUT) as file:
        try:
            content = json.loads(file.readall())
        except RecursionError as error:
            raise ValueError(str(error)) from error
    if not isinstance(content, dict) or content.get("program") != PROGRAM:
        raise ValueError(f"{kept} is no stage of {PROGRAM}")
    inputs = content.get("inputs", "")
    # a stage that was kept before names were noted has none
    form = {"names": [], **content}
    whole = all(isinstance(form.get(name), kind) for name, kind in _FORM.items())
    if not whole or not (inputs is None or isinstance(inputs, dict)) or "schema" not in content:
        raise ValueError(f"{kept} says too little of itself")
    return content


def stage_folders(folder: Path, name: str | None = None) -> list[Path]:
    """Return the folders of stages, parts and drafts in a folder, those of one stage or of all."""
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        ours = _OURS.fullmatch(path.name)
        if ours and name in (None, ours[1]) and path.is_dir() and not path.is_symlink():
            found.append(path)
    return found


def language_folders(folder: Path) -> list[Path]:
    """Return the folders in a folder of stages that hold those of one language each."""
    paths = [folder / code for code in language_codes()]
    return [path for path in paths if path.is_dir() and not path.is_symlink()]


def stages_of(folder: Path) -> Path:
    """Return where the stages of a report are kept; a part in one language has them above it.

    Parameters
    ----------
    folder : Path
        Of a report, or of the part in one language of a report on several.
    """
    above = folder.parent / FOLDER / folder.name
    own = folder / FOLDER
    return above if is_part(folder) and not own.is_dir() else own


def is_part(folder: Path) -> bool:
    """Whether a folder is the part in one language of a report on several."""
    whole = read_manifest(folder.parent)
    return whole is not None and f"{folder.name}/{MANIFEST}" in whole["files"]


def check_one_language(folder: str | PathLike[str]) -> None:
    """Raise where a folder holds a report on several languages, and the part in one is needed.

    Raises
    ------
    InputError
        Naming the folders of the parts.
    """
    manifest = read_manifest(Path(folder)) or {}
    parts = [
        name.removesuffix(f"/{MANIFEST}")
        for name in manifest.get("files", {})
        if name.endswith(f"/{MANIFEST}") and name.count("/") == 1
    ]
    if parts:
        paths = [str(Path(folder) / part) for part in sorted(parts)]
        raise InputError(
            f"{folder} holds a report for each of several languages: name the folder of one, "
            f"{listed(paths, last='or')}."
        )


def _known() -> dict[str, type]:
    """Return the values of ours that a stage may hold, by the names they are kept under."""
    from topics.cleaning.lines import AccountLine
    from topics.estimate import TopicCountryDraws
    from topics.estimate.relations import PairDraws
    from topics.readers.account import Account, KindRead, SkippedFile
    from topics.text.bow import BagOfWords

    kinds = (
        Account, AccountLine, BagOfWords, KindRead, PairDraws, SkippedFile, TopicCountryDraws,
    )  # fmt: skip
    return {kind.__name__: kind for kind in kinds}


def clear_stages(folder: Path, *, held: Collection[str] = ()) -> None:
    """Remove the stages in a folder but those that are held; what is not ours stays."""
    for path in stage_folders(folder):
        if path.name not in held:
            shutil.rmtree(path, ignore_errors=True)
    for path in language_folders(folder):
        if path.name not in held:
            clear_stages(path)
    if not held:
        with suppress(OSError):
            (folder / RUN).unlink()
        with suppress(OSError):
            folder.rmdir()


def bytes_below(folder: Path) -> int:
    """Return the bytes of the files in a folder of a stage."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def hash_of(content: object) -> str:
    """Return the SHA-256 of what JSON can hold."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()

"""Saved models that somebody changed: what is done to them, and what loading says to it."""

import json
import os
import pickle
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.lib import format as npy

from topics.errors import TopicsError
from topics.lda._stored import digest_of
from topics.lda.fit import fit_lda
from topics.lda.model import LDAConfig
from topics.lda.store import load_model, save_model
from topics.text.bow import count_words
from topics.writing.replace import hash_file

Arrays = dict[str, npt.NDArray[Any]]
Texts = dict[str, Any]


def sound_model(folder: Path) -> Path:
    """Fit and save a small model."""
    rng = np.random.default_rng(0)
    words = np.array([f"word{i}" for i in range(40)])
    lists = {f"d{i}": words[rng.integers(0, 20, 30) + 20 * (i % 2)].tolist() for i in range(30)}
    bow = count_words(pd.Series({**lists, "empty": []}))
    return save_model(fit_lda(bow, LDAConfig(n_topics=3, restarts=2), threads=1), folder)


def seal(folder: Path) -> None:
    """Write the hashes anew: who tampers may know of them."""
    texts = json.loads((folder / "model.json").read_text("utf-8"))
    if isinstance(texts, dict) and "sha256" in texts:
        texts["sha256"] = {
            "model.npz": hash_file(folder / "model.npz"),
            "model.json": digest_of(texts),
        }
        (folder / "model.json").write_text(json.dumps(texts, indent=1), "utf-8")


def _numbers(change: Callable[[Arrays], object]) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        with np.load(folder / "model.npz") as file:
            arrays = {name: file[name] for name in file.files}
        change(arrays)
        np.savez(folder / "model.npz", **arrays)
        seal(folder)

    return tamper


def _texts(change: Callable[[Texts], object]) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        texts = json.loads((folder / "model.json").read_text("utf-8"))
        change(texts)
        (folder / "model.json").write_text(json.dumps(texts), "utf-8")
        seal(folder)

    return tamper


def _at(name: str, value: float) -> Callable[[Path], None]:
    return _numbers(lambda arrays: arrays[name].__setitem__((0,) * arrays[name].ndim, value))


def _as(name: str, kind: str) -> Callable[[Path], None]:
    return _numbers(lambda arrays: arrays.update({name: arrays[name].astype(kind)}))


def _put(*keys: str, value: object) -> Callable[[Path], None]:
    def change(texts: Texts) -> None:
        for key in keys[:-1]:
            texts = texts[key]
        texts[keys[-1]] = value

    return _texts(change)


def _member(header: Callable[[], bytes], name: str = "counts") -> Callable[[Path], None]:
    """Put other bytes in the place of one array."""

    def tamper(folder: Path) -> None:
        with zipfile.ZipFile(folder / "model.npz") as archive:
            parts = {entry: archive.read(entry) for entry in archive.namelist()}
        with zipfile.ZipFile(folder / "model.npz", "w") as archive:
            for entry, part in parts.items():
                archive.writestr(entry, header() if entry == f"{name}.npy" else part)
        seal(folder)

    return tamper


def _header(shape: object, kind: str = "'<f4'", version: tuple[int, int] = (1, 0)) -> bytes:
    text = f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return npy.magic(*version) + len(text).to_bytes(2 * version[0], "little") + text


def _objects() -> bytes:
    class Call:
        def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
            return (os.mkdir, ("a-pickle-was-run",))

    return _header("(3, 40)", "'|O'") + pickle.dumps(Call())


def _compressed(folder: Path) -> None:
    with np.load(folder / "model.npz") as file:
        arrays = {name: file[name] for name in file.files}
    np.savez_compressed(folder / "model.npz", **arrays)
    seal(folder)


def _twice(folder: Path) -> None:
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(folder / "model.npz", "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("counts.npy", archive.read("counts.npy"))
    seal(folder)


def _cut(name: str, share: float) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: int(len(whole) * share)])

    return tamper


def _flip(name: str) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        whole = bytearray((folder / name).read_bytes())
        whole[len(whole) // 2] ^= 1
        (folder / name).write_bytes(whole)

    return tamper


def _link(name: str) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        outside = folder.parent / f"outside-{name}"
        shutil.move(folder / name, outside)
        (folder / name).symlink_to(outside)

    return tamper


def _instead(name: str, content: bytes) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return tamper


def _pipe(folder: Path) -> None:
    (folder / "model.json").unlink()
    os.mkfifo(folder / "model.json")


def _folder(folder: Path) -> None:
    (folder / "model.npz").unlink()
    (folder / "model.npz").mkdir()


def _circle(folder: Path) -> None:
    (folder / "model.json").unlink()
    (folder / "model.json").symlink_to("model.json")


def _sparse(folder: Path) -> None:
    with (folder / "model.npz").open("wb") as file:
        file.truncate(1 << 40)


def _unsealed(folder: Path) -> None:
    texts = json.loads((folder / "model.json").read_text("utf-8"))
    texts["words"][0] = "another"
    (folder / "model.json").write_text(json.dumps(texts), "utf-8")


def _hashes(value: object) -> Callable[[Path], None]:
    def tamper(folder: Path) -> None:
        texts = json.loads((folder / "model.json").read_text("utf-8"))
        (folder / "model.json").write_text(json.dumps({**texts, "sha256": value}), "utf-8")

    return tamper


def _swapped(folder: Path) -> None:
    other = sound_model(folder.parent / "other")
    with np.load(other / "model.npz") as file:
        arrays = {name: file[name] for name in file.files}
    arrays["topic_word"] = arrays["topic_word"][::-1]
    np.savez(folder / "model.npz", **arrays)


def _repeat(name: str) -> Callable[[Path], None]:
    return _texts(lambda texts: texts[name].__setitem__(1, texts[name][0]))


def _without(name: str) -> Callable[[Path], None]:
    return _numbers(lambda arrays: arrays.pop(name))


TAMPERINGS: dict[str, Callable[[Path], None]] = {
    **{f"{name} holds NaN": _at(name, np.nan) for name in ("counts", "topic_word", "alpha", "eta")},
    "one share of a document is NaN": _at("doc_topic", np.nan),
    "counts hold infinity": _at("counts", np.inf),
    "perplexity is infinite": _at("perplexity", np.inf),
    **{
        f"{name} holds a negative number": _at(name, -1)
        for name in ("counts", "topic_word", "doc_topic", "alpha", "found", "totals", "pass")
    },
    "a prior is zero": _at("eta", 0),
    "a topic sums to 2": _numbers(lambda arrays: arrays["topic_word"].__imul__(2)),
    "a share is 7": _at("doc_topic", 7),
    "counts are complex": _as("counts", "<c8"),
    "counts are text": _as("counts", "<U8"),
    "counts are truth values": _as("counts", "?"),
    "counts are big-endian": _as("counts", ">f4"),
    "counts are dates": _as("found", "<M8[s]"),
    "shares are half floats": _as("doc_topic", "<f2"),
    "an array is missing": _without("alpha"),
    "an array too many": _numbers(lambda arrays: arrays.update(extra=np.zeros(3))),
    "an array twice": _twice,
    "topics and words changed places": _numbers(
        lambda arrays: arrays.update(counts=arrays["counts"].T)
    ),
    "topics in another order than their counts": _numbers(
        lambda arrays: arrays.update(topic_word=arrays["topic_word"][::-1].copy())
    ),
    "counts are all zero": _numbers(lambda arrays: arrays["counts"].__imul__(0)),
    "a prior of 1e38": _numbers(lambda arrays: arrays["eta"].__imul__(1e38)),
    "a prior of documents of 1e38": _at("alpha", 1e38),
    "no document has shares": _numbers(lambda arrays: arrays["doc_topic"].fill(np.nan)),
    "words in 2**62 documents": _numbers(lambda arrays: arrays["found"].__iadd__(2**62)),
    "more documents with shares than were fitted": _put("n_docs", value=1),
    "one document more": _numbers(
        lambda arrays: arrays.update(doc_topic=np.vstack([arrays["doc_topic"]] * 2))
    ),
    "passes of two lengths": _numbers(lambda arrays: arrays.update({"pass": arrays["pass"][:-1]})),
    "an array of objects that runs a program": _member(_objects),
    "a header of a huge shape": _member(lambda: _header("(3, 1099511627776)")),
    "a header of the right shape, no data": _member(lambda: _header("(3, 40)")),
    "a header of a negative shape": _member(lambda: _header("(-3, -40)")),
    "a header whose shape is a call": _member(lambda: _header("__import__('os').getcwd()")),
    "a header nested 4,000 deep": _member(lambda: _header("(" * 4000 + ")" * 4000)),
    "a header of a structure": _member(lambda: _header("(3, 40)", "[('a', '<f4')]")),
    "a header of another version": _member(lambda: _header("(3, 40)", version=(2, 0))),
    "a header that is cut": _member(lambda: npy.magic(1, 0) + b"\xff\xff{"),
    "data too many": _member(lambda: _header("(3, 40)") + bytes(3 * 40 * 4 + 1)),
    "compressed arrays": _compressed,
    "the arrays are cut in half": _cut("model.npz", 0.5),
    "the arrays are empty": _cut("model.npz", 0),
    "one bit of the arrays is flipped": _flip("model.npz"),
    "the arrays are a pickle": _instead("model.npz", pickle.dumps([1])),
    "the arrays are 1 TB of zeros": _sparse,
    "the arrays are a folder": _folder,
    "the arrays of another model": _swapped,
    "the text is cut in half": _cut("model.json", 0.5),
    "the text is empty": _cut("model.json", 0),
    "a word was changed": _unsealed,
    "a bit of the text is flipped": _flip("model.json"),
    "the text is not UTF-8": _instead("model.json", b'{"format": "\xff"}'),
    "the text is a list": _instead("model.json", b"[]"),
    "the text is nested 100,000 deep": _instead("model.json", b"[" * 100_000),
    "the text is a number of 10,000 digits": _instead("model.json", b"1" * 10_000),
    "the text is a pipe": _pipe,
    "the text is a link to itself": _circle,
    "the text is a link out of the folder": _link("model.json"),
    "the arrays are a link out of the folder": _link("model.npz"),
    "a word twice": _repeat("words"),
    "a document twice": _repeat("doc_ids"),
    "words are numbers": _texts(lambda texts: texts.update(words=list(range(40)))),
    "a word is half a character": _texts(lambda texts: texts["words"].__setitem__(0, "\ud800")),
    "a word is a list": _texts(lambda texts: texts["words"].__setitem__(0, ["a"])),
    "words are a text": _put("words", value="x" * 40),
    "a key is missing": _texts(lambda texts: texts.pop("words")),
    "a key too many": _put("extra", value=1),
    "no version": _texts(lambda texts: texts.pop("version")),
    "a version to come": _put("version", value=99),
    "the version is true": _put("version", value=True),
    "no hashes": _texts(lambda texts: texts.pop("sha256")),
    "hashes are a number": _hashes(7),
    "hashes of nothing": _hashes({"model.npz": "", "model.json": ""}),
    "converged is a text": _put("converged", value="yes"),
    "a negative number of documents": _put("n_docs", value=-1),
    "a number of documents of 300 digits": _put("n_docs", value=10**300),
    "a setting is missing": _texts(lambda texts: texts["config"].pop("seed")),
    "a setting too many": _put("config", "run", value="rm"),
    "another number of topics": _put("config", "n_topics", value=4),
    "10 to the 12 topics": _put("config", "n_topics", value=10**12),
    "topics are a text": _put("config", "n_topics", value="3"),
    "an unknown algorithm": _put("config", "algorithm", value="gibbs"),
    "the algorithm is a list": _put("config", "algorithm", value=["cvb0"]),
    "the prior is NaN": _put("config", "alpha", value=float("nan")),
    "the settings are a list": _put("config", value=[]),
}  # fmt: skip


def tried(name: str, sound: Path, folder: Path) -> Path:
    """Copy the sound model into a folder, tamper with it, and give the place of the copy."""
    copy = folder / "model"
    shutil.copytree(sound, copy)
    TAMPERINGS[name](copy)
    return copy


def said_to(folder: Path) -> str | None:
    """Load a model: what is said to it in one line, or None when it is taken.

    Raises
    ------
    Exception
        Whatever is raised that is not meant for the user.
    """
    try:
        load_model(folder)
    except TopicsError as error:
        return str(error)
    return None

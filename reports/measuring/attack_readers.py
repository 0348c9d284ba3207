"""Crafted files, and mutants of sound ones, read and cleaned as `topics clean` does."""

import argparse
import bz2
import gzip
import importlib
import io
import lzma
import random
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

import pandas as pd

from measuring.attacking import Ended, Outcome, ended_as, forked, forked_in_turn
from measuring.crafted_files import Crafted, all_crafted, write

TESTS = Path(__file__).parents[2] / "tests"
_AT_ONCE = 20  # mutants in one fork
_DOUBLE = "ids are not unique"
_ZIP = b"PK\x03\x04"
_PACKERS = {b"\x1f\x8b": gzip, b"BZh": bz2, b"\xfd7zXZ": lzma}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this attack."""
    parser.add_argument("--mutants", type=int, default=500, help="of each format (default: 500)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[], help="crafted groups or formats")


def run(options: argparse.Namespace) -> Iterator[Outcome]:
    """Yield how each crafted file and each mutant ended: a few mutants of every format in turn."""
    kinds = {k: v for k, v in sound_files().items() if not options.only or k in options.only}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _warm_up(folder)
        for case in all_crafted():
            wanted = not options.only or case.group in options.only
            if wanted and (case.group, case.name) not in options.done:
                yield attack(case, folder)
        for start in range(0, options.mutants, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, options.mutants))
            for kind, sound in kinds.items():
                left = [n for n in numbers if (_group(kind), str(n)) not in options.done]
                yield from attack_mutants(kind, sound, folder, left, options.seed)


def sound_files() -> dict[str, bytes]:
    """Return a small sound file of each format, as the tests have them."""
    sys.path.append(str(TESTS))
    sound: dict[str, bytes] = importlib.import_module("sound_files").SOUND
    return sound


def attack(case: Crafted, folder: Path) -> Outcome:
    """Read a crafted file in a fork, and judge."""
    corpus = folder / "corpus"
    write(case, corpus)
    ended, table = clean(corpus, folder, case.arguments)
    how = ended_as(ended)
    if case.holds is not None:
        right = how == "result" and case.holds in table
    elif case.says is not None:
        right = how == "line" and re.search(case.says, ended.err) is not None
    else:
        right = how in ("line", "result")
    return _outcome(case.group, case.name, how, right, ended)


def attack_mutants(
    kind: str, sound: bytes, folder: Path, numbers: Iterable[int], seed: int
) -> Iterator[Outcome]:
    """Change a sound file at random, read each change, and judge."""
    made, actions = [], []
    for n in numbers:
        rng = random.Random(f"{seed} {kind} {n}")
        corpus, out = folder / f"corpus{n}", folder / f"out{n}"
        corpus.mkdir()
        data = mutant(sound, rng)
        (corpus / f"a.{kind}").write_bytes(data)
        made.append((n, data, corpus, out))
        argv = ["clean", str(corpus), "--out", str(out)]
        argv += ["--errors", rng.choice(("strict", "replace", "skip"))]
        actions.append(partial(_main, argv))
    for (n, data, corpus, out), ended in zip(made, forked_in_turn(actions, folder), strict=True):
        how = ended_as(ended)
        table = _table(out) if how == "result" else ""
        right = how == "line" or (how == "result" and table != _DOUBLE)
        if not right:
            kept = Path(tempfile.gettempdir()) / f"mutant-{seed}-{n}.{kind}"
            kept.write_bytes(data)
        for path in (corpus, out):
            shutil.rmtree(path, ignore_errors=True)
        yield _outcome(_group(kind), str(n), how, right, ended)


def _group(kind: str) -> str:
    return f"mutants of {kind}"


def _main(argv: list[str]) -> int:
    from topics.cli import main

    return main(argv)


def mutant(sound: bytes, rng: random.Random) -> bytes:
    """Change some bytes of a file: of the file as it is, or of a part of the package that it is."""
    if rng.random() < 0.6:  # a sum tells most changes of packed bytes: change what is packed
        if sound.startswith(_ZIP):
            return _repacked(sound, rng)
        for start, packer in _PACKERS.items():
            if sound.startswith(start):
                packed: bytes = packer.compress(mutant(packer.decompress(sound), rng))
                return packed
    data = bytearray(sound)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(data)) if data else 0
        how = rng.choice(("byte", "drop", "double", "insert", "flip", "digits"))
        if how == "byte":
            data[at : at + 1] = bytes([rng.randrange(256)])
        elif how == "drop":
            del data[at : at + rng.randint(1, 40)]
        elif how == "double":
            data[at:at] = data[at : at + rng.randint(1, 200)]
        elif how == "insert":
            data[at:at] = rng.randbytes(rng.randint(1, 8))
        elif how == "flip" and data:
            data[at] ^= 1 << rng.randrange(8)
        else:
            data[at:at] = rng.choice(
                (b"9" * 20, b"-1", b"\0\0\0\0", b"\xff\xff\xff\xff", b"<", b"&")
            )
    if rng.random() < 0.2:
        del data[rng.randrange(len(data) + 1) :]
    return bytes(data)


def _repacked(sound: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as old, zipfile.ZipFile(out, "w") as new:
        entries = old.infolist()
        chosen = rng.choice(entries).filename
        for entry in entries:
            part = old.read(entry)
            new.writestr(entry, mutant(part, rng) if entry.filename == chosen else part)
    return out.getvalue()


def clean(corpus: Path, folder: Path, arguments: tuple[str, ...]) -> tuple[Ended, str]:
    """Run ``topics clean`` in a fork: how it ended, and the cleaned corpus as it was written."""
    out = folder / "out"
    argv = ["clean", str(corpus), "--out", str(out)]
    argv += [argument.replace("{folder}", str(corpus)) for argument in arguments]
    ended = forked(lambda: _main(argv), folder)
    table = _table(out) if ended.code == 0 else ""
    for path in (corpus, out):
        shutil.rmtree(path, ignore_errors=True)
    return ended, table


def _table(out: Path) -> str:
    """Return the cleaned corpus as it was written; "" without one."""
    path = out / "corpus.csv"
    if not path.is_file():
        return ""
    if not pd.read_csv(path, dtype=str, usecols=["doc_id"])["doc_id"].is_unique:
        return _DOUBLE
    return path.read_text(encoding="utf-8")


def _warm_up(folder: Path) -> None:
    """Import and load here what every fork would have to import and load for itself."""
    from topics.cli import main

    for kind, sound in sound_files().items():
        path = folder / f"a.{kind}"
        path.write_bytes(sound)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            main(["clean", str(path), "--out", str(folder / "out")])
        path.unlink()
        shutil.rmtree(folder / "out")


def _outcome(group: str, name: str, how: str, right: bool, ended: Ended) -> Outcome:
    return Outcome(
        group=group, name=name, ended=how, right=right, seconds=ended.seconds,
        megabytes=ended.megabytes, said=ended.err.strip()[-2000:],
    )  # fmt: skip

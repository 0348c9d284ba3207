"""Saved models that were tampered with, loaded: each must be refused in one line."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring.attacking import Outcome, ended_as, forked
from measuring.tampering import TAMPERINGS, said_to, sound_model, tried


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this attack."""
    parser.add_argument("--only", metavar="TEXT", default="", help="tamperings whose name has this")


def run(options: argparse.Namespace) -> Iterator[Outcome]:
    """Yield how loading ended, for the sound model and for each tampering."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = sound_model(folder / "sound")
        yield _loaded("sound", "untouched", sound, folder, wanted="result")
        for number, tampering in enumerate(TAMPERINGS):
            if options.only in tampering and ("tampered", tampering) not in options.done:
                place = folder / str(number)
                place.mkdir()
                model = tried(tampering, sound, place)
                yield _loaded("tampered", tampering, model, place, wanted="line")


def _loaded(group: str, name: str, model: Path, folder: Path, *, wanted: str) -> Outcome:
    def load() -> int:
        said = said_to(model)
        if said is None:
            return 0
        print(f"topics: {said}", file=sys.stderr, flush=True)
        return 2

    ended = forked(load, folder)
    how = ended_as(ended)
    harmless = not list(Path.cwd().glob("a-pickle-was-run"))
    return Outcome(
        group=group, name=name, ended=how, right=how == wanted and harmless,
        seconds=ended.seconds, megabytes=ended.megabytes, said=ended.err or ended.out,
    )  # fmt: skip

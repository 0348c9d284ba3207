"""A report made again with other threads, processors, places and interpreters, byte for byte."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUT = Path(__file__).parents[1] / "out" / "same_bytes"
THREADS = ("NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# Ways to make a report that must not matter: what each sets in the environment, and for how many
# cores (None: those of this machine) it starts threads.
ELSEWHERE: dict[str, tuple[dict[str, str], int | None]] = {
    "one thread": (dict.fromkeys(THREADS, "1"), 1),
    "four threads": (dict.fromkeys(THREADS, "4"), 4),
    "another place": (
        {"TZ": "Asia/Tashkent", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        None,
    ),
    "an older processor": ({"NUMBA_CPU_NAME": "haswell", "OPENBLAS_CORETYPE": "Haswell"}, None),
}
RUN = """
import os, sys
if {cores}:
    os.sched_getaffinity = lambda process: set(range({cores}))
from topics.cli import main
sys.exit(main())
"""


def measure(
    *, ways: Sequence[str], python: Sequence[Path], report: Sequence[str], out: Path
) -> str:
    """Make the reports and compare each with the first, which this interpreter makes."""
    out = out.resolve()
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    settings = [f"--{name.replace('_', '-')}={value}" for name, value in _pairs(report)]
    first = make(out / "first", {}, settings=settings)
    lines = [f"{'first':24} {len(first)} files by {sys.version.split()[0]}"]
    runs = [(way, Path(sys.executable), *ELSEWHERE[way]) for way in ways]
    runs += [(str(one), one, {}, None) for one in python]
    for number, (name, interpreter, own, cores) in enumerate(runs):
        made = make(out / f"{number}", own, settings=settings, cores=cores, interpreter=interpreter)
        odd = differences(first, made)
        if interpreter != Path(sys.executable):  # stages are named by the versions that made them
            odd = [file for file in odd if not file.startswith("stages/")]
        said = f"{len(odd)} differ: {', '.join(odd)}" if odd else "the same bytes"
        lines.append(f"{name:24} {said}")
        print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


def make(
    folder: Path, own: dict[str, str], *, settings: Sequence[str], cores: int | None = None,
    interpreter: Path = Path(sys.executable),
) -> dict[str, bytes]:  # fmt: skip
    """Make the report of the sample in a folder of its own, and return its files."""
    folder.mkdir()
    clean = {name: value for name, value in os.environ.items() if name not in THREADS}
    cache = {"NUMBA_CACHE_DIR": str(folder.parent / "kernels"), "PYTHONPATH": str(ROOT)}
    if "NUMBA_CPU_NAME" in own:
        cache["NUMBA_CACHE_DIR"] += "-" + own["NUMBA_CPU_NAME"]
    subprocess.run(
        [interpreter, "-c", RUN.format(cores=cores), "report", "--quiet", *settings,
         "--out", "report"],
        cwd=folder, check=True, env=clean | cache | own, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    found = [path for path in (folder / "report").rglob("*") if path.is_file()]
    return {
        path.relative_to(folder / "report").as_posix(): _content(path) for path in sorted(found)
    }


def _content(path: Path) -> bytes:
    """Return the bytes of a file; of the manifest all but what was used to make the rest."""
    content = path.read_bytes()
    if path.name != "manifest.json":
        return content
    manifest = json.loads(content)
    manifest["versions"].pop("python", None)
    return json.dumps(manifest).encode()


def differences(first: dict[str, bytes], second: dict[str, bytes]) -> list[str]:
    """Return the names of files that differ, or that only one of two reports has.

    Examples
    --------
    >>> differences({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3", "c": b""})
    ['b', 'c']
    """
    return sorted(name for name in first | second if first.get(name) != second.get(name))


def _pairs(settings: Sequence[str]) -> list[list[str]]:
    return [setting.split("=", 1) for setting in settings]

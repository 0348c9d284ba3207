"""What the tests say of mutants, each mutant in a forked process of its own."""

import importlib.util
import json
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType

import pytest

from measuring.mutation import ROOT, Mutant, module_name, report, sample, source_files
from measuring.mutation_map import Clock, Mapper, TestMap

# Imported once, before the processes are forked; none of these imports the package itself.
HEAVY = (
    "numpy", "pandas", "scipy.stats", "scipy.sparse", "scipy.cluster.hierarchy",
    "matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_pdf",
    "gensim.models", "numba", "pypdf",
)  # fmt: skip
MEMORY = 8 << 30  # bytes of address space that a mutant may take
ASLEEP = 6  # times its processor time that a mutant may take by the clock: others use it too
VERDICTS = {0: "survived", -1: "timeout", 256 - signal.SIGXCPU: "timeout"}
UNUSED = 71  # exit code of a process that never loaded its mutant


def map_tests(path: Path, files: Sequence[str], arguments: Sequence[str]) -> None:
    """Run the suite under coverage, and once more by the clock; write what was found to `path`."""
    options = ["-q", "-p", "no:cacheprovider", *arguments]

    def look() -> int:
        mapper = Mapper(files)
        pytest.main(options, plugins=[mapper])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(mapper.found(), indent=1), "utf-8")
        return 0

    def time_it() -> int:
        clock = Clock()
        pytest.main(options, plugins=[clock])
        found = clock.put_into(json.loads(path.read_text("utf-8")))
        path.write_text(json.dumps(found, indent=1), "utf-8")
        return 0

    for run in (look, time_it):
        if _wait(_fork(run, quiet=False), None) != 0:
            raise SystemExit("the suite could not be mapped; see what pytest said")


class _Loader(SourceFileLoader):
    """Loads one module from a source that is not the file's."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source
        self.used = False

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the loader's protocol
        self.used = True
        return compile(self.source, self.path, "exec")


class _Finder:
    """Puts the mutant in the place of its module; a plugin of pytest."""

    def __init__(self, mutant: Mutant) -> None:
        path = ROOT / mutant.path
        self.name = module_name(mutant.path)
        self.loader = _Loader(self.name, str(path), mutant.source)
        self.folder = [str(path.parent)] if path.stem == "__init__" else None

    def pytest_sessionstart(self) -> None:
        """Come before pytest's own finder, which would load files with doctests as they are."""
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(
            name, self.loader.path, loader=self.loader, submodule_search_locations=self.folder
        )


def try_mutants(
    mutants: Sequence[Mutant], tests: Sequence[list[str]], *, workers: int, limit: float
) -> Iterator[tuple[int, str, float]]:
    """Run each mutant's tests in a forked process; yield its place, the verdict and seconds.

    The verdict is "killed", "timeout" (killed too: `limit` seconds of the processor, or far
    more by the clock) or "survived", which is also what a mutant does that no test runs.
    """
    for name in HEAVY:
        importlib.import_module(name)
    running: dict[int, tuple[int, float]] = {}
    waiting = list(range(len(mutants)))[::-1]
    while waiting or running:
        while waiting and len(running) < workers:
            at = waiting.pop()
            if not tests[at]:
                yield at, "survived", 0.0
                continue
            process = _fork(partial(_try, mutants[at], tests[at], limit))
            running[process] = (at, time.monotonic())
        time.sleep(0.02)
        for process, (at, start) in list(running.items()):
            spent = time.monotonic() - start
            code = _wait(process, ASLEEP * limit - spent)
            if code == UNUSED:
                raise SystemExit(f"the tests of {mutants[at].path} did not load it; map them anew")
            if code is not None:
                del running[process]
                yield at, VERDICTS.get(code, "killed"), spent


def _try(mutant: Mutant, tests: list[str], limit: float) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit) + 5))
    finder = _Finder(mutant)
    options = ["-q", "-x", "--tb=no", "-p", "no:cacheprovider"]
    code = int(pytest.main([*options, *tests], plugins=[finder]))
    return code if finder.loader.used else UNUSED


def _fork(action: Callable[[], int], *, quiet: bool = True) -> int:
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        os.setsid()
        if quiet:
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in range(3):
                os.dup2(nothing, stream)
        code = action()
    finally:
        os._exit(code)


def _wait(process: int, left: float | None) -> int | None:
    """Return how a process ended, -1 when its time is up, None while it has time `left`."""
    done, status = os.waitpid(process, 0 if left is None else os.WNOHANG)
    if done:
        return os.waitstatus_to_exitcode(status) % 256
    if left is not None and left <= 0:
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        return -1
    return None


def measure(
    *, n: int | None, seed: int, workers: int, budget: float, only: Sequence[str], out: Path,
    kernels: bool, map: bool, tests: Sequence[str],
) -> str:  # fmt: skip
    """Try a sample of mutants; write a row for each, and those that survive as a text."""
    if kernels:
        os.environ["NUMBA_DISABLE_JIT"] = "1"  # numba is imported later, by `try_mutants`
    files = source_files(only)
    if map or not (out / "map.json").is_file():
        map_tests(out / "map.json", files, tests)
    known = TestMap(json.loads((out / "map.json").read_text("utf-8")))
    if unmapped := set(files) - set(known.files):
        raise SystemExit(f"the map of tests knows nothing of {min(unmapped)}; make it with --map")
    mutants, of = sample(n, seed, files=files, kernels=kernels)
    able = [known.of(mutant, budget) for mutant in mutants]
    unchanged = Mutant.unchanged(mutants[0].path)
    everything = list(dict.fromkeys(test for some in able for test in some))
    for _, verdict, spent in try_mutants([unchanged], [everything], workers=1, limit=3600):
        print(f"the code as it is: {len(everything)} tests in {spent:.0f} s", flush=True)
        if verdict != "survived":
            raise SystemExit("the tests fail on the code as it is; map them anew with --map")
    rows: list[tuple[object, ...]] = []
    try:
        for at, verdict, spent in try_mutants(
            mutants, able, workers=workers, limit=30 + 3 * budget
        ):
            mutant = mutants[at]
            rows.append((at, mutant.path, mutant.function, mutant.line, mutant.kind, verdict,
                         len(able[at]), round(spent, 1), mutant.diff))  # fmt: skip
            where = f"{mutant.path}:{mutant.line} ({mutant.kind})"
            print(f"{len(rows)} of {len(mutants)} {verdict} {where}", file=sys.stderr, flush=True)
            if verdict == "survived":
                print(mutant.diff, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("stopped; what follows is of the mutants that were tried", file=sys.stderr)
    return report(rows, of=of, seed=seed, out=out)

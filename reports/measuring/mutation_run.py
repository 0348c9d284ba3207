"""Which tests run which functions, and what they say of a mutant, each in a forked process."""

import ast
import importlib.util
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from measuring.mutation import OUT, ROOT, Mutant, module_name, report, sample, source_files

# Imported once, before the processes are forked; none of these imports the package itself.
HEAVY = (
    "numpy", "pandas", "scipy.stats", "scipy.sparse", "scipy.cluster.hierarchy",
    "matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_pdf",
    "gensim.models", "numba", "pypdf",
)  # fmt: skip


class TestMap:
    """Tests with the seconds they take, and the functions that each of them runs.

    A fixture that several tests share counts for each of them.
    """

    def __init__(self, found: dict[str, Any]) -> None:
        self.tests: dict[str, dict[str, Any]] = found["tests"]
        self.fixtures: dict[str, float] = found["fixtures"]
        self.functions: dict[str, list[str]] = found["functions"]

    def of(self, mutant: Mutant, budget: float) -> list[str]:
        """Return the tests that can tell a mutant, quickest first, as many as fit in `budget`."""
        contexts = set(self._contexts(mutant))
        able = [t for t, facts in self.tests.items() if contexts & {t, *facts["fixtures"]}]
        able.sort(key=lambda test: (self._cost(test, set()), test))
        chosen, made, spent = [], set[str](), 0.0
        for test in able:
            spent += self._cost(test, made)
            if spent > budget:
                break
            made |= set(self.tests[test]["fixtures"])
            chosen.append(test)
        return chosen

    def _cost(self, test: str, made: set[str]) -> float:
        facts = self.tests[test]
        return float(facts["seconds"]) + sum(
            self.fixtures.get(name, 0.0) for name in facts["fixtures"] if name not in made
        )

    def _contexts(self, mutant: Mutant) -> Iterator[str]:
        if mutant.function:
            yield from self.functions.get(f"{mutant.path}::{mutant.function}", ())
            return
        # Outside of functions: whoever runs a function that mentions the name, else the file.
        names = re.compile(rf"\b({'|'.join(mutant.names)})\b") if mutant.names else None
        found = [
            where
            for path in source_files()
            for where, text in _functions(path)
            if names and names.search(text)
        ]
        for where in found or [w for w in self.functions if w.startswith(f"{mutant.path}::")]:
            yield from self.functions.get(where, ())


def _functions(path: str) -> Iterator[tuple[str, str]]:
    for where, node in _definitions(path):
        yield where, ast.unparse(node)


def _definitions(path: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for item in ast.parse((ROOT / path).read_text("utf-8")).body:
        inner = item.body if isinstance(item, ast.ClassDef) else [item]
        prefix = f"{item.name}." if isinstance(item, ast.ClassDef) else ""
        for node in inner:
            if isinstance(node, ast.FunctionDef):
                yield f"{path}::{prefix}{node.name}", node


class Mapper:
    """A plugin of pytest that records, under coverage, what each test and fixture runs."""

    def __init__(self) -> None:
        import coverage

        files = [str(ROOT / path) for path in source_files()]
        self.coverage = coverage.Coverage(data_file=None, include=files, config_file=False)
        self.tests: dict[str, dict[str, Any]] = {}
        self.fixtures: dict[str, float] = {}
        self.context = [""]
        self.coverage.start()

    def pytest_runtest_protocol(self, item: Any) -> None:  # noqa: ANN401 - pytest's
        """Begin the context of a test."""
        self.context[:] = [item.nodeid]
        self.coverage.switch_context(item.nodeid)
        _forget()
        known = getattr(item, "_fixtureinfo", None)
        shared = [d[-1] for d in known.name2fixturedefs.values()] if known else []
        names = [_name(made) for made in shared if made.scope != "function"]
        self.tests[item.nodeid] = {"seconds": 0.0, "fixtures": names, "passed": False}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:  # noqa: ANN401 - pytest's
        """Give a fixture that tests share a context of its own."""
        if fixturedef.scope == "function":
            return (yield)
        name, start = _name(fixturedef), time.perf_counter()
        self.context.append(name)
        self.coverage.switch_context(name)
        try:
            return (yield)
        finally:
            self.context.pop()
            self.coverage.switch_context(self.context[-1])
            self.fixtures[name] = time.perf_counter() - start

    def pytest_runtest_logreport(self, report: Any) -> None:  # noqa: ANN401 - pytest's
        """Note how long a test took, and whether it passed."""
        facts = self.tests[report.nodeid]
        if report.when == "call":
            facts["seconds"] = report.duration
            facts["passed"] = report.passed

    def found(self) -> dict[str, Any]:
        """Return the map as plain values; only tests that pass can kill."""
        self.coverage.stop()
        data = self.coverage.get_data()
        functions = {}
        for path in source_files():
            lines = data.contexts_by_lineno(str(ROOT / path))
            for where, node in _definitions(path):
                body = range(node.body[0].lineno, (node.end_lineno or 0) + 1)
                functions[where] = sorted({c for line in body for c in lines.get(line, ()) if c})
        tests = {name: facts for name, facts in self.tests.items() if facts["passed"]}
        return {"tests": tests, "fixtures": self.fixtures, "functions": functions}


def _name(fixturedef: Any) -> str:  # noqa: ANN401 - pytest's
    return f"fixture {fixturedef.baseid}::{fixturedef.argname}"


def _forget() -> None:
    """Empty the caches of what is mutated: what a test finds there, it has not run."""
    for path in source_files():
        module = sys.modules.get(module_name(path))
        for value in list(vars(module).values()) if module else ():
            clear = getattr(value, "cache_clear", None)
            if callable(clear):
                clear()


def map_tests(path: Path, arguments: Sequence[str]) -> None:
    """Run the suite once under coverage and write what was found to `path`."""

    def run() -> int:
        mapper = Mapper()
        pytest.main(["-q", "-p", "no:cacheprovider", *arguments], plugins=[mapper])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(mapper.found(), indent=1), "utf-8")
        return 0

    if _wait(_fork(run, quiet=False), None) != 0:
        raise SystemExit("the suite could not be mapped; see what pytest said")


class _Loader(SourceFileLoader):
    """Loads one module from a source that is not the file's."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the loader's protocol
        return compile(self.source, self.path, "exec")


class _Finder:
    """Puts the mutant in the place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        path = ROOT / mutant.path
        self.name = module_name(mutant.path)
        self.loader = _Loader(self.name, str(path), mutant.source)
        self.folder = [str(path.parent)] if path.stem == "__init__" else None

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

    The verdict is "killed", "timeout" (killed too: `limit` seconds) or "survived", which is
    also what a mutant does that no test runs.
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
            process = _fork(partial(_try, mutants[at], tests[at]))
            running[process] = (at, time.monotonic())
        time.sleep(0.02)
        for process, (at, start) in list(running.items()):
            spent = time.monotonic() - start
            code = _wait(process, limit - spent)
            if code is not None:
                del running[process]
                yield at, {0: "survived", -1: "timeout"}.get(code, "killed"), spent


def _try(mutant: Mutant, tests: list[str]) -> int:
    sys.meta_path.insert(0, _Finder(mutant))
    return int(pytest.main(["-q", "-x", "--tb=no", "-p", "no:cacheprovider", *tests]))


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
    *, n: int | None, seed: int, workers: int, budget: float, map: bool, tests: Sequence[str]
) -> str:
    """Try a sample of mutants; write a row for each, and those that survive as a text."""
    if map or not (OUT / "map.json").is_file():
        map_tests(OUT / "map.json", tests)
    known = TestMap(json.loads((OUT / "map.json").read_text("utf-8")))
    mutants, of = sample(n, seed)
    able = [known.of(mutant, budget) for mutant in mutants]
    unchanged = Mutant.unchanged(mutants[0].path)
    everything = list(dict.fromkeys(test for some in able for test in some))
    for _, verdict, spent in try_mutants([unchanged], [everything], workers=1, limit=3600):
        print(f"the code as it is: {len(everything)} tests in {spent:.0f} s", flush=True)
        if verdict != "survived":
            raise SystemExit("the tests fail on the code as it is; map them anew with --map")
    rows = []
    for at, verdict, spent in try_mutants(mutants, able, workers=workers, limit=30 + 3 * budget):
        mutant = mutants[at]
        rows.append((at, mutant.path, mutant.function, mutant.line, mutant.kind, verdict,
                     len(able[at]), round(spent, 1), mutant.diff))  # fmt: skip
        print(f"{len(rows)} of {len(mutants)}: {verdict}", file=sys.stderr, flush=True)
    return report(rows, of=of, seed=seed)

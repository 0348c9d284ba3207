"""Which tests run which functions, and how long they take."""

import ast
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from measuring.mutation import ROOT, Mutant, module_name

_CASES_WITHOUT_CACHES = 3


class TestMap:
    """Tests with the seconds they take, and the functions that each of them runs.

    A fixture that several tests share counts for each of them.
    """

    def __init__(self, found: dict[str, Any]) -> None:
        self.tests: dict[str, dict[str, Any]] = found["tests"]
        self.fixtures: dict[str, float] = found["fixtures"]
        self.functions: dict[str, list[str]] = found["functions"]
        self.files: list[str] = found["files"]
        self._runs = Counter(test for ran in self.functions.values() for test in ran)

    def of(self, mutant: Mutant, budget: float) -> list[str]:
        """Return the tests that can tell a mutant: one, and what fits `budget`.

        First come those that are quick and run few functions: they look closely at what they run.
        """
        contexts = set(self._contexts(mutant))
        able = [t for t, facts in self.tests.items() if contexts & {t, *facts["fixtures"]}]
        able.sort(key=lambda test: (self._width(test) * (0.01 + self._cost(test, set())), test))
        chosen: list[str] = []
        made, spent = set[str](), 0.0
        for test in able:
            spent += self._cost(test, made)
            if chosen and spent > budget:
                break
            made |= set(self.tests[test]["fixtures"])
            chosen.append(test)
        return chosen

    def _width(self, test: str) -> int:
        return self._runs[test] + sum(self._runs[name] for name in self.tests[test]["fixtures"])

    def _cost(self, test: str, made: set[str]) -> float:
        facts = self.tests[test]
        return float(facts["seconds"]) + sum(
            self.fixtures.get(name, 0.0) for name in facts["fixtures"] if name not in made
        )

    def _contexts(self, mutant: Mutant) -> Iterator[str]:
        if mutant.function:
            yield from self.functions.get(f"{mutant.path}::{mutant.function}", ())
            return
        # Outside of functions: whoever runs a function that mentions the name, or one that is made
        # of it, else the file. Other modules have private names of their own.
        own = _made_of(mutant.path, mutant.names)
        found = [
            where
            for path in self.files
            for where, text in _functions(path)
            if _mentions(text, own if path == mutant.path else [n for n in own if n[0] != "_"])
        ]
        ran = found or [w for w in self.functions if w.startswith(f"{mutant.path}::")]
        for where in ran:
            yield from self.functions.get(where, ())
        if not ran:  # a file of names only, as `__init__` is: tests that mention one
            files = {test.partition("::")[0] for test in self.tests}
            telling = {f for f in files if _mentions((ROOT / f).read_text("utf-8"), own)}
            yield from (test for test in self.tests if test.partition("::")[0] in telling)


def _mentions(text: str, names: Sequence[str]) -> bool:
    return bool(names) and re.search(rf"\b(?:{'|'.join(names)})\b", text) is not None


def _made_of(path: str, names: Sequence[str]) -> list[str]:
    """Return names of a module, and those that it assigns a value to that is made of them."""
    found = list(names)
    for item in ast.parse((ROOT / path).read_text("utf-8")).body:
        targets: list[ast.expr] = []
        if isinstance(item, ast.Assign):
            targets = item.targets
        elif isinstance(item, (ast.AnnAssign, ast.AugAssign)):
            targets = [item.target]
        if targets and _mentions(ast.unparse(item), found):
            found += [target.id for target in targets if isinstance(target, ast.Name)]
    return list(dict.fromkeys(found))


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


class Clock:
    """A plugin of pytest that notes how long tests, and fixtures that they share, compute."""

    def __init__(self) -> None:
        self.tests: dict[str, float] = {}
        self.fixtures: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:  # noqa: ANN401 - pytest's
        """Note how long a shared fixture computes."""
        start = _computed()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self.fixtures[_name(fixturedef)] = _computed() - start

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: Any) -> Iterator[None]:  # noqa: ANN401 - pytest's
        """Note how long a test computes, which does not turn on what else the machine does."""
        start = _computed()
        try:
            return (yield)
        finally:
            self.tests[item.nodeid] = _computed() - start

    def put_into(self, found: dict[str, Any]) -> dict[str, Any]:
        """Return what a `Mapper` found, with these times; tests that did not run again go."""
        tests = {
            name: facts | {"seconds": self.tests[name]}
            for name, facts in found["tests"].items()
            if name in self.tests
        }
        return found | {"tests": tests, "fixtures": self.fixtures}


class Mapper:
    """A plugin of pytest that records, under coverage, what each test and fixture runs.

    Tests must do by themselves what others did before them, so caches are emptied; how long a
    test takes is for a `Clock` to say, for which they are kept, as they are with a mutant.
    """

    def __init__(self, files: Sequence[str]) -> None:
        import coverage

        self.files = list(files)
        paths = [str(ROOT / path) for path in files]
        self.coverage = coverage.Coverage(data_file=None, include=paths, config_file=False)
        self.tests: dict[str, dict[str, Any]] = {}
        self.context = [""]
        self.cases: Counter[str] = Counter()
        self.coverage.start()

    def pytest_runtest_protocol(self, item: Any) -> None:  # noqa: ANN401 - pytest's
        """Begin the context of a test."""
        self.context[:] = [item.nodeid]
        self.coverage.switch_context(item.nodeid)
        # the many cases of one test would fill the same caches again and again
        name = item.nodeid.partition("[")[0]
        self.cases[name] += 1
        if self.cases[name] <= _CASES_WITHOUT_CACHES:
            self._forget()
        known = getattr(item, "_fixtureinfo", None)
        shared = [d[-1] for d in known.name2fixturedefs.values()] if known else []
        names = [_name(made) for made in shared if made.scope != "function"]
        self.tests[item.nodeid] = {"fixtures": names, "passed": False}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:  # noqa: ANN401 - pytest's
        """Give a fixture that tests share a context of its own."""
        if fixturedef.scope == "function":
            return (yield)
        name = _name(fixturedef)
        self.context.append(name)
        self.coverage.switch_context(name)
        try:
            return (yield)
        finally:
            self.context.pop()
            self.coverage.switch_context(self.context[-1])

    def pytest_runtest_logreport(self, report: Any) -> None:  # noqa: ANN401 - pytest's
        """Note whether a test passed."""
        if report.when == "call":
            self.tests[report.nodeid]["passed"] = report.passed

    def found(self) -> dict[str, Any]:
        """Return the map as plain values; only tests that pass can kill."""
        self.coverage.stop()
        data = self.coverage.get_data()
        functions = {}
        for path in self.files:
            lines = data.contexts_by_lineno(str(ROOT / path))
            for where, node in _definitions(path):
                body = range(node.body[0].lineno, (node.end_lineno or 0) + 1)
                functions[where] = sorted({c for line in body for c in lines.get(line, ()) if c})
        tests = {name: facts for name, facts in self.tests.items() if facts["passed"]}
        return {"tests": tests, "functions": functions, "files": self.files}

    def _forget(self) -> None:
        """Empty the caches of what is mutated: what a test finds there, it has not run."""
        for path in self.files:
            module = sys.modules.get(module_name(path))
            for value in list(vars(module).values()) if module else ():
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()


def _computed() -> float:
    return sum(os.times()[:4])


def _name(fixturedef: Any) -> str:  # noqa: ANN401 - pytest's
    return f"fixture {fixturedef.baseid}::{fixturedef.argname}"

"""The house: which room may import from which, and that no module goes round in a circle."""

import ast
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "topics"
ROOMS = (
    "writing", "readers", "countries", "cleaning", "text", "lda", "estimate", "evaluate", "plots",
    "run", "report", "cli",
)  # fmt: skip


def name_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports_of(tree, *, for_types=False):
    """Modules of the package that a module imports, anywhere in it."""
    types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in chain.from_iterable(map(ast.walk, block.body))
    }
    for node in ast.walk(tree):
        if id(node) in types and not for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else None


# Longer bodies than LONGEST lines, with their length on 2026-11-26: none may grow, and a function
# that has become short leaves the list.
LONGEST = 60
LONG: dict[str, int] = {}


def lengths_of_bodies():
    """Lines of each function's body, without its docstring, by name."""
    root = PACKAGE.parent
    for path in [*PACKAGE.rglob("*.py"), *(root / "reports").rglob("*.py")]:
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[ast.get_docstring(node) is not None :]
                lines = first[-1].end_lineno - first[0].lineno + 1 if first else 0
                yield f"{module}.{node.name}", lines


def test_no_function_is_too_long():
    lengths = list(lengths_of_bodies())
    assert len(lengths) > 500
    long = {name: lines for name, lines in lengths if lines > LONGEST}
    assert {name for name in long if long[name] > LONG.get(name, LONGEST)} == set()
    assert LONG.keys() - long.keys() == set(), "these are short now: take them off the list"


def test_every_room_is_in_the_table():
    assert sorted(ROOMS) == sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_every_name_that_it_lists(room):
    module = import_module(f"topics.{room}")
    assert [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_from_rooms_before_it(module):
    own = room_of(module)
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    for other in imports_of(tree, for_types=True):
        room = room_of(other)
        if module in ("topics", "topics.__main__") or room in (None, own):
            continue
        assert own is not None, f"{module} is used by all rooms and may import none: {other}"
        assert ROOMS.index(room) < ROOMS.index(own), f"{module} imports {other}"


def test_no_module_imports_itself_in_a_circle():
    graph = {
        module: set(imports_of(ast.parse(path.read_text("utf-8"))))
        & MODULES.keys() - {module, "topics"}
        for module, path in MODULES.items()
        if module != "topics"
    }
    assert len(graph) > 100
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))

"""Mutants of the package's source: made by mutmut, told apart by what they touch, counted."""

import difflib
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import libcst as cst
import pandas as pd
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import get_ignored_lines

ROOT = Path(__file__).parents[2]
OUT = Path(__file__).parents[1] / "out" / "mutation"
# What is mutated where nothing else is asked for.
SOURCES = (
    "topics/report/**/*.py", "topics/run/*.py", "topics/cli/*.py", "topics/plots/*.py",
    "topics/estimate/*.py", "topics/countries/*.py", "topics/readers/*.py",
    "topics/lda/store.py", "topics/lda/_npz.py", "topics/lda/_stored.py",
)  # fmt: skip
DRAWING = ("plots", "pages")  # folders in which a number with a point is a size or a place
# Arguments that decide how a figure, a page or a help text looks and not what it says.
LOOKS = frozenset(
    """
    aspect anchor alpha bottom capsize clip_on clip_box dpi elinewidth facecolor figsize foot
    fontsize fraction gutter ha hang head height hspace indent interpolation labelpad labelsize
    left length linespacing linestyle linewidth linewidths lw markersize metavar pad right
    rotation rotation_mode s shrink size thickness top va wspace xytext zorder
    """.split()  # noqa: SIM905
)
# Arguments that can only matter when the code itself is wrong, or decide nothing but speed.
EQUIVALENT = frozenset({"strict", "stacklevel", "maxsize"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file: the new source, where it is, and what it touches."""

    path: str
    function: str  # "Class.method", "function", or "" outside of functions
    line: int
    names: tuple[str, ...]  # names that are assigned, for a mutant outside of functions
    kind: str  # "meaning", "looks", "help", "wording" or "equivalent"
    source: str
    diff: str

    @classmethod
    def unchanged(cls, path: str) -> Self:
        """Return what changes nothing: every test must pass on it."""
        text = (ROOT / path).read_text("utf-8")
        return cls(path, "", 1, (), "equivalent", text, "")


def source_files(patterns: Sequence[str]) -> list[str]:
    """Return the files that some pattern matches, relative to the project's folder."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def module_name(path: str) -> str:
    """Return the dotted name of the module in a file.

    Examples
    --------
    >>> module_name("topics/cli/__init__.py"), module_name("topics/report/prose.py")
    ('topics.cli', 'topics.report.prose')
    """
    return ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__")


def sample(
    n: int | None, seed: int, *, files: Sequence[str], kernels: bool
) -> tuple[list[Mutant], int]:
    """Return `n` mutants drawn at random (None: all of them), and how many there are.

    With `kernels` they are those in functions that numba compiles, else all the others.
    """
    parts = [_Source(path, kernels=kernels) for path in files]
    places = [(part, number) for part in parts for number in range(len(part.mutations))]
    of = len(places)
    if n is not None:
        places = random.Random(seed).sample(places, min(n, len(places)))
    return [part.mutant(number) for part, number in places], of


class _Visitor(MutationVisitor):
    """Finds mutations in decorated functions too, which mutmut's own way to apply them forbids."""

    def __init__(self, path: str, text: str, wrapper: MetadataWrapper) -> None:
        super().__init__(mutation_operators, get_ignored_lines(path, text, wrapper))

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        plain = node.with_changes(decorators=()) if isinstance(node, cst.FunctionDef) else node
        return bool(super()._skip_node_and_children(plain))


class _Source:
    """A file, parsed, with the mutations that mutmut finds in it."""

    def __init__(self, path: str, *, kernels: bool) -> None:
        self.path = path
        self.text = (ROOT / path).read_text("utf-8")
        wrapper = MetadataWrapper(cst.parse_module(self.text))
        visitor = _Visitor(path, self.text, wrapper)
        self.module = wrapper.visit(visitor)
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        self.parents = wrapper.resolve(ParentNodeProvider)
        self.positions = wrapper.resolve(PositionProvider)
        self.mutations = [
            found for found in visitor.mutations if kernels == self.compiled(found.original_node)
        ]

    def compiled(self, node: cst.CSTNode) -> bool:
        return any(
            "jit" in self.module.code_for_node(decorator)
            for item in self.ancestors(node)
            if isinstance(item, cst.FunctionDef)
            for decorator in item.decorators
        )

    def mutant(self, number: int) -> Mutant:
        mutation = self.mutations[number]
        node = mutation.original_node
        around = list(self.ancestors(node))
        changed = deep_replace(self.module, node, mutation.mutated_node)
        source = cst.ensure_type(changed, cst.Module).code
        lines = difflib.unified_diff(self.text.splitlines(), source.splitlines(), lineterm="", n=0)
        scopes = [item for item in around if isinstance(item, (cst.FunctionDef, cst.ClassDef))]
        inside = any(isinstance(item, cst.FunctionDef) for item in scopes)
        return Mutant(
            path=self.path,
            function=".".join(item.name.value for item in _outer(scopes)) if inside else "",
            line=self.positions[node].start.line,
            names=() if inside else tuple(_assigned(around)),
            kind=_kind(self.path, node, mutation.mutated_node, around),
            source=source,
            diff="\n".join(line for line in lines if not line.startswith(("---", "+++", "@@"))),
        )

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        yield node
        while (parent := self.parents.get(node)) is not None:
            node = parent
            yield node


def _outer(scopes: list[cst.FunctionDef | cst.ClassDef]) -> list[cst.FunctionDef | cst.ClassDef]:
    """Return the outermost function, with its class before it; `scopes` come from the inside."""
    outwards = scopes[::-1]
    first = next(n for n, item in enumerate(outwards) if isinstance(item, cst.FunctionDef))
    return outwards[: first + 1]


def _assigned(around: list[cst.CSTNode]) -> Iterator[str]:
    for item in around:
        targets = [target.target for target in item.targets] if isinstance(item, cst.Assign) else []
        if isinstance(item, cst.AnnAssign):
            targets = [item.target]
        for target in targets:
            if isinstance(target, cst.Name):
                yield target.value


def _kind(path: str, node: cst.CSTNode, mutated: cst.CSTNode, around: list[cst.CSTNode]) -> str:
    keywords = set(_keywords(around))
    if isinstance(node, cst.Call) and isinstance(mutated, cst.Call):
        kept = {id(argument) for argument in mutated.args}
        keywords |= set(_keywords([a for a in node.args if id(a) not in kept]))
    if isinstance(node, cst.SimpleString) and node.value.casefold() == '"utf-8"':
        keywords |= EQUIVALENT if isinstance(mutated, cst.SimpleString) else set()
    if keywords & EQUIVALENT or any(isinstance(item, cst.Assert) for item in around):
        return "equivalent"
    if "help" in keywords:
        return "help"  # its wording, which is for readers to judge
    if isinstance(node, cst.SimpleString) and any(isinstance(item, cst.Raise) for item in around):
        return "wording"  # of an error
    drawn = set(Path(path).parts) & set(DRAWING)
    sides = (getattr(node, name, None) for name in ("left", "right", "expression"))
    sized = any(isinstance(side, cst.Float) for side in (node, *sides))
    return "looks" if keywords & LOOKS or (drawn and sized) else "meaning"


def _keywords(around: list[cst.CSTNode]) -> Iterator[str]:
    """Yield the names of the arguments, or the keys of the dictionary, that a node stands in."""
    for item in around:
        if isinstance(item, (cst.Lambda, cst.FunctionDef)):
            return
        if isinstance(item, cst.Arg) and item.keyword is not None:
            yield item.keyword.value
        if isinstance(item, cst.DictElement) and isinstance(item.key, cst.SimpleString):
            yield str(item.key.evaluated_value)


def wilson(killed: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return the Wilson interval of a rate (Wilson 1927, JASA 22, 209-212).

    Examples
    --------
    >>> [round(end, 3) for end in wilson(80, 100)]
    [0.711, 0.867]
    """
    if n == 0:
        return 0.0, 1.0
    spread = z * math.sqrt(killed * (n - killed) / n + z * z / 4)
    middle = killed + z * z / 2
    return (middle - spread) / (n + z * z), (middle + spread) / (n + z * z)


COLUMNS = ("number", "path", "function", "line", "kind", "verdict", "tests", "seconds", "diff")


def report(rows: Sequence[tuple[object, ...]], *, of: int, seed: int, out: Path) -> str:
    """Write the tables of a sample, and say how many were killed, by kind and by file."""
    results = pd.DataFrame(rows, columns=COLUMNS).sort_values("number", ignore_index=True)
    out.mkdir(parents=True, exist_ok=True)
    results.to_csv(out / "results.csv", index=False)
    survivors = results[results["verdict"] == "survived"].sort_values(["kind", "path", "line"])
    blocks = [
        f"## {row.path}:{row.line} {row.function} ({row.kind}, {row.tests} tests)\n\n"
        f"```diff\n{row.diff}\n```\n"
        for row in survivors.itertuples()
    ]
    (out / "survivors.md").write_text("\n".join(blocks), "utf-8")
    lines = [f"{len(results)} mutants of {of}, drawn with seed {seed}; killed:"]
    groups = [("all", results), *results.groupby("kind", sort=True)]
    groups += list(results[results["kind"] == "meaning"].groupby("path", sort=True))
    for name, part in groups:
        killed = int((part["verdict"] != "survived").sum())
        low, high = wilson(killed, len(part))
        lines.append(
            f"{name!s:32} {killed:5} of {len(part):5}: {100 * killed / len(part):5.1f} % "
            f"(95 % interval {100 * low:.1f} to {100 * high:.1f} %)"
        )
    return "\n".join(lines)

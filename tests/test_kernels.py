"""Compiled kernels are compiled anew when anything of ours that they are made of changes.

Numba keeps compiled code on disk and asks only whether the kernel's own file has changed. So a
kernel's module holds a digest of the modules it takes things from, and those of what they import.
"""

import ast
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATHS = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for path in sorted((ROOT / "topics").rglob("*.py"))
}


def imported(tree):
    """Give the module of ours that each imported name comes from."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                home = inner if inner in PATHS else node.module
                if home in PATHS:
                    found[alias.asname or alias.name] = home
    return found


def used(node):
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def is_kernel(node):
    return isinstance(node, ast.FunctionDef) and any(
        "jit" in ast.unparse(decorator) for decorator in node.decorator_list
    )


def taken_by_kernels(tree):
    """Give the modules of ours whose names reach a kernel, through globals of its own module."""
    made_by = {}
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in set().union(*map(used, targets)):
                made_by[name] = node
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            made_by[node.name] = node
    names, waiting = set(), [node for node in tree.body if is_kernel(node)]
    while waiting:
        for name in used(waiting.pop()) - names:
            names.add(name)
            if name in made_by:
                waiting.append(made_by[name])
    homes = imported(tree)
    return {homes[name] for name in names & homes.keys()}


TREES = {module: ast.parse(path.read_text("utf-8")) for module, path in PATHS.items()}
KERNELS = [module for module, tree in TREES.items() if any(map(is_kernel, tree.body))]


def digest_of(module):
    """Give the digest of all that the kernels of a module are made of, or None for nothing."""
    reached, waiting = set(), list(taken_by_kernels(TREES[module]))
    while waiting:
        other = waiting.pop()
        if other not in reached:
            reached.add(other)
            waiting += imported(TREES[other]).values()
    whole = hashlib.sha256()
    for other in sorted(reached):
        # The digests inside are left out: what they stand for is in the sum itself.
        text = re.sub(r'^_IMPORTS_DIGEST = "\w*"$', "", PATHS[other].read_text("utf-8"), flags=re.M)
        whole.update(f"{other}\n{text}".encode())
    return whole.hexdigest()[:8] if reached else None


def test_the_kernels_are_found():
    assert {"topics.lda._kernels", "topics.text._kernels", "topics.estimate._kernels"} <= set(
        KERNELS
    )
    assert taken_by_kernels(TREES["topics.lda._vb_kernels"]) >= {
        "topics.lda._lanes", "topics.lda._lane_math", "topics.lda._rows", "topics.lda._digamma",
    }  # fmt: skip


@pytest.mark.parametrize("module", KERNELS)
def test_a_kernel_knows_all_that_it_is_made_of(module):
    path = PATHS[module]
    noted = re.findall(r'^_IMPORTS_DIGEST = "(\w*)"$', path.read_text("utf-8"), re.M)
    digest = digest_of(module)
    wanted = [] if digest is None else [digest]
    line = f'the line _IMPORTS_DIGEST = "{digest}"' if digest else "no line _IMPORTS_DIGEST"
    assert noted == wanted, f"write into {path.relative_to(ROOT)} {line}: else numba keeps old code"


@pytest.mark.parametrize(
    ("source", "homes"),
    [
        ("from topics.lda._rows import LANES\n@njit\ndef f(x): return x * LANES", {"_rows"}),
        ("from topics.lda._rows import LANES\n@njit\ndef f(x): return x", set()),
        ("from topics.lda._lanes import JIT\n@numba.njit(**JIT)\ndef f(x): return x", {"_lanes"}),
        (
            "from topics.lda._rows import LANES\nN = 2 * LANES\ndef g(): return N\nM = g()\n"
            "@njit\ndef f(x): return x + M",
            {"_rows"},
        ),
    ],
)
def test_names_are_followed_to_their_module(source, homes):
    assert taken_by_kernels(ast.parse(source)) == {f"topics.lda.{home}" for home in homes}


@pytest.mark.parametrize("module", KERNELS)
def test_kernels_call_only_kernels_that_become_part_of_them(module):
    """A call that stays a call goes to one of two copies: which one, the state of the cache says.

    With `fastmath` the two differ in their last bits, and so would a fit before and after it has
    been compiled.
    """
    kernels = [node for node in TREES[module].body if is_kernel(node)]
    calls = [inner for node in kernels for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    called = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    loose = [
        kernel.name
        for kernel in kernels
        if kernel.name in called and "inline" not in ast.unparse(kernel.decorator_list[0])
    ]
    text = PATHS[module].read_text("utf-8")
    if "fastmath" in text or "JIT" in text:
        assert loose == []


VB = """
import hashlib
import numpy as np
from topics.lda._rows import padded_rows, width_of
from topics.lda._vb_kernels import infer_documents
draw = np.random.default_rng(0)
words = draw.integers(0, 200, 4000).astype(np.int32)
counts = draw.integers(1, 4, 4000).astype(np.float32)
gamma = padded_rows(draw.gamma(100, 0.01, (200, 6)), fill=1.0)
infer_documents(
    0, 200, np.arange(0, 4001, 20), words, counts, padded_rows(draw.random((200, 6)) ** 4),
    padded_rows(np.full((1, 6), 0.2), fill=1.0)[0], np.float32(10), gamma, np.zeros_like(gamma),
    np.zeros(4000, np.float32), 50, np.float32(0.006), np.float32(1e-7), width_of(6),
)
print(hashlib.sha256(gamma.tobytes()).hexdigest())
"""


def test_vb_gives_the_same_bits_before_and_after_it_is_compiled(tmp_path):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    cold, warm = (
        subprocess.run(
            [sys.executable, "-c", VB], cwd=ROOT, env=environment, capture_output=True, check=True
        ).stdout
        for _ in range(2)
    )
    assert cold == warm
    assert len(cold.strip()) == 64

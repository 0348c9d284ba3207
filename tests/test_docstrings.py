"""Docstrings of public names: every parameter, what comes back, and what is raised are told."""

import ast
import inspect
import re
import textwrap

import pytest

import topics

SECTIONS = (
    "Parameters", "Attributes", "Returns", "Yields", "Raises", "Notes", "References", "Examples",
    "See Also", "Warns",
)  # fmt: skip
FUNCTIONS = [name for name in topics.__all__ if inspect.isfunction(getattr(topics, name))]
CLASSES = [name for name in topics.__all__ if inspect.isclass(getattr(topics, name))]


def sections(value):
    """The sections of a docstring by their headings; what comes before the first is ""."""
    found, heading = {"": []}, ""
    lines = (inspect.getdoc(value) or "").splitlines()
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if line in SECTIONS and after == "-" * len(line):
            heading = line
            found[heading] = []
        elif line != "-" * len(heading) or not heading:
            found[heading].append(line)
    return found


def told(value, section="Parameters"):
    """Names that a section tells of: those before a colon at the margin."""
    lines = [line for line in sections(value).get(section, []) if line and line[0] != " "]
    return {
        name.strip().lstrip("*") for line in lines for name in line.partition(" : ")[0].split(",")
    }


def can_raise(function):
    """Whether the body raises or checks by itself, or reads or writes what it was given."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if re.match(r"_?(check|load|line_up|write)", name):
                return True
    return False


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_is_told(name):
    function = getattr(topics, name)
    assert set(inspect.signature(function).parameters) - told(function) == set()
    assert told(function) - set(inspect.signature(function).parameters) == set()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_comes_back_is_told(name):
    function = getattr(topics, name)
    returns = inspect.signature(function).return_annotation
    if returns not in (None, "None", inspect.Signature.empty):
        assert {"Returns", "Yields"} & set(sections(function)), returns


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_raised_is_told(name):
    function = getattr(topics, name)
    if can_raise(function):
        assert "Raises" in sections(function)


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_is_told(name):
    value = getattr(topics, name)
    if issubclass(value, Exception):
        assert sections(value)[""]
    else:
        named = told(value) | told(value, "Attributes")
        assert {p for p in inspect.signature(value).parameters if p[0] != "_"} - named == set()

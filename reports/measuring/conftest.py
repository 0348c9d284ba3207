"""Doctests of what needs a tool of developers are collected only where it is installed."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("mutmut") else ["mutation*.py"]

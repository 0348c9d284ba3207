"""Names of a package that are imported when they are first used, so that importing it is quick."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_names(
    package: str, homes: Mapping[str, str]
) -> tuple[list[str], Callable[[str], object], Callable[[], list[str]]]:
    """Return the names, the ``__getattr__`` and the ``__dir__`` of a package.

    Parameters
    ----------
    package : str
        Its ``__name__``.
    homes : mapping
        Names, with blanks between them, by the module that they live in.

    Examples
    --------
    >>> names, get, _ = lazy_names("json", {"json.decoder": "JSONDecoder", "math": "pi tau"})
    >>> names, get("JSONDecoder").__name__
    (['JSONDecoder', 'pi', 'tau'], 'JSONDecoder')
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}
    known = sorted(home_of)

    def get(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(home_of[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return known, get, lambda: known

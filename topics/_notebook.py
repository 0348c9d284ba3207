"""Whether this is a notebook, and what a notebook has to be told."""

import sys
from importlib import import_module
from typing import Any


def notebook_shell() -> Any:  # noqa: ANN401 - of IPython, which need not be installed
    """Return the shell of the notebook that this runs in, or None anywhere else.

    Examples
    --------
    >>> notebook_shell() is None
    True
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell if shell is not None and "IPKernelApp" in shell.config else None


def show_figures() -> None:
    """Let a notebook show a figure as a picture where a cell ends with it.

    A notebook learns that of pyplot, which we do not use, since it keeps every figure. What the
    user has chosen for pictures, by pyplot or ``%config InlineBackend``, stays as it is.
    """
    shell = notebook_shell()
    if shell is not None:
        from matplotlib.figure import Figure

        formatters = shell.display_formatter.formatters.values()
        if not any(_knows(formatter, Figure) for formatter in formatters):
            tools = import_module("IPython.core.pylabtools")
            tools.select_figure_formats(shell, {"retina"})


def _knows(formatter: Any, kind: type) -> bool:  # noqa: ANN401 - of IPython
    try:
        formatter.lookup_by_type(kind)
    except KeyError:
        return False
    return True

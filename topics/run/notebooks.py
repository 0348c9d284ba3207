"""The notebooks that come with the package, and a copy of them for the user to run and change."""

import shutil
from os import PathLike
from pathlib import Path

from topics.errors import InputError, TopicsError
from topics.run.requirements import extras
from topics.writing.together import output_files

# The extras that they use, and which of them does; all need the first to be opened.
NEEDS = {"notebooks": "to open them", "effects": "for 06-pairs", "sklearn": "for 08-other-models"}


def notebook_folder() -> Path:
    """Return the folder of the notebooks.

    It is the copy that was installed with the package, or the one beside the package in a source
    checkout, whatever the working directory holds.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if (folder / "01-quickstart.ipynb").is_file():
            return folder
    raise InputError("no notebooks were found beside the package. Install it again.")


def copy_notebooks(folder: str | PathLike[str], *, scripts: bool = False) -> list[Path]:
    """Copy the notebooks into a folder, all or none.

    Parameters
    ----------
    folder : path
        It is made where it is missing; what else it holds is left alone.
    scripts : bool
        Copy the same as Python scripts, with cells that begin with ``# %%``.

    Returns
    -------
    list of Path
        The copies, in the order of their numbers.

    Raises
    ------
    TopicsError
        When a file of such a name is there already, or the folder cannot be written to.
    """
    if Path(folder).exists() and not Path(folder).is_dir():
        raise TopicsError(f"{folder} is a file. Name a folder to copy the notebooks into.")
    ending = ".py" if scripts else ".ipynb"
    sources = sorted(notebook_folder().glob(f"[0-9][0-9]-*{ending}"))
    copies = [Path(folder) / source.name for source in sources]
    for copy in copies:
        if copy.exists() or copy.is_symlink():
            raise TopicsError(
                f"{copy} is there already, and may hold your work. Name another folder, or move it."
            )
    with output_files(*copies) as drafts:
        for source, copy in zip(sources, copies, strict=True):
            shutil.copyfile(source, drafts[str(copy)])
    return copies


def missing_extras() -> list[str]:
    """Say, a line for each, which extras the notebooks use and how to install them.

    Examples
    --------
    >>> all(line.startswith("missing ") for line in missing_extras())
    True
    """
    found = {extra.name: extra for extra in extras()}
    return [
        f"missing {what}: {found[name].hint}"
        for name, what in NEEDS.items()
        if name in found and found[name].hint
    ]

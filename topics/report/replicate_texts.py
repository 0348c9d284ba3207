"""What stands in a replication folder for people and shells: settings, the command, a README."""

from collections.abc import Mapping
from typing import Any

from topics._toml import toml_value
from topics.report.facts import counted

RUN_SH = """\
#!/bin/sh
# Makes the report again, into report/, and says whether its files have the same bytes.
# TOPICS names the command where it is not on the path, as in: TOPICS=.venv/bin/topics ./run.sh
set -eu
cd "$(dirname "$0")"
"${TOPICS:-topics}" report --config report.toml --out report
"${TOPICS:-topics}" replicate --check .
"""
_LISTED = 40


def toml(settings: Mapping[str, Any]) -> str:
    r"""Write settings as TOML; those that are None or empty are left out.

    Examples
    --------
    >>> print(toml({"n_topics": 8, "title": 'A "B"\n', "lemmas": True, "level": 0.9,
    ...             "pairs": ["A-B"], "columns": {"Te xt": "text"}, "speaker": None,
    ...             "compare": []}), end="")
    n_topics = 8
    title = "A \"B\"\n"
    lemmas = true
    level = 0.9
    pairs = ["A-B"]
    columns = {"Te xt" = "text"}
    """
    given = {name: value for name, value in settings.items() if value not in (None, [], (), {})}
    return "".join(f"{name} = {toml_value(value)}\n" for name, value in given.items())


def readme(
    made: Mapping[str, Any], places: Mapping[str, str], *, data: bool, with_names: bool
) -> str:
    """Say how a report is made again, and from what.

    Parameters
    ----------
    made : mapping
        What the report says of itself.
    places : mapping
        The hash of each input by its place.
    data : bool
        Whether the inputs are there.
    with_names : bool
        Whether there are inputs, and not the sample that the package brings.
    """
    versions = made["versions"]
    title = made["settings"]["title"]
    return f"""# Replication: {" ".join(title.split())}

This folder makes a report of country-topics {versions["country-topics"]} again, and says whether
the files of the new one have the same bytes.

| file | what |
| --- | --- |
| `report.toml` | every setting of the run, with the seed |
| `requirements.txt` | the version of every library; Python {versions["python"]} |
| `SHA256SUMS` | the hash of every input |
| `manifest.json` | of the report: hashes of its files, configuration, versions, machine |
| `expected/` | the estimates as they were, to see how far others are from them |
| `run.sh` | the one command |

## How

```sh
python{".".join(versions["python"].split(".")[:2])} -m venv .venv
.venv/bin/python -m pip install -r requirements.txt
TOPICS=.venv/bin/topics ./run.sh
```

Where a line of `requirements.txt` says that country-topics itself was installed from a folder,
install that version from its source as well. The same input, settings and versions give the same
bytes on the same kind of machine ({made["machine"]}); on another, the last digits of numbers may
differ. `topics replicate --check .` says what differs, and by how much.

## Data

{_data(places, data=data, with_names=with_names)}"""


def _data(places: Mapping[str, str], *, data: bool, with_names: bool) -> str:
    if not with_names:
        return "The run read the sample corpus, which the package brings.\n"
    if data:
        return (
            f"The inputs of the run are in `data/` ({counted(len(places), 'file')} that it read).\n"
            "Whether they may be passed on is for whoever made this folder to know.\n"
        )
    rows = [f"- `{name}`" for name in places]
    more = len(rows) - _LISTED
    rest = [f"- and {more:,} more, in `SHA256SUMS`"] if more > 0 else []
    lead = (
        "The inputs of the run are not part of this folder. Put them where `SHA256SUMS` names\n"
        "them; the check says which are missing or not as they were.\n"
    )
    return "\n".join([lead, *rows[:_LISTED], *rest, ""])

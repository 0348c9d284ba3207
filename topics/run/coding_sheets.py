"""Coding sheets as files: a table per coder and task, and the key, which stays closed."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from topics._checks import check_choice, check_count
from topics.errors import InputError, TopicsError
from topics.evaluate.coding import COUNTRIES, TASKS, Drawn, draw_tasks
from topics.run.judged import Judged, short_mark
from topics.tables import write_csv
from topics.writing.staging import PROGRAM

KEY = "key/do-not-open-before-coding.json"
WARNING = (
    "Do not open before coding has ended: this file says which answers are right. Do not send it "
    "to coders."
)
_NAME = re.compile(r"\w[\w-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheets:
    """What is drawn for coders of a run.

    Attributes
    ----------
    drawn : Drawn
        The items.
    coders : tuple of str
        Their names.
    key : dict
        What the key file holds.
    """

    drawn: Drawn
    coders: tuple[str, ...]
    key: dict[str, Any]

    def order(self, coder: str, task: str) -> pd.DataFrame:
        """Return the items of a task in the order of a coder."""
        own = self.drawn.items[self.drawn.items["task"] == task]
        place = self.coders.index(coder)
        rng = np.random.default_rng([self.key["seed"], TASKS.index(task), place])
        return own.iloc[rng.permutation(len(own))].reset_index(drop=True)

    @property
    def tasks(self) -> list[str]:
        """The tasks that have items."""
        return [task for task in TASKS if (self.drawn.items["task"] == task).any()]


def draw_sheets(
    judged: Judged,
    *,
    tasks: Sequence[str] = TASKS,
    coders: Sequence[str] = ("A", "B"),
    per_topic: int = 2,
    texts: int = 60,
    seed: int = 0,
) -> Sheets:
    """Draw what coders of a run are asked, and who gets which order.

    Parameters
    ----------
    judged : Judged
        What `read_judged` returns.
    tasks, per_topic, texts, seed
        As in `draw_tasks`.
    coders : sequence of str
        Names of coders: letters, digits, hyphens.

    Raises
    ------
    TopicsError
        When a name will not do, or nothing can be drawn.
    """
    check_coders(coders)
    check_count(seed, name="seed", least=0)
    for task in tasks:
        check_choice(task, TASKS, name="tasks")
    wanted = [task for task in TASKS if task in tasks]
    notes: tuple[str, ...] = ()
    if judged.config.speaker and COUNTRIES in wanted:
        wanted.remove(COUNTRIES)
        notes = ("countries was left out: those of this run speak, and are not found in texts",)
    design = {"seed": seed, "per_topic": per_topic, "texts": texts, "tasks": wanted}
    mark = short_mark([judged.marks, design])
    drawn = draw_tasks(
        judged.model, judged.documents, judged.weights, judged.labels,
        tasks=wanted, per_topic=per_topic, texts=texts, seed=seed, mark=mark,
    )  # fmt: skip
    drawn = Drawn(items=drawn.items, notes=notes + drawn.notes)
    key = {
        "about": WARNING, "program": PROGRAM, "title": judged.config.title, "mark": mark,
        "judged": judged.marks, "level": judged.config.level, "coders": list(coders), **design,
        "notes": list(drawn.notes), "items": [_kept(row) for row in drawn.items.to_dict("records")],
    }  # fmt: skip
    return Sheets(drawn=drawn, coders=tuple(coders), key=key)


def _kept(row: dict[Any, Any]) -> dict[str, object]:
    topic = None if pd.isna(row["topic"]) else int(row["topic"])
    return {
        "item": row["item"], "task": row["task"], "topic": topic, "doc_id": str(row["doc_id"]),
        "options": list(map(str, row["options"])), "answer": int(row["answer"]),
        "stands_for": float(row["stands_for"]),
    }  # fmt: skip


def check_coders(coders: Sequence[str]) -> None:
    """Raise unless names of coders can be names of files, each once."""
    if not coders:
        raise TopicsError("`coders` is empty; name one or more, such as A B.")
    for coder in coders:
        if not isinstance(coder, str) or not _NAME.fullmatch(coder):
            raise TopicsError(
                f"`coders`: {coder!r} will not do for the name of files. Use up to 40 letters, "
                "digits and hyphens, such as A or ann-2."
            )
    folded = [coder.casefold() for coder in coders]
    twice = [coder for coder in coders if folded.count(coder.casefold()) > 1]
    if twice:
        raise TopicsError(f"`coders` has {twice[0]} more than once. Give each coder a name.")


def sheet_of(sheets: Sheets, coder: str, task: str) -> pd.DataFrame:
    """Return the sheet of a coder for a task, to be filled in."""
    own = sheets.order(coder, task)
    table = pd.DataFrame({"item": own["item"], "coder": coder, "task": task})
    if own["text"].ne("").any():
        table["text"] = own["text"]
    if task == COUNTRIES:
        return table.assign(main="", also="", remark="")
    options = pd.DataFrame(own["options"].tolist())
    options.columns = pd.Index([f"option_{i}" for i in range(1, options.shape[1] + 1)])
    return pd.concat([table, options], axis="columns").assign(answer="", remark="")


def fill_sheets(sheets: Sheets, folder: Path) -> dict[str, str]:
    """Write sheets and key into a folder; return the hash of the key by its name."""
    for coder in sheets.coders:
        for task in sheets.tasks:
            path = write_csv(sheet_of(sheets, coder, task), folder / f"{coder}-{task}.csv")
            # Excel takes a file for one in UTF-8 by these bytes alone.
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    path = folder / KEY
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hash_key(sheets.key)
    content = json.dumps(sheets.key | {"sha256": digest}, indent=1, ensure_ascii=False)
    path.write_text(content + "\n", "utf-8", newline="\n")
    return {KEY: digest}


def hash_key(key: dict[str, Any]) -> str:
    """Return the SHA-256 of what a key says."""
    own = {name: value for name, value in key.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(own, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def read_key(path: Path) -> dict[str, Any]:
    """Read a key, and check that it is as it was written.

    Raises
    ------
    InputError
        When it cannot be read, is no key, or was changed.
    """
    try:
        key = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"{path}: the key cannot be read ({error.strerror}). It stands in the folder that "
            "topics validate --out made: say where with `key`."
        ) from error
    except ValueError as error:
        raise InputError(f"{path}: is no key of coding sheets.") from error
    if not isinstance(key, dict) or "items" not in key or "judged" not in key:
        raise InputError(f"{path}: is no key of coding sheets.")
    if key.get("sha256") != hash_key(key):
        raise InputError(
            f"{path}: the key is not as it was written. Bring it back; if it is lost, draw the "
            "same sheets again with the same seed."
        )
    return key


def items_of(key: dict[str, Any]) -> pd.DataFrame:
    """Return the items of a key as `draw_tasks` gives them, but for the texts."""
    table = pd.DataFrame(key["items"])
    return table.assign(topic=table["topic"].astype("Int64"))

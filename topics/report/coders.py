"""What coders get: a folder of sheets, with a page to print for each; and what comes back."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from topics._write import atomic_open
from topics.errors import TopicsError
from topics.evaluate.coding import COUNTRIES, QUESTIONS, TASKS
from topics.report.html import part_of_page, policy_hash
from topics.run.coding_sheets import KEY, Sheets, draw_sheets, fill_sheets
from topics.run.judged import read_judged
from topics.run.validation import Scored, score_coded, write_scored
from topics.writing.folder import output_folder

KIND = "validation"
_HOW = {
    "word_intrusion": "All words but one belong together. Give the number of the one that does "
    "not.",
    "r4wsi": "All sets but one belong together. Give the number of the one that does not.",
    "topic_intrusion": "All groups of words but one have to do with the text. Give the number of "
    "the one that has not. Texts may be cut.",
    "label_intrusion": "All labels but one fit the text, some better than others. Give the number "
    "of the one that does not. Texts may be cut.",
    "optimal_label": "Give the number of the label that fits the text best. Texts may be cut.",
    COUNTRIES: "Under main, name the countries that the text is mainly about; under also, those "
    "that it is about beside them. A country that is only mentioned, such as where a reporter "
    "writes from, is neither. Use English names or codes such as KAZ, with semicolons between "
    "them; write none under main where the text is about no country.",
}


def write_coding_sheets(
    run: str | PathLike[str],
    folder: str | PathLike[str],
    *,
    tasks: Sequence[str] = TASKS,
    coders: Sequence[str] = ("A", "B"),
    per_topic: int = 2,
    texts: int = 60,
    seed: int = 0,
) -> Sheets:
    """Draw what people are to check of a run, and write their coding sheets.

    Parameters
    ----------
    run : path
        Folder of a report.
    folder : path
        Where to write, for each coder, a table for each task and a page to print; README.txt; and
        the key, which is to stay closed until coding has ended.
    tasks : sequence of str
        Of "word_intrusion" (Chang et al. 2009), "topic_intrusion", "r4wsi", "label_intrusion",
        "optimal_label" (Ying, Montgomery and Stewart 2022) and "countries".
    coders : sequence of str
        Their names; each gets all items, in an order of their own.
    per_topic : int
        Items per topic in each task on topics.
    texts : int
        Texts to be read for their countries.
    seed : int
        Decides what is drawn, and all orders. The same seed gives the same bytes.

    Returns
    -------
    Sheets
        What was drawn; ``drawn.notes`` says what could not be.

    Raises
    ------
    TopicsError, InputError
        When the folder is no report that keeps its texts, holds other files than such sheets, or
        nothing can be drawn.
    """
    judged = read_judged(run)
    sheets = draw_sheets(
        judged, tasks=tasks, coders=coders, per_topic=per_topic, texts=texts, seed=seed
    )
    if Path(folder).exists() and Path(run).resolve() == Path(folder).resolve():
        raise TopicsError(f"{folder} is the run itself. Name another folder with `out`.")
    with output_folder(folder, kind=KIND) as draft:
        hashes = fill_sheets(sheets, draft.path)
        for coder in sheets.coders:
            with atomic_open(draft.path / f"{coder}.html") as file:
                file.write(coding_page(sheets, coder, language=judged.config.language or "en"))
        with atomic_open(draft.path / "README.txt") as file:
            file.write(_readme(sheets, hashes[KEY]))
        draft.facts["counts"] = {
            task: int((sheets.drawn.items["task"] == task).sum()) for task in sheets.tasks
        }
    return sheets


def read_coding_sheets(
    run: str | PathLike[str],
    sheets: Sequence[str | PathLike[str]],
    *,
    key: str | PathLike[str] | None = None,
    folder: str | PathLike[str] | None = None,
    seed: int = 0,
) -> Scored:
    """Score the sheets that came back, and write what coders found into the folder of the run.

    Parameters
    ----------
    run : path
        Folder of the report that the sheets were drawn from. The next run of it, by ``topics
        report --rerun``, reads what is written here.
    sheets : sequence of path
        Tables, or folders of tables, of two coders or more.
    key : path, optional
        The key; by default it is looked for beside the sheets.
    folder : path, optional
        Where to write instead of into `run`.
    seed : int
        Of the bootstrap behind intervals of alpha.

    Returns
    -------
    Scored
        ``results``: accuracy by task and topic, alpha, precision and recall of countries;
        ``disagreements``; ``answers``; ``notes``.

    Raises
    ------
    InputError
        Naming file and line, when a sheet is not as it should be, or of another run.
    TopicsError
        When other results are there already.
    """
    scored = score_coded(read_judged(run), sheets, key=key, seed=seed)
    write_scored(scored, run if folder is None else folder)
    return scored


def coding_page(sheets: Sheets, coder: str, *, language: str = "en") -> str:
    """Return the page of a coder: all items in their order, with room to answer.

    It asks for nothing outside itself, and all that comes from texts is escaped.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    style = part_of_page("coding.css")
    tasks = [
        {
            "name": task, "question": QUESTIONS[task], "how": _HOW[task],
            "file": f"{coder}-{task}.csv",
            "asked": [
                {"id": row["item"], "text": row["text"], "options": row["options"]}
                for row in sheets.order(coder, task).to_dict("records")
            ],
        }
        for task in sheets.tasks
    ]  # fmt: skip
    return environment.from_string(part_of_page("coding.html")).render(
        coder=coder, language=language, title=sheets.key["title"], tasks=tasks,
        style=Markup(style), style_hash=policy_hash(style),
    )  # fmt: skip


def _readme(sheets: Sheets, digest: str) -> str:
    lines = [
        "Coding sheets",
        "=============",
        "",
        "For each coder there is a page to read or print, and a table for each task to fill in:",
        *[f"  {coder}.html, {coder}-*.csv" for coder in sheets.coders],
        "",
        "Send coders their own files and nothing else. They work alone. The order of items differs",
        "from coder to coder; the ids tell items apart.",
        "",
    ]
    for task in sheets.tasks:
        n = int((sheets.drawn.items["task"] == task).sum())
        lines += [f"{task} ({n} items): {QUESTIONS[task]}", f"  {_HOW[task]}", ""]
    lines += [
        "Where it cannot be told, the answer is ?. An empty answer counts as not given.",
        "",
        f"{KEY}",
        f"  {sheets.key['about']}",
        f"  SHA-256 of what it says: {digest}",
        "",
        f"Drawn with seed {sheets.key['seed']}. When the tables have come back into this folder:",
        "  topics validate RUN --read THIS-FOLDER",
        "",
        *[f"Note: {note}." for note in sheets.drawn.notes],
    ]
    return "\n".join(lines).rstrip() + "\n"

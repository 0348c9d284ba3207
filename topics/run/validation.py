"""What coders found of a run: a table in its folder, which the next run of it reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

import pandas as pd

from topics.errors import InputError, TopicsError
from topics.evaluate.coding import COUNTRIES
from topics.evaluate.country_gold import country_answers, refuted_countries, score_countries
from topics.evaluate.validity import COLUMNS, as_results, disagreements, score_tasks, untold_topics
from topics.lda.model import TopicModel
from topics.run.coded import Coded, key_beside, read_coded, sheet_paths
from topics.run.coding_sheets import items_of, read_key
from topics.run.judged import Judged, topics_mark, weights_mark
from topics.tables import write_csv

FILE = "validation.csv"
BESIDE = ("validation_disagreements.csv", "validation_answers.csv")
_OF = "judged"  # column with the mark of what a row is about


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Validation:
    """What coders found, as far as it is of the run at hand.

    Attributes
    ----------
    results : DataFrame
        As `score_tasks` and `score_countries` give them, with n_coders and level; empty where no
        person has checked anything.
    stale : tuple of str
        Of what else there are results, which do not belong to this run: "topics", "countries".
    """

    results: pd.DataFrame = field(default_factory=pd.DataFrame)
    stale: tuple[str, ...] = ()

    @property
    def level(self) -> float:
        """Level of the intervals."""
        return float(self.results["level"].iloc[0])

    @property
    def n_coders(self) -> int:
        """How many coders there were."""
        return int(self.results["n_coders"].iloc[0])

    def rows(self, measure: str, **where: str) -> pd.DataFrame:
        """Return the rows of a measure, such as "accuracy", and of a task or topic."""
        if self.results.empty:
            return self.results
        keep = self.results["measure"] == measure
        for column, value in where.items():
            keep &= self.results[column] == value
        return self.results[keep]

    @property
    def untold(self) -> list[int]:
        """Topics that coders could not tell from chance."""
        return [] if self.results.empty else untold_topics(self.results, level=self.level)

    @property
    def told(self) -> list[int]:
        """Topics that coders told from chance."""
        rows = self.rows("told")
        judged = [] if rows.empty else [int(topic) for topic in rows["topic"]]
        return sorted(set(judged) - set(self.untold))

    @property
    def refuted(self) -> list[str]:
        """Countries that most texts weighted for them are not about."""
        return [] if self.results.empty else refuted_countries(self.results)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scored:
    """What came of sheets.

    Attributes
    ----------
    results, disagreements, answers : DataFrame
        What `validation.csv` and the two tables beside it hold.
    notes : tuple of str
        What the reader of the results is to know.
    """

    results: pd.DataFrame
    disagreements: pd.DataFrame
    answers: pd.DataFrame
    notes: tuple[str, ...]


def score_coded(
    judged: Judged,
    given: Sequence[str | PathLike[str]],
    *,
    key: str | PathLike[str] | None = None,
    seed: int = 0,
) -> Scored:
    """Score the sheets that came back from coders of a run.

    Parameters
    ----------
    judged : Judged
        What `read_judged` returns for the run.
    given : sequence of path
        Sheets, or folders of sheets.
    key : path, optional
        The key; by default the one in the folder of the sheets.
    seed : int
        Of the bootstrap.

    Raises
    ------
    InputError
        Where a sheet, the key or the run do not go together, naming file and line.
    """
    paths = sheet_paths(map(Path, given))
    where = Path(key) if key else key_beside(paths)
    opened = read_key(where)
    if opened["judged"] != judged.marks:
        what = [name for name, mark in judged.marks.items() if opened["judged"].get(name) != mark]
        raise InputError(
            f"{where}: these sheets are of another run: its {' and '.join(what)} are not those of "
            "this one, which may have been made again since. Draw new sheets, or name their run."
        )
    coded = read_coded(paths, opened)
    items = items_of(opened)
    level = float(opened["level"])
    _check_any(coded, paths)
    parts = []
    if len(coded.answers):
        scores = score_tasks(items, coded.answers, level=level, seed=seed)
        parts.append(scores.assign(**{_OF: judged.marks["topics"]}))
    countries = coded.countries.merge(items[["item", "doc_id"]], on="item")
    stands = items[items["task"] == COUNTRIES].set_index("doc_id")["stands_for"]
    weights = judged.weights.assign(doc_id=judged.weights["doc_id"].astype(str))
    if len(countries):
        named = countries.assign(country=countries["country"].where(countries["country"].notna()))
        scores = score_countries(named, weights, stands, level=level, seed=seed)
        read = len(countries[["coder", "item"]].drop_duplicates())
        missing = {"measure": "missing", "task": COUNTRIES, "topic": "all",
                   "n_items": len(stands),
                   "n_answers": len(coded.readers) * len(stands) - read}  # fmt: skip
        scores = pd.concat([scores, as_results([missing])])
        parts.append(scores.assign(**{_OF: judged.marks["weights"]}))
    results = pd.concat(parts, ignore_index=True)
    results = results.assign(n_coders=len(coded.coders), level=level, key=opened["sha256"])
    return Scored(
        results=results,
        disagreements=_differences(items, coded, countries, weights),
        answers=_everything(items, coded, countries),
        notes=_notes(coded, results),
    )


def _check_any(coded: Coded, paths: Sequence[Path]) -> None:
    if not coded.answers["answer"].ne("").any() and coded.countries.empty:
        raise InputError(f"{paths[0]}: no sheet has an answer in it. Give sheets that were coded.")


def _differences(
    items: pd.DataFrame, coded: Coded, countries: pd.DataFrame, weights: pd.DataFrame
) -> pd.DataFrame:
    """List what coders answered differently, topics first."""
    found = disagreements(items, coded.answers)
    if countries.empty:
        return found
    cells = country_answers(countries, weights[weights["weight"] > 0])
    differ = cells.groupby("item")["answer"].transform("nunique") > 1
    of = items[items["task"] == COUNTRIES].set_index("doc_id")["item"]
    rows = [
        (COUNTRIES, "", of[own["doc_id"].iloc[0]], own["doc_id"].iloc[0], own["country"].iloc[0],
         "", ", ".join(f"{coder}: {said}"
                       for coder, said in zip(own["coder"], own["answer"], strict=True)))
        for _, own in cells[differ].groupby("item")
    ]  # fmt: skip
    more = pd.DataFrame(rows, columns=list(found.columns))
    return pd.concat([found.astype(object), more.astype(object)], ignore_index=True)


def _everything(items: pd.DataFrame, coded: Coded, countries: pd.DataFrame) -> pd.DataFrame:
    """Return all answers, one row each, in an order that no coder's name or sheet decides."""
    known = items.set_index("item")
    answers = coded.answers.assign(country="")
    named = countries.rename(columns={"degree": "answer"}).fillna({"country": "none"})
    table = pd.concat([answers, named[list(answers.columns)]], ignore_index=True)
    table = table.assign(
        task=table["item"].map(known["task"]),
        topic=table["item"].map(known["topic"]),
        doc_id=table["item"].map(known["doc_id"]),
        right=table["item"].map(known["answer"]).replace(0, pd.NA),
    )
    columns = ["task", "topic", "item", "doc_id", "coder", "country", "answer", "right"]
    return table[columns].sort_values(["task", "item", "coder", "country"], ignore_index=True)


def _notes(coded: Coded, results: pd.DataFrame) -> tuple[str, ...]:
    notes = []
    if len(coded.coders) == 1:
        notes.append(
            "one coder: how far coders agree cannot be computed, and what one person sees may be "
            "theirs alone"
        )
    elif results.loc[results["measure"] == "alpha", "n_items"].eq(0).all():
        notes.append("no item was coded by two: how far coders agree cannot be computed")
    return tuple(notes)


def write_scored(scored: Scored, folder: str | PathLike[str]) -> list[Path]:
    """Write results into a folder, such as that of the run; nothing that is there is replaced.

    Raises
    ------
    TopicsError
        When other results are there already.
    """
    from topics.writing.together import output_files

    paths = [Path(folder) / name for name in (FILE, *BESIDE)]
    tables = (scored.results, scored.disagreements, scored.answers)
    with output_files(*paths) as drafts:
        for path, table in zip(paths, tables, strict=True):
            draft = write_csv(table, drafts[str(path)])
            if path.exists() and path.read_bytes() != draft.read_bytes():
                raise TopicsError(
                    f"{path} is there already, of other answers. Move it away, or name another "
                    "folder with `out`."
                )
    return paths


def read_results(path: str | PathLike[str]) -> pd.DataFrame:
    """Read results, as `write_scored` has written them.

    Raises
    ------
    InputError
        When they cannot be read, or are none.
    """
    try:
        texts = ("measure", "task", "topic", "country", _OF, "key")
        table = pd.read_csv(path, keep_default_na=False, na_values={
            name: [""] for name in ("estimate", "ci_low", "ci_high", "expected", "p_value")
        }, dtype=dict.fromkeys(texts, str))  # fmt: skip
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise InputError(f"{path}: is no table of topics validate ({error}).") from error
    missing = [name for name in (*COLUMNS, _OF, "n_coders", "level") if name not in table]
    if missing or table.empty:
        lacks = f"it lacks the column {missing[0]}" if missing else "it has no row"
        raise InputError(f"{path}: is no table of topics validate, for {lacks}.")
    return table


def read_validation(
    path: str | PathLike[str], model: TopicModel, weights: pd.DataFrame
) -> Validation:
    """Read what coders found, and keep what is of these topics and weights.

    Parameters
    ----------
    path : path
        Of `validation.csv`.
    model : TopicModel
        The topics of the run, as labels put them together.
    weights : DataFrame
        doc_id, country, p_about.

    Raises
    ------
    InputError
        As in `read_results`.
    """
    table = read_results(path)
    own = {"topics": topics_mark(model), "countries": weights_mark(weights)}
    of = table["task"].eq(COUNTRIES).map({True: "countries", False: "topics"})
    fits = table[_OF] == of.map(own)
    return Validation(
        results=table[fits].reset_index(drop=True), stale=tuple(sorted(set(of[~fits])))
    )

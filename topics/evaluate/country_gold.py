"""Are texts about the countries that they are weighted for? Weights against what coders say."""

from itertools import pairwise

import numpy as np
import pandas as pd

from topics._checks import check_columns, check_range
from topics.errors import TopicsError
from topics.evaluate.agreement import krippendorff_alpha, wilson
from topics.evaluate.coding import COUNTRIES
from topics.evaluate.validity import ALL, as_results

MAIN, ALSO, NOT = "main", "also", "not"
FOUND = 0.5  # probability from which a country counts as found in a text
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LEAST = 3  # texts, from which on a country has rows of its own


def country_answers(coded: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Spell out what coders say of each text and country: main, also or not.

    Parameters
    ----------
    coded : DataFrame
        coder, doc_id, country, degree (`MAIN` or `ALSO`); a row without a country, where a coder
        finds that the text is about none.
    weights : DataFrame
        doc_id, country, weight, p_about.

    Returns
    -------
    DataFrame
        coder, doc_id, country, answer, item (text and country). A country is asked after in a text
        where a coder names it or the weights do; who has coded the text and does not name it says
        `NOT`.
    """
    check_columns(coded, ("coder", "doc_id", "country", "degree"), name="coded")
    named = coded.dropna(subset=["country"])
    read = coded[["coder", "doc_id"]].drop_duplicates()
    asked = pd.concat([named[["doc_id", "country"]], weights[["doc_id", "country"]]])
    asked = asked[asked["doc_id"].isin(read["doc_id"])].drop_duplicates()
    cells = read.merge(asked, on="doc_id")
    degree = named.set_index(["coder", "doc_id", "country"])["degree"]
    keys = pd.MultiIndex.from_frame(cells[["coder", "doc_id", "country"]])
    cells = cells.assign(answer=degree.reindex(keys).fillna(NOT).to_numpy())
    cells = cells.assign(item=cells["doc_id"].astype(str) + "\n" + cells["country"])
    return cells.sort_values(["doc_id", "country", "coder"], kind="stable", ignore_index=True)


def score_countries(
    coded: pd.DataFrame,
    weights: pd.DataFrame,
    stands_for: "pd.Series[float]",
    *,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Hold the weights of countries against what coders say.

    Parameters
    ----------
    coded : DataFrame
        As in `country_answers`.
    weights : DataFrame
        doc_id, country, weight, p_about, as `country_weights` gives them.
    stands_for : Series
        By doc_id of the texts in the sample: how many documents each stands for.
    level : float in (0, 1)
        Level of the intervals.
    seed : int
        Of the bootstrap behind the interval of alpha.

    Returns
    -------
    DataFrame
        The columns of `score_tasks`, task "countries", a row for each measure. A text is about a
        country as far as coders say main or also; where they differ, by the share who do.

        - "precision of weights": the share of all weight that is on countries which the texts are
          about; "precision" and "recall": of countries that are found (p_about of `FOUND` or
          more); "recall of main": of those called main. Each of all texts and of countries with
          `LEAST` texts or more. Texts count as many documents as they stand for. Wilson's
          interval, for the effective number of texts (Kish), so that several countries of one
          text are not taken for independent.
        - "calibration": the share that is about a country, of texts and countries whose p_about
          lies in a bin; ``expected`` is their mean p_about, ``country`` names the bin.
        - "calibration error": the mean distance of the two, over bins by their size.
        - "alpha": agreement of coders on main, also or not; texts are drawn by the bootstrap.

    Raises
    ------
    TopicsError
        When no text was coded.
    """
    check_columns(weights, ("doc_id", "country", "weight", "p_about"), name="weights")
    check_range(level, 0, 1, name="level", open_ends=True)
    weights = weights[weights["weight"] > 0]
    answers = country_answers(coded, weights)
    if coded.empty:
        raise TopicsError("`coded` has no text whose countries were coded.")
    cells = _cells(answers, weights, stands_for)
    rows = _precision_and_recall(cells, level)
    rows += _calibration(cells, level)
    rows += _agreement(answers, level, seed)
    return as_results([{"task": COUNTRIES, "topic": ALL} | row for row in rows])


def _cells(
    answers: pd.DataFrame, weights: pd.DataFrame, stands_for: "pd.Series[float]"
) -> pd.DataFrame:
    """Return a row for each text and country: how many coders say so, and what the weights do."""
    by = answers.groupby(["doc_id", "country"])["answer"]
    cells = pd.DataFrame(
        {
            "about": by.agg(lambda said: float((said != NOT).mean())),
            "main": by.agg(lambda said: float((said == MAIN).mean())),
            "n": by.size(),
        }
    ).reset_index()
    cells = cells.merge(
        weights[["doc_id", "country", "weight", "p_about"]], on=["doc_id", "country"], how="left"
    ).fillna({"weight": 0.0, "p_about": 0.0})
    return cells.assign(stands=cells["doc_id"].map(stands_for).astype(float))


def _precision_and_recall(cells: pd.DataFrame, level: float) -> list[dict[str, object]]:
    found = (cells["p_about"] >= FOUND).astype(float)
    measures = {
        "precision of weights": (cells["about"], cells["weight"]),
        "precision": (cells["about"], found),
        "recall": (found, cells["about"]),
        "recall of main": (found, cells["main"]),
    }
    rows = []
    for measure, (hit, size) in measures.items():
        rows.append({"measure": measure} | _share(cells, hit, size, level))
        for country, own in cells[size > 0].groupby("country"):
            if len(own) >= LEAST:
                of = _share(own, hit[own.index], size[own.index], level)
                rows.append({"measure": measure, "country": country} | of)
    return rows


def _share(
    cells: pd.DataFrame, hit: "pd.Series[float]", size: "pd.Series[float]", level: float
) -> dict[str, object]:
    """Return the share of `size` that is hit, each text as many times as it stands for."""
    mass = size * cells["stands"]
    total = float(mass.sum())
    texts = mass.groupby(cells["doc_id"]).sum()
    texts = texts[texts > 0]
    if not len(texts):
        return {"n_items": 0, "n_answers": 0}
    effective = float(texts.sum() ** 2 / (texts**2).sum())
    share = min(1.0, float((hit * mass).sum()) / total)
    low, high = wilson(share * effective, effective, level)
    n = int(cells.loc[mass > 0, "n"].sum())
    return {
        "n_items": len(texts), "n_answers": n, "estimate": share, "ci_low": low, "ci_high": high,
    }  # fmt: skip


def _calibration(cells: pd.DataFrame, level: float) -> list[dict[str, object]]:
    known = cells[cells["p_about"] > 0]
    rows, gaps, sizes = [], [], []
    for low, high in pairwise(BINS):
        own = known[(known["p_about"] > low) & (known["p_about"] <= high)]
        if own.empty:
            continue
        mean = float(np.average(own["p_about"], weights=own["stands"]))
        row = _share(own, own["about"], pd.Series(1.0, index=own.index), level)
        rows.append(
            {"measure": "calibration", "country": f"{low:g} to {high:g}", "expected": mean} | row
        )
        gaps.append(abs(float(row["estimate"]) - mean))  # type: ignore[arg-type]
        sizes.append(own["stands"].sum())
    if not gaps:
        return rows
    error = float(np.average(gaps, weights=sizes))
    n = {"n_items": known["doc_id"].nunique(), "n_answers": int(known["n"].sum())}
    return [*rows, {"measure": "calibration error", "estimate": error, "expected": 0.0} | n]


def _agreement(answers: pd.DataFrame, level: float, seed: int) -> list[dict[str, object]]:
    row: dict[str, object] = {"measure": "alpha", "expected": 0.0}
    if answers.groupby("item").size().lt(2).all():
        return [row]
    found = krippendorff_alpha(answers, cluster="doc_id", level=level, seed=seed).iloc[0]
    same = {name: found[name] for name in ("n_items", "n_answers", "ci_low", "ci_high")}
    return [row | same | {"estimate": found["alpha"]}]


def refuted_countries(results: pd.DataFrame) -> list[str]:
    """Return the countries that most texts weighted for them are not about, as far as coders say.

    That is: the interval of the precision of their weights lies below one half.
    """
    rows = results[(results["measure"] == "precision of weights") & (results["country"] != "")]
    return sorted(rows.loc[rows["ci_high"] < 0.5, "country"])

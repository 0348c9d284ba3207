"""Fit the salience model on Reuters-21578; write it and how well it is calibrated."""

import argparse
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from measuring.reuters import read_reuters
from topics._write import atomic_open
from topics.choices import GROUP_KINDS
from topics.countries import find_countries, reliability
from topics.countries.features import FEATURES, salience_features
from topics.countries.lists import LIST_FEATURES, list_features
from topics.countries.salience import UNITS, SalienceModel, model_columns
from topics.errors import require_extra

TARGET = Path(__file__).parents[2] / "topics" / "countries" / "data"
N_FOLDS = 5
# Of the squared weights, beside the sum of the log losses; chosen by cross-validation.
PENALTY = 50.0


def labelled(corpus: pd.DataFrame) -> pd.DataFrame:
    """Documents that an editor gave at least one country."""
    return corpus[corpus["labels"].map(len) > 0].reset_index(drop=True)


def as_in_1987(mentions: pd.DataFrame, places: Path, counted_as: Path) -> pd.DataFrame:
    """Mentions under the codes of the labels: today's states as the state of 1987.

    Mentions of countries that no label stands for are left out; groups stay.
    """
    codes = pd.read_csv(counted_as).set_index("iso3")["counted_as"].to_dict()
    country = mentions["country"].map(lambda code: codes.get(code, code))
    known = country.isin(set(pd.read_csv(places)["iso3"])) | mentions["kind"].isin(GROUP_KINDS)
    return mentions.assign(country=country)[known].reset_index(drop=True)


def targets(features: pd.DataFrame, corpus: pd.DataFrame) -> np.ndarray:
    """Whether each row's country is a label of its document."""
    labels = corpus.set_index("doc_id")["labels"]
    pairs = zip(features["doc_id"], features["country"], strict=True)
    return np.array([country in labels[doc_id] for doc_id, country in pairs])


def fit(features: pd.DataFrame, y: np.ndarray, file: str = "salience.tsv") -> SalienceModel:
    """Fit the network of a file to standardised features, then put it on their own scale."""
    networks = require_extra("sklearn.neural_network", "validation")
    threads = require_extra("threadpoolctl", "validation")
    names = FEATURES if file == "salience.tsv" else LIST_FEATURES
    x = features[list(names)].to_numpy(dtype=float)
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale == 0] = 1.0
    network = networks.MLPClassifier(
        (UNITS[file],), activation="tanh", solver="lbfgs", alpha=PENALTY, max_iter=400,
        random_state=0,
    )  # fmt: skip
    # Sums in another order would lead the optimiser elsewhere: one thread, the same weights.
    with warnings.catch_warnings(), threads.threadpool_limits(1):
        warnings.filterwarnings("ignore", message="lbfgs failed to converge")
        network.fit((x - mean) / scale, y)
    slopes = network.coefs_[0] / scale[:, None]
    return SalienceModel(
        features=names,
        inner=np.vstack([network.intercepts_[0] - mean @ slopes, slopes]),
        outer=np.r_[network.intercepts_[1], network.coefs_[1][:, 0]],
    )


def fit_both(
    features: pd.DataFrame, y: np.ndarray, fold: np.ndarray
) -> tuple[SalienceModel, SalienceModel]:
    """Fit a model of countries alone, and one of lists on what such models say of unseen folds.

    What a model says of the documents it was fitted on is too sure; so the second is fitted on
    probabilities from models that had not seen the document.
    """
    unseen = np.zeros(len(y))
    for held_out in np.unique(fold):
        test = fold == held_out
        unseen[test] = fit(features[~test], y[~test]).probability(features[test])
    return fit(features, y), fit(list_features(unseen, features), y, "salience_lists.tsv")


def about(models: tuple[SalienceModel, SalienceModel], features: pd.DataFrame) -> np.ndarray:
    """P(a document is about a country), alone first and then beside the others."""
    alone, beside = models
    return beside.probability(list_features(alone.probability(features), features))


def as_table(model: SalienceModel, dateline: str) -> pd.DataFrame:
    """Write the model as the rows that `salience_model` reads."""
    file = "salience.tsv" if model.features == FEATURES else "salience_lists.tsv"
    inner = np.column_stack([np.zeros(len(model.inner)), model.inner])
    table = pd.DataFrame(
        np.vstack([inner[:1], model.outer, inner[1:]]), columns=list(model_columns(file)[2:])
    )
    table.insert(0, "dateline", dateline)
    table.insert(1, "input", ["intercept", "output", *model.features])
    return table


def folds(features: pd.DataFrame, corpus: pd.DataFrame) -> np.ndarray:
    """Fold of each row: documents go to the folds in turn."""
    fold = pd.Series(np.arange(len(corpus)) % N_FOLDS, index=corpus["doc_id"])
    return fold[features["doc_id"]].to_numpy()


def out_of_fold(features: pd.DataFrame, y: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Probability of each row from a model that was fitted on the other folds."""
    p = np.zeros(len(y))
    for held_out in range(N_FOLDS):
        test = fold == held_out
        p[test] = about(fit_both(features[~test], y[~test], fold[~test]), features[test])
    return p


def main(description: str) -> None:
    """Fit with and without datelines and write two tables."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("reuters", type=Path)
    parser.add_argument("places", type=Path)
    parser.add_argument("states_1987", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="folder to write into")
    options = parser.parse_args()
    corpus = labelled(read_reuters(options.reuters, options.places))
    alone, beside, curves = [], [], []
    for dateline, part in (("yes", corpus), ("no", corpus.drop(columns="dateline"))):
        mentions = as_in_1987(find_countries(part), options.places, options.states_1987)
        features = salience_features(mentions, part)
        y = targets(features, part)
        with_or_without = "with" if dateline == "yes" else "without"
        first, second = fit_both(features, y, folds(features, part))
        alone.append(as_table(first, dateline))
        beside.append(as_table(second, dateline))
        curve = reliability(out_of_fold(features, y, folds(features, part)), y)
        curve.insert(0, "dateline", dateline)
        sample = f"Reuters-21578 {with_or_without} datelines, {N_FOLDS}-fold cross-validation"
        curves.append(curve.assign(sample=sample))
        print(f"{with_or_without} datelines: {len(features)} pairs of document and country")
    write(
        options.output / "salience.tsv",
        "P(a document is about a country it mentions): weights of a network with one hidden "
        "layer, by whether the document has a dateline.\n# Fitted by reports/fit_salience.py on "
        "the labelled training documents of Reuters-21578; see topics/countries/salience.py.",
        pd.concat(alone),
    )
    write(
        options.output / "salience_lists.tsv",
        "The same in the light of the document's other countries: weights of a second, smaller "
        "network on what the first says of all of them.\n# Fitted by reports/fit_salience.py; see "
        "topics/countries/lists.py.",
        pd.concat(beside),
    )
    write(
        options.output / "salience_reliability.tsv",
        "Predicted probabilities against the editors' labels, by whether documents have "
        "datelines.\n# Written by reports/fit_salience.py in cross-validation within the labelled "
        "training documents of Reuters-21578.",
        pd.concat(curves),
    )


def write(path: Path, comment: str, table: pd.DataFrame) -> None:
    """Write a commented tab-separated file."""
    with atomic_open(path) as file:
        file.write(f"# {comment}\n")
        table.to_csv(file, sep="\t", float_format="%.6g", lineterminator="\n", index=False)

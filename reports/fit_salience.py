"""Fit the salience model on Reuters-21578; write its coefficients and how well it is calibrated.

    python reports/fit_salience.py REUTERS_FOLDER PLACES_CSV STATES_1987_CSV

Needs scikit-learn. Without ``-o`` the files that come with the package are written anew:
``salience.tsv``, fitted on all documents, and ``salience_reliability.tsv``, whose probabilities
are those of models that had not seen the document.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from reuters import read_reuters

from topics._write import atomic_open
from topics.countries import find_countries, reliability
from topics.countries.features import FEATURES, salience_features
from topics.countries.gazetteer import GROUP_KINDS
from topics.errors import require_extra

TARGET = Path(__file__).parents[1] / "topics" / "countries" / "data"
N_FOLDS = 5
# Inverse of the ridge penalty on standardised features.
STRENGTH = 1.0


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


def fit(features: pd.DataFrame, y: np.ndarray) -> np.ndarray:
    """Intercept and coefficients of a ridge logistic regression, on the features' own scale."""
    linear = require_extra("sklearn.linear_model", "validation")
    x = features[list(FEATURES)].to_numpy(dtype=float)
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale == 0] = 1.0
    model = linear.LogisticRegression(C=STRENGTH, max_iter=5000).fit((x - mean) / scale, y)
    slopes = model.coef_[0] / scale
    return np.asarray(np.r_[model.intercept_[0] - slopes @ mean, slopes])


def folds(features: pd.DataFrame, corpus: pd.DataFrame) -> np.ndarray:
    """Fold of each row: documents go to the folds in turn."""
    fold = pd.Series(np.arange(len(corpus)) % N_FOLDS, index=corpus["doc_id"])
    return fold[features["doc_id"]].to_numpy()


def probabilities(coefficients: np.ndarray, features: pd.DataFrame) -> np.ndarray:
    """Logistic probabilities of the rows."""
    score = coefficients[0] + features[list(FEATURES)].to_numpy(float) @ coefficients[1:]
    return np.asarray(1 / (1 + np.exp(-score)))


def out_of_fold(features: pd.DataFrame, y: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Probability of each row from a model that was fitted on the other folds."""
    p = np.zeros(len(y))
    for held_out in range(N_FOLDS):
        test = fold == held_out
        p[test] = probabilities(fit(features[~test], y[~test]), features[test])
    return p


def main() -> None:
    """Fit with and without datelines and write two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reuters", type=Path)
    parser.add_argument("places", type=Path)
    parser.add_argument("states_1987", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="folder to write into")
    options = parser.parse_args()
    corpus = labelled(read_reuters(options.reuters, options.places))
    columns, curves = {}, []
    for dateline, part in (("yes", corpus), ("no", corpus.drop(columns="dateline"))):
        mentions = as_in_1987(find_countries(part), options.places, options.states_1987)
        features = salience_features(mentions, part)
        y = targets(features, part)
        with_or_without = "with" if dateline == "yes" else "without"
        columns[f"{with_or_without}_dateline"] = fit(features, y)
        curve = reliability(out_of_fold(features, y, folds(features, part)), y)
        curve.insert(0, "dateline", dateline)
        sample = f"Reuters-21578 {with_or_without} datelines, {N_FOLDS}-fold cross-validation"
        curves.append(curve.assign(sample=sample))
        print(f"{with_or_without} datelines: {len(features)} pairs of document and country")
    model = pd.DataFrame(columns, index=["intercept", *FEATURES]).rename_axis("feature")
    write(
        options.output / "salience.tsv",
        "Logistic coefficients of P(a document is about a country it mentions), by whether the "
        "document has a dateline.\n# Fitted by reports/fit_salience.py on the labelled training "
        "documents of Reuters-21578; see topics/countries/features.py.",
        model.reset_index(),
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


if __name__ == "__main__":
    main()

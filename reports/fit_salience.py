"""Fit the salience model on Reuters-21578 and write its coefficients.

    python reports/fit_salience.py REUTERS_FOLDER PLACES_CSV STATES_1987_CSV

Needs scikit-learn. Without ``-o`` the file that comes with the package is written anew.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from reuters import read_reuters

from topics._write import atomic_open
from topics.countries import find_countries
from topics.countries.features import FEATURES, salience_features
from topics.countries.gazetteer import GROUP_KINDS
from topics.errors import require_extra

TARGET = Path(__file__).parents[1] / "topics" / "countries" / "data" / "salience.tsv"
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


def main() -> None:
    """Fit with and without datelines and write one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reuters", type=Path)
    parser.add_argument("places", type=Path)
    parser.add_argument("states_1987", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    options = parser.parse_args()
    corpus = labelled(read_reuters(options.reuters, options.places))
    columns = {}
    for name, part in {
        "with_dateline": corpus,
        "without_dateline": corpus.drop(columns="dateline"),
    }.items():
        mentions = as_in_1987(find_countries(part), options.places, options.states_1987)
        features = salience_features(mentions, part)
        columns[name] = fit(features, targets(features, part))
        print(f"{name}: {len(features)} pairs of document and country")
    with atomic_open(options.output) as file:
        file.write(
            "# Logistic coefficients of P(a document is about a country it mentions), by whether "
            "the document has a dateline.\n# Fitted by reports/fit_salience.py on the labelled "
            "training documents of Reuters-21578; see topics/countries/features.py.\n"
        )
        table = pd.DataFrame(columns, index=["intercept", *FEATURES]).rename_axis("feature")
        table.to_csv(file, sep="\t", float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    main()

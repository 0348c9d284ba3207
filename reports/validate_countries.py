"""Measure the country tagger and the weights on labelled corpora, and write what was found.

    python reports/validate_countries.py --reuters FOLDER --places CSV --states-1987 CSV
    python reports/validate_countries.py --speeches FOLDER

Reuters-21578: five-fold cross-validation of the salience model, whose threshold is chosen within
the training folds, against the editorial country labels; calibration; recall of the candidates.
UN speeches: whether a speech mentions its own country, and among its three most mentioned.
Speed: megabytes of text per second through matching and rules, on one core.
"""

from measuring.countries import main

if __name__ == "__main__":
    main(__doc__)

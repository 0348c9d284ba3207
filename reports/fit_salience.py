"""Fit the salience model on Reuters-21578; write it and how well it is calibrated.

    python reports/fit_salience.py REUTERS_FOLDER PLACES_CSV STATES_1987_CSV

Needs scikit-learn. Without ``-o`` the files that come with the package are written anew:
``salience.tsv`` and ``salience_lists.tsv``, fitted on all documents, and
``salience_reliability.tsv``, whose probabilities are those of models that had not seen the
document.
"""

from measuring.salience import main

if __name__ == "__main__":
    main(__doc__)

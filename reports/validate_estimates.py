"""Check the estimates against planted truth, editorial labels, and halves of speeches.

    python reports/validate_estimates.py simulation --first-seed 2 --seeds 3
    python reports/validate_estimates.py simulation --trials 12 13
    python reports/validate_estimates.py scale --threads 2
    python reports/validate_estimates.py reuters --data FOLDER
    python reports/validate_estimates.py speeches --data FOLDER
    python reports/validate_estimates.py pairs --first-seed 2 --seeds 3
    python reports/validate_estimates.py pairs --trials 4 --first-seed 2 --seeds 20
    python reports/validate_estimates.py pairs-reuters --data FOLDER --first-seed 2 --seeds 1
    python reports/validate_estimates.py pairs-scale
    python reports/validate_estimates.py given --first-seed 100 --seeds 3
    python reports/validate_estimates.py directed --data FOLDER --first-seed 2 --seeds 1
    python reports/validate_estimates.py effects --first-seed 0 --seeds 200
    python reports/validate_estimates.py trends --first-seed 200 --seeds 10
    python reports/validate_estimates.py equal --first-seed 500 --seeds 10
    python reports/validate_estimates.py pages

FOLDER holds reuters21578-train, its tables of places, and ungdc-even-sessions. Every finished
trial is kept in the output folder, and a second run makes only what is missing. `pages` puts what
is there into validate_estimates.pdf.
"""

from measuring.estimates import main

if __name__ == "__main__":
    main(__doc__)

"""Measure near-duplicates: recall and precision, pairs to be read, time against documents."""

from measuring.duplicates import main

if __name__ == "__main__":
    main(__doc__)

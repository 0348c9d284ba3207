"""Measure the countries found by language: recall, precision, F1, beside CLDR names alone."""

from measuring.language_countries import main

if __name__ == "__main__":
    main(__doc__)

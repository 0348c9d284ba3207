"""Measure the telling of languages: right by language and length, and what else a corpus has."""

from measuring.languages import main

if __name__ == "__main__":
    main(__doc__)

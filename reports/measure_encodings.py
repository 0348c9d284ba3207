"""Measure the telling of encodings: right, refused and wrong, by encoding and length of file."""

from measuring.encodings import main

if __name__ == "__main__":
    main(__doc__)

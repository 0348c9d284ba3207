"""Measure the throughput of reading and cleaning, side by side with reading the bytes alone."""

from measuring.reading import main

if __name__ == "__main__":
    main(__doc__)

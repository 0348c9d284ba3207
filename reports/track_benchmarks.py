"""Measure what the steps cost on the sample, and add the rows to reports/benchmarks.csv.

python reports/track_benchmarks.py [--what import help read countries fit report] [--file FILE]

Run it once for each version, on a machine that does nothing else. Seconds are those of the
processor, in all threads, the least of several times (a report is made once); kernels are compiled
before, by the first time. Compare rows of the same machine only.
"""

from measuring.tracking import main

if __name__ == "__main__":
    main(__doc__)

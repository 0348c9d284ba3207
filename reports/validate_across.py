"""How often topics of two languages that share countries and months are matched, and others not.

python reports/validate_across.py [--seeds 20] [--first-seed 0] [--documents 600] [--months 24]

Two corpora of news are planted, words disjoint: topics like those of `simulate_news`, documents
about one to five countries that scatter on the logistic-normal scale, false mentions, countries
with unequal coverage (the same order of size in both, the harder case), and months in which topics
come and go. Four of eight topics have the same profile over countries and months in both; in the
null corpora none has. Both are fitted and estimated as a report does, with fewer restarts and
draws, and matched.

Seeds 0 to 19, the defaults: see README.md in this folder for what came of it.
"""

import sys

from measuring.across import main

if __name__ == "__main__":
    sys.exit(main(__doc__))

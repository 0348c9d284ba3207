"""How often topics of two languages that share countries and months are matched, and others not.

python reports/validate_across.py [--seeds 20] [--first-seed 0] [--months 24] [--regional 0.5]

Two corpora of news are planted, words disjoint: topics like those of `simulate_news`, documents
about one to five countries that scatter on the logistic-normal scale, false mentions, countries
with unequal coverage (the same order of size in both, the harder case), which lie in five regions
and have half of their mix from these, and months in which topics come and go. Three of six topics
have the same profile over countries and months in both; in the null corpora none has. Both are
fitted and estimated as a report does, with fewer restarts and draws, and matched.
"""

import sys

from measuring.across import main

if __name__ == "__main__":
    sys.exit(main(__doc__))

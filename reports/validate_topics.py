"""Measurements behind what the documentation says about choosing topics.

python reports/validate_topics.py planted [--simulations 50] [--first-seed 0]
python reports/validate_topics.py sweep FOLDER_OR_FILE [--topics 5 10 ...] [--seeds 5]
python reports/validate_topics.py coherence FOLDER [--topics 10 20 50] [--seed 0]

`planted` asks how often the recommended number of topics is within one of the truth in simulated
corpora. `sweep` times a full sweep of a corpus and prints the recommendation. `coherence` fits
whole documents with the defaults and gives C_V of 10 top words (equal to gensim's, which
`--gensim` asks as well), diversity, and the share of documents that got topics.
"""

import sys

from measuring.choosing import main

if __name__ == "__main__":
    sys.exit(main(__doc__))

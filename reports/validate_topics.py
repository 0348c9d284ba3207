"""Measurements behind what the documentation says about choosing topics.

python reports/validate_topics.py planted [--generator news] [--documents 1000]
python reports/validate_topics.py recovery [--documents 3000] [--topics 12 20] [--eta auto]
python reports/validate_topics.py words [--corpora reuters speeches] [--documents 4000]
python reports/validate_topics.py sweep FOLDER_OR_FILE [--topics 5 10 ...] [--seeds 5]
python reports/validate_topics.py coherence FOLDER [--topics 10 20 50] [--seed 0]

`planted` asks how often the recommended number of topics is within one of the truth in simulated
corpora, and how often the range that cannot be told apart holds it. `recovery` counts the planted
topics that a fit finds (affinity of words 0.8 or more), and says what the mark of topics that
other seeds do not find again is worth at several thresholds. `words` sets NPMI, diversity, held-
out perplexity and agreement with editors' subjects (normalised mutual information) by stop words,
phrases and prior beside those of tf-idf NMF. `sweep` times a full sweep of a corpus and prints the
recommendation. `coherence` fits whole documents with the defaults and gives C_V of 10 top words
(equal to gensim's, which `--gensim` asks as well), diversity, and the share of documents that got
topics.
"""

import sys

from measuring.choosing import main

if __name__ == "__main__":
    sys.exit(main(__doc__))

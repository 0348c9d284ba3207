"""Measure the LDA engine beside its peers, interleaved, in CPU and wall time.

python reports/benchmark_lda.py PART [PART ...] --data FOLDER [--corpora reuters speeches passages]
    [--topics 50] [--seeds 3] [--tools cvb0 gensim sklearn tomotopy] [--docs N]

PART is vb (same schedule as gensim), quality (over time), priors (alpha and eta, on a split of its
own), restarts (planted topics), text (text to counts), bits (threads), scaling, memory, starts
(memory of 20 starts on a large vocabulary), apply (shares of new documents), or pdf (draw what has
been measured). Each part writes a CSV to the folder of `--out`. FOLDER holds
reuters21578-train and ungdc-even-sessions. The peers: pip install tomotopy scikit-learn
"""

import sys

from measuring.engine import main

if __name__ == "__main__":
    sys.exit(main(__doc__))

"""Report of topic-country distributions: the command ``topics report`` as a script.

python reports/topic_country.py [CORPUS] [--config FILE] [--out DIR] [--topics K] ...
"""

import sys

from topics.cli import main

if __name__ == "__main__":
    sys.exit(main(["report", *sys.argv[1:]]))

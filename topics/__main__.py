"""``python -m topics`` is the command ``topics``."""

import sys

from topics.cli import main

if __name__ == "__main__":
    sys.exit(main())

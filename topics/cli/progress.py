"""What commands say of their progress, beside what they print as a result."""

import sys


def tell(message: str) -> None:
    """Print one line on stderr."""
    print(message, file=sys.stderr, flush=True)


def silent(message: str) -> None:
    """Say nothing."""
    del message

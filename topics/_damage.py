"""What reading arrays from a file that was changed or cut off may raise, and how it is told."""

import struct
import tokenize
import zipfile
import zlib

DAMAGE = (  # beside OSError
    ValueError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, TypeError,
    AttributeError, ArithmeticError, NotImplementedError, RuntimeError, SyntaxError,
    tokenize.TokenError,  # of a header with many brackets, from Python 3.12 on
)  # fmt: skip


def in_one_line(error: BaseException, *, most: int = 300) -> str:
    r"""Return what an error says, on one line of so many characters; its name if it says nothing.

    >>> in_one_line(ValueError("cut\noff")), in_one_line(MemoryError())
    ('cut off', 'MemoryError')
    """
    return " ".join(str(error).split())[:most] or type(error).__name__

"""What reading arrays from a file that was changed or cut off may raise beside OSError."""

import struct
import tokenize
import zipfile
import zlib

DAMAGE = (
    ValueError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, TypeError,
    AttributeError, ArithmeticError, NotImplementedError, RuntimeError, SyntaxError,
    tokenize.TokenError,  # of a header with many brackets, from Python 3.12 on
)  # fmt: skip

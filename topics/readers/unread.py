"""Files that hold no text that can be read: named for what they are, with the advice that fits."""

from topics.errors import InputError


class UnreadFileError(InputError):
    """A file that is sound but cannot be read; among others it is left out and listed.

    Parameters
    ----------
    name : str
        Of the file.
    reason : str
        A word or a few: ``scanned``, ``password-protected``.
    advice : str
        What to do to have it read, as a clause: ``run it through OCR``.
    """

    def __init__(self, name: str, reason: str, advice: str) -> None:
        super().__init__(f"{name}: {reason}; {advice}.")
        self.name, self.reason, self.advice = name, reason, advice


def reason_of(error: InputError, name: str) -> str:
    """Return what an error says, without the name of the file and the stop at its end.

    >>> reason_of(InputError("a.pdf: damaged PDF. Save it again."), "a.pdf")
    'damaged PDF. Save it again'
    """
    return str(error).removeprefix(f"{name}: ").rstrip(".")

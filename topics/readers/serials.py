"""Days as spreadsheets number them, 45362 for 11 March 2024, where a whole column holds such."""

import re
from collections import Counter
from datetime import date, timedelta
from numbers import Real

Key = tuple[str, str]  # a file and a column of it

_SERIAL = re.compile(r"[2-5]\d{4}(?:\.\d+)?")
_DAY_0 = date(1899, 12, 30)  # of a spreadsheet, for all days after February 1900


def serial_day(value: object) -> date | None:
    """Return the day that a spreadsheet means by a number from 1954 to 2064; None for all else.

    >>> serial_day("45362"), serial_day(45362.5), serial_day("4536"), serial_day("45362 t")
    (datetime.date(2024, 3, 11), datetime.date(2024, 3, 11), None, None)
    """
    if isinstance(value, bool) or not isinstance(value, (str, Real)):
        return None
    text = str(value).strip()
    return _DAY_0 + timedelta(int(text[:5])) if _SERIAL.fullmatch(text) else None


class Serials:
    """Columns that hold nothing but numbers such as a spreadsheet has for its days."""

    def __init__(self) -> None:
        self.proven: set[Key] = set()
        self._file = ""
        self._counts: Counter[Key] = Counter()
        self._others: set[Key] = set()

    def __bool__(self) -> bool:
        return bool(self.proven or self._counts)

    def add(self, key: Key, value: object) -> None:
        """Take in a value that is not missing; the values of a file come one after another."""
        if key[0] != self._file:
            self.end()
            self._file = key[0]
        if serial_day(value) is None:
            self._others.add(key)
        else:
            self._counts[key] += 1

    def end(self) -> None:
        """Judge the columns of the file that was read last; one number alone proves nothing."""
        for key, count in self._counts.items():
            if count > 1 and key not in self._others:
                self.proven.add(key)
        self._counts.clear()
        self._others.clear()

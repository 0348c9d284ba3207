"""Texts whose lines open with who and when: the messages of a chat, the dispatches of an agency."""

import re

# 12/03/2024, 10:05 - Ana: ... or [12.03.24, 10:05:12] Ana: ...
_STAMPED = re.compile(
    r"\[?\d{1,4}([./-])\d{1,2}\1\d{1,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp][Mm])?\]?"
    r"(?: [-–])? [^:]{1,60}: .*"
)
_STAMPS = r"\[?\d+[./-]\d+[./-]\d+,? \d+:.*"
# Ana, [12.03.2024 10:05] or [12.03.2024 10:05] Ana, each above its message
_HEADED = re.compile(
    r"[^\[\]\n]{0,60}\[\d{1,4}([./-])\d{1,2}\1\d{1,4},? \d{1,2}:\d\d(?::\d\d)?\][^\[\]\n:]{0,60}"
)
_HEADS = r".{0,60}\[\d+[./-]\d+[./-]\d+,? \d+:[\d:]+\].{0,60}"
_AGENCY = re.compile(
    r"\((?:Reuters|AP|AFP|UPI|dpa|EFE|ANSA|TASS|Xinhua|PTI|IANS|Anadolu|AA|Kyodo|Yonhap|Interfax"
    r"|Bloomberg)\)\.? ?[-–—]"
)
_DISPATCH = re.compile(rf"[^\W\d_][\w .,'-]{{2,50}}{_AGENCY.pattern}.*")
_DISPATCHES = r"\w[^()]{2,50}\(\w+\)\.? ?[-–—].*"
_FEWEST = 3
_FIRST = 200


def opening_of(text: str) -> tuple[str, int, str] | None:
    r"""Return the first opening as shown, how many there are, and what to split by; None for none.

    >>> opening_of("12/03/24, 10:05 - Ana: Talks open.\n" * 3)[1]
    3
    """
    if text[:_FIRST].lstrip(" \n[\u200e")[:1].isdigit():
        found = _found(text, _STAMPED, _STAMPS, share=0.3)
        if found is not None:
            return found
    if _HEADED.fullmatch(text[:_FIRST].lstrip().partition("\n")[0].strip()):
        found = _found(text, _HEADED, _HEADS, share=0.3)
        if found is not None:
            return found
    if len(_AGENCY.findall(text)) >= _FEWEST:
        return _found(text, _DISPATCH, _DISPATCHES, share=0.0)
    return None


def _found(
    text: str, form: re.Pattern[str], pattern: str, *, share: float
) -> tuple[str, int, str] | None:
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    same = [line for line in lines if form.fullmatch(line)]
    if len(same) < max(_FEWEST, share * len(lines)):
        return None
    return repr(f"{same[0][:40]}..."), len(same), pattern

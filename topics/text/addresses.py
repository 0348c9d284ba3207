"""Web and mail addresses and handles, which are no words: blanked, so that offsets stay."""

import re

_ENDINGS = (
    "com org net edu gov mil int info biz eu app dev news blog online site xyz ac co io tv "
    "uk de fr ru su cn jp kz uz kg tj tm ua pl es pt nl se fi dk ch cz sk hu ro bg gr tr ir il sa "
    "ae eg za ng ke gh tz ug et br ar mx cl pe ve ca au nz kr hk tw sg th vn ph pk bd lk np iq az "
    "ge md lv lt ee rs hr si ba mk al ie lu li mt cy ly fm gl"
)
_REST = r"[!-~\u00c0-\u024f\u0370-\u04ff]"
_WEB = re.compile(rf"(?:(?:https?|ftp)://|\bwww\.){_REST}+", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@/])@\w+")
# What may end a bare domain, or stand before the path of a short link. The search begins at the
# dot, since few dots have a letter on both sides.
_DOT = re.compile(
    rf"\.(?:(?:{'|'.join(_ENDINGS.split())})(?![\w-])(?!\.\w)|[a-z]{{2,4}}(?=/\w))(?:[/?#]{_REST}*)?"
)
_BEFORE = re.compile(r"(?<![\w.-])[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\Z")
_LONGEST = 80


def blank_addresses(text: str) -> str:
    """Put spaces in place of web and mail addresses, bare domains and handles.

    A hashtag stays, since it is a word after a sign.

    >>> blank_addresses("Read www.example.org or ask desk@example.org, @desk").split()
    ['Read', 'or', 'ask', ',']
    >>> blank_addresses("The U.S. left.In the end #wheat")
    'The U.S. left.In the end #wheat'
    """
    if "://" in text or "www." in text or "WWW." in text:
        text = _WEB.sub(_blank, text)
    if "@" in text:
        text = _MAIL.sub(_blank, text)
    for match in _DOT.finditer(text):
        start = max(0, match.start() - _LONGEST)
        before = _BEFORE.search(text[start : match.start()])
        if before is not None:
            start += before.start()
            text = text[:start] + " " * (match.end() - start) + text[match.end() :]
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])

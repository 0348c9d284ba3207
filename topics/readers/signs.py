r"""Signs that a program wrote as codes into a cell: &rsquo; and \u2019, \n and _x000D_."""

import html
import json
import re

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
_ESCAPE = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_CONTROL = re.compile(r"_x000([9AD])_")
# not what may be a path or a formula: C:\new, \nabla
_BREAK = re.compile(r"(?:(?:\\r)?\\n){2,}|(?<=[\s.!?…:;\"”’)\]])(?:\\r)?\\n(?![a-z])")


def read_signs(text: str) -> str:
    r"""Return a text with the signs that stand in it as codes; the same text where none do.

    Examples
    --------
    >>> read_signs(r"C&ocirc;te d\u2019Ivoire &amp;amp; Peru")
    'Côte d’Ivoire & Peru'
    >>> read_signs(r"It ended.\nPeru left."), read_signs(r"See C:\new and $\nabla$ & co;")
    ('It ended.\nPeru left.', 'See C:\\new and $\\nabla$ & co;')
    """
    if "&" in text and ";" in text:
        for _ in range(2):  # &amp;rsquo; was written twice
            text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if "_x000" in text:
        text = _CONTROL.sub(lambda match: "\t" if match[1] == "9" else "", text)
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
        if "\n" not in text:
            text = _BREAK.sub(lambda match: "\n" * min(match[0].count("n"), 2), text)
    return text


def _unescaped(match: re.Match[str]) -> str:
    letters: str = json.loads(f'"{match[0]}"')
    return letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

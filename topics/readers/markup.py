"""HTML inside other files (feeds, mail, JSON, books) to plain text, paragraph by paragraph."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "h1", "h2", "h3",
        "h4", "h5", "h6", "blockquote", "pre", "section", "article", "header", "footer", "aside",
        "figure", "figcaption", "main", "nav", "form", "title",
    )
)  # fmt: skip
_LEFT_OUT = frozenset(("script", "style", "head", "template", "noscript"))
# What HTMLParser takes the square of its length to pass over, or stops at.
_APART = re.compile(r"<!--|<!\[[^][<>]{0,200}](?:--)?>|<(script|style)\b", re.I)
_CLOSES = {
    "<!--": re.compile("-->"),
    "script": re.compile(r"</script\b[^<>]*>", re.I),
    "style": re.compile(r"</style\b[^<>]*>", re.I),
}
_CDATA = re.compile(r"<!\[CDATA\[|]]>")
_MARKUP = re.compile(r"</(?:p|div|span|a|em|strong|b|i|h[1-6]|li)>|<(?:br|p)\b[^<>]{0,200}>", re.I)
_HEADING = re.compile(r"<(h[1-3])\b[^<>]{0,200}>(.{1,1000}?)</\1>", re.I | re.S)


def is_markup(text: str) -> bool:
    """Say whether a text is written in HTML.

    >>> is_markup("<p>Talks open.</p>"), is_markup("prices < 5 and > 3")
    (True, False)
    """
    return _MARKUP.search(text) is not None


def html_to_text(markup: str) -> str:
    r"""Return the text of a piece of HTML, a blank line between its paragraphs.

    >>> html_to_text("<p>Talks&nbsp;open.<script>x()</script></p><p>They <b>close</b>.</p>")
    'Talks open.\n\nThey close.'
    """
    reader = _Text()
    reader.feed(_sound(markup))
    reader.close()
    blocks = (" ".join(block.split()) for block in "".join(reader.parts).split("\x00"))
    return "\n\n".join(block for block in blocks if block)


def heading_of(markup: str) -> str:
    """Return the text of the first heading of a page, "" when there is none.

    >>> heading_of("<body><h2>The <i>port</i></h2><h3>2</h3></body>")
    'The port'
    """
    found = _HEADING.search(markup)
    return html_to_text(found[2]).replace("\n\n", " ") if found else ""


def _sound(markup: str) -> str:
    """Return markup that HTMLParser reads whole, in time that grows with its length.

    Comments, scripts, styles and Word's sections such as ``<![if ...]>`` are left out; what stands
    in CDATA is kept. A comment without an end, and a ``<`` that no ``>`` follows, are text.
    """
    if "<![CDATA[" in markup:
        markup = _CDATA.sub("", markup)
    parts, at, endless = [], 0, set[str]()
    for found in _APART.finditer(markup):
        kind = (found[1] or found[0]).lower()
        if found.start() < at or kind in endless:
            continue
        close = _CLOSES[kind].search(markup, found.start() + 2) if kind in _CLOSES else found
        if close is None:
            endless.add(kind)  # and so is each one after it
        else:
            parts.append(markup[at : found.start()])
            at = close.end()
    kept, end, rest = ("".join(parts) + markup[at:]).rpartition(">")
    kept = kept.replace("<!--", "&lt;!--").replace("<![", "&lt;![")
    return kept + end + rest.replace("<", "&lt;")


class _Text(HTMLParser):
    """Collects text; a NUL stands where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _LEFT_OUT:
            self._left_out += 1
        elif tag in _BLOCKS:
            self.parts.append("\x00")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self._left_out = max(0, self._left_out - 1)
        elif tag in _BLOCKS:
            self.parts.append("\x00")

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.parts.append(data.replace("\x00", " "))

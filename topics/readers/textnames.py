"""What a column with the text of a document is called, in tables, interfaces and archives."""

from collections.abc import Collection, Iterable

from topics.readers.datenames import bare_name

_NAMES = (
    "text", "fulltext", "bodytext", "body", "maintext", "articlebody", "articletext", "content",
    "contents", "storytext", "storycontent", "contenttext", "textcontent", "plaintext",
    "contentencoded", "article", "story", "message", "messagetext", "posttext", "postcontent",
    "selftext", "tweettext", "tweet", "speech", "speechtext", "transcript", "contenthtml",
    "bodyhtml", "rawcontent", "textoriginal", "textdisplay",
    # in other languages, without marks above letters
    "volltext", "artikeltext", "inhalt", "texte", "textecomplet", "texteintegral", "corps",
    "contenu", "texto", "textocompleto", "textointegral", "cuerpo", "contenido", "corpo",
    "conteudo", "testo", "testocompleto", "contenuto", "tekst", "volledigetekst", "inhoud", "tresc",
    "obsah", "metin", "icerik", "metn", "matn", "isi", "isiberita", "текст", "полныйтекст",
    "текстстатьи", "содержание", "текстновости", "зміст", "тэкст", "матн", "мәтін", "κειμενο",
    "النص", "نص", "المحتوى", "متن", "טקסט", "正文", "内容", "內容", "全文", "文本", "本文", "본문",
    "내용",
)  # fmt: skip
_RANK = {bare_name(name): rank for rank, name in enumerate(_NAMES)}


def text_column(keys: Iterable[str], given: Collection[str] = ()) -> str | None:
    """Return the column that holds the text, by its name; None when no name says so.

    Parameters
    ----------
    keys : iterable of str
        Names of columns in their order; a dot parts the names of a field and of one inside it.
    given : collection of str
        Names that the caller says hold the text; they go before all others.

    Examples
    --------
    >>> text_column(["id", "Content", "bodyText"]), text_column(["webTitle", "fields.bodyText"])
    ('bodyText', 'fields.bodyText')
    >>> text_column(["title", "url"]) is None
    True
    """
    best, found = len(_NAMES) * 2, None
    for key in keys:
        if key in given:
            return key
        rank = _RANK.get(bare_name(key))
        if rank is None and "." in key:
            # a field inside another is taken only where no field beside it holds the text
            rank = _RANK.get(bare_name(key.rpartition(".")[2]))
            rank = None if rank is None else rank + len(_NAMES)
        if rank is not None and rank < best:
            best, found = rank, key
    return found

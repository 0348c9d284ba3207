"""Files that are no documents, or not yet: what each is, by its name, and what can be done."""

from topics.readers.account import NOT_READ, SkippedFile

_PICTURE = (NOT_READ, "an image: run it through OCR")
_SOUND = (NOT_READ, "sound or film: transcribe it")
_PACKED = (NOT_READ, "unpack it")
_DATA = (NOT_READ, "save it as .csv or .parquet")
_PAGE = (NOT_READ, "part of a saved page")
_BY_ENDING = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp", "webp", "heic"), _PICTURE),
    **dict.fromkeys(("svg", "ico", "djvu"), _PICTURE),
    **dict.fromkeys(("mp3", "wav", "ogg", "m4a", "mp4", "mov", "avi", "mkv", "webm"), _SOUND),
    **dict.fromkeys(("7z", "rar", "zst", "lz4", "lzh", "cab"), _PACKED),
    **dict.fromkeys(("sav", "dta", "rds", "rdata", "sas7bdat", "db", "sqlite", "mdb"), _DATA),
    **dict.fromkeys(("js", "css", "map", "woff", "woff2", "ttf"), _PAGE),
    **dict.fromkeys(("doc", "dot", "wps", "wpd", "pages"), (NOT_READ, "save as .docx")),
    **dict.fromkeys(("ppt", "pptx", "odp", "key"), (NOT_READ, "slides: save their text")),
    **dict.fromkeys(("mobi", "azw", "azw3", "fb2"), (NOT_READ, "convert it to .epub")),
    **dict.fromkeys(("pkl", "pickle", "joblib"), (NOT_READ, "can run programs: save as .csv")),
    "xlsb": (NOT_READ, "save as .xlsx"),
    "numbers": (NOT_READ, "save as .xlsx"),
    "msg": (NOT_READ, "save as .eml"),
    "pst": (NOT_READ, "export as .mbox"),
    "feather": (NOT_READ, "save as .parquet"),
    "arrow": (NOT_READ, "save as .parquet"),
    **dict.fromkeys(
        ("ris", "bib", "enw", "nbib", "ciw"), (NOT_READ, "export the references as .csv")
    ),
    "md": (NOT_READ, "rename to .txt if it is a document"),
}
_OF_SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", "icon\r")


def system_file(name: str) -> str | None:
    """Say what a file is that a system or a program put beside documents; None for any other.

    >>> system_file("._report.txt"), system_file("~$talks.docx"), system_file("talks.docx")
    ('resource fork of macOS', 'lock of an office program', None)
    """
    lower = name.lower()
    if name.startswith("._") or name == "__MACOSX":
        return "resource fork of macOS"
    if name.startswith("~$") or lower.startswith(".~lock."):
        return "lock of an office program"
    if lower in _OF_SYSTEM:
        return "file of the system"
    return "hidden file" if name.startswith(".") else None


def left_out(name: str) -> SkippedFile:
    """Say why a file of a kind that is not read is left out, and what to do.

    >>> left_out("old/talks.DOC").advice
    'save as .docx'
    """
    base = name.rpartition("/")[2]
    stem, dot, ending = base.rpartition(".")
    ending = ending.lower() if dot and stem else ""
    if not ending:
        advice = "give it an ending such as .txt"
        return SkippedFile(
            file=name, kind="", reason="no ending that tells its kind", advice=advice
        )
    reason, advice = _BY_ENDING.get(ending, (NOT_READ, "convert it to .txt or .csv"))
    return SkippedFile(file=name, kind=f".{ending}", reason=reason, advice=advice)

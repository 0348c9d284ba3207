"""Read Reuters-21578 (SGML) with its editorial country labels, for fitting and validation."""

import html
import re
from pathlib import Path

import pandas as pd

from topics.errors import InputError

_DOCUMENT = re.compile(r"<REUTERS (.*?)>(.*?)</REUTERS>", re.DOTALL)
_CONTROL = re.compile(r"&#\d+;|[\x00-\x08\x0b-\x1f\x7f]")
_SIGNATURE = re.compile(r"\s*(?:REUTER|Reuter)\s*$")


def _between(tag: str, text: str) -> str:
    match = re.search(rf"<{tag}[^>]*>(.*?)</{tag}>", text, re.DOTALL)
    return match[1] if match else ""


def _plain(text: str) -> str:
    return _SIGNATURE.sub("", _CONTROL.sub(" ", html.unescape(_CONTROL.sub(" ", text)))).strip()


def read_reuters(folder: Path, places: Path) -> pd.DataFrame:
    """Read every document as doc_id, title, dateline, text, date, and `labels` (set of codes).

    `places` maps an editorial label to ISO 3166-1 alpha-3.
    """
    codes = pd.read_csv(places).set_index("label")["iso3"].to_dict()
    rows = []
    for path in sorted(folder.glob("*.sgm")):
        for head, rest in _DOCUMENT.findall(path.read_text(encoding="latin-1")):
            body = re.search(r"<TEXT(.*?)>(.*?)</TEXT>", rest, re.DOTALL)
            number = re.search(r'NEWID="(\d+)"', head)
            if body is None or number is None:
                raise InputError(f"{path}: a document without TEXT or NEWID; is it Reuters-21578?")
            inside = body[2]
            whole = "UNPROC" in body[1]
            rows.append(
                {
                    "doc_id": number[1],
                    "title": _plain(_between("TITLE", inside)),
                    "dateline": _plain(_between("DATELINE", inside)),
                    "text": _plain(
                        re.sub(r"<[^>]+>", " ", inside) if whole else _between("BODY", inside)
                    ),
                    "date": _between("DATE", rest).strip().split(" ")[0],
                    "labels": frozenset(
                        codes[label]
                        for label in re.findall(r"<D>(.*?)</D>", _between("PLACES", rest))
                    ),
                }
            )
    if not rows:
        raise InputError(f"{folder} holds no .sgm file. Pass the folder of Reuters-21578.")
    table = pd.DataFrame(rows)
    table["date"] = pd.to_datetime(table["date"], format="%d-%b-%Y").astype("datetime64[s]")
    return table

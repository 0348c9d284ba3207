"""A small sound file of every format that is read."""

import bz2
import importlib.util
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
from office_files import epub, ods, opendocument, pdf, xlsx
from test_readers import docx, nexis
from test_readers_formats import (
    ATOM,
    CHAT,
    ELASTIC,
    FORMATS,
    FRUS,
    HEADER,
    MAIL,
    NEWSAPI,
    ODS_ROWS,
    ODT,
    ONE,
    ROWS,
    RSS,
    TWEETS,
    WXR,
    warc,
)

EXPORTS = Path(__file__).parent / "data" / "exports"
RTF = (
    r"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0 Arial;}}\f0\b Mi\'b3osz\b0  spoke.\par Caf\u233? shut.}"
)
PAGE = f"<html><body><article><h1>Grain</h1><p>{ONE} {ONE} {ONE}</p></article></body></html>"


def _zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", ONE)
        archive.writestr("b.csv", f"text\n{ONE}\n")
    return out.getvalue()


def _tar(how=""):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{how}") as archive:
        for name in ("a.txt", "b/c.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(ONE)
            archive.addfile(info, io.BytesIO(ONE.encode()))
    return out.getvalue()


SGML = (
    '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" NEWID="7">'
    "<DATE>26-FEB-1987 15:01:01.79</DATE><TOPICS><D>grain</D></TOPICS><PLACES><D>peru</D></PLACES>"
    f'<TEXT TYPE="NORM"><TITLE>GRAIN</TITLE><DATELINE>LIMA, Feb 26</DATELINE><BODY>{ONE}</BODY>'
    "</TEXT></REUTERS>"
)


def _parquet():
    if importlib.util.find_spec("pyarrow") is None:
        return b""
    out = io.BytesIO()
    pd.DataFrame({"text": [ONE, ONE], "date": ["2024-03-18", "2024-03-19"]}).to_parquet(out)
    return out.getvalue()


SOUND = {
    "txt": f"GRAIN\nLima, 18 March 2024\n\n{ONE}\n".encode(),
    "csv": f'id,title,text,date\n1,Grain,"{ONE}",2024-03-18\n2,"So, so",x,2024-03-19\n'.encode(),
    "tsv": f"text\tn\n{ONE}\t1\n".encode(),
    "serial.csv": f"title,text,date\nGrain,{ONE},2024-03-01\nFish,{ONE},45362\n".encode(),
    "sgm": SGML.encode(),
    "reuters.sgm": (FORMATS / "reuters.sgm").read_bytes(),
    "html": PAGE.encode(),
    "parquet": _parquet(),
    "nexis.docx": docx(nexis("Grain", "Fish")),
    "nexis.txt": (EXPORTS / "nexis_en.txt").read_bytes(),
    "nexis.html": (EXPORTS / "nexis_en.html").read_bytes(),
    "proquest.txt": (EXPORTS / "proquest_en.txt").read_bytes(),
    "europresse.html": (EXPORTS / "europresse.html").read_bytes(),
    "factiva.html": (EXPORTS / "factiva_en.html").read_bytes(),
    "factiva.xml": (EXPORTS / "factiva.xml").read_bytes(),
    "xlsx": xlsx({"articles": [HEADER, *ROWS], "codes": [["n"], [1]]}),
    "ods": ods([HEADER, *ODS_ROWS]),
    "xls": (FORMATS / "articles.xls").read_bytes(),
    "pdf": pdf([ONE, ONE]),
    "rtf": RTF.encode(),
    "odt": opendocument("text", ODT),
    "docx": docx(["# Grain", ONE]),
    "epub": epub([f"<h1>A</h1><p>{ONE}</p>", f"<p>{ONE}</p>"]),
    "eml": MAIL.encode(),
    "mbox": f"From a b\n{MAIL}\nFrom c d\n{MAIL}".encode(),
    "rss": RSS.encode(),
    "atom": ATOM.encode(),
    "xml": WXR.encode(),
    "tei": FRUS.encode(),
    "warc": warc([(200, "text/html", PAGE), (200, "text/plain", ONE)]),
    "warc.gz": warc([(200, "text/plain", ONE)]),
    "json": json.dumps(NEWSAPI).encode(),
    "jsonl": "\n".join(json.dumps(value) for value in (CHAT, ELASTIC, TWEETS[0][0])).encode(),
    "zip": _zip(),
    "tar": _tar(),
    "tar.gz": _tar("gz"),
    "tar.xz": _tar("xz"),
    "txt.bz2": bz2.compress(ONE.encode()),
    "csv.xz": lzma.compress(f"text\n{ONE}\n".encode()),
}
NEEDS = {"xlsx": "python_calamine", "ods": "python_calamine", "xls": "xlrd"}
NEEDS |= {"parquet": "pyarrow", "html": "trafilatura", "nexis.html": "trafilatura"}
NEEDS |= {"europresse.html": "trafilatura", "factiva.html": "trafilatura"}
NEEDS |= {"rtf": "striprtf", "warc": "warcio", "warc.gz": "warcio"}

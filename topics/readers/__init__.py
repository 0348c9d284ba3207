"""One reader per kind of file: a reader turns a `File` into rows, a row being a dict by column."""

from topics.readers.columnar import read_parquet
from topics.readers.delimited import read_csv, read_tsv
from topics.readers.docx import read_docx
from topics.readers.epub import read_epub
from topics.readers.exports import FAMILIES
from topics.readers.jsons import read_json, read_jsonl
from topics.readers.mail import read_eml, read_mbox
from topics.readers.named import read_named
from topics.readers.odt import read_odt
from topics.readers.pdf import read_pdf
from topics.readers.rtf import read_rtf
from topics.readers.sgml import read_sgml
from topics.readers.sheets import read_sheets
from topics.readers.textfiles import read_txt
from topics.readers.warc import read_warc
from topics.readers.webpage import read_html
from topics.readers.xmlroots import read_xml_roots

READERS = {
    "txt": read_txt,
    "csv": read_csv,
    "tsv": read_tsv,
    "jsonl": read_jsonl,
    "json": read_json,
    "parquet": read_parquet,
    "html": read_html,
    "sgml": read_sgml,
    "docx": read_docx,
    "excel": read_sheets,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "odt": read_odt,
    "eml": read_eml,
    "mbox": read_mbox,
    "xml": read_xml_roots,
    "epub": read_epub,
    "warc": read_warc,
    **{database: read_named(database) for database in FAMILIES},
}

"""One reader per kind of file: a reader turns a `File` into rows, a row being a dict by column."""

from topics.readers.columnar import read_parquet
from topics.readers.delimited import read_csv, read_tsv
from topics.readers.docx import read_docx
from topics.readers.exports import FAMILIES
from topics.readers.jsons import read_json, read_jsonl
from topics.readers.named import read_named
from topics.readers.plain import read_txt
from topics.readers.sgml import read_sgml
from topics.readers.webpage import read_html
from topics.readers.xmls import read_xml

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
    "xml": read_xml,
    **{database: read_named(database) for database in FAMILIES},
}

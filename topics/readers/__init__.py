"""One reader per kind of file: a reader turns a `File` into rows, a row being a dict by column."""

from topics.readers.delimited import read_csv, read_tsv
from topics.readers.jsons import read_json, read_jsonl
from topics.readers.plain import read_txt
from topics.readers.sgml import read_sgml

READERS = {
    "txt": read_txt,
    "csv": read_csv,
    "tsv": read_tsv,
    "jsonl": read_jsonl,
    "json": read_json,
    "sgml": read_sgml,
}

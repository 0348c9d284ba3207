"""Words that settings choose from, once for the library and the command line; light to import."""

PARTS = ("paragraph", "sentence")
UNITS = ("auto", "document", *PARTS)
ALGORITHMS = ("cvb0", "vb")
DUPLICATES = ("near", "exact", "keep")
ERRORS = ("strict", "replace", "skip")
PERIODS = ("month", "quarter", "year")
TRENDS = ("auto", *PERIODS, "off")
FORMATS = (
    "txt", "csv", "tsv", "jsonl", "json", "parquet", "html", "sgml", "docx", "excel", "pdf", "rtf",
    "odt", "eml", "mbox", "xml", "epub", "warc",
)  # fmt: skip
COUNTRY_KINDS = (
    "name",
    "demonym",
    "capital",
    "city",
    "region",
    "metonym",
    "company",
    "leader",
    "currency",
    "historical",
)
GROUP_KINDS = ("organisation", "world_region")
SUCCESSOR_POLICIES = ("keep", "principal", "all")

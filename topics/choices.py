"""Words that settings choose from, once for the library and the command line; light to import."""

PARTS = ("paragraph", "sentence")
UNITS = ("auto", "document", *PARTS)
ALGORITHMS = ("cvb0", "vb")
DUPLICATES = ("near", "exact", "keep")
ERRORS = ("strict", "replace", "skip")
LANGUAGE_CHECKS = ("on", "off")
PERIODS = ("month", "quarter", "year")
FIGURES = ("main", "all")
TRENDS = ("auto", *PERIODS, "off")
FORMATS = (
    "txt", "csv", "tsv", "jsonl", "json", "parquet", "excel", "html", "xml", "sgml", "docx", "odt",
    "rtf", "pdf", "epub", "eml", "mbox", "warc", "nexis", "factiva", "proquest", "europresse",
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

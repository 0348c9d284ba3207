"""Parquet tables: one row, one document, read batch by batch (extra ``parquet``)."""

from collections.abc import Iterator
from typing import Any

from topics.errors import InputError, require_extra
from topics.readers.delimited import check_named_once
from topics.readers.files import MAX_WHOLE_FILE_BYTES, File
from topics.readers.options import ReadOptions

_ROWS_AT_ONCE = 1024


def read_parquet(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:  # noqa: ARG001
    """Yield the rows of a .parquet file.

    Raises
    ------
    MissingExtraError
        When pyarrow is not installed.
    InputError
        When the file is no Parquet file, or two of its columns have one name.
    """
    arrow = require_extra("pyarrow", "parquet")
    parquet = require_extra("pyarrow.parquet", "parquet")
    with file.open() as stream:
        # an archive entry cannot be read from the end, as Parquet must be: it is held in memory
        source = (
            stream if stream.seekable() else arrow.BufferReader(file.read(MAX_WHOLE_FILE_BYTES))
        )
        try:
            table = parquet.ParquetFile(source)
            check_named_once(table.schema_arrow.names, file.name)
            for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
                yield from batch.to_pylist()
        except (InputError, MemoryError):
            raise
        except Exception as error:
            # a text that does not decode, a day beyond all years, a time zone of nowhere
            reason = (str(error) or type(error).__name__).splitlines()[0][:120]
            raise InputError(f"{file.name}: no readable Parquet file ({reason}).") from error

"""Parquet tables: one row, one document, read batch by batch (extra ``parquet``)."""

from collections.abc import Iterator
from typing import Any

from topics.errors import InputError, require_extra
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
        When the file is no Parquet file.
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
            for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE):
                yield from batch.to_pylist()
        except InputError:
            raise
        except (arrow.ArrowException, OSError, ValueError) as error:
            # a text that does not decode is a ValueError, like most of what pyarrow meets
            reason = (str(error) or type(error).__name__).splitlines()[0][:120]
            raise InputError(f"{file.name}: no readable Parquet file ({reason}).") from error

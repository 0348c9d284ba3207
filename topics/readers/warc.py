"""Web archives (.warc, .warc.gz): each page that was answered with HTML or text (extra ``warc``).

Reference: ISO 28500, the WARC file format, version 1.1.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, BinaryIO

from topics.errors import InputError, require_extra
from topics.readers.files import MAX_PAGE_BYTES, File
from topics.readers.options import ReadOptions
from topics.readers.textfiles import read_txt
from topics.readers.webpage import read_html

_PIECE = 2**16
_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt"}


def read_warc(file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
    """Yield the pages of a web archive, with their address and the day of the capture.

    Raises
    ------
    MissingExtraError
        When warcio or trafilatura is not installed.
    InputError
        When the file is no web archive.
    """
    iterator = require_extra("warcio.archiveiterator", "warc").ArchiveIterator
    left_out: Counter[str] = Counter()
    number = 0
    with file.open() as stream:
        try:
            for record in iterator(stream):
                if record.rec_type not in ("response", "resource"):
                    continue
                page = _page(record, file, left_out)
                if page is None:
                    continue
                try:
                    rows = list((read_html if page.format == "html" else read_txt)(page, options))
                except InputError:
                    left_out["without running text"] += 1
                    continue
                for row in rows:
                    number += 1
                    url = record.rec_headers.get_header("WARC-Target-URI") or ""
                    captured = record.rec_headers.get_header("WARC-Date") or ""
                    yield {
                        **row,
                        "doc_id": f"{file.stem}:{number}",
                        "url": row.get("url") or url,
                        "captured": captured,
                    }
        except InputError:
            raise
        except Exception as error:  # damage shows as an error of any kind
            reason = (str(error) or type(error).__name__).strip().splitlines()[0][:120]
            raise InputError(
                f"{file.name}: damaged web archive ({reason}). Fetch it again."
            ) from error
    if left_out:
        said = ", ".join(f"{count:,} {what}" for what, count in left_out.most_common(5))
        options.remarks.append(f"{file.name}: pages that are left out: {said}")
    if not number and not left_out:
        raise InputError(f"{file.name}: no page in this web archive. Check the file.")


def _page(record: Any, file: File, left_out: Counter[str]) -> File | None:  # noqa: ANN401
    headers = record.http_headers
    kind = (headers.get_header("Content-Type") if headers else None) or (
        record.rec_headers.get_header("Content-Type") or ""
    )
    form = _KINDS.get(kind.partition(";")[0].strip().lower())
    if headers is not None and headers.get_statuscode() != "200":
        left_out["answered with an error or a redirection"] += 1
        return None
    if form is None:
        left_out["neither HTML nor text"] += 1
        return None
    data = record.content_stream().read(MAX_PAGE_BYTES + 1)
    while record.raw_stream.read(_PIECE):
        pass  # what is behind the page, such as the end of its last chunk
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError("it ends amid a page")
    if len(data) > MAX_PAGE_BYTES:
        left_out[f"larger than {MAX_PAGE_BYTES >> 20} MiB"] += 1
        return None

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        yield BytesIO(data)

    return File(file.name, form, opened)

"""Office files made small for tests: spreadsheets, texts, books."""

import io
import zipfile

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def package(parts, *, stored=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=how)
    return out.getvalue()


def xlsx(sheets, *, hidden=()):
    """A workbook; a cell is a string, a number, or a one-tuple with the number of a day."""
    names = range(1, len(sheets) + 1)
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
        for n, name in enumerate(sheets, start=1)
    )
    relation = "<Relationship Id='rId{}' Type='" + _DOCUMENT + "/{}' Target='{}'/>"
    relations = [relation.format(n, "worksheet", f"worksheets/sheet{n}.xml") for n in names]
    relations.append(relation.format(99, "styles", "styles.xml"))
    space = f'xmlns="{_PACKAGE}/relationships"'
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}"/></Types>',
        "_rels/.rels": f"{HEAD}<Relationships {space}>"
        f"{relation.format(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_DOCUMENT}">'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{HEAD}<Relationships {space}>{''.join(relations)}"
        "</Relationships>",
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{_SHEET}"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for n, rows in zip(names, sheets.values(), strict=True):
        content = rows if isinstance(rows, str) else _rows(rows)
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'{HEAD}<worksheet xmlns="{_SHEET}"><sheetData>{content}</sheetData></worksheet>'
        )
    return package(parts)


def _rows(rows):
    content = ""
    for number, row in enumerate(rows, start=1):
        content += f'<row r="{number}">'
        for column, cell in zip("ABCDEFGH", row, strict=False):
            place = f'r="{column}{number}"'
            if isinstance(cell, str) and cell:
                content += f'<c {place} t="inlineStr"><is><t>{cell}</t></is></c>'
            elif isinstance(cell, tuple):
                content += f'<c {place} s="1"><v>{cell[0]}</v></c>'
            elif cell != "":
                content += f"<c {place}><v>{cell}</v></c>"
        content += "</row>"
    return content


def opendocument(kind, content, *, prolog="", manifest=""):
    """An .ods or .odt from what stands in the body."""
    spaces = " ".join(
        f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text", "manifest")
    )
    body = f"<office:body><office:{kind}>{content}</office:{kind}></office:body>"
    mime = f"application/vnd.oasis.opendocument.{kind}"
    parts = {
        "mimetype": mime,
        "META-INF/manifest.xml": f"{HEAD}<manifest:manifest {spaces}>{manifest}<manifest:file-entry"
        f' manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>',
        "content.xml": f"{HEAD}{prolog}<office:document-content {spaces}>{body}"
        "</office:document-content>",
    }
    return package(parts, stored=("mimetype",))


def ods(rows, *, after=""):
    content = ""
    for row in rows:
        cells = "".join(
            f'<table:table-cell office:value-type="date" office:date-value="{cell[0]}"/>'
            if isinstance(cell, tuple)
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        content += f"<table:table-row>{cells}</table:table-row>"
    table = f'<table:table table:name="articles">{content}{after}</table:table>'
    return opendocument("spreadsheet", table)


def pdf(pages, *, encrypt=""):
    """A PDF with a text layer; an empty page stands for a picture of one."""
    texts = []
    for page in pages:
        lines = " ".join(f"({line}) Tj T*" for line in page.splitlines())
        texts.append(f"BT /F1 12 Tf 72 720 Td 14 TL {lines} ET" if lines else "")
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(texts):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            f"{5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010d} 00000 n \n".encode() for place in places))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    if not encrypt:
        return out.getvalue()
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(out))
    writer.encrypt(encrypt, algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def epub(chapters):
    """A book whose chapters are pieces of XHTML; the last of them is listed first."""
    items = "".join(
        f'<item id="c{n}" href="text/{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in reversed(range(len(chapters))))
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'{HEAD}<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        'container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": f'{HEAD}<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Harbours</dc:title>'
        f"</metadata><manifest>{items}</manifest><spine>{order}</spine></package>",
    }
    for n, chapter in enumerate(chapters):
        parts[f"OEBPS/text/{n}.xhtml"] = (
            f"<html><head><title>x</title></head><body>{chapter}</body>"
        )
    return package(parts, stored=("mimetype",))

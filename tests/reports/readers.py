"""Read reports back with programs other than those that wrote them."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import openpyxl
from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

from desktop.reports.counts import Counts, Pace, never_cancelled, no_progress
from desktop.reports.document import Document
from desktop.reports.pdf.writer import write_pdf
from desktop.reports.xlsx.writer import write_xlsx


def pdf_of(document: Document) -> tuple[bytes, Counts]:
    stream = BytesIO()
    counts = write_pdf(document, stream, Pace(0, no_progress, never_cancelled))
    return stream.getvalue(), counts


def xlsx_of(document: Document) -> tuple[bytes, Counts]:
    stream = BytesIO()
    counts = write_xlsx(document, stream, Pace(0, no_progress, never_cancelled))
    return stream.getvalue(), counts


def squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def pdf_pages(data: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(data)).pages]


def pdf_text(data: bytes) -> str:
    return " ".join(pdf_pages(data))


def sheets_of(data: bytes) -> dict[str, list[tuple]]:
    """The cells of all sheets, with what Excel reads of its escapes."""
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        sheet.title: [tuple(_unescaped(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def _unescaped(value: object) -> object:
    if not isinstance(value, str):
        return value
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), value)


def shown_texts(data: bytes) -> list[tuple[float, float, str]]:
    """Every piece of text of a PDF as (x, y, text), drawn one by one, for tables."""
    pieces: list[tuple[float, float, str]] = []
    for page in PdfReader(BytesIO(data)).pages:
        page.extract_text(
            visitor_text=lambda text, _user, matrix, _font, _size: pieces.append(
                (round(matrix[4], 1), round(matrix[5], 1), text.strip())
            )
        )
    return [piece for piece in pieces if piece[2]]


def operators_of(data: bytes) -> set[str]:
    """The operators that draw the pages of a PDF."""
    reader = PdfReader(BytesIO(data))
    found: set[str] = set()
    for page in reader.pages:
        content = page.get_contents()
        assert isinstance(content, ContentStream)
        found |= {operator.decode() for _, operator in content.operations}
    return found


def boxes_of(data: bytes) -> int:
    """How many boxes are filled on all pages of a PDF."""
    contents = [page.get_contents() for page in PdfReader(BytesIO(data)).pages]
    return sum(
        operator == b"re" for content in contents if content is not None for _, operator in content.operations
    )


def kinds_of_objects(data: bytes) -> set[str]:
    """The types of all objects of a PDF, so that a link or a picture nobody asked for is seen."""
    reader = PdfReader(BytesIO(data))
    kinds: set[str] = set()
    for number in range(1, len(reader.xref[0]) + 1):
        entry = reader.get_object(IndirectObject(number, 0, reader))
        if hasattr(entry, "get"):
            kinds |= {str(entry.get("/Type", "")), str(entry.get("/Subtype", "")), str(entry.get("/S", ""))}
    return kinds - {""}

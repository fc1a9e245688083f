"""Makes workbooks of the kinds met outside, honest and hostile, byte by byte where no library would."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    return f'{_DECLARATION}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def raw_xlsx(path: Path, *sheets: str, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """Write a workbook from the XML of its sheets; `parts` add or replace parts of the package."""
    numbers = range(1, len(sheets) + 1)
    entries = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in numbers
    )
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{relations}</Relationships>",
    }
    for number, sheet in zip(numbers, sheets, strict=True):
        content[f"xl/worksheets/sheet{number}.xml"] = sheet
    content |= parts or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def strict_copy(source: Path, target: Path) -> Path:
    """Write a workbook again as Strict Open XML."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            for usual, strict in STRICT.items():
                text = text.replace(usual, strict)
            new.writestr(name, text)
    return target


def plain_xlsx(path: Path, rows: list[list[Any]], title: str = "Plan") -> Path:
    """Write rows into one sheet from A1."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def ole_file(path: Path, *streams: str) -> Path:
    """Write an old Office container with these streams, all the same and of no meaning."""
    path.write_bytes(compound_file(b"", *streams))
    return path


def ods_file(path: Path, *tables: str, styles: str = "") -> Path:
    """Write an OpenDocument workbook from the XML of its tables."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    spaces += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {spaces} {calc}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def ods_cell(text: str, more: str = "", kind: str = "string") -> str:
    return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{text}</text:p></table:table-cell>'


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text_record(row: int, column: int, text: str) -> bytes:
    head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
    return _record(0x0204, head + text.encode("utf-16-le"))


def xls_file(path: Path, rows: list[list[str | float | None]], *, is_locked: bool = False) -> Path:
    """Write an old binary workbook with one sheet; the first column of rows 2 and 3 is merged."""
    cells = b""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                cells += _text_record(number, column, cell)
            elif cell is not None:
                cells += _record(0x0203, struct.pack("<HHHd", number, column, 0, cell))
    merges = _record(0xE5, struct.pack("<HHHHH", 1, 1, 2, 0, 0))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0xDBB, 0x7CC, 0, 6)) + cells + merges
    sheet += _record(0x0A, b"")
    start = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x05, 0xDBB, 0x7CC, 0, 6))
    start += _record(0x2F, b"\x01\x00" + b"\x01" * 52) if is_locked else b""
    name = b"Plan"
    offset = len(start) + 4 + 8 + len(name) + 4
    start += _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name) + _record(0x0A, b"")
    path.write_bytes(compound_file(start + sheet, "Workbook"))
    return path


def compound_file(stream: bytes, *names: str) -> bytes:
    """Put one stream under up to three names into an old Office container."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\x00")
    sectors = len(stream) // 512
    end, free, fat_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    chain = [fat_sector, end, *range(3, sectors + 2), end]
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    directory = _directory_entry("Root Entry", 5, 1 if names else free, end, 0)
    for number, name in enumerate(names, 1):
        following = number + 1 if number < len(names) else free
        directory += _directory_entry(name, 2, free, 2, len(stream), following)
    return header + fat + directory.ljust(512, b"\x00") + stream


def _directory_entry(
    name: str, kind: int, child: int, start: int, size: int, after: int = 0xFFFFFFFF
) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, after, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def docx_file(path: Path, body: str) -> Path:
    """Write a Word document from the XML of its body."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<w:body>{body}</w:body></w:document>",
        )
    return path


def word_cell(*paragraphs: str, properties: str = "") -> str:
    texts = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{texts}</w:tc>"


def word_table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows) + "</w:tbl>"

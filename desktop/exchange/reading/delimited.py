"""Reads text tables: csv, tab-separated files, and what is pasted from Excel or Word."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from pathlib import Path

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading.grid import CellValue, Sheet, Workbook, trimmed
from desktop.exchange.reading.limits import Limits

_DELIMITERS = (";", ",", "\t", "|")
_CLIPBOARD = "clipboard"
_SAMPLE = 200_000
_SAMPLE_RECORDS = 200
_NO_ROWS = N_("{file} holds no rows.")
_CELL_TOO_LONG = N_(
    "Line {row} of {file} holds a cell of more than {limit} characters. Check its quotation marks."
)
_OPEN_QUOTE = N_("The quotation mark that opens in line {row} of {file} is never closed.")
_TOO_MANY = N_("{file} holds more cells than can be read.")


def read_csv(path: Path, limits: Limits) -> Workbook:
    """Read a text file as one sheet named after the file."""
    text, encoding = decode(path.read_bytes())
    delimiter, text = _declared_delimiter(text)
    rows = _rows(text, delimiter or find_delimiter(text), path.name, limits)
    return Workbook([Sheet(path.stem, rows)], f"csv ({encoding})")


def read_pasted(text: str, limits: Limits | None = None) -> Workbook:
    """Read a table copied from Excel, LibreOffice or Word: tabs between cells, quoted multi-line cells."""
    text = text.replace("\x00", "")
    limits = limits or Limits()
    delimiter = "\t" if "\t" in text else find_delimiter(text)
    try:
        rows = _rows(text, delimiter, _CLIPBOARD, limits)
    except UserError as error:
        if error.text_id != _OPEN_QUOTE:
            raise
        rows = _rows(text.replace('"', "\u201d"), delimiter, _CLIPBOARD, limits)
    return Workbook([Sheet("", rows)], "text")


def decode(data: bytes) -> tuple[str, str]:
    """Give a file's text and the encoding it was read by: marked, UTF-8, UTF-16, else Windows Latin."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").replace("\x00", ""), "utf-16"
    if wide := _unmarked_utf16(data):
        return data.decode(wide, "replace").replace("\x00", ""), "utf-16"
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _unmarked_utf16(data: bytes) -> str:
    head = data[:4000]
    low, high = head[0::2].count(0), head[1::2].count(0)
    enough = len(head) // 5
    if high > enough and low * 10 < high:
        return "utf-16-le"
    return "utf-16-be" if low > enough and high * 10 < low else ""


def _declared_delimiter(text: str) -> tuple[str, str]:
    """Take off the line `sep=;` that Excel writes and reads."""
    first, _, rest = text.partition("\n")
    mark = first.strip().strip('"').lower()
    if mark.startswith("sep=") and len(mark) == 5:
        return mark[4], rest
    return "", text


def find_delimiter(text: str) -> str:
    """Choose the sign that cuts the most records into the same number of several cells."""
    sample = text[:_SAMPLE]
    return max(_DELIMITERS, key=lambda sign: _consistency(sample, sign))


def _consistency(sample: str, delimiter: str) -> float:
    if delimiter not in sample:
        return 0.0
    widths: Counter[int] = Counter()
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)):
            if number > _SAMPLE_RECORDS:
                break
            if any(cells):
                widths[len(cells)] += 1
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1] * min(item[0], 4)))
    return math.sqrt(width - 1) * (count / widths.total()) ** 2


def _rows(text: str, delimiter: str, file: str, limits: Limits) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = []
    csv.field_size_limit(limits.text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    cells = start = last = 0
    try:
        for record in reader:
            cells += len(record) + 1
            if cells > limits.cells:
                raise UserError(_TOO_MANY, file=file)
            rows.append([_text(value) for value in record])
            last, start = start, reader.line_num
    except csv.Error as error:
        values = {"row": reader.line_num, "file": file, "limit": limits.text}
        raise UserError(_CELL_TOO_LONG, **values) from error
    if rows and start - last > 1 and text.count('"') % 2 and not text.rstrip().endswith('"'):
        raise UserError(_OPEN_QUOTE, row=last + 1, file=file)
    if not trimmed(rows):
        raise UserError(_NO_ROWS, file=file)
    return rows


def _text(value: str) -> str | None:
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in value:
        value = value.replace("\ufeff", "")
    return value if value and not value.isspace() else None

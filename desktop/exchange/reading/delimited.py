"""Reads text tables: csv, tab-separated files, and what is pasted from Excel or Word."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.csv_files import unguarded
from desktop.exchange.reading.cells import plain_value
from desktop.exchange.reading.encodings import MIXED, decode
from desktop.exchange.reading.excel import sheet_too_large
from desktop.exchange.reading.grid import CellValue, Notice, Sheet, Workbook, trimmed
from desktop.exchange.reading.limits import Limits
from desktop.exchange.reading.objects import rows_of_objects
from desktop.exchange.reading.packages import CELL_TOO_LONG, TOO_LARGE, TOO_MANY_ROWS

_DELIMITERS = (";", ",", "\t", "|")
_CLIPBOARD = "clipboard"
_SAMPLE = 200_000
_SAMPLE_RECORDS = 200
_NO_ROWS = N_("{file} holds no rows.")
_OPEN_QUOTE = N_("The quotation mark that opens in line {row} of {file} is never closed.")
_TOO_MANY = N_("{file} holds more cells than can be read.")
_MIXED = N_("{file} holds letters in two encodings. Look at the accented letters of what was read.")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DECLARED = re.compile(r'\ufeff?"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)


def read_csv(path: Path, limits: Limits) -> Workbook:
    """Read a text file as one sheet named after the file."""
    text, encoding = decode(path.read_bytes())
    notices: list[Notice] = [(_MIXED, {"file": path.name})] if encoding == MIXED else []
    try:
        objects = rows_of_objects(text, limits)
    except OverflowError as error:
        raise UserError(TOO_LARGE, file=path.name) from error
    if objects is not None:
        if sum(map(len, objects)) > limits.cells:
            raise UserError(_TOO_MANY, file=path.name)
        return Workbook([Sheet(path.stem, objects)], "json", notices)
    delimiter, text = _declared_delimiter(text.rstrip("\x1a"))
    rows = _rows(text, delimiter or find_delimiter(text), path.name, limits)
    return Workbook([Sheet(path.stem, rows)], f"csv ({encoding})", notices)


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


def _declared_delimiter(text: str) -> tuple[str, str]:
    """Take off the line `sep=;` that Excel writes and reads."""
    if declared := _DECLARED.match(text):
        return declared[1], text[declared.end() :]
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
    reader = csv.reader(_lines(text, delimiter, file, limits), delimiter=delimiter)
    cells = filled = start = last = 0
    try:
        for record in reader:
            is_filled = any(record)
            filled += is_filled
            cells += len(record) if is_filled else 1
            last, start = start, reader.line_num
            if filled > limits.filled_rows:
                # Counted to the end, so that the sentence can say how many there are.
                continue
            _refuse_excess(len(rows), len(record), cells, file, limits)
            rows.append([_value(text) for text in record] if is_filled else [])
    except csv.Error as error:
        values = {"row": reader.line_num, "file": file, "limit": limits.text}
        raise UserError(CELL_TOO_LONG, **values) from error
    if filled > limits.filled_rows:
        raise UserError(TOO_MANY_ROWS, file=file, count=filled, limit=limits.filled_rows)
    if rows and start - last > 1 and text.count('"') % 2 and not text.rstrip().endswith('"'):
        raise UserError(_OPEN_QUOTE, row=last + 1, file=file)
    if not trimmed(rows):
        raise UserError(_NO_ROWS, file=file)
    return rows


def _lines(text: str, delimiter: str, file: str, limits: Limits) -> Iterator[str]:
    """Cut a text into lines with their ends; a stream over it would take four times its memory."""
    for number, found in enumerate(_LINE.finditer(text)):
        line = found[0]
        if len(line) > limits.text and line.count(delimiter) > 10 * limits.text:
            raise sheet_too_large(Path(file).stem, number, line.count(delimiter))
        yield line


def _refuse_excess(row: int, width: int, cells: int, file: str, limits: Limits) -> None:
    if cells > limits.cells:
        raise UserError(_TOO_MANY, file=file)
    if width > limits.columns or row >= limits.rows:
        raise sheet_too_large(Path(file).stem, row, max(0, width - 1))


def _value(text: str) -> CellValue:
    return plain_value(unguarded(text.replace("\ufeff", "") if "\ufeff" in text else text))

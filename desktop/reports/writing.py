"""Writes a document to a file, whole or not at all, and reads the file again before saying it is done."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile

from db.targets import writing_to
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.reports.counts import Counts, IsCancelled, Pace, Progress, never_cancelled, no_progress
from desktop.reports.document import Document, tables_of

Format = Literal["pdf", "xlsx"]

FORMATS: tuple[Format, ...] = ("pdf", "xlsx")

_PAGE = re.compile(rb"/Type\s*/Page\b")
_STREAM = re.compile(rb"stream\r?\n")
_ROW = re.compile(rb"<row\b")
_BLOCK = 1 << 20


def write(
    document: Document,
    path: Path,
    format_: Format,
    progress: Progress = no_progress,
    is_cancelled: IsCancelled = never_cancelled,
) -> Counts:
    """Write a document as PDF or Excel.

    The file appears only when it is complete and has been read again. `UserError` says what stood in the
    way, `Cancelled` that the person stopped it; nothing is left behind in either case.
    """
    total = sum(table.count or 0 for table in tables_of(document))
    with writing_to(path) as stream:
        counts = _written(document, stream, format_, Pace(total, progress, is_cancelled))
        _compare(stream, path.name, format_, counts)
        progress(counts.rows, counts.rows)
    return counts


def _written(document: Document, stream: IO[bytes], format_: Format, pace: Pace) -> Counts:
    if format_ == "pdf":
        from desktop.reports.pdf.writer import write_pdf

        return write_pdf(document, stream, pace)
    from desktop.reports.xlsx.writer import write_xlsx

    return write_xlsx(document, stream, pace)


def _compare(stream: IO[bytes], name: str, format_: Format, counts: Counts) -> None:
    """Read the file again and compare what is in it with what was counted while writing."""
    try:
        found = pages_in(stream) if format_ == "pdf" else rows_in(stream)
    except (BadZipFile, zlib.error, ValueError, IndexError):
        found = -1
    if found != (counts.pages if format_ == "pdf" else counts.sheet_rows):
        raise UserError(
            N_("{name} was not written correctly and has been removed. Please try again."), name=name
        )


def pages_in(stream: IO[bytes]) -> int:
    """Count the pages of one of our PDF files by its own table of contents, unpacking every page."""
    stream.seek(0)
    data = stream.read()
    start = int(data[data.rindex(b"startxref") + 9 : data.rindex(b"%%EOF")])
    table = data[start:].split(b"trailer", 1)[0].split(b"\n", 2)[2]
    places = sorted(int(line[:10]) for line in table.split(b"\n") if line.rstrip().endswith(b"n"))
    pages = 0
    for place, end in zip(places, [*places[1:], start], strict=True):
        entry = data[place:end]
        packed = _STREAM.search(entry)
        if packed is None:
            pages += len(_PAGE.findall(entry))
        elif b"/FlateDecode" in entry[: packed.start()]:
            zlib.decompress(entry[packed.end() : entry.rindex(b"endstream")])
    return pages


def rows_in(stream: IO[bytes]) -> int:
    """Count the rows of all sheets of a workbook; the checksum of every part is looked at."""
    rows = 0
    with ZipFile(stream) as archive:
        for name in archive.namelist():
            is_sheet = name.startswith("xl/worksheets/sheet")
            rest = b""
            with archive.open(name) as part:
                while block := part.read(_BLOCK):
                    if is_sheet:
                        rows += len(_ROW.findall(rest + block))
                        # A tag may lie across two blocks; a whole one in the rest would count twice.
                        rest = block[-4:] if not _ROW.search(block[-5:]) else b""
    return rows

"""Writes a document to a file, whole or not at all, and reads the file again before saying it is done."""

from __future__ import annotations

import errno
import os
import re
import stat
import zlib
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal
from zipfile import BadZipFile, ZipFile

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
_IN_USE = frozenset((errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY))


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
    _refuse_odd_target(path)
    total = sum(table.count or 0 for table in tables_of(document))
    part = path.with_name(f"{path.name}.part")
    try:
        with _new_file(part) as stream:
            counts = _written(document, stream, format_, Pace(total, progress, is_cancelled))
            stream.flush()
            os.fsync(stream.fileno())
        _compare(part, format_, counts)
        progress(counts.rows, counts.rows)
        part.replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return counts


def _written(document: Document, stream: IO[bytes], format_: Format, pace: Pace) -> Counts:
    if format_ == "pdf":
        from desktop.reports.pdf.writer import write_pdf

        return write_pdf(document, stream, pace)
    from desktop.reports.xlsx.writer import write_xlsx

    return write_xlsx(document, stream, pace)


def _refuse_odd_target(path: Path) -> None:
    """Refuse to write over a folder, a link or a device."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise _refusal(path, error) from error
    if not stat.S_ISREG(mode):
        raise UserError(
            N_("{name} is not an ordinary file. Choose another name; nothing was written."), name=path.name
        )


def _new_file(part: Path) -> IO[bytes]:
    """Open a file that only its owner may read, never an existing one nor the target of a link."""
    part.unlink(missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(part, flags, 0o600), "w+b")


def _refusal(path: Path, error: OSError) -> UserError:
    name, folder = path.name, path.parent.name
    if error.errno == errno.ENOSPC:
        return UserError(N_("There is no room on the disk for {name}. Nothing was written."), name=name)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UserError(N_("The folder {folder} is not there. Nothing was written."), folder=folder)
    if error.errno in _IN_USE:
        return UserError(
            N_(
                "{name} cannot be written: it may be open in another program, or the folder may be read-only."
            ),
            name=name,
        )
    reason = error.strerror or type(error).__name__
    return UserError(N_("{name} could not be written: {reason}."), name=name, reason=reason)


def _compare(part: Path, format_: Format, counts: Counts) -> None:
    """Read the file again and compare what is in it with what was counted while writing."""
    try:
        found = pages_in(part) if format_ == "pdf" else rows_in(part)
    except (BadZipFile, zlib.error, ValueError, IndexError):
        found = -1
    if found != (counts.pages if format_ == "pdf" else counts.sheet_rows):
        raise UserError(
            N_("{name} was not written correctly and has been removed. Please try again."),
            name=part.name.removesuffix(".part"),
        )


def pages_in(path: Path) -> int:
    """Count the pages of one of our PDF files by its own table of contents, unpacking every page."""
    data = path.read_bytes()
    start = int(data[data.rindex(b"startxref") + 9 : data.rindex(b"%%EOF")])
    table = data[start:].split(b"trailer", 1)[0].split(b"\n", 2)[2]
    places = sorted(int(line[:10]) for line in table.split(b"\n") if line.rstrip().endswith(b"n"))
    pages = 0
    for place, end in zip(places, [*places[1:], start], strict=True):
        entry = data[place:end]
        stream = _STREAM.search(entry)
        if stream is None:
            pages += len(_PAGE.findall(entry))
        elif b"/FlateDecode" in entry[: stream.start()]:
            zlib.decompress(entry[stream.end() : entry.rindex(b"endstream")])
    return pages


def rows_in(path: Path) -> int:
    """Count the rows of all sheets of a workbook; the checksum of every part is looked at."""
    rows = 0
    with ZipFile(path) as archive:
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

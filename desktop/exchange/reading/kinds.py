"""What a file is by its content, whatever its name says; what cannot be read is refused with one sentence."""

from __future__ import annotations

import re
from pathlib import Path

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading.limits import MEGABYTE, Limits

ZIP, OLE, TEXT, XML, PAGE, CARDS = "zip", "ole", "text", "xml", "page", "cards"
READERS = {
    ZIP: ("calamine", "openpyxl"),
    OLE: ("xlrd", "calamine"),
    TEXT: ("csv",),
    XML: ("xml",),
    PAGE: ("html",),
    CARDS: ("vobject",),
}
"""The readers of each kind, in the order in which they are tried."""
CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old Office container begins."""

# The oldest workbooks stand in no container: versions 2, 3 and 4, and 5 and 8 where a program left it out.
_BARE_BOOKS = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00\x00\x05",
    b"\x09\x08\x10\x00\x00\x06",
)
_PICTURE = N_("{file} is a picture, not a workbook, whatever its name says.")
_PDF = N_("{file} is a PDF. Copy its table into a workbook and import that.")
_XML = N_("{file} is an XML text. Open it in Excel or LibreOffice, save it as .xlsx and try again.")
_RICH = N_("{file} is a rich text document. Save it as .docx and try again.")
_CARDS = N_("{file} holds contact cards, not a table.")
_OTHER = N_("{file} is not a workbook, a csv file or a Word document.")
_CERTAIN: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"%PDF", _PDF),
    (b"{\\rtf", _RICH),
    (b"SQLite format 3\x00", _OTHER),
)
_UNLESS_TEXT: tuple[tuple[bytes, str], ...] = (
    (b"BM", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", _PICTURE),
)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_END_OF_TEXT = b"\x1a"
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<table", b"mime-version:")
_XML_STARTS = (b"<?xml", b"<!", b"<workbook", b"<svg")
_OBJECTS = re.compile(rb"[\[{]\s*[\[{\"\]}]")
_OUR_OBJECTS = re.compile(rb'\{\s*"items"\s*:\s*\[')
_SHEETS = b"urn:schemas-microsoft-com:office:spreadsheet"
_XML_PAGE = (b"<html", b"http://www.w3.org/1999/xhtml")


def kind_of(path: Path, limits: Limits) -> str:
    """Tell a zip package, an old Office container and a text apart; refuse everything else."""
    size, head = _first_bytes(path, limits)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return ZIP
    if head.startswith((CONTAINER, *_BARE_BOOKS)):
        return OLE
    _refuse_known(path, head)
    if size > limits.text_file:
        raise UserError(
            N_("{file} is larger than {limit} MB, too large for a text file."),
            file=path.name,
            limit=limits.text_file // MEGABYTE,
        )
    return _kind_of_text(path, head)


def _first_bytes(path: Path, limits: Limits) -> tuple[int, bytes]:
    try:
        _refuse_unusual(path)
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4096)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(N_("{file} cannot be read: {reason}."), file=path.name, reason=reason) from error
    if not head:
        raise UserError(N_("{file} is empty."), file=path.name)
    if size > limits.file:
        raise UserError(
            N_("{file} is larger than {limit} MB."), file=path.name, limit=limits.file // MEGABYTE
        )
    return size, head


def _refuse_unusual(path: Path) -> None:
    if path.is_dir():
        raise UserError(N_("{file} is a folder, not a file."), file=path.name or path)
    if not path.exists():
        raise UserError(N_("There is no file {file}."), file=path)
    if not path.is_file():
        raise UserError(N_("{file} is not an ordinary file."), file=path.name)


def _refuse_known(path: Path, head: bytes) -> None:
    is_text = _reads_as_text(head)
    for signature, message in _CERTAIN if is_text else _CERTAIN + _UNLESS_TEXT:
        if head.startswith(signature):
            raise UserError(message, file=path.name)
    if not is_text:
        raise UserError(_OTHER, file=path.name)


def _kind_of_text(path: Path, head: bytes) -> str:
    """Tell pages and XML workbooks, which portals hand out as .xls, from tables of text."""
    body = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if body.startswith(_PAGE_STARTS):
        return PAGE
    if body.startswith(b"begin:vcard"):
        raise UserError(_CARDS, file=path.name)
    if _OUR_OBJECTS.match(body):
        return TEXT
    if body.startswith(b"begin:vcalendar") or _OBJECTS.match(body):
        raise UserError(_OTHER, file=path.name)
    if not body.startswith(_XML_STARTS):
        return TEXT
    if _SHEETS in body:
        return XML
    if any(mark in body for mark in _XML_PAGE):
        return PAGE
    raise UserError(_XML, file=path.name)


def _reads_as_text(head: bytes) -> bool:
    """Say whether bytes can be a text; the NUL bytes of wide letters do not count against it."""
    if head.startswith(_BYTE_ORDER_MARKS):
        return True
    zeros = head.count(0)
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head) - zeros - head.count(_END_OF_TEXT)
    is_wide = any(0 not in head[place::4] for place in (0, 3))
    return controls <= len(head) // 50 and zeros <= len(head) * (3 if is_wide else 2) // 4

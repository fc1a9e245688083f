"""A source of contacts read into rows: contact cards, a workbook, a text table, the tables of a document.

Needs no database, so that a window can read in a job of its own.
"""

from __future__ import annotations

from pathlib import Path

from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.exchange.layout import MappingFile, read_mapping_file
from desktop.exchange.reading import cards_in, read_card_file, read_pasted, read_workbook
from desktop.exchange.reading.encodings import decode
from desktop.services.import_contacts.cards import read_cards
from desktop.services.import_contacts.lines import ReadContacts
from desktop.services.import_contacts.tables import read_tables

PASTED = N_("the clipboard")
_HEAD = 4096


def read_contacts(
    source: Path | bytes,
    *,
    state: str,
    sheet: str | None = None,
    mapping: Path | MappingFile | None = None,
    name: str = "",
) -> ReadContacts:
    """The rows of a file, or of what was pasted; `name` is what sentences call it.

    Raises UserError when it cannot be read or has no contacts that could be found.
    """
    decided = read_mapping_file(mapping) if isinstance(mapping, Path) else mapping
    if isinstance(source, bytes):
        if are_cards(source[:_HEAD]):
            return read_cards(cards_in(source, name or PASTED), name or PASTED, state)
        book = read_pasted(decode(source)[0])
        return read_tables(book, name or PASTED, state, sheet=sheet, mapping=decided)
    called = name or source.name
    if are_cards(head_of(source)):
        return read_cards(read_card_file(source), called, state)
    return read_tables(read_workbook(source), called, state, sheet=sheet, mapping=decided)


def are_cards(head: bytes) -> bool:
    """Whether bytes begin a file of contact cards."""
    return b"BEGIN:VCARD" in head.replace(b"\x00", b"").upper()


def head_of(path: Path) -> bytes:
    """The first bytes of an ordinary file; none of anything else, which the reader of workbooks refuses."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError as error:
        raise UserError(
            N_("{file} cannot be read: {reason}."), file=path.name, reason=error.strerror or str(error)
        ) from error

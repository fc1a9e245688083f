"""Reads files of contact cards within limits: those of a file in the reading process, pasted ones here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading import kinds
from desktop.exchange.reading.child import Request, Runner, Watch, run_in_child, watch_nothing
from desktop.exchange.reading.limits import MEGABYTE, Limits

if TYPE_CHECKING:
    from desktop.exchange.vcards import CardFile

LARGEST = 32 * MEGABYTE
MOST_CARDS = 10_000
MOST_LINES = 500_000
_TOO_LARGE = N_("{name} is larger than {limit} MB, too large for a file of contact cards.")
_TOO_MANY = N_("{name} holds more than {limit} contact cards.")
_TOO_MANY_LINES = N_("{name} holds more than {limit} lines, too many for a file of contact cards.")


def read_card_file(path: Path, *, runner: Runner = run_in_child, watch: Watch = watch_nothing) -> CardFile:
    """Read a file that begins like contact cards; raises UserError when it is too large to be one."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UserError(
            N_("{file} cannot be read: {reason}."), file=path.name, reason=error.strerror or str(error)
        ) from error
    if size > LARGEST:
        raise UserError(_TOO_LARGE, name=path.name, limit=LARGEST // MEGABYTE)
    from desktop.exchange.vcards import CardFile

    found = runner(Request(path.absolute(), kinds.CARDS, Limits(), kinds.READERS[kinds.CARDS]), watch)
    assert isinstance(found, CardFile)
    return found


def cards_in(data: bytes, name: str) -> CardFile:
    """The cards in bytes that were read or pasted; raises UserError for more than there can be."""
    if len(data) > LARGEST:
        raise UserError(_TOO_LARGE, name=name, limit=LARGEST // MEGABYTE)
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise UserError(_TOO_MANY_LINES, name=name, limit=MOST_LINES)
    if data.upper().count(b"BEGIN:VCARD") > MOST_CARDS:
        raise UserError(_TOO_MANY, name=name, limit=MOST_CARDS)
    from desktop.exchange.vcards import read_vcards

    return read_vcards(data)

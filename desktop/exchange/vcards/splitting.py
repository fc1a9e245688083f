"""Cuts a file of contact cards into single cards before anything reads it: one cannot spoil two."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

_BOM = codecs.BOM_UTF8
_BEGIN = re.compile(rb"(?:[\w-]+\.)?BEGIN[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_END = re.compile(rb"(?:[\w-]+\.)?END[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT(?:;[^:]*)?:[ \t]*", re.IGNORECASE)


@dataclass(slots=True)
class RawCard:
    """The lines between the begin and the end of one card, as bytes; an unclosed one lost its end."""

    lines: list[bytes] = field(default_factory=list)
    is_closed: bool = False


def split_cards(data: bytes) -> list[RawCard]:
    """Give every card that the file begins, in order; the card of an assistant inside another is left out."""
    splitter = _Splitter()
    for line in _eight_bit(data).replace(b"\r\r\n", b"\r\n").splitlines():
        splitter.take(line)
    return splitter.cards


def _eight_bit(data: bytes) -> bytes:
    """Give UTF-16 as UTF-8, because card lines are cut and joined as bytes; leave the rest alone."""
    head = data[:4]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode()
    if head == b"B\0E\0":
        return data.decode("utf-16-le", "replace").encode()
    if head == b"\0B\0E":
        return data.decode("utf-16-be", "replace").encode()
    return data


class _Splitter:
    """Takes the lines one by one; knows whether a card, or an assistant's card inside it, is open."""

    def __init__(self) -> None:
        self.cards: list[RawCard] = []
        self._open: RawCard | None = None
        self._agents = 0
        self._awaits_agent = False

    def take(self, line: bytes) -> None:
        """Put one line where it belongs."""
        bare = line.replace(_BOM, b"") if line.startswith(_BOM) else line
        if _BEGIN.fullmatch(bare if self._open else bare.lstrip()):
            self._begin()
        elif self._open is None:
            return
        elif _END.fullmatch(bare):
            self._end(self._open)
        elif not self._agents:
            self._open.lines.append(bare)
        if bare.strip():
            self._awaits_agent = bool(_AGENT.fullmatch(bare))

    def _begin(self) -> None:
        if self._open is not None and self._awaits_agent:
            self._agents += 1
            return
        self._agents = 0
        self._open = RawCard()
        self.cards.append(self._open)

    def _end(self, card: RawCard) -> None:
        if self._agents:
            self._agents -= 1
        else:
            card.is_closed = True
            self._open = None

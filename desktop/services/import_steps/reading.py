"""A source read once for all pages of the assistant: a workbook, a pasted table, or contact cards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.exchange.reading import (
    Watch,
    cards_in,
    read_card_file,
    read_pasted,
    read_workbook,
    watch_nothing,
)
from desktop.exchange.reading.grid import Workbook
from desktop.exchange.vcards import CardFile
from desktop.services.import_contacts.reading import are_cards, head_of

Kind = Literal["plan", "contacts"]
KINDS: tuple[Kind, ...] = ("plan", "contacts")
_HEAD = 4096
CARDS_ARE_NO_PLAN = N_("{name} holds contact cards. Choose points of contact to bring them in.")
NOTHING_PASTED = N_("The clipboard holds no text. Copy the rows of a table with their headings first.")


@dataclass(frozen=True, slots=True)
class ImportSource:
    """What was read: a workbook, or contact cards."""

    name: str
    book: Workbook | None = None
    cards: CardFile | None = None

    @property
    def are_cards(self) -> bool:
        """Whether the source has cards instead of a table."""
        return self.cards is not None


def read_file(kind: Kind, path: Path, watch: Watch = watch_nothing) -> ImportSource:
    """Read a file; raises UserError when nothing in it can be read, and whatever `watch` raises meanwhile."""
    if are_cards(head_of(path)):
        _refuse_cards(kind, path.name)
        return ImportSource(path.name, cards=read_card_file(path, watch=watch))
    return ImportSource(path.name, read_workbook(path, watch=watch))


def read_text(kind: Kind, text: str, name: str) -> ImportSource:
    """Read a table that was pasted; `name` is what sentences call it."""
    if not text.strip():
        raise UserError(NOTHING_PASTED)
    data = text.encode("utf-8")
    if are_cards(data[:_HEAD]):
        _refuse_cards(kind, name)
        return ImportSource(name, cards=cards_in(data, name))
    return ImportSource(name, read_pasted(text))


def _refuse_cards(kind: Kind, name: str) -> None:
    if kind == "plan":
        raise UserError(CARDS_ARE_NO_PLAN, name=name)

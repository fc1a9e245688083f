"""Reads files of contact cards: repaired line by line, taken apart by vobject, card by card."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from db.messages import N_
from desktop.exchange.vcards.cards import CardFile, CardProblem
from desktop.exchange.vcards.escapes import one_text, parts_of_items, parts_of_text
from desktop.exchange.vcards.fields import WANTED, Field, card_from_fields, is_list_of_cards
from desktop.exchange.vcards.lines import Property, ReadLines, read_properties
from desktop.exchange.vcards.splitting import RawCard, split_cards

UNREADABLE = N_("Card {card} is damaged and cannot be read.")
EMPTY = N_("Card {card} names no person, office, e-mail or phone.")
LIST_OF_CARDS = N_("Card {card} is a list of other cards, not a person or an office.")
UNCLOSED = N_("Card {card} has no end; what could be read of it was kept.")
GUESSED_LETTERS = N_("Card {card} does not say how its letters are written; they were read as {alphabet}.")
LOST_LETTERS = N_("Some letters of card {card} could not be read and show as �.")

_REPAIRS: dict[str, Callable[[str], str]] = {"N": parts_of_items, "ADR": parts_of_text, "ORG": parts_of_text}


def read_vcards(data: bytes) -> CardFile:
    """Read every card of a file of vCard 2.1, 3.0 or 4.0; one that is lost is a problem, never all."""
    found = CardFile([], 0, [], [])
    raw_cards = split_cards(data)
    for number, raw_card in enumerate(raw_cards, start=1):
        _read_one(number, raw_card, found)
    return CardFile(found.cards, len(raw_cards), found.problems, found.notices, found.left)


def _read_one(number: int, raw_card: RawCard, found: CardFile) -> None:
    """Put one card into what was found, as a card or as a problem."""
    lines = read_properties(raw_card.lines, WANTED)
    found.left.update(lines.left)
    fields = _fields_by_vobject(lines.properties)
    if fields is None:
        found.problems.append(_about(number, UNREADABLE))
        return
    if is_list_of_cards(fields):
        found.problems.append(_about(number, LIST_OF_CARDS))
        return
    card = card_from_fields(fields)
    if not (card.full_name or card.organisation or card.emails or card.phones):
        found.problems.append(_about(number, EMPTY))
        return
    found.cards.append(card)
    found.notices.extend(_notices(number, raw_card, lines))


def _about(number: int, text_id: str, **values: object) -> CardProblem:
    return CardProblem(number, text_id, {"card": number, **values})


def _notices(number: int, raw_card: RawCard, lines: ReadLines) -> Iterable[CardProblem]:
    if not raw_card.is_closed:
        yield _about(number, UNCLOSED)
    if lines.guessed is not None:
        alphabet = {"cp932": "Shift-JIS", "cp1252": "Windows-1252"}.get(lines.guessed, "UTF-8")
        yield _about(number, GUESSED_LETTERS, alphabet=alphabet)
    if lines.has_lost_letters:
        yield _about(number, LOST_LETTERS)


def _fields_by_vobject(properties: list[Property]) -> list[Field] | None:
    """Let vobject take the repaired values apart; None when it cannot."""
    import vobject
    from vobject.base import VObjectError

    known = [found for found in properties if found.name != "VERSION"]
    body = "".join(f"{found.name}:{_repaired(found)}\r\n" for found in known)
    try:
        component = vobject.readOne(f"BEGIN:VCARD\r\nVERSION:3.0\r\n{body}END:VCARD\r\n")
    except (VObjectError, ValueError, LookupError, TypeError):
        return None
    values = {name.upper(): iter(lines) for name, lines in component.contents.items()}
    return [Field(found, next(values[found.name]).value) for found in known]


def _repaired(found: Property) -> str:
    repair = _REPAIRS.get(found.name, one_text)
    return repair(found.value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n"))

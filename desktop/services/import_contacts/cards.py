"""Contact cards as rows: one card, one person or office."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.base.errors import UserError
from desktop.exchange.contact_details import check_email, normalise_email, normalise_phone
from desktop.exchange.vcards import CardFile, CardProblem, ContactCard, Detail, read_vcards
from desktop.exchange.vcards.reading import UNREADABLE
from desktop.services.contact_details import region_of
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.lines import ContactLine, LineDetail, ReadContacts
from desktop.services.import_contacts.words import languages_of
from desktop.services.import_outcome import Message, Refused, Skipped

MEGABYTE = 1024 * 1024
LARGEST = 32 * MEGABYTE
MOST_CARDS = 10_000
MOST_LINES = 500_000
READER = "vCard"
_COLUMNS = {"emails": "EMAIL", "phones": "TEL", "institution": "ORG", "person": "FN", "post": "TITLE"}


def read_cards(data: bytes, name: str, state: str) -> ReadContacts:
    """The rows of a file of contact cards; raises UserError when it is too large or holds none."""
    if data.count(b"\n") > MOST_LINES:
        raise UserError(sentences.TOO_MANY_LINES, name=name, limit=MOST_LINES)
    if len(data) > LARGEST:
        raise UserError(sentences.TOO_LARGE, name=name, limit=LARGEST // MEGABYTE)
    if data.upper().count(b"BEGIN:VCARD") > MOST_CARDS:
        raise UserError(sentences.TOO_MANY, name=name, limit=MOST_CARDS)
    file = read_vcards(data)
    if not file.expected:
        raise UserError(sentences.NO_CARDS, name=name)
    lost = {problem.card: problem for problem in file.problems}
    skipped, lines = [], []
    cards = iter(file.cards)
    for number in range(1, file.expected + 1):
        if number not in lost:
            lines.append(_line(next(cards), number, state))
        elif lost[number].text_id == UNREADABLE:
            refusal = Refused("", number, "", _message(lost[number]))
            lines.append(ContactLine("", number, state, refusal=refusal))
        else:
            skipped.append(Skipped("", number, _message(lost[number])))
    return ReadContacts(name, READER, lines, skipped, _notices(file))


def _message(problem: CardProblem) -> Message:
    return Message(problem.text_id, problem.values)


def _notices(file: CardFile) -> list[Message]:
    read = Message(sentences.CARDS_READ, {"read": len(file.cards), "expected": file.expected})
    return [read, *map(_message, file.notices)]


def _line(card: ContactCard, number: int, state: str) -> ContactLine:
    line = ContactLine("", number, state, card_id=card.uid, columns=_COLUMNS)
    person = {
        "name": card.full_name or " ".join(filter(None, (card.given_names, card.surnames))),
        "treatment": card.prefix,
        "given_names": card.given_names,
        "surnames": card.surnames,
    }
    if person["name"]:
        line.person = {name: value for name, value in person.items() if value}
    if card.organisation:
        line.institution = {"name": card.organisation}
    line.address, line.note = "\n\n".join(card.addresses), card.note
    _take_post(line, card)
    _take_person_fields(line, card)
    _take_web(line, card)
    _take_details(line, "email", card.emails)
    _take_details(line, "phone", card.phones)
    _name_the_nameless(line)
    return line


def _take_post(line: ContactLine, card: ContactCard) -> None:
    title = card.title or card.role
    if title:
        line.post = {"name": title}
    if card.title and card.role and card.role != card.title:
        line.keep_in_note(card.role)


def _take_person_fields(line: ContactLine, card: ContactCard) -> None:
    if not line.person:
        for text in (card.unit, *card.private_addresses):
            line.keep_in_note(text)
        return
    languages, unknown = languages_of(" ".join(card.languages))
    line.keep_in_note(unknown)
    said = {
        "unit": card.unit,
        "private_address": "\n\n".join(card.private_addresses),
        "languages": languages,
    }
    line.person |= {name: value for name, value in said.items() if value}


def _take_web(line: ContactLine, card: ContactCard) -> None:
    urls = list(card.urls)
    if line.institution and urls:
        line.institution["web"] = urls.pop(0)
    for url in urls:
        line.keep_in_note(url)


def _take_details(line: ContactLine, kind: str, details: Iterable[Detail]) -> None:
    region = region_of(line.state)
    for detail in details:
        is_private = detail.is_private or detail.kind == "home"
        if kind == "email" and not check_email(detail.written):
            line.doubt("emails", detail.written, Message(sentences.BAD_EMAIL))
            line.keep_in_note(detail.written)
            continue
        normal = (
            normalise_email(detail.written)
            if kind == "email"
            else normalise_phone(detail.written, region) or ""
        )
        line.details.append(LineDetail(kind, detail.written, normal, detail.kind, is_private))


def _name_the_nameless(line: ContactLine) -> None:
    if line.person or line.institution or line.post:
        return
    reached = next((each.written for each in line.details if each.kind == "email"), "")
    if reached:
        line.person = {"name": reached}
        line.doubt("emails", reached, Message(sentences.NAMED_BY_EMAIL))
    else:
        line.refusal = Refused("", line.row, "", Message(sentences.NAMES_NOBODY))

"""Contact cards as rows: one card, one person or office."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.base.errors import UserError
from desktop.exchange.contact_details import check_email, normalise_email
from desktop.exchange.person_names import split_person_name
from desktop.exchange.vcards import (
    ROLE,
    SEAT,
    STATE,
    CardFile,
    CardProblem,
    ContactCard,
    Detail,
)
from desktop.exchange.vcards.reading import UNREADABLE
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.details import add_phone
from desktop.services.import_contacts.headings_across import find_state
from desktop.services.import_contacts.lines import ContactLine, LineDetail, ReadContacts
from desktop.services.import_contacts.targets import begins_like_office
from desktop.services.import_contacts.words import is_nobody, languages_of, role_in_column, seat_of
from desktop.services.import_outcome import Message, Refused, Skipped

READER = "vCard"
_OWN = (STATE, ROLE, SEAT)
_OF_PROGRAMS = frozenset(
    [
        "PRODID",
        "X-ABUID",
        "X-ABADR",
        "MAILER",
        "CLASS",
        "SORT-STRING",
        "AGENT",
        "CLIENTPIDMAP",
        "SOURCE",
        "MEMBER",
        "TZ",
        "GEO",
    ]
)
_OF_PROGRAMS_TOO = ("X-MS-OL", "X-AB", "X-PHONETIC", "X-WAB", "X-CLASS", "X-APPLE", "X-SHARED", "X-IMAGE")
"""Fields that say something to the program that wrote the card, and to nobody else."""
_COLUMNS = {"emails": "EMAIL", "phones": "TEL", "institution": "ORG", "person": "FN", "post": "TITLE"}


def read_cards(file: CardFile, name: str, state: str) -> ReadContacts:
    """The rows of a file of contact cards; raises UserError when it holds none."""
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
    left = [name for name in file.left if name not in _OF_PROGRAMS and not name.startswith(_OF_PROGRAMS_TOO)]
    not_taken = [Message(sentences.FIELDS_NOT_READ, {"fields": "; ".join(left)})] if left else []
    return [read, *map(_message, file.notices), *not_taken]


def _line(card: ContactCard, number: int, state: str) -> ContactLine:
    own = dict(card.others)
    line = ContactLine("", number, _state(own.get(STATE, ""), state), card_id=card.uid, columns=_COLUMNS)
    name = card.full_name or " ".join(filter(None, (card.given_names, card.surnames)))
    organisation = card.organisation
    if not organisation and begins_like_office(name):
        name, organisation = "", name
    if name and not is_nobody(name):
        line.person = _person(card, name)
    if organisation:
        line.institution = {"name": organisation}
    line.address, line.note = "\n\n".join(card.addresses), card.note
    for field, text in card.others:
        if field not in _OWN:
            line.keep_in_note(f"{field}: {text}")
    _take_post(line, card)
    if line.post:
        said = {"role": role_in_column(own.get(ROLE, "")), "seat": seat_of(own.get(SEAT, ""))}
        line.post |= {name: code for name, code in said.items() if code}
    _take_person_fields(line, card)
    _take_web(line, card)
    _take_details(line, "email", card.emails)
    _take_details(line, "phone", card.phones)
    _name_the_nameless(line)
    return line


def _state(written: str, otherwise: str) -> str:
    found = find_state(written)
    return found.code if found is not None else otherwise


def _person(card: ContactCard, name: str) -> dict[str, str]:
    """The person of a card; what the card does not say apart, the writing of the name may show."""
    shown = split_person_name(name)
    has_parts = bool(card.given_names or card.surnames)
    said = {
        "name": name,
        "treatment": card.prefix or shown.treatment,
        "given_names": card.given_names if has_parts else shown.given_names,
        "surnames": card.surnames if has_parts else shown.surnames,
    }
    return {key: value for key, value in said.items() if value}


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
    for detail in details:
        is_private = detail.is_private or detail.kind == "home"
        if kind == "phone":
            add_phone(line, detail.written, detail.kind, is_private=is_private)
        elif check_email(detail.written):
            normal = normalise_email(detail.written)
            line.details.append(LineDetail(kind, detail.written, normal, detail.kind, is_private))
        else:
            line.doubt("emails", detail.written, Message(sentences.BAD_EMAIL))
            line.keep_in_note(detail.written)


def _name_the_nameless(line: ContactLine) -> None:
    if line.person or line.institution or line.post:
        return
    reached = next((each.written for each in line.details if each.kind == "email"), "")
    if reached:
        line.person = {"name": reached}
        line.doubt("emails", reached, Message(sentences.NAMED_BY_EMAIL))
    else:
        line.refusal = Refused("", line.row, "", Message(sentences.NAMES_NOBODY))

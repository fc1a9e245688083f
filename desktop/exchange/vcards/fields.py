"""Makes a contact card of the values that a card's fields have."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.exchange.detail_labels import read_label
from desktop.exchange.vcards.cards import ContactCard, Detail, DetailKind, clean_text
from desktop.exchange.vcards.lines import Property

STATE, ROLE, SEAT = "X-DESK1540-STATE", "X-DESK1540-ROLE", "X-DESK1540-SEAT"
"""Fields of our own cards, so that they come back as they went."""

OTHERS = (
    *(STATE, ROLE, SEAT),
    *("NICKNAME", "CATEGORIES", "IMPP", "X-SKYPE", "X-SKYPE-USERNAME", "X-ASSISTANT", "X-MS-ASSISTANT"),
    *(
        "X-EVOLUTION-ASSISTANT",
        "X-MANAGER",
        "X-MS-MANAGER",
        "X-EVOLUTION-MANAGER",
        "X-DEPARTMENT",
        "X-OFFICE",
    ),
)
"""Fields without a place of their own, whose texts say something about the person or office."""

WANTED = frozenset(
    (
        *("VERSION", "FN", "N", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "LABEL", "URL", "NOTE"),
        *("LANG", "X-LANGUAGE", "UID", "REV", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS", "X-ABLABEL"),
        *OTHERS,
    )
)
_KNOWN_TYPES = frozenset(["work", "home", "cell", "mobile", "fax"])
_TELEPHONE_URI = re.compile(r"tel:", re.IGNORECASE)
_MAIL_URI = re.compile(r"mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a card with the value that the library made of it: text, a name, an address, a list."""

    source: Property
    value: Any


class _Fields:
    """The fields of one card by name, the preferred first, with the labels that groups give them."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = fields
        self._group_labels = {
            field.source.group: _one_line(field.value)
            for field in fields
            if field.source.name == "X-ABLABEL" and field.source.group
        }

    def named(self, name: str) -> list[Field]:
        """Give the fields of a name; the order of the card stays among equally preferred ones."""
        found = [field for field in self._fields if field.source.name == name]
        return sorted(found, key=lambda field: field.source.preference)

    def types(self, field: Field) -> set[str]:
        """Give the words that say what a phone, e-mail or address is."""
        types = set(field.source.types)
        if types & _KNOWN_TYPES:
            return types
        label = read_label(" ".join((*types, self._group_labels.get(field.source.group, ""))))
        return {*types, label.use or "", "home" if label.is_private else ""}

    def lines(self, name: str) -> list[str]:
        """Give the different values of a name, each on one line."""
        return _different(_one_line(field.value) for field in self.named(name))

    def first(self, name: str) -> str:
        """Give the preferred value of a name on one line, or nothing."""
        return next(iter(self.lines(name)), "")


def is_list_of_cards(fields: Sequence[Field]) -> bool:
    """Whether a card is a mailing list or group."""
    kinds = {"KIND", "X-ADDRESSBOOKSERVER-KIND"}
    return any(f.source.name in kinds and _one_line(f.value).lower() == "group" for f in fields)


def card_from_fields(all_fields: Sequence[Field]) -> ContactCard:
    """Give the contact card of one card's fields."""
    fields = _Fields(all_fields)
    emails = _details(fields, "EMAIL")
    phones = _details(fields, "TEL")
    prefix, given_names, surnames, suffix = _name_parts(fields)
    organisation, unit = _organisation(fields)
    full_name = fields.first("FN") or _joined((prefix, given_names, surnames, suffix))
    if full_name.replace(",", "") == (given_names or surnames) and " " in full_name:
        # A whole name in one place says nothing about its parts.
        given_names = surnames = ""
    is_office = _is_office(fields) or (full_name == organisation and not (given_names and surnames))
    if is_office:
        organisation = organisation or _unless(full_name, emails, phones)
        full_name = prefix = given_names = surnames = suffix = ""
    elif not (given_names or surnames):
        full_name = _unless(full_name, emails, phones)
    work, home = _addresses(fields)
    return ContactCard(
        full_name=full_name,
        prefix=prefix,
        given_names=given_names,
        surnames=surnames,
        suffix=suffix,
        organisation=organisation,
        unit=unit,
        title=" / ".join(fields.lines("TITLE")),
        role=" / ".join(fields.lines("ROLE")),
        emails=emails,
        phones=phones,
        addresses=work,
        private_addresses=home,
        urls=tuple(fields.lines("URL")),
        note="\n\n".join(_different(clean_text(field.value) for field in fields.named("NOTE"))),
        languages=tuple(fields.lines("LANG") + fields.lines("X-LANGUAGE")),
        uid=fields.first("UID"),
        rev=fields.first("REV"),
        others=tuple((name, text) for name in OTHERS for text in fields.lines(name)),
    )


def _unless(name: str, emails: Iterable[Detail], phones: Iterable[Detail]) -> str:
    """Give a name, or nothing when it only repeats an e-mail or a phone."""
    return "" if any(name == detail.written for detail in (*emails, *phones)) else name


def _is_office(fields: _Fields) -> bool:
    """Whether the card says by itself that it is an organisation's or a place's."""
    return (
        fields.first("KIND").lower() in ("org", "location") or fields.first("X-ABSHOWAS").lower() == "company"
    )


def _name_parts(fields: _Fields) -> tuple[str, str, str, str]:
    """Give prefix, given names with the middle ones, surnames and suffix."""
    named = fields.named("N")
    if not named:
        return "", "", "", ""
    name = named[0].value
    given_names = _joined((_one_line(name.given), _one_line(name.additional)))
    return _one_line(name.prefix), given_names, _one_line(name.family), _one_line(name.suffix)


def _organisation(fields: _Fields) -> tuple[str, str]:
    """Give the organisation and its unit; smaller units follow the greater after a comma."""
    for field in fields.named("ORG"):
        parts = [_one_line(part) for part in field.value]
        if any(parts):
            return parts[0], ", ".join(part for part in parts[1:] if part)
    return "", ""


def _details(fields: _Fields, name: str) -> tuple[Detail, ...]:
    """Give the phones or e-mails of a card, each once."""
    found: dict[Detail, None] = {}
    for field in fields.named(name):
        written = _without_uri(_one_line(field.value))
        types = fields.types(field)
        if written:
            found[Detail(written, _kind(types), "home" in types)] = None
    return tuple(found)


def _without_uri(written: str) -> str:
    if _TELEPHONE_URI.match(written):
        number, *parameters = written[4:].split(";")
        extensions = [value[4:] for value in parameters if value.lower().startswith("ext=")]
        return " ext. ".join([number, *extensions[:1]])
    return written[7:] if _MAIL_URI.match(written) else written


def _kind(types: set[str]) -> DetailKind:
    if "fax" in types:
        return "fax"
    if types & {"cell", "mobile"}:
        return "mobile"
    if "work" in types:
        return "work"
    return "home" if "home" in types else "other"


def _addresses(fields: _Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give office addresses and home addresses; the label as printed is better than parts put together."""
    labels: dict[str, deque[str]] = {"work": deque(), "home": deque(), "": deque()}
    for field in fields.named("LABEL"):
        labels[_place(fields.types(field))].append(clean_text(field.value))
    found: list[tuple[str, str]] = []
    for field in fields.named("ADR"):
        place = _place(fields.types(field))
        text = clean_text(field.source.label)
        if not text and labels[place]:
            text = labels[place].popleft()
        found.append((place, text or _address_text(field.value)))
    found += [(place, text) for place, texts in labels.items() for text in texts]
    work = _different(_trimmed_lines(text) for place, text in found if place != "home")
    home = _different(_trimmed_lines(text) for place, text in found if place == "home")
    return tuple(work), tuple(home)


def _place(types: set[str]) -> str:
    return "work" if "work" in types else "home" if "home" in types else ""


def _address_text(address: Any) -> str:
    """Give an address of parts as lines: box, rest, street, then town with region and code, then country."""
    town = _joined(
        (", ".join(filter(None, map(_one_line, (address.city, address.region)))), _one_line(address.code))
    )
    above = (clean_text(_text(part)) for part in (address.box, address.extended, address.street))
    return "\n".join(filter(None, (*above, town, _one_line(address.country))))


def _trimmed_lines(text: str) -> str:
    return "\n".join(filter(None, (line.strip() for line in text.split("\n"))))


def _text(value: Any) -> str:
    """Give text of what may be a text or a list of texts."""
    return value if isinstance(value, str) else " ".join(value)


def _one_line(value: Any) -> str:
    return " ".join(filter(None, (line.strip() for line in clean_text(_text(value)).split("\n"))))


def _joined(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))


def _different(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]

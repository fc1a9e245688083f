"""Writes contact cards as vCard 4.0 or 3.0; the same cards give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from desktop.exchange.vcards.cards import ContactCard, Detail, clean_text
from desktop.exchange.vcards.escapes import escape

Version = Literal["4.0", "3.0"]
_FOLD_AT = 75
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\\]*")
_TYPE_WORDS = {"work": "work", "home": "home", "mobile": "cell", "fax": "fax", "other": ""}


def write_vcards(
    contacts: Iterable[ContactCard], *, version: Version = "4.0", include_private: bool = False
) -> bytes:
    """Give a file of cards in the order given; private phones, e-mails and addresses only when asked for.

    The UID of a card stays as it is, so that reading the file again updates instead of adding.
    """
    lines = (line for contact in contacts for line in _card(contact, version, include_private))
    return b"".join(folded_line(line) for line in lines)


def _card(contact: ContactCard, version: Version, include_private: bool) -> Iterator[str]:
    """Give the lines of one card, always in this order."""
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield from _uid(contact.uid, version)
    yield from _names(contact, version)
    yield from _text("ORG", ";".join(escape(clean_text(part)) for part in _organisation(contact)))
    yield from _text("TITLE", escape(clean_text(contact.title)))
    yield from _text("ROLE", escape(clean_text(contact.role)))
    yield from _details("EMAIL", contact.emails, "internet" if version == "3.0" else "", include_private)
    yield from _details("TEL", contact.phones, "voice" if version == "3.0" else "", include_private)
    yield from (f"ADR;TYPE=work:{_address(text)}" for text in contact.addresses)
    if include_private:
        yield from (f"ADR;TYPE=home:{_address(text)}" for text in contact.private_addresses)
    yield from (f"URL:{_uri(url)}" for url in contact.urls)
    language_name = "LANG" if version == "4.0" else "X-LANGUAGE"
    yield from (f"{language_name}:{escape(clean_text(language))}" for language in contact.languages)
    for name, text in contact.others:
        yield from _text(name, escape(clean_text(text)))
    yield from _text("NOTE", escape(clean_text(contact.note)))
    yield from _text("REV", escape(clean_text(contact.rev)))
    yield "END:VCARD"


def _names(contact: ContactCard, version: Version) -> Iterator[str]:
    """Give the kind, the name as shown and its parts; an office shows its own name."""
    parts = [contact.surnames, contact.given_names, "", contact.prefix, contact.suffix]
    is_person = bool(contact.full_name or contact.given_names or contact.surnames)
    if version == "4.0":
        yield f"KIND:{'individual' if is_person else 'org'}"
    elif not is_person:
        yield "X-ABShowAs:COMPANY"
    yield f"FN:{escape(clean_text(_shown_name(contact)))}"
    if version == "3.0" or any(parts):
        yield "N:" + ";".join(escape(clean_text(part)) for part in parts)


def _shown_name(contact: ContactCard) -> str:
    """Give the name that every card must have: of the person, else of the office, else how to reach it."""
    in_parts = " ".join(filter(None, (contact.prefix, contact.given_names, contact.surnames, contact.suffix)))
    reached_at = (detail.written for detail in (*contact.emails, *contact.phones) if not _is_private(detail))
    return contact.full_name or in_parts or contact.organisation or next(reached_at, "")


def _organisation(contact: ContactCard) -> list[str]:
    if contact.unit:
        return [contact.organisation, contact.unit]
    return [contact.organisation] if contact.organisation else []


def _text(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}:{value}"


def _details(name: str, details: Iterable[Detail], also: str, include_private: bool) -> Iterator[str]:
    """Give a line for each phone or e-mail that may leave; a private one carries the type home."""
    for detail in details:
        if _is_private(detail) and not include_private:
            continue
        home = "home" if detail.is_private else ""
        words = [word for word in dict.fromkeys((_TYPE_WORDS[detail.kind], home)) if word]
        if also and "fax" not in words:
            words.append(also)
        types = f";TYPE={','.join(words)}" if words else ""
        yield f"{name}{types}:{escape(clean_text(detail.written))}"


def _is_private(detail: Detail) -> bool:
    return detail.is_private or detail.kind == "home"


def _address(text: str) -> str:
    """Give an address in the street part, line by line: nobody has cut it into its parts."""
    return f";;{escape(clean_text(text))};;;;"


def _uri(url: str) -> str:
    return re.sub(r"\s+", "%20", clean_text(url)).replace("\\", "%5C")


def _uid(uid: str, version: Version) -> Iterator[str]:
    if not uid:
        return
    if version == "3.0" or _URI.fullmatch(uid):
        yield f"UID:{uid if _URI.fullmatch(uid) else escape(clean_text(uid))}"
    else:
        yield f"UID;VALUE=text:{escape(clean_text(uid))}"


def folded_line(line: str) -> bytes:
    """Give a line cut at 75 bytes, never inside a letter, each further piece behind a blank."""
    pieces: list[bytes] = []
    current = bytearray()
    for letter in line:
        raw = letter.encode("utf-8", "replace")
        if len(current) + len(raw) > _FOLD_AT:
            pieces.append(bytes(current))
            current = bytearray(b" ")
        current += raw
    pieces.append(bytes(current))
    return b"\r\n".join(pieces) + b"\r\n"

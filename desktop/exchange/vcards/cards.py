"""What a contact card holds once it is read, and what is said about a file of cards."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

DetailKind = Literal["work", "home", "mobile", "fax", "other"]


@dataclass(frozen=True, slots=True)
class Detail:
    """A phone number or an e-mail address as written, with its kind and whether it is a private one."""

    written: str
    kind: DetailKind = "other"
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One person or one office; an office without a person has an empty full_name.

    `addresses` are those of the office, each of several lines; home addresses lie apart, so that nothing
    prints them by accident. Lists are in the order of the card, preferred ones first. `others` are texts of
    fields that have no place here, by the field's name.
    """

    full_name: str = ""
    prefix: str = ""
    given_names: str = ""
    surnames: str = ""
    suffix: str = ""
    organisation: str = ""
    unit: str = ""
    title: str = ""
    role: str = ""
    emails: tuple[Detail, ...] = ()
    phones: tuple[Detail, ...] = ()
    addresses: tuple[str, ...] = ()
    private_addresses: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    note: str = ""
    languages: tuple[str, ...] = ()
    uid: str = ""
    rev: str = ""
    others: tuple[tuple[str, str], ...] = ()


class CardProblem(NamedTuple):
    """What is said about one card: its place in the file from 1, a message id and the message's values."""

    card: int
    text_id: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class CardFile:
    """The cards of a file: `expected` were begun in it, each is either in `cards` or one of `problems`.

    `notices` are about cards that were kept, but of which something was doubtful. `left` are the names of
    fields that hold something and were not read.
    """

    cards: list[ContactCard]
    expected: int
    problems: list[CardProblem]
    notices: list[CardProblem]
    left: dict[str, None] = field(default_factory=dict)


def clean_text(text: str) -> str:
    """Give text with plain line ends, without control characters, half letters and blanks at the ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.isprintable():
        plain = "".join(letter for letter in plain if letter in "\n\t" or not _is_unwritable(letter))
    return plain.strip()


def _is_unwritable(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs")

"""Phones and e-mails of a cell or a card put into a row, each under what it says of itself."""

from __future__ import annotations

from desktop.exchange.contact_details import (
    check_email,
    normalise_email,
    normalise_phone,
    private_emails,
    split_emails,
    split_phones,
    take_emails,
)
from desktop.exchange.detail_labels import label_of_phone
from desktop.services.contact_details import region_of
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.lines import ContactLine, LineDetail
from desktop.services.import_contacts.words import is_nobody
from desktop.services.import_outcome import Message

_FEWEST_DIGITS = 3
_UNSAID = ("work", "other")


def take_phones(line: ContactLine, name: str, text: str, use: str, *, is_private: bool) -> None:
    """Add the phones of a cell; e-mails that stand among them are taken as such."""
    if "@" in text:
        emails, text = take_emails(text)
        own = "private_emails" if is_private else "emails"
        take_emails_of(line, own, "\n".join(emails), "home" if is_private else "work", is_private=is_private)
    for written in split_phones(text):
        if is_nobody(written):
            continue
        if not has_digits(written):
            _keep(line, name, written, sentences.BAD_PHONE)
            continue
        add_phone(line, written, use, is_private=is_private)


def add_phone(line: ContactLine, written: str, use: str, *, is_private: bool) -> None:
    """Add one phone; its own label says more than the column's, but makes nothing public."""
    label = label_of_phone(written)
    if label.use is not None and (use in _UNSAID or label.use == "fax"):
        use = label.use
    normal = normalise_phone(written, region_of(line.state)) or ""
    line.details.append(LineDetail("phone", written, normal, use, is_private or label.is_private))


def take_emails_of(line: ContactLine, name: str, text: str, use: str, *, is_private: bool) -> None:
    """Add the e-mails of a cell; what is none is named and kept in the note."""
    private = frozenset() if is_private else private_emails(text)
    for written in split_emails(text):
        if is_nobody(written):
            continue
        if not check_email(written):
            _keep(line, name, written, sentences.BAD_EMAIL)
            continue
        is_own = is_private or written in private
        shown_use = "home" if written in private else use
        line.details.append(LineDetail("email", written, normalise_email(written), shown_use, is_own))


def _keep(line: ContactLine, name: str, written: str, sentence: str) -> None:
    line.doubt(name, written, Message(sentence))
    line.keep_in_note(written)


def has_digits(written: str) -> bool:
    """Whether a text may be a phone at all."""
    return sum(sign.isdecimal() for sign in written) >= _FEWEST_DIGITS

"""The cells of a data row as a contact: names, posts, phones, e-mails, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from db.written_dates import decide_day_first, read_date
from desktop.base.reference import shipped_reference
from desktop.base.text import fold
from desktop.exchange.contact_details import (
    check_email,
    normalise_email,
    normalise_phone,
    split_emails,
    split_phones,
)
from desktop.exchange.layout import RowInfo, TableLayout
from desktop.exchange.person_names import split_person_name
from desktop.exchange.reading.grid import CellError, NoCachedValue, Sheet, column_letter
from desktop.exchange.values import clean_text
from desktop.services.contact_details import region_of
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.lines import ContactLine, LineDetail
from desktop.services.import_contacts.targets import UUID
from desktop.services.import_contacts.words import (
    is_nobody,
    languages_of,
    role_in_column,
    seat_of,
    sector_of,
)
from desktop.services.import_outcome import Message, Refused

_DATES = {
    "from": "from_date",
    "to": "to_date",
    "instrument_date": "instrument_date",
    "verified_on": "verified_on",
}
_DETAILS = (
    ("emails", "email", "work", False),
    ("private_emails", "email", "home", True),
    ("phones", "phone", "work", False),
    ("mobiles", "phone", "mobile", False),
    ("faxes", "phone", "fax", False),
    ("private_phones", "phone", "home", True),
)
_PERSON_TEXTS = ("treatment", "given_names", "surnames", "rank", "unit", "private_address")
_INSTITUTION_TEXTS = ("acronym", "kind", "web")
_CHOICES: dict[str, Callable[[str], str]] = {"role": role_in_column, "seat": seat_of, "sector": sector_of}
_BETWEEN_NAMES = re.compile(r"\s*[;\n]\s*")
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_FEWEST_DIGITS = 3


class LineReader:
    """Makes contacts of the data rows of one table; a section above the rows fills what they leave open.

    `day_first` is the order of day and month where a person said it; None: each column by its cells.
    """

    def __init__(self, sheet: Sheet, layout: TableLayout, state: str, day_first: bool | None = None) -> None:
        self.section_state = ""
        self.section_institution = ""
        self._sheet = sheet.name
        self._state = state
        self._letters = {name: column_letter(columns[0]) for name, columns in layout.columns.items()}
        self._day_first = {name: day_first for name in _DATES if name in layout.columns}

    def decide_dates(self, rows: Sequence[RowInfo]) -> None:
        """Decide the order of day and month of each column by these rows, unless a person said it."""
        for name, said in self._day_first.items():
            if said is None:
                self._day_first[name] = decide_day_first(row.values.get(name) for row in rows)

    def line(self, row: RowInfo) -> ContactLine | None:
        """The contact of a row; None when the row says nothing of any."""
        line = ContactLine(self._sheet, row.row + 1, self.section_state or self._state, columns=self._letters)
        said = {name: text for name in row.values if (text := _text(line, name, row.values[name]))}
        if not said:
            return None
        _take_state(line, said.get("state", ""))
        identity = said.get("id", "").lower()
        line.id = identity if UUID.fullmatch(identity) else ""
        self._take_institution(line, said)
        _take_post(line, said)
        _take_person(line, said)
        line.address, line.note = said.get("address", ""), _joined_notes(said.get("note", ""), line.note)
        for name, kind, use, is_private in _DETAILS:
            if name in said:
                _take_details(line, name, said[name], kind, use, is_private=is_private)
        self._take_dates(line, row)
        return _judged(line, said)

    def _take_institution(self, line: ContactLine, said: dict[str, str]) -> None:
        name = said.get("institution") or self.section_institution
        if name and is_nobody(name):
            name = ""
        name = " ".join(name.split()) or said.get("acronym", "")
        if not name:
            return
        line.institution = {"name": name, **_some(said, _INSTITUTION_TEXTS)}
        _take_choice(line, line.institution, "sector", said)
        others = _BETWEEN_NAMES.split(said.get("aliases", ""))
        line.aliases = tuple(other for other in others if other and not is_nobody(other))

    def _take_dates(self, line: ContactLine, row: RowInfo) -> None:
        for name, field in _DATES.items():
            value = row.values.get(name)
            if value is None or isinstance(value, CellError | NoCachedValue):
                continue
            reading = read_date(value, day_first=self._day_first[name])
            text = clean_text(value)
            if not reading.is_certain or (reading.value and not reading.is_exact):
                line.doubt(name, text, Message(reading.reason or sentences.BAD_DATE))
                line.keep_in_note(text)
            if reading.value is not None and line.post and line.person:
                line.designation[field] = reading.value.text
            elif reading.value is not None and reading.is_exact:
                line.doubt(name, text, Message(sentences.DATE_WITHOUT_POST))
                line.keep_in_note(text)


def _text(line: ContactLine, name: str, value: object) -> str:
    """The text of a cell, or of several cells that serve one field; an error in a cell is a doubt."""
    parts = value if isinstance(value, tuple) else (value,)
    texts: dict[str, None] = {}
    for part in parts:
        if isinstance(part, CellError):
            line.doubt(name, part.text, Message(sentences.CELL_ERROR))
        elif isinstance(part, NoCachedValue):
            line.doubt(name, "", Message(sentences.NO_CACHED_VALUE))
        elif text := clean_text(_unguarded(part)):
            texts[text] = None
    return "\n".join(texts)


def _unguarded(value: object) -> object:
    """A text without the sign that our csv puts before what a spreadsheet would take for a formula."""
    is_guarded = isinstance(value, str) and value.startswith(_GUARDED)
    return value[1:] if is_guarded and isinstance(value, str) else value


def _joined_notes(note: str, kept: str) -> str:
    return "\n".join(filter(None, (note, kept)))


def _some(said: dict[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: said[name] for name in names if name in said and not is_nobody(said[name])}


def _take_state(line: ContactLine, text: str) -> None:
    if not text:
        return
    state = shipped_reference().find_state(text)
    if state is not None:
        line.state = state.code
    else:
        line.doubt("state", text, Message(sentences.UNKNOWN_STATE))
        line.keep_in_note(text)


def _take_choice(line: ContactLine, target: dict[str, str], name: str, said: dict[str, str]) -> None:
    text = said.get(name, "")
    if not text or is_nobody(text):
        return
    code = _CHOICES[name](text)
    if code:
        target[name] = code
    else:
        line.doubt(name, text, Message(sentences.UNKNOWN_WORD))
        line.keep_in_note(text)


def _take_post(line: ContactLine, said: dict[str, str]) -> None:
    name = " ".join(said.get("post", "").split())
    if not name or is_nobody(name):
        role_text = said.get("role", "")
        # A list of points of contact often says no more than "main" and "alternate".
        name = " ".join(role_text.split()) if role_in_column(role_text) else ""
    if not name:
        return
    line.post = {"name": name}
    _take_choice(line, line.post, "role", said)
    _take_choice(line, line.post, "seat", said)
    if said.get("instrument"):
        line.designation["instrument"] = said["instrument"]


def _take_person(line: ContactLine, said: dict[str, str]) -> None:
    names = [name for name in _BETWEEN_NAMES.split(_full_name(said)) if name and not is_nobody(name)]
    if not names:
        return
    fields = _some(said, _PERSON_TEXTS)
    codes, unknown = languages_of(said.get("languages", ""))
    line.keep_in_note(unknown)
    fields |= {"languages": codes} if codes else {}
    line.person = _person(names[0], fields)
    for other in names[1:]:
        also = ContactLine(line.sheet, line.row, line.state, institution=dict(line.institution))
        also.person = _person(other, {})
        also.post, also.designation = dict(line.post), dict(line.designation)
        line.also.append(also)


def _person(name: str, fields: dict[str, str]) -> dict[str, str]:
    parts = split_person_name(name)
    split = {
        "treatment": parts.treatment,
        "given_names": parts.given_names,
        "surnames": parts.surnames,
    }
    return {"name": " ".join(name.split()), **{key: value for key, value in split.items() if value}, **fields}


def _full_name(said: dict[str, str]) -> str:
    """The name as printed: of its own column, with the surnames when these stand only beside it."""
    name, given, surnames = (said.get(key, "") for key in ("person", "given_names", "surnames"))
    if not name:
        return " ".join(filter(None, (given, surnames)))
    if surnames and fold(surnames) not in fold(name):
        said.setdefault("given_names", name)
        return f"{name} {surnames}"
    return name


def _take_details(line: ContactLine, name: str, text: str, kind: str, use: str, *, is_private: bool) -> None:
    region = region_of(line.state)
    for written in split_emails(text) if kind == "email" else split_phones(text):
        if is_nobody(written):
            continue
        is_good = check_email(written) if kind == "email" else _has_digits(written)
        if not is_good:
            bad = sentences.BAD_EMAIL if kind == "email" else sentences.BAD_PHONE
            line.doubt(name, written, Message(bad))
            line.keep_in_note(written)
            continue
        normal = normalise_email(written) if kind == "email" else normalise_phone(written, region) or ""
        line.details.append(LineDetail(kind, written, normal, use, is_private))


def _has_digits(written: str) -> bool:
    return sum(sign.isdecimal() for sign in written) >= _FEWEST_DIGITS


def _judged(line: ContactLine, said: dict[str, str]) -> ContactLine | None:
    """Name what has no name, share details between several persons, refuse what cannot be anybody."""
    emails = [each for each in line.details if each.kind == "email"]
    if line.also:
        _share_details(line, emails, said)
    if line.person or line.post or line.institution:
        return line
    if emails:
        line.person = {"name": emails[0].written}
        line.doubt("emails", emails[0].written, Message(sentences.NAMED_BY_EMAIL))
    elif line.details or line.doubtful:
        line.refusal = Refused(line.sheet, line.row, "", Message(sentences.NAMES_NOBODY))
    else:
        return None
    return line


def _share_details(line: ContactLine, emails: list[LineDetail], said: dict[str, str]) -> None:
    """Give each of several persons the e-mail in its place when there are as many; else all to the first."""
    if len(emails) == len(line.also) + 1:
        line.details = [each for each in line.details if each not in emails[1:]]
        for also, email in zip(line.also, emails[1:], strict=True):
            also.details.append(email)
    if len(line.details) > 1:
        line.doubt("person", said.get("person", ""), Message(sentences.SEVERAL_PERSONS))

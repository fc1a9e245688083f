"""The cells of a data row as a contact: names, posts, phones, e-mails, dates."""

from __future__ import annotations

from collections.abc import Sequence

from db.written_dates import decide_day_first, read_date
from desktop.base.reference import shipped_reference
from desktop.exchange.layout import RowInfo, TableLayout
from desktop.exchange.reading.grid import CellError, NoCachedValue, Sheet, column_letter
from desktop.exchange.values import clean_text
from desktop.services.import_contacts import sentences
from desktop.services.import_contacts.details import take_emails_of, take_phones
from desktop.services.import_contacts.headings_across import HeadingsAcross, state_of_mission
from desktop.services.import_contacts.labels import field_of_label, label_columns
from desktop.services.import_contacts.lines import ContactLine
from desktop.services.import_contacts.people import full_name, people_of_cell, sort_out_names
from desktop.services.import_contacts.posts import (
    said_by_group,
    share_details,
    some_of,
    take_choice,
    take_posts,
)
from desktop.services.import_contacts.rest import Rest
from desktop.services.import_contacts.targets import UUID
from desktop.services.import_contacts.words import (
    is_nobody,
)
from desktop.services.import_outcome import Message, Refused

_DATES = {
    "from": "from_date",
    "to": "to_date",
    "instrument_date": "instrument_date",
    "verified_on": "verified_on",
}
_EMAILS = (("emails", "work", False), ("private_emails", "home", True))
_PHONES = (
    ("phones", "work", False),
    ("mobiles", "mobile", False),
    ("faxes", "fax", False),
    ("private_phones", "home", True),
)
_INSTITUTION_TEXTS = ("acronym", "kind", "web")
_ON_ONE_LINE = ("given_names", "surnames", "unit")
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


class LineReader:
    """Makes contacts of the data rows of one table; headings above the rows fill what they leave open.

    `day_first` is the order of day and month where a person said it; None: each column by its cells.
    `group` names the one of several persons of a row whose columns these are; `rest` keeps what has no field.
    """

    def __init__(
        self,
        sheet: Sheet,
        layout: TableLayout,
        state: str,
        day_first: bool | None = None,
        *,
        group: str = "",
        rest: Rest | None = None,
    ) -> None:
        self.above = HeadingsAcross()
        self._sheet = sheet.name
        self._table = sheet
        self._labels = label_columns(layout)
        self._state = state
        self._group = group
        self._rest = rest
        self._letters = {name: column_letter(columns[0]) for name, columns in layout.columns.items()}
        self._day_first = {name: day_first for name in _DATES if name in layout.columns}

    def decide_dates(self, rows: Sequence[RowInfo]) -> None:
        """Decide the order of day and month of each column by these rows, unless a person said it."""
        for name, said in self._day_first.items():
            if said is None:
                self._day_first[name] = decide_day_first(row.values.get(name) for row in rows)

    def line(self, row: RowInfo) -> ContactLine | None:
        """The contact of a row; None when the row says nothing of any."""
        line = ContactLine(self._sheet, row.row + 1, self.above.state or self._state, columns=self._letters)
        values = self._by_label(row)
        said = {name: text for name in values if (text := _text(line, name, values[name]))}
        if not said:
            return None
        line.id = said["id"].lower() if UUID.fullmatch(said.get("id", "").lower()) else ""
        if self._group and "role" not in said:
            said |= said_by_group(self._group, said)
        _take_state(line, said.get("state", ""))
        sort_out_names(said)
        self._take_institution(line, said)
        line.address = "\n".join(
            filter(None, (said.get("address", ""), ", ".join(said.get("place", "").split("\n"))))
        )
        people = people_of_cell(full_name(said), said.get("emails", "").count("@"))
        take_posts(line, said, people)
        line.note = _joined_notes(said.get("note", ""), line.note)
        _take_all_details(line, said)
        self._take_dates(line, row)
        line.keep_in_note(self.above.remark)
        if self._rest is not None:
            self._rest.keep(line, row.row, said)
        return _judged(line, said)

    def _by_label(self, row: RowInfo) -> dict[str, object]:
        """The values of a row, details moved to what their type says: "Home", "Mobile"."""
        values = dict(row.values)
        for name, places in self._labels.items():
            parts = values[name]
            kept = list(parts) if isinstance(parts, tuple) else [parts]
            for place, column in places:
                target = field_of_label(name, clean_text(self._table.value(row.row, column)))
                if target != name:
                    present = values.get(target)
                    before = present if isinstance(present, tuple) else (present,)
                    values[target] = (*before, kept[place])
                    kept[place] = None
            values[name] = tuple(kept)
        return values

    def _take_institution(self, line: ContactLine, said: dict[str, str]) -> None:
        name = said.get("institution") or self.above.institution
        if name and is_nobody(name):
            name = ""
        name = " ".join(name.split()) or said.get("acronym", "")
        if not name:
            return
        if not (said.get("state") or self.above.state) and (state := state_of_mission(name)):
            line.state = state
        line.institution = {"name": name, **some_of(said, _INSTITUTION_TEXTS)}
        take_choice(line, line.institution, "sector", said)
        others = said.get("aliases", "").replace(";", "\n").split("\n")
        line.aliases = tuple(each.strip() for each in others if each.strip() and not is_nobody(each))

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
                for part in (line, *line.also):
                    part.designation[field] = reading.value.text
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
    return (" " if name in _ON_ONE_LINE else "\n").join(texts)


def _unguarded(value: object) -> object:
    """A text without the sign that our csv puts before what a spreadsheet would take for a formula."""
    is_guarded = isinstance(value, str) and value.startswith(_GUARDED)
    return value[1:] if is_guarded and isinstance(value, str) else value


def _joined_notes(note: str, kept: str) -> str:
    return "\n".join(filter(None, (note, kept)))


def _take_state(line: ContactLine, text: str) -> None:
    if not text:
        return
    state = shipped_reference().find_state(text)
    if state is not None:
        line.state = state.code
    else:
        line.doubt("state", text, Message(sentences.UNKNOWN_STATE))
        line.keep_in_note(text)


def _take_all_details(line: ContactLine, said: dict[str, str]) -> None:
    for name, use, is_private in _EMAILS:
        if name in said:
            take_emails_of(line, name, said[name], use, is_private=is_private)
    for name, use, is_private in _PHONES:
        if name in said:
            take_phones(line, name, said[name], use, is_private=is_private)
    private = {(each.kind, each.normalised or each.written) for each in line.details if each.is_private}
    line.details = [
        each
        for each in line.details
        if each.is_private or (each.kind, each.normalised or each.written) not in private
    ]
    if extension := said.get("extension"):
        _take_extension(line, extension)


def _take_extension(line: ContactLine, extension: str) -> None:
    """Put an extension of its own column behind the phone of the office."""
    words = extension if any(map(str.isalpha, extension)) else f"ext. {extension}"
    for place, each in enumerate(line.details):
        if each.kind == "phone" and each.use == "work":
            if "\n" not in words and not each.written.endswith(words):
                line.details[place] = each._replace(written=f"{each.written} {words}")
            return
    line.keep_in_note(words)


def _judged(line: ContactLine, said: dict[str, str]) -> ContactLine | None:
    """Name what has no name, share details between several persons, refuse what cannot be anybody."""
    if line.also:
        share_details(line, said.get("person", ""))
    if line.person or line.post or line.institution:
        return line
    emails = [each for each in line.details if each.kind == "email"]
    if emails:
        line.person = {"name": emails[0].written}
        line.doubt("emails", emails[0].written, Message(sentences.NAMED_BY_EMAIL))
    elif line.details or line.doubtful:
        line.refusal = Refused(line.sheet, line.row, "", Message(sentences.NAMES_NOBODY))
    else:
        return None
    return line

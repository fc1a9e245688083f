"""The contacts of a State or of the whole file as xlsx, csv, json or contact cards."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from db.changes import change_sets
from db.database import Database
from db.fields import fields_of
from db.partial_date import PartialDate
from db.queries.contact_rows import ContactRow, contact_rows
from db.schema import Designation, Institution, Person, Post
from db.schema.people import POST_ROLES, SEATS
from db.targets import checked_target, writing_to
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Texts, texts_for
from desktop.base.leaving import FOR_OFFICE, Leaving
from desktop.exchange.contact_files import (
    BETWEEN,
    contact_cards,
    contact_object,
    further_of,
    write_contacts_csv,
)
from desktop.reports.builders.data import FileFacts
from desktop.reports.builders.shared import EXERCISE, made_for
from desktop.reports.document import Cell, Column, DataRow, Document, Kind, Section, Table
from desktop.services.exports.plan import write_items
from desktop.services.exports.result import ExportResult
from desktop.services.file_facts import file_facts, file_settings, reference_of
from desktop.services.sharing import Gate, leaving_of

CONTACT_FORMS = ("xlsx", "csv", "json", "vcf")
WHOLE_FORM = "json"


@dataclass(frozen=True, slots=True)
class ContactsExport:
    """What was read for one export, without what may not leave; `day` is when the file last changed."""

    file: FileFacts
    language: str
    rows: Sequence[ContactRow]
    day: date
    includes_private: bool = False
    leaving: Leaving = FOR_OFFICE


def export_contacts(
    database: Database,
    path: Path,
    *,
    state: str | None = None,
    include_private: bool | None = None,
    recipient: str | None = None,
) -> ExportResult:
    """Write the contacts of a State or of all; the ending of `path` says the form.

    Without a recipient it is made for this office. Private phones and e-mails stay here unless asked for,
    except in the json of this office: that is the State's own whole copy, not a paper that goes out. Raises
    UserError for an unknown form.
    """
    form = path.suffix.lower().removeprefix(".")
    if include_private is None:
        include_private = form == WHOLE_FORM
    if form not in CONTACT_FORMS:
        raise UserError(
            N_("Contacts are exported as {forms}, not as “{form}”."),
            forms=", ".join(CONTACT_FORMS),
            form=form,
        )
    checked_target(path, source=database.path)
    export = read_contacts_export(database, state, include_private=include_private, recipient=recipient)
    return write_contacts(export, path)


def read_contacts_export(
    database: Database,
    state: str | None,
    *,
    include_private: bool = False,
    recipient: str | None = None,
    only: Collection[str] | None = None,
) -> ContactsExport:
    """Read what an export of contacts needs, in one transaction, and hold back what may not leave.

    `only` are the ids of the lines that are asked for. Private details leave for no recipient.
    """
    include_private = include_private and recipient is None
    with database.read() as unit:
        reference = reference_of(unit)
        code = state
        if state is not None:
            from desktop.services.files import find_state

            code = find_state(state, reference).code
        rows = contact_rows(unit, code, include_private=include_private)
        asked = [row for row in rows if only is None or row.id in only]
        gate = Gate(unit, recipient)
        leaving = gate.contacts(asked)
        return ContactsExport(
            file=file_facts(unit, reference),
            language=str(file_settings(unit).language),
            rows=leaving,
            day=datetime.fromtimestamp(change_sets(unit, limit=1)[0].at_ms / 1000, UTC).date(),
            includes_private=include_private,
            leaving=leaving_of(gate, unit, contacts=(asked, leaving)),
        )


def write_contacts(export: ContactsExport, path: Path) -> ExportResult:
    """Write what was read, and read it again before it is kept; needs no database."""
    form = path.suffix.lower().removeprefix(".")
    if form == "xlsx":
        from desktop.reports.writing import write as write_document

        counts = write_document(contacts_document(export), path, "xlsx")
        return ExportResult(path, counts.rows, counts.size, leaving=export.leaving)
    write, count = _FORMS[form]
    with writing_to(path) as stream:
        written = write(export, stream)
        size = stream.tell()
        stream.seek(0)
        if count(stream) != written:
            raise UserError(N_("{name} does not hold what was written; it was not kept."), name=path.name)
    holds_private = export.includes_private and written > 0
    return ExportResult(path, written, size, leaving=export.leaving, holds_private=holds_private)


def _write_json(export: ContactsExport, stream: IO[bytes]) -> int:
    beside = {row.id: further for row in export.rows if (further := further_of(row))}
    return write_items(stream, map(contact_object, export.rows), beside)


def _count_json(stream: IO[bytes]) -> int:
    return len(json.load(stream)["items"])


def _write_csv(export: ContactsExport, stream: IO[bytes]) -> int:
    return write_contacts_csv(stream, export.rows)


def _count_csv(stream: IO[bytes]) -> int:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    count = sum(1 for _ in csv.reader(text)) - 1
    text.detach()
    return count


def _write_cards(export: ContactsExport, stream: IO[bytes]) -> int:
    content, count = contact_cards(export.rows, include_private=export.includes_private)
    stream.write(content)
    return count


def _count_cards(stream: IO[bytes]) -> int:
    return sum(1 for line in stream if line == b"BEGIN:VCARD\r\n")


_Write = Callable[[ContactsExport, IO[bytes]], int]
_FORMS: dict[str, tuple[_Write, Callable[[IO[bytes]], int]]] = {
    "json": (_write_json, _count_json),
    "csv": (_write_csv, _count_csv),
    "vcf": (_write_cards, _count_cards),
}


def contacts_document(export: ContactsExport) -> Document:
    """The workbook of an export: one table, without ids."""
    texts = texts_for(export.language)
    _ = texts.gettext
    title = _(N_("Points of contact"))
    table = Table(
        tuple(_columns(texts)),
        lambda: _rows(export, texts),
        empty_text=_(N_("No contacts are recorded.")),
        count=len(export.rows),
        is_editable=True,
    )
    return Document(
        title=title,
        texts=texts,
        sections=(Section(title, (table,), is_landscape=True),),
        facts=tuple(made_for(export.leaving.recipient, texts)),
        running_head=title,
        author_organisation=export.file.organisation,
        date=export.day,
        is_draft=False,
        exercise_text=_(EXERCISE) if export.file.is_exercise else "",
        paper=export.file.paper or "A4",
        state_code=export.file.state.code,
    )


def _columns(texts: Texts) -> Iterator[Column]:
    _ = texts.gettext
    person, post, designation = fields_of(Person), fields_of(Post), fields_of(Designation)
    for declared, name, kind in (
        (person, "name", Kind.TEXT),
        (person, "rank", Kind.TEXT),
        (post, "name", Kind.TEXT),
        (post, "role", Kind.STATUS),
        (post, "seat", Kind.STATUS),
        (fields_of(Institution), "name", Kind.TEXT),
        (person, "unit", Kind.TEXT),
        (post, "state", Kind.TEXT),
        (person, "emails", Kind.LONG_TEXT),
        (person, "phones", Kind.LONG_TEXT),
        (person, "address", Kind.LONG_TEXT),
        (designation, "from_date", Kind.PARTIAL_DATE),
        (designation, "to_date", Kind.PARTIAL_DATE),
        (designation, "verified_on", Kind.PARTIAL_DATE),
        (person, "note", Kind.LONG_TEXT),
    ):
        field = declared[name]
        is_choice = kind is Kind.STATUS
        choices = tuple(_(word) for word in (field.choices or {}).values()) if is_choice else ()
        yield Column(_(field.label), kind, choices=choices)


def _rows(export: ContactsExport, texts: Texts) -> Iterator[DataRow]:
    for row in export.rows:
        yield (
            row.person or None,
            row.rank or None,
            row.post or None,
            texts.gettext(POST_ROLES.get(row.role, "")) or None,
            texts.gettext(SEATS.get(row.seat, "")) or None,
            row.institution or None,
            row.unit or None,
            row.state or None,
            BETWEEN.join(row.emails) or None,
            BETWEEN.join(row.phones) or None,
            row.address or None,
            _date(row.from_date),
            _date(row.to_date),
            _date(row.verified_on),
            row.note or None,
        )


def _date(text: str) -> Cell:
    return PartialDate.parse(text) if text else None

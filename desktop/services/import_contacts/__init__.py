"""Contacts brought in from any workbook, text table or contact cards - all or nothing, one change set.

The road: `reading` makes rows of the source, without a database; `finding` says whom a row means; `taking`
adds and changes; `book` writes it all at the end. A dry run walks the same road and leaves the last step out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from db.database import Database
from desktop.base.i18n import N_
from desktop.exchange.layout import MappingFile
from desktop.services.import_contacts.book import ContactBook
from desktop.services.import_contacts.lines import ContactLine, ReadContacts
from desktop.services.import_contacts.reading import read_contacts
from desktop.services.import_contacts.taking import Taker
from desktop.services.import_contacts.targets import contact_targets
from desktop.services.import_outcome import Action, Created, ImportOutcome, PreviewRow

__all__ = ["ReadContacts", "contact_targets", "import_contacts", "read_contacts"]


def import_contacts(
    database: Database,
    author: str,
    source: Path | bytes | ReadContacts,
    *,
    state: str,
    mapping: Path | MappingFile | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
    skip_refused: bool = False,
    aliases: Mapping[str, str] | None = None,
) -> ImportOutcome:
    """Bring in the contacts of a file, of pasted bytes, or of a source that was read before.

    `aliases` leads names of institutions as written to the ids they stand for; they are remembered. Refused
    rows stop the import unless `skip_refused`. Raises UserError when there is nothing that can be read.
    """
    read = source
    if not isinstance(read, ReadContacts):
        read = read_contacts(read, state=state, sheet=sheet, mapping=mapping)
    with database.read() as unit:
        book = ContactBook(unit, database.ids.new)
    for name, institution_id in (aliases or {}).items():
        book.add_alias(name, institution_id)
    taker = Taker(book)
    actions = [(line, taker.take(line)) for line in read.lines]
    is_stopped = any(line.refusal for line in read.lines) and not skip_refused
    number = None if is_stopped or dry_run else _write(database, author, book, read.name)
    return _outcome(read, actions, taker, number, is_stopped=is_stopped)


def _write(database: Database, author: str, book: ContactBook, name: str) -> int | None:
    with database.write(author, N_("Import contacts from {name}"), origin="import", name=name) as unit:
        book.write(unit)
        info = unit.commit()
    return info.number if info else None


def _outcome(
    read: ReadContacts,
    actions: list[tuple[ContactLine, Action]],
    taker: Taker,
    number: int | None,
    *,
    is_stopped: bool,
) -> ImportOutcome:
    counts = Counter(action for _, action in actions)
    return ImportOutcome(
        read=len(actions),
        added=counts["added"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        skipped=tuple(read.skipped),
        refused=tuple(line.refusal for line, _ in actions if line.refusal),
        doubtful=tuple(doubt for line, _ in actions for doubt in line.doubtful),
        created=Created(institutions=taker.institutions, people=taker.people),
        reader=read.reader,
        notices=tuple(read.notices),
        change_set=number,
        preview=[
            PreviewRow(line.sheet, line.row, action, line.title, line.values()) for line, action in actions
        ],
        is_stopped=is_stopped,
    )

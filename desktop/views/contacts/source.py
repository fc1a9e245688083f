"""Where the directory and its form get what they show: reads posted to the database's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from db.fields import Ref
from db.log_records import ChangeSetInfo
from db.queries.contact_rows import contact_rows
from db.queries.people import aliases, contact_details, designations, institutions, persons, posts
from db.queries.rows import stored_rows
from db.schema import Designation
from db.unit_of_work import Reader
from desktop.base.errors import Problem
from desktop.base.text import fold
from desktop.itemmodels.contact_table_model import FILTERED, ContactLine, line_of, sort_values
from desktop.itemmodels.record_source import Changes, SortKey
from desktop.itemmodels.sort_order import ordered_by, sort_key
from desktop.services.contact_cells import update_contact_cells
from desktop.services.private_details import kept_too_long
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.desk import Desk

TABLES = (
    "person", "post", "institution", "institution_alias", "designation", "contact_detail", "file_settings",
)  # fmt: skip
"""Tables whose rows show in the directory or in its form."""


class ContactSource(QObject):
    """The lines of the directory, of one State or of all when `state` is empty."""

    def __init__(self, desk: Desk, state_name: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state_name = state_name
        self.state = ""
        self.lines: dict[str, ContactLine] = {}

    @property
    def shown(self) -> list[ContactLine]:
        """The lines of the chosen State."""
        return [line for line in self.lines.values() if self.state in ("", line.state)]

    def open(self, count: int, then: Callable[[tuple[list[str], list[Any]]], None]) -> None:
        """All ids in the order of the directory, and the first lines."""
        self._desk.read(directory_lines, then=partial(self._on_opened, count, then))

    def _on_opened(
        self,
        count: int,
        then: Callable[[tuple[list[str], list[Any]]], None],
        lines: dict[str, ContactLine],
    ) -> None:
        self.lines = lines
        found = self.shown
        then(([line.id for line in found], found[:count]))

    def records(self, ids: Sequence[str], then: Callable[[list[Any]], None]) -> None:
        """The lines of these ids that belong here."""
        shown = {line.id: line for line in self.shown}
        then([shown[row_id] for row_id in ids if row_id in shown])

    def order(self, keys: Sequence[SortKey], then: Callable[[list[str]], None]) -> None:
        """All ids ordered by columns."""
        found = self.shown
        ids = [line.id for line in found]
        key = partial(sort_key, state_name=self._state_name)
        then(ordered_by(ids, keys, partial(sort_values, found), key))

    def words(self, then: Callable[[Mapping[str, str]], None]) -> None:
        """The folded words of all lines."""
        then({line.id: fold("\n".join(getattr(line, name) for name in FILTERED)) for line in self.shown})

    def touched(self, info: ChangeSetInfo, then: Callable[[frozenset[str] | None], None]) -> None:
        """The lines that a change set changed, added or removed, by comparing the directory."""
        if any(table in info.touched for table in TABLES):
            self._desk.read(directory_lines, then=partial(self._on_read_again, then))
        else:
            then(frozenset())

    def _on_read_again(
        self, then: Callable[[frozenset[str] | None], None], lines: dict[str, ContactLine]
    ) -> None:
        before, self.lines = self.lines, lines
        ids = before.keys() | lines.keys()
        then(frozenset(row_id for row_id in ids if before.get(row_id) != lines.get(row_id)))

    def change(
        self,
        changes: Changes,
        then: Callable[[ChangeSetInfo | None], None],
        refused: Callable[[Problem], None],
    ) -> None:
        """Write cells of lines as one change set."""
        self._desk.write(update_contact_cells, changes, then=then, refused=refused)


def directory_lines(reader: Reader) -> dict[str, ContactLine]:
    """The whole directory, private details left out, by id and in order."""
    return {row.id: line_of(row) for row in contact_rows(reader)}


class Subject(NamedTuple):
    """What the form shows: the ids of a person, a designation, a post, an institution; some are empty."""

    person_id: str = ""
    designation_id: str = ""
    post_id: str = ""
    institution_id: str = ""

    @property
    def ids(self) -> list[str]:
        """The ids that are not empty."""
        return [row_id for row_id in self if row_id]


def subject_of(line: ContactLine | None) -> Subject:
    """What a line of the directory names."""
    if line is None:
        return Subject()
    return Subject(line.person_id, line.designation_id, line.post_id, line.institution_id)


def shareable_ids(lines: Iterable[ContactLine]) -> dict[str, list[str]]:
    """What is shared when these lines are: a person with the post, an institution alone; ids by table."""
    found: dict[str, dict[str, None]] = {"person": {}, "post": {}, "institution": {}}
    for line in lines:
        named = (
            {"institution": line.institution_id}
            if line.kind == "institution"
            else {"person": line.person_id, "post": line.post_id}
        )
        for table, row_id in named.items():
            if row_id:
                found[table][row_id] = None
    return {table: list(ids) for table, ids in found.items()}


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """The records of a subject; None for what it does not name or what was deleted.

    `ended` is the end of the last designation where private details are kept longer than need be.
    """

    subject: Subject
    person: Any = None
    designation: Any = None
    post: Any = None
    institution: Any = None
    held: Sequence[Any] = ()
    holders: Sequence[Any] = ()
    details: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    aliases: Sequence[str] = ()
    ended: date | None = None

    @property
    def name(self) -> str:
        """What the subject is called."""
        record = self.person or self.post or self.institution
        return "" if record is None else str(record.name)


def contact_facts(reader: Reader, subject: Subject, today: date) -> ContactFacts:
    """Everything the form shows of a subject, private details too."""
    person_id, designation_id, post_id, institution_id = subject
    found = stored_rows(reader, Designation, "t.id = ?", [designation_id]) if designation_id else []
    long_kept = kept_too_long(reader, today, person_id) if person_id else []
    return ContactFacts(
        subject,
        person=_first(persons(reader, [person_id])),
        designation=_first(found),
        post=_first(posts(reader, ids=[post_id])),
        institution=_first(institutions(reader, [institution_id])),
        held=designations(reader, person_id=person_id) if person_id else (),
        holders=designations(reader, post_id=post_id) if post_id else (),
        details=contact_details(reader, [row_id for row_id in (person_id, institution_id) if row_id]),
        aliases=aliases(reader, [institution_id]).get(institution_id, ()),
        ended=long_kept[0].ended if long_kept else None,
    )


def _first(found: Sequence[Any]) -> Any:
    return found[0] if found else None


def find_subject(reader: Reader, row_id: str) -> Subject:
    """The subject that a record of unknown table belongs to."""
    if persons(reader, [row_id]):
        return Subject(person_id=row_id)
    if posts(reader, ids=[row_id]):
        return Subject(post_id=row_id)
    if institutions(reader, [row_id]):
        return Subject(institution_id=row_id)
    found = stored_rows(reader, Designation, "t.id = ?", [row_id])
    if found:
        return Subject(found[0].person_id, row_id, found[0].post_id)
    return Subject()


class ContactNames(QObject):
    """The names of persons, posts and institutions, each told apart from others of the same name.

    Signals:
        loaded: the names have been read, or read again.
    """

    loaded = Signal()

    def __init__(self, desk: Desk, feed: ChangeFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: dict[str, list[Ref]] = {}
        feed.changed.connect(self._on_feed_changed)
        self._load()

    def refs(self, table: str) -> Sequence[Ref]:
        """The names of a table."""
        return self._found.get(table, ())

    def _load(self) -> None:
        self._desk.read(_names, then=self._on_read)

    def _on_read(self, found: dict[str, list[Ref]]) -> None:
        if found != self._found:
            self._found = found
            self.loaded.emit()

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if any(table in info.touched for table in TABLES):
            self._load()


def _names(reader: Reader) -> dict[str, list[Ref]]:
    return {
        "person": _told_apart((each.id, each.name, each.institution_name) for each in persons(reader)),
        "post": _told_apart(
            (each.id, each.name, each.institution_name or each.state) for each in posts(reader)
        ),
        "institution": _told_apart((each.id, each.name, each.state) for each in institutions(reader)),
    }


def _told_apart(rows: Any) -> list[Ref]:
    """Names as refs; what several records share is followed by what tells them apart, at last by a number."""
    found = list(rows)
    counts: dict[str, int] = {}
    for _, name, _ in found:
        counts[fold(name)] = counts.get(fold(name), 0) + 1
    texts: dict[str, int] = {}
    refs = []
    for row_id, name, beside in found:
        text = f"{name} ({beside})" if counts[fold(name)] > 1 and beside else name
        texts[fold(text)] = texts.get(fold(text), 0) + 1
        number = texts[fold(text)]
        refs.append(Ref(row_id, text if number == 1 else f"{text} [{number}]"))
    return refs

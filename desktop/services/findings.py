"""What a check of a file looks for, and how each finding is said: one sentence with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from db.chain import Link, links
from db.checking import (
    BadValue,
    BrokenLink,
    Difference,
    bad_values,
    broken_links,
    differences,
    head_differs,
    register_differs,
    stored_values,
    unreadable_entries,
)
from db.database import Database
from db.errors import DatabaseProblem
from db.fields import stored_fields
from db.opening import integrity_problems
from db.schema import LOGGED, ItemTreaty, TreatyStatus
from db.unit_of_work import Reader
from desktop.base.i18n import N_, Word
from desktop.services.file_facts import reference_of
from desktop.services.import_outcome import Message
from desktop.services.matrix_keys import matrix_faults

Look = Callable[[Reader], Iterable[Message]]

_MOST_NAMED = 25
"""Findings of one kind that are named for each table; the rest are counted."""
_LONGEST_SHOWN = 60
_ROW_LEVEL = ("CHECK constraint failed", "NULL value in")
"""Beginnings of what SQLite says of a row on a sound page."""


def page_findings(database: Database) -> tuple[list[Message], bool]:
    """What SQLite says of the file's pages, and whether anything in it can be read in spite of that."""
    said = [line for line in integrity_problems(database) if not _is_of_a_record(line)]
    is_readable = all(line.startswith(_ROW_LEVEL) or _REFERENCE in line for line in said)
    return [_of_line(line) for line in said], is_readable


_REFERENCE = "foreign key: "


def _is_of_a_record(line: str) -> bool:
    """Whether a broken reference is one of those that `link_findings` names by their record."""
    return line.startswith(_REFERENCE) and line.removeprefix(_REFERENCE).split(" ")[0] in LOGGED


def _of_line(line: str) -> Message:
    if line.startswith(_REFERENCE):
        place = line.removeprefix(_REFERENCE)
        return Message(N_("The history names something that is not in the file: {place}."), {"place": place})
    return Message(N_("The file is damaged. The database says: {detail}"), {"detail": line})


def chain_findings(reader: Reader) -> Iterator[Message]:
    """The first broken link of the chain, with the time and the author that stand there."""
    broken = [link for link in links(reader) if not link.closes]
    if broken:
        yield _broken_link(broken[0], len(broken))
        for number in unreadable_entries(reader)[:_MOST_NAMED]:
            yield Message(N_("Entry {number} of the history cannot be read."), {"number": number})


def _broken_link(link: Link, count: int) -> Message:
    values: dict[str, Any] = {"number": link.number, "count": count}
    if link.is_missing:
        return Message(
            N_("The chain of the history is broken: entry {number} is missing. Links broken: {count}."),
            values,
        )
    moment = moment_of(link.at_ms)
    if not moment or link.author is None:
        return Message(
            N_("The chain of the history is broken at entry {number}. Links broken: {count}."), values
        )
    return Message(
        N_(
            "The chain of the history is broken at entry {number}, of {moment} by {author}. "
            "Links broken: {count}."
        ),
        {**values, "moment": moment, "author": link.author},
    )


def moment_of(at_ms: int | None) -> str:
    """A time of the history as it is written in sentences; empty when it is none."""
    if at_ms is None:
        return ""
    try:
        made = datetime.fromtimestamp(at_ms / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return made.strftime("%Y-%m-%d %H:%M UTC")


def table_findings(reader: Reader) -> Iterator[Message]:
    """Records that are not what the history says, and what the history's own register says of it."""
    try:
        yield from _named(differences(reader), _difference)
    except DatabaseProblem:
        yield Message(N_("The records cannot be compared with the history: a part of it cannot be read."))
    if register_differs(reader):
        yield Message(
            N_(
                "The history's list of records does not fit its entries: entries were cut off, taken out or "
                "put in."
            )
        )


def _difference(found: Difference) -> Message:
    if found.fields:
        shown = _place(found.entity, found.row_id, found.name, found.fields[0])
        return Message(N_("{table} {record}: {field} is not what the history says."), shown)
    sentence = (
        N_("{table} {record}: it is in the file, but not in the history.")
        if found.is_stored
        else N_("{table} {record}: it is in the history, but not in the file.")
    )
    return Message(sentence, _place(found.entity, found.row_id, found.name))


def head_findings(reader: Reader) -> Iterator[Message]:
    """What the file says of itself."""
    if head_differs(reader):
        yield Message(N_("Another program changed what the file says of its own making."))


def link_findings(reader: Reader) -> Iterator[Message]:
    """Records that name a record which is not there, and submissions that rest on no entry."""
    yield from _named(broken_links(reader), _broken)
    head = reader.raw("SELECT coalesce(max(number), 0) FROM main.change_set")[0][0]
    sql = "SELECT id, title, baseline FROM main.submission WHERE baseline > ?"
    for row_id, title, baseline in reader.raw(sql, [head]):
        yield Message(
            N_("{table} {record}: it rests on entry {number}, which the history does not have."),
            {**_place("submission", row_id, title), "number": baseline},
        )


def _broken(found: BrokenLink) -> Message:
    return Message(N_("{table} {record}: {field} names a record that is not in the file."), _place(*found))


def value_findings(reader: Reader) -> Iterator[Message]:
    """Fields that hold what they cannot: dates, choices, numbers and keys of order that do not parse."""
    yield from _named(bad_values(reader), _bad_value)


def _bad_value(found: BadValue) -> Message:
    shown = _place(found.entity, found.row_id, found.name, found.field)
    value = "" if found.value is None else str(found.value)
    return Message(N_("{table} {record}: {field} cannot be “{value}”."), {**shown, "value": _short(value)})


def key_findings(reader: Reader) -> Iterator[Message]:
    """Rows that name a matrix row, a column, a sign or a treaty which the reference data does not have."""
    reference = reference_of(reader)
    for entity, row_id, key in matrix_faults(reader, reference):
        yield Message(
            N_("{table} {record}: the Committee's matrix has no place “{key}”."),
            {**_place(entity, row_id, ""), "key": _short(key)},
        )
    for table in (TreatyStatus, ItemTreaty):
        for row in stored_values(reader, table):
            if row["treaty_key"] not in reference.treaties:
                yield Message(
                    N_("{table} {record}: there is no treaty “{key}”."),
                    {**_place(table.__tablename__, row["id"], ""), "key": _short(str(row["treaty_key"]))},
                )


def attachment_findings(reader: Reader) -> Iterator[Message]:
    """Attachments whose bytes are missing or are not those of their hash, and bytes under a wrong hash."""
    s = reader.schema
    rows = reader.driver.execute(
        f"SELECT a.name, a.sha256, b.content FROM {s}.attachment a "
        f"LEFT JOIN {s}.attachment_bytes b ON b.sha256 = a.sha256 ORDER BY a.id"
    )
    for name, sha256, content in rows:
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != sha256:
            yield Message(
                N_("The attachment {name} is missing or not as it was put in."), {"name": _short(str(name))}
            )
    unused = reader.driver.execute(
        f"SELECT sha256, content FROM {s}.attachment_bytes "
        f"WHERE sha256 NOT IN (SELECT sha256 FROM {s}.attachment)"
    )
    for sha256, content in unused:
        if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != sha256:
            yield Message(N_("The bytes kept under {hash} are not those."), {"hash": _short(str(sha256), 12)})


LOOKS: tuple[Look, ...] = (
    chain_findings,
    head_findings,
    table_findings,
    link_findings,
    value_findings,
    key_findings,
    attachment_findings,
)
"""Everything a check looks for once the pages can be read, in the order in which it is said."""


def seen(database: Database, look: Look) -> list[Message]:
    """What a look finds, or the one sentence that says why it could not look."""
    try:
        with database.read() as unit:
            return list(look(unit))
    except DatabaseProblem as problem:
        return [Message(problem.text_id, problem.values)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        # A row or an entry that does not have the shape of one, in a place that no look expects it.
        return [Message(N_("A part of the file cannot be read: it is not as the program writes it."))]


def _named(found: Iterable[Any], say: Callable[[Any], Message]) -> Iterator[Message]:
    """A sentence for each of the first findings of a table, and the number of the others."""
    for entity, each in groupby(found, key=_entity):
        listed = list(each)
        yield from map(say, listed[:_MOST_NAMED])
        if more := len(listed[_MOST_NAMED:]):
            yield Message(N_("{table}: {count} more records like these."), {**_table(entity), "count": more})


def _entity(found: Any) -> str:
    return str(found.entity)


def _table(entity: str) -> dict[str, object]:
    return {"table": Word(LOGGED[entity].title_label)}


def _place(
    entity: str, row_id: str, name: str, field: str = "", _value: object = None
) -> Mapping[str, object]:
    record = f"{_short(name)} ({row_id})" if name else row_id
    return {**_table(entity), "record": record, "field": field_label(entity, field) if field else ""}


def field_label(entity: str, name: str) -> Word:
    """What people call a field; a link without words of its own is called by what it leads to."""
    field = stored_fields(LOGGED[entity])[name]
    if field.label:
        return Word(field.label)
    if field.target:
        return Word(LOGGED[field.target].title_label)
    return Word(_UNSHOWN.get(name, N_("A field that is not shown")))


_UNSHOWN = {"position": N_("Order"), "owner_id": N_("Record")}


def _short(text: str, most: int = _LONGEST_SHOWN) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"

"""Reads the change log: its short form made whole again, and the state of rows at any past moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from db.batches import chunks, marks
from db.errors import DatabaseProblem
from db.log_records import (
    DELETE,
    INSERT,
    UPDATE,
    ChangeSetInfo,
    RowChange,
    Values,
    content_of,
    from_json,
    from_list,
    is_erased,
    linked_rows,
    packed_id,
    packed_values,
    set_id,
    to_json,
    to_list,
    unpacked_id,
    unpacked_sets,
    unpacked_values,
    unreadable_log,
)
from db.log_writing import OPERATIONS
from db.schema import LOGGED
from db.unit_of_work import empty_values, without_empty

Place = tuple[str, str]
"""Entity and row id."""
Stored = tuple[int, int, int, "str | None"]
"""Change set, row, operation and content as the tables of the log hold them."""
ENTRIES = (
    "(SELECT number AS set_number, row, operation, content FROM main.change_set WHERE row IS NOT NULL "
    "UNION ALL SELECT set_number, row, operation, content FROM main.change)"
)
"""All changes, also those that their change set carries itself."""

SETS = (
    "SELECT s.number, s.hash, s.lineage, s.at_ms, h.author, h.summary, s.summary_values, h.origin, "
    "s.reverts, h.site, h.shift, h.schema_version "
    "FROM main.change_set s JOIN main.log_heading h ON h.number = s.heading"
)
"""Change sets with their headings, as `info_of` and the chain take them."""


class Entry(NamedTuple):
    """One change as the log holds it: `row` is the row's number there, `after` its new values."""

    set_number: int
    row: int
    entity: str
    row_id: str
    operation: str
    after: Values | None

    @property
    def place(self) -> Place:
        """The row that was changed."""
        return self.entity, self.row_id

    def applied(self, state: Values | None) -> Values | None:
        """The values of the row after this change; None when it was deleted."""
        return {**(state or {}), **(self.after or {})} if self.operation == UPDATE else self.after


class LogReading:
    """Reads entries of the log; what its numbers stand for is looked up once."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self._names: Mapping[int, str] = dict(driver.execute("SELECT number, name FROM main.log_name"))
        self._places: dict[int, Place] = {}
        self._ids: dict[int, str] = {}

    def entries(self, *, after: int = 0, only: int | None = None) -> Iterator[Entry]:
        """The log's changes in their order: behind a change set, or of one."""
        where = "set_number > ?" if only is None else "set_number = ?"
        sql = f"SELECT * FROM {ENTRIES} WHERE {where} ORDER BY set_number, row"
        return self._made(self._driver.execute(sql, [after if only is None else only]))

    def entries_of(self, rows: Mapping[int, Sequence[int]]) -> Iterator[Entry]:
        """The changes of rows in the change sets named for each; row by row, in their order."""
        wanted = ((number, row) for row, numbers in sorted(rows.items()) for number in numbers)
        for part in chunks(wanted):
            sql = (
                f"WITH wanted(n, r) AS (VALUES {', '.join(['(?, ?)'] * len(part))}) "
                "SELECT s.number, s.row, s.operation, s.content FROM wanted "
                "CROSS JOIN main.change_set s ON s.number = n AND s.row = r UNION ALL "
                "SELECT c.set_number, c.row, c.operation, c.content FROM wanted "
                "CROSS JOIN main.change c ON c.set_number = n AND c.row = r"
            )
            found = self._driver.execute(sql, [each for pair in part for each in pair]).fetchall()
            yield from self._made(sorted(found, key=_row_then_set))

    def rows_of(self, row_ids: Iterable[str]) -> dict[Place, tuple[int, list[int]]]:
        """The rows known under these ids: each its number in the log and the change sets that touched it."""
        found: dict[Place, tuple[int, list[int]]] = {}
        for part in chunks(sorted(set(row_ids))):
            sql = f"SELECT entity, id, number, sets FROM main.log_row WHERE id IN {marks(part)}"
            for entity, row_id, number, sets in self._driver.execute(sql, [packed_id(each) for each in part]):
                if entity not in self._names or not isinstance(sets, bytes):
                    raise unreadable_log()
                found[self._names[entity], unpacked_id(row_id)] = number, unpacked_sets(sets)
        return found

    def register(self) -> Iterator[tuple[int, Place, bytes]]:
        """Every row the log knows: its number, which it is, and the change sets that touched it, packed.

        Rows that are not as the program writes them are passed over.
        """
        sql = "SELECT number, entity, id, sets FROM main.log_row"
        for number, entity, row_id, sets in self._driver.execute(sql):
            is_id = isinstance(row_id, str) or (isinstance(row_id, bytes) and len(row_id) == 16)
            if entity in self._names and is_id and isinstance(sets, bytes):
                yield number, (self._names[entity], unpacked_id(row_id)), sets

    def rows_linked_to(self, row_id: str, columns: Collection[tuple[str, str]]) -> set[str]:
        """The ids of rows that ever linked to a row by one of these columns, also of deleted ones.

        Columns are named by table and field.
        """
        sql = "SELECT number FROM main.log_row WHERE id = ?"
        numbers = self._driver.execute(sql, [packed_id(row_id)]).fetchall()
        texts = [f",{to_list([[number]])}" for (number,) in numbers] or [f",{to_list([row_id])}"]
        looked = " OR ".join(["instr(content, ?)"] * len(texts))
        return {
            entry.row_id
            for entry in self._made(self._driver.execute(f"SELECT * FROM {ENTRIES} WHERE {looked}", texts))
            for name, value in (entry.after or {}).items()
            if value == row_id and (entry.entity, name) in columns
        }

    def packed(self, values: Values) -> str:
        """Values of an entry that was read, in short again."""
        names = {name: number for number, name in self._names.items()}
        return packed_values(values, names, {row_id: number for number, row_id in self._ids.items()})

    def states_at(self, places: Iterable[Place], number: int) -> dict[Place, Values | None]:
        """The values of rows after the change set of that number; None where the row was not there then."""
        states: dict[Place, Values | None] = dict.fromkeys(places)
        rows = self.rows_of(row_id for _, row_id in states)
        wanted = {
            row: [each for each in sets if each <= number]
            for place, (row, sets) in rows.items()
            if place in states
        }
        for entry in self.entries_of(wanted):
            states[entry.place] = entry.applied(states[entry.place])
        return states

    def _made(self, found: Iterable[Stored]) -> Iterator[Entry]:
        for part in chunks(found):
            try:
                yield from list(self._made_at_once(part))
            except (KeyError, TypeError, ValueError, IndexError):
                raise unreadable_log() from None

    def readable_entries(self) -> Iterator[tuple[int, Entry | None]]:
        """All changes in their order, each with its change set's number; None for one that cannot be read."""
        sql = f"SELECT * FROM {ENTRIES} ORDER BY set_number, row"
        for part in chunks(self._driver.execute(sql)):
            try:
                made: list[Entry | None] = list(self._made([*part]))
            except DatabaseProblem:
                made = [self._alone(each) for each in part]
            for found, entry in zip(part, made, strict=True):
                yield found[0], entry

    def _alone(self, found: Stored) -> Entry | None:
        try:
            return next(self._made([found]))
        except DatabaseProblem:
            return None

    def _made_at_once(self, part: Sequence[Stored]) -> Iterator[Entry]:
        contents = [None if content is None else from_list(content) for *_, content in part]
        self._learn({row for _, row, _, _ in part}.union(*map(linked_rows, filter(None, contents))))
        for (number, row, operation, _), content in zip(part, contents, strict=True):
            after = None if content is None else unpacked_values(content, self._names, self._ids)
            yield Entry(number, row, *self._places[row], OPERATIONS[operation], after)

    def _learn(self, rows: set[int]) -> None:
        """Look up the rows that entries are about and link to."""
        for part in chunks(sorted(rows - self._places.keys())):
            sql = f"SELECT number, entity, id FROM main.log_row WHERE number IN {marks(part)}"
            for number, entity, row_id in self._driver.execute(sql, part):
                self._ids[number] = unpacked_id(row_id)
                self._places[number] = self._names[entity], self._ids[number]


def _row_then_set(found: Stored) -> tuple[int, int]:
    return found[1], found[0]


def content_of_entry(entry: Entry) -> str:
    """The canonical text of a logged change that is digested."""
    after = None if entry.after is None else to_json(entry.after)
    return content_of(entry.entity, entry.row_id, entry.operation, after)


def info_of(row: Sequence[Any]) -> ChangeSetInfo:
    """A row of SETS as people see it; raises DatabaseProblem when the program did not write it."""
    number, hashed, lineage, at_ms, author, summary, values, origin, reverts, *_ = row
    match from_json(summary), from_list(values or ""):
        case [str(summary_id), dict(words), list(names)], list(own) if len(names) == len(own) and isinstance(
            lineage or hashed, bytes
        ):
            shown = ("…" if is_erased(value) else value for value in own)
            both = {**words, **dict(zip(names, shown, strict=True))}
        case _:
            raise unreadable_log()
    made_id = set_id(lineage or hashed)
    return ChangeSetInfo(number, made_id, at_ms, author, summary_id, both, origin, reverts)


def changes_of_set(driver: Any, number: int) -> list[RowChange]:
    """What one change set did, with the values from before it."""
    reading = LogReading(driver)
    entries = list(reading.entries(only=number))
    states = reading.states_at((each.place for each in entries if each.operation != INSERT), number - 1)
    return [_change(each, states.get(each.place)) for each in entries]


def changes_of_row(driver: Any, row_id: str) -> list[tuple[int, RowChange]]:
    """Every change of one row with its change set's number, newest first."""
    reading = LogReading(driver)
    states: dict[Place, Values | None] = {}
    found: list[tuple[int, RowChange]] = []
    for entry in reading.entries_of(dict(reading.rows_of([row_id]).values())):
        found.append((entry.set_number, _change(entry, states.get(entry.place))))
        states[entry.place] = entry.applied(states.get(entry.place))
    return found[::-1]


def net_changes(driver: Any, number: int) -> list[RowChange]:
    """What later change sets did in all to each row: an edit undone is not in it."""
    reading = LogReading(driver)
    new: set[Place] = set()
    whole: set[Place] = set()
    states: dict[Place, Values | None] = {}
    for entry in reading.entries(after=number):
        place = entry.place
        if entry.operation != UPDATE:
            whole.add(place)
        if place not in states and entry.operation == INSERT:
            new.add(place)
        states[place] = entry.applied(states.get(place))
    old = reading.states_at(states.keys() - new, number)
    net = []
    for place, state in states.items():
        before = old.get(place)
        after = state if place in whole else {**(before or {}), **(state or {})}
        net += _difference(place, before, after)
    return net


def _change(entry: Entry, state: Values | None) -> RowChange:
    """A change with the values from before it."""
    if entry.operation == INSERT:
        before = None
    elif entry.operation == DELETE:
        before = said(entry.entity, state or {})
    else:
        before = {name: (state or {}).get(name, _empty(entry.entity, name)) for name in entry.after or ()}
    return RowChange(entry.entity, entry.row_id, entry.operation, before, entry.after)


def _difference(place: Place, before: Values | None, after: Values | None) -> list[RowChange]:
    """The one change that leads from a row's state to another, if they differ."""
    if before is None or after is None:
        operation = INSERT if before is None else DELETE
        sides = [None if each is None else said(place[0], each) for each in (before, after)]
        return [] if before is after else [RowChange(*place, operation, *sides)]
    old, new = ({name: each.get(name, _empty(place[0], name)) for name in after} for each in (before, after))
    names = [name for name in new if old[name] != new[name]]
    values = ({name: each[name] for name in names} for each in (old, new))
    return [RowChange(*place, UPDATE, *values)] if names else []


def said(entity: str, values: Values) -> Values:
    """The values that say something."""
    table = LOGGED.get(entity)
    return dict(values) if table is None else without_empty(table, values)


def _empty(entity: str, name: str) -> Any:
    table = LOGGED.get(entity)
    return None if table is None else empty_values(table).get(name)

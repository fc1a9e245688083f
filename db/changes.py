"""The change log read: history, since, revert, verification, erasure.

Every function takes the unit of work it runs in; nothing here opens a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select, update

from db.log_records import (
    ERASED,
    ChangeSetInfo,
    RowChange,
    Values,
    chain_hash,
    digest,
    from_json,
    is_erased,
    to_json,
    unreadable_log,
)
from db.past import logged_changes, net_changes
from db.schema import LOGGED
from db.schema.log import Change, ChangeSet, FileHead, Site
from db.unit_of_work import Reader, Writer, header_of, whole_row, without_empty


def change_sets(
    reader: Reader, *, row_id: str | None = None, limit: int | None = None, before: int | None = None
) -> list[ChangeSetInfo]:
    """Change sets, newest first: all, or those that touched one row."""
    made = ChangeSet.__table__
    query = select(*made.c).order_by(made.c.number.desc())
    if row_id is not None:
        query = query.where(made.c.number.in_(select(Change.set_number).where(Change.row_id == row_id)))
    if before is not None:
        query = query.where(made.c.number < before)
    if limit is not None:
        query = query.limit(limit)
    return [info_of(row) for row in reader.all(query)]


def info_of(row: Row[Any]) -> ChangeSetInfo:
    """A change set's row as people see it."""
    match from_json(row.summary):
        case [str(summary_id), dict(values)]:
            pass
        case _:
            raise unreadable_log()
    return ChangeSetInfo(
        row.number, row.id, row.at_ms, row.author, summary_id, values, row.origin, row.reverts
    )


def find_set(reader: Reader, number: int) -> ChangeSetInfo | None:
    """The change set of that number."""
    made = ChangeSet.__table__
    row = reader.first(select(*made.c).where(made.c.number == number))
    return None if row is None else info_of(row)


def changes_of(reader: Reader, number: int) -> list[RowChange]:
    """The changes of one change set."""
    return list(logged_changes(reader.connection, only=number))


def changes_of_row(reader: Reader, row_id: str) -> list[tuple[int, RowChange]]:
    """Every change of one row with its change set's number, newest first."""
    made = Change.__table__
    query = select(*made.c).where(made.c.row_id == row_id).order_by(made.c.set_number.desc())
    return [(row.set_number, _change_of(row)) for row in reader.all(query)]


def _change_of(row: Row[Any]) -> RowChange:
    return RowChange(
        row.entity,
        row.row_id,
        row.operation,
        None if row.before is None else from_json(row.before),
        None if row.after is None else from_json(row.after),
    )


def since(reader: Reader, number: int) -> list[RowChange]:
    """The net difference between the state after change set `number` and now."""
    return net_changes(reader.connection, number)


_DAY_MS = 86_400_000


def number_at(reader: Reader, day: date) -> int:
    """The number of the last change set made up to the end of that day (UTC); 0 before the first entry."""
    # Counted in days: the last day of all has no next one.
    limit_ms = (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * _DAY_MS
    return int(reader.scalar(select(func.max(ChangeSet.number)).where(ChangeSet.at_ms < limit_ms)) or 0)


def verify_chain(reader: Reader) -> list[int]:
    """Numbers of the change sets at which the chain does not close; empty when it is whole.

    A missing digest source is accepted only where an erasure entry names that very digest.
    """
    file_id = reader.scalar(select(FileHead.id))
    sites = {row.number: row.id for row in reader.all(select(Site.number, Site.id))}
    named = _named_erasures(reader)
    changes: dict[int, list[Row[Any]]] = {}
    made = Change.__table__
    for row in reader.all(select(*made.c).order_by(made.c.set_number, made.c.position)):
        changes.setdefault(row.set_number, []).append(row)
    broken: list[int] = []
    previous, expected = str(file_id).encode(), 1
    made_sets = ChangeSet.__table__
    for row in reader.all(select(*made_sets.c).order_by(made_sets.c.number)):
        info = info_of(row)
        digests = [row.digest or digest(row.salt, row.summary)]
        digests += [_digest_of(change) for change in changes.get(row.number, [])]
        header = header_of(info, sites.get(row.site, ""), row.counter, row.schema_version)
        has_unnamed = any(
            change.digest is not None and change.digest.hex() not in named
            for change in changes.get(row.number, [])
        )
        if row.number != expected or has_unnamed or chain_hash(previous, header, digests) != row.hash:
            broken.append(row.number)
        previous, expected = row.hash, row.number + 1
    return broken


def _digest_of(row: Row[Any]) -> bytes:
    if row.digest is not None:
        return bytes(row.digest)
    return digest(row.salt or b"", _change_of(row).content())


def _named_erasures(reader: Reader) -> set[str]:
    made = ChangeSet.__table__
    rows = reader.all(select(made.c.summary).where(made.c.origin == "erasure"))
    return {name for row in rows for name in from_json(row.summary)[1].get("digests", ())}


def replay(reader: Reader) -> dict[str, dict[str, Values]]:
    """The tables as the log alone gives them, by entity and id."""
    state: dict[str, dict[str, Values]] = {name: {} for name in LOGGED}
    for change in logged_changes(reader.connection):
        rows = state.setdefault(change.entity, {})
        if change.after is None:
            rows.pop(change.row_id, None)
        elif change.before is None:
            rows[change.row_id] = whole_row(LOGGED[change.entity], change.row_id, change.after)
        else:
            rows[change.row_id].update(whole_values(change))
    return state


def whole_values(change: RowChange) -> Values:
    """The new values of a change as the table stores them."""
    complete = whole_row(LOGGED[change.entity], change.row_id, change.after or {})
    return {name: complete[name] for name in change.after or {}}


def tables_differ(reader: Reader) -> list[str]:
    """Entities whose table is not what the log says; empty when every row agrees."""
    expected = replay(reader)
    differing = []
    for name, table in LOGGED.items():
        made = table.__table__
        stored = {row.id: dict(row._mapping) for row in reader.all(select(*made.c))}
        if stored != expected.get(name, {}):
            differing.append(name)
    return differing


def erase_values(writer: Writer, targets: Mapping[tuple[str, str], Iterable[str]]) -> int:
    """Erase personal values from rows and log: {(entity, row id): field names}. Returns values erased.

    Content and salt of every logged change that carries them are dropped, the digest stays, and this change
    set names the digests, so that the chain closes with exactly these holes.
    """
    digests: list[str] = []
    erased = 0
    for (entity, row_id), names in targets.items():
        wanted = set(names)
        erased += _erase_present(writer, entity, row_id, wanted)
        for row in writer.all(_logged_rows(row_id)):
            change = _change_of(row)
            if _erase_in(change.before, wanted) + _erase_in(change.after, wanted):
                digests.append(_digest_of(row).hex())
                writer.execute(_hole(row, change))
    writer.origin = "erasure"
    writer.summary_values["digests"] = [*writer.summary_values.get("digests", ()), *digests]
    return erased + len(digests)


def _logged_rows(row_id: str) -> Any:
    made = Change.__table__
    return select(*made.c).where(made.c.row_id == row_id)


def _erase_present(writer: Writer, entity: str, row_id: str, names: set[str]) -> int:
    table = LOGGED[entity]
    present = writer.rows_by_id(table, [row_id]).get(row_id)
    filled = names & set(without_empty(table, present)) if present else set()
    if not filled:
        return 0
    empty = {name: whole_row(table, row_id, {})[name] for name in filled}
    writer.update(table, {row_id: empty})
    writer.hide_before(entity, row_id, filled)
    return len(filled)


def _erase_in(values: Values | None, names: set[str]) -> int:
    hit = [name for name in names if values and values.get(name) and not is_erased(values[name])]
    for name in hit:
        assert values is not None
        values[name] = ERASED
    return len(hit)


def _hole(row: Row[Any], change: RowChange) -> Any:
    made = Change.__table__
    return (
        update(made)  # type: ignore[arg-type]
        .where(made.c.set_number == row.set_number, made.c.position == row.position)
        .values(
            before=None if change.before is None else to_json(change.before),
            after=None if change.after is None else to_json(change.after),
            salt=None,
            digest=_digest_of(row),
        )
    )

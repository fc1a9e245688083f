"""Salvages a damaged file into a new one: everything that tables, indexes and history still tell.

The new file keeps the file's id and as much of its history as the chain proves; a change set behind that
brings its tables to what could be read beyond. It starts a new site, as a restored backup does: what is
written into it from now on is told from what may still be written into the damaged one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from db.database import Database
from db.encryption import FileKey
from db.engine import raw
from db.errors import DatabaseProblem
from db.ids import IdSource, made_at
from db.log_reading import Place
from db.messages import N_
from db.opening import create, open_file
from db.salvage.choosing import Tables, choose, witness_of
from db.salvage.grafting import open_damaged
from db.salvage.history import (
    INDEXES,
    LOG_TABLES,
    RowHistory,
    columns_of,
    histories,
    keep_what_holds,
    load,
    load_log,
)
from db.salvage.losses import Salvaged
from db.salvage.mending import Mending, Rules
from db.salvage.pages import DamagedFile, TableRows
from db.salvage.writing import write_differences, write_state
from db.schema import LOGGED
from db.schema.base import Base
from db.unit_of_work import Reader

Step = Callable[[], None]
"""Called between the steps of a salvage; may raise to stop it."""

STEPS = len(Base.metadata.tables) + 4
"""How many steps a salvage has."""


def salvage(
    damaged: DamagedFile,
    target: Path,
    *,
    name: str,
    author: str,
    rules: Rules,
    step: Step,
    keeps_history: bool = True,
    ids: IdSource | None = None,
    key: FileKey | None = None,
) -> Salvaged:
    """Write what can be read of a damaged file, called `name`, into a new file at `target`.

    With its key the new file is encrypted by it, so that its passphrase and recovery sheet open both.
    Raises DatabaseProblem when nothing can be read; then, as when `step` stops it, no file is left.
    """
    if not damaged.tables():
        raise DatabaseProblem(
            N_("Nothing can be read of {name}: not even its list of tables. Open a backup."), name=name
        )
    found = {}
    for table in Base.metadata.tables:
        found[table] = _read(damaged, table)
        step()
    if not any(each.rows for each in found.values()):
        raise DatabaseProblem(N_("Nothing can be read of {name}: its tables are empty."), name=name)
    made_ids = ids or IdSource()
    new = create(target, state="X01", author=author, ids=made_ids, secret=key)
    try:
        filling = _Filling(found, made_ids, rules, keeps_history=keeps_history)
        _call_and_close(new, partial(filling.fill, step=step))
        new = open_file(target, ids=made_ids, secret=key)
        _call_and_close(new, partial(filling.finish, name=name, author=author))
        step()
    except BaseException:
        new.close()
        with suppress(OSError):
            target.unlink()
        raise
    return filling.result


def _call_and_close(database: Database, work: Callable[[Database], None]) -> None:
    try:
        database.call(partial(work, database))
    finally:
        database.close()


def _read(damaged: DamagedFile, table: str) -> TableRows:
    key = "set_number" if table == "log_seal" else "rowid"
    index = "id" if table in LOGGED else INDEXES.get(table, "")
    return damaged.read(table, columns_of(table), key=key, index=index)


class _Filling:
    """The new file being filled from what was read."""

    def __init__(
        self, found: Mapping[str, TableRows], ids: IdSource, rules: Rules, *, keeps_history: bool
    ) -> None:
        self.result = Salvaged()
        self._found = found
        self._ids = ids
        self._rules = rules
        self._keeps_history = keeps_history
        self._chosen: Tables = {}

    def fill(self, database: Database, step: Step) -> None:
        """Put the log, the rows that it proves and what no log knows into a fresh file."""
        driver = raw(database.connection)
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("BEGIN IMMEDIATE")
        reader = Reader(database.connection)
        for table in Base.metadata.tables:
            driver.execute(f'DELETE FROM "{table}"')
        is_same_file = self._write_identity(driver)
        load_log(driver, self._found)
        step()
        told = histories(reader)
        self.result.known_entries = _count_sets(driver)
        step()
        if not (is_same_file and self._keeps_history):
            driver.execute("DELETE FROM change_set")
        self.result.kept_entries = keep_what_holds(reader)
        write_state(reader)
        self._choose(told, self._write_unlogged(driver))
        self._write_site(driver)
        driver.execute("COMMIT")
        step()

    def _write_identity(self, driver: Any) -> bool:
        """Say which file it is; whether that could be read."""
        rows = [row for row in self._found["file_head"].rows.values() if isinstance(row[0], str)]
        load(driver, "file_head", rows[:1])
        if driver.execute("SELECT count(*) FROM file_head").fetchone()[0]:
            return True
        file_id = self._ids.new()
        begun = made_at(file_id).isoformat(timespec="milliseconds")
        driver.execute("INSERT INTO file_head (id, created_at, site) VALUES (?, ?, 1)", [file_id, begun])
        return False

    def _write_site(self, driver: Any) -> None:
        number = driver.execute("SELECT coalesce(max(number), 0) + 1 FROM site").fetchone()[0]
        load(driver, "site", [(number, self._ids.new(), "")])
        driver.execute("UPDATE file_head SET site = ?", [number])

    def _write_unlogged(self, driver: Any) -> set[str]:
        """Bring over what the log does not know; gives the hashes of the attachments that came whole."""
        contents = [
            (sha256, content)
            for sha256, content in self._found["attachment_bytes"].rows.values()
            if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() == sha256
        ]
        load(driver, "attachment_bytes", contents)
        for table in ("backup_entry", "draft"):
            load(driver, table, self._found[table].rows.values())
        return {sha256 for sha256, _ in contents}

    def _choose(self, told: Mapping[Place, RowHistory], attachments: set[str]) -> None:
        registers = (self._found["log_row"], self._found["log_name"])
        is_known = all(each.is_whole or each.indexed is not None for each in registers)
        witnesses = {
            entity: witness_of(entity, self._found[entity], all_are_registered=is_known) for entity in LOGGED
        }
        self._chosen = choose(witnesses, told, self.result)
        last = self.result.kept_entries
        mending = Mending(self._chosen, told, self.result, self._ids, self._rules, last_entry=last)
        mending.mend(attachments)

    def finish(self, database: Database, *, name: str, author: str) -> None:
        """Bring the tables from what the kept history says to what was chosen, in one change set."""
        with database.write(author, N_("Salvaged from {name}"), origin="salvage", name=name) as unit:
            write_differences(unit, self._chosen)
            unit.commit()
        self.result.head = database.head.number


def _count_sets(driver: Any) -> int:
    sql = "SELECT count(*) FROM (SELECT set_number FROM change UNION SELECT number FROM change_set)"
    return int(driver.execute(sql).fetchone()[0])


__all__ = ["LOG_TABLES", "STEPS", "DamagedFile", "Rules", "Salvaged", "open_damaged", "salvage"]

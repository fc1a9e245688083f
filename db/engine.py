"""The only place that makes an engine; all that is special to SQLite and SQLCipher stays here.

Pragmas follow the threats they answer: DELETE journal with synchronous EXTRA survives a power cut with no
acknowledged save lost; EXCLUSIVE locking with a lock taken at once means one writer; `trusted_schema=OFF`
keeps planted functions quiet; `temp_store=MEMORY` leaves no readable left-overs. Transactions are ours
(`isolation_level=None` and our own BEGIN): with the driver's default a failed migration stays half applied.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from db.encryption import FileKey
from db.holder import BUSY_SECONDS

PRAGMAS = {
    "journal_mode": "DELETE",
    "synchronous": "EXTRA",
    "locking_mode": "EXCLUSIVE",
    "foreign_keys": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "mmap_size": "0",
    "temp_store": "MEMORY",
}
"""Sent at connect, in this order."""

APPLICATION_ID = 0x31353430
PAST = "past"
"""The attached in-memory database in which an earlier state is rebuilt."""


def make_engine(path: Path, *, key: FileKey | None = None, pragmas: dict[str, str] | None = None) -> Engine:
    """An engine over one file with one connection; nothing is opened until it is first used."""

    def connect() -> Any:
        return connect_raw(path, key, pragmas)

    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite://", module=dbapi2, creator=connect, poolclass=StaticPool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def connect_raw(path: Path, key: FileKey | None, pragmas: dict[str, str] | None = None) -> Any:
    """A driver connection that has read the file; raises the driver's error, also for a wrong key."""
    from sqlcipher3 import dbapi2

    driver = dbapi2.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=True)
    try:
        if key is not None:
            key.send(driver)
        # A wrong key shows only at the first query.
        driver.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for name, value in (PRAGMAS if pragmas is None else pragmas).items():
            driver.execute(f"PRAGMA {name} = {value}").fetchall()
    except BaseException:
        driver.close()
        raise
    return driver


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("is_writing") else "BEGIN")
    if connection.info.get("is_writing"):
        # Rows may come before the rows they point to; all references are checked at COMMIT.
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def take_lock(connection: Connection) -> None:
    """Take the file's write lock at once and keep it; raises the driver's error when another holds it."""
    raw(connection).executescript("BEGIN IMMEDIATE; COMMIT;")


def raw(connection: Connection) -> Any:
    """The driver's own connection, for what SQLAlchemy has no word for (attach, backup, pragmas)."""
    return connection.connection.dbapi_connection


def attach_past(connection: Connection) -> None:
    """Attach an empty in-memory database under the name `past`."""
    raw(connection).execute(f"ATTACH DATABASE ':memory:' AS {PAST} KEY ''")


def detach_past(connection: Connection) -> None:
    """Drop the in-memory database again."""
    raw(connection).execute(f"DETACH DATABASE {PAST}")


def driver_errors() -> tuple[type[Exception], type[Exception]]:
    """The driver's own OperationalError and DatabaseError."""
    from sqlcipher3 import dbapi2

    return dbapi2.OperationalError, dbapi2.DatabaseError

"""Alembic migrations, run from the package without an ini file, in one transaction, foreign keys off.

A released migration is never edited. Each comes with a pure function that lifts old log entries when read
(none is needed for the first). `user_version` in the file's head holds the number of the last migration.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from db.encryption import FileKey
from db.engine import APPLICATION_ID, PRAGMAS, make_engine


def migrate(path: Path, *, key: FileKey | None = None) -> None:
    """Bring a file to the newest schema, all or nothing; a new file is made where none is."""
    from alembic import command
    from alembic.config import Config

    from db.schema import SCHEMA_VERSION

    engine = make_engine(path, key=key, pragmas=_PRAGMAS)
    try:
        with engine.connect() as connection:
            connection.info["is_writing"] = True
            with connection.begin():
                config = Config()
                # A % in a path would be read as the start of a placeholder.
                config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                _check_references(connection)
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        engine.dispose()


_PRAGMAS = {**PRAGMAS, "foreign_keys": "OFF"}


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    assert not broken, f"a migration left {len(broken)} broken references"

"""Writing a file anew: under another passphrase, a first one or none, or under its own key.

One road for all: SQLCipher copies every table into a new file beside the old one, which is verified and
takes its place in one step. So a kill leaves the old file or the new one, and no page under each of two keys.
"""

from __future__ import annotations

import os
from pathlib import Path

from db.backup import rows_when_equal
from db.database import Database
from db.encryption import FileKey, fresh_key
from db.engine import APPLICATION_ID, driver_errors, raw
from db.errors import DatabaseProblem
from db.messages import N_
from db.schema import SCHEMA_VERSION
from db.unfinished import unfinished

_COPY = "rekeyed"


def change_passphrase(database: Database, passphrase: str | None) -> None:
    """Put an open file under a passphrase, or under none; call on the database's thread.

    A recovery sheet of the former key is void from then on. Raises DatabaseProblem when the file could not
    be written anew; it is as it was then.
    """
    if database.is_read_only:
        raise DatabaseProblem(N_("This file is open for reading only; nothing was changed."))
    key = None if passphrase is None else fresh_key(passphrase)
    try:
        is_done = _exchange(database, key, keeps_mark=False)
    except (OSError, *driver_errors()) as error:
        raise DatabaseProblem(
            N_("The passphrase was not changed; the file is as it was. The system says: {detail}"),
            detail=str(error),
        ) from error
    if not is_done:
        raise DatabaseProblem(
            N_("The passphrase was not changed: the file written anew did not equal this one.")
        )


def write_anew(database: Database) -> bool:
    """Write an open file anew under its key, without the pages that nothing uses; gives whether it was.

    Call on the database's thread.
    """
    try:
        return _exchange(database, database.key, keeps_mark=True)
    except (OSError, *driver_errors()):
        return False


def _exchange(database: Database, key: FileKey | None, *, keeps_mark: bool) -> bool:
    """Put the file written anew under a key in its own place; False when it did not equal the file."""
    with unfinished(database.path) as part:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        _export(database, part, key, keeps_mark=keeps_mark)
        if rows_when_equal(database, part, key) is None:
            return False
        database.line.exchange(part, key)
    return True


def _export(database: Database, part: Path, key: FileKey | None, *, keeps_mark: bool) -> None:
    driver = raw(database.connection)
    literal = "''" if key is None else key.literal
    # As bytes: a name in the file system need not be a text.
    driver.execute(f"ATTACH DATABASE ? AS {_COPY} KEY {literal}", [os.fsencode(part)])
    try:
        # Each statement is a transaction of its own there, and what is cut off is thrown away: the whole is
        # synced once, before it takes the file's place.
        driver.execute(f"PRAGMA {_COPY}.journal_mode = OFF").fetchall()
        driver.execute(f"PRAGMA {_COPY}.synchronous = OFF")
        driver.execute(f"SELECT sqlcipher_export('{_COPY}')").fetchall()
        driver.execute(f"PRAGMA {_COPY}.application_id = {APPLICATION_ID}")
        driver.execute(f"PRAGMA {_COPY}.user_version = {SCHEMA_VERSION}")
        if not keeps_mark:
            driver.execute(f"UPDATE {_COPY}.file_head SET recovery_mark = NULL")
        driver.execute(f"DETACH DATABASE {_COPY}")
    except BaseException:
        # A copy that a full disk cut off can neither be read nor detached, and no statement runs beside it.
        database.line.close()
        database.line.open()
        raise

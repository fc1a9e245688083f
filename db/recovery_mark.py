"""Whether the recovery sheet of the present key was confirmed: one unlogged word in the head of the file."""

from __future__ import annotations

from db.database import UNWRITTEN, Database, translated_errors
from db.engine import raw
from db.errors import DatabaseProblem
from db.messages import N_


def note_sheet(database: Database) -> None:
    """Note that the sheet of the present key was confirmed; call on the database's thread."""
    if database.is_read_only:
        raise DatabaseProblem(N_("This file is open for reading only; nothing was changed."))
    connection = database.connection
    key = database.key
    connection.info["is_writing"] = True
    try:
        with translated_errors(UNWRITTEN), connection.begin():
            raw(connection).execute(
                "UPDATE file_head SET recovery_mark = ?", [None if key is None else key.mark]
            )
    finally:
        connection.info["is_writing"] = False


def lacks_sheet(database: Database) -> bool:
    """Whether the file is encrypted and no sheet of its present key was confirmed."""
    if database.key is None:
        return False
    with database.read() as unit:
        ((mark,),) = unit.raw("SELECT recovery_mark FROM main.file_head")
    return bool(mark != database.key.mark)

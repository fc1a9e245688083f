"""Whether the pages of a file are sound, and its rows name rows that are there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from db.byte_copies import copy_private
from db.encryption import FileKey
from db.engine import connect_raw, driver_errors


class Pages(NamedTuple):
    """What the checks of pages and references say; empty when the file is sound.

    `has_torn`: pages that nothing uses are torn. SQLite takes back neither these after a power cut nor reads
    them, but it trips over them when it copies all pages.
    """

    problems: list[str]
    has_torn: bool = False


def look_at_pages(driver: Any, key: FileKey | None) -> Pages:
    """Check pages and references.

    The pages of an encrypted file carry a digest each, which finds every flipped bit; SQLite's own check of
    its structure finds some in a plain file.
    """
    try:
        torn = [] if key is None else _digest_problems(driver)
        if torn and not _is_sound_but_for_unused(driver, key):
            return Pages(torn)
        # On a connection that has met a torn page SQLCipher does nothing any more.
        said = [] if torn else [str(row[0]) for row in driver.execute("PRAGMA integrity_check").fetchall()]
        said += [f"foreign key: {row[0]} {row[1]}" for row in driver.execute("PRAGMA foreign_key_check")]
    except driver_errors() as error:
        return Pages([str(error)])
    return Pages([line for line in said if line != "ok"], bool(torn))


def _digest_problems(driver: Any) -> list[str]:
    """Read page by page from the disk, past the connection's own pages."""
    return [str(row[0]) for row in driver.execute("PRAGMA cipher_integrity_check").fetchall()]


def _is_sound_but_for_unused(driver: Any, key: FileKey | None) -> bool:
    """Whether SQLite's check, which reads every page in use, finds nothing; tried on a copy."""
    path = Path(driver.execute("PRAGMA database_list").fetchall()[0][2])
    with tempfile.TemporaryDirectory(prefix="desk1540-") as folder:
        copy = Path(folder) / path.name
        copy_private(path, copy)
        try:
            tried = connect_raw(copy, key)
            try:
                return bool(tried.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
            finally:
                tried.close()
        except driver_errors():
            return False

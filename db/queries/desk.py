"""What a file says of itself: its one row of settings."""

from __future__ import annotations

from typing import NamedTuple

from db.unit_of_work import Reader


class FileIdentity(NamedTuple):
    """State, language and kind of a file."""

    state: str
    language: str
    is_exercise: bool


def file_identity(reader: Reader) -> FileIdentity:
    """Whose file this is."""
    rows = reader.raw(f"SELECT state, language, is_exercise FROM {reader.schema}.file_settings ORDER BY id")
    state, language, is_exercise = rows[0] if rows else ("", "en", 0)
    return FileIdentity(state, language, bool(is_exercise))

"""What the program remembers for a person on this computer: small choices, nothing of a file's content."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from desktop.base.errors import UserError
from desktop.base.i18n import N_

LOCK_MINUTES = (5, 15, 30, 60, 0)
"""After how many minutes without input a file may lock by itself; 0: never."""


@dataclass(frozen=True)
class Settings:
    """The remembered choices.

    `window` keeps geometry and splitter states by name, `columns` the shown columns of a table by its name,
    `mappings` how the columns of an imported layout were read, by the layout's fingerprint; `heads` how each
    copy of a file was last left here: {file id: {path: [newest entry, its hash, day]}}; `choices` what was
    last chosen in a dialog, by the dialog's name; `outside` the second place of a file's backups:
    {file id: {folder, is_other_disk}}; `lock_minutes` after how many minutes without input an encrypted file
    is locked, 0 for never.
    """

    author: str = ""
    language: str = ""
    last_file: str = ""
    window: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, list[str]] = field(default_factory=dict)
    mappings: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    heads: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    choices: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    outside: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    lock_minutes: int = 30


class SettingsStore:
    """The settings of this person, read once and written at every change.

    `damage` is the sentence to say when the file could not be read as it stood, else None.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.damage: UserError | None = None
        self.current = self._read()

    def change(self, **changes: Any) -> Settings:
        """Set some fields and write the file, keeping what another window changed meanwhile."""
        self.current = replace(self._read(), **changes)
        try:
            _write(self._path, asdict(self.current))
        except OSError as error:
            raise UserError(
                N_("The settings could not be saved in {file}: {reason}. Everything else goes on working."),
                file=str(self._path),
                reason=error.strerror,
            ) from error
        return self.current

    def remember_mapping(self, fingerprint: str, mapping: dict[str, Any]) -> None:
        """Keep how a layout was read, for the next workbook of the same layout."""
        self.change(mappings={**self._read().mappings, fingerprint: mapping})

    def remember_choices(self, dialog: str, choices: dict[str, Any]) -> None:
        """Keep what was chosen in a dialog, for the next time."""
        self.change(choices={**self._read().choices, dialog: choices})

    def _read(self) -> Settings:
        try:
            found: object = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError, RecursionError):
            self._move_aside()
            return Settings()
        settings, is_whole = _settings_from(found)
        if not is_whole:
            self._move_aside()
        return settings

    def _move_aside(self) -> None:
        aside = self._path.with_suffix(".damaged.json")
        try:
            self._path.replace(aside)
        except OSError as error:
            self.damage = UserError(
                N_("The settings in {file} cannot be read ({reason}); the program starts without them."),
                file=str(self._path),
                reason=error.strerror,
            )
            return
        self.damage = UserError(
            N_("The settings were damaged. What could be read is kept; the old file was moved to {file}."),
            file=str(aside),
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_table_of(is_value: Callable[[object], bool]) -> Callable[[object], bool]:
    def is_table(value: object) -> bool:
        return isinstance(value, dict) and all(map(is_value, value.values()))

    return is_table


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_lock_minutes(value: object) -> bool:
    return type(value) is int and value in LOCK_MINUTES


_CHECKS: dict[str, Callable[[object], bool]] = {
    "author": _is_text,
    "language": _is_text,
    "last_file": _is_text,
    "window": _is_table_of(_is_text),
    "columns": _is_table_of(_is_texts),
    "mappings": _is_table_of(_is_object),
    "heads": _is_table_of(_is_object),
    "choices": _is_table_of(_is_object),
    "outside": _is_table_of(_is_object),
    "lock_minutes": _is_lock_minutes,
}


def _settings_from(found: object) -> tuple[Settings, bool]:
    """Take every field that holds what it should; say whether all did."""
    if not isinstance(found, dict):
        return Settings(), False
    known = {name.name: found[name.name] for name in fields(Settings) if name.name in found}
    sound = {name: value for name, value in known.items() if _CHECKS[name](value)}
    return Settings(**sound), len(sound) == len(known)


def _encoded(content: dict[str, Any]) -> bytes:
    """JSON to be read by people; the name of a file may hold bytes that are no letters, then as numbers."""
    try:
        return json.dumps(content, ensure_ascii=False, indent=1).encode()
    except UnicodeEncodeError:
        return json.dumps(content, indent=1).encode()


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write beside and replace, so that the file is the old or the new one, never half of it."""
    from db.unfinished import noted

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with noted(part), os.fdopen(handle, "wb") as stream:
            stream.write(_encoded(content))
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)

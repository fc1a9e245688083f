"""What the check of the open file has done elsewhere: a copy on the database's thread, the rest in jobs."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.byte_copies import copy_with_journal
from db.database import Database
from db.encryption import FileKey
from db.targets import checked_target, writing_to
from desktop.base.i18n import N_, Texts
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import Progress
from desktop.services.checking import CheckResult, check_copy
from desktop.services.completeness import LABELS
from desktop.services.salvaging import SalvageResult, loss_sentence, salvage_copy, summary_sentences


@dataclass(frozen=True, slots=True)
class Copied:
    """A private copy of the file at `path`, byte by byte as it lies there, with its key."""

    folder: Path
    copy: Path
    path: Path
    key: FileKey | None


def copy_open_file(path: Path, database: Database) -> Copied:
    """Copy the open file: between two units of work what lies on the disk is whole, or damaged as it is."""
    return _copied(path, database.path, database.key)


def copy_closed_file(path: Path, _progress: Progress) -> Copied:
    """Copy a file that cannot be opened."""
    return _copied(path, path, None)


def _copied(path: Path, source: Path, key: FileKey | None) -> Copied:
    folder = Path(tempfile.mkdtemp(prefix="desk1540-"))
    copied = Copied(folder, folder / path.name, path, key)
    try:
        copy_with_journal(source, copied.copy)
    except BaseException:
        forget(copied)
        raise
    return copied


def forget(copied: Copied) -> None:
    """Remove a private copy."""
    shutil.rmtree(copied.folder, ignore_errors=True)


def check(copied: Copied, today: date, store: SettingsStore, progress: Progress) -> CheckResult:
    """Check the copy and remove it."""
    try:
        return check_copy(copied.copy, copied.path, today, store, progress, secret=copied.key)
    finally:
        forget(copied)


def salvage(copied: Copied, target: Path, author: str, today: date, progress: Progress) -> SalvageResult:
    """Salvage the copy into a new file and remove it."""
    try:
        return salvage_copy(copied.copy, copied.path, target, author, today, progress, key=copied.key)
    finally:
        forget(copied)


def save_text(text: str, path: Path, source: Path) -> Path:
    """Write what a check said into a text file."""
    with writing_to(checked_target(path, source=source)) as stream:
        stream.write(text.encode("utf-8"))
    return path


def check_head(result: CheckResult, texts: Texts) -> str:
    """What a check came to, in one sentence."""
    if result.is_sound:
        sound = N_("Sound: {rows} rows, {entries} entries in the history.")
        return texts.fill(sound, {"rows": result.rows, "entries": result.entries})
    count = len(result.damage)
    many = texts.ngettext("Damaged: {n} problem was found.", "Damaged: {n} problems were found.", count)
    return many.format(n=count)


def check_lines(result: CheckResult, texts: Texts) -> list[str]:
    """Everything that a check found, one sentence each."""
    lines = [message.shown(texts) for message in (*result.damage, *result.strays)]
    for kind, records in result.to_complete.items():
        if records:
            values = {"label": texts.gettext(LABELS[kind]), "count": len(records)}
            lines.append(texts.fill(N_("To complete: {label}: {count}"), values))
    return lines


def salvage_head(result: SalvageResult, texts: Texts) -> str:
    """What a salvage came to, in one sentence."""
    values = {"name": result.path.name, "rows": result.rows}
    return texts.fill(N_("Salvaged into {name} and checked: {rows} rows."), values)


def salvage_lines(result: SalvageResult, texts: Texts) -> list[str]:
    """What came through and what did not, one sentence each."""
    said = [*summary_sentences(result), *map(loss_sentence, result.salvaged.losses)]
    return [message.shown(texts) for message in said]

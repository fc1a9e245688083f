"""What every screen is handed: the desk, the feed, texts, messages, jobs, settings and the way to others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.fields import Ref
from db.log_records import ChangeSetInfo
from db.queries.plan_list import names_of
from desktop.base.i18n import Texts
from desktop.base.settings import SettingsStore
from desktop.jobs.backup_keeper import BackupKeeper
from desktop.jobs.runner import JobRunner
from desktop.services.working_copies import WorkingCopy
from desktop.shell.change_feed import ChangeFeed
from desktop.shell.clipboard import Clipboard
from desktop.shell.desk import Desk
from desktop.shell.messages import Messages
from desktop.shell.undo_stack import UndoStack
from desktop.shell.value_texts import ValueTexts
from desktop.shell.written_values import WrittenValues


class Navigator(QObject):
    """How one screen asks for another.

    Signals:
        screen_asked: the key of a screen.
        record_asked: the table name and id of a record to be shown on its screen.
        history_asked: ids of records that are shown together, and their name: show what became of them.
        import_asked: "plan" or "contacts" are to be brought in from a file.
        sheet_asked: the recovery sheet is to be printed.
        sheet_changed: a recovery sheet was confirmed, or is void now.
    """

    screen_asked = Signal(str)
    record_asked = Signal(str, str)
    history_asked = Signal(object, str)
    import_asked = Signal(str)
    sheet_asked = Signal()
    sheet_changed = Signal()


class Lookup(QObject):
    """The names of one table, read when first asked for and kept up to date.

    Signals:
        loaded: the names have been read, or read again.
    """

    loaded = Signal()

    def __init__(self, desk: Desk, feed: ChangeFeed, table: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._table = table
        self.refs: list[Ref] = []
        feed.changed.connect(self._on_feed_changed)
        self._load()

    def _load(self) -> None:
        self._desk.read(names_of, self._table, then=self._on_read)

    def _on_read(self, refs: list[Ref]) -> None:
        self.refs = refs
        self.loaded.emit()

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if self._table in info.touched:
            self._load()


class Lookups(QObject):
    """The lookups of a window, by table name."""

    def __init__(self, desk: Desk, feed: ChangeFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._feed = feed
        self._made: dict[str, Lookup] = {}

    def of(self, table: str) -> Lookup:
        """The lookup of a table that has names (institution, person, post)."""
        if table not in self._made:
            self._made[table] = Lookup(self._desk, self._feed, table, self)
        return self._made[table]

    def refs(self, table: str) -> list[Ref]:
        """The names of a table that are known now."""
        return self.of(table).refs


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the window says of the open file; `is_copy`: what is open is a copy of it, to read.

    `working`: what is open is a copy to work in, which is put back.
    """

    path: Path
    state: str
    language: str = "en"
    is_exercise: bool = False
    is_copy: bool = False
    working: WorkingCopy | None = None


@dataclass(frozen=True)
class Workplace:
    """The surroundings of a screen of one open file; built once in `app.py`."""

    desk: Desk
    feed: ChangeFeed
    undo: UndoStack
    texts: Texts
    values: ValueTexts
    written: WrittenValues
    messages: Messages
    clipboard: Clipboard
    jobs: JobRunner
    settings: SettingsStore
    lookups: Lookups
    navigator: Navigator
    file: FileFacts
    backups: BackupKeeper
    today: Callable[[], date] = field(default=date.today)

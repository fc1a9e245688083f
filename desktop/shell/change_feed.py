"""The change feed: every committed change set reaches the GUI thread as one signal."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from db.database import Database
from db.log_records import ChangeSetInfo


class ChangeFeed(QObject):
    """Tells the screens what was written.

    Signals:
        changed: a `ChangeSetInfo`, on the GUI thread, in the order of the change sets.
    """

    changed = Signal(object)
    _told = Signal(object)

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Told on the database's thread; always queued, so that the order is the same under every runner.
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        database.subscribe(self._tell)

    def _tell(self, info: ChangeSetInfo) -> None:
        self._told.emit(info)

    def _on_told(self, info: ChangeSetInfo) -> None:
        self.changed.emit(info)

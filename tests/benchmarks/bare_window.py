"""The floor of the start, a process of its own: a bare window that shows the titles of all items."""

import sys

import sqlalchemy.orm  # noqa: F401 - part of the floor
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QTableView
from sqlcipher3 import dbapi2

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class Titles(QAbstractTableModel):
    """The rows as the driver gave them."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class View(QTableView):
    """Says that it has painted, and ends the process."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        QTimer.singleShot(0, self._on_painted)

    def _on_painted(self) -> None:
        print("painted", flush=True)
        QApplication.exit()


def main() -> None:
    """Open the file, check it, read it, show it."""
    application = QApplication(sys.argv)
    driver = dbapi2.connect(sys.argv[1])
    assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    view = View()
    view.setModel(Titles(driver.execute("SELECT id, title FROM plan_item").fetchall()))
    view.resize(1200, 800)
    view.show()
    application.exec()


main()

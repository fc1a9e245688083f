"""Opens the assistant over the main window; its modules are read when it is first asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.views.workplace import Workplace

if TYPE_CHECKING:
    from desktop.services.import_steps.reading import Kind


class ImportOpener(QObject):
    """Answers whoever wants to import, from the menu or from a screen."""

    def __init__(self, place: Workplace, window: QWidget, backup_folder: Path) -> None:
        super().__init__(window)
        self._place = place
        self._window = window
        self._backup_folder = backup_folder
        place.navigator.import_asked.connect(self.open)

    def open(self, kind: Kind) -> None:
        """Open the assistant for a plan or for points of contact."""
        from desktop.views.import_assistant.assistant import ImportAssistant

        ImportAssistant(self._place, kind, self._backup_folder, self._window).open()

    def open_from_menu(self) -> None:
        """Open the assistant for a plan; its first page offers points of contact as well."""
        self.open("plan")

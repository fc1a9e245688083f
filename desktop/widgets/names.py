"""Choosing records by name: type-ahead that finds any part of a name, whatever its case and accents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.base.text import fold, visible_controls
from desktop.shell.value_texts import SEPARATOR

_MOST_OFFERED = 50
_MOST_FOLDED = 3_000
"""Accents count in longer lists: taking them off all names would hold up the first letter typed."""


class NameCompleter(QCompleter):
    """Offers the names that have what is typed; in a list of names it completes the last one.

    `new_text` says how a name that nobody has yet is offered; without it only known names are.
    """

    def __init__(
        self,
        names: Callable[[], Sequence[str]],
        editor: QLineEdit,
        *,
        is_list: bool,
        new_text: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(editor)
        self._names = names
        self._folded: list[tuple[str, str]] | None = None
        self._fold: Callable[[str], str] = fold
        self._is_list = is_list
        self._new_text = new_text
        self.offered: list[str] = []
        self._shown = QStringListModel(self)
        self.setModel(self._shown)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(12)
        editor.setCompleter(self)
        editor.textEdited.connect(self._on_text_edited)
        editor.installEventFilter(self)

    def renew(self) -> None:
        """Ask for the names again when they are next needed: some may have been added."""
        self._folded = None

    def offer(self, text: str) -> None:
        """Offer what fits a text: names that begin with it first."""
        if not self._folded:
            names = dict.fromkeys(self._names())
            self._fold = fold if len(names) <= _MOST_FOLDED else str.casefold
            self._folded = [(self._fold(name), name) for name in names]
        part = self._part(text)
        needle = self._fold(part)
        found = [pair for pair in self._folded if needle in pair[0]]
        first = [name for folded, name in found if folded.startswith(needle)]
        others = [name for folded, name in found if not folded.startswith(needle)]
        self.offered = (first + others)[:_MOST_OFFERED]
        shown = [visible_controls(name) for name in self.offered]
        if self._new_text is not None and needle and all(folded != needle for folded, _ in found):
            self.offered.append(part)
            shown.append(self._new_text(visible_controls(part)))
        self._shown.setStringList(shown)

    def _part(self, text: str) -> str:
        return " ".join((text.rpartition(";")[2] if self._is_list else text).split())

    def _on_text_edited(self, text: str) -> None:
        self.offer(text)

    def splitPath(self, path: str) -> list[str]:
        """Everything that is offered fits already."""
        return [self._part(path)]

    def pathFromIndex(self, index: QModelIndex) -> str:
        """The whole text once a name was chosen."""
        name = self.offered[index.row()]
        editor = self.widget()
        if not self._is_list or not isinstance(editor, QLineEdit):
            return name
        before = editor.text().rpartition(";")[0].strip()
        return f"{before}{SEPARATOR}{name}" if before else name

    def show_all(self) -> None:
        """Show the whole list, as far as it goes."""
        editor = self.widget()
        if isinstance(editor, QLineEdit):
            self.offer(editor.text() if self._is_list else "")
            self.complete()

    def eventFilter(self, watched: QObject, event: QKeyEvent) -> bool:  # type: ignore[override]
        """The arrow down opens the list, as in every list of choices."""
        is_key = event.type() == event.Type.KeyPress and watched is self.widget()
        if is_key and event.key() == Qt.Key.Key_Down and not self.popup().isVisible():
            self.show_all()
            return True
        return super().eventFilter(watched, event)

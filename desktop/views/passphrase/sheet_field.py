"""The field that a whole recovery sheet is typed into; it says at once which group is not as printed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from db.encryption import FileKey
from db.recovery import GROUPS
from desktop.base.i18n import N_, Texts
from desktop.services.recovery_sheets import TypedSheet, read_typed_sheet
from desktop.shell.clipboard import mark_private
from desktop.widgets.labels import hint, named_label

_COUNT = N_("{count} of {all} groups typed. Spaces, line ends and small letters do not matter.")
_WRONG = N_("Group {place} is not as printed. Compare it with the paper; it has no 0, 1, I, L, O and no U.")
_MORE = N_("A recovery sheet has {all} groups; more were typed.")
_WHOLE = N_("All {all} groups are as on a sheet.")


class SheetField(QWidget):
    """Several lines for the groups of a recovery sheet.

    Signals:
        changed: the text was edited or set.
    """

    changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._typed = TypedSheet(0)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
        )
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * 6 + 12)
        mark_private(self.text, is_private=True)
        self.said = hint("", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(named_label(texts.gettext(N_("The &groups of the recovery sheet")), self.text, self))
        column.addWidget(self.text)
        column.addWidget(self.said)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._on_text_changed)
        self._say()

    @property
    def key(self) -> FileKey | None:
        """The key on the sheet once all of it is typed as printed."""
        return self._typed.key

    def clear(self) -> None:
        """Forget what was typed."""
        self.text.clear()
        # What was typed must not come back by Ctrl+Z.
        self.text.document().clearUndoRedoStacks()

    def _on_text_changed(self) -> None:
        self._typed = read_typed_sheet(self.text.toPlainText())
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self.said.setText(self._texts.fill(_sentence(self._typed), self._facts()))

    def _facts(self) -> dict[str, object]:
        return {"count": self._typed.count, "place": self._typed.wrong, "all": GROUPS}


def _sentence(typed: TypedSheet) -> str:
    if typed.wrong is not None:
        return _MORE if typed.wrong > GROUPS else _WRONG
    return _COUNT if typed.key is None else _WHOLE

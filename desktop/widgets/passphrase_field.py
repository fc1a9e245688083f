"""The field that a passphrase is typed into: covered unless shown; it says when caps lock seems to be on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, Texts
from desktop.shell.clipboard import mark_private
from desktop.widgets.labels import hint

_SHOW, _HIDE = N_("Show"), N_("Hide")
_LONGEST = 1024


class _Line(QLineEdit):
    """Notices by what a letter key gives whether caps lock is on: Qt does not tell.

    Signals:
        caps_lock_seen: whether the letter just typed says so.
    """

    caps_lock_seen = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A capital without Shift, or a small letter with it."""
        letter = event.text()
        if len(letter) == 1 and letter.upper() != letter.lower():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock_seen.emit(letter.isupper() != is_shifted)
        super().keyPressEvent(event)


class PassphraseField(QWidget):
    """A line for a passphrase and the button that shows it.

    Signals:
        changed: the text was edited or set.
        finished: Return was pressed in it.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._build()
        self.line.textChanged.connect(self._on_text_changed)
        self.line.returnPressed.connect(self.finished)
        self.line.caps_lock_seen.connect(self.caps_lock.setVisible)
        self.show_button.toggled.connect(self.set_shown)

    def _build(self) -> None:
        self.line = _Line(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(_LONGEST)
        # While it is shown it can be copied; it leaves the clipboard as private details do.
        mark_private(self.line, is_private=True)
        self.show_button = QToolButton(self)
        self.show_button.setCheckable(True)
        self.show_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_button.setText(self._texts.gettext(_SHOW))
        self.caps_lock = hint(self._texts.gettext(N_("Caps lock seems to be on.")), self)
        self.caps_lock.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.caps_lock)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        """The name is the line's, which has the focus; the button says what it shows."""
        self.line.setAccessibleName(name)
        self.show_button.setAccessibleName(f"{self._texts.gettext(_SHOW)}: {name}")

    def text(self) -> str:
        """What stands in the field."""
        return self.line.text()

    def select_all(self) -> None:
        """Take the focus with everything selected, to be typed anew."""
        self.line.setFocus()
        self.line.selectAll()

    def clear(self) -> None:
        """Empty the field and cover it."""
        self.line.clear()
        self.show_button.setChecked(False)
        self.caps_lock.hide()

    def set_shown(self, is_shown: bool) -> None:
        """Show the text, or cover it."""
        modes = QLineEdit.EchoMode
        self.line.setEchoMode(modes.Normal if is_shown else modes.Password)
        self.show_button.setText(self._texts.gettext(_HIDE if is_shown else _SHOW))
        self.show_button.setChecked(is_shown)

    def _on_text_changed(self, _text: str) -> None:
        self.changed.emit()

"""The clipboard: every copy goes through here, and private details of persons do not stay on it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desktop.shell.roles import Role

PRIVATE_SECONDS = 30
"""How long private details may lie on the clipboard."""

_PRIVATE = "is_private"
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "application/x-nspasteboard-concealed-type": b"1",
}
"""What KDE, Windows and programs on macOS ask for, so that no history of the clipboard keeps a text."""


def mark_private(editor: QWidget, is_private: bool) -> None:
    """Say whether what is copied out of an editor is a private detail of a person."""
    editor.setProperty(_PRIVATE, is_private)


class Clipboard(QObject):
    """Copies and reads text. Private details are taken off again after a while, or when the file is closed.

    Editors copy by themselves; a copy that comes while one of private content has the focus is noticed.

    Signals:
        private_changed: whether private details of ours lie on the clipboard.
    """

    private_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = QGuiApplication.clipboard()
        self._private: str | None = None
        self._is_copying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PRIVATE_SECONDS * 1000)
        self._timer.timeout.connect(self.forget_private)
        self._system.dataChanged.connect(self._on_data_changed)

    def text(self) -> str:
        """The text that lies on the clipboard."""
        return self._system.text()

    def copy(self, text: str, *, is_private: bool = False) -> None:
        """Put a text on the clipboard; a private one goes again by itself."""
        self._is_copying = True
        try:
            if is_private:
                self._system.setMimeData(_marked(text))
            else:
                self._system.setText(text)
        finally:
            self._is_copying = False
        self._keep(text if is_private else None)

    def forget_private(self) -> None:
        """Take private details off the clipboard unless something else was copied since."""
        if self._private is not None and _alike(self._system.text(), self._private):
            self._system.clear()
        self._keep(None)

    def _keep(self, private: str | None) -> None:
        was_private, self._private = self._private is not None, private
        if private is None:
            self._timer.stop()
        else:
            self._timer.start()
        if private is not None or was_private:
            self.private_changed.emit(private is not None)

    def _is_marked(self) -> bool:
        content: QMimeData | None = self._system.mimeData()
        return content is None or any(map(content.hasFormat, _MARKS))

    def _on_data_changed(self) -> None:
        if self._is_copying:
            return
        text = self._system.text()
        # Nothing of ours has the focus while another program copies.
        if text and _shows_private(QApplication.focusWidget()):
            if self._is_marked():
                self._keep(text)
            else:
                self.copy(text, is_private=True)
        elif self._private is not None and not _alike(self._system.text(), self._private):
            self._keep(None)


def _marked(text: str) -> QMimeData:
    """A text that no history of the clipboard keeps.

    It must be off the clipboard before the program ends: Qt destroys what lies there after Python is gone.
    """
    content = QMimeData()
    content.setText(text)
    for name, mark in _MARKS.items():
        content.setData(name, mark)
    return content


def _shows_private(widget: QWidget | None) -> bool:
    """Whether a widget copies private details by itself: an editor of them, or a list at such a cell."""
    if isinstance(widget, QAbstractItemView):
        return bool(widget.currentIndex().data(Role.IS_PRIVATE))
    return widget is not None and bool(widget.property(_PRIVATE))


def _alike(left: str, right: str) -> bool:
    """Whether two texts are the same; systems write ends of lines in their own way."""
    return left.replace("\r\n", "\n") == right.replace("\r\n", "\n")

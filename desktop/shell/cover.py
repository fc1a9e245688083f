"""Covers every window of the program with one that shows nothing, and brings all back as it was.

Windows are hidden, not closed: open editors, typed text, selections and dialogs stay. Leaving an editor would
finish it, so the editors do not hear that they lost the focus.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

SHOWS_WHILE_LOCKED = "shows_while_locked"
"""The property of a window that may show although the others are covered: it has nothing of the file."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is covered: windows from the lowest to the highest, and who had the focus."""

    windows: list[QWidget]
    active: QWidget | None
    focused: QWidget | None


class Cover(QObject):
    """Hides the windows of the program behind one window, `page`."""

    def __init__(self, app: QApplication, page: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._page = page
        self._shown: _Shown | None = None
        self._late: list[QWidget] = []

    @property
    def is_up(self) -> bool:
        """Whether the windows are covered."""
        return self._shown is not None

    def raise_over(self, window: QWidget) -> None:
        """Cover everything; the page takes the place of `window`."""
        if self._shown is not None:
            return
        while (popup := self._app.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        windows = [
            each for each in self._app.topLevelWidgets() if each.isVisible() and not self._may_show(each)
        ]
        self._shown = _Shown(windows, self._app.activeWindow(), self._app.focusWidget())
        self._app.installEventFilter(self)
        self._page.restoreGeometry(window.saveGeometry())
        self._page.show()
        for each in windows:
            each.hide()
        self._page.activateWindow()

    def lift(self) -> None:
        """Bring back what was covered, and what wanted to show meanwhile."""
        shown, self._shown = self._shown, None
        if shown is None:
            return
        for each in shown.windows:
            if isValid(each):
                each.show()
        for each in self._late:
            if isValid(each) and each.isVisible():
                each.hide()
                each.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
                each.show()
        self._late = []
        if shown.active is not None and isValid(shown.active):
            shown.active.activateWindow()
        if shown.focused is not None and isValid(shown.focused):
            shown.focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._page.hide()
        QTimer.singleShot(0, self._stop_listening)

    def _stop_listening(self) -> None:
        if self._shown is None:
            self._app.removeEventFilter(self)

    def _may_show(self, window: QWidget) -> bool:
        above: QWidget | None = window
        while above is not None:
            if above is self._page or above.property(SHOWS_WHILE_LOCKED):
                return True
            above = above.parentWidget()
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep editors from hearing that they lost the focus, and new windows from the screen."""
        kind = event.type()
        if kind == QEvent.Type.FocusOut and isinstance(watched, QWidget):
            return not self._may_show(watched)
        if kind == QEvent.Type.Show and self._shown is not None and self._is_new_window(watched):
            self._keep_back(watched)
        return False

    def _is_new_window(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and watched.isWindow() and not self._may_show(watched)

    def _keep_back(self, window: QWidget) -> None:
        """The event comes before the window is on the screen."""
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._late.append(window)

"""F6 goes from part to part of the window: the navigation, the list of the screen, what stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QWidget


class WindowParts(QObject):
    """Takes the focus on by F6 and back by Shift+F6."""

    def __init__(self, navigation: QWidget, stack: QStackedWidget, window: QWidget) -> None:
        super().__init__(window)
        self._navigation = navigation
        self._stack = stack
        for key, slot in (("F6", self.go_on), ("Shift+F6", self.go_back)):
            QShortcut(QKeySequence(key), window).activated.connect(slot)

    def go_on(self) -> None:
        """Focus the next part."""
        self._go(1)

    def go_back(self) -> None:
        """Focus the part before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        parts = [self._navigation, *parts_of(self._stack.currentWidget())]
        focused = QApplication.focusWidget()
        here = [place for place, part in enumerate(parts) if focused is not None and _holds(part, focused)]
        start = here[-1] if here else 0
        for offset in range(1, len(parts)):
            target = first_in(parts[(start + step * offset) % len(parts)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return


def parts_of(screen: QWidget | None) -> list[QWidget]:
    """The parts of a screen: what its splitter holds, or the screen itself."""
    if screen is None:
        return []
    splitter = screen.findChild(QSplitter)
    if splitter is None:
        return [screen]
    return [splitter.widget(place) for place in range(splitter.count()) if splitter.widget(place).isVisible()]


def first_in(part: QWidget) -> QWidget | None:
    """The first widget of a part that takes the focus by Tab."""
    widget = part
    while True:
        takes_focus = widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value
        if takes_focus and widget.isVisible() and widget.isEnabled() and _holds(part, widget):
            return widget
        widget = widget.nextInFocusChain()
        if widget is part:
            return None


def _holds(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)

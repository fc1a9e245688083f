"""The look: Qt's Fusion style, a calm palette in light and dark, one accent, a little room around things."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f5f6f7",
    _Role.WindowText: "#1f2426",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f8f9fa",
    _Role.Text: "#1f2426",
    _Role.Button: "#eef0f1",
    _Role.ButtonText: "#1f2426",
    _Role.ToolTipBase: "#ffffff",
    _Role.ToolTipText: "#1f2426",
    _Role.PlaceholderText: "#636c70",
    _Role.Highlight: "#1d6a6a",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#1d6a6a",
    _Role.Link: "#17595a",
    _Role.Light: "#ffffff",
    _Role.Mid: "#d5dadc",
    _Role.Midlight: "#e6e9ea",
    _Role.Light: "#ffffff",
    _Role.Dark: "#b3babd",
}
_DARK = {
    # Fields are lighter than the window: Fusion's outline around them is darker and would not be seen.
    _Role.Window: "#1b1f21",
    _Role.WindowText: "#e8ebec",
    _Role.Base: "#282d30",
    _Role.AlternateBase: "#24292b",
    _Role.Text: "#e8ebec",
    _Role.Button: "#363c40",
    _Role.ButtonText: "#e8ebec",
    _Role.ToolTipBase: "#2b3033",
    _Role.ToolTipText: "#e8ebec",
    _Role.PlaceholderText: "#98a2a6",
    _Role.Highlight: "#2c8a88",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#57b5b2",
    _Role.Link: "#7cc7c5",
    _Role.Light: "#3d4447",
    _Role.Mid: "#454d51",
    _Role.Midlight: "#333a3d",
    _Role.Light: "#454d50",
    _Role.Dark: "#0f1112",
}
_FADED = {"light": "#8b9498", "dark": "#7d878b"}
_LEAST_POINTS = 10.0


class Theme(QObject):
    """Keeps the look of a program: its palette follows the system between light and dark."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        app.styleHints().colorSchemeChanged.connect(self.use_scheme)

    def use_scheme(self, scheme: Qt.ColorScheme) -> None:
        """Take the light or the dark palette."""
        self._app.setPalette(palette_for(scheme is Qt.ColorScheme.Dark))
        for widget in self._app.allWidgets():
            # Style sheets name colours of the palette, and read them only when they are set.
            if sheet := widget.styleSheet():
                widget.setStyleSheet("")
                widget.setStyleSheet(sheet)


def use_theme(app: QApplication) -> Theme:
    """Set style, palette and font."""
    app.setStyle("Fusion")
    font = QFont(app.font())
    if font.pointSizeF() < _LEAST_POINTS:
        font.setPointSizeF(_LEAST_POINTS)
        app.setFont(font)
    theme = Theme(app)
    theme.use_scheme(app.styleHints().colorScheme())
    return theme


def palette_for(is_dark: bool) -> QPalette:
    """The light or the dark palette."""
    palette = QPalette()
    for role, colour in (_DARK if is_dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    faded = QColor(_FADED["dark" if is_dark else "light"])
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def muted(palette: QPalette) -> QColor:
    """The colour of secondary text."""
    return palette.color(_Role.PlaceholderText)

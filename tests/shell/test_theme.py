"""Light and dark are readable: text stands out from what is behind it."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from desktop.shell.process_age import process_age_ms
from desktop.shell.theme import Theme, muted, palette_for
from desktop.shell.translators import locale_of, use_language

Role = QPalette.ColorRole
PAIRS = [
    (Role.WindowText, Role.Window),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.ButtonText, Role.Button),
    (Role.HighlightedText, Role.Highlight),
    (Role.PlaceholderText, Role.Window),
    (Role.PlaceholderText, Role.Base),
    (Role.ToolTipText, Role.ToolTipBase),
    (Role.Link, Role.Window),
]


def brightness(colour):
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("pair", PAIRS)
def test_text_has_the_contrast_that_accessibility_asks_for(is_dark, pair):
    palette = palette_for(is_dark)
    bright, dark = sorted((brightness(palette.color(role)) for role in pair), reverse=True)
    least = 4.0 if pair[0] is Role.HighlightedText else 4.5
    assert (bright + 0.05) / (dark + 0.05) >= least


def test_the_palette_follows_the_system(qapp):
    before = qapp.palette()
    widget = QWidget()
    widget.setStyleSheet("QWidget { color: palette(text); }")
    theme = Theme(qapp)
    theme.use_scheme(Qt.ColorScheme.Dark)
    assert qapp.palette().color(Role.Window) == palette_for(True).color(Role.Window)
    assert muted(qapp.palette()) == palette_for(True).color(Role.PlaceholderText)
    assert widget.styleSheet()
    theme.use_scheme(Qt.ColorScheme.Light)
    assert qapp.palette().color(Role.Window) == palette_for(False).color(Role.Window)
    theme.setParent(None)
    qapp.setPalette(before)


def test_qt_speaks_the_language_and_reads_in_its_direction(qapp):
    translator = use_language(qapp, "es", locale_of("es"))
    assert translator is not None
    assert QLocale().language() is QLocale.Language.Spanish
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight
    qapp.removeTranslator(translator)
    arabic = use_language(qapp, "ar", locale_of("ar"))
    assert qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft
    qapp.removeTranslator(arabic)
    assert use_language(qapp, "en", locale_of("en")) is None
    portuguese = use_language(qapp, "pt", locale_of("pt", "BR"))
    qapp.removeTranslator(portuguese)
    use_language(qapp, "en", locale_of("en"))


def test_the_age_of_the_process_grows():
    first = process_age_ms()
    assert 0 < first <= process_age_ms()

"""Qt's own texts and directions in the language of the screen."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.base.formats import DEFAULT_LOCALES


def locale_of(language: str, territory: str = "") -> QLocale:
    """How numbers and dates are written; without a territory as reports do: the United Nations' English."""
    wanted = f"{language}_{territory}" if territory else DEFAULT_LOCALES.get(language, language)
    return QLocale(wanted)


def use_language(app: QApplication, language: str, locale: QLocale) -> QTranslator | None:
    """Set Qt's texts, the locale and the reading direction; gives the translator that is now in use."""
    QLocale.setDefault(locale)
    is_rtl = QLocale(language).textDirection() == Qt.LayoutDirection.RightToLeft
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
    if language == "en":
        return None
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name in (f"qtbase_{language}", f"qtbase_{language}_BR"):
        if translator.load(name, folder):
            app.installTranslator(translator)
            return translator
    return None

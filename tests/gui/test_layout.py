"""Every screen survives texts twice as long and the other reading direction; everything has a name."""

import gettext

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QToolButton

from desktop.app import screens
from desktop.base.i18n import Texts
from desktop.views.main_window import MainWindow
from tests.gui.naming import nameless
from tests.gui.places import bury, make_place, settle

KEYS = [entry.key for entry in screens()]


class Doubled(gettext.NullTranslations):
    """Says everything twice, as some languages seem to."""

    def gettext(self, message):
        return f"{message} {message.replace('&', '')}"

    def ngettext(self, one, many, number):
        return self.gettext(one if number == 1 else many)


@pytest.fixture
def make_window(qapp, database, tmp_path, monkeypatch):
    made = []

    def make(texts=None):
        if texts is not None:
            monkeypatch.setattr("tests.gui.places.texts_for", lambda _language: texts)
        place = make_place(database, tmp_path)
        window = MainWindow(place, screens())
        window.resize(1280, 780)
        made.append((window, place))
        return window, place

    yield make
    for window, place in made:
        settle(place)
        bury(window)


def show(window, place, key):
    screen = window.show_screen(key)
    window.show()
    settle(place)
    return screen


def cut_texts(screen):
    """Labels and buttons that are smaller than their text and have no other way to show it."""
    found = []
    for label in screen.findChildren(QLabel):
        is_one_line = label.isVisible() and label.text() and not label.wordWrap()
        if is_one_line and label.width() + 1 < label.minimumSizeHint().width():
            found.append(label.text())
    for button in screen.findChildren(QAbstractButton):
        is_texted = isinstance(button, QPushButton) or (isinstance(button, QToolButton) and button.text())
        if button.isVisible() and is_texted and button.height() + 1 < button.minimumSizeHint().height():
            found.append(button.text())
    return found


@pytest.mark.parametrize("key", KEYS)
def test_texts_twice_as_long_are_not_cut(make_window, key):
    window, place = make_window(Texts("en", Doubled()))
    assert cut_texts(show(window, place, key)) == []


@pytest.mark.parametrize("key", KEYS)
def test_the_other_reading_direction_mirrors_the_screen(make_window, key):
    window, place = make_window()
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    screen = show(window, place, key)
    assert window.navigation.geometry().left() > screen.geometry().left()
    assert cut_texts(screen) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_screen_reader_can_name_every_control(make_window, key):
    window, place = make_window()
    assert nameless(show(window, place, key)) == []


@pytest.mark.parametrize("key", KEYS)
def test_no_label_takes_its_text_for_markup(make_window, key):
    window, place = make_window()
    labels = show(window, place, key).findChildren(QLabel)
    assert labels
    guessing = [label.text() for label in labels if label.textFormat() is not Qt.TextFormat.PlainText]
    assert [text for text in guessing if text] == []


@pytest.mark.parametrize("key", KEYS)
def test_keys_of_a_screen_do_not_collide(make_window, key):
    window, place = make_window()
    screen = show(window, place, key)
    texts = [button.text() for button in screen.findChildren(QAbstractButton) if button.isVisible()]
    keys = [text[text.index("&") + 1].lower() for text in texts if "&" in text.replace("&&", "")]
    assert len(keys) == len(set(keys)), sorted(texts)

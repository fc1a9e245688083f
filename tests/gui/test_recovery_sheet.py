"""The recovery sheet in the window: saved as a page, confirmed from the paper, remembered on Start."""

from functools import partial

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent

from db.recovery import groups_of, key_from
from db.recovery_mark import lacks_sheet, note_sheet
from desktop.services.passphrases import change_passphrase
from desktop.views.passphrase.sheet_dialog import SheetDialog
from desktop.views.start.screen import StartScreen
from tests.gui.naming import nameless
from tests.gui.places import make_place, settle

PASSPHRASE = "lluvia mesa tren ázul"
PLACES = (2, 7, 16)


@pytest.fixture
def locked_place(qapp, database, tmp_path):
    database.call(partial(change_passphrase, database, PASSPHRASE))
    made = {}

    def make(language="en"):
        made["place"] = make_place(database, tmp_path, language=language)
        return made["place"]

    yield make
    settle(made["place"])
    made["place"].desk.deleteLater()


def shown(place):
    dialog = SheetDialog(place, None, PLACES)
    dialog.open()
    settle(place)
    return dialog


def bury_dialog(dialog):
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_saved_page_opens_the_file(locked_place, database, tmp_path, language):
    place = locked_place(language)
    dialog = shown(place)
    assert nameless(dialog) == []
    dialog.save(str(tmp_path / "sheet.pdf"))
    settle(place)
    assert dialog.open_button.isEnabled()
    (page,) = PdfReader(tmp_path / "sheet.pdf").pages
    text = page.extract_text()
    assert "file.desk1540" in text
    assert ("When it is void" if language == "en" else "Cuándo deja de ser válida") in text
    signs = "".join(text.split())
    groups = groups_of(database.key)
    assert all(f"{number}{group}" in signs for number, group in enumerate(groups, 1))
    assert key_from(" ".join(groups)) == database.key
    bury_dialog(dialog)


def test_three_groups_from_the_paper_confirm_it(locked_place, database):
    place = locked_place()
    dialog = shown(place)
    groups = groups_of(database.key)
    wrong = ("2" if groups[1][0] != "2" else "3") + groups[1][1:]
    dialog.editors[0].setText(wrong)
    assert dialog.verdicts[0].text() == "not as printed"
    dialog.editors[0].setText(groups[1].lower())
    assert dialog.verdicts[0].text() == "right"
    dialog.editors[1].setText(groups[6])
    assert not dialog.confirm_button.isEnabled()
    dialog.editors[2].setText(groups[15])
    assert lacks_sheet(database)
    dialog.confirm_button.click()
    settle(place)
    assert not lacks_sheet(database)
    assert dialog.said.text() == "The sheet is confirmed. It is void after a change of the passphrase."
    bury_dialog(dialog)


def test_start_reminds_until_it_is_confirmed_and_after_a_change(locked_place, database, qtbot):
    place = locked_place()
    screen = StartScreen(place)
    qtbot.addWidget(screen)
    screen.show()
    settle(place)
    assert screen.sheet_line.isVisible()
    asked = []
    place.navigator.sheet_asked.connect(lambda: asked.append(True))
    screen.sheet_line.button.click()
    assert asked == [True]
    database.call(partial(note_sheet, database))
    place.navigator.sheet_changed.emit()
    settle(place)
    assert not screen.sheet_line.isVisible()
    database.call(partial(change_passphrase, database, "otra"))
    place.navigator.sheet_changed.emit()
    settle(place)
    assert screen.sheet_line.isVisible()


def test_a_plain_file_is_not_reminded(place, qtbot):
    screen = StartScreen(place)
    qtbot.addWidget(screen)
    screen.show()
    settle(place)
    assert not screen.sheet_line.isVisible()

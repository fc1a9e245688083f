"""Giving, changing and removing the passphrase of the open file in the window."""

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication

from db.backup import back_up_into
from db.backup_folder import folder_name
from db.encryption import is_plain
from db.opening import open_file
from desktop.base.i18n import texts_for
from desktop.services.files import back_up_file
from desktop.services.known_heads import file_id
from desktop.services.passphrases import change_passphrase
from desktop.views.passphrase.change_dialog import ChangeDialog
from tests.gui.naming import nameless
from tests.gui.places import settle

FIRST, SECOND = "lluvia mesa tren ázul", "otra frase de cinco palabras"


@pytest.fixture
def make(place):
    made = []

    def open_dialog(**named):
        dialog = ChangeDialog(place, None, **named)
        dialog.open()
        made.append(dialog)
        return dialog

    yield open_dialog
    for dialog in made:
        dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def fill(dialog, passphrase, again=None):
    dialog.fields.first.line.setText(passphrase)
    dialog.fields.again.line.setText(passphrase if again is None else again)
    dialog.set_button.click()


def test_a_plain_file_gets_a_passphrase(make, place, database):
    dialog = make()
    assert not dialog.present.isVisible()
    assert dialog.explained.text().startswith("From now on the file opens")
    fill(dialog, "")
    assert dialog.said.text() == "Type a passphrase, or tick that the file is to have none."
    fill(dialog, FIRST, "other")
    assert dialog.said.text() == "The two passphrases are not the same."
    assert database.key is None
    fill(dialog, FIRST)
    assert dialog.said.text().endswith("under its new key…")
    assert not dialog.close_button.isEnabled()
    settle(place)
    assert dialog.said.text().startswith("The file has its passphrase.")
    assert not is_plain(database.path.read_bytes()[:16])
    assert dialog.fields.first.text() == ""


def test_a_change_asks_for_the_present_passphrase(make, place, database):
    database.call(partial(change_passphrase, database, FIRST))
    key = database.key
    dialog = make()
    dialog.present.line.setText("falsch")
    fill(dialog, SECOND)
    settle(place)
    assert dialog.said.text() == "The present passphrase is not right; nothing was changed."
    assert dialog.present.line.selectedText()
    assert database.key == key
    dialog.present.line.setText(FIRST)
    dialog.set_button.click()
    settle(place)
    assert database.key != key
    database.close()
    open_file(database.path, secret=SECOND).close()


def test_after_the_recovery_sheet_the_present_one_is_not_asked(make, place, database):
    database.call(partial(change_passphrase, database, FIRST))
    dialog = make(is_by_sheet=True)
    assert not dialog.present.isVisible()
    assert dialog.explained.text().startswith("The recovery sheet opened the file.")
    fill(dialog, SECOND)
    settle(place)
    assert dialog.said.text().startswith("The file has its new passphrase.")


def test_removing_says_what_it_means(make, place, database):
    database.call(partial(change_passphrase, database, FIRST))
    dialog = make()
    dialog.present.line.setText(FIRST)
    dialog.fields.without.click()
    assert dialog.fields.said.text().startswith("Whoever holds this computer")
    dialog.set_button.click()
    settle(place)
    assert dialog.said.text().startswith("The file has no passphrase any more.")
    assert is_plain(database.path.read_bytes()[:16])


def test_the_backups_of_before_are_listed_and_copied(make, place, database, tmp_path):
    database.call(partial(change_passphrase, database, FIRST))
    (tmp_path / "backups").mkdir()
    made = back_up_file(database, tmp_path / "backups")
    dialog = make()
    dialog.present.line.setText(FIRST)
    fill(dialog, SECOND)
    settle(place)
    assert str(made.path) in dialog.list.toPlainText().splitlines()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.list.toPlainText()


def test_backups_that_the_file_does_not_know_are_listed_and_plain_ones_marked(make, place, database):
    beside = database.path.with_name(f"{database.path.stem} (version 1).desk1540")
    beside.write_bytes(database.path.read_bytes())
    folder = place.backups.root / folder_name(database.path, database.call(partial(file_id, database)))
    kept = database.call(partial(back_up_into, database, folder, reason="automatic", is_registered=False))
    fill(make(), FIRST)
    settle(place)
    dialog = make()
    dialog.present.line.setText(FIRST)
    fill(dialog, SECOND)
    settle(place)
    listed = dialog.list.toPlainText().splitlines()
    for each in (beside, kept.path):
        assert listed.count(f"{each} (no passphrase: anybody can read it)") == 1


def test_what_is_not_there_is_not_removed(make, place, database):
    dialog = make()
    dialog.fields.without.click()
    dialog.set_button.click()
    settle(place)
    assert dialog.said.text() == f"{database.path.name} has no passphrase; nothing was changed."


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_in_the_dialog_has_a_name(make, place, database, language):
    object.__setattr__(place, "texts", texts_for(language))
    database.call(partial(change_passphrase, database, FIRST))
    assert nameless(make()) == []

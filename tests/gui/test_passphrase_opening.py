"""Opening an encrypted file in the window: asked for, refused, by recovery sheet, from the environment."""

import logging

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from db.encryption import is_plain
from db.recovery import groups_of
from desktop.app import Program, screens
from desktop.base.i18n import texts_for
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.services.files import new_file
from desktop.shell.messages import RecordedMessages
from desktop.views.passphrase.passphrase_dialog import PassphraseDialog
from tests.gui.naming import nameless
from tests.gui.places import bury

PASSPHRASE = "lluvia mesa tren ázul"


@pytest.fixture
def store(tmp_path):
    made = SettingsStore(tmp_path / "settings.json")
    made.change(language="en", author="Ana")
    return made


@pytest.fixture
def from_environment(monkeypatch):
    monkeypatch.setenv("DESK1540_PASSWORD", PASSPHRASE)


@pytest.fixture
def program(qapp, qtbot, store):
    jobs = JobRunner()
    made = Program(qapp, store, jobs, screens())
    qapp.lastWindowClosed.disconnect(made._on_last_window_closed)
    yield made
    if made.window is not None:
        qtbot.waitUntil(lambda: not made._is_busy(), timeout=60_000)
        made.window.close()
    made.first_run.close()
    made.close_file()
    jobs.close()
    made._set_language("en")
    made.deleteLater()
    QCoreApplication.sendPostedEvents()
    # A dialog that is closed brings back the first page.
    while shown := [each for each in qapp.topLevelWidgets() if each.isVisible()]:
        for each in shown:
            bury(each)
        QCoreApplication.sendPostedEvents()


def make_file(path, secret=PASSPHRASE):
    made = new_file(path, state="X01", author="Ana", language="en", secret=secret)
    key = made.key
    made.close()
    return key


@pytest.fixture
def key(tmp_path):
    return make_file(tmp_path / "secret.desk1540")


@pytest.fixture
def file(key, tmp_path):
    return tmp_path / "secret.desk1540"


def asked(qtbot, program):
    qtbot.waitUntil(lambda: program.opener.dialog is not None)
    return program.opener.dialog


def opened(qtbot, program, stem="secret"):
    qtbot.waitUntil(lambda: program.window is not None and not program._place.desk.is_busy)
    assert program.window.windowTitle() == f"{stem} — Desk1540"
    return program.window


def type_in(qtbot, dialog, text):
    # Keys of the tests are ASCII only.
    dialog.panel.passphrase.line.insert(text)
    qtbot.keyClick(dialog.panel.passphrase.line, Qt.Key.Key_Return)


def test_the_passphrase_is_asked_for_and_opens_the_file(program, qtbot, file, store):
    program.start(file)
    dialog = asked(qtbot, program)
    assert dialog.panel.passphrase.line.echoMode() is QLineEdit.EchoMode.Password
    type_in(qtbot, dialog, PASSPHRASE)
    opened(qtbot, program)
    assert program.opener.dialog is None
    assert store.current.last_file == str(file)


def test_a_wrong_passphrase_is_said_and_stays_selected(program, qtbot, file):
    program.start(file)
    dialog = asked(qtbot, program)
    type_in(qtbot, dialog, "falsch")
    qtbot.waitUntil(lambda: not dialog.panel.said.isHidden())
    assert dialog.panel.said.text().startswith("The passphrase does not open secret.desk1540")
    line = dialog.panel.passphrase.line
    assert (line.text(), line.selectedText() != "") == ("falsch", True)
    type_in(qtbot, dialog, PASSPHRASE)
    opened(qtbot, program)


def test_without_the_passphrase_the_first_page_offers_to_type_it(program, qtbot, file):
    program.start(file)
    asked(qtbot, program).cancel_button.click()
    page = program.first_run.page
    assert page.isVisible()
    assert page.said.text() == "secret.desk1540 is protected by a passphrase, which is needed to open it."
    page.act_button.click()
    type_in(qtbot, asked(qtbot, program), PASSPHRASE)
    opened(qtbot, program)


def test_another_file_is_chosen_over_the_question(program, qtbot, file, tmp_path):
    make_file(tmp_path / "plain.desk1540", secret=None)
    program.start(file)
    dialog = asked(qtbot, program)
    dialog.another_button.click()
    (files,) = dialog.findChildren(QFileDialog)
    files.fileSelected.emit(str(tmp_path / "plain.desk1540"))
    opened(qtbot, program, "plain")
    assert program.opener.dialog is None


def test_the_former_file_comes_back_without_being_asked_again(program, qtbot, file, tmp_path):
    make_file(tmp_path / "other.desk1540", "otra frase de paso larga")
    program.messages = RecordedMessages(program.texts)
    program.start(file)
    type_in(qtbot, asked(qtbot, program), PASSPHRASE)
    first = opened(qtbot, program)
    program.go_to(tmp_path / "other.desk1540")
    asked(qtbot, program).cancel_button.click()
    qtbot.waitUntil(lambda: program.window not in (None, first))
    opened(qtbot, program)
    assert program.messages.take() == []


def test_another_language_does_not_ask_again(program, qtbot, file):
    program.start(file)
    type_in(qtbot, asked(qtbot, program), PASSPHRASE)
    first = opened(qtbot, program)
    first.language_asked.emit("es")
    qtbot.waitUntil(lambda: program.window not in (None, first))
    opened(qtbot, program)


def test_a_copy_to_read_asks_too(program, qtbot, file):
    program.read_copy(file)
    type_in(qtbot, asked(qtbot, program), PASSPHRASE)
    qtbot.waitUntil(lambda: program.window is not None and not program._place.desk.is_busy)
    assert program._place.file.is_copy


def test_the_environment_opens_the_file(from_environment, program, qtbot, file):
    program.start(file)
    opened(qtbot, program)
    assert program.opener.dialog is None


def test_the_recovery_sheet_opens_the_file(program, qtbot, file, key):
    program.start(file)
    panel = asked(qtbot, program).panel
    panel.sheet_button.click()
    groups = groups_of(key)
    panel.sheet.text.setPlainText(" ".join(groups[:4]).lower())
    assert panel.sheet.said.text().startswith("4 of 16 groups typed.")
    assert not panel.open_button.isEnabled()
    wrong = "2" if groups[4][0] != "2" else "3"
    panel.sheet.text.setPlainText(" ".join([*groups[:4], wrong + groups[4][1:], *groups[5:]]))
    assert panel.sheet.said.text().startswith("Group 5 is not as printed.")
    panel.sheet.text.setPlainText("\n".join(groups))
    assert panel.sheet.said.text() == "All 16 groups are as on a sheet."
    panel.open_button.click()
    opened(qtbot, program)


def test_the_sheet_of_another_file_is_refused(program, qtbot, file, tmp_path):
    other = make_file(tmp_path / "other.desk1540")
    program.start(file)
    panel = asked(qtbot, program).panel
    panel.sheet_button.click()
    panel.sheet.text.setPlainText("\n".join(groups_of(other)))
    panel.open_button.click()
    qtbot.waitUntil(lambda: not panel.said.isHidden())
    assert program.window is None


def test_nothing_of_the_passphrase_is_logged_or_kept(program, qtbot, file, store, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    program.start(file)
    dialog = asked(qtbot, program)
    type_in(qtbot, dialog, "falsche-frase")
    qtbot.waitUntil(lambda: not dialog.panel.said.isHidden())
    type_in(qtbot, dialog, PASSPHRASE)
    opened(qtbot, program)
    kept = caplog.text + (tmp_path / "settings.json").read_text("utf-8")
    kept += repr(program.opener._wish) + repr(program.opener.former) + repr(program._database.key)
    for needle in (PASSPHRASE, "falsche-frase", program._database.key.raw.hex()):
        assert needle not in kept


def test_a_new_file_has_a_passphrase_unless_told(program, qtbot, tmp_path):
    program.start(None)
    page = program.first_run.page
    page.state.setCurrentText("Marenta")
    page.new_button.click()
    assert page.said.text() == "Type a passphrase, or tick that the file is to have none."
    form = page.new_passphrase
    qtbot.keyClicks(form.first.line, "short")
    assert form.said.text().startswith("Short: ")
    form.first.clear()
    form.first.line.insert(PASSPHRASE)
    assert form.said.text().startswith("Good: ")
    qtbot.keyClick(form.first.line, Qt.Key.Key_Return)
    qtbot.keyClicks(form.again.line, "otra")
    page.new_button.click()
    assert page.said.text() == "The two passphrases are not the same."
    form.again.line.setText(PASSPHRASE)
    page.new_button.click()
    (dialog,) = page.findChildren(QFileDialog)
    assert PASSPHRASE not in repr(program.first_run._choice)
    dialog.close()
    program.first_run.take_name(str(tmp_path / "new.desk1540"))
    opened(qtbot, program, "new")
    assert not is_plain((tmp_path / "new.desk1540").read_bytes()[:16])
    assert program.first_run._choice is None


def test_the_page_keeps_what_was_typed_in_another_language(program):
    program.start(None)
    program.first_run.page.new_passphrase.first.line.setText(PASSPHRASE)
    program._on_page_language_chosen("es")
    page = program.first_run.page
    assert page.new_passphrase.first.text() == PASSPHRASE
    page.new_passphrase.without.click()
    assert not page.new_passphrase.first.isEnabled()
    assert page.new_passphrase.said.text() == texts_for("es").gettext(
        "Whoever holds this computer, or a copy of the file, can read everything in it."
    )


def test_caps_lock_is_noticed_by_the_letters(qtbot, program, file):
    program.start(file)
    field = asked(qtbot, program).panel.passphrase
    qtbot.keyClick(field.line, Qt.Key.Key_A)
    assert field.caps_lock.isHidden()
    qtbot.keyClick(field.line, "A", Qt.KeyboardModifier.ShiftModifier)
    assert field.caps_lock.isHidden()
    qtbot.keyClick(field.line, "A", Qt.KeyboardModifier.NoModifier)
    assert not field.caps_lock.isHidden()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_screen_reader_can_name_everything_in_the_dialog(qtbot, tmp_path, language):
    dialog = PassphraseDialog(texts_for(language), tmp_path / "a.desk1540")
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    assert nameless(dialog) == []
    assert dialog.panel.sheet.text.accessibleName()
    keys = [button.text() for button in (dialog.panel.sheet_button, dialog.panel.open_button)]
    letters = [text[text.index("&") + 1].lower() for text in [*keys, dialog.another_button.text()]]
    assert len(set(letters)) == len(letters)

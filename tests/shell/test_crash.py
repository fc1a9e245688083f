"""A bug on any thread becomes one report without content."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from desktop.base.i18n import texts_for
from desktop.shell.clipboard import Clipboard
from desktop.shell.crash import CrashHook, crash_report
from desktop.views.crash_dialog import CrashDialog


@pytest.fixture
def hook(qapp, monkeypatch):
    before = (sys.excepthook, threading.excepthook)
    made = CrashHook(lambda report: CrashDialog(texts_for("en"), report, Clipboard()))
    made.install()
    yield made
    made.remove()
    assert (sys.excepthook, threading.excepthook) == before
    for dialog in dialogs(qapp):
        dialog.finished.disconnect()
        dialog.close()
        dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def dialogs(qapp):
    """The reports on the screen."""
    return [each for each in qapp.topLevelWidgets() if isinstance(each, CrashDialog) and each.isVisible()]


NEEDLE = "Ana Pérez, +507 123"


def fail():
    kept = [NEEDLE]
    Path(f"/nowhere/{kept[0]}.desk1540").read_bytes()


def caught():
    try:
        fail()
    except OSError as error:
        try:
            raise KeyError(NEEDLE) from error
        except KeyError as other:
            other.add_note(NEEDLE)
            return other


def test_the_report_names_places_and_no_content():
    report = crash_report(caught())
    assert "KeyError" in report
    assert "FileNotFoundError" in report
    assert "in fail" in report
    assert "Ana" not in report
    assert "507" not in report


def test_the_report_of_a_group_of_failures_holds_no_content():
    report = crash_report(ExceptionGroup(NEEDLE, [caught(), ValueError(NEEDLE)]))
    assert "ExceptionGroup" in report
    assert "ValueError" in report
    assert "Ana" not in report


def test_a_failure_is_shown_once(qapp, hook):
    for _ in range(2):
        sys.excepthook(KeyError, caught(), None)
    (dialog,) = dialogs(qapp)
    assert "in fail" in dialog.findChild(QPlainTextEdit).toPlainText()
    assert all("Ana" not in label.text() for label in dialog.findChildren(QLabel))
    dialog.copy_button.click()
    assert "in fail" in qapp.clipboard().text()


def test_the_report_is_saved_where_the_person_chose(qapp, hook, tmp_path):
    sys.excepthook(KeyError, caught(), None)
    (dialog,) = dialogs(qapp)
    target = tmp_path / "report.txt"
    dialog.save(str(target))
    assert target.read_text("utf-8") == dialog.findChild(QPlainTextEdit).toPlainText()
    assert target.stat().st_mode & 0o777 == 0o600
    assert dialog.said.text() == "report.txt is written"
    dialog.save(str(tmp_path / "file.desk1540"))
    assert dialog.said.text().startswith("file.desk1540 holds data of the program")


def test_a_failure_on_another_thread_is_shown_on_this_one(qapp, hook, qtbot):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs(qapp)) == 1)


def test_ctrl_c_is_no_crash(qapp, hook):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert dialogs(qapp) == []

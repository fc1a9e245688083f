"""A bug on any thread becomes one report without content."""

import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QPushButton

from desktop.base.i18n import texts_for
from desktop.shell.crash import CrashHook, crash_report


@pytest.fixture
def hook(qapp, monkeypatch):
    before = (sys.excepthook, threading.excepthook)
    made = CrashHook(texts_for("en"))
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
    """The reports on the screen; a dialog of another test may still be on its way out."""
    shown = [
        widget for widget in qapp.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()
    ]
    return [widget for widget in shown if widget.findChild(QPlainTextEdit) is not None]


def fail():
    raise ValueError("Ana Pérez, +507 123")


def caught():
    try:
        fail()
    except ValueError as error:
        return error


def test_the_report_names_places_and_no_content():
    report = crash_report(caught())
    assert "ValueError" in report
    assert "in fail" in report
    assert "Ana" not in report


def test_a_failure_is_shown_once(qapp, hook):
    for _ in range(2):
        sys.excepthook(ValueError, caught(), None)
    (dialog,) = dialogs(qapp)
    assert "in fail" in dialog.findChild(QPlainTextEdit).toPlainText()
    assert all("Ana" not in label.text() for label in dialog.findChildren(QLabel))
    dialog.findChildren(QPushButton)[0].click()
    assert "in fail" in qapp.clipboard().text()


def test_a_failure_on_another_thread_is_shown_on_this_one(qapp, hook, qtbot):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(dialogs(qapp)) == 1)


def test_ctrl_c_is_no_crash(qapp, hook):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert dialogs(qapp) == []

"""Copies go through one place; private details do not stay on the clipboard."""

import pytest
from PySide6.QtCore import QMimeData, QStringListModel
from PySide6.QtWidgets import QLineEdit, QListView

from desktop.shell.clipboard import PRIVATE_SECONDS, Clipboard, mark_private
from desktop.shell.roles import Role

PHONE = "+999 77 12 34"


@pytest.fixture
def clipboard(qapp):
    made = Clipboard()
    yield made
    made.forget_private()
    made._system.dataChanged.disconnect(made._on_data_changed)
    made.deleteLater()
    qapp.clipboard().clear()


def let_time_pass(clipboard):
    """As if the private seconds were over."""
    assert clipboard._timer.isActive()
    assert clipboard._timer.interval() == PRIVATE_SECONDS * 1000
    clipboard._timer.timeout.emit()


def test_what_is_marked_already_is_watched_too(qapp, qtbot):
    """As by the clipboard of a file that was closed a moment ago."""
    former, present = Clipboard(), Clipboard()
    editor = QLineEdit("+507 123")
    mark_private(editor, is_private=True)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    told = []
    present.private_changed.connect(told.append)
    editor.selectAll()
    editor.copy()
    assert set(told) == {True}
    for each in (former, present):
        each.forget_private()
        each.deleteLater()


def test_private_details_go_after_a_while(qtbot, clipboard):
    with qtbot.waitSignal(clipboard.private_changed) as told:
        clipboard.copy(PHONE, is_private=True)
    assert told.args == [True]
    assert clipboard.text() == PHONE
    with qtbot.waitSignal(clipboard.private_changed) as told:
        let_time_pass(clipboard)
    assert told.args == [False]
    assert clipboard.text() == ""


def test_other_texts_stay(clipboard):
    clipboard.copy("plan", is_private=False)
    assert not clipboard._timer.isActive()
    clipboard.forget_private()
    assert clipboard.text() == "plan"


def test_what_was_copied_since_stays(qapp, clipboard):
    clipboard.copy(PHONE, is_private=True)
    qapp.clipboard().setText("from another program")
    assert not clipboard._timer.isActive()
    clipboard.forget_private()
    assert clipboard.text() == "from another program"


def test_histories_of_the_clipboard_are_asked_not_to_keep_it(qapp, clipboard):
    clipboard.copy(PHONE, is_private=True)
    mime: QMimeData = qapp.clipboard().mimeData()
    assert bytes(mime.data("x-kde-passwordManagerHint")) == b"secret"
    assert mime.hasFormat("ExcludeClipboardContentFromMonitorProcessing")
    clipboard.copy("plan")
    assert qapp.clipboard().mimeData().formats() == ["text/plain"]


@pytest.mark.parametrize("is_private", [True, False])
def test_an_editor_that_copies_by_itself_is_noticed(qapp, qtbot, clipboard, is_private):
    editor = QLineEdit(PHONE)
    qtbot.addWidget(editor)
    mark_private(editor, is_private)
    editor.show()
    editor.setFocus()
    qtbot.waitUntil(lambda: qapp.focusWidget() is editor)
    editor.selectAll()
    editor.copy()
    assert clipboard.text() == PHONE
    assert qapp.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint") is is_private


def test_a_list_that_copies_by_itself_is_noticed(qapp, qtbot, clipboard):
    class Private(QStringListModel):
        def data(self, index, role):
            return True if role == Role.IS_PRIVATE else super().data(index, role)

    view = QListView()
    qtbot.addWidget(view)
    view.setModel(Private([PHONE]))
    view.show()
    view.setFocus()
    qtbot.waitUntil(lambda: qapp.focusWidget() is view)
    view.setCurrentIndex(view.model().index(0, 0))
    qapp.clipboard().setText(PHONE)
    assert qapp.clipboard().mimeData().hasFormat("x-kde-passwordManagerHint")


def test_two_clipboards_do_not_answer_each_other(qapp, qtbot, clipboard):
    other = Clipboard()
    editor = QLineEdit(PHONE)
    qtbot.addWidget(editor)
    mark_private(editor, True)
    editor.show()
    editor.setFocus()
    qtbot.waitUntil(lambda: qapp.focusWidget() is editor)
    editor.selectAll()
    editor.copy()
    assert clipboard.text() == PHONE
    for each in (clipboard, other):
        each.forget_private()

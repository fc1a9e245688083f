"""What is said is plain text, logged without content, and never blocks."""

import logging

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QMessageBox

from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.shell.messages import Messages, RecordedMessages


def boxes(qapp):
    return [
        widget for widget in qapp.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


def bury(qapp):
    for box in boxes(qapp):
        box.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_problem_is_shown_as_plain_text_without_waiting(qapp, caplog):
    caplog.set_level(logging.INFO)
    Messages(texts_for("en")).problem(UserError("{name} is missing.", name="<b>x</b>"))
    (box,) = boxes(qapp)
    assert box.text() == "<b>x</b> is missing."
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" not in "".join(str(record.args) for record in caplog.records)
    bury(qapp)


def test_details_wait_behind_a_button(qapp):
    Messages(texts_for("en")).error("It failed.", details="line 1")
    (box,) = boxes(qapp)
    assert box.detailedText() == "line 1"
    bury(qapp)


def test_a_question_does_what_its_button_says_and_nothing_else(qapp, qtbot):
    done = []
    for name, times in (("no", 0), ("yes", 1)):
        Messages(texts_for("en")).ask("Really?", "Do it", lambda: done.append(1))
        (box,) = boxes(qapp)
        for button in box.buttons():
            if (button.objectName() == "yes") == (name == "yes"):
                button.click()
        assert len(done) == times
        bury(qapp)


def test_recorded_messages_keep_sentences_and_answer(qapp):
    messages, done = RecordedMessages(texts_for("en")), []
    messages.info("Done: {count}", count=3)
    messages.warn("Careful.")
    messages.ask("Really?", "Do it", lambda: done.append(1))
    messages.answer = False
    messages.ask("Again?", "Do it", lambda: done.append(2))
    assert messages.take() == ["Done: 3", "Careful.", "Really?", "Again?"]
    assert (messages.take(), done) == ([], [1])
    bury(qapp)

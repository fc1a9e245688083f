"""Rows that belong to a record: a new one waits until all that was typed for it can be read."""

from db.fields import fields_of
from db.schema import LOGGED
from desktop.base.i18n import texts_for
from desktop.shell.translators import locale_of
from desktop.shell.value_texts import ValueTexts
from desktop.shell.written_values import WrittenValues
from desktop.widgets.children_editor import ADD, ChildrenEditor


def test_a_new_row_waits_for_a_date_that_cannot_be_read(qtbot):
    values = ValueTexts(texts_for("en"), locale_of("en"))
    written = WrittenValues(values, lambda _table: [], lambda _text: None)
    editor = ChildrenEditor(fields_of(LOGGED["submission"])["steps"], written)
    qtbot.addWidget(editor)
    asked = []
    editor.asked.connect(asked.append)
    editor.set_rows("1", ())
    editor.add_button.click()
    fields = editor._draft.fields.editors
    fields["on_date"].setText("pronto")
    fields["on_date"].committed.emit()
    fields["status"].setCurrentIndex(fields["status"].findData("cleared"))
    fields["status"].committed.emit()
    assert (asked, fields["on_date"].text()) == ([], "pronto")
    fields["on_date"].setText("Q3 2027")
    fields["on_date"].committed.emit()
    (edit,) = asked
    assert (edit.kind, edit.values) == (ADD, {"status": "cleared", "on_date": "2027-Q3"})

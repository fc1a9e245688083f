"""The look at windows sees what it is there to see."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop.shell.value_texts import tooltip
from desktop.widgets.labels import plain_label
from tests.trust.hostile_texts import MNEMONIC, TURNED
from tests.trust.markup import found_in, is_plain_tooltip
from tests.trust.window_tour import widget_classes


def label_that_guesses():
    return QLabel("<b>x</b>")


def label_of_rich_text():
    label = QLabel("x")
    label.setTextFormat(Qt.TextFormat.RichText)
    return label


def tooltip_of_markup():
    widget = QWidget()
    widget.setToolTip("<b>x</b>")
    return widget


def key_of_a_name():
    return QPushButton(f"Open {MNEMONIC}")


def turned_label():
    return plain_label(f"a{TURNED}b")


def turned_cell():
    listed = QListWidget()
    listed.addItem(f"a{TURNED}b")
    return listed


def tooltip_of_a_cell():
    listed = QListWidget()
    listed.addItem("a")
    listed.item(0).setToolTip("<img src=x>")
    return listed


@pytest.mark.parametrize(
    "make",
    [
        *(label_that_guesses, label_of_rich_text, tooltip_of_markup, key_of_a_name, QTextEdit),
        *(turned_label, turned_cell, tooltip_of_a_cell),
    ],
)
def test_what_is_not_shown_as_text_is_found(qtbot, make):
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(make())
    assert len(list(found_in(window))) == 1


def test_plain_texts_are_not_found(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(plain_label(f"<b>x</b> {MNEMONIC}"))
    layout.addWidget(QPushButton(f"Open {MNEMONIC}".replace("&", "&&")))
    window.setToolTip(tooltip(f"<b>x</b>\n{MNEMONIC} {TURNED}"))
    assert list(found_in(window)) == []


@pytest.mark.parametrize(
    "text", ["<span>a<b>x</b></span>", "<span>a & b</span>", "<span>x</span><img src=x>"]
)
def test_a_tooltip_with_anything_inside_is_none_of_ours(text):
    assert not is_plain_tooltip(text)


def test_every_window_of_the_program_is_known():
    names = {kind.__name__ for kind in widget_classes()}
    assert {"MainWindow", "PlanScreen", "ImportAssistant", "CrashDialog", "RecordTable"} <= names

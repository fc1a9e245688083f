"""The controls of the restore window: the list, the preview, the buttons, and the question at the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import N_, Texts
from desktop.views.backups.preview_panel import PreviewPanel
from desktop.views.backups.words import kept_sentence
from desktop.widgets.labels import hint, plain_label

_HEADS = (N_("Date and time"), N_("Size"), N_("Why it was made"), N_("Note"), N_("Where"))


class RestoreFrame(QObject):
    """Builds the controls into a dialog and asks once before anything is replaced.

    Signals:
        confirmed: the chosen backup is to take the place of the present file.
    """

    confirmed = Signal()

    def __init__(self, texts: Texts, stem: str, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._texts = texts
        self._dialog = dialog
        dialog.setWindowTitle(texts.gettext(N_("Restore from a backup")))
        column = QVBoxLayout(dialog)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.said = hint("", dialog)
        column.addWidget(self.said)
        column.addWidget(self._build_middle(), 1)
        self.buttons, self.question = self._build_buttons(), self._build_question(stem)
        column.addWidget(self.buttons)
        column.addWidget(self.question)
        self._connect()
        self.allow(False)
        dialog.resize(1080, 600)

    def _build_middle(self) -> QSplitter:
        middle = QSplitter(Qt.Orientation.Horizontal, self._dialog)
        middle.setChildrenCollapsible(False)
        self.list = QTreeWidget(middle)
        self.list.setAccessibleName(self._texts.gettext(N_("Backups")))
        self.list.setHeaderLabels([self._texts.gettext(head) for head in _HEADS])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.preview = PreviewPanel(self._texts, middle)
        middle.addWidget(self.list)
        middle.addWidget(self.preview)
        middle.setSizes([560, 460])
        return middle

    def _build_buttons(self) -> QWidget:
        _ = self._texts.gettext
        buttons = QWidget(self._dialog)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        self.elsewhere_button = QPushButton(_(N_("From another &place…")), buttons)
        self.copy_button = QPushButton(_(N_("Open a &copy to read")), buttons)
        self.restore_button = QPushButton(_(N_("&Restore…")), buttons)
        self.close_button = QPushButton(_(N_("Close")), buttons)
        row.addWidget(self.elsewhere_button)
        row.addStretch(1)
        for button in (self.copy_button, self.restore_button, self.close_button):
            row.addWidget(button)
        for button in (self.elsewhere_button, self.copy_button, self.restore_button, self.close_button):
            # Enter in the field for the passphrase must press none of them.
            button.setAutoDefault(False)
        return buttons

    def _build_question(self, stem: str) -> QFrame:
        """One question, in the window itself: what is replaced and what is kept."""
        _ = self._texts.gettext
        question = QFrame(self._dialog)
        question.setFrameShape(QFrame.Shape.StyledPanel)
        question.setAutoFillBackground(True)
        row = QHBoxLayout(question)
        self.asked = plain_label(kept_sentence(self._texts, stem), question, wraps=True)
        self.back_button = QPushButton(_(N_("&Back")), question)
        self.now_button = QPushButton(_(N_("Restore &now")), question)
        for button in (self.back_button, self.now_button):
            button.setAutoDefault(False)
        row.addWidget(self.asked, 1)
        row.addWidget(self.back_button)
        row.addWidget(self.now_button)
        question.setAccessibleName(self.asked.text())
        question.hide()
        return question

    def _connect(self) -> None:
        self.restore_button.clicked.connect(self._on_restore_clicked)
        self.back_button.clicked.connect(self.take_back)
        self.now_button.clicked.connect(self.confirmed)
        self.list.currentItemChanged.connect(self.take_back)

    @property
    def current_row(self) -> int:
        """The row of the chosen backup; -1 when there is none."""
        return self.list.indexOfTopLevelItem(self.list.currentItem()) if self.list.currentItem() else -1

    def say(self, sentence: str) -> None:
        """Say something above the list, or nothing."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def show_rows(self, rows: Sequence[Sequence[str]], chosen: int) -> None:
        """Fill the list and choose a row."""
        self.list.clear()
        for row in rows:
            self.list.addTopLevelItem(QTreeWidgetItem(list(row)))
        self.say("")
        if rows:
            self.choose_row(chosen)
            self.list.setFocus()

    def choose_row(self, row: int) -> None:
        """Choose a row of the list."""
        self.list.setCurrentItem(self.list.topLevelItem(row))

    def set_row(self, row: int, texts: Sequence[str]) -> None:
        """Write a row anew."""
        item = self.list.topLevelItem(row)
        for column, text in enumerate(texts):
            item.setText(column, text)

    def allow(self, can_be_used: bool) -> None:
        """Whether the chosen backup can be opened and restored."""
        self.copy_button.setEnabled(can_be_used)
        self.restore_button.setEnabled(can_be_used)

    def _on_restore_clicked(self) -> None:
        self.buttons.hide()
        self.question.show()
        self.back_button.setDefault(True)
        self.back_button.setFocus()
        QAccessible.updateAccessibility(QAccessibleEvent(self.question, QAccessible.Event.Alert))

    def set_busy(self, is_busy: bool) -> None:
        """While the chosen backup is looked at as a whole nothing else can be done but close."""
        for widget in (self.list, self.now_button, self.back_button):
            widget.setEnabled(not is_busy)

    def take_back(self) -> None:
        """Ask nothing; the buttons are there again."""
        if not self.question.isHidden():
            self.back_button.setDefault(False)
            self.question.hide()
            self.buttons.show()
            self.restore_button.setFocus()

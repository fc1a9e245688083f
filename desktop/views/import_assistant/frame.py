"""The frame of the assistant: the title of each page, what stands in the way, Back, Next and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Problem
from desktop.base.i18n import N_, Texts
from desktop.widgets.labels import heading, hint, plain_label

SOURCE, COLUMNS, WORDS, PREVIEW, DONE = range(5)
_TITLES = (
    (N_("What is brought in, and from where"), N_("Nothing is written until the last step.")),
    (
        N_("What the columns are"),
        N_("Each column with its first cells. Columns that are not taken are left where they are."),
    ),
    (N_("What only you can decide"), N_("Each answer can stay as it is; it is remembered for this layout.")),
    (N_("The rows as they would be imported"), N_("Nothing has been written yet.")),
    (N_("Done"), ""),
)
_NEXT = {PREVIEW: N_("&Import"), DONE: N_("&Close")}


class AssistantFrame(QDialog):
    """A window of pages; who fills it decides where Back and Next lead."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build_frame()

    def _build_frame(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(_(N_("Import")))
        self.resize(1060, 700)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 16, 22, 16)
        layout.setSpacing(6)
        self.title = heading("", self)
        self.title_hint = hint("", self)
        self.stack = QStackedWidget(self)
        self.said = plain_label("", self, wraps=True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(_(N_("Working…")))
        layout.addWidget(self.title)
        layout.addWidget(self.title_hint)
        layout.addSpacing(8)
        layout.addWidget(self.stack, 1)
        for widget in (self.said, self.progress, self._build_buttons()):
            layout.addWidget(widget)

    def _build_buttons(self) -> QDialogButtonBox:
        _ = self._texts.gettext
        roles = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox(self)
        self.back_button = QPushButton(_(N_("&Back")), box)
        self.next_button = QPushButton(_(N_("&Next")), box)
        self.cancel_button = QPushButton(_(N_("Cancel")), box)
        self.next_button.setDefault(True)
        for button in (self.cancel_button, self.back_button):
            button.setAutoDefault(False)
        box.addButton(self.back_button, roles.ActionRole)
        box.addButton(self.next_button, roles.ActionRole)
        box.addButton(self.cancel_button, roles.RejectRole)
        return box

    @property
    def page(self) -> int:
        """The number of the page that is shown."""
        return self.stack.currentIndex()

    def show_page(self, page: int) -> None:
        """Show a page under its title."""
        _ = self._texts.gettext
        self.stack.setCurrentIndex(page)
        title, said = _TITLES[page]
        self.title.setText(_(title))
        self.title_hint.setText(_(said))
        self.title_hint.setVisible(bool(said))

    def show_state(self, problem: Problem | None, *, is_busy: bool, can_go_on: bool, can_leave: bool) -> None:
        """Say what stands in the way and offer the steps that are possible."""
        page = self.page
        self.said.setText("" if problem is None else self._texts.sentence(problem))
        self.said.setVisible(problem is not None)
        self.progress.setVisible(is_busy)
        self.stack.setEnabled(not is_busy)
        self.next_button.setText(self._texts.gettext(_NEXT.get(page, N_("&Next"))))
        self.next_button.setEnabled(can_go_on and not is_busy)
        self.back_button.setEnabled(not is_busy and page != SOURCE)
        self.back_button.setVisible(page != DONE)
        self.cancel_button.setVisible(page != DONE)
        self.cancel_button.setEnabled(can_leave)

"""The first page: language, who is at work, the State; then a new, an exercise or another file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import N_, Texts
from desktop.widgets.labels import heading, hint, named_label, plain_label
from desktop.widgets.new_passphrase import NewPassphrase

LANGUAGE_NAMES = {"en": "English", "es": "Español", "fr": "Français", "pt": "Português"}
_WIDTH = 560


@dataclass(frozen=True, slots=True)
class FirstRunChoice:
    """What the person chose; `wants` is "new", "exercise" or "open", `passphrase` is for a new file only."""

    wants: str
    language: str
    author: str
    state: str
    passphrase: str | None = field(default=None, repr=False)


class FirstRunPage(QWidget):
    """The window before there is a file.

    Signals:
        chosen: a `FirstRunChoice`.
        language_chosen: another language for this page.
    """

    chosen = Signal(object)
    language_chosen = Signal(str)

    def __init__(
        self,
        texts: Texts,
        languages: Sequence[str],
        states: Sequence[tuple[str, str]],
        author: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._act: Callable[[], None] | None = None
        self.setWindowTitle("Desk1540")
        self._build(languages, states, author)
        self._connect()

    def _build(self, languages: Sequence[str], states: Sequence[tuple[str, str]], author: str) -> None:
        _ = self._texts.gettext
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        box = QWidget(self)
        box.setMinimumWidth(_WIDTH)
        box.setMaximumWidth(_WIDTH + 240)
        column = QVBoxLayout(box)
        column.setSpacing(12)
        column.addWidget(heading(_(N_("Welcome to Desk1540")), box))
        said = N_("The desk of a 1540 point of contact. Everything stays in one file on this computer.")
        column.addWidget(hint(_(said), box))
        column.addLayout(self._build_form(box, languages, states, author))
        self.new_passphrase = NewPassphrase(
            self._texts, box, label_id=N_("&Passphrase of a new file"), is_beside=True
        )
        column.addWidget(self.new_passphrase)
        column.addWidget(self._build_notice(box))
        column.addLayout(self._build_buttons(box))
        hint_text = N_(
            "An exercise file holds fictional data to try everything with; nothing in it can be lost."
        )
        column.addWidget(hint(_(hint_text), box))
        middle.addWidget(box)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self.resize(900, 620)

    def _build_notice(self, box: QWidget) -> QFrame:
        """What was found out, and a button for the way on where there is one."""
        self.notice = QFrame(box)
        self.notice.setFrameShape(QFrame.Shape.StyledPanel)
        self.notice.setAutoFillBackground(True)
        self.notice.setBackgroundRole(QPalette.ColorRole.Base)
        row = QHBoxLayout(self.notice)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        self.said = plain_label("", self.notice, wraps=True)
        self.act_button = QPushButton(self.notice)
        self.act_button.clicked.connect(self._on_act_clicked)
        row.addWidget(self.said, 1)
        row.addWidget(self.act_button)
        self.notice.hide()
        return self.notice

    def _build_form(
        self, box: QWidget, languages: Sequence[str], states: Sequence[tuple[str, str]], author: str
    ) -> QFormLayout:
        _ = self._texts.gettext
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(6)
        self.language = QComboBox(box)
        for code in languages:
            self.language.addItem(LANGUAGE_NAMES.get(code, code), code)
        self.language.setCurrentIndex(max(self.language.findData(self._texts.language), 0))
        self.author = QLineEdit(author, box)
        self.author.setPlaceholderText(_(N_("Name and surname; signs every change")))
        self.state = QComboBox(box)
        self.state.setEditable(True)
        self.state.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code, name in states:
            self.state.addItem(name, code)
        self.state.setCurrentIndex(-1)
        completer = self.state.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        for label, editor in (
            (N_("&Language"), self.language),
            (N_("&Who is at work"), self.author),
            (N_("&State of this file"), self.state),
        ):
            form.addRow(named_label(_(label), editor, box), editor)
        return form

    def _build_buttons(self, box: QWidget) -> QHBoxLayout:
        _ = self._texts.gettext
        row = QHBoxLayout()
        row.setSpacing(10)
        self.new_button = QPushButton(_(N_("&New file…")), box)
        self.new_button.setDefault(True)
        self.exercise_button = QPushButton(_(N_("&Exercise file…")), box)
        self.open_button = QPushButton(_(N_("&Open a file…")), box)
        for button, wants in (
            (self.new_button, "new"),
            (self.exercise_button, "exercise"),
            (self.open_button, "open"),
        ):
            button.setProperty("wants", wants)
            button.setMinimumHeight(36)
            row.addWidget(button, 1)
        return row

    def _connect(self) -> None:
        for button in (self.new_button, self.exercise_button, self.open_button):
            button.clicked.connect(self._on_clicked)
        self.language.activated.connect(self._on_language_activated)
        self.new_passphrase.finished.connect(self.new_button.click)

    def _on_language_activated(self, _index: int) -> None:
        self.language_chosen.emit(self.language.currentData())

    def _on_clicked(self) -> None:
        wants = str(self.sender().property("wants"))
        choice = self.choice(wants)
        missing = self._missing(choice)
        self.say(self._texts.gettext(missing) if missing else "")
        if not missing:
            self.chosen.emit(choice)

    def choice(self, wants: str) -> FirstRunChoice:
        """What stands on the page."""
        state = self.state.itemData(
            self.state.findText(self.state.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        )
        author = " ".join(self.author.text().split())
        passphrase = self.new_passphrase.passphrase() if wants == "new" else None
        return FirstRunChoice(wants, self.language.currentData(), author, state or "", passphrase)

    def take_from(self, other: FirstRunPage) -> None:
        """Take over what was typed on a page in another language."""
        self.author.setText(other.author.text())
        self.state.setCurrentIndex(self.state.findData(other.state.currentData()))
        self.new_passphrase.take_from(other.new_passphrase)

    def _missing(self, choice: FirstRunChoice) -> str:
        if not choice.author:
            return N_("Say who is at work: the name signs every change.")
        if choice.wants == "new" and not choice.state:
            return N_("Choose the State of this file from the list.")
        return self.new_passphrase.missing() if choice.wants == "new" else ""

    def say(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show a sentence above the buttons, beside it a button that acts on it."""
        self._act = act
        self.said.setText(text)
        self.act_button.setText(action)
        self.act_button.setVisible(act is not None)
        self.notice.setAccessibleName(text)
        self.notice.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self.notice, QAccessible.Event.Alert))

    def _on_act_clicked(self) -> None:
        if self._act is not None:
            self._act()

"""The panel that takes an entry back: what would happen, what would stay, and what goes all the same."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.log_records import ChangeSetInfo
from db.revert import Place
from desktop.base.errors import Problem
from desktop.base.i18n import N_
from desktop.itemmodels.history_model import record_name, shows_private, value_text
from desktop.services.history import RevertResult
from desktop.services.take_back import KeptLine, TakeBackPreview, preview_take_back, take_back
from desktop.shell.roles import Role
from desktop.shell.value_texts import ValueTexts, tooltip
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading, hint, plain_label

_PLACE = Qt.ItemDataRole.UserRole


class TakeBackPanel(QWidget):
    """Asks before an entry is taken back.

    Signals:
        done: the sentence that says what came of it.
        cancelled: nothing is taken back.
    """

    done = Signal(str)
    cancelled = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._number = 0
        self._kept_count = 0
        self._build()
        self.kept.itemChanged.connect(self._on_item_changed)
        self.all_kept.toggled.connect(self._on_all_toggled)
        self.do_button.clicked.connect(self._on_do_clicked)
        self.cancel_button.clicked.connect(self.cancelled)

    def _build(self) -> None:
        _ = self._texts.gettext
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(heading(_(N_("Take this entry back")), self, level=2))
        self.said = plain_label("", self, wraps=True)
        layout.addWidget(self.said)
        self.kept_said = hint("", self)
        layout.addWidget(self.kept_said)
        self.all_kept = QCheckBox(_(N_("Take back e&verything that can be taken back")), self)
        layout.addWidget(self.all_kept)
        self.kept = QListWidget(self)
        self.kept.setAccessibleName(_(N_("What stays, unless it is ticked")))
        self.kept.setWordWrap(True)
        self.kept.setSpacing(2)
        self.kept.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.kept, 1)
        row = QHBoxLayout()
        self.do_button = QPushButton(_(N_("&Take back")), self)
        self.cancel_button = QPushButton(_(N_("Cancel")), self)
        row.addWidget(self.do_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        layout.addLayout(row)
        self.filler = QWidget(self)
        layout.addWidget(self.filler, 1)

    # What would happen

    def start(self, info: ChangeSetInfo) -> None:
        """Look at what taking this entry back would do."""
        self._number = info.number
        self.kept.clear()
        self.all_kept.setChecked(False)
        self._show_kept(None)
        self.do_button.setEnabled(False)
        self.said.setText(self._texts.gettext(N_("Looking at what came after it…")))
        self._ask()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self._place.desk.read(
            preview_take_back,
            self._number,
            self.ticked(),
            all_kept=self.all_kept.isChecked(),
            then=self._on_preview,
            refused=self._on_refused,
        )

    def ticked(self) -> frozenset[Place]:
        """The places that are ticked."""
        items = (self.kept.item(row) for row in range(self.kept.count()))
        return frozenset(item.data(_PLACE) for item in items if item.checkState() is Qt.CheckState.Checked)

    def _on_preview(self, preview: TakeBackPreview) -> None:
        if preview.number != self._number:
            return
        self._kept_count = preview.kept_count
        self.said.setText(_outcome(self._place.values, preview))
        self._fill(preview)
        self._show_kept(preview)
        self._enable(not preview.is_empty)

    def _enable(self, would_do: bool) -> None:
        self.do_button.setEnabled(would_do)
        if would_do and self.cancel_button.hasFocus():
            self.do_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_kept(self, preview: TakeBackPreview | None) -> None:
        count = 0 if preview is None else preview.kept_count
        said = self._texts.ngettext(
            "{count} thing stays as it is, unless it is ticked:",
            "{count} things stay as they are, unless they are ticked:",
            count,
        )
        self.kept_said.setText(said.format(count=self._place.values.locale.toString(count)))
        can_tick = preview is not None and any(line.can_tick for line in preview.kept)
        for widget, is_shown in (
            (self.kept_said, count > 0),
            (self.kept, count > 0),
            (self.all_kept, can_tick and count > 1),
            (self.filler, count == 0),
        ):
            widget.setVisible(is_shown)

    def _fill(self, preview: TakeBackPreview) -> None:
        """Show the lines; what is ticked stays ticked, and the current line stays current."""
        ticked, current = self.ticked(), self.kept.currentRow()
        has_all = self.all_kept.isChecked()
        self.kept.blockSignals(True)
        self.kept.clear()
        for line in preview.kept:
            self.kept.addItem(self._item(line, is_ticked=has_all or line.place in ticked))
        rest = preview.kept_count - len(preview.kept)
        if rest > 0:
            more = QListWidgetItem(self._texts.fill(N_("… and {count} more"), {"count": rest}))
            more.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.kept.addItem(more)
        self.kept.setCurrentRow(max(current, 0))
        self.kept.blockSignals(False)

    def _item(self, line: KeptLine, *, is_ticked: bool) -> QListWidgetItem:
        text = _line_text(self._place.values, line)
        item = QListWidgetItem(text)
        item.setToolTip(tooltip(text))
        item.setData(_PLACE, line.place)
        item.setData(Role.IS_PRIVATE, shows_private(line.place[0], line.field))
        if line.can_tick:
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        else:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return item

    def _on_item_changed(self, _item: QListWidgetItem) -> None:
        self._ask()

    def _on_all_toggled(self, is_on: bool) -> None:
        self.kept.setEnabled(not is_on)
        if self._number:
            self._ask()

    # Doing it

    def _on_do_clicked(self) -> None:
        self.do_button.setEnabled(False)
        self._place.desk.write(
            take_back,
            self._number,
            self.ticked(),
            all_kept=self.all_kept.isChecked(),
            then=self._on_taken_back,
            refused=self._on_refused,
        )

    def _on_taken_back(self, result: RevertResult) -> None:
        if result.info is None:
            self.done.emit(self._texts.gettext(N_("Nothing could be taken back.")))
            return
        said = self._texts.fill(N_("Taken back by entry {number}."), {"number": result.info.number})
        if result.kept:
            stayed = self._texts.ngettext(
                "{count} thing stayed.", "{count} things stayed.", len(result.kept)
            ).format(count=len(result.kept))
            said = f"{said} {stayed}"
        self.done.emit(said)

    def _on_refused(self, problem: Problem) -> None:
        self.said.setText(self._texts.sentence(problem))
        self.do_button.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)


def _short(text: str) -> Any:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:80] + "…"


def _outcome(values: ValueTexts, preview: TakeBackPreview) -> str:
    """What would happen, in one sentence."""
    texts = values.texts
    if preview.is_empty:
        return texts.gettext(N_("Nothing of it can be taken back as it is."))
    parts = (
        (texts.ngettext("{count} record goes", "{count} records go", preview.removed), preview.removed),
        (
            texts.ngettext("{count} record comes back", "{count} records come back", preview.returned),
            preview.returned,
        ),
        (
            texts.ngettext(
                "{count} record gets its earlier values",
                "{count} records get their earlier values",
                preview.changed,
            ),
            preview.changed,
        ),
    )
    listed = "; ".join(text.format(count=values.locale.toString(count)) for text, count in parts if count)
    return texts.fill(N_("When it is taken back: {what}."), {"what": listed})


def _line_text(values: ValueTexts, line: KeptLine) -> str:
    """What stays and why; of a field also what it holds now and would hold."""
    named = record_name(values, line.place[0], line.title)
    reason = values.texts.gettext(line.reason)
    if line.field is None or not line.field.label:
        return f"{named}. {reason}"
    facts = {
        "record": named,
        "field": values.label(line.field),
        "now": _short(value_text(values, line.field, line.now)),
        "before": _short(value_text(values, line.field, line.before)),
        "reason": reason,
    }
    return values.texts.fill(N_("{record} - {field}: now “{now}”, before “{before}”. {reason}"), facts)

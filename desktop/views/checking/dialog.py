"""The dialog that checks the open file, lists what it found and offers what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Cancelled, Problem, UserError
from desktop.base.i18n import N_
from desktop.jobs.runner import Job, Progress
from desktop.services.checking import CheckResult
from desktop.services.salvaging import SalvageResult
from desktop.views.checking import work
from desktop.views.checking.findings_panel import FindingsPanel
from desktop.views.checking.surroundings import Surroundings
from desktop.widgets.labels import heading, hint

_CHECK, _SALVAGE = "check the file", "salvage the file"
STOPPED = N_("Stopped; nothing was changed.")
_BUSY = N_("This is being done already; try again in a moment.")
_WAY = N_("Open the newest backup; where there is none, salvage what can be read into a new file.")
_ENDING = ".desk1540"


class CheckDialog(QDialog):
    """Checks a file as it lies on the disk while work goes on; a damaged one can be salvaged from here.

    Signals:
        restore_asked: the person wants to open or restore a backup.
        open_asked: the path of a salvaged file that is to be opened.
    """

    restore_asked = Signal()
    open_asked = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._texts = around.texts
        self._job: Job | None = None
        self._made: Path | None = None
        self._is_damaged = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._connect()
        self.check()

    def _build(self) -> None:
        _ = self._texts.gettext
        self.setWindowTitle(self._texts.fill(N_("Check of {name}"), {"name": self._around.path.name}))
        self.said = heading("", self, level=2)
        self.said.setWordWrap(True)
        self.way = hint(_(_WAY), self)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(_(N_("Progress of the check")))
        self.stop_button = QPushButton(_(N_("St&op")), self)
        self.found = FindingsPanel(self._texts, self._around.clipboard, self._around.path, self)
        self.restore_button = QPushButton(_(N_("Open a &backup…")), self)
        self.salvage_button = QPushButton(_(N_("&Salvage into a new file…")), self)
        self.open_button = QPushButton(_(N_("&Open the new file")), self)
        self.close_button = QPushButton(_(N_("C&lose")), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.said)
        layout.addWidget(self.way)
        layout.addLayout(_row(self.progress, self.stop_button))
        layout.addWidget(self.found, 1)
        buttons = (self.restore_button, self.salvage_button, self.open_button, None, self.close_button)
        layout.addLayout(_row(*buttons))
        self.resize(680, 440)

    def _connect(self) -> None:
        for button, slot in (
            (self.stop_button, self._on_stop_clicked),
            (self.restore_button, self._on_restore_clicked),
            (self.salvage_button, self._on_salvage_clicked),
            (self.open_button, self._on_open_clicked),
            (self.close_button, self.reject),
        ):
            button.clicked.connect(slot)

    # The check

    def check(self) -> None:
        """Check the file as it is now."""
        self._show_busy(N_("The file is being checked…"))
        job = partial(self._start, _CHECK, self._check_in_job, self._on_checked)
        self._around.copy(job, self._on_refused)

    def _check_in_job(self, copied: work.Copied) -> Callable[[Progress], CheckResult]:
        return partial(work.check, copied, self._around.today(), self._around.settings)

    def _start(
        self,
        name: str,
        make: Callable[[work.Copied], Callable[[Progress], object]],
        then: Callable[..., None],
        copied: work.Copied,
    ) -> None:
        self._job = self._around.jobs.start(
            name, make(copied), then=then, refused=self._on_refused, progressed=self._on_progressed
        )
        if self._job is None:
            work.forget(copied)
            self._on_refused(UserError(_BUSY))

    def _on_checked(self, result: CheckResult) -> None:
        self._is_damaged = not result.is_sound
        self._show(work.check_head(result, self._texts), work.check_lines(result, self._texts))
        for widget in (self.way, self.restore_button, self.salvage_button):
            widget.setVisible(self._is_damaged)
        (self.close_button if result.is_sound else self.restore_button).setFocus()

    # The salvage

    def _on_salvage_clicked(self) -> None:
        path = self._around.path
        _ = self._texts.gettext
        name = self._texts.fill(N_("{name} (salvaged)"), {"name": path.stem})
        dialog = QFileDialog(self, _(N_("Salvage into a new file")), str(path.with_name(name + _ENDING)))
        dialog.setNameFilter(f"Desk1540 (*{_ENDING})")
        dialog.setDefaultSuffix(_ENDING.removeprefix("."))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.salvage_into)
        dialog.open()

    def salvage_into(self, name: str) -> None:
        """Salvage the file into a new one of that name."""
        self._show_busy(N_("What can be read is being written into a new file…"))
        job = partial(self._start, _SALVAGE, partial(self._salvage_in_job, Path(name)), self._on_salvaged)
        self._around.copy(job, self._on_refused)

    def _salvage_in_job(self, target: Path, copied: work.Copied) -> Callable[[Progress], SalvageResult]:
        return partial(work.salvage, copied, target, self._around.author(), self._around.today())

    def _on_salvaged(self, result: SalvageResult) -> None:
        self._made = result.path
        self._show(work.salvage_head(result, self._texts), work.salvage_lines(result, self._texts))
        self.way.hide()
        self.salvage_button.hide()
        self.restore_button.hide()
        self.open_button.show()
        self.open_button.setFocus()

    def _on_open_clicked(self) -> None:
        self.open_asked.emit(self._made)
        self.accept()

    def _on_restore_clicked(self) -> None:
        self.restore_asked.emit()
        self.accept()

    # What is shown

    def _show_busy(self, sentence: str) -> None:
        self.said.setText(self._texts.gettext(sentence))
        self.progress.setRange(0, 0)
        for widget in (self.progress, self.stop_button):
            widget.show()
        self.stop_button.setEnabled(True)
        self.stop_button.setFocus()
        for widget in (self.way, self.found, self.restore_button, self.salvage_button, self.open_button):
            widget.hide()

    def _show(self, head: str, lines: Sequence[str]) -> None:
        self._show_idle(head)
        self.found.show_lines(head, lines)
        self.setAccessibleName(head)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _show_idle(self, head: str) -> None:
        self._job = None
        self.said.setText(head)
        self.progress.hide()
        self.stop_button.hide()

    def _on_progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)

    def _on_stop_clicked(self) -> None:
        self.stop_button.setEnabled(False)
        if self._job is not None:
            self._job.cancel()

    def _on_refused(self, problem: Problem | Cancelled) -> None:
        said = problem if isinstance(problem, Problem) else UserError(STOPPED)
        self._show_idle(self._texts.sentence(said))
        # A refused salvage can be tried with another name.
        self.salvage_button.setVisible(self._is_damaged)
        self.found.setVisible(self._is_damaged)
        self.close_button.setFocus()

    def done(self, result: int) -> None:
        """Stop what still runs; nobody would see what came of it."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget, 1 if isinstance(widget, QProgressBar) else 0)
    return row

"""The reports screen: one form, one button; the report is written in a job and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.log_records import ChangeSetInfo
from desktop.base.errors import Cancelled, Problem, UserError
from desktop.base.i18n import N_
from desktop.base.leaving import Leaving
from desktop.jobs.runner import Job
from desktop.reports.builders.data import ReportData, ReportRequest
from desktop.reports.counts import Counts
from desktop.views.reports.form import ReportForm
from desktop.views.reports.result_panel import ResultPanel
from desktop.views.reports.work import ReportChoices, read_choices, read_data, read_leaving, write_report_file
from desktop.views.workplace import Workplace
from desktop.widgets.labels import heading, hint, plain_label

_JOB = "write a report"
_WIDTH = 760
_SHOWN_TABLES = frozenset(("plan", "post", "file_settings", "submission"))
STOPPED = N_("The report was stopped; nothing was written.")
REPLACE = N_("{name} is there already. Replace it?")
NOTHING_OPENS = N_("No program of this computer opens {name}.")


def open_in_system(path: Path) -> bool:
    """Open a file or folder with the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class ReportsScreen(QWidget):
    """Writes the reports of the open file; `open_path` shows a file or folder, False when nothing does."""

    def __init__(
        self,
        place: Workplace,
        parent: QWidget | None = None,
        open_path: Callable[[Path], bool] = open_in_system,
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._texts = place.texts
        self._open_path = open_path
        self._job: Job | None = None
        self._is_busy = self._is_cancelled = self._is_looking = False
        self._build()
        self._connect()
        self._show_busy(False)
        self._read_choices()

    def _build(self) -> None:
        _ = self._texts.gettext
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        body = QWidget(area)
        body.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(12)
        column.addWidget(heading(_(N_("Reports")), body))
        column.addWidget(
            hint(_(N_("Every report is a draft, and says so on each page, until you choose “final”.")), body)
        )
        self.form = ReportForm(self._place, body)
        column.addWidget(self.form)
        column.addLayout(self._build_actions(body))
        self.said = plain_label("", body, wraps=True)
        column.addWidget(self.said)
        self.result = ResultPanel(self._texts, body)
        column.addWidget(self.result)
        column.addStretch(1)
        area.setWidget(body)
        outer.addWidget(area)

    def _build_actions(self, body: QWidget) -> QHBoxLayout:
        _ = self._texts.gettext
        row = QHBoxLayout()
        row.setSpacing(10)
        self.make_button = QPushButton(_(N_("&Make the report")), body)
        self.make_button.setDefault(True)
        self.cancel_button = QPushButton(_(N_("St&op")), body)
        self.progress = QProgressBar(body)
        self.progress.setAccessibleName(_(N_("Progress of the report")))
        row.addWidget(self.make_button)
        row.addWidget(self.cancel_button)
        row.addWidget(self.progress, 1)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.make_button.clicked.connect(self._on_make_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self.form.changed.connect(self._on_form_changed)
        self.result.open_asked.connect(self._on_open_asked)
        self._place.feed.changed.connect(self._on_feed_changed)

    # What there is to report on

    def _read_choices(self) -> None:
        self._place.desk.ask(read_choices, then=self._on_choices_read)

    def _on_choices_read(self, choices: ReportChoices) -> None:
        self.form.show_choices(choices)
        self._preview()

    def _on_feed_changed(self, info: ChangeSetInfo) -> None:
        if _SHOWN_TABLES.intersection(info.touched):
            self._read_choices()
        else:
            self._preview()

    def _on_form_changed(self) -> None:
        self.result.hide()
        self._say("")
        self._preview()

    # What would leave

    def _preview(self) -> None:
        """Say what would leave for the chosen recipient; this office gets everything anyway.

        One look at a time: while it lasts, further choices wait for the next.
        """
        request = self.form.request()
        if request.recipient is not None and self.isVisible() and not self._is_looking:
            self._is_looking = True
            self._place.desk.ask(
                partial(read_leaving, request), then=self._on_leaving_read, refused=self._on_leaving_refused
            )

    def _on_leaving_read(self, answer: tuple[ReportRequest, Leaving]) -> None:
        self._is_looking = False
        request, leaving = answer
        if request == self.form.request():
            self.form.recipient.show_leaving(leaving)
        else:
            self._preview()

    def _on_leaving_refused(self, _problem: Problem) -> None:
        # What cannot be reported is said when the report is asked for.
        self._is_looking = False
        self.form.recipient.show_leaving(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what would leave: it may have been shared meanwhile."""
        super().showEvent(event)
        self._preview()

    # One report

    def _on_make_clicked(self) -> None:
        if self._is_busy:
            return
        try:
            request, path = self.form.request(), self.form.target.path()
        except UserError as problem:
            self._say_problem(problem)
            return
        start = partial(self._start, request, path)
        if path.exists() and not self.form.target.is_confirmed:
            self._place.messages.ask(REPLACE, N_("Replace"), start, name=path.name)
        else:
            start()

    def _start(self, request: ReportRequest, path: Path) -> None:
        self._is_cancelled = False
        self.result.hide()
        self._say("")
        self._show_busy(True)
        then = partial(self._on_data_read, request, path)
        self._place.desk.ask(partial(read_data, request), then=then, refused=self._on_refused)

    def _on_data_read(self, request: ReportRequest, path: Path, data: ReportData) -> None:
        if self._is_cancelled:
            self._on_refused(Cancelled())
            return
        work = partial(write_report_file, data, request, path, self._place.file.path)
        self._job = self._place.jobs.start(
            _JOB, work, then=self._on_written, refused=self._on_refused, progressed=self._on_progressed
        )
        if self._job is None:
            self._on_refused(UserError(N_("Another report is still being written. Try again in a moment.")))

    def _on_progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)

    def _on_cancel_clicked(self) -> None:
        self._is_cancelled = True
        self.cancel_button.setEnabled(False)
        if self._job is not None:
            self._job.cancel()

    def _on_written(self, answer: tuple[Path, Counts]) -> None:
        path, counts = answer
        self._show_busy(False)
        self.form.remember(path)
        self.result.show_result(path, counts)

    def _on_refused(self, problem: Problem | Cancelled) -> None:
        self._show_busy(False)
        self._say_problem(problem if isinstance(problem, Problem) else UserError(STOPPED))

    def _show_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        if not is_busy:
            self._job = None
        self.progress.setRange(0, 0)
        self.progress.setVisible(is_busy)
        self.cancel_button.setVisible(is_busy)
        self.cancel_button.setEnabled(is_busy)
        self.make_button.setEnabled(not is_busy)
        self.form.setEnabled(not is_busy)

    def _say_problem(self, problem: Problem) -> None:
        self._say(self._texts.sentence(problem))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _on_open_asked(self, path: Path) -> None:
        if not self._open_path(path):
            self._say_problem(UserError(NOTHING_OPENS, name=path.name))

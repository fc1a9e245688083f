"""The import assistant: one window, five pages, Back and Next; nothing is written until the last button."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_
from desktop.services.import_outcome import ImportOutcome
from desktop.services.import_steps.columns import Proposal, memory_of
from desktop.services.import_steps.questions import Questions
from desktop.services.import_steps.reading import ImportSource, Kind
from desktop.services.import_steps.running import ImportAsked
from desktop.views.import_assistant.frame import COLUMNS, DONE, PREVIEW, SOURCE, WORDS, AssistantFrame
from desktop.views.import_assistant.pages import Pages
from desktop.views.import_assistant.source_reader import SourceReader
from desktop.views.import_assistant.work import Found, Reading, Tried, import_asked, try_asked
from desktop.views.workplace import Workplace

NOTHING_NEW = N_("All rows are in the file already, as they are; there is nothing to import.")
REFUSED = N_("Refused rows stop the import unless you leave them out.")
NO_ROWS = N_("No row of the table can be taken.")


class ImportAssistant(AssistantFrame):
    """Brings in a plan or points of contact; `backup_folder` is where the backup before it goes."""

    def __init__(
        self,
        place: Workplace,
        kind: Kind = "plan",
        backup_folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(place.texts, parent)
        self._place = place
        self._backup_folder = backup_folder
        self._source: ImportSource | None = None
        self._proposal: Proposal | None = None
        self._questions = Questions()
        self._tried: Tried | None = None
        self._problem: Problem | None = None
        self._is_busy = self._is_importing = False
        self._reader = SourceReader(place.jobs, self)
        self.pages = Pages(place, kind, self.stack)
        self._connect()
        self._go(SOURCE)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self._reader.found.connect(self._on_read)
        self._reader.refused.connect(self._on_refused)
        self.back_button.clicked.connect(self._on_back_clicked)
        self.next_button.clicked.connect(self._on_next_clicked)
        self.pages.source.kind_chosen.connect(self._on_kind_chosen)
        self.pages.source.drop.file_chosen.connect(self.read_path)
        self.pages.source.drop.text_pasted.connect(self.read_pasted)
        self.pages.source.changed.connect(self._refresh)
        self.pages.columns.place_chosen.connect(self._on_place_chosen)
        self.pages.columns.changed.connect(self._refresh)
        self.pages.preview.changed.connect(self._refresh)
        self.pages.done.show_asked.connect(self._on_show_asked)

    # Where we are

    def _go(self, page: int) -> None:
        self.show_page(page)
        self._problem = None
        if page == SOURCE:
            self.pages.source.drop.show_source(self._source)
        self._refresh()
        self.next_button.setFocus()

    def _refresh(self) -> None:
        here = self._problem_here()
        can_go_on = self.page == DONE or (self._source is not None and here is None)
        self.show_state(
            self._problem or here,
            is_busy=self._is_busy,
            can_go_on=can_go_on,
            can_leave=not self._is_importing,
        )

    def _problem_here(self) -> Problem | None:
        """Why the next step cannot be taken from this page."""
        if self.page == COLUMNS:
            return self.pages.columns.problem()
        if self.page == PREVIEW and self._tried is not None:
            outcome = self._tried.trial.outcome
            return _problem_of(outcome, skips_refused=self.pages.preview.skips_refused.isChecked())
        return None

    def _on_back_clicked(self) -> None:
        are_cards = self._source is not None and self._source.are_cards
        before_words = SOURCE if are_cards else COLUMNS
        before_preview = WORDS if self._questions else before_words
        self._go({COLUMNS: SOURCE, WORDS: before_words, PREVIEW: before_preview}[self.page])

    def _on_next_clicked(self) -> None:
        if self.page == DONE:
            self.accept()
        elif self.page == SOURCE and self._proposal is not None:
            self._go(COLUMNS)
        elif self.page == PREVIEW:
            self._import()
        else:
            self._try()

    def _on_cancel_clicked(self) -> None:
        """Stop what is being read and stay; leave when nothing is."""
        if self._reader.is_reading:
            self._reader.stop()
        else:
            self.reject()

    def reject(self) -> None:
        """Leave, and read no further; what is being written is waited for."""
        if not self._is_importing:
            self._reader.stop()
            super().reject()

    def _work(self, is_busy: bool, *, is_importing: bool = False) -> None:
        self._is_busy, self._is_importing = is_busy, is_importing
        self._problem = None
        self._refresh()

    def _on_refused(self, problem: Problem) -> None:
        self._work(False)
        self._problem = problem
        self._refresh()

    # The source and its columns

    def read_path(self, path: Path) -> None:
        """Read a file."""
        self._read(Reading(self.pages.source.kind, self._memory(), path=path))

    def read_pasted(self, text: str) -> None:
        """Read a table that was pasted."""
        name = self._texts.gettext(N_("the clipboard"))
        self._read(Reading(self.pages.source.kind, self._memory(), text=text, name=name))

    def _memory(self) -> dict[str, Any]:
        return dict(self._place.settings.current.mappings)

    def _forget_source(self) -> None:
        self._source = self._proposal = None
        self.pages.source.drop.show_source(None)

    def _read(self, asked: Reading) -> None:
        if asked.source is None:
            self._forget_source()
        if self._reader.start(asked):
            self._work(True)

    def _on_read(self, found: Found) -> None:
        self._source, self._proposal = found
        self.pages.source.drop.show_source(self._source)
        if self._proposal is not None:
            self.pages.columns.show_proposal(self._proposal)
        self._work(False)
        self.next_button.setFocus()

    def _on_kind_chosen(self, kind: Kind) -> None:
        """Another kind has other fields: what was read is looked at again."""
        source = self._source
        if source is not None and source.book is not None:
            self._read(Reading(kind, self._memory(), source=source))
            return
        if kind == "plan":
            self._forget_source()
        self._refresh()

    def _on_place_chosen(self, sheet: str, row: int) -> None:
        asked = Reading(self.pages.source.kind, self._memory(), source=self._source)
        self._read(replace(asked, sheet=sheet, header_row=row or None))

    # The trial and the import

    def _try(self) -> None:
        assert self._source is not None
        try:
            asked = self.pages.asked(self._source, self._proposal, is_answered=self.page == WORDS)
        except UserError as problem:
            self._on_refused(problem)
            return
        self._work(True)
        work = partial(try_asked, self._place.desk.author, asked)
        self._place.desk.ask(work, then=self._on_tried, refused=self._on_refused)

    def _on_tried(self, tried: Tried) -> None:
        is_answered = self.page == WORDS
        self._work(False)
        self._tried = tried
        if not is_answered:
            self._questions = tried.trial.questions
            self.pages.words.show_questions(self._questions)
        self.pages.preview.show_trial(tried.preview, tried.trial.outcome)
        self._go(WORDS if self._questions and not is_answered else PREVIEW)

    def _import(self) -> None:
        if self._tried is None:
            return
        asked = replace(self._tried.asked, skips_refused=self.pages.preview.skips_refused.isChecked())
        self._work(True, is_importing=True)
        work = partial(import_asked, self._place.desk.author, asked, self._backup_folder)
        self._place.desk.ask(work, then=partial(self._on_imported, asked), refused=self._on_refused)

    def _on_imported(self, asked: ImportAsked, outcome: ImportOutcome) -> None:
        self._work(False)
        if outcome.is_stopped:
            self._on_refused(UserError(REFUSED))
            return
        if self._proposal is not None and asked.mapping is not None:
            memory = memory_of(asked.kind, asked.mapping)
            self._place.settings.remember_mapping(self._proposal.fingerprint, memory)
        self.pages.done.show_outcome(asked.kind, asked.source.name, outcome)
        self._go(DONE)

    def _on_show_asked(self) -> None:
        kind = self.pages.source.kind
        self.accept()
        self._place.navigator.screen_asked.emit(kind)


def _problem_of(outcome: ImportOutcome, *, skips_refused: bool) -> Problem | None:
    """Why a trial run cannot become an import."""
    if outcome.refused and not skips_refused:
        return UserError(REFUSED)
    if outcome.read == len(outcome.refused):
        return UserError(NO_ROWS)
    return None if outcome.added or outcome.updated else UserError(NOTHING_NEW)

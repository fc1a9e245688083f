"""Keeps drafts while a file is open, and offers those that an earlier run left behind.

What the offer needs is read in when there is something to offer: the first paint does not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from db.database import Database
from db.drafts import drop_drafts, kept_drafts
from db.unit_of_work import Reader
from desktop.shell.draft_keeper import DraftKeeper
from desktop.views.workplace import Workplace

if TYPE_CHECKING:
    from desktop.services.drafts import UnsavedText
    from desktop.views.drafts.dialog import DraftsDialog


class Drafts(QObject):
    """The drafts of one open file: kept from now on, offered when `offer` is called."""

    def __init__(self, app: QApplication, place: Workplace, window: QWidget) -> None:
        super().__init__(window)
        self._place = place
        self._window = window
        self.keeper = DraftKeeper(app, place.desk, self)
        self.dialog: DraftsDialog | None = None

    def offer_when_sound(self, problems: Sequence[str]) -> None:
        """Offer what an earlier run left, if anything, in a file without problems that is worked in."""
        if not problems and not self._place.file.is_copy:
            self._place.desk.read(_left_by_others, self.keeper.run, then=self._on_read)

    def _on_read(self, answer: tuple[Sequence[UnsavedText], Sequence[str]]) -> None:
        found, handed_over = answer
        if not found and not handed_over:
            return
        from desktop.views.drafts.dialog import DraftsDialog, is_saved

        saved = [*handed_over, *(text.key for text in found if is_saved(self._place.written, text))]
        if saved:
            # The program ended between the saving of a text and the forgetting of its draft.
            self._place.desk.ask(partial(_forget, saved))
        unsaved = [text for text in found if text.key not in saved]
        if unsaved:
            self.dialog = DraftsDialog(self._place, unsaved, self._window)
            self.dialog.show()


def _left_by_others(reader: Reader, run: str) -> tuple[Sequence[UnsavedText], Sequence[str]]:
    if not kept_drafts(reader):
        return (), ()
    from desktop.services.drafts import unsaved_texts, was_handed_over

    found = unsaved_texts(reader, run)
    saved = [text.key for text in found if was_handed_over(reader, text)]
    return [text for text in found if text.key not in saved], saved


def _forget(keys: Sequence[str], database: Database) -> None:
    drop_drafts(database, keys)

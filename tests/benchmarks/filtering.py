"""A keystroke in the filter of the plan table against one pass over the same folded texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from db.database import Database
from db.fields import fields_of
from db.opening import open_file
from db.schema import PlanItem
from desktop.base.i18n import texts_for
from desktop.itemmodels.plan_item_table_model import PlanItemTableModel
from desktop.shell.clipboard import Clipboard
from desktop.shell.value_texts import ValueTexts
from desktop.shell.written_values import WrittenValues
from desktop.views.plan.source import PlanItemSource
from desktop.widgets.record_table import RecordTable
from tests.benchmarks.data import exercise_file
from tests.benchmarks.pairs import Pair, timed

KEYSTROKES = ("c", "ca", "cap", "capa", "capac", "l", "le", "ley", "no hay")
"""Typed in turn; the seconds of a run are those of one of them."""


class _Desk:
    """Answers at once what the window's desk answers later."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, query: Callable[..., Any], *args: Any, then: Callable[[Any], None]) -> None:
        with self._database.read() as unit:
            found = query(unit, *args)
        then(found)


class _Window:
    """The plan table with all items of the file, as the window shows it."""

    def __init__(self, source: Path) -> None:
        self._application = QApplication([])
        texts = texts_for("es")
        written = WrittenValues(ValueTexts(texts, QLocale("es")), lambda _table: [], lambda _text: None)
        desk: Any = _Desk(open_file(source))
        self._source = PlanItemSource(desk, str)
        fields = [field for field in fields_of(PlanItem).values() if field.is_listed]
        self._model = PlanItemTableModel(fields, self._source, written, lambda: date(2027, 1, 15))
        self._view = RecordTable(texts, written, Clipboard())
        self._view.setModel(self._model)
        self._view.resize(1200, 800)
        self._view.show()
        self._model.load()
        self._model.load_words()
        self.folded: list[str] = []
        self._source.words(lambda words: self.folded.extend(words.values()))

    def run(self) -> float:
        seconds = 0.0
        for text in KEYSTROKES:
            seconds += timed(lambda text=text: self._press(text))
            assert self._model.rowCount() == sum(text in words for words in self.folded)
        return seconds / len(KEYSTROKES)

    def _press(self, text: str) -> None:
        self._model.set_filter(text)
        self._view.doItemsLayout()


def prepare(folder: Path, size: int) -> Pair:
    """The floor looks through the texts that the model has."""
    window = _Window(exercise_file(folder, size))

    def floor() -> float:
        passes = [timed(lambda text=text: _pass(window.folded, text)) for text in KEYSTROKES]
        return sum(passes) / len(passes)

    return Pair(window.run, floor)


def _pass(folded: list[str], needle: str) -> list[int]:
    return [place for place, text in enumerate(folded) if needle in text]

"""The rows of an import as they would land: what becomes of each, why, and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from db.fields import fields_of
from db.schema import PlanItem
from desktop.base.i18n import N_
from desktop.base.text import visible_controls
from desktop.services.import_outcome import ImportOutcome, Message
from desktop.services.import_steps.fields import label_of, shown_order
from desktop.services.import_steps.reading import Kind
from desktop.shell.roles import Role
from desktop.shell.value_texts import SEPARATOR, ValueTexts, tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

ALL, DOUBTFUL = "all", "doubtful"
ACTIONS = {
    "added": N_("Added"),
    "updated": N_("Updated"),
    "unchanged": N_("Unchanged"),
    "refused": N_("Refused"),
    "skipped": N_("Left out"),
}
"""What becomes of a row, in the order in which it is counted; rows left out are no data."""

SAID = 2
"""The column with what is to be looked at; a row left out has its reason there."""
_HEADS = (N_("Row"), N_("What happens"), N_("To look at"))
_STATE, _DATES = "state", ("from", "to", "instrument_date", "verified_on")


@dataclass(slots=True)
class _Row:
    """One row; `said` has the letter of the column, the text of the cell and the sentence of each doubt."""

    sheet: str
    row: int
    action: str
    values: dict[str, Any] = field(default_factory=dict)
    said: list[tuple[str, str, Message]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A trial run prepared for showing; `counts` says how many rows `show_only` would show of each kind."""

    kind: Kind = "plan"
    rows: Sequence[_Row] = ()
    names: Sequence[str] = ()
    has_sheets: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)


def prepare_preview(kind: Kind, outcome: ImportOutcome) -> ImportPreview:
    """The rows of a trial run; takes its time with a large one, so call it off the GUI thread."""
    rows = _rows_of(outcome)
    filled = {name for row in rows for name, value in row.values.items() if value not in ("", None, ())}
    counts = {which: sum(_is_of(row, which) for row in rows) for which in (ALL, DOUBTFUL, *ACTIONS)}
    has_sheets = len({row.sheet for row in rows}) > 1
    return ImportPreview(kind, rows, shown_order(kind, sorted(filled)), has_sheets, counts)


class ImportPreviewModel(QAbstractTableModel):
    """Shows a trial run; `show_only` narrows it to one kind of rows."""

    def __init__(self, values: ValueTexts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values = values
        self.preview = ImportPreview()
        self._shown: Sequence[_Row] = ()

    def set_preview(self, preview: ImportPreview) -> None:
        """Show another trial run, all data rows of it."""
        self.beginResetModel()
        self.preview = preview
        self._shown = [row for row in preview.rows if _is_of(row, ALL)]
        self.endResetModel()

    def show_only(self, which: str) -> None:
        """Show all data rows (`ALL`), those with a doubt (`DOUBTFUL`), or those of one action."""
        self.beginResetModel()
        self._shown = [row for row in self.preview.rows if _is_of(row, which)]
        self.endResetModel()

    def said(self, row: int) -> str:
        """All that is to be looked at in a shown row, a line for each."""
        return "\n".join(self._sentence(*said) for said in self._shown[row].said)

    # What Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The rows that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Place, action and doubts, then every field that some row has."""
        return 0 if parent.isValid() else len(_HEADS) + len(self.preview.names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if not 0 <= section < self.columnCount():
            return None
        if section < len(_HEADS):
            message = _HEADS[section]
        else:
            message = label_of(self.preview.kind, self.preview.names[section - len(_HEADS)])
        return self._values.texts.gettext(message)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell."""
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(self._shown[index.row()], index.column()).replace("\n", " · ")
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(self._text(self._shown[index.row()], index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                head = self.headerData(index.column(), Qt.Orientation.Horizontal)
                return f"{head}: {self._text(self._shown[index.row()], index.column())}"
            case Role.IS_PRIVATE:
                # Which of the numbers in a list are private is known once they are in the file.
                return self.preview.kind == "contacts" and index.column() >= len(_HEADS)
        return None

    def _text(self, row: _Row, column: int) -> str:
        texts = self._values.texts
        match column:
            case 0:
                return f"{row.sheet} {row.row}" if self.preview.has_sheets else str(row.row)
            case 1:
                return texts.gettext(ACTIONS[row.action])
            case 2:
                return "\n".join(self._sentence(*said) for said in row.said)
        return self._value(self.preview.names[column - len(_HEADS)], row)

    def _sentence(self, letter: str, cell: str, message: Message) -> str:
        said = message.shown(self._values.texts)
        place = " ".join(part for part in (letter, f"“{cell}”" if cell else "") if part)
        return visible_controls(f"{place}: {said}" if place else said)

    def _value(self, name: str, row: _Row) -> str:
        value = row.values.get(name)
        if value in (None, "", ()):
            return ""
        if isinstance(value, tuple):
            return visible_controls(SEPARATOR.join(map(str, value)))
        if self.preview.kind == "plan" and name in fields_of(PlanItem):
            return self._values.shown(fields_of(PlanItem)[name], value)
        if name == _STATE:
            return self._values.state(str(value))
        return self._values.date(str(value)) if name in _DATES else visible_controls(str(value))


def _is_of(row: _Row, which: str) -> bool:
    if which == ALL:
        return row.action != "skipped"
    if which == DOUBTFUL:
        return bool(row.said) and row.action not in ("skipped", "refused")
    return row.action == which


def _rows_of(outcome: ImportOutcome) -> list[_Row]:
    """The data rows in their order, then the rows that were left out."""
    rows = [_Row(row.sheet, row.row, row.action, dict(row.values)) for row in outcome.preview]
    by_place: dict[tuple[str, int], _Row] = {}
    for row in rows:
        by_place.setdefault((row.sheet, row.row), row)
    for refusal in outcome.refused:
        row = _found(rows, by_place, refusal.sheet, refusal.row, "refused")
        row.said.append((refusal.column, "", refusal.message))
    for doubt in outcome.doubtful:
        row = _found(rows, by_place, doubt.sheet, doubt.row, "unchanged")
        row.said.append((doubt.column, doubt.text, doubt.message))
    rows += [_Row(each.sheet, each.row, "skipped", {}, [("", "", each.reason)]) for each in outcome.skipped]
    return rows


def _found(
    rows: list[_Row], by_place: dict[tuple[str, int], _Row], sheet: str, number: int, action: str
) -> _Row:
    """The row of a place; one that the preview does not have, such as a card that was lost, is added."""
    place = (sheet, number)
    if place not in by_place:
        by_place[place] = _Row(sheet, number, action)
        rows.append(by_place[place])
    return by_place[place]

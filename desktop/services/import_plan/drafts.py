"""Rows of a plan's table read into drafts of items: values as they would be stored, doubts, refusals."""

from __future__ import annotations

from db.fields import fields_of
from db.schema import PlanItem
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.exchange.layout import RowInfo
from desktop.exchange.reading.grid import CellError, NoCachedValue
from desktop.exchange.values import clean_text
from desktop.services.import_outcome import Message
from desktop.services.import_plan.cell_readers import read_field
from desktop.services.import_plan.draft import ItemDraft
from desktop.services.import_plan.facts import TableFacts, as_cells
from desktop.services.validation import checked_value

NO_TITLE = N_("The action has no title.")
ERROR_VALUE = N_("The cell holds an error of the spreadsheet instead of a value; it was left empty.")
NO_RESULT = N_("The cell holds a formula without its result; it was left empty.")
NO_ROOM = N_("Remarks can hold no more; this text was left out.")
_SHOWN_OF_LONG = 200


class DraftReader:
    """Reads the rows of one table into drafts."""

    def __init__(self, facts: TableFacts) -> None:
        self._facts = facts
        self._fields = fields_of(PlanItem)

    def drafts(self) -> list[ItemDraft]:
        """One draft for each data row, in the order of the sheet."""
        return [self._draft(row) for row in self._facts.rows]

    def _draft(self, info: RowInfo) -> ItemDraft:
        draft = ItemDraft(self._facts.layout.sheet_name, info.row + 1)
        draft.parent_row = None if info.parent_row is None else info.parent_row + 1
        for name, value in info.values.items():
            if value is None:
                continue
            cells = [self._without_errors(draft, name, i, cell) for i, cell in enumerate(as_cells(value))]
            if any(cell not in (None, "") for cell in cells):
                read_field(draft, self._facts, name, cells)
        draft.objectives = _path_of(tuple(map(clean_text, info.section)), draft.objectives)
        self._adopt_lone_parent(draft, info)
        self._finish(draft)
        return draft

    def _adopt_lone_parent(self, draft: ItemDraft, info: RowInfo) -> None:
        """A sub-item whose parent has no row of its own hangs below that name as an objective."""
        levels = [clean_text(cell) for cell in as_cells(info.values.get("title")) if clean_text(cell)]
        if info.kind == "sub_item" and info.parent_row is None and len(levels) > 1:
            draft.objectives = (*draft.objectives, *levels[:-1])

    def _without_errors(self, draft: ItemDraft, name: str, index: int, cell: object) -> object:
        if isinstance(cell, CellError):
            draft.doubt(self._facts, name, cell.text, ERROR_VALUE, index=index)
            return None
        if isinstance(cell, NoCachedValue):
            draft.doubt(self._facts, name, "=", NO_RESULT, index=index)
            return None
        return cell

    def _finish(self, draft: ItemDraft) -> None:
        """Keep the words that no field could hold under remarks, then check every value's limits."""
        if draft.kept_words:
            self._add_kept_words(draft)
        if not draft.title:
            draft.refusal = (self._facts.letter("title"), Message(NO_TITLE))
            return
        for name, value in list(draft.values.items()):
            try:
                draft.values[name] = checked_value(self._fields[name], value)
            except UserError as error:
                draft.refusal = (self._facts.letter(name), Message(error.text_id, error.values))
                return

    def _add_kept_words(self, draft: ItemDraft) -> None:
        """Put the kept words under the remarks; those that do not fit any more are listed."""
        room = self._fields["remarks"].max_length
        text = draft.values.get("remarks", "")
        for words in dict.fromkeys(draft.kept_words):
            if len(text) + len(words) < room:
                text = f"{text}\n{words}" if text else words
            else:
                draft.doubt(self._facts, "remarks", words[:_SHOWN_OF_LONG], NO_ROOM)
        draft.values["remarks"] = text


def _path_of(section: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """The headings above a row and its own objectives; "Objective 1" is no other than "Objective 1: Law"."""
    if section and own and own[0].startswith(section[-1]):
        section = section[:-1]
    return (*section, *own)

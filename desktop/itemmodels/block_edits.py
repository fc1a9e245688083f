"""Many cells at once: texts pasted or emptied become one set of changes; what is not taken is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from db.fields import Field
from desktop.base.errors import Problem, UserError
from desktop.base.i18n import N_, Texts
from desktop.itemmodels.row_order import Rows
from desktop.shell.written_values import WrittenValues, words_of_date

Target = tuple[int, int | None, str]
"""Row, column (None behind the last one) and the text that is to stand there."""


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A pasted cell that was not taken: where (row from 0, field), its text, and why."""

    row: int
    field: Field | None
    text: str
    problem: Problem


class Cells(Protocol):
    """What is asked of the model whose cells are changed."""

    @property
    def rows(self) -> Rows:
        """Which records stand in which rows."""

    @property
    def fields(self) -> Sequence[Field]:
        """The columns."""

    def record(self, row_id: str) -> Any:
        """A record that is here, else None."""

    def lock_reason(self, record: Any, field: Field) -> UserError | None:
        """Why a cell cannot be edited."""


_SAME = object()
_LISTED = 3


def block_changes(
    cells: Cells, written: WrittenValues, targets: Iterable[Target]
) -> tuple[dict[str, dict[str, Any]], list[RefusedCell]]:
    """The changes {id: {field: value}} that bring these texts in, and the cells that are not taken."""
    changes: dict[str, dict[str, Any]] = {}
    refused: list[RefusedCell] = []
    for row, column, text in targets:
        field = None if column is None else cells.fields[column]
        try:
            row_id, value = _value(cells, written, row, field, text)
        except UserError as problem:
            refused.append(RefusedCell(row, field, text, problem))
            continue
        if value is not _SAME and field is not None:
            changes.setdefault(row_id, {})[field.name] = value
    return changes, refused


def _value(cells: Cells, written: WrittenValues, row: int, field: Field | None, text: str) -> tuple[str, Any]:
    if row >= len(cells.rows.shown):
        raise UserError(N_("The list has no further row for it."))
    if field is None:
        raise UserError(N_("The list has no further column for it."))
    row_id = cells.rows.shown[row]
    record = cells.record(row_id)
    if record is None:
        # Whether it may be changed is decided where it is written.
        return row_id, written.read(field, text)
    reason = cells.lock_reason(record, field)
    present = getattr(record, field.name)
    if reason is not None:
        if written.copy(field, present) != text:
            raise reason
        return row_id, _SAME
    value = written.read(field, text)
    is_same = (present or None) == (value or None) and not words_of_date(value)
    return row_id, _SAME if is_same and not getattr(record, f"{field.name}_text", "") else value


def refusal_text(texts: Texts, refused: Sequence[RefusedCell]) -> str:
    """What is said of cells that were not taken: how many, and the first ones with their rows and reasons."""
    lines = [
        texts.ngettext("{count} cell was not taken:", "{count} cells were not taken:", len(refused)).format(
            count=len(refused)
        )
    ]
    for cell in refused[:_LISTED]:
        row = texts.fill(N_("row {row}"), {"row": cell.row + 1})
        lines.append(f"{row}: {texts.sentence(cell.problem)}")
    if len(refused) > _LISTED:
        lines.append("…")
    return "\n".join(lines)

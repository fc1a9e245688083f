"""What our item models tell their views beside Qt's own roles."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import Qt

_FIRST = Qt.ItemDataRole.UserRole.value


class Role(IntEnum):
    """`FIELD` is asked of the header (the column's `Field`), the others of cells."""

    ID = _FIRST + 1
    FIELD = _FIRST + 2
    INDENT = _FIRST + 3
    WRITTEN = _FIRST + 4
    """The text of a cell for the clipboard."""
    IS_QUIET = _FIRST + 5
    """Whether the cell is painted in the colour of secondary text."""
    IS_PRIVATE = _FIRST + 6
    """Whether the cell shows private details of a person."""

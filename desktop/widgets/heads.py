"""The head of a table: quiet names over a thin line, the same on every screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

_ROOM = 14
_STYLE = """
QHeaderView { background: palette(window); border: none; }
QHeaderView::section { background: palette(window); color: palette(placeholder-text); border: none;
                       border-bottom: 1px solid palette(mid); padding: 0 4px; }
"""


def make_quiet(header: QHeaderView) -> None:
    """Give a table's horizontal head the look of all heads."""
    header.setHighlightSections(False)
    header.setMinimumHeight(header.fontMetrics().height() + _ROOM)
    header.setStyleSheet(_STYLE)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

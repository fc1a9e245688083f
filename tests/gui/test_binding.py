"""The Qt binding keeps count of None: one that gives references away ends the program after 45,000 calls.

PySide6 6.12.0 does so on Python 3.11; that is why `pyproject.toml` keeps it out.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QWidget


def test_calls_without_a_result_leave_the_count_of_none_alone(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1_000):
        widget.update()
        widget.setToolTip("text")
    assert abs(sys.getrefcount(None) - before) < 100

"""Keeps a fault of one PySide6 release from ending the program."""

from __future__ import annotations

import ctypes
import sys

_SPARE = 1 << 40


def keep_true_alive() -> None:
    """Give `True` references to spare.

    `Signal.emit` of PySide6 6.12.0 returns True without counting it, so that every signal sent from Python
    takes a reference away, and Python up to 3.11 ends with "bool_dealloc" once none is left. From 3.12 on
    True is not counted at all; 6.11.3 has no such fault.
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    if sys.getrefcount(True) < _SPARE:
        # The count stands first in every object of CPython; adding to it is what holding references does.
        ctypes.c_ssize_t.from_address(id(True)).value += _SPARE

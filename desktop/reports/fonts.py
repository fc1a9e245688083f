"""The fonts of reports: they come with the program, never from the machine.

FiraGO carries Latin, Cyrillic, Greek, Hebrew, Arabic and more; two others stand in where it has no sign. The
symbol fonts of the same package have PostScript outlines, which reportlab cannot embed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Final

REGULAR: Final = "figo"
BOLD: Final = "figbo"
STAND_INS: Final = ("notos", "cascadia")
"""Looked through in this order for a character that FiraGO lacks."""

_SETTINGS_MODULES = ("reportlab_settings", "reportlab.local_rl_settings")


def guard_reportlab() -> None:
    """Keep reportlab from running settings found in the home folder or the environment.

    It executes `~/.reportlab_settings` and reads `RL_*` at its first import, also in a frozen program.
    """
    for name in _SETTINGS_MODULES:
        sys.modules.setdefault(name, ModuleType(name))
    for name in [name for name in os.environ if name.startswith("RL_")]:
        del os.environ[name]


@cache
def font_file(name: str) -> bytes:
    """The TrueType file of one of the fonts named here."""
    import pymupdf_fonts

    buffers: Mapping[str, object] = pymupdf_fonts.fontbuffers
    load = buffers[name]
    if not callable(load):
        raise TypeError(name)
    return bytes(load())

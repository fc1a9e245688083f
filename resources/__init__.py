"""Files that ship with the program, found the same way in a checkout, a wheel and the frozen folder."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Give the path of a shipped file, named by its parts below this package."""
    return _FOLDER.joinpath(*parts)

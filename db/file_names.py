"""Names of files: which ones some system would lose or misunderstand, and a safe one made from any text.

Papers travel on sticks: what Windows cannot keep is refused on every system.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

from db.messages import N_

LONGEST_NAME = 255
"""What the common file systems hold: bytes, on Windows letters of two bytes."""
MOST_ADDED = " (before restore 20260101T000000Z 99).part-journal"
"""The most that is ever added to the name of a file of ours: what a restore keeps of it is opened, too."""
_SAFE_BYTES = 180
_SAFE_ENDING = 20
# A port is one with any ending, and with the small digits that Windows takes for large ones.
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\..*)?", re.IGNORECASE)
_BAD = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]')
_UNSAFE = re.compile(
    r'\.\.+|[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+'
)

_IS_RESERVED = N_("{name} is the name of a device on Windows. Choose another name; nothing was written.")
_BAD_END = N_(
    "{name} ends in a dot or a space, which Windows drops. Choose another name; nothing was written."
)
_BAD_LETTER = N_("{name} holds a letter that names of files cannot have. Choose another name.")
_TOO_LONG = N_("The name {name} is too long. Choose a shorter one; nothing was written.")


def name_problem(name: str, *, added: str = "", is_windows: bool = os.name == "nt") -> str | None:
    """The sentence, with a place for `name`, why no file should be called so; None for a good name.

    `added` is what the program itself will add to the name, for which there must be room.
    """
    if name.endswith((".", " ")):
        return _BAD_END
    if _RESERVED.fullmatch(name):
        return _IS_RESERVED
    if _BAD.search(name):
        return _BAD_LETTER
    return length_problem(name + added, is_windows=is_windows)


def length_problem(name: str, *, is_windows: bool = os.name == "nt") -> str | None:
    """The sentence, with a place for `name`, when the system holds no name so long."""
    length = len(name.encode("utf-16-le", "surrogatepass")) // 2 if is_windows else len(os.fsencode(name))
    return _TOO_LONG if length > LONGEST_NAME else None


def safe_name(wanted: str, *, instead: str = "_") -> str:
    """A name made of any text that every system keeps as it is; never a path, never empty.

    `instead` stands for what names cannot hold.
    """
    kept = " ".join(_UNSAFE.sub(instead, wanted).split())
    base = PurePosixPath(kept.strip(" .") or "_")
    ending = base.suffix[:_SAFE_ENDING].rstrip(" .")
    stem = _cut(base.stem, _SAFE_BYTES - len(ending.encode())).rstrip(" .") or "_"
    return f"_{stem}{ending}" if _RESERVED.fullmatch(stem + ending) else stem + ending


def _cut(text: str, longest: int) -> str:
    """As much of a text as fits into so many bytes, whole letters only."""
    return text.encode()[: max(longest, 1)].decode(errors="ignore")

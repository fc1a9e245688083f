"""Which files may be kept with a record and opened from it: papers and pictures, nothing that can run.

The ending says which program opens a file, so ending and content must agree; what neither is known to be
harmless nor agrees is refused.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath

_RUNNING_PARTS = (
    "vbaproject",
    "vbadata",
    "activex",
    "embeddings/",
    "macrosheets",
    "customui",
    "scripts/",
    "basic/",
)
_RUNNING_NAMES = ("_VBA_PROJECT", "Macros", "ObjectPool", "VBA")
_ACTIONS = (b"/Launch", b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/EmbeddedFile")
_SCRIPTS = (b"#!", b"<script", b"<?php", b"<hta:", b"@echo", b"<html", b"<svg", b"<!doctype html")
_MOST_MEMBERS = 5_000
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)

Check = Callable[[bytes], bool]


def _pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and not any(action in content for action in _ACTIONS)


def _starts(*heads: bytes) -> Check:
    return lambda content: content.startswith(heads)


def _text(content: bytes) -> bool:
    """A text whose first lines are no program for a shell, a browser or a server."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return b"\x00" not in content and not any(sign in head for sign in _SCRIPTS)


def _package(*parts: str) -> Check:
    """A zip package with one of these parts and none that runs."""

    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                names = [name.replace("\\", "/").lower() for name in archive.namelist()]
                types = _types(archive)
        except _ZIP_ERRORS:
            return False
        runs = any(running in name for name in names for running in _RUNNING_PARTS)
        known = any(part in names for part in parts)
        return content.startswith(b"PK\x03\x04") and known and not runs and b"macroenabled" not in types

    return check


def _types(archive: zipfile.ZipFile) -> bytes:
    """What an Office package says of its parts, or an open document of itself."""
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise ValueError
    found = b""
    for name in ("[Content_Types].xml", "mimetype"):
        if name in archive.namelist():
            with archive.open(name) as part:
                found += part.read(1 << 20).lower()
    return found


def _container(content: bytes) -> bool:
    """An old Office file without the streams that macros and embedded programs lie in."""
    names = (name.encode("utf-16-le") for name in _RUNNING_NAMES)
    is_one = content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return is_one and not any(name in content for name in names)


ALLOWED: dict[str, Check] = {
    ".pdf": _pdf,
    ".docx": _package("word/document.xml"),
    ".xlsx": _package("xl/workbook.xml"),
    ".pptx": _package("ppt/presentation.xml"),
    ".odt": _package("content.xml"),
    ".ods": _package("content.xml"),
    ".doc": _container,
    ".xls": _container,
    ".png": _starts(b"\x89PNG\r\n\x1a\n"),
    ".jpg": _starts(b"\xff\xd8\xff"),
    ".jpeg": _starts(b"\xff\xd8\xff"),
    ".tif": _starts(b"II*\x00", b"MM\x00*"),
    ".tiff": _starts(b"II*\x00", b"MM\x00*"),
    ".txt": _text,
    ".csv": _text,
}
"""The check of the content for each ending that is allowed."""


def is_known(name: str) -> bool:
    """Whether files of this ending may be kept at all."""
    return PurePath(name).suffix.lower() in ALLOWED


def is_harmless(name: str, content: bytes) -> bool:
    """Whether a file is what its ending says, and nothing in it runs when it is opened."""
    check = ALLOWED.get(PurePath(name).suffix.lower())
    return check is not None and check(content)

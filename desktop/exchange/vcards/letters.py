"""Finds the letters of bytes: the declared alphabet, else UTF-8, else Japanese or Western by their look."""

from __future__ import annotations

import re

_KNOWN = re.compile(
    r"utf-?8|us-?ascii|ascii|latin-?\d+|iso-?8859-?\d+|windows-?\d+|cp-?\d+|shift-?jis(-?2004|x0213)?|x-?sjis|sjis|"
    r"ms-?kanji|euc-?(jp|kr|cn)|iso-?2022-?(jp|kr)|gb-?(k|2312|18030)|big-?5(-?hkscs)?|koi8-?[rut]"
)
_PYTHON_NAMES = {
    # what these names mean in files is the wider alphabet of Windows
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ms-kanji": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_LEVEL_ONE = re.compile(r"[\u3000-\u30ff\uff01-\uff5e\u4e00-\u9fff]{2,}")
_PRIVATE_USE = re.compile(r"[\ue000-\uf8ff]")
_LOST = "\ufffd"


def known_alphabet(declared: str) -> str | None:
    """Give Python's name of a declared alphabet, or None when the name is not one of text."""
    name = declared.strip().strip("\"'").lower().replace("_", "-")
    if not _KNOWN.fullmatch(name):
        return None
    python_name = _PYTHON_NAMES.get(name, name)
    try:
        b"".decode(python_name)
        "".encode(python_name)
    except LookupError:
        return None
    return python_name


def reads_as(raw: bytes, alphabet: str) -> bool:
    """Whether bytes are in an alphabet, a few damaged letters forgiven."""
    text = raw.decode(alphabet, "replace")
    lost = text.count(_LOST)
    if not lost:
        return True
    whole = sum(1 for letter in text if ord(letter) > 127) - lost
    return whole > lost


def guess_alphabet(raw: bytes) -> str:
    """Give the alphabet that undeclared bytes most likely are in: utf-8, cp932 (Japanese) or cp1252."""
    if reads_as(raw, "utf-8"):
        return "utf-8"
    return "cp932" if _looks_japanese(raw) else "cp1252"


def _looks_japanese(raw: bytes) -> bool:
    """Japanese letters stand in runs; a Western accent between two plain letters only looks like one."""
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return False
    if _PRIVATE_USE.search(text):
        return False
    foreign = sum(1 for letter in text if ord(letter) > 127)
    in_runs = sum(len(run.group()) for run in _LEVEL_ONE.finditer(text))
    return in_runs * 3 >= foreign * 2


def to_text(raw: bytes, alphabet: str | None, guessed: str) -> str:
    """Give the text of bytes in their alphabet, else UTF-8, else the guessed one; lost letters are U+FFFD."""
    if alphabet is not None:
        return raw.decode(alphabet, "replace")
    if reads_as(raw, "utf-8"):
        return raw.decode("utf-8", "replace")
    try:
        return raw.decode(guessed)
    except UnicodeDecodeError:
        return raw.decode("latin-1" if guessed == "cp1252" else guessed, "replace")

"""Tells how the letters of a text file are written, and reads them."""

from __future__ import annotations

import re

MIXED = "utf-8, cp1252"
_WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Windows first: where several read a text as well, the most common one does.
_NARROW = ("cp1252", "mac_roman", "cp850")
_LETTERS = frozenset("áéíóúüñàèìòùâêîôûäëïöçãõåøæœßÿÁÉÍÓÚÜÑÀÈÌÒÙÂÊÎÔÛÄËÏÖÇÃÕÅØÆŒºª")
_SIGNS = frozenset("¿¡°«»“”‘’–—…•·€£§®©™´²³½¼\u00a0")
_JOINING = frozenset("’·")
_SAMPLE = 200_000
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_STRAY = re.compile("[\udc80-\udcff]+")


def decode(data: bytes) -> tuple[str, str]:
    """Give a file's text and the encoding it was read by: marked, wide, UTF-8, else the likeliest other."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return _wide(data, encoding), encoding
    if wide := _unmarked(data):
        return _wide(data, wide), wide[:6]
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _mixed(data) or _narrow(data)


def _wide(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace").replace("\x00", "").removeprefix("\ufeff")


def _unmarked(data: bytes) -> str:
    """Tell wide letters by where their zeros stand."""
    head = data[:4000]
    zeros = [head[place::4].count(0) for place in range(4)]
    quarter = len(head) // 4
    if quarter and sum(zeros) > 2.5 * quarter:
        return "utf-32-le" if zeros[3] > zeros[0] else "utf-32-be"
    low, high = zeros[0] + zeros[2], zeros[1] + zeros[3]
    enough = len(head) // 5
    if high > enough and low * 10 < high:
        return "utf-16-le"
    return "utf-16-be" if low > enough and high * 10 < low else ""


def _mixed(data: bytes) -> tuple[str, str] | None:
    """Read UTF-8 into which some Windows letters were put, as when two files were joined."""
    text = data.decode("utf-8-sig", "surrogateescape")
    stray = sum(map(len, _STRAY.findall(text)))
    others = sum(character > "\x7f" for character in text) - stray
    if stray > others:
        return None
    return _STRAY.sub(lambda found: _windows(found[0]), text), MIXED


def _windows(stray: str) -> str:
    return stray.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _narrow(data: bytes) -> tuple[str, str]:
    """Read one byte for a letter, in the way that looks most like our languages."""
    best = max(_NARROW, key=lambda encoding: _likeness(data[:_SAMPLE].decode(encoding, "replace")))
    try:
        return data.decode(best), best
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _likeness(text: str) -> int:
    """Count letters and signs that stand where they are used, less those that do not."""
    count = 0
    for found in _NOT_ASCII.finditer(text):
        place = found.start()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        if found[0] in _LETTERS:
            is_lone_small = found[0].islower() and before.isupper() and after.isupper()
            is_usual = not (is_lone_small or (before.islower() and found[0].isupper()))
        else:
            is_between = before.isalpha() and after.isalpha()
            is_usual = found[0] in _SIGNS and (not is_between or found[0] in _JOINING)
        count += 1 if is_usual else -1
    return count

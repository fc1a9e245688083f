"""Looks at a picture before anything unpacks it: its kind, bytes and pixels, and then whether it is whole.

A picture of a few bytes may unpack to gigabytes; what it says of its own size is read from its head alone.
"""

from __future__ import annotations

from io import BytesIO

MOST_BYTES = 2_000_000
MOST_PIXELS = 8_000_000
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_JPEG = b"\xff\xd8\xff"
_NO_FRAMES = frozenset((0xC4, 0xC8, 0xCC))
_WITHOUT_LENGTH = frozenset((0x01, *range(0xD0, 0xD9)))


def is_picture(data: bytes) -> bool:
    """Whether bytes are a whole PNG or JPEG picture that can be unpacked without harm."""
    size = picture_size(data)
    if size is None or len(data) > MOST_BYTES or not 0 < size[0] * size[1] <= MOST_PIXELS:
        return False
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
            is_as_said = picture.size == size
            picture.load()
    except (OSError, SyntaxError, ValueError, EOFError):
        return False
    return is_as_said


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height as the head of a PNG or JPEG picture says them; None for anything else."""
    if data.startswith(_PNG):
        sides = data[len(_PNG) : len(_PNG) + 8]
        return (int.from_bytes(sides[:4]), int.from_bytes(sides[4:])) if len(sides) == 8 else None
    return _jpeg_size(data) if data.startswith(_JPEG) else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Go from mark to mark up to the first frame."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xFF:
            place += 1
        elif mark in _WITHOUT_LENGTH:
            place += 2
        elif 0xC0 <= mark <= 0xCF and mark not in _NO_FRAMES:
            return int.from_bytes(data[place + 7 : place + 9]), int.from_bytes(data[place + 5 : place + 7])
        else:
            place += 2 + max(2, int.from_bytes(data[place + 2 : place + 4]))
    return None

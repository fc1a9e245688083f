"""Pictures are looked at before they are unpacked."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from desktop.exchange.pictures import MOST_BYTES, is_picture, picture_size


def drawn(form: str, size: tuple[int, int] = (30, 20)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "navy").save(stream, form)
    return stream.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_says_its_size(form):
    assert picture_size(drawn(form)) == (30, 20)
    assert is_picture(drawn(form))


@pytest.mark.parametrize("size", [(60_000, 60_000), (0, 5), (0xFFFFFFFF, 1), (500, 500)])
def test_a_picture_that_unpacks_without_end_or_to_less_than_it_says_is_none(size):
    assert not is_picture(png_that_says(*size))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "TIFF", "BMP"])
def test_what_is_cut_off_or_of_another_kind_is_none(form):
    data = drawn(form)
    assert form in ("PNG", "JPEG") or not is_picture(data)
    assert not any(is_picture(data[:cut]) for cut in range(0, len(data) - 20, 7))


def test_bytes_without_end_and_marks_without_end_are_none():
    assert not is_picture(drawn("PNG") + bytes(MOST_BYTES))
    assert not is_picture(b"\xff\xd8" + b"\xff" * 100_000)
    assert not is_picture(b"\xff\xd8\xff\xe0\x00\x00" * 1000)
    assert picture_size(b"\xff\xd8\xff\xc0") is None

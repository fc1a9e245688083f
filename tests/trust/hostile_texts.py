"""Texts that something could take for more than text, and texts of all of Unicode."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

MNEMONIC = "Q&Z"
"""Stands in hostile texts: a control that takes "&" for a key shows it as QZ."""

TURNED = "\u202e"
"""Stands in hostile texts: a control that obeys it shows what follows from right to left."""

MEGABYTE = 1_000_000
_BLOCKS = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x2FF), (0x300, 0x36F), (0x370, 0x52F), (0x531, 0x58F)),
    *((0x590, 0x5FF), (0x600, 0x6FF), (0x700, 0x8FF), (0x900, 0xDFF), (0xE00, 0xFFF), (0x1000, 0x1CFF)),
    *((0x1D00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x2BFF), (0x2C00, 0x2DFF), (0x3000, 0x9FFF)),
    *((0xA000, 0xD7FF), (0xE000, 0xF8FF), (0xF900, 0xFAFF), (0xFB00, 0xFDCF), (0xFE00, 0xFEFF)),
    *((0xFF00, 0xFFEF), (0x10000, 0x1FFFF), (0x20000, 0x2FA1F), (0xE0000, 0xE01EF), (0x1F300, 0x1FAFF)),
)
_EDGES = ("", " ", "\t", "\n", "'", '"', "=", "+", "-", "@", "\\", "_x0041_", "\u200b", "\ufeff", "\u2028")


def hostile_texts(bait: Path) -> list[str]:
    """One text for each way in; where a text names a file, it is `bait` with some ending."""
    named = bait.as_uri()
    return [
        f"<b>x</b> {MNEMONIC} &amp; &copy;",
        f'<img src="{named}.png"> {MNEMONIC}',
        f"<img src='{bait}.gif'><object data='{named}.svg'>",
        "<table><tr><td>" * 301 + "x",
        f'=HYPERLINK("{named}.txt";"{MNEMONIC}")',
        f"=cmd|' /C {bait}.bat'!A1",
        "see <annex 3> for the limit <EUR 500> where A<B",
        f"{TURNED}evil{TURNED} \u2066 \u200f {MNEMONIC}",
        "\ud800half \ufffe\uffff \x00\x07\x1b[31m control",
        f"<html><head><link rel=stylesheet href='{named}.css'><style>@import '{named}.css'</style>",
        f"<a href='{named}.html' onclick=x>link</a> ![]({named}.jpg) [x]({named}.md)",
        f"\\\\{bait.name}\\share {named}.url mailto:x@y.example {{0}} {{name}} %1 %s [*]",
        "\r\nBEGIN:VCARD\r\nFN:injected\r\nEND:VCARD\r\n",
        "x" * MEGABYTE,
    ]


def unicode_texts(count: int, seed: int = 1540) -> list[str]:
    """Texts from all of Unicode: single blocks, mixed blocks, and marks where they could mean something."""
    rng = random.Random(seed)
    return [_text(rng, number) for number in range(count)]


def _text(rng: random.Random, number: int) -> str:
    blocks = [_BLOCKS[number % len(_BLOCKS)]] if number % 3 else rng.sample(_BLOCKS, 4)
    letters = [_character(rng, *rng.choice(blocks)) for _ in range(rng.randint(1, 40))]
    if number % 5 == 0:
        letters.insert(rng.randrange(len(letters) + 1), chr(rng.randrange(0x110000)))
    for edge in rng.sample(_EDGES, 2):
        letters.insert(rng.choice((0, len(letters), rng.randrange(len(letters) + 1))), edge)
    return "".join(letters)


def _character(rng: random.Random, first: int, last: int) -> str:
    """A character that is assigned, where the block has one at all."""
    for _ in range(20):
        found = chr(rng.randint(first, last))
        if unicodedata.category(found) not in ("Cn", "Cs"):
            return found
    return chr(first)

"""The look of reports, for all formats: paper, margins, sizes in points, colours.

Dark ink on white, thin rules, one accent; nothing that would not survive a black and white copier.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Colour = tuple[float, float, float]
Size = tuple[float, float]

MILLIMETRE: Final = 72 / 25.4
PAPERS: Final[dict[str, Size]] = {
    "A4": (210 * MILLIMETRE, 297 * MILLIMETRE),
    "Letter": (612.0, 792.0),
    "Legal": (612.0, 1008.0),
}

INK: Final[Colour] = (0.11, 0.13, 0.16)
MUTED: Final[Colour] = (0.36, 0.39, 0.43)
ACCENT: Final[Colour] = (0.10, 0.27, 0.42)
RULE: Final[Colour] = (0.78, 0.80, 0.83)
BAND: Final[Colour] = (0.945, 0.952, 0.96)
GHOST: Final[Colour] = (0.945, 0.95, 0.957)
WHITE: Final[Colour] = (1.0, 1.0, 1.0)
SERIES: Final[tuple[Colour, ...]] = (
    (0.10, 0.27, 0.42),
    (0.47, 0.61, 0.72),
    (0.72, 0.55, 0.29),
    (0.42, 0.45, 0.49),
    (0.76, 0.81, 0.86),
    (0.36, 0.50, 0.41),
)

BINDING_EDGE: Final = 25 * MILLIMETRE
SIDE: Final = 18 * MILLIMETRE
TOP: Final = 24 * MILLIMETRE
BOTTOM: Final = 20 * MILLIMETRE


@dataclass(frozen=True, slots=True)
class Letter:
    """How letters of one use look: size and line height in points, weight, colour."""

    size: float
    leading: float
    is_bold: bool = False
    colour: Colour = INK


TITLE: Final = Letter(20, 25, is_bold=True, colour=ACCENT)
SUBTITLE: Final = Letter(12, 16, colour=MUTED)
ORGANISATION: Final = Letter(9.5, 13, is_bold=True, colour=MUTED)
SECTION: Final = Letter(13.5, 18, is_bold=True, colour=ACCENT)
HEADING: Final = Letter(11, 15, is_bold=True)
SMALL_HEADING: Final = Letter(9.5, 13, is_bold=True, colour=MUTED)
BODY: Final = Letter(9.5, 13.5)
LABEL: Final = Letter(9.5, 13, colour=MUTED)
FACT: Final = Letter(9.5, 13)
SMALL: Final = Letter(8, 11, colour=MUTED)
CAPTION: Final = Letter(9, 12, is_bold=True)
SIGN: Final = Letter(17, 30, is_bold=True)
COLUMN_HEAD: Final = Letter(7.6, 9.6, is_bold=True, colour=ACCENT)
CELL: Final = Letter(8, 10.2)
TOTAL: Final = Letter(8, 10.2, is_bold=True)
GROUP: Final = Letter(8.4, 11, is_bold=True)
SUBGROUP: Final = Letter(8, 10.4, is_bold=True, colour=MUTED)
HEAD: Final = Letter(8, 10, colour=MUTED)
MARK: Final = Letter(8.5, 10, is_bold=True, colour=ACCENT)


def hexadecimal(colour: Colour) -> str:
    """The colour as Excel names it."""
    return "".join(f"{round(part * 255):02X}" for part in colour)


def page_size(paper: str, *, is_landscape: bool) -> Size:
    """Width and height of a page in points."""
    width, height = PAPERS[paper]
    return (height, width) if is_landscape else (width, height)

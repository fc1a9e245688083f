"""One embedded font of one PDF: its widths, its glyphs, and which letters each glyph stands for."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import uharfbuzz
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from desktop.reports.fonts import font_file

_FIRST_PRIVATE = 0xF0000
_BATCH = 100
_EMPTY, _SPACE = 0x200B, 0x20
_ESCAPED = [
    chr(code) if 32 <= code < 127 and chr(code) not in "\\()" else f"\\{code:03o}" for code in range(256)
]


def _new_font() -> Any:
    # reportlab's own types do not name the attributes that its classes set.
    return pdfdoc.PDFTrueTypeFont()


class Typeface(TTFont):
    """A TrueType font, made anew for each document, whose text can be read out of the PDF again.

    reportlab's own shaping gives joined Arabic letters numbers without a meaning; here each shaped glyph
    gets a code that remembers the letters it was made from.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, BytesIO(font_file(name)))
        self.scale: float = 1000 / self.face.unitsPerEm
        self._letters: dict[int, str] = {}
        self._codes: dict[tuple[int, str], int] = {}
        self._shaper: Any = None

    def has(self, code: int) -> bool:
        """Whether the font has this character."""
        return code in self.face.charToGlyph

    def width(self, code: int) -> float:
        """The width of a character in thousandths of the size."""
        width: float = self.face.charWidths.get(code, self.face.defaultWidth)
        return width

    @property
    def shaper(self) -> Any:
        """The font as harfbuzz uses it."""
        if self._shaper is None:
            self._shaper = uharfbuzz.Font(uharfbuzz.Face(font_file(self.fontName)))
        return self._shaper

    def code_of_glyph(self, glyph: int, letters: str) -> int:
        """A code for a shaped glyph that reads back as the letters it was made from."""
        key = (glyph, letters)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = _FIRST_PRIVATE + len(self._codes)
            self.face.charToGlyph[code] = glyph
            self.face.charWidths[code] = self.shaper.get_glyph_h_advance(glyph) * self.scale
            self._letters[code] = letters
        return code

    def code_of_letter(self, letter: str) -> int:
        """A code that shows nothing and reads as a letter: for the further letters of a joined glyph."""
        return self.code_of_glyph(self.face.charToGlyph.get(_EMPTY, self.face.charToGlyph[_SPACE]), letter)

    def encoded(self, text: str, document: Any) -> list[tuple[int, str]]:
        """The text as pieces of (subset of the font, PDF string without its brackets)."""
        pieces: list[tuple[int, bytes]] = self.splitString(text, document)
        return [(subset, "".join([_ESCAPED[byte] for byte in data])) for subset, data in pieces]

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Put the font's used glyphs into the document, with the letters each one reads as."""
        state = self.state[doc]
        state.frozen = 1
        for number, subset in enumerate(state.subsets):
            name = self.getSubsetInternalName(number, doc)[1:]
            base = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("latin-1")
            font = _new_font()
            font.Name, font.BaseFont = name, base
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            font.Widths = pdfdoc.PDFArray([self.width(code) for code in subset])
            stream = pdfdoc.PDFStream(content=self._unicode_map(subset), filters=[pdfdoc.PDFZCompress])
            font.ToUnicode = doc.Reference(stream, f"toUnicode:{name}")
            font.FontDescriptor = self._file_of(doc, base, subset)
            doc.Reference(font, name)
            doc.idToObject["BasicFonts"].dict[name] = font
        del self.state[doc]

    def _file_of(self, doc: Any, base: str, subset: list[int]) -> Any:
        face: Any = self.face
        return face.addSubsetObjects(doc, base, subset)

    def _unicode_map(self, subset: list[int]) -> str:
        lines = [
            f"<{place:02X}> <{self._letters.get(code, chr(code)).encode('utf-16-be').hex().upper()}>"
            for place, code in enumerate(subset)
        ]
        parts = []
        for start in range(0, len(lines), _BATCH):
            batch = lines[start : start + _BATCH]
            parts += [f"{len(batch)} beginbfchar", *batch, "endbfchar"]
        return "\n".join(
            [
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
                "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
                "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
                f"1 begincodespacerange <00> <{len(subset) - 1:02X}> endcodespacerange",
                *parts,
                "endcmap CMapName currentdict /CMap defineresource pop end end",
            ]
        )

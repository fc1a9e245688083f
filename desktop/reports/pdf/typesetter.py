"""Breaks text into lines and turns each line into PDF operators; widths of words are kept.

Time grows with the length of the text only, whatever stands in it: there is no markup to parse, and a
word longer than a line is cut where the line ends.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import groupby
from typing import Any, NamedTuple

from desktop.reports.fonts import BOLD, REGULAR, STAND_INS
from desktop.reports.pdf.shaping import NEEDS_SHAPING, RIGHT_TO_LEFT, base_level, shape, visual_runs
from desktop.reports.pdf.typeface import Typeface
from desktop.reports.plain_text import plain_text
from desktop.reports.style import Letter

_MOST_WORDS = 200_000
_MOST_TEXTS = 20_000
_LONGEST_KEPT_TEXT = 200
_LONGEST_LINE = 400
_WITHOUT_FORM = frozenset("\u00ad\u200b\u200e\u200f\ufeff") | {
    chr(code) for code in (*range(0x2060, 0x2065), *range(0xFE00, 0xFE10))
}
_DIRECTION_MARKS = frozenset(map(chr, (0x61C, *range(0x202A, 0x202F), *range(0x2066, 0x2070))))
"""Shown, not obeyed: they can make a text read other than it is written."""
_SPACES = frozenset("\t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000")
_FIXED_SPACES = frozenset("\u2007\u202f")
_PRIVATE_USE = "Co"
"""What such a character means is known to whoever wrote it; a font may draw something else."""

_BREAK_AFTER = "]-/_.,;:@"


class Line(NamedTuple):
    """One line ready to be shown: its PDF operators and its width in points."""

    code: str
    width: float


class Faces:
    """The fonts of one PDF, and what has become of each character in them."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.faces = {False: Typeface(REGULAR), True: Typeface(BOLD)}
        self.missing: Counter[str] = Counter()
        self.removed = 0
        self.special: set[str] = set()
        self._stand_ins: dict[str, Typeface] = {}
        self._stand_in_of: dict[str, Typeface] = {}
        self._known: set[str] = set("\n ")
        self._replaced: dict[str, str] = {}

    def shown(self, text: str, *, is_counted: bool = True) -> tuple[str, bool]:
        """The text with the number of each character that cannot be printed, and whether all of it can."""
        text, removed = plain_text(text)
        if is_counted:
            self.removed += removed
        unknown = set(text) - self._known
        for character in unknown - self._replaced.keys():
            self._learn(character)
        if unknown.isdisjoint(self._replaced):
            return text, not removed
        replaced = self._replaced
        lacking = [each for each in unknown if replaced.get(each, "").startswith("[U+")]
        if is_counted:
            for character in lacking:
                self.missing[character] += text.count(character)
        shown = "".join([replaced.get(character, character) for character in text])
        return shown, not removed and not lacking

    def face(self, character: str, *, is_bold: bool) -> Typeface:
        """The font that has a character."""
        return self._stand_in_of.get(character) or self.faces[is_bold]

    def font_name(self, face: Typeface, subset: int) -> str:
        """The name of a part of a font inside the PDF."""
        name: str = face.getSubsetInternalName(subset, self.document)
        return name

    def _learn(self, character: str) -> None:
        if NEEDS_SHAPING.match(character):
            self.special.add(character)
        if character in _WITHOUT_FORM:
            self._replaced[character] = ""
        elif character in _DIRECTION_MARKS or unicodedata.category(character) == _PRIVATE_USE:
            self._replaced[character] = f"[U+{ord(character):04X}]"
        elif self.faces[False].has(ord(character)):
            self._known.add(character)
        elif character in _SPACES:
            self._replaced[character] = " "
        elif character in _FIXED_SPACES:
            self._replaced[character] = "\u00a0"
        elif (face := self._stand_in(character)) is not None:
            self._stand_in_of[character] = face
            self._known.add(character)
            self.special.add(character)
        else:
            self._replaced[character] = f"[U+{ord(character):04X}]"

    def _stand_in(self, character: str) -> Typeface | None:
        for name in STAND_INS:
            face = self._stand_ins.get(name)
            if face is None:
                face = self._stand_ins[name] = Typeface(name)
            if face.has(ord(character)):
                return face
        return None


class Typesetter:
    """Sets text in one size and weight."""

    def __init__(self, faces: Faces, letter: Letter) -> None:
        self.letter = letter
        self._faces = faces
        self._face = faces.faces[letter.is_bold]
        self._words: dict[str, tuple[float, str | None]] = {}
        self._texts: dict[tuple[str, float], list[Line]] = {}
        self.font = f"{faces.font_name(self._face, 0)} {letter.size:g} Tf"
        self.space = self._face.width(32) * letter.size / 1000

    def lines(self, text: str, width: float, *, is_counted: bool = True) -> list[Line]:
        """Break a text into lines no wider than `width` points; line ends in it are kept.

        What is shown again on a further page is not counted again for what it lacks.
        """
        key = (text, width)
        kept = self._texts.get(key)
        if kept is not None:
            return kept
        shown, is_whole = self._faces.shown(text, is_counted=is_counted)
        lines: list[Line] = []
        for paragraph in shown.split("\n"):
            self._break(paragraph, width, lines)
        if is_whole and len(text) <= _LONGEST_KEPT_TEXT:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            self._texts[key] = lines
        return lines

    def shortened(
        self, text: str, width: float, most: int = 1, pattern: str = "{title}", *, is_counted: bool = False
    ) -> list[Line]:
        """Break a text, set into a pattern, into at most so many lines; what is left out is shown by "…"."""
        text = " ".join(text.split())
        whole = self.lines(pattern.format(title=text), width, is_counted=is_counted)
        if len(whole) <= most:
            return whole
        fits, fails = 0, min(len(text), _LONGEST_LINE * most)
        while fails - fits > 1:
            middle = (fits + fails) // 2
            lines = self._cut_lines(text[:middle], width, pattern)
            fits, fails = (middle, fails) if len(lines) <= most else (fits, middle)
        return self._cut_lines(text[:fits], width, pattern)

    def balanced(self, text: str, width: float) -> list[Line]:
        """Break a short text into as few lines as it takes, all of about one length."""
        lines = self.lines(text, width)
        fits, fails = width, width / 2
        while fits - fails > 1 and len(lines) > 1:
            middle = (fits + fails) / 2
            is_narrow = len(self.lines(text, middle, is_counted=False)) > len(lines)
            fits, fails = (fits, middle) if is_narrow else (middle, fails)
        return self.lines(text, fits, is_counted=False)

    def _cut_lines(self, text: str, width: float, pattern: str) -> list[Line]:
        return self.lines(pattern.format(title=f"{text.rstrip()}…"), width, is_counted=False)

    def line(self, text: str) -> Line:
        """Set a text on one line, however wide."""
        return self.lines(text.replace("\n", " "), 1e9)[0]

    def width(self, text: str) -> float:
        """The width of a text on one line, without counting what it lacks."""
        lines: list[Line] = []
        for paragraph in self._faces.shown(text, is_counted=False)[0].split("\n"):
            self._break(paragraph, 1e9, lines)
        return max(line.width for line in lines)

    def longest_word(self, text: str) -> float:
        """The width of the widest word of a text, without counting what it lacks."""
        words = self._faces.shown(text, is_counted=False)[0].split()
        return max((self._word(word)[0] for word in words), default=0.0)

    def _break(self, paragraph: str, width: float, lines: list[Line]) -> None:
        level = base_level(paragraph) if RIGHT_TO_LEFT.search(paragraph) else 0
        words, space = self._words, self.space
        current: list[str] = []
        used = -space
        for word in paragraph.split(" "):
            if not word:
                continue
            word_width = (words.get(word) or self._word(word))[0]
            if used + space + word_width <= width:
                current.append(word)
                used += space + word_width
                continue
            if current:
                lines.append(self._line(current, used, level))
            current, used = [word], word_width
            if word_width > width:
                *whole, rest = self._pieces(word, width)
                lines += [self._line([piece], self._word(piece)[0], level) for piece in whole]
                current, used = [rest], self._word(rest)[0]
        lines.append(self._line(current, max(used, 0.0), level))

    def _line(self, words: list[str], width: float, level: int) -> Line:
        codes = [(self._words.get(word) or self._word(word))[1] for word in words]
        if None in codes:
            return self._mixed_line(" ".join(words), level)
        return Line(f"({' '.join(codes)}) Tj", width)  # type: ignore[arg-type]  # no None is left

    def _word(self, word: str) -> tuple[float, str | None]:
        kept = self._words.get(word)
        if kept is not None:
            return kept
        if len(self._words) >= _MOST_WORDS:
            self._words.clear()
        measured = self._measured(word)
        self._words[word] = measured
        return measured

    def _measured(self, word: str) -> tuple[float, str | None]:
        if not self._faces.special.isdisjoint(word):
            return self._mixed_line(word, base_level(word)).width, None
        face = self._face
        width = sum([face.width(ord(character)) for character in word]) * self.letter.size / 1000
        pieces = face.encoded(word, self._faces.document)
        is_simple = len(pieces) == 1 and pieces[0][0] == 0
        return width, pieces[0][1] if is_simple else None

    def _pieces(self, word: str, width: float) -> list[str]:
        """Cut a word that is wider than a line, after a sign where there is one, else anywhere."""
        widths = [
            self._faces.face(character, is_bold=self.letter.is_bold).width(ord(character))
            * self.letter.size
            / 1000
            for character in word
        ]
        pieces, start = [], 0
        while start < len(word):
            end, used = start, 0.0
            while end < len(word) and (used + widths[end] <= width or end == start):
                used += widths[end]
                end += 1
            if end < len(word):
                sign = max(word.rfind(sign, start, end) for sign in _BREAK_AFTER) + 1
                end = sign if sign - start > (end - start) // 3 else end
            pieces.append(word[start:end])
            start = end
        return pieces

    def _mixed_line(self, text: str, level: int) -> Line:
        """Set a line that needs more than one font, joined letters or another direction."""
        is_bold = self.letter.is_bold
        runs = visual_runs(text, level) if RIGHT_TO_LEFT.search(text) else [(text, False)]
        codes: list[str] = []
        width = 0.0
        for run, is_leftward in runs:
            parts = [
                (face, "".join(part))
                for face, part in groupby(run, lambda character: self._faces.face(character, is_bold=is_bold))
            ]
            for face, part in reversed(parts) if is_leftward else parts:
                code, part_width = self._part(face, part, is_leftward)
                codes.append(code)
                width += part_width
        return Line(f"{' '.join(codes)} {self.font}", width)

    def _part(self, face: Typeface, text: str, is_leftward: bool) -> tuple[str, float]:
        size, document = self.letter.size, self._faces.document
        if not is_leftward and not NEEDS_SHAPING.search(text):
            codes = [
                f"{self._faces.font_name(face, subset)} {size:g} Tf ({piece}) Tj"
                for subset, piece in face.encoded(text, document)
            ]
            return " ".join(codes), sum(face.width(ord(each)) for each in text) * size / 1000
        codes, width = [], 0.0
        for glyph in shape(face, text, is_leftward=is_leftward):
            [(subset, piece)] = face.encoded(chr(glyph.code), document)
            back = glyph.shift + face.width(glyph.code) - glyph.advance
            shown = f"[{-glyph.shift:.0f} ({piece}) {back:.0f}] TJ"
            if glyph.rise:
                shown = f"{glyph.rise * size / 1000:.2f} Ts {shown} 0 Ts"
            codes.append(f"{self._faces.font_name(face, subset)} {size:g} Tf {shown}")
            width += glyph.advance * size / 1000
        return " ".join(codes), width

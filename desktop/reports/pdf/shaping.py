"""Orders one line of mixed writing directions for the eye and joins its letters.

A line is wrapped in reading order first; only then are its parts put in the order in which they are seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import uharfbuzz
from bidi.algorithm import (
    explicit_embed_and_overrides,
    get_base_level,
    get_embedding_levels,
    get_empty_storage,
    reorder_resolved_levels,
    resolve_implicit_levels,
    resolve_neutral_types,
    resolve_weak_types,
)

from desktop.reports.pdf.typeface import Typeface

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
NEEDS_SHAPING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200c\u200d\u20d0-\u20ff\ufb1d-\ufdff\ufe20-\ufe2f\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A placed glyph: its code in the typeface, advance and shift in thousandths of the size."""

    code: int
    advance: float
    shift: float
    rise: float


def base_level(text: str) -> int:
    """0 when a paragraph reads from the left, 1 when its first letter reads from the right."""
    level: int = get_base_level(text)
    return level


def visual_runs(text: str, level: int) -> list[tuple[str, bool]]:
    """The parts of a line from left to right, each in reading order with whether it runs to the left."""
    storage = get_empty_storage()
    storage["base_level"], storage["base_dir"] = level, ("L", "R")[level]
    get_embedding_levels(text, storage)
    for place, character in enumerate(storage["chars"]):
        character["place"] = place
    for step in (
        explicit_embed_and_overrides,
        resolve_weak_types,
        resolve_neutral_types,
        resolve_implicit_levels,
        reorder_resolved_levels,
    ):
        step(storage, False)
    runs = []
    for is_leftward, run in groupby(storage["chars"], key=lambda each: bool(each["level"] % 2)):
        places = sorted(each["place"] for each in run)
        runs.append(("".join(text[place] for place in places), is_leftward))
    return runs


def shape(face: Typeface, text: str, *, is_leftward: bool) -> list[Glyph]:
    """The glyphs of one run of one typeface and direction, from left to right."""
    buffer: Any = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_leftward else "ltr"
    uharfbuzz.shape(face.shaper, buffer, {"kern": False, "liga": False})
    infos = buffer.glyph_infos
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    told: set[int] = set()
    glyphs = []
    for info, position in zip(infos, buffer.glyph_positions, strict=True):
        # One letter may become several glyphs: it is told once.
        letters = "" if info.cluster in told else text[info.cluster : ends[info.cluster]]
        told.add(info.cluster)
        # Several letters may become one glyph. What is read out of a PDF runs from left to right and is
        # turned round afterwards: the last letter of a leftward run stands with the glyph, the others, each
        # on a place of its own, behind it.
        own, others = (letters[-1:], letters[-2::-1]) if is_leftward else (letters, "")
        scale, step = face.scale, position.x_advance * face.scale / (1 + len(others))
        code = face.code_of_glyph(info.codepoint, own)
        glyphs.append(Glyph(code, step, position.x_offset * scale, position.y_offset * scale))
        glyphs += [Glyph(face.code_of_letter(letter), step, 0.0, 0.0) for letter in others]
    return glyphs

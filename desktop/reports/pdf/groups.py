"""Draws groups of signs that a person is to type from the paper: large, numbered, each sign as wide."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.reports import style
from desktop.reports.pdf.flow import Flow, foot_below

_BESIDE = 4
_SIGN_WIDTH = 0.82
"""The place of a sign as a share of its size; none of them is wider."""


def draw_groups(flow: Flow, groups: Sequence[str]) -> None:
    """Draw groups, four in a row, each after its number."""
    step = flow.width / _BESIDE
    for start in range(0, len(groups), _BESIDE):
        flow.need(style.SIGN.leading)
        for place, group in enumerate(groups[start : start + _BESIDE]):
            _draw_group(flow, flow.left + place * step, start + place + 1, group)
        flow.y -= style.SIGN.leading
    flow.skip(8)


def _draw_group(flow: Flow, left: float, number: int, group: str) -> None:
    foot = foot_below(flow.y, style.SIGN)
    setter, small = flow.setter(style.SIGN), flow.setter(style.LABEL)
    flow.canvas.begin_role("P")
    flow.canvas.text(left + 14, foot, [small.line(str(number))], small, "right")
    width = style.SIGN.size * _SIGN_WIDTH
    for place, sign in enumerate(group):
        middle = left + 22 + (place + 0.5) * width
        flow.canvas.text(middle, foot, [setter.line(sign)], setter, "centre")
    flow.canvas.end_role()

"""Draws the end of a paper: to whom it goes, and the ruled places for those who answer for it."""

from __future__ import annotations

from desktop.reports import style
from desktop.reports.document import Distribution, Fact, Heading, SignatureBlocks, SignaturePlace
from desktop.reports.pdf.blocks import draw_facts, draw_heading, heading_height
from desktop.reports.pdf.flow import Flow
from desktop.reports.words import NAME_AND_POST, PLACE_AND_DATE, SIGNATURE

_GAP = 24.0
_NARROWEST = 140.0
_RULE_ABOVE = 22.0
_SIGNATURE_ABOVE = 36.0
_BELOW = 8.0
_BELOW_LIST = 8.0
_LIST_SHARE = 0.7


def draw_distribution(flow: Flow, distribution: Distribution) -> None:
    """Draw to whom the paper goes: a label, and the addressees one below the other."""
    facts = [Fact(distribution.title, "\n".join(distribution.addressees))]
    draw_facts(flow, facts)


def distribution_height(flow: Flow, distribution: Distribution) -> float:
    """The height that the list of addressees takes."""
    setter = flow.setter(style.FACT)
    width = flow.width * _LIST_SHARE
    lines = sum(len(setter.lines(each, width, is_counted=False)) for each in distribution.addressees)
    return max(lines, 1) * style.FACT.leading + _BELOW_LIST


def draw_signatures(flow: Flow, blocks: SignatureBlocks) -> None:
    """Draw the ruled empty places beside each other, as many as the page is wide."""
    # Who signs sees all places on one page; only a list longer than half a page is parted.
    flow.need(min(signatures_height(flow, blocks), flow.height / 2))
    if blocks.title:
        draw_heading(flow, Heading(blocks.title, 2), _place_height())
    beside = _beside(flow, len(blocks.places))
    width = (flow.width - _GAP * (beside - 1)) / beside
    lefts = [flow.left + number * (width + _GAP) for number in range(beside)]
    if flow.is_right_to_left:
        lefts.reverse()
    for start in range(0, len(blocks.places), beside):
        flow.need(_place_height())
        for left, place in zip(lefts, blocks.places[start : start + beside], strict=False):
            _draw_place(flow, place, left, width)
        flow.y -= _place_height()


def signatures_height(flow: Flow, blocks: SignatureBlocks) -> float:
    """The height that all places take."""
    heading = heading_height(flow, Heading(blocks.title, 2)) if blocks.title else 0.0
    count = len(blocks.places)
    return heading + _place_height() * -(-count // _beside(flow, count))


def _beside(flow: Flow, count: int) -> int:
    """How many places stand beside each other: all of them, or two."""
    most = int((flow.width + _GAP) // (_NARROWEST + _GAP))
    return max(count if count <= most else min(most, 2), 1)


def _place_height() -> float:
    rules = _SIGNATURE_ABOVE + 2 * _RULE_ABOVE + 3 * style.SMALL.leading
    return style.CAPTION.leading + rules + _BELOW


def _draw_place(flow: Flow, place: SignaturePlace, left: float, width: float) -> None:
    """Draw who answers, and rules for signature, name and post, place and date."""
    top = flow.y
    gettext = flow.texts.gettext
    caption, small = flow.setter(style.CAPTION), flow.setter(style.SMALL)
    flow.canvas.begin_role("P")
    flow.place(caption.shortened(place.role, width, is_counted=True), caption, left, width)
    flow.y -= style.CAPTION.leading
    who = ", ".join(part for part in (place.name, place.post) if part)
    for above, written, label in (
        (_SIGNATURE_ABOVE, "", SIGNATURE),
        (_RULE_ABOVE, who, NAME_AND_POST),
        (_RULE_ABOVE, "", PLACE_AND_DATE),
    ):
        flow.y -= above
        flow.canvas.rule(left, flow.y, width, 0.6, style.INK)
        if written:
            fact = flow.setter(style.CELL)
            lines = fact.shortened(written, width, 2, is_counted=True)
            flow.y += len(lines) * style.CELL.leading + 1
            flow.place(lines, fact, left, width)
            flow.y -= len(lines) * style.CELL.leading + 1
        flow.y -= 1
        flow.place(small.shortened(gettext(label), width), small, left, width)
        flow.y -= style.SMALL.leading - 1
    flow.canvas.end_role()
    flow.y = top

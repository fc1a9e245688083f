"""How much room must be left on a page for what follows a heading, so that none stands alone."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.reports import style
from desktop.reports.document import Block, Chart, Distribution, Heading, SignatureBlocks, Table
from desktop.reports.pdf.blocks import heading_height
from desktop.reports.pdf.closing import distribution_height, signatures_height
from desktop.reports.pdf.flow import Flow
from desktop.reports.pdf.tables import table_beginning

_SOME_LINES = 3 * style.BODY.leading
_SOME_BARS = 90.0


def beginning(flow: Flow, blocks: Sequence[Block]) -> float:
    """The height that the first of these blocks needs to begin; a heading brings what follows it."""
    if not blocks:
        return 0.0
    match blocks[0]:
        case Heading() as heading:
            return heading_height(flow, heading) + beginning(flow, blocks[1:])
        case Table() as table:
            return table_beginning(flow, table)
        case Chart():
            return _SOME_BARS
    return _height(flow, blocks[0])


def whole(flow: Flow, blocks: Sequence[Block]) -> float:
    """The height that all these blocks take together, at most a page."""
    return min(sum(_height(flow, block) for block in blocks), flow.height * 0.9)


def _height(flow: Flow, block: Block) -> float:
    match block:
        case Distribution():
            return distribution_height(flow, block)
        case SignatureBlocks():
            return signatures_height(flow, block)
        case Table():
            return table_beginning(flow, block)
        case Heading():
            return heading_height(flow, block)
    return _SOME_LINES

"""Draws bar charts of a few categories, each bar with its figure, so no axis has to be read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.reports import style
from desktop.reports.document import Chart
from desktop.reports.pdf.flow import ASCENT, Flow
from desktop.reports.pdf.typesetter import Line
from desktop.reports.style import Colour

_BAR = 10.0
_GAP = 7.0
_LABEL_SHARE = 0.34
_LEGEND_GAP = 14.0
_COLUMN_HEIGHT = 120.0
_WIDEST_COLUMN = 34.0
_BAR_STRIP_SHARE = 0.5


def draw_chart(flow: Flow, chart: Chart) -> None:
    """Draw a chart with its title and, for several series, its legend."""
    flow.skip(2)
    flow.canvas.begin_role("Figure")
    if chart.title:
        flow.write(chart.title, style.CAPTION, "P", keep=70)
        flow.skip(4)
    if chart.kind == "column":
        _draw_columns(flow, chart)
    else:
        _draw_bars(flow, chart)
    if len(chart.series) > 1:
        _draw_legend(flow, [series.name for series in chart.series])
    flow.canvas.end_role()
    flow.skip(10)


def _largest(chart: Chart) -> float:
    if chart.is_stacked:
        sums = [sum(_figure(series.values[place]) for series in chart.series) for place in _places(chart)]
    else:
        sums = [_figure(value) for series in chart.series for value in series.values]
    return max([*sums, 0.0]) or 1.0


def _figure(value: int | Decimal) -> float:
    """The length of a bar; a chart of parts of a whole has none below nothing."""
    return max(float(value), 0.0)


def _places(chart: Chart) -> range:
    return range(len(chart.categories))


def _colour(place: int) -> Colour:
    return style.SERIES[place % len(style.SERIES)]


def _draw_bars(flow: Flow, chart: Chart) -> None:
    """Lying bars: one row a category, its label before it."""
    setter = flow.setter(style.SMALL)
    widest = max((setter.width(category) for category in chart.categories), default=0.0)
    label_width = min(widest, flow.width * _LABEL_SHARE) + 8
    strip = (flow.width - label_width - 50) * (_BAR_STRIP_SHARE if flow.is_landscape else 1)
    unit = strip / _largest(chart)
    thick = _BAR if chart.is_stacked or len(chart.series) == 1 else _BAR * 0.8
    rows = 1 if chart.is_stacked else len(chart.series)
    for place, category in enumerate(chart.categories):
        labels = setter.lines(category, label_width - 8)
        height = max(rows * thick, len(labels) * style.SMALL.leading) + _GAP
        flow.need(height)
        _draw_bar_row(flow, chart, place, labels, (label_width, unit, thick, height))
        flow.y -= height


def _draw_bar_row(
    flow: Flow, chart: Chart, place: int, labels: Sequence[Line], sizes: tuple[float, float, float, float]
) -> None:
    label_width, unit, thick, height = sizes
    setter = flow.setter(style.SMALL)
    top, middle = flow.y, flow.y - height / 2
    flow.y = middle + len(labels) * style.SMALL.leading / 2
    rows = 1 if chart.is_stacked else len(chart.series)
    labels_left = flow.left + flow.width - label_width if flow.is_right_to_left else flow.left
    flow.place(labels, setter, labels_left, label_width)
    flow.y = top
    edge, foot = label_width, middle + rows * thick / 2
    for number, series in enumerate(chart.series):
        length = _figure(series.values[place]) * unit
        foot -= thick if number == 0 or not chart.is_stacked else 0
        _bar(flow, edge, foot + 1, length, thick - 2, _colour(number))
        if not chart.is_stacked:
            _figure_beside(flow, edge + length, foot + thick / 2, series.values[place])
        else:
            edge += length
    if chart.is_stacked:
        total = sum((series.values[place] for series in chart.series), start=0)
        _figure_beside(flow, edge, foot + thick / 2, total)


def _bar(flow: Flow, start: float, foot: float, length: float, height: float, colour: Colour) -> None:
    if length <= 0:
        return
    left = flow.left + flow.width - start - length if flow.is_right_to_left else flow.left + start
    flow.canvas.box(left, foot, length, height, colour)


def _figure_beside(flow: Flow, start: float, middle: float, value: int | Decimal) -> None:
    setter = flow.setter(style.SMALL)
    line = setter.line(flow.formats.number(value))
    foot = middle - style.SMALL.size * ASCENT / 2 + 0.4
    if flow.is_right_to_left:
        flow.canvas.text(flow.left + flow.width - start - 4, foot, [line], setter, "right")
    else:
        flow.canvas.text(flow.left + start + 4, foot, [line], setter)


def _draw_columns(flow: Flow, chart: Chart) -> None:
    """Standing bars on one base line, labels below."""
    setter = flow.setter(style.SMALL)
    count = max(len(chart.categories), 1)
    slot = min(flow.width / count, 90.0)
    labels = [setter.lines(category, slot - 4)[:3] for category in chart.categories]
    label_height = max(map(len, labels), default=1) * style.SMALL.leading
    flow.need(_COLUMN_HEIGHT + label_height + 16)
    base = flow.y - _COLUMN_HEIGHT - 12
    for place in _places(chart):
        left = flow.left + place * slot
        if flow.is_right_to_left:
            left = flow.left + flow.width - (place + 1) * slot
        _draw_column(flow, chart, place, (left, base, slot))
        foot = base - 2 - style.SMALL.size
        flow.canvas.text(left + slot / 2, foot, labels[place], setter, "centre")
    flow.canvas.rule(flow.left, base, slot * count, 0.6, style.MUTED)
    flow.y = base - label_height - 4


def _draw_column(flow: Flow, chart: Chart, place: int, where: tuple[float, float, float]) -> None:
    left, base, slot = where
    setter = flow.setter(style.SMALL)
    unit = _COLUMN_HEIGHT / _largest(chart)
    beside = 1 if chart.is_stacked else len(chart.series)
    thick = min(slot * 0.7 / beside, _WIDEST_COLUMN)
    start = left + (slot - thick * beside) / 2
    foot = base
    for number, series in enumerate(chart.series):
        height = _figure(series.values[place]) * unit
        flow.canvas.box(start, foot, thick - 1, height, _colour(number))
        if chart.is_stacked:
            foot += height
        else:
            figure = setter.line(flow.formats.number(series.values[place]))
            flow.canvas.text(start + thick / 2, base + height + 3, [figure], setter, "centre")
            start += thick
    if chart.is_stacked:
        total = sum((series.values[place] for series in chart.series), start=0)
        figure = setter.line(flow.formats.number(total))
        flow.canvas.text(start + thick / 2, foot + 3, [figure], setter, "centre")


def _draw_legend(flow: Flow, names: Sequence[str]) -> None:
    """Name the series, each behind its colour."""
    setter = flow.setter(style.SMALL)
    flow.skip(4)
    flow.need(style.SMALL.leading)
    start = 0.0
    for number, name in enumerate(names):
        line = setter.lines(name, flow.width - 16)[0]
        if start and start + line.width + 12 > flow.width:
            flow.y -= style.SMALL.leading
            flow.need(style.SMALL.leading)
            start = 0.0
        left = flow.left + flow.width - start - 8 if flow.is_right_to_left else flow.left + start
        flow.canvas.box(left, flow.y - style.SMALL.leading + 2.5, 7, 7, _colour(number))
        strip_left = flow.left if flow.is_right_to_left else flow.left + start + 11
        strip = flow.width - start - 11
        flow.place([line], setter, strip_left, strip)
        start += line.width + 11 + _LEGEND_GAP
    flow.y -= style.SMALL.leading

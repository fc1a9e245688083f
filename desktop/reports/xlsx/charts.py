"""Writes a chart as its figures and beside them a native chart of Excel that reads them."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties

from desktop.reports import style
from desktop.reports.document import Chart, Column, Kind
from desktop.reports.xlsx.looks import HEAD, Looks
from desktop.reports.xlsx.rows import StreamSheet, column_letter

_ROWS_OF_CHART = 15
_WIDTH, _HEIGHT = 15.0, 7.2


def chart_widths(chart: Chart) -> list[float]:
    """The widths of the columns that hold the figures."""
    longest = max(map(len, chart.categories), default=8)
    return [min(max(longest + 2.0, 12.0), 40.0), *[max(len(each.name) + 4.0, 11.0) for each in chart.series]]


def write_chart(sheet: StreamSheet, chart: Chart, looks: Looks) -> None:
    """Write the figures as rows and set the chart to their right."""
    top = sheet.next_row
    sheet.line(["", *[series.name for series in chart.series]], looks.of(HEAD))
    text, number = looks.of_column(Column("")), looks.of_column(Column("", Kind.NUMBER))
    for place, category in enumerate(chart.categories):
        row = sheet.row()
        sheet.put(row, 1, category, text)
        for column, series in enumerate(chart.series, 2):
            sheet.put(row, column, series.values[place], number)
        sheet.send(row)
    sheet.add_chart(_drawn(sheet, chart, top), f"{column_letter(len(chart.series) + 3)}{top}")
    sheet.skip(max(_ROWS_OF_CHART - len(chart.categories), 1))


def _drawn(sheet: StreamSheet, chart: Chart, top: int) -> Any:
    drawn: Any = BarChart()
    drawn.type = "bar" if chart.kind == "bar" else "col"
    drawn.title = chart.title or None
    drawn.width, drawn.height = _WIDTH, _HEIGHT
    if chart.is_stacked:
        drawn.grouping, drawn.overlap = "stacked", 100
    bottom = top + len(chart.categories)
    figures = Reference(sheet, min_col=2, max_col=1 + len(chart.series), min_row=top, max_row=bottom)
    drawn.add_data(figures, titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=bottom))
    for place, series in enumerate(drawn.series):
        colour = style.hexadecimal(style.SERIES[place % len(style.SERIES)])
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    drawn.gapWidth = 60
    drawn.dataLabels = DataLabelList()
    drawn.dataLabels.showVal = True
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(drawn.dataLabels, part, False)
    if len(chart.series) == 1:
        drawn.legend = None
    else:
        drawn.legend.position = "b"
    drawn.x_axis.delete = False
    drawn.y_axis.delete = True
    drawn.y_axis.majorGridlines = None
    drawn.y_axis.scaling.min = 0
    if chart.kind == "bar":
        drawn.x_axis.scaling.orientation = "maxMin"
    return drawn

"""Native charts of Excel that read the figures standing in the cells beside them."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

from desktop.reports import style
from desktop.reports.document import Chart, Column, Kind, Table
from desktop.reports.xlsx.looks import HEAD, Looks
from desktop.reports.xlsx.rows import StreamSheet, column_letter

_ROW_POINTS = 15.0
_POINTS_PER_CENTIMETRE = 72 / 2.54
_WIDTH = 15.0
_FRAME_HEIGHT, _BAR_HEIGHT = 1.6, 0.62
_TITLE_SIZE, _LABEL_SIZE = 1100, 900
"""In hundredths of a point."""


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
    _set_beside(sheet, chart, top, range(2, len(chart.series) + 2))


def chart_beside(sheet: StreamSheet, table: Table, top: int, rows: int) -> None:
    """Set a chart beside a table whose head stands in the row `top`; it reads the first and last column."""
    chart = Chart(table.caption, ("",) * rows, ())
    _set_beside(sheet, chart, top, range(len(table.columns), len(table.columns) + 1))


def _set_beside(sheet: StreamSheet, chart: Chart, top: int, columns: range) -> None:
    """Set a chart to the right of its figures, and leave the rows free that it covers."""
    drawn = _drawn(chart)
    bottom = top + len(chart.categories)
    figures = Reference(sheet, min_col=columns[0], max_col=columns[-1], min_row=top, max_row=bottom)
    drawn.add_data(figures, titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=top + 1, max_row=bottom))
    for place, series in enumerate(drawn.series):
        colour = style.hexadecimal(style.SERIES[place % len(style.SERIES)])
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
    drawn.width = _WIDTH
    drawn.height = _FRAME_HEIGHT + _BAR_HEIGHT * max(len(chart.categories), 3)
    if len(columns) == 1:
        drawn.legend = None
    else:
        drawn.legend.position = "b"
    sheet.add_chart(drawn, f"{column_letter(columns[-1] + 2)}{top}")
    covered = int(drawn.height * _POINTS_PER_CENTIMETRE / _ROW_POINTS) + 1
    sheet.skip(max(top + covered - sheet.next_row, 1))


def _drawn(chart: Chart) -> Any:
    drawn: Any = BarChart()
    drawn.type = "bar" if chart.kind == "bar" else "col"
    if chart.title:
        drawn.title = chart.title
        drawn.title.tx.rich.p[0].pPr = ParagraphProperties(
            defRPr=CharacterProperties(sz=_TITLE_SIZE, b=True, solidFill=style.hexadecimal(style.INK))
        )
        drawn.title.overlay = False
    if chart.is_stacked:
        drawn.grouping, drawn.overlap = "stacked", 100
    drawn.gapWidth = 60
    drawn.dataLabels = DataLabelList()
    drawn.dataLabels.showVal = True
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(drawn.dataLabels, part, False)
    drawn.x_axis.delete = False
    drawn.x_axis.txPr = _small_text()
    drawn.dataLabels.txPr = _small_text()
    drawn.y_axis.delete = True
    drawn.y_axis.majorGridlines = None
    drawn.y_axis.scaling.min = 0
    if chart.kind == "bar":
        drawn.x_axis.scaling.orientation = "maxMin"
    return drawn


def _small_text() -> Any:
    letters = CharacterProperties(sz=_LABEL_SIZE)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])

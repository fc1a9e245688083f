"""The styles of a workbook, each made once and named by its number."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from desktop.reports import style
from desktop.reports.document import Column, Kind
from desktop.reports.style import Colour
from desktop.reports.xlsx.rows import Look

_LANGUAGE_CODES = {"es": "580A", "en": "809", "fr": "40C", "pt": "416", "ru": "419", "ar": "401", "zh": "804"}
_RULE = Side(style="thin", color=style.hexadecimal(style.RULE))
_HEAD_RULE = Side(style="medium", color=style.hexadecimal(style.ACCENT))
RIGHT_KINDS = frozenset((Kind.NUMBER, Kind.MONEY, Kind.PERCENT))
_NUMBER_FORMS = {Kind.PERCENT: ("0%", "0.0%"), Kind.CODE: ("@", "@")}


@dataclass(frozen=True, slots=True)
class Form:
    """How cells of one use look."""

    size: float = 10
    is_bold: bool = False
    colour: Colour = style.INK
    fill: Colour | None = None
    rule: Side | None = None
    is_wrapped: bool = False
    horizontal: str | None = None
    vertical: str = "top"
    numbers: tuple[str, str] = ("#,##0", "#,##0.00")
    text: str = "General"


TITLE = Form(16, is_bold=True, colour=style.ACCENT)
SUBTITLE = Form(12, colour=style.MUTED)
MARK = Form(10, is_bold=True, colour=style.ACCENT)
ORGANISATION = Form(is_bold=True, colour=style.MUTED)
SECTION = Form(13, is_bold=True, colour=style.ACCENT)
HEADING = Form(11, is_bold=True)
TEXT = Form(is_wrapped=True)
LABEL = Form(colour=style.MUTED, is_wrapped=True)
FACT = Form(horizontal="left", is_wrapped=True)
NOTE = Form(9, colour=style.MUTED, is_wrapped=True)
HEAD = Form(
    is_bold=True, colour=style.ACCENT, fill=style.BAND, rule=_HEAD_RULE, is_wrapped=True, vertical="center"
)
RIGHT_HEAD = replace(HEAD, horizontal="right")
RULED = Form(rule=Side(style="thin", color=style.hexadecimal(style.INK)), is_wrapped=True, vertical="bottom")


class Looks:
    """The styles of one workbook; asking twice for a style gives the same number."""

    def __init__(self, workbook: Workbook, language: str) -> None:
        self._cells = WriteOnlyWorksheet(workbook, "styles")
        language_code = _LANGUAGE_CODES.get(language.split("_")[0], "")
        self._day = f"[$-{language_code}]d mmm yyyy" if language_code else "d mmm yyyy"
        self._made: dict[Form, Look] = {}

    def of(self, form: Form) -> Look:
        """The style numbers of a form."""
        look = self._made.get(form)
        if look is None:
            whole, broken = form.numbers
            look = self._made[form] = Look(
                text=self._number(form, form.text),
                quoted=self._number(form, form.text, is_quoted=True),
                whole=self._number(form, whole),
                broken=self._number(form, broken),
                day=self._number(form, self._day),
                scale=100 if whole.endswith("%") else 1,
            )
        return look

    def of_column(self, column: Column, *, is_total: bool = False) -> Look:
        """The style numbers of a column's cells, or of its sum."""
        return self.of(
            Form(
                rule=_HEAD_RULE if is_total else _RULE,
                is_bold=is_total,
                is_wrapped=column.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.STATUS),
                horizontal="right" if column.kind in RIGHT_KINDS else "left",
                numbers=_NUMBER_FORMS.get(column.kind, ("#,##0", "#,##0.00")),
                text="@" if column.kind in (Kind.CODE, Kind.PARTIAL_DATE) else "General",
            )
        )

    def _number(self, form: Form, number_format: str, *, is_quoted: bool = False) -> int:
        cell = WriteOnlyCell(self._cells)
        cell.font = Font(
            name="Calibri", size=form.size, bold=form.is_bold, color=style.hexadecimal(form.colour)
        )
        cell.alignment = Alignment(
            horizontal=form.horizontal, vertical=form.vertical, wrap_text=form.is_wrapped or None
        )
        if form.fill:
            cell.fill = PatternFill("solid", fgColor=style.hexadecimal(form.fill))
        if form.rule:
            cell.border = Border(bottom=form.rule)
        cell.number_format = number_format
        if is_quoted:
            cell.quotePrefix = True
        return int(cell.style_id)

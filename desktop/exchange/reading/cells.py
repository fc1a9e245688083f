"""Turns what readers give for a cell into our kinds of values."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from desktop.exchange.reading.grid import CellError, CellValue

_MIDNIGHT = time()
_LONGEST_FORMAT = 255
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ERRORS = frozenset(
    (
        *("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
        *("#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#PYTHON!"),
        *("#¡REF!", "#¡DIV/0!", "#¡VALOR!", "#¿NOMBRE?", "#N/D", "#¡NUM!", "#¡NULO!", "#¡DESBORDAMIENTO!"),
        *("#¡CALC!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#PROPAGATION!"),
        *("#VALOR!", "#NOME?", "#NÚM!", "#NULO!", "#DESPEJAR!"),
    )
)
_OTHER_ERROR = re.compile(r"#{3,}|Err:[0-9]{3}")


def known_error(text: str) -> bool:
    """Say whether a text is an error that a spreadsheet shows, or its sign for a column too narrow."""
    return text in _ERRORS or _OTHER_ERROR.fullmatch(text) is not None


def plain_value(value: object) -> CellValue:
    """Give a cell value in one of our kinds: one line end, no empty texts, whole numbers as int."""
    if isinstance(value, str):
        if not value or value.isspace():
            return None
        if ("#" in value or value.startswith("Err:")) and known_error(value.strip()):
            return CellError(value.strip())
        return one_line_end(value) if "\r" in value else value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return value.date() if value.time() == _MIDNIGHT else value
    return _plain_time(value)


def one_line_end(text: str) -> str:
    """Give a text whose lines end as ours do, whatever system wrote it."""
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def _plain_time(value: object) -> CellValue:
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        hours, seconds = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02}"
    return str(value)


def shows_percent(number_format: str) -> bool:
    """Say whether Excel shows numbers of this format as per cent."""
    shown = number_format[:_LONGEST_FORMAT]
    return "%" in shown and "%" in _NOT_SHOWN.sub("", shown)

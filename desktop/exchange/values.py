"""The one door to reading cell values: texts, names, numbers, money, percentages and statuses."""

from desktop.exchange.cell_numbers import (
    DecimalSign,
    currency_mark,
    currency_of,
    decide_decimal,
    is_fraction_column,
    money_in_heading,
    read_money,
    read_number,
    read_percent,
)
from desktop.exchange.cell_roles import split_roles
from desktop.exchange.cell_texts import (
    SplitNames,
    clean_text,
    is_empty_word,
    is_error_value,
    split_names,
    split_persons,
)
from desktop.exchange.status_words import StatusReading, StatusWords, read_status

__all__ = [
    "DecimalSign",
    "SplitNames",
    "StatusReading",
    "StatusWords",
    "clean_text",
    "currency_mark",
    "currency_of",
    "decide_decimal",
    "is_empty_word",
    "is_error_value",
    "is_fraction_column",
    "money_in_heading",
    "read_money",
    "read_number",
    "read_percent",
    "read_status",
    "split_names",
    "split_persons",
    "split_roles",
]

"""Reads what this program exported as JSON: one object with `items`, each a row of a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.exchange.reading.grid import CellValue
from desktop.exchange.reading.limits import Limits

Rows = list[list[CellValue]]


def rows_of_objects(text: str, limits: Limits) -> Rows | None:
    """Give the items of a JSON text as rows under a row of headings; None when it is no such text.

    What the object says of an item beside it, by the item's id, stands in the item's row. Raises
    OverflowError for more than a table can hold.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return None
    # A thing in brackets takes fifty times the memory of its letters.
    if text.count("{") + text.count("[") > 4 * limits.filled_rows or text.count(",") > 4 * limits.cells:
        raise OverflowError
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    items = found.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    beside = [more for more in found.values() if isinstance(more, dict)]
    rows = [_with_more(item, beside) for item in items]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [list(names), *([_cell(row.get(name)) for name in names] for row in rows)]


def _with_more(item: Mapping[str, Any], beside: list[dict[str, Any]]) -> dict[str, Any]:
    key = item.get("id")
    known = [more[key] for more in beside if isinstance(key, str) and isinstance(more.get(key), dict)]
    return {name: value for part in (item, *known) for name, value in part.items()}


def _cell(value: object) -> CellValue:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value) or None
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    return value if isinstance(value, int | float) else None

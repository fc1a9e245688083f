"""What the plan import looks for in a workbook: the item's declared fields with their names and tests."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from db.fields import Field, Kind, fields_of
from db.schema import PlanItem
from db.written_dates import read_date
from desktop.base.i18n import available_languages, texts_for
from desktop.base.reference import shipped_reference
from desktop.exchange.layout import TargetField
from desktop.exchange.values import StatusWords, clean_text, read_number, read_percent

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONGEST_NUMBER = 40
_LONGEST_PRIORITY = 20

NAMES = {"objective_title": "objective"}
"""Fields that mapping files and exports know under a shorter name."""

PRIORITY_WORDS = {
    "high": (
        "high",
        "alta",
        "alto",
        "elevada",
        "elevado",
        "eleve",
        "elevee",
        "haute",
        "haut",
        "critical",
        "1",
    ),
    "medium": ("medium", "media", "medio", "moderada", "moderado", "moderate", "moyen", "moyenne", "2"),
    "low": ("low", "baja", "bajo", "faible", "basse", "bas", "baixa", "baixo", "menor", "minor", "3"),
}
MANY = frozenset({"title", "lead", "supporting", "co_leads", "persons", "due", "start", "objective"})
"""Fields that several columns may serve: levels of titles, a quarter and its year, two lists of partners."""


@cache
def plan_targets() -> tuple[TargetField, ...]:
    """The wanted fields of a plan item, most telling first."""
    made = [TargetField("id", ("id", "uuid"), lambda value: bool(_UUID.fullmatch(str(value))))]
    for name, field in fields_of(PlanItem).items():
        if _is_wanted(name, field):
            made.append(
                TargetField(
                    NAMES.get(name, name),
                    _headings(field),
                    _CHECKS.get(name) or _CHECKS_BY_KIND.get(field.kind),
                    is_many=name in MANY or NAMES.get(name) in MANY,
                    is_item=name == "title",
                    is_content_enough=name == "status",
                )
            )
    return tuple(made)


def _is_wanted(name: str, field: Field) -> bool:
    is_derived = field.is_derived and name not in NAMES
    return field.is_shown and not is_derived and name not in ("notes", "sharing", "classification")


def _headings(field: Field) -> tuple[str, ...]:
    """The field's label in every language we have, and its synonyms."""
    labels = {texts_for(code).gettext(field.label) for code in available_languages()}
    return (*sorted(labels), *field.synonyms)


@cache
def _status_words() -> StatusWords:
    return StatusWords()


def _check_status(value: object) -> bool | None:
    text = clean_text(value)
    if not text:
        return None
    reading = _status_words().read(text)
    if reading.value or reading.suggestion:
        return True
    return False if shipped_reference().find_state(text) or len(text) > 40 else None


def _check_date(value: object) -> bool | None:
    text = clean_text(value)
    if not text:
        return None
    reading = read_date(value)
    return True if reading.value else None if len(text) < 30 else False


def _check_percent(value: object) -> bool | None:
    if value is None or value == "":
        return None
    return read_percent(value, None, column_is_fraction=False) is not None


def _check_money(value: object) -> bool | None:
    text = clean_text(value)
    if not text:
        return None
    return True if read_number(value, None) is not None else None


def _check_number(value: object) -> bool | None:
    text = clean_text(value)
    if not text:
        return None
    return len(text) <= _LONGEST_NUMBER and "\n" not in text


def _check_priority(value: object) -> bool | None:
    text = clean_text(value)
    if not text:
        return None
    return read_priority(text) is not None or (None if len(text) <= _LONGEST_PRIORITY else False)


def read_priority(text: str) -> str | None:
    """The priority that a word means, or None."""
    from desktop.base.text import fold

    words = set(re.findall(r"\w+", fold(text)))
    found = [value for value, known in PRIORITY_WORDS.items() if words & set(known)]
    return found[0] if len(found) == 1 else None


Check = Callable[[object], bool | None]
_CHECKS: dict[str, Check] = {
    "status": _check_status,
    "number": _check_number,
    "priority": _check_priority,
}
_CHECKS_BY_KIND: dict[Kind, Check] = {
    Kind.PARTIAL_DATE: _check_date,
    Kind.PERCENT: _check_percent,
    Kind.MONEY: _check_money,
}

"""What the plan import looks for in a workbook: the item's declared fields with their names and tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from db.fields import Field, Kind, fields_of
from db.folding import fold_words
from db.schema import PlanItem
from db.written_dates import read_date
from desktop.base.i18n import N_, available_languages, texts_for
from desktop.base.reference import shipped_reference
from desktop.exchange.layout import TargetField
from desktop.exchange.values import StatusWords, clean_text, read_number, read_percent

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONGEST_NUMBER = 40
_LONGEST_PRIORITY = 20
_LONGEST_PERIOD = 20
_WORDS_OF_TITLE = re.compile(r"(?<![\w.-])[^\W\d_]+(?![\d_]|[.-]\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")

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
WEAK = {
    "title": (
        *("hito", "milestone", "compromiso", "commitment", "engagement", "entregable", "deliverable"),
        *("iniciativa", "initiative", "intervencion", "intervention", "que", "what", "recommendation"),
        *("recomendacion", "recommandation", "recomendacao", "proyecto", "project", "projet", "projeto"),
        *("linea de accion", "asunto", "subject", "requirement", "requisito", "exigence"),
    ),
    "lead": (
        *("institucion", "institution", "agency", "organismo", "ministerio", "ministry", "ministere"),
        *("dependencia", "entidad", "orgao", "coordinador", "coordination", "coordinacion", "organisation"),
        *("organization", "structure", "instituicao", "entidade", "ente", "direccion", "unidad", "unit"),
    ),
    "due": (
        *("calendario", "cronograma", "calendrier", "calendrier d execution", "chronogramme", "schedule"),
        *("fecha", "date", "data", "cuando", "quando", "end", "hasta", "period", "periodo", "periode"),
        *("termine", "tempi", "tempistica", "avanzamento", "gantt"),
    ),
}
"""Names that a field has only where no column has a better one."""

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
                    weak_headings=WEAK.get(name, ()),
                    in_heading=_IN_HEADING.get(name),
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
    if reading.value:
        return True
    if reading.suggestion:
        return None
    is_other = len(text) > 40 or not any(map(str.isalpha, text)) or shipped_reference().find_state(text)
    return False if is_other else None


def _check_title(value: object) -> bool | None:
    """Titles are words: codes and dates speak against a column."""
    text = clean_text(value)
    has_words = any(len(word) > 2 for word in _WORDS_OF_TITLE.findall(text))
    return None if has_words or not text else False


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


def _status_in_heading(texts: Sequence[str]) -> str:
    """The heading of a column that is itself a status: "In progress"."""
    return texts[-1] if _status_words().read(texts[-1]).value else ""


def _period_in_heading(texts: Sequence[str]) -> str:
    """The period that a column stands for, with the year of its group: "T3 2027" of 2027 / T3."""
    own = texts[-1].split("\n")[0].strip()
    year = next((found[0] for text in reversed(texts) if (found := _YEAR.search(text))), "")
    if len(own) > _LONGEST_PERIOD or not _is_period(own if _YEAR.search(own) else f"{own} {year or 2000}"):
        return ""
    return own if not year or _YEAR.search(own) else f"{own} {year}"


def _is_period(text: str) -> bool:
    reading = read_date(text)
    return reading.value is not None and reading.is_exact and reading.value.first != reading.value.last


Check = Callable[[object], bool | None]
InHeading = Callable[[Sequence[str]], str]
_IN_HEADING: dict[str, InHeading] = {"status": _status_in_heading, "due": _period_in_heading}
_CHECKS: dict[str, Check] = {
    "title": _check_title,
    "status": _check_status,
    "number": _check_number,
    "priority": _check_priority,
}
_CHECKS_BY_KIND: dict[Kind, Check] = {
    Kind.PARTIAL_DATE: _check_date,
    Kind.PERCENT: _check_percent,
    Kind.MONEY: _check_money,
}


def choice_of(field: Field, text: str) -> str | int | None:
    """The stored value that a text means: a code, or its label in any language; yes and no for a flag."""
    return _choices_by_word(field.name).get(fold_words(text))


@cache
def _choices_by_word(name: str) -> dict[str, str | int]:
    field = fields_of(PlanItem)[name]
    labels: dict[str | int, str] = {0: N_("No"), 1: N_("Yes")} if field.kind is Kind.FLAG else {}
    labels.update(dict(field.choices or {}))
    every = [texts_for(code) for code in available_languages()]
    words = {fold_words(texts.gettext(label)): value for value, label in labels.items() for texts in every}
    return words | {fold_words(str(value)): value for value in labels}

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
from desktop.exchange.layout import TargetField, heading_key
from desktop.exchange.values import StatusWords, clean_text, read_number, read_percent

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_LONGEST_NUMBER = 40
_LONGEST_PRIORITY = 20
_LONGEST_PERIOD = 20
_WORDS_OF_TITLE = re.compile(r"(?<![\w.-])[^\W\d_]+(?![\d_]|[.-]\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")

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
        *("critical", "critica", "critico", "critique", "urgent", "urgente", "important", "importante"),
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
        *("linea de accion", "asunto", "subject", "requirement", "requisito", "exigence", "name", "nombre"),
        *("nom", "summary", "issue", "item", "finding", "hallazgo", "constat", "observation", "observacion"),
        *(
            "risk",
            "riesgo",
            "risque",
            "risco",
            "risk title",
            "risk description",
            "vulnerability",
            "work item",
        ),
        *("narrative summary", "resumen narrativo", "intervention logic", "logica de intervencion"),
        *("logique d intervention", "results chain", "cadena de resultados", "description", "descripcion"),
        *("descriptif", "descricao", "detalle", "action description", "descripcion de la accion", "output"),
        *(
            "descripcion de la actividad",
            "description de l action",
            "descricao da acao",
            "producto",
            "resultado",
        ),
    ),
    "lead": (
        *("institucion", "institution", "agency", "organismo", "ministerio", "ministry", "ministere"),
        *("dependencia", "entidad", "orgao", "coordinador", "coordination", "coordinacion", "organisation"),
        *("organization", "structure", "instituicao", "entidade", "ente", "direccion", "unidad", "unit"),
        *(
            "department",
            "departamento",
            "coordinator",
            "coordinateur",
            "coordenador",
            "autoridad",
            "authority",
        ),
    ),
    "due": (
        *("calendario", "cronograma", "calendrier", "calendrier d execution", "chronogramme", "schedule"),
        *("fecha", "date", "data", "cuando", "quando", "end", "hasta", "period", "periodo", "periode"),
        *("termine", "tempi", "tempistica", "avanzamento", "gantt"),
    ),
    "status": ("progress", "progreso", "avancement", "progresso"),
    "number": ("id",),
}
"""Names that a field has only where no column has a better one."""

MANY = frozenset(
    {"title", "lead", "supporting", "co_leads", "persons", "due", "start", "objective", "remarks"}
)
"""Fields that several columns may serve: levels of titles, a quarter and its year, two lists of partners.

Remarks take every column that has no field of its own.
"""

_END_WORDS = frozenset(
    (
        *("id", "no", "n", "nr", "nro", "num", "numero", "number", "key", "clave", "code", "codigo"),
        *("cod", "codice", "wbs", "ref", "reference", "referencia"),
    )
)
_TRANSLATED = {"title": "second_title", "description": "second_description"}
_LARGEST_OF_OBJECTIVES = 99

HIERARCHY = (
    TargetField(
        "parent",
        (
            *("parent", "parent task", "parent id", "parent issue", "parent action", "parent item"),
            *("tarea padre", "tarea principal", "accion principal", "actividad principal", "action parente"),
            *("tache parente", "action principale", "acao principal", "tarefa pai", "summary task"),
        ),
    ),
    TargetField("level", ("outline level", "nivel de esquema", "niveau hierarchique", "nivel hierarquico")),
)
"""What tells where a row hangs: the number or name of the action above it, or how deep it stands."""


@cache
def plan_targets() -> tuple[TargetField, ...]:
    """The wanted fields of a plan item, most telling first."""
    made = [TargetField("id", ("id", "uuid"), is_own_id)]
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
                    is_lone_mark_enough=name == "status",
                    end_words=_END_WORDS if name == "number" else frozenset(),
                    piece=piece_of_date if name in ("start", "due") else None,
                    translated_as=_TRANSLATED.get(name, ""),
                    is_rest=name == "remarks",
                    left_alone=_own_columns() if name == "remarks" else frozenset(),
                    is_check_final=name == "objective_title",
                )
            )
    return (*made, *HIERARCHY)


def is_own_id(value: object) -> bool:
    """Say whether a cell holds an id of this program."""
    return bool(_UUID.fullmatch(str(value)))


def _own_columns() -> frozenset[str]:
    """The headings of our own exports that are no words of an item: they are not kept under remarks."""
    own = [field.label for name, field in fields_of(PlanItem).items() if not _is_wanted(name, field)]
    every = [texts_for(code) for code in available_languages()]
    return frozenset(heading_key(texts.gettext(label)) for label in own if label for texts in every)


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
    is_other = len(text) >= 30 or read_number(value, None) is not None
    return True if reading.value else False if is_other else None


def piece_of_date(value: object) -> str:
    """The piece of a date that a cell holds alone: a year, or a quarter, half or month of one."""
    text = clean_text(value)
    if _YEAR.fullmatch(text):
        return "year"
    is_part = len(text) <= _LONGEST_PERIOD and not _YEAR.search(text) and any(map(str.isalpha, text))
    return "part" if is_part and _is_period(f"{text} 2000") else ""


def _check_objective(value: object) -> bool | None:
    """A column of amounts holds no objectives, whatever its heading: "Goal" may be an indicator's."""
    number = read_number(value, None)
    return False if number is not None and not 0 < number <= _LARGEST_OF_OBJECTIVES else None


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
    if (bracket := _IN_BRACKETS.search(own)) and _is_period(bracket[1].strip()):
        return bracket[1].strip()
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
    "objective_title": _check_objective,
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

"""A list of wanted fields like the one for plans, short enough for tests."""

from __future__ import annotations

from datetime import date

from db.written_dates import read_date
from desktop.exchange.layout import TargetField
from desktop.exchange.values import read_percent, read_status


def looks_like_date(value: object) -> bool | None:
    if isinstance(value, str) and len(value) == 2:
        return None  # "T4" is a part of a date whose year stands in another column
    return isinstance(value, date) or read_date(value, day_first=True).value is not None


def looks_like_status(value: object) -> bool | None:
    reading = read_status(value)
    return reading.value is not None or bool(reading.suggestion)


def looks_like_progress(value: object) -> bool | None:
    return read_percent(value, None, column_is_fraction=False) is not None


STATES = {"montelindo", "valdoria", "costa serena"}


def looks_like_state(value: object) -> bool | None:
    return isinstance(value, str) and value.strip().casefold() in STATES


def field(name: str, *headings: str, check=None, many=False, item=False, content=False) -> TargetField:
    return TargetField(name, headings, check, many, item, content)


PLAN = [
    field("number", "N°", "No", "#", "número", "number", "ID", "POAM ID", "código", "numero de l'action"),
    field(
        "title",
        *("acción", "actividad", "título", "title", "action", "titre de l'action", "titre de la sous-action"),
        *("subacción", "sub-action", "weakness name", "nombre de la acción", "activity", "medida", "measure"),
        many=True,
        item=True,
    ),
    field("description", "descripción", "description", "descriptif", "weakness description", "detalle"),
    field("objective", "objetivo", "objective", "axe", "sous-axe", "sous-sous axe", "eje", "meta", many=True),
    field(
        "lead",
        *(
            "institución responsable",
            "responsable",
            "lead",
            "lead institution",
            "direction ou service pilote",
        ),
        *("entidad responsable", "organismo responsable", "amministrazione titolare"),
        many=True,
    ),
    field("supporting", "instituciones de apoyo", "apoyo", "partenaires", "supporting", many=True),
    field("persons", "personne pilote", "persona responsable", "point of contact", "contacto", many=True),
    field(
        "start", "inicio", "fecha de inicio", "start", "start date", "date de début", check=looks_like_date
    ),
    field(
        "due",
        *(
            "plazo",
            "fecha límite",
            "vencimiento",
            "due",
            "due date",
            "date de fin",
            "scheduled completion date",
        ),
        *("fin", "fecha fin", "trimestre", "année", "año", "échéance"),
        check=looks_like_date,
        many=True,
        content=True,
    ),
    field("status", "estado", "situación", "status", "statut", check=looks_like_status, content=True),
    field("state", "estado", "estado miembro", "state", "país", "country", check=looks_like_state),
    field("progress", "avance", "progress", "% avance", "avanzamento", check=looks_like_progress),
    field("priority", "prioridad", "priority", "niveau de priorité", "original risk rating"),
    field("indicators", "indicador", "indicadores", "indicator", "indicateurs liés"),
    field("resources", "recursos", "resources", "resources required", "moyens humains et techniques"),
    field("budget", "presupuesto", "budget", "budget prévisionnel total"),
    field("assistance_needed", "requiere asistencia", "assistance needed"),
    field("remarks", "observaciones", "comentarios", "remarks", "comments", "notes", "notas"),
]

"""The files that are measured on: exercise files and a workbook, made once per size."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

STATES = 20
DAY = date(2027, 1, 15)
AUTHOR = "Ana"
HEADINGS = (
    *("N.º", "Objetivo", "Acción", "Descripción", "Institución responsable", "Instituciones de apoyo"),
    *("Inicio", "Plazo", "Estado", "Avance %", "Prioridad", "Indicador", "Presupuesto", "Moneda"),
    *("Financiamiento", "Asistencia requerida", "Dificultad", "Observaciones"),
)
_STATUSES = ("No iniciada", "En ejecución", "Concluida", "En suspenso", "Cancelada", "Permanente", None)
_DUES = ("2027", "T3 2027", "septiembre de 2027", "15/09/2027", "primer semestre de 2026", "2025-2027")
_PRIORITIES = ("Alta", "Media", "Baja", None)


def exercise_file(folder: Path, size: int) -> Path:
    """Where the exercise file with so many items lies."""
    return folder / f"exercise-{size}.desk1540"


def make_exercise_file(folder: Path, size: int) -> None:
    """Make an exercise file of 20 States with so many items in all, unless a sound one is there."""
    from desktop.services.exercise import make_exercise

    path = exercise_file(folder, size)
    if path.exists() and _is_sound(path):
        return
    part = path.with_name(f"unfinished {path.name}")
    part.unlink(missing_ok=True)
    make_exercise(part, states=min(STATES, size), items=size, author=AUTHOR)
    part.replace(path)


def _is_sound(path: Path) -> bool:
    """Whether a file that was kept from earlier still has the tables of today."""
    from db.errors import DatabaseProblem
    from db.opening import open_file

    try:
        open_file(path).close()
    except DatabaseProblem:
        return False
    return True


def workbook(folder: Path, size: int) -> Path:
    """A plan of so many rows and 18 columns, as a ministry's workbook holds it."""
    path = folder / f"plan-{size}.xlsx"
    if not path.exists():
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("Plan")
        sheet.append(HEADINGS)
        draw = random.Random(size)
        for number in range(size):
            sheet.append(_row(number, draw))
        book.save(path)
    return path


def _row(number: int, draw: random.Random) -> list[object]:
    from desktop.services.exercise.material import material

    texts = material("es")
    action, other = draw.choice(texts.actions), draw.choice(texts.actions)
    institutions = [model.names[0].format(state="X01") for model in texts.institutions]
    needed = f"Se requiere asistencia técnica: {other.title['es']}"
    remark = f"Se informó en la reunión del comité: {other.title['es']}"
    return [
        f"{number // 500 + 1}.{number % 500 + 1}",
        f"Objetivo {number // 500 + 1}",
        f"{action.title['es']} ({number})",
        action.description["es"],
        draw.choice(institutions),
        "; ".join(draw.sample(institutions, draw.randint(0, 3))),
        draw.choice(_DUES),
        draw.choice(_DUES),
        draw.choice(_STATUSES),
        draw.choice((None, draw.randint(0, 100))),
        draw.choice(_PRIORITIES),
        action.indicator["es"],
        draw.choice((None, draw.randint(1, 900) * 1000)),
        "USD",
        draw.choice(("Presupuesto ordinario", "Cooperación", None)),
        draw.choice((None, needed)),
        draw.choice((None, "Falta de personal especializado en la unidad")),
        draw.choice((None, remark)),
    ]

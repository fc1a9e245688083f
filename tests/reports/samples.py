"""Documents of fictional States for the tests of the writers."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from db.partial_date import PartialDate
from desktop.base.i18n import Texts
from desktop.reports.document import (
    Chart,
    Column,
    Distribution,
    Document,
    Fact,
    Facts,
    GroupRow,
    Heading,
    Kind,
    Note,
    Paragraph,
    Row,
    Section,
    Series,
    SignatureBlocks,
    SignaturePlace,
    Table,
)

SPANISH = {
    "DRAFT": "BORRADOR",
    "Page {page} of {pages}": "Página {page} de {pages}",
    "{title} (continued)": "{title} (continúa)",
    "Reference": "Referencia",
    "Date": "Fecha",
    "Signature": "Firma",
    "Contents": "Contenido",
    "Sheet": "Hoja",
    "Rows": "Filas",
    "Cover": "Portada",
}


class _Words(gettext.NullTranslations):
    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self._words = words

    def gettext(self, message: str) -> str:
        return self._words.get(message, message)


def texts(language: str = "es") -> Texts:
    return Texts(language, _Words(SPANISH if language == "es" else {}))


ITEM_COLUMNS = (
    Column("N.º", Kind.CODE),
    Column("Acción", Kind.LONG_TEXT),
    Column("Institución responsable", Kind.TEXT),
    Column("Inicio", Kind.PARTIAL_DATE),
    Column("Plazo", Kind.PARTIAL_DATE),
    Column(
        "Situación",
        Kind.STATUS,
        choices=("No iniciada", "En ejecución", "Concluida", "En suspenso", "Cancelada", "Permanente"),
    ),
    Column("Avance", Kind.PERCENT),
    Column("Presupuesto", Kind.MONEY, unit="USD"),
    Column("Última nota", Kind.LONG_TEXT),
)

VERBS = ("Elaborar", "Revisar", "Actualizar", "Promover", "Fortalecer", "Coordinar")
THINGS = (
    "el reglamento de la ley sobre sustancias químicas y sus precursores",
    "la lista nacional de control de bienes de doble uso",
    "un protocolo interinstitucional de respuesta ante incidentes con material radiactivo",
    "la capacitación de oficiales de aduanas en identificación de mercancías",
    "el registro de usuarios de agentes biológicos de los grupos de riesgo 3 y 4",
)
BODIES = (
    "Ministerio de Salud",
    "Autoridad Nacional de Aduanas",
    "Ministerio de Relaciones Exteriores, Dirección General de Organismos Internacionales",
    "Comisión Nacional de Energía",
)
DUES = ("2027-Q3", "2027-09-15", "2027", "2025/2027", "2026-H1", "continuous")


def item_row(number: int) -> tuple:
    note = "" if number % 3 else (
        f"Se remitió el proyecto a consulta de las instituciones; se esperan observaciones ({number})."
    )  # fmt: skip
    return (
        f"{number // 40 + 1}.{number % 40 + 1}",
        f"{VERBS[number % 6]} {THINGS[number % 5]} en el marco del objetivo {number // 40 + 1}, "
        f"con participación de las instituciones competentes",
        BODIES[number % 4],
        PartialDate.parse("2025-03"),
        PartialDate.parse(DUES[number % 6]),
        ITEM_COLUMNS[5].choices[number % 6],
        None if number % 4 else number % 101,
        None if number % 5 else Decimal(number * 1250) + Decimal("0.50"),
        note,
    )


def item_table(count: int, *, with_groups: bool = True, per_group: int = 40) -> Table:
    def rows() -> Iterator[Row]:
        for number in range(count):
            if with_groups and number % per_group == 0:
                yield GroupRow(f"Objetivo {number // per_group + 1}. Controles internos y fronterizos")
            yield item_row(number)

    return Table(
        ITEM_COLUMNS, rows, caption="Acciones del plan", count=count,
        group_title="Objetivo" if with_groups else "", is_editable=True,
    )  # fmt: skip


def table_of(rows: list[tuple], columns: tuple[Column, ...], **more) -> Table:
    return Table(columns, lambda: iter(rows), count=len(rows), **more)


def status_table() -> Table:
    columns = (Column("Situación", Kind.STATUS), Column("Acciones", Kind.NUMBER))
    return table_of(
        [("No iniciada", 12), ("En ejecución", 31), ("Concluida", 1240), ("En suspenso", 2)], columns,
        caption="Acciones por situación",
    )  # fmt: skip


def report_sections(count: int) -> tuple[Section, ...]:
    """Summary, actions and points of contact, as a status report has them."""
    numbers = (12, 31, 18, 2)
    return (
        Section(
            "Resumen",
            (
                Paragraph(
                    "El presente informe resume la situación de las acciones del plan nacional. "
                    "Las cifras corresponden a lo registrado hasta la fecha del informe."
                ),
                status_table(),
                Chart(
                    "Acciones por situación",
                    ("No iniciada", "En ejecución", "Concluida", "En suspenso"),
                    (Series("Acciones", numbers),),
                ),
                Chart(
                    "Acciones por objetivo",
                    ("Objetivo 1. Marco jurídico", "Objetivo 2. Controles internos", "Objetivo 3. Fronteras"),
                    (Series("Concluidas", (4, 9, 5)), Series("En ejecución", (11, 8, 12))),
                    is_stacked=True,
                ),
                Note("Las acciones permanentes no tienen plazo."),
            ),
        ),
        Section("Acciones", (item_table(count),), is_landscape=True, short_title="Acciones"),
        Section(
            "Puntos de contacto",
            (
                Heading("Titular"),
                Facts((Fact("Nombre", "Sra. Ana Пример علي"), Fact("Cargo", "Directora"))),
                Distribution("Distribución", ("Presidencia del Comité", "Archivo")),
                SignatureBlocks(
                    (
                        SignaturePlace("Elaborado por", "Lic. Eva Ejemplo", "Analista"),
                        SignaturePlace("Revisado por"),
                        SignaturePlace("Visto bueno"),
                        SignaturePlace("Aprobado por", post="Dirección General"),
                    ),
                    "Firmas",
                ),
            ),
        ),
    )


def status_report(count: int = 60, **changes) -> Document:
    """A status report as a builder would make it."""
    values = {
        "title": "Informe de situación del plan de acción nacional",
        "texts": texts(),
        "sections": report_sections(count),
        "subtitle": "Plan de acción nacional 2025-2029 para la aplicación de la resolución 1540 (2004)",
        "facts": (
            Fact("Estado", "Estado ficticio X01"),
            Fact("Plan", "Plan de acción nacional 2025-2029"),
            Fact("Período", PartialDate.parse("2025/2029")),
            Fact("Instrumento", "Acuerdo ministerial 12/2025"),
            Fact("Acciones", 1285),
        ),
        "running_head": "Informe de situación del plan de acción nacional",
        "author_organisation": "Ministerio de Relaciones Exteriores de X01",
        "date": date(2027, 9, 15),
        "place": "Ciudad X01",
        "has_reference_place": True,
        "exercise_text": "EJERCICIO - datos ficticios",
        "state_code": "X01",
        "paper": "A4",
    } | changes
    return Document(**values)

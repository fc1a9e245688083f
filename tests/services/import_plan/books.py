"""Makes workbooks as ministries write them, for the tests of the plan import."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

TABLE = """
N°|Objetivo|Acción|Institución responsable|Instituciones de apoyo|Plazo|Estado|Avance
1.1|Marco legal|Revisar el código penal|Fiscalía|Aduanas; Cancillería|2027|No iniciado|0
1.2||Aprobar la lista de control|Aduanas|Cancillería~Salud|T3 2027|En ejecución|0.4
2.1|Capacidades|Capacitar a inspectores|Autoridad Nuclear||permanente|Permanente|
2.2||Crear el registro|Salud|TBD|inmediato|conculida|1
"""


def _cell(text: str) -> object:
    if text in ("0", "0.4", "1"):
        return float(text)
    return text.replace("~", "\n") or None


HEADINGS, *ROWS = [[_cell(text) for text in line.split("|")] for line in TABLE.strip().splitlines()]


def spanish_plan(path: Path, rows: list[list[object]] | None = None) -> Path:
    """A Spanish plan: title and State above, objectives merged downwards, a total line below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Plan"
    sheet["B1"] = "PLAN DE ACCIÓN NACIONAL 1540"
    sheet["B2"] = "Estado: Valdoria"
    sheet["B3"] = "Actualizado al: 30/06/2026"
    for column, text in enumerate(HEADINGS, start=2):
        sheet.cell(5, column, text)
    made = ROWS if rows is None else rows
    for number, row in enumerate(made, start=6):
        for column, value in enumerate(row, start=2):
            if value is not None:
                sheet.cell(number, column, value)
    if rows is None:
        sheet.merge_cells("C6:C7")
        sheet.merge_cells("C8:C9")
    sheet.cell(6 + len(made), 2, "TOTAL")
    sheet.cell(6 + len(made), 4, f"{len(made)} acciones")
    book.create_sheet("Notas")["A1"] = "Esta hoja no contiene acciones."
    book.save(path)
    return path

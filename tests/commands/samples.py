"""What several tests of commands share: a workbook to import, a report to write, rows counted raw."""

import sqlite3

from openpyxl import Workbook


def workbook(path, rows):
    book = Workbook()
    for row in (("N.º", "Acción", "Institución responsable", "Plazo", "Situación"), *rows):
        book.active.append(row)
    book.save(path)
    return path


ROWS = [
    ("2.1", "Elaborar el inventario nacional", "Dirección de Aduanas", "2027", "En ejecución"),
    ("2.2", "Revisar el Código Penal", "Fiscalía General", "T3 2027", "No iniciada"),
]


def count_items(path):
    with sqlite3.connect(path) as raw:
        return raw.execute("SELECT count(*) FROM plan_item").fetchone()[0]


def report(desk, path, out, *more):
    return desk(
        "report", "status", "--from", path, "--state", "X01", "--date", "2026-06-01", "--out", out, *more
    )

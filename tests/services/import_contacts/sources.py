"""Makes sources of contacts of the kinds met outside: workbooks, csv, cards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl


def workbook(path: Path, *sheets: Sequence[Sequence[object]], titles: Sequence[str] = ()) -> Path:
    """Write a workbook, one list of rows for each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(titles[number] if titles else f"Hoja {number + 1}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def csv_text(*rows: str) -> bytes:
    """A csv of a header and rows, in UTF-8."""
    return "\n".join(rows).encode()


def card(*lines: str, version: str = "3.0") -> bytes:
    """One contact card."""
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode()


ANA = card(
    "UID:ana-1",
    "FN:Ana Pérez",
    "N:Pérez;Ana;;Lic.;",
    "ORG:Cancillería;Dirección de Desarme",
    "TITLE:Punto de contacto",
    "EMAIL;TYPE=work:ana.perez@office.example",
    "TEL;TYPE=work:+54 11 4321-5678",
)

LIST = (
    ("Red de puntos de contacto 1540", None, None, None, None, None, None),
    ("Actualizado: 2025", None, None, None, None, None, None),
    (None, None, None, None, None, None, None),
    ("Nombre", "Cargo", "Institución", "Correo electrónico", "Teléfono", "Desde", "Observaciones"),
    (
        "Lic. Ana Pérez Gómez",
        "Punto de contacto titular",
        "Cancillería",
        "ana@mre.example; ana.perez@mre.example",
        "+54 11 4321-5678 / +54 11 4321-5679",
        "15/03/2024",
        "Habla francés",
    ),
    ("RUIZ, Luis", "Punto de contacto alterno", "Cancillería", "luis@mre.example", None, "2024", None),
    ("Por designar", "Jefatura técnica", "Autoridad Nuclear", "contacto (at) nuclear", None, None, None),
    (None, None, "Dirección General de Aduanas", "mesa@aduana.example", "0800 555 1540", None, None),
    ("Total: 4", None, None, None, None, None, None),
)

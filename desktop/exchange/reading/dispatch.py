"""Chooses the reader for a file by its kind. Runs in the reading process only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading import excel, kinds, packages
from desktop.exchange.reading.delimited import read_csv
from desktop.exchange.reading.grid import Sheet, Workbook
from desktop.exchange.reading.limits import Limits

if TYPE_CHECKING:
    from desktop.exchange.vcards import CardFile

_OLD_WORD = N_("{file} is an old Word document. Save it as .docx and try again.")
_OTHER_OLE = N_("{file} is an Office file, but not a workbook.")


def read(path: Path, kind: str, limits: Limits, readers: tuple[str, ...]) -> Workbook | CardFile:
    """Read contact cards, a text, a page, a zip package or an old Office container."""
    if kind == kinds.CARDS:
        from desktop.exchange.reading.cards import cards_in

        return cards_in(path.read_bytes(), path.name)
    book = _read_workbook(path, kind, limits, readers)
    for sheet in book.sheets:
        _refuse_excess(sheet, path.name, limits)
    return book


def _refuse_excess(sheet: Sheet, file: str, limits: Limits) -> None:
    """Refuse what no reader counts: what comes after them looks at whole texts and at every column."""
    if sheet.width > limits.columns:
        raise excel.sheet_too_large(sheet.name, sheet.end_row - 1, sheet.width - 1)
    for number, row in enumerate(sheet.rows, sheet.first_row + 1):
        for cell in row:
            if isinstance(cell, str) and len(cell) > limits.text:
                values = {"sheet": sheet.name, "file": file, "limit": limits.text, "row": number}
                raise UserError(packages.LONG_CELL, **values)


def _read_workbook(path: Path, kind: str, limits: Limits, readers: tuple[str, ...]) -> Workbook:
    if kind == kinds.TEXT:
        return read_csv(path, limits)
    if kind == kinds.XML:
        from desktop.exchange.reading.xml_sheets import read_xml_sheets

        return read_xml_sheets(path.read_bytes(), path, limits)
    if kind == kinds.PAGE:
        from desktop.exchange.reading.web_tables import read_web_tables

        return read_web_tables(path.read_bytes(), path, limits)
    if kind == kinds.OLE:
        return _read_ole(path, limits, readers)
    with packages.open_package(path, limits) as package:
        found = packages.package_kind(package)
        if found == packages.ODS:
            from desktop.exchange.reading.open_document import read_ods

            return read_ods(package, path, limits)
        if found == packages.DOCX:
            from desktop.exchange.reading.word_tables import read_docx

            return read_docx(package, limits)
        return excel.read_xlsx(package, path, limits, readers)


def _read_ole(path: Path, limits: Limits, readers: tuple[str, ...]) -> Workbook:
    """Read an old container, told apart by the names of the streams in its root."""
    from desktop.exchange.reading.old_excel import read_xls, root_names

    data = path.read_bytes()
    if not data.startswith(kinds.CONTAINER):
        return read_xls(data, path, limits, readers)
    names = root_names(data, path.name)
    if "EncryptedPackage" in names:
        raise UserError(packages.PASSWORD, file=path.name)
    if names & {"Workbook", "Book"}:
        return read_xls(data, path, limits, readers)
    raise UserError(_OLD_WORD if "WordDocument" in names else _OTHER_OLE, file=path.name)

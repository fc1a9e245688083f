"""Chooses the reader for a file by its kind. Runs in the reading process only."""

from __future__ import annotations

from pathlib import Path

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading import excel, kinds, packages
from desktop.exchange.reading.delimited import read_csv
from desktop.exchange.reading.grid import Workbook
from desktop.exchange.reading.limits import Limits

_OLD_WORD = N_("{file} is an old Word document. Save it as .docx and try again.")
_OTHER_OLE = N_("{file} is an Office file, but not a workbook.")


def read(path: Path, kind: str, limits: Limits, readers: tuple[str, ...]) -> Workbook:
    """Read a text, a page, a zip package or an old Office container."""
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

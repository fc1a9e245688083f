"""Chooses the reader for a file by its kind. Runs in the reading process only."""

from __future__ import annotations

from pathlib import Path

from db.messages import N_
from desktop.base.errors import UserError
from desktop.exchange.reading import excel, kinds, packages
from desktop.exchange.reading.grid import Workbook
from desktop.exchange.reading.limits import Limits

_OLD_WORD = N_("{file} is an old Word document. Save it as .docx and try again.")
_OTHER_OLE = N_("{file} is an Office file, but not a workbook.")


def read(path: Path, kind: str, limits: Limits, readers: tuple[str, ...]) -> Workbook:
    """Read a zip package or an old Office container."""
    if kind == kinds.OLE:
        return _read_ole(path, limits)
    with packages.open_package(path, limits) as package:
        found = packages.package_kind(package)
        if found == packages.ODS:
            from desktop.exchange.reading.open_document import read_ods

            return read_ods(package, path, limits)
        if found == packages.DOCX:
            from desktop.exchange.reading.word_tables import read_docx

            return read_docx(package, limits)
        return excel.read_xlsx(package, path, limits, readers)


def _read_ole(path: Path, limits: Limits) -> Workbook:
    """Read an old container, told apart by the names of its streams."""
    data = path.read_bytes()
    if _names(data, "EncryptedPackage"):
        raise UserError(packages.PASSWORD, file=path.name)
    if _names(data, "Workbook") or _names(data, "Book"):
        return excel.read_xls(path, limits)
    raise UserError(_OLD_WORD if _names(data, "WordDocument") else _OTHER_OLE, file=path.name)


def _names(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") + b"\x00\x00" in data

"""Everything a file holds as one zip: every table as csv and json, attachments under their names.

Times in the zip are fixed and rows stand in the order of their keys, so the same file gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from db.database import Database
from db.file_names import safe_name
from db.queries.tables import attachment_files, column_names, table_names, whole_table
from db.targets import checked_target, writing_to
from db.unit_of_work import Reader
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.exchange.csv_files import write_csv
from desktop.services.exports.plan import write_items
from desktop.services.exports.result import ExportResult

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_OWNER_ONLY = 0o600 << 16


def export_all(database: Database, path: Path, *, recipient: str | None = None) -> ExportResult:
    """Write every table and attachment, the change log too, and read the zip through before it is kept.

    Raises UserError for a recipient: a history of which parts are held back is no history.
    """
    if recipient is not None:
        raise UserError(
            N_("Everything is exported for this office alone; for a recipient export a plan or contacts.")
        )
    checked_target(path, source=database.path)
    if path.suffix.lower() != ".zip":
        raise UserError(N_("Everything is exported as zip, not as “{form}”."), form=path.suffix)
    with writing_to(path) as stream:
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive, database.read() as unit:
            rows = sum(_write_table(archive, unit, name) for name in table_names())
            attachments = _write_attachments(archive, unit)
        size = stream.tell()
        with ZipFile(stream) as written:
            if written.testzip() is not None:
                raise UserError(N_("{name} does not hold what was written; it was not kept."), name=path.name)
    return ExportResult(path, rows, size, len(table_names()), attachments)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, _FIXED_TIME)
    member.compress_type = ZIP_DEFLATED
    member.create_system = _UNIX
    member.external_attr = _OWNER_ONLY
    return member


def _open(archive: ZipFile, name: str) -> IO[bytes]:
    return archive.open(_member(name), "w", force_zip64=True)


def _write_table(archive: ZipFile, unit: Reader, name: str) -> int:
    columns = column_names(name)
    with _open(archive, f"tables/{name}.csv") as stream:
        count = write_csv(stream, columns, _plain_rows(unit, name))
    with _open(archive, f"tables/{name}.json") as stream:
        objects = (dict(zip(columns, row, strict=True)) for row in _plain_rows(unit, name))
        if write_items(stream, objects) != count:
            raise UserError(N_("The table {name} changed while it was exported."), name=name)
    return count


def _plain_rows(unit: Reader, name: str) -> Iterator[list[Any]]:
    """Rows with hashes and salts as hexadecimal text."""
    for row in whole_table(unit, name):
        yield [value.hex() if isinstance(value, bytes) else value for value in row]


def _write_attachments(archive: ZipFile, unit: Reader) -> int:
    taken: set[str] = set()
    count = 0
    for name, content in attachment_files(unit):
        with _open(archive, f"attachments/{_free_name(name, taken)}") as stream:
            stream.write(content)
        count += 1
    return count


def _free_name(wanted: str, taken: set[str]) -> str:
    """A name of a file that every system takes and that is not in the zip yet; never a path."""
    base = PurePosixPath(safe_name(wanted))
    name, number = base.name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base.stem} ({number}){base.suffix}"
    taken.add(name.casefold())
    return name

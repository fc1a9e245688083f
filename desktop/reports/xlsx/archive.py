"""Saves a workbook so that the same document gives the same bytes: fixed times, no clock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.workbook import Workbook
from openpyxl.writer.excel import ExcelWriter

_UNIX = 3
_OWNER_ONLY = 0o600 << 16


class _Archive:
    """The parts of a zip file that openpyxl asks for, with one time for all members."""

    def __init__(self, archive: ZipFile, moment: datetime) -> None:
        self._archive = archive
        self._moment = moment

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, self._moment.timetuple()[:6])
        member.compress_type = ZIP_DEFLATED
        member.create_system = _UNIX
        member.external_attr = _OWNER_ONLY
        return member

    def writestr(self, name: str, data: str | bytes) -> None:
        self._archive.writestr(self._member(name), data)

    def write(self, filename: str, arcname: str) -> None:
        with Path(filename).open("rb") as source, self._archive.open(self._member(arcname), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    def namelist(self) -> list[str]:
        return self._archive.namelist()

    def close(self) -> None:
        self._archive.close()


def save(workbook: Workbook, stream: IO[bytes], moment: datetime) -> None:
    """Write the workbook into an open file, with this moment in it in place of the present."""
    workbook.properties.created = workbook.properties.modified = moment
    # Left open by a failure, the zip would try to end itself when nobody can be told any more.
    with ZipFile(stream, "w", ZIP_DEFLATED, allowZip64=True) as zipped:
        archive: Any = _Archive(zipped, moment)
        ExcelWriter(workbook, archive).save()


@contextmanager
def discarding(sheets: list[Any]) -> Iterator[None]:
    """Remove the temporary files of all sheets when a workbook is not finished."""
    try:
        yield
    except BaseException:
        for sheet in sheets:
            sheet.discard()
        raise

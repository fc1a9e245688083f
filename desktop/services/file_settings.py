"""What an office sets for its file: organisation, place and paper of its reports, and its emblem."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.database import Database
from db.file_names import safe_name
from db.log_records import ChangeSetInfo
from db.schema import FileSettings
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.exchange.pictures import MOST_BYTES, is_picture
from desktop.services.attachments import keep
from desktop.services.file_facts import file_settings
from desktop.services.validation import checked


def update_file_settings(
    database: Database, author: str, values: Mapping[str, Any], *, emblem: Path | None = None
) -> ChangeSetInfo | None:
    """Change settings that travel with the file; `emblem` is a PNG or JPEG file of the State's own arms.

    Raises UserError when the emblem is no picture of these kinds or over 2 MB.
    """
    picture = None if emblem is None else _read_picture(emblem)
    with database.write(author, N_("Change the settings of the file")) as unit:
        row_id = file_settings(unit).id
        wanted = checked(FileSettings, values)
        if picture is not None and emblem is not None:
            wanted["emblem_id"] = keep(unit, ("file_settings", row_id), safe_name(emblem.name), picture)
        unit.update(FileSettings, {row_id: wanted})
        return unit.commit()


def _read_picture(path: Path) -> bytes:
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES and path.is_file() else b""
    except OSError as error:
        raise UserError(
            N_("{name} cannot be read. The system says: {detail}"), name=path.name, detail=error.strerror
        ) from error
    if not is_picture(content):
        raise UserError(
            N_("{name} is no PNG or JPEG picture of at most 2 MB and 8 million pixels."), name=path.name
        )
    return content

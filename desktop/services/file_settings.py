"""What an office sets for its file: organisation, place and paper of its reports, and its emblem."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.attachments import keep_bytes
from db.database import Database
from db.log_records import ChangeSetInfo
from db.schema import Attachment, FileSettings
from db.unit_of_work import Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.services.file_facts import file_settings
from desktop.services.validation import checked

MOST_EMBLEM_BYTES = 2_000_000
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


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
            wanted["emblem_id"] = _attach(unit, row_id, emblem.name, picture)
        unit.update(FileSettings, {row_id: wanted})
        return unit.commit()


def _read_picture(path: Path) -> bytes:
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST_EMBLEM_BYTES else b""
    except OSError as error:
        raise UserError(
            N_("{name} cannot be read. The system says: {detail}"), name=path.name, detail=error.strerror
        ) from error
    if not content.startswith(_PICTURES):
        raise UserError(N_("{name} is no PNG or JPEG picture of at most 2 MB."), name=path.name)
    return content


def _attach(unit: Writer, owner_id: str, name: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    keep_bytes(unit, digest, content)
    row = {
        "owner_entity": "file_settings",
        "owner_id": owner_id,
        "name": name,
        "size": len(content),
        "sha256": digest,
    }
    return unit.insert(Attachment, [row])[0]

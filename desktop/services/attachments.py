"""Files kept with a record: taken in when nothing in them can run, written out only to be looked at."""

from __future__ import annotations

import hashlib
import stat
import tempfile
from pathlib import Path
from typing import Any

from db.attachments import bytes_of, keep_bytes
from db.database import Database
from db.file_names import safe_name
from db.schema import LOGGED, Attachment
from db.targets import writing_to
from db.unit_of_work import Writer
from desktop.base.errors import UserError
from desktop.base.i18n import N_
from desktop.exchange.attached_kinds import ALLOWED, is_harmless, is_known
from desktop.services.validation import checked

MEGABYTE = 1_000_000
MOST_BYTES = 25 * MEGABYTE
_FOLDER = "attachment-"
_WRONG_ENDING = N_("{name} cannot be attached: only these kinds are: {endings}.")
_HARMFUL = N_("{name} cannot be attached: it is not what its name says, or it holds macros or a program.")
_NOT_OPENED = N_("{name} is not opened: it is not what its name says, or it holds macros or a program.")
_ALTERED = N_("The attachment {name} is missing or not as it was put in.")


def attach(database: Database, author: str, owner: tuple[str, str], path: Path, **values: Any) -> str:
    """Keep a file with a record; gives the id of the attachment. `owner` is the record's entity and id.

    `values` are further fields of the attachment. Raises UserError for a file that is too large, of a kind
    that is not allowed, or not what its name says.
    """
    name, content = safe_name(path.name), _read(path)
    with database.write(author, N_("Attach {name}"), name=name) as unit:
        attachment_id = keep(unit, owner, name, content, **values)
        unit.commit()
    return attachment_id


def keep(unit: Writer, owner: tuple[str, str], name: str, content: bytes, **values: Any) -> str:
    """Add an attachment and its bytes in a transaction that is open."""
    entity, row_id = owner
    unit.row(LOGGED[entity], row_id)
    digest = hashlib.sha256(content).hexdigest()
    keep_bytes(unit, digest, content)
    row = {"owner_entity": entity, "owner_id": row_id, "name": name, "size": len(content), "sha256": digest}
    return unit.insert(Attachment, [{**row, **checked(Attachment, values)}])[0]


def _read(path: Path) -> bytes:
    if not is_known(path.name):
        endings = ", ".join(sorted(ALLOWED))
        raise UserError(_WRONG_ENDING, name=path.name, endings=endings)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UserError(N_("{name} is no plain file; it was not attached."), name=path.name)
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(
            N_("{name} cannot be read. The system says: {detail}"), name=path.name, detail=error.strerror
        ) from error
    if len(content) > MOST_BYTES:
        limit = MOST_BYTES // MEGABYTE
        raise UserError(
            N_("{name} is larger than {limit} MB, too large to be attached."), name=path.name, limit=limit
        )
    if not is_harmless(path.name, content):
        raise UserError(_HARMFUL, name=path.name)
    return content


def extract(database: Database, attachment_id: str) -> Path:
    """Write an attachment into the private temporary folder to be looked at: read-only, under a safe name.

    Its kind is looked at again, since a file from outside may hold anything. Raises UserError when it is not
    as it was put in, or could run.
    """
    with database.read() as unit:
        found = bytes_of(unit, attachment_id)
    if found is None:
        raise UserError(_ALTERED, name="?")
    name, digest, content = found
    if content is None or hashlib.sha256(content).hexdigest() != digest:
        raise UserError(_ALTERED, name=name)
    if not is_harmless(safe_name(name), content):
        raise UserError(_NOT_OPENED, name=name)
    path = Path(tempfile.mkdtemp(prefix=_FOLDER)) / safe_name(name)
    with writing_to(path) as stream:
        stream.write(content)
    path.chmod(stat.S_IRUSR)
    return path

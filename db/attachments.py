"""The bytes of attachments: once under their hash, unlogged; the logged row holds name, size and hash."""

from __future__ import annotations

from sqlalchemy import insert, select

from db.schema import AttachmentBytes
from db.unit_of_work import Writer


def keep_bytes(unit: Writer, sha256: str, content: bytes) -> None:
    """Keep bytes under their SHA-256, unless they are kept already."""
    made = AttachmentBytes.__table__
    if unit.first(select(made.c.sha256).where(made.c.sha256 == sha256)) is None:
        unit.execute(insert(made), [{"sha256": sha256, "content": content}])  # type: ignore[arg-type]

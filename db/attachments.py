"""The bytes of attachments: once under their hash, unlogged; the logged row holds name, size and hash."""

from __future__ import annotations

from sqlalchemy import insert, select

from db.schema import AttachmentBytes
from db.unit_of_work import Reader, Writer


def keep_bytes(unit: Writer, sha256: str, content: bytes) -> None:
    """Keep bytes under their SHA-256, unless they are kept already."""
    made = AttachmentBytes.__table__
    if unit.first(select(made.c.sha256).where(made.c.sha256 == sha256)) is None:
        unit.execute(insert(made), [{"sha256": sha256, "content": content}])  # type: ignore[arg-type]


def bytes_of(unit: Reader, attachment_id: str) -> tuple[str, str, bytes | None] | None:
    """Name, SHA-256 and bytes of an attachment, the bytes None where they are missing; None without one.

    The bytes are not logged, so they are the present ones in any state.
    """
    rows = unit.raw(
        f"SELECT a.name, a.sha256, b.content FROM {unit.schema}.attachment a "
        "LEFT JOIN main.attachment_bytes b ON b.sha256 = a.sha256 WHERE a.id = ?",
        [attachment_id],
    )
    if not rows:
        return None
    name, digest, content = rows[0]
    return str(name), str(digest), content if isinstance(content, bytes) else None

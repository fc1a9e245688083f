"""What a file says of itself: its State, organisation, paper, and its corrections of reference data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from db.attachments import bytes_of
from db.queries.rows import stored_rows
from db.schema import FileSettings
from db.unit_of_work import Reader
from desktop.base.reference import Reference, shipped_reference
from desktop.exchange.pictures import is_picture
from desktop.reports.builders.data import FileFacts

if TYPE_CHECKING:
    from desktop.reports.document import Paper


def file_settings(unit: Reader) -> Any:
    """The one row of settings that travels with the file."""
    return stored_rows(unit, FileSettings, order="t.id")[0]


def reference_of(unit: Reader) -> Reference:
    """The reference data with the corrections that were made in this file."""
    sql = f"SELECT table_name, row_key, field, value FROM {unit.schema}.reference_override ORDER BY id"
    corrections = [(table, key, field, value) for table, key, field, value in unit.raw(sql)]
    return shipped_reference().with_overrides(corrections) if corrections else shipped_reference()


def file_facts(unit: Reader, reference: Reference) -> FileFacts:
    """What reports print of the file itself."""
    settings = file_settings(unit)
    return FileFacts(
        state=reference.state(settings.state),
        organisation=settings.organisation,
        place=settings.place_printed,
        paper=cast("Paper | None", settings.paper),
        emblem=_emblem(unit, settings.emblem_id),
        is_exercise=bool(settings.is_exercise),
    )


def _emblem(unit: Reader, attachment_id: str | None) -> bytes | None:
    """The bytes of the emblem; they are not logged, so they are the present ones in any state."""
    if attachment_id is None:
        return None
    found = bytes_of(unit, attachment_id)
    # A file from outside may hold anything in its place.
    content = found[2] if found is not None else None
    return content if content is not None and is_picture(content) else None

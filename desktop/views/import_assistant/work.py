"""What the assistant has done elsewhere: reading in a job, trial and import on the database's thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from db.database import Database
from desktop.itemmodels.import_preview_model import ImportPreview, prepare_preview
from desktop.jobs.runner import Progress
from desktop.services.import_outcome import ImportOutcome
from desktop.services.import_steps.columns import Proposal, propose
from desktop.services.import_steps.reading import ImportSource, Kind, read_file, read_text
from desktop.services.import_steps.running import ImportAsked, Trial, carry_out, try_out

Found = tuple[ImportSource, Proposal | None]
"""What was read, and its columns; contact cards have none."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A trial run ready for showing, and what was asked for."""

    asked: ImportAsked
    trial: Trial
    preview: ImportPreview


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read or looked at again: a path, a pasted text, or what was read before.

    `memory` holds the mappings of earlier imports; `sheet` and `header_row` are what a person named.
    """

    kind: Kind
    memory: dict[str, Any]
    path: Path | None = None
    text: str = ""
    source: ImportSource | None = None
    name: str = ""
    sheet: str | None = None
    header_row: int | None = None


def read(asked: Reading, progress: Progress) -> Found:
    """Read a source and propose its columns; ends as soon as the job is cancelled."""
    watch = partial(progress, 0, 0)
    source = asked.source
    if source is None and asked.path is not None:
        source = read_file(asked.kind, asked.path, watch)
    elif source is None:
        source = read_text(asked.kind, asked.text, asked.name)
    watch()
    if source.book is None:
        return source, None
    proposal = propose(
        asked.kind,
        source.book,
        source.name,
        sheet=asked.sheet,
        header_row=asked.header_row,
        memory=asked.memory,
    )
    return source, proposal


def try_asked(author: str, asked: ImportAsked, database: Database) -> Tried:
    """A trial run with its rows prepared."""
    trial = try_out(database, author, asked)
    return Tried(asked, trial, prepare_preview(asked.kind, trial.outcome))


def import_asked(
    author: str, asked: ImportAsked, backup_folder: Path | None, database: Database
) -> ImportOutcome:
    """The import."""
    return carry_out(database, author, asked, backup_folder)

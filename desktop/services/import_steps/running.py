"""The trial run behind the preview, and the import itself: the same call, written or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from db.database import Database
from desktop.exchange.layout import MappingFile
from desktop.services.files import backed_up
from desktop.services.import_contacts import import_contacts
from desktop.services.import_contacts.cards import read_cards
from desktop.services.import_contacts.tables import read_tables
from desktop.services.import_outcome import ImportOutcome
from desktop.services.import_plan import ImportOptions, import_plan
from desktop.services.import_steps.questions import Questions, questions_of
from desktop.services.import_steps.reading import ImportSource, Kind
from desktop.services.institutions import institution_names


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """All that a person decided about one import.

    `aliases` leads names as written to known names of the institutions they stand for.
    """

    kind: Kind
    source: ImportSource
    state: str
    plan: str | None = None
    mapping: MappingFile | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    is_amending: bool = False
    skips_refused: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What an import would do, and what is open about it."""

    outcome: ImportOutcome
    questions: Questions


def try_out(database: Database, author: str, asked: ImportAsked) -> Trial:
    """Walk the whole road without writing anything."""
    outcome = _run(database, author, asked, is_dry_run=True)
    return Trial(outcome, questions_of(outcome))


def carry_out(
    database: Database, author: str, asked: ImportAsked, backup_folder: Path | None = None
) -> ImportOutcome:
    """Import as one change set, after a backup; nothing is written when refused rows stop it."""
    if backup_folder is None:
        return _run(database, author, asked, is_dry_run=False)
    with backed_up(database, backup_folder, reason="import"):
        return _run(database, author, asked, is_dry_run=False)


def _run(database: Database, author: str, asked: ImportAsked, *, is_dry_run: bool) -> ImportOutcome:
    aliases = _ids_of(database, asked.aliases)
    name, book = asked.source.name, asked.source.book
    if asked.kind == "contacts":
        if asked.source.cards is not None:
            read = read_cards(asked.source.cards, name, asked.state)
        else:
            assert book is not None
            read = read_tables(book, name, asked.state, mapping=asked.mapping)
        return import_contacts(
            database,
            author,
            read,
            state=asked.state,
            dry_run=is_dry_run,
            skip_refused=asked.skips_refused,
            aliases=aliases,
        )
    assert book is not None
    options = ImportOptions(
        state=asked.state,
        plan=asked.plan,
        mapping=asked.mapping,
        aliases=aliases,
        is_dry_run=is_dry_run,
        skips_refused=asked.skips_refused,
        is_amending=asked.is_amending,
    )
    return import_plan(database, author, book, name, options)


def _ids_of(database: Database, aliases: Mapping[str, str]) -> dict[str, str]:
    if not aliases:
        return {}
    with database.read() as unit:
        known = institution_names(unit)
    return {name: found for name, meant in aliases.items() if (found := known.find(meant)) is not None}

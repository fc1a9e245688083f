"""How a backup is said to people: why it was made, where it lies, what is to be noted about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from db.backup import OUTSIDE
from db.log_records import ChangeSetInfo
from desktop.base.i18n import N_, Texts
from desktop.base.text import visible_controls
from desktop.jobs.backup_keeper import ASKED, CLOSED, OPENED, WORKING
from desktop.services.backup_list import BEFORE_MIGRATION, BEFORE_RESTORE, BESIDE, HERE, FoundBackup
from desktop.services.backup_preview import BackupPreview, Missing
from desktop.shell.summaries import summary_text
from desktop.shell.value_texts import ValueTexts

REASONS = {
    OPENED: N_("When the file was opened"),
    WORKING: N_("During work"),
    CLOSED: N_("When the file was closed"),
    ASKED: N_("Asked for"),
    "import": N_("Before an import"),
    OUTSIDE: N_("Copy of a backup"),
    BEFORE_RESTORE: N_("Kept by a restore"),
    BEFORE_MIGRATION: N_("Kept by a newer version"),
}
PLACES = {
    HERE: N_("This computer"),
    OUTSIDE: N_("Second place"),
    BESIDE: N_("Beside the file"),
}
COUNTS = {
    "plan": N_("Plans: {count}"),
    "plan_item": N_("Actions: {count}"),
    "person": N_("Persons: {count}"),
    "institution": N_("Institutions: {count}"),
}
_NEWEST = N_("Newest entry: number {number}, {when}")
_LAST_CHANGES = N_("The last changes in it:")
_NOT_IN_IT = N_("In the present file and not in this backup, entries: {count}")
_ALL_IN_IT = N_("Everything that is in the present file is in this backup.")
_ONLY_IN_IT = N_("Only in this backup, entries: {count}")
_OTHER_FILE = N_("This is a backup of another file.")


def when_made(values: ValueTexts, backup: FoundBackup) -> str:
    """Day and time of a backup."""
    return values.timestamp(int(backup.made_at.timestamp() * 1000))


def row_of(values: ValueTexts, backup: FoundBackup) -> list[str]:
    """What stands in the list: time, size, why, what is to be noted, and where."""
    _ = values.texts.gettext
    place = _(PLACES[backup.place]) if backup.place in PLACES else str(backup.path.parent)
    remark = N_("Damaged") if backup.is_damaged else N_("Passphrase") if backup.is_encrypted else ""
    return [
        when_made(values, backup),
        values.locale.formattedDataSize(backup.size),
        _(REASONS[backup.reason]) if backup.reason in REASONS else "",
        _(remark) if remark else "",
        visible_controls(place),
    ]


def preview_text(values: ValueTexts, preview: BackupPreview, missing: Missing | None) -> str:
    """What is in a backup, and what the present file has beyond it when there is one."""
    return "\n".join([*_inside(values, preview), *_beyond(values, missing)])


def _inside(values: ValueTexts, preview: BackupPreview) -> Iterator[str]:
    texts = values.texts
    for table, said in COUNTS.items():
        yield texts.fill(said, {"count": values.locale.toString(preview.counts[table])})
    if preview.recent:
        newest = preview.recent[0]
        facts = {"number": newest.number, "when": values.timestamp(newest.at_ms)}
        yield texts.fill(_NEWEST, facts)
        yield ""
        yield texts.gettext(_LAST_CHANGES)
        yield from _change_lines(values, preview.recent)


def _beyond(values: ValueTexts, missing: Missing | None) -> Iterator[str]:
    if missing is None:
        return
    texts = values.texts
    yield ""
    if missing.is_other_file:
        yield texts.gettext(_OTHER_FILE)
        return
    if missing.extra:
        yield texts.fill(_ONLY_IN_IT, {"count": values.locale.toString(missing.extra)})
    if not missing.entries:
        yield texts.gettext(_ALL_IN_IT)
        return
    yield texts.fill(_NOT_IN_IT, {"count": values.locale.toString(missing.entries)})
    yield from _change_lines(values, missing.newest)


def _change_lines(values: ValueTexts, infos: Iterable[ChangeSetInfo]) -> Iterator[str]:
    for info in infos:
        said = f"{values.timestamp(info.at_ms)}   {summary_text(values.texts, info)} — {info.author}"
        yield f"• {visible_controls(said)}"


def kept_sentence(texts: Texts, stem: str) -> str:
    """What becomes of the present file when a backup takes its place."""
    said = N_(
        "The backup takes the place of the present file. The present file is not lost: it stays beside it "
        "as “{name} (before restore …)”."
    )
    return texts.fill(said, {"name": stem})

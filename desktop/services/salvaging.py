"""Salvages a damaged file into a new one, which is checked before anything is said of it."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from db.byte_copies import copy_with_journal
from db.encryption import FileKey, Secret, is_plain, key_for, wrong_secret
from db.guard import read_head_bytes, read_some_head_bytes
from db.held import real_path
from db.log_records import Values
from db.opening import made_whole
from db.salvage import STEPS, Rules, Salvaged, open_damaged, salvage
from db.salvage.losses import Fate, Loss
from db.schema import LOGGED, ItemTreaty, TreatyStatus
from db.targets import checked_copy_target
from db.unfinished import remove_part
from desktop.base.errors import UserError
from desktop.base.i18n import N_, Word
from desktop.base.reference import TEMPLATES, shipped_reference
from desktop.services.checking import Progress, check_file, unwatched
from desktop.services.findings import field_label
from desktop.services.import_outcome import Message
from desktop.services.matrix_keys import MatrixPlaces

_WITH_TREATY = frozenset((TreatyStatus.__tablename__, ItemTreaty.__tablename__))


@dataclass(frozen=True, slots=True)
class SalvageResult:
    """A new file, checked and sound, and what came into it."""

    path: Path
    rows: int
    salvaged: Salvaged


def salvage_file(
    path: Path,
    target: Path,
    author: str,
    today: date,
    progress: Progress = unwatched,
    *,
    secret: Secret | None = None,
) -> SalvageResult:
    """Write what can be read of a damaged file into a new one; the damaged file stays as it is.

    Raises a Problem when the target cannot be made or nothing can be read, `Cancelled` when `progress` does;
    no file is left then.
    """
    path = real_path(path)
    with tempfile.TemporaryDirectory(prefix="desk1540-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        head = read_some_head_bytes(path)
        copy_with_journal(path, copy)
        # A plain file whose beginning was destroyed looks like an encrypted one; it is tried.
        key = None if secret is None else key_for(path.name, head, secret)
        return salvage_copy(copy, path, target, author, today, progress, key=key)


def salvage_copy(
    copy: Path,
    path: Path,
    target: Path,
    author: str,
    today: date,
    progress: Progress = unwatched,
    *,
    key: FileKey | None = None,
) -> SalvageResult:
    """The same from a private copy of the damaged file at `path`, which is not looked at."""
    checked_copy_target(target)
    step = _Steps(progress)
    with made_whole(target) as part:
        # What the history kept may itself be against today's rules; then the new file does without it.
        for keeps_history in (True, False):
            remove_part(part)
            found = _salvaged(copy, path, part, author, step, key, keeps_history=keeps_history)
            checked = check_file(part, today, secret=key)
            if checked.is_sound:
                return SalvageResult(target, checked.rows, found)
        raise UserError(
            N_("{name} could not be salvaged: what was read of it does not fit together."), name=path.name
        )


def _salvaged(
    copy: Path, path: Path, part: Path, author: str, step: _Steps, key: FileKey | None, *, keeps_history: bool
) -> Salvaged:
    with closing(open_damaged(copy, key)) as damaged:
        if key is None and not damaged.tables() and not is_plain(read_head_bytes(copy)):
            # Encrypted after all, or so destroyed that nobody can tell.
            key_for(path.name, read_head_bytes(copy), None)
        if key is not None and not damaged.opens():
            raise wrong_secret(path.name)
        return salvage(
            damaged,
            part,
            name=path.name,
            author=author,
            rules=_rules(),
            step=step,
            keeps_history=keeps_history,
            key=key,
        )


class _Steps:
    """Counts the steps of a salvage for whoever watches it."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0

    def __call__(self) -> None:
        self._done = min(self._done + 1, STEPS)
        self._progress(self._done, STEPS)


def _rules() -> Rules:
    reference = shipped_reference()
    belongs = partial(_has_place, MatrixPlaces(reference), frozenset(reference.treaties))
    return Rules(belongs, {("matrix_version", "template"): TEMPLATES[-1]})


def _has_place(
    places: MatrixPlaces,
    treaties: frozenset[str],
    entity: str,
    row: Values,
    tables: dict[str, dict[str, Values]],
) -> bool:
    """Whether what a row says of matrix and treaties has its place in the reference data."""
    if entity in _WITH_TREATY:
        return row["treaty_key"] in treaties
    if "row_key" not in row or entity == "reference_override":
        return True
    version = tables["matrix_version"].get(row.get("version_id", ""), {})
    return places.has(entity, row, version.get("template", ""))


_SENTENCES = {
    Fate.LOST: N_("{table} {record}: lost."),
    Fate.OLDER: N_("{table} {record}: as it was earlier; its last changes could not be read."),
    Fate.COMPLETED: N_(
        "{table} {record}: it could not be read; it stands again because other records belong to it."
    ),
    Fate.EMPTIED: N_("{table} {record}: {field} could not be kept and is empty."),
    Fate.DOUBTFUL: N_("{table} {record}: kept as the file has it; the history says something else."),
    Fate.LEFT_OUT: N_("{table} {record}: left out; what was read of it is no record."),
}


def loss_sentence(loss: Loss) -> Message:
    """One sentence on a record, or a field of it, that did not come through whole."""
    record = f"{loss.name} ({loss.row_id})" if loss.name else loss.row_id
    field = field_label(loss.entity, loss.field) if loss.field else ""
    return Message(_SENTENCES[loss.fate], {"table": _table(loss.entity), "record": record, "field": field})


def summary_sentences(result: SalvageResult) -> list[Message]:
    """What came through: rows, history, and what may be lost without a trace."""
    found = result.salvaged
    values = {
        "taken": sum(each.taken for each in found.counts.values()),
        "from_log": sum(each.from_log for each in found.counts.values()),
        "lost": sum(each.lost for each in found.counts.values()),
        "kept": found.kept_entries,
        "known": found.known_entries,
    }
    said = [
        Message(
            N_(
                "Records: {taken} as the file has them, {from_log} from the history, {lost} lost or left out."
            ),
            values,
        )
    ]
    if found.kept_entries == found.known_entries == found.head:
        said.append(Message(N_("The whole history was kept: {kept} entries."), values))
    elif found.kept_entries:
        said.append(
            Message(N_("Of the history, the first {kept} entries were kept; {known} left a trace."), values)
        )
    else:
        said.append(Message(N_("The history could not be kept; it starts anew."), values))
    said += [
        Message(
            N_("{table}: up to {count} more records may have been there; nothing of them can be read."),
            {"table": _table(entity), "count": each.unknown},
        )
        for entity, each in found.counts.items()
        if each.unknown and not each.is_uncounted
    ]
    said += [
        Message(N_("{table}: nobody can tell how many more records there were."), {"table": _table(entity)})
        for entity, each in found.counts.items()
        if each.is_uncounted
    ]
    return said


def _table(entity: str) -> Word:
    return Word(LOGGED[entity].title_label)

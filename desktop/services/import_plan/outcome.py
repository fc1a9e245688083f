"""The counts and rows of a finished plan import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.services.import_outcome import Doubtful, ImportOutcome, Message, PreviewRow, Refused, Skipped
from desktop.services.import_plan.draft import ItemDraft
from desktop.services.import_plan.matching import Match
from desktop.services.import_plan.writing import PlanWriter


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """What one run of the import read and wrote, before it is counted."""

    reader: str
    skipped: Sequence[Skipped]
    drafts: Sequence[ItemDraft]
    matches: Sequence[Match]
    writer: PlanWriter
    notices: Sequence[Message]

    @property
    def refused(self) -> tuple[Refused, ...]:
        """All refused rows, once each."""
        own = [
            Refused(draft.sheet, draft.row, draft.refusal[0], draft.refusal[1])
            for draft in self.drafts
            if draft.refusal is not None
        ]
        return (*own, *self.writer.refused)


def outcome_of(run: FinishedRun, number: int | None, *, is_stopped: bool) -> ImportOutcome:
    """The counts of a run; `number` is its change set's, None when nothing was written."""
    counts = Counter(run.writer.actions.values())
    kept = [draft for draft in run.drafts if draft.refusal is None]
    doubts = [
        Doubtful(draft.sheet, draft.row, "", draft.title, Message(match.doubt))
        for draft, match in zip(kept, run.matches, strict=True)
        if match.doubt
    ]
    read_doubts = [doubt for draft in run.drafts for doubt in draft.doubtful]
    return ImportOutcome(
        read=len(run.drafts),
        added=counts["added"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        skipped=tuple(run.skipped),
        refused=run.refused,
        doubtful=(*read_doubts, *run.writer.doubtful, *doubts),
        created=run.writer.created,
        reader=run.reader,
        notices=tuple(run.notices),
        change_set=number,
        preview=() if number is not None else [_preview(draft, run.writer) for draft in run.drafts],
        is_stopped=is_stopped,
    )


def _preview(draft: ItemDraft, writer: PlanWriter) -> PreviewRow:
    action = writer.actions.get((draft.sheet, draft.row), "refused")
    joined = {"objective": " / ".join(draft.objectives), "indicators": draft.indicator}
    return PreviewRow(draft.sheet, draft.row, action, draft.title, {**draft.values, **draft.names, **joined})

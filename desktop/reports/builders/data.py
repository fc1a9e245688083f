"""What a report is asked for, and the records it is built from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from desktop.base.leaving import FOR_OFFICE, Leaving

if TYPE_CHECKING:
    from db.queries.contact_rows import ContactRow
    from db.records import ObjectiveRecord, PlanItemRecord, PlanRecord
    from desktop.base.reference_rows import State
    from desktop.reports.document import Paper

Day: TypeAlias = date
Format = Literal["pdf", "xlsx"]


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """One report as a person asked for it; the same request over the same file gives the same bytes.

    Of `state`, `group` and neither (all States of the file) one is chosen; `plan` is a title or id, empty
    for the State's present plan; `date` stands on the paper, `as_of` is the last day that is told of;
    `since` is a day (2027-09-15) or the id of a submission, from which on changes are told; `recipient` is
    whom the report is made for, None for this office: others get only what is shared with them;
    `has_control_code`: the code of the file's newest entry stands at the end.
    """

    name: str
    language: str
    date: Day
    format: Format = "pdf"
    state: str = ""
    group: str = ""
    plan: str = ""
    as_of: Day | None = None
    since: str = ""
    is_final: bool = False
    recipient: str | None = None
    prepared_by: str = ""
    distribution: tuple[str, ...] = ()
    has_control_code: bool = False

    @property
    def is_regional(self) -> bool:
        """Whether the report is about several States."""
        return not self.state


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the file says of itself; `emblem` holds the bytes of a picture."""

    state: State
    organisation: str = ""
    place: str = ""
    paper: Paper | None = None
    emblem: bytes | None = None
    is_exercise: bool = False


@dataclass(frozen=True, slots=True)
class PlanData:
    """A plan with its objectives and items, both in reading order."""

    plan: PlanRecord
    objectives: tuple[ObjectiveRecord, ...]
    items: tuple[PlanItemRecord, ...]


@dataclass(frozen=True, slots=True)
class StateData:
    """What is reported of one State; `plan` is None when it has none."""

    state: State
    plan: PlanData | None = None
    contacts: tuple[ContactRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is compared with: all items as they were, by plan, up to a day; `title` is a submission's."""

    day: Day
    items: Mapping[str, Sequence[PlanItemRecord]]
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that a report is built from: the file's facts and the States asked for, in no order.

    `leaving` counts what of it leaves for the recipient, and what was held back; `control_code` is printed at
    the end unless it is empty.
    """

    file: FileFacts
    states: tuple[StateData, ...]
    baseline: Baseline | None = None
    leaving: Leaving = FOR_OFFICE
    control_code: str = ""

    @property
    def is_exercise(self) -> bool:
        """Whether every page must say that the data is fictional; nobody can switch it off."""
        return self.file.is_exercise or any(each.state.is_fictional for each in self.states)

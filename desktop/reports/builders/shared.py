"""What all reports share: the frame of the paper, its end, the order of States, and words for dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from db.partial_date import PartialDate
from db.written_dates import read_date
from desktop.base.formats import Formats, paper_of
from desktop.base.i18n import N_, Texts
from desktop.base.leaving import recipient_name
from desktop.base.text import fold
from desktop.reports.builders.data import ReportData, ReportRequest, StateData
from desktop.reports.document import (
    Cell,
    Column,
    DataRow,
    Distribution,
    Document,
    Fact,
    Kind,
    Paper,
    Section,
    SignatureBlocks,
    SignaturePlace,
    Table,
)

if TYPE_CHECKING:
    from db.queries.contact_rows import ContactRow

EXERCISE = N_("EXERCISE - fictional data")
VACANT = N_("Vacant")
NOT_NAMED = N_("Not named")
NO_CONTACT = N_("No point of contact is recorded.")
NO_CONTACT_TOLD = N_("No point of contact is part of this paper.")
AWAITED = N_("Announced, instrument awaited")
ACTING = N_("Acting")


def formats_for(data: ReportData, request: ReportRequest) -> Formats:
    """How numbers and dates are written: by the report's language and the State it is about."""
    return Formats(request.language, _home(data, request))


def _home(data: ReportData, request: ReportRequest) -> str:
    return data.file.state.code if request.is_regional else data.states[0].state.code


def framed(
    data: ReportData,
    request: ReportRequest,
    texts: Texts,
    *,
    title: str,
    subtitle: str,
    facts: Iterable[Fact],
    sections: Iterable[Section],
) -> Document:
    """The document with its frame: running head, draft and exercise marks, paper, date and place."""
    owner = "" if request.is_regional else data.states[0].state.name(texts.language)
    return Document(
        title=title,
        texts=texts,
        sections=tuple(sections),
        subtitle=subtitle,
        facts=(*facts, *made_for(request.recipient, texts)),
        running_head=f"{owner} - {title}" if owner else title,
        author_organisation=data.file.organisation,
        date=request.date,
        place=data.file.place,
        has_reference_place=True,
        is_draft=not request.is_final,
        exercise_text=texts.gettext(EXERCISE) if data.is_exercise else "",
        paper=_paper(data, request),
        emblem=data.file.emblem,
        state_code=_home(data, request),
    )


def _paper(data: ReportData, request: ReportRequest) -> Paper:
    if data.file.paper is not None:
        return data.file.paper
    state = data.file.state if request.is_regional else data.states[0].state
    if state.is_fictional:
        return "Letter" if state.paper == "letter" else "A4"
    return paper_of(state.code)


def in_order(states: Iterable[StateData], language: str) -> list[StateData]:
    """States alphabetically in the language of the paper."""
    return sorted(states, key=lambda each: (fold(each.state.name(language)), each.state.code))


def as_of_fact(request: ReportRequest, texts: Texts) -> list[Fact]:
    """The fact that says up to which day the file is told of."""
    return [] if request.as_of is None else [Fact(texts.gettext(N_("As recorded up to")), request.as_of)]


def made_for(recipient: str | None, texts: Texts) -> list[Fact]:
    """The fact that says for whom a paper was made; one of this office needs none."""
    if recipient is None:
        return []
    return [Fact(texts.gettext(N_("Made for")), recipient_name(recipient, texts))]


def said_if_empty(request: ReportRequest, recorded: str, told: str) -> str:
    """What stands in the place of no rows (message ids): what is not told may be recorded all the same."""
    return recorded if request.recipient is None else told


def end_section(data: ReportData, request: ReportRequest, texts: Texts, *, is_landscape: bool) -> Section:
    """The end of a paper: to whom it goes, and the ruled places for those who answer for it.

    It lies when what stands before it does, so that a short one does not take a page of its own.
    """
    _ = texts.gettext
    recipient = "" if request.recipient is None else recipient_name(request.recipient, texts)
    addressees = request.distribution or tuple(
        each for each in (recipient, data.file.organisation, _(N_("Archive"))) if each
    )
    places = (
        SignaturePlace(_(N_("Prepared")), request.prepared_by),
        SignaturePlace(_(N_("Reviewed"))),
        SignaturePlace(_(N_("Cleared"))),
        SignaturePlace(_(N_("Approved"))),
    )
    blocks = (Distribution(_(N_("Distribution")), addressees), SignatureBlocks(places))
    return Section(
        _(N_("Distribution and clearance")),
        blocks,
        is_landscape=is_landscape,
        short_title=_(N_("Distribution")),
        is_whole=True,
    )


def table(
    columns: Iterable[Column], rows: Callable[[], Iterator[DataRow]], *, count: int, caption: str, empty: str
) -> Table:
    """A plain table; `empty` stands in place of no rows."""
    return Table(tuple(columns), rows, caption=caption, empty_text=empty, count=count)


def shown_date(canonical: str | None, as_written: str = "") -> Cell:
    """A stored partial date for a cell: as it was written where that says more than the date does."""
    if as_written and not _says_just(as_written, canonical):
        return as_written
    return PartialDate.parse(canonical) if canonical else None


@lru_cache(maxsize=16_384)
def _says_just(as_written: str, canonical: str | None) -> bool:
    """Whether the words mean that very date, so that it may stand in the language of the paper."""
    reading = read_date(as_written)
    return canonical is not None and reading.is_exact and str(reading.value) == canonical


def last_day(canonical: str | None) -> date | None:
    """The last day of a stored partial date; None without one, and for an action without an end."""
    return PartialDate.parse(canonical).last if canonical else None


def is_point_of_contact(row: ContactRow) -> bool:
    """Whether a line is a post known to the Committee; institutions' own focal points are kept apart."""
    return row.kind in ("designation", "post") and row.role != "technical"


def contact_columns(texts: Texts) -> tuple[Column, ...]:
    """The columns of a table of points of contact."""
    _ = texts.gettext
    return (
        Column(_(N_("Name")), Kind.LONG_TEXT, 2.2),
        Column(_(N_("Post")), Kind.LONG_TEXT, 2.6),
        Column(_(N_("Institution")), Kind.LONG_TEXT, 2.4),
        Column(_(N_("E-mail")), Kind.LONG_TEXT, 2.8),
        Column(_(N_("Phone")), Kind.LONG_TEXT, 1.7),
        Column(_(N_("Since")), Kind.PARTIAL_DATE, 1.3),
        Column(_(N_("Last verified on")), Kind.PARTIAL_DATE, 1.3),
    )


def contact_row(row: ContactRow, texts: Texts) -> DataRow:
    """One point of contact as it is printed: offices only, never private details."""
    _ = texts.gettext
    name = " ".join(part for part in (row.treatment, row.person) if part)
    if row.kind == "post":
        name = _(VACANT)
    elif row.kind == "designation" and not row.person:
        name = _(NOT_NAMED)
    marks = [_(ACTING)] if row.is_acting else []
    marks += [_(AWAITED)] if row.instrument_state == "awaited" and row.kind == "designation" else []
    return (
        _lines(name, row.rank, *(f"({mark})" for mark in marks)),
        _lines(row.post, _role(row, texts)),
        _lines(row.institution, row.unit),
        _lines(*row.emails),
        _lines(*row.phones),
        shown_date(row.from_date),
        shown_date(row.verified_on),
    )


def _role(row: ContactRow, texts: Texts) -> str:
    from db.schema.people import POST_ROLES, SEATS

    words = [POST_ROLES.get(row.role, ""), SEATS.get(row.seat, "")]
    return ", ".join(texts.gettext(word) for word in words if word)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)

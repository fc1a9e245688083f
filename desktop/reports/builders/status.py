"""The status report: what a plan holds, where its items stand, what is near, who answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.schema.plan import CLOSED_STATUSES, PLAN_STATUSES
from desktop.base.formats import Formats
from desktop.base.group_names import group_name
from desktop.base.i18n import N_, Texts
from desktop.reports.builders.changes import changes_blocks, changes_title, since_fact
from desktop.reports.builders.counting import (
    Group,
    grouped,
    objective_table,
    status_counts,
    status_table,
    status_word,
)
from desktop.reports.builders.data import Baseline, PlanData, ReportData, ReportRequest, StateData
from desktop.reports.builders.item_columns import item_columns, item_getters
from desktop.reports.builders.shared import (
    NO_CONTACT,
    NO_CONTACT_TOLD,
    as_of_fact,
    contact_columns,
    contact_row,
    end_section,
    framed,
    in_order,
    is_point_of_contact,
    last_day,
    said_if_empty,
    shown_date,
    table,
)
from desktop.reports.document import (
    Block,
    Column,
    DataRow,
    Document,
    Fact,
    Facts,
    GroupRow,
    Kind,
    Note,
    Paragraph,
    Row,
    Section,
    Table,
)

if TYPE_CHECKING:
    from db.records import PlanItemRecord

TITLE = N_("Status report of the national implementation action plan")
REGIONAL_TITLE = N_("Status report of the national implementation action plans")
NO_PLAN, NO_PLAN_TOLD = N_("No plan is recorded."), N_("No plan is part of this paper.")
NO_ACTION, NO_ACTION_TOLD = N_("The plan has no actions."), N_("No action is part of this paper.")
NEAR_DAYS = 90


def build_status(data: ReportData, request: ReportRequest, texts: Texts, formats: Formats) -> Document:
    """The status report of one State, or of several with totals first and a section for each State."""
    if request.is_regional:
        return _build_regional(data, request, texts, formats)
    return _build_national(data, request, texts, formats)


def _build_national(data: ReportData, request: ReportRequest, texts: Texts, formats: Formats) -> Document:
    (found,) = data.states
    sections = [
        *([] if found.plan is None else _plan_sections(found.plan, data.baseline, request, texts, formats)),
        _contacts_section(found, request, texts),
    ]
    sections.append(end_section(data, request, texts, is_landscape=sections[-1].is_landscape))
    if found.plan is None:
        no_plan = texts.gettext(said_if_empty(request, NO_PLAN, NO_PLAN_TOLD))
        sections.insert(0, Section(texts.gettext(N_("Summary")), (Paragraph(no_plan),)))
    return framed(
        data,
        request,
        texts,
        title=texts.gettext(TITLE),
        subtitle="",
        facts=[*_facts(found, texts), *as_of_fact(request, texts), *since_fact(data.baseline, texts)],
        sections=sections,
    )


def _facts(found: StateData, texts: Texts) -> Iterator[Fact]:
    """What the paper is about."""
    _, language = texts.gettext, texts.language
    yield Fact(_(N_("State")), found.state.formal(language) or found.state.name(language))
    if found.plan is None:
        return
    plan = found.plan.plan
    yield Fact(_(N_("Plan")), plan.title)
    if plan.period:
        yield Fact(_(N_("Period")), shown_date(plan.period))
    if plan.status:
        yield Fact(_(N_("Status of the plan")), _(PLAN_STATUSES.get(plan.status, "")))
    if plan.instrument:
        yield Fact(_(N_("Adopting instrument")), plan.instrument)
    if plan.adopted_on:
        yield Fact(_(N_("Adopted on")), shown_date(plan.adopted_on))
    yield Fact(_(N_("Actions")), len(found.plan.items))


def _plan_sections(
    found: PlanData, baseline: Baseline | None, request: ReportRequest, texts: Texts, formats: Formats
) -> Iterator[Section]:
    _ = texts.gettext
    groups = grouped(found.objectives, found.items, texts)
    counts = status_counts(found.items)
    yield Section(
        _(N_("Summary")),
        (
            status_table(counts, texts),
            objective_table(groups, counts, texts),
        ),
    )
    yield _dates_section(found.items, request.date, texts, formats)
    if baseline is not None:
        blocks = changes_blocks(found, baseline, texts, formats)
        yield Section(changes_title(baseline, texts, formats), blocks, short_title=_(N_("Changes")))
    items = items_table(groups, len(found.items), request, texts, has_groups=bool(found.objectives))
    yield _items_section(items, texts)


def is_open(item: PlanItemRecord) -> bool:
    """Whether an item can be past its date at all."""
    return item.status not in CLOSED_STATUSES


def past_their_date(items: Sequence[PlanItemRecord], today: date) -> list[PlanItemRecord]:
    """Open items whose last day lies before `today`, by that day, then in reading order."""
    return _by_last_day(items, date.min, today - timedelta(days=1))


def due_soon(items: Sequence[PlanItemRecord], today: date, days: int = NEAR_DAYS) -> list[PlanItemRecord]:
    """Open items whose last day is `today` or lies within so many days after it."""
    return _by_last_day(items, today, today + timedelta(days=days))


def _by_last_day(items: Sequence[PlanItemRecord], first: date, last: date) -> list[PlanItemRecord]:
    days = [(last_day(item.due), place, item) for place, item in enumerate(items) if is_open(item)]
    found = [(day, place, item) for day, place, item in days if day is not None and first <= day <= last]
    return [item for _day, _place, item in sorted(found, key=lambda entry: entry[:2])]


def _dates_section(items: Sequence[PlanItemRecord], today: date, texts: Texts, formats: Formats) -> Section:
    _ = texts.gettext
    past, near = past_their_date(items, today), due_soon(items, today)
    day = formats.full_date(today)
    return Section(
        _(N_("Dates")),
        (
            _dates_table(past, _(N_("Actions past their date")), _(N_("No action is past its date.")), texts),
            _dates_table(
                near,
                _(N_("Actions due in the next {days} days")).format(days=NEAR_DAYS),
                _(N_("No action is due in the next {days} days.")).format(days=NEAR_DAYS),
                texts,
            ),
            Note(_(N_("Counted from {day}; a period ends on its last day.")).format(day=day)),
        ),
    )


def _dates_table(items: Sequence[PlanItemRecord], caption: str, empty: str, texts: Texts) -> Table:
    """Items with their date; without institutions, since nobody is to be counted by such a list."""
    _ = texts.gettext
    columns = (
        Column(_(N_("Number")), Kind.CODE, 1),
        Column(_(N_("Title")), Kind.LONG_TEXT, 6),
        Column(_(N_("Due")), Kind.PARTIAL_DATE, 1.8),
        Column(_(N_("Status")), Kind.STATUS, 1.8),
    )

    def rows() -> Iterator[DataRow]:
        for item in items:
            yield (
                item.number,
                item.title,
                shown_date(item.due, item.due_text),
                status_word(item.status, texts),
            )

    return table(columns, rows, count=len(items), caption=caption, empty=empty)


def _items_section(items: Table, texts: Texts) -> Section:
    _ = texts.gettext
    title, short = _(N_("Actions of the plan")), _(N_("Actions"))
    has_rows = bool(items.count)
    return Section(title, (items,), is_landscape=has_rows, starts_page=has_rows, short_title=short)


def items_table(
    groups: Sequence[Group], count: int, request: ReportRequest, texts: Texts, *, has_groups: bool
) -> Table:
    """The full table of items below their objectives; its rows are made while they are written."""
    _ = texts.gettext
    getters = item_getters(texts)

    def rows() -> Iterator[Row]:
        for heading, level, items in groups:
            if has_groups:
                yield GroupRow(heading, level)
            for item in items:
                yield tuple(getter(item) for getter in getters)

    return Table(
        item_columns(texts),
        rows,
        empty_text=_(said_if_empty(request, NO_ACTION, NO_ACTION_TOLD)),
        group_title=_(N_("Objective")) if has_groups else "",
        count=count,
    )


def _contacts_section(found: StateData, request: ReportRequest, texts: Texts) -> Section:
    _ = texts.gettext
    shown = [row for row in found.contacts if is_point_of_contact(row)]
    # An empty one stays on the page of what stands before it.
    has_wide_table = bool(shown or (found.plan and found.plan.items))
    contacts = table(
        contact_columns(texts),
        lambda: (contact_row(row, texts) for row in shown),
        count=len(shown),
        caption="",
        empty=_(said_if_empty(request, NO_CONTACT, NO_CONTACT_TOLD)),
    )
    return Section(_(N_("Points of contact")), (contacts,), is_landscape=has_wide_table)


def _build_regional(data: ReportData, request: ReportRequest, texts: Texts, formats: Formats) -> Document:
    _ = texts.gettext
    ordered = in_order(data.states, texts.language)
    plans = [each.plan for each in ordered if each.plan is not None]
    counts = status_counts(item for plan in plans for item in plan.items)
    summary = Section(_(N_("Summary")), (status_table(counts, texts),))
    facts = [
        Fact(_(N_("States")), len(ordered)),
        Fact(_(N_("Plans")), len(plans)),
        Fact(_(N_("Actions")), counts.total()),
        *as_of_fact(request, texts),
        *since_fact(data.baseline, texts),
    ]
    return framed(
        data,
        request,
        texts,
        title=_(REGIONAL_TITLE),
        subtitle=group_name(request.group, texts),
        facts=facts,
        sections=[
            summary,
            *(_state_section(each, data.baseline, request, texts, formats) for each in ordered),
            end_section(data, request, texts, is_landscape=True),
        ],
    )


def _state_section(
    found: StateData, baseline: Baseline | None, request: ReportRequest, texts: Texts, formats: Formats
) -> Section:
    """One State's part of a regional paper: its plan as it is, nothing set against another State."""
    blocks: list[Block] = [Facts(tuple(_facts(found, texts)))]
    if found.plan is None:
        blocks.append(Paragraph(texts.gettext(said_if_empty(request, NO_PLAN, NO_PLAN_TOLD))))
    else:
        groups = grouped(found.plan.objectives, found.plan.items, texts)
        has_groups = bool(found.plan.objectives)
        if baseline is not None:
            title = changes_title(baseline, texts, formats)
            blocks += changes_blocks(found.plan, baseline, texts, formats, title)
        blocks.append(items_table(groups, len(found.plan.items), request, texts, has_groups=has_groups))
    name = found.state.name(texts.language)
    return Section(name, tuple(blocks), is_landscape=True, starts_page=True, short_title=name)

"""The directory of points of contact: who holds which post, how it is reached, when that was verified."""

from __future__ import annotations

from collections.abc import Sequence

from db.queries.contact_rows import ContactRow
from desktop.base.formats import Formats
from desktop.base.group_names import group_name
from desktop.base.i18n import N_, Texts
from desktop.reports.builders.data import ReportData, ReportRequest, StateData
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
    said_if_empty,
    table,
)
from desktop.reports.document import Block, Column, DataRow, Document, Fact, Kind, Paragraph, Section, Table

TITLE = N_("Directory of points of contact")
REGIONAL_TITLE = N_("Regional network of points of contact")


def build_contacts(data: ReportData, request: ReportRequest, texts: Texts, formats: Formats) -> Document:
    """The directory of one State, or of several with a section for each State; no private details."""
    _ = texts.gettext
    ordered = in_order(data.states, texts.language)
    sections = [_state_section(each, request, texts) for each in ordered] or [_nothing_told(texts)]
    ending = end_section(data, request, texts, is_landscape=sections[-1].is_landscape)
    return framed(
        data,
        request,
        texts,
        title=_(REGIONAL_TITLE if request.is_regional else TITLE),
        subtitle=group_name(request.group, texts),
        facts=[*_facts(ordered, request, texts), *as_of_fact(request, texts)],
        sections=[*sections, ending],
    )


def _facts(ordered: Sequence[StateData], request: ReportRequest, texts: Texts) -> list[Fact]:
    _, language = texts.gettext, texts.language
    if request.is_regional:
        return [Fact(_(N_("States")), len(ordered))]
    state = ordered[0].state
    return [Fact(_(N_("State")), state.formal(language) or state.name(language))]


def _nothing_told(texts: Texts) -> Section:
    """What stands in a regional paper of which nothing may leave."""
    title = texts.gettext(N_("Points of contact"))
    return Section(title, (Paragraph(texts.gettext(NO_CONTACT_TOLD)),), short_title=title)


def _state_section(found: StateData, request: ReportRequest, texts: Texts) -> Section:
    _ = texts.gettext
    posts = [row for row in found.contacts if is_point_of_contact(row)]
    offices = [row for row in found.contacts if row.kind == "institution"]
    others = [row for row in found.contacts if row.kind != "institution" and not is_point_of_contact(row)]
    is_alone = not request.is_regional and not others and not offices
    caption = "" if is_alone else _(N_("National points of contact"))
    empty = _(said_if_empty(request, NO_CONTACT, NO_CONTACT_TOLD))
    blocks: list[Block] = [_contacts_table(posts, caption, empty, texts)]
    if others:
        blocks.append(_contacts_table(others, _(N_("Focal points of institutions")), "", texts))
    if offices:
        blocks.append(_offices_table(offices, texts))
    name = found.state.name(texts.language)
    title = name if request.is_regional else _(N_("Points of contact"))
    is_landscape = request.is_regional or bool(found.contacts)
    return Section(title, tuple(blocks), is_landscape=is_landscape, short_title=title)


def _contacts_table(rows: Sequence[ContactRow], caption: str, empty: str, texts: Texts) -> Table:
    return table(
        contact_columns(texts),
        lambda: (contact_row(row, texts) for row in rows),
        count=len(rows),
        caption=caption,
        empty=empty,
    )


def _offices_table(rows: Sequence[ContactRow], texts: Texts) -> Table:
    _ = texts.gettext
    columns = (
        Column(_(N_("Institution")), Kind.LONG_TEXT, 3),
        Column(_(N_("Address")), Kind.LONG_TEXT, 3),
        Column(_(N_("E-mail")), Kind.LONG_TEXT, 2.6),
        Column(_(N_("Phone")), Kind.LONG_TEXT, 2),
        Column(_(N_("Web site")), Kind.TEXT, 2),
    )

    def office(row: ContactRow) -> DataRow:
        return row.institution, row.address, "\n".join(row.emails), "\n".join(row.phones), row.web

    caption = _(N_("Offices of institutions"))
    return table(columns, lambda: map(office, rows), count=len(rows), caption=caption, empty="")

"""What changed since a day, as a report tells it."""

from __future__ import annotations

from datetime import date

import pytest

from db.records import Ref
from desktop.base.formats import Formats
from desktop.base.i18n import texts_for
from desktop.reports.builders.changes import changes_blocks, changes_title
from desktop.reports.builders.data import Baseline
from desktop.reports.document import GroupRow
from tests.reports.builders.samples import item, plan_data, refs

DAY = date(2026, 6, 1)
ENGLISH, FORMATS = texts_for("en"), Formats("en", "X01")


def told(before, now):
    baseline = Baseline(DAY, {"plan": tuple(before)})
    table, _note = changes_blocks(plan_data(now), baseline, ENGLISH, FORMATS)
    rows = [f"[{row.text}]" if isinstance(row, GroupRow) else row for row in table.rows()]
    assert table.count == sum(not isinstance(row, str) for row in rows)
    return rows


def test_only_what_differs_is_told_below_its_action():
    before = [item("1", status="not_started", due="2027"), item("2")]
    now = [item("1", status="completed", due="2027-Q3"), item("2")]
    assert told(before, now) == [
        "[1 Acción 1]",
        ("Due", "2027", "Q3 2027"),
        ("Status", "Not started", "Completed"),
    ]


def test_new_and_removed_actions_are_told():
    assert told([item("1")], [item("2")]) == [
        "[2 Acción 2]",
        ("Added", None, "Acción 2"),
        "[1 Acción 1]",
        ("Removed", "Acción 1", None),
    ]


def test_nothing_changed_is_nothing_told():
    assert told([item("1")], [item("1")]) == []


def test_an_institution_with_a_new_name_is_no_change_of_the_action():
    before = [item("1", lead=(Ref("a", "Ministerio viejo"),))]
    assert told(before, [item("1", lead=(Ref("a", "Ministerio nuevo"),))]) == []
    changed = told(before, [item("1", lead=(Ref("a", "Ministerio viejo"),), co_leads=refs("Salud"))])
    assert changed[1] == ("Lead institution", "Ministerio viejo", "Ministerio viejo;\nSalud")


def test_what_reports_do_not_show_unasked_is_not_told():
    assert told([item("1", remarks="interno")], [item("1", remarks="otro", funding="x")]) == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [("", "Changes since 1 June 2026"), ("Second report", "Changes since “Second report”")],
)
def test_the_title_names_the_day_or_the_submission(title, shown):
    assert changes_title(Baseline(DAY, {}, title), ENGLISH, FORMATS) == shown

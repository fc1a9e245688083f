"""The status report as a document: what it tells, in which words and order, and what it never tells."""

import gettext
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.partial_date import PartialDate
from db.schema.plan import CLOSED_STATUSES, STATUSES
from desktop.base.formats import Formats
from desktop.base.i18n import SOURCE_LANGUAGE, Texts
from desktop.reports.builders.status import build_status, due_soon, past_their_date
from desktop.reports.document import (
    Distribution,
    Facts,
    GroupRow,
    Paragraph,
    SignatureBlocks,
    Table,
    tables_of,
)
from tests.reports.builders.samples import (
    TODAY,
    contact,
    data,
    item,
    objective,
    plan_data,
    refs,
    request,
    state_data,
)

ENGLISH = Texts(SOURCE_LANGUAGE, gettext.NullTranslations())


def built(*states, asked=None, **file):
    return build_status(data(*states, **file), asked or request(), ENGLISH, Formats("en", "X01"))


def one(*items, objectives=(), contacts=(), **values):
    return built(state_data(plan=plan_data(items, objectives, **values), contacts=contacts))


def table_called(document, caption):
    (found,) = [table for table in tables_of(document) if table.caption == caption]
    return found


def items_of(document):
    (found,) = [table for table in tables_of(document) if "Last progress note" in titles(table)]
    return list(found.rows())


def titles(table):
    return [column.title for column in table.columns]


def section(document, title):
    (found,) = [section for section in document.sections if section.title == title]
    return found


def words_of(document):
    return repr(document) + repr([list(table.rows()) for table in tables_of(document)])


def test_the_head_says_what_the_paper_is_about():
    document = one(item("1"), period="2025/2028", instrument="Decreto 12", adopted_on="2025-03-07")
    facts = {fact.label: fact.value for fact in document.facts}
    assert facts == {
        "State": "Republic of Marenta",
        "Plan": "Plan 2025-2028",
        "Period": PartialDate.parse("2025/2028"),
        "Status of the plan": "Adopted",
        "Adopting instrument": "Decreto 12",
        "Adopted on": PartialDate.parse("2025-03-07"),
        "Actions": 1,
    }
    assert document.title == "Status report of the national implementation action plan"
    assert (document.date, document.author_organisation, document.has_reference_place) == (
        TODAY,
        "Ministerio",
        True,
    )
    assert document.reference == ""
    assert document.running_head.startswith("Marenta - ")


def test_counts_by_status_and_by_objective_agree():
    statuses = ["completed", "completed", "in_progress", None]
    items = [
        item(str(number), status=status, objective_id=f"objective-{number % 2 + 1}")
        for number, status in enumerate(statuses)
    ]
    document = one(*items, objectives=[objective("1"), objective("2")])
    by_status = dict(table_called(document, "Actions by status").rows())
    assert by_status == {
        "Not started": 0,
        "In progress": 1,
        "Completed": 2,
        "On hold": 0,
        "Cancelled": 0,
        "Continuous": 0,
        "Not stated": 1,
        "Total": 4,
    }
    by_objective = table_called(document, "Actions by objective and status")
    assert list(by_objective.rows()) == [
        ("1 Objetivo 1", 0, 1, 1, 0, 0, 0, 0, 2),
        ("2 Objetivo 2", 0, 0, 1, 0, 0, 0, 1, 2),
        ("Total", 0, 1, 2, 0, 0, 0, 1, 4),
    ]
    assert by_objective.has_total


def test_the_chart_shows_the_counts_by_status_without_their_total():
    found = table_called(one(item("1"), item("2")), "Actions by status")
    assert found.has_chart
    assert found.has_total
    assert [found.is_total(number) for number in range(found.count)][-2:] == [False, True]


def test_an_objective_that_only_holds_others_has_no_figures_of_its_own():
    tree = [objective("1"), objective("1.1", parent_id="objective-1"), objective("2")]
    document = one(item("a", objective_id="objective-1.1"), objectives=tree)
    rows = [(row[0], row[-1]) for row in table_called(document, "Actions by objective and status").rows()]
    assert rows == [("1 Objetivo 1", None), ("1.1 Objetivo 1.1", 1), ("2 Objetivo 2", 0), ("Total", 1)]


def test_what_is_empty_takes_no_wide_page():
    document = one()
    assert not any(part.is_landscape for part in document.sections)
    assert [part.is_landscape for part in one(item("1")).sections] == [False, False, True, True, True]


def test_what_is_not_stated_has_a_row_only_where_it_occurs():
    document = one(item("1", status="completed"))
    assert "Not stated" not in dict(table_called(document, "Actions by status").rows())


def test_items_stand_below_their_objectives_in_the_order_of_the_tree():
    tree = [objective("1"), objective("1.1", parent_id="objective-1"), objective("2")]
    items = [
        item("b", objective_id="objective-2"),
        item("a", objective_id="objective-1.1"),
        item("c"),
        item("gone", objective_id="objective-9"),
    ]
    rows = items_of(one(*items, objectives=tree))
    assert [(row.text, row.level) if isinstance(row, GroupRow) else row[0] for row in rows] == [
        ("1 Objetivo 1", 1),
        ("1.1 Objetivo 1.1", 2),
        "a",
        ("2 Objetivo 2", 1),
        "b",
        ("Without objective", 1),
        "c",
        "gone",
    ]


def test_objectives_in_a_circle_hide_no_item():
    circle = [objective("1", parent_id="objective-2"), objective("2", parent_id="objective-1")]
    rows = items_of(one(item("a", objective_id="objective-1"), objectives=circle))
    assert [row[0] for row in rows if not isinstance(row, GroupRow)] == ["a"]


def test_a_row_of_the_full_table():
    made = item(
        "1",
        lead=refs("Aduanas"),
        co_leads=refs("Salud"),
        supporting=refs("Policía", "Fiscalía"),
        start="2025",
        due="2027-Q3",
        status="in_progress",
        last_note="Se remitió el proyecto.",
    )
    (row,) = items_of(one(made))
    assert row == (
        "1",
        "Acción 1",
        "Aduanas;\nSalud",
        "Policía;\nFiscalía",
        PartialDate.parse("2025"),
        PartialDate.parse("2027-Q3"),
        "In progress",
        "Se remitió el proyecto.",
    )


@pytest.mark.parametrize(
    ("due", "written", "shown"),
    [
        ("2027-Q3", "third quarter of 2027", PartialDate.parse("2027-Q3")),
        ("2027", "a fines de 2027", "a fines de 2027"),
        (None, "immédiat", "immédiat"),
        (None, "", None),
    ],
)
def test_a_date_stands_as_written_where_the_words_say_more(due, written, shown):
    (row,) = items_of(one(item("1", due=due, due_text=written)))
    assert row[5] == shown


def test_rows_are_the_same_each_time_they_are_read_and_as_many_as_counted():
    document = one(*[item(str(number)) for number in range(5)], objectives=[objective("1")])
    for table in tables_of(document):
        rows = list(table.rows())
        assert rows == list(table.rows())
        assert table.count == sum(not isinstance(row, GroupRow) for row in rows)
        assert all(isinstance(row, GroupRow) or len(row) == len(table.columns) for row in rows)


def numbers(items):
    return [each.number for each in items]


def test_past_their_date_is_told_by_the_last_day_of_what_is_open():
    items = [
        item("year", due="2026"),
        item("quarter", due="2027-Q3"),
        item("yesterday", due="2027-09-14"),
        item("today", due="2027-09-15"),
        item("done", due="2020", status="completed"),
        item("always", due="continuous"),
        item("unknown", due=None),
        item("soon", due="2027-12"),
        item("ninety", due="2027-12-14"),
        item("later", due="2027-12-15"),
    ]
    assert numbers(past_their_date(items, TODAY)) == ["year", "yesterday"]
    assert numbers(due_soon(items, TODAY)) == ["today", "quarter", "ninety"]


@given(
    st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.sampled_from([None, *STATUSES]))),
    st.dates(date(2001, 1, 1), date(2059, 1, 1)),
)
def test_no_item_is_both_past_and_near_and_none_is_lost(dues, today):
    items = [
        item(str(number), due=day.isoformat(), status=status) for number, (day, status) in enumerate(dues)
    ]
    past, near = past_their_date(items, today), due_soon(items, today)
    assert not {each.id for each in past} & {each.id for each in near}
    wanted = {
        str(number)
        for number, (day, status) in enumerate(dues)
        if status not in CLOSED_STATUSES and day <= today + timedelta(days=90)
    }
    assert set(numbers(past + near)) == wanted
    assert [each.due for each in past + near] == sorted(each.due for each in past + near)


def test_the_lists_of_dates_name_no_institution():
    document = one(item("1", due="2020", lead=refs("Aduanas")))
    dates = section(document, "Dates")
    tables = [block for block in dates.blocks if isinstance(block, Table)]
    assert len(tables) == 2
    assert "Aduanas" not in repr([list(table.rows()) for table in tables])
    assert list(tables[0].rows()) == [("1", "Acción 1", PartialDate.parse("2020"), "")]
    assert tables[1].empty_text == "No action is due in the next 90 days."


def test_points_of_contact_are_the_posts_known_to_the_committee():
    document = one(
        contacts=[
            contact(emails=("ana@x01.example",), phones=("+999 1", "+999 2"), verified_on="2027-01-02"),
            contact(kind="post", person="", post="Alterno", role="alternate"),
            contact(person="Enlace Institucional", role="technical"),
            contact(kind="person", person="Sin Cargo", role=""),
            contact(kind="institution", person="", institution="Oficina", role=""),
        ]
    )
    (table,) = [block for block in section(document, "Points of contact").blocks if isinstance(block, Table)]
    rows = list(table.rows())
    assert [row[0] for row in rows] == ["Ana Ejemplo", "Vacant"]
    assert rows[0][3:] == ("ana@x01.example", "+999 1\n+999 2", None, PartialDate.parse("2027-01-02"))


def test_an_announced_holder_is_said_to_await_the_instrument():
    document = one(contacts=[contact(instrument_state="awaited", is_acting=True, rank="Ministra Consejera")])
    (table,) = [block for block in section(document, "Points of contact").blocks if isinstance(block, Table)]
    ((name, *_),) = table.rows()
    assert name == "Ana Ejemplo\nMinistra Consejera\n(Acting)\n(Announced, instrument awaited)"


def test_the_end_has_ruled_places_and_a_distribution():
    document = built(
        state_data(plan=plan_data()), asked=request(prepared_by="Eva", distribution=("Despacho", "Archivo"))
    )
    distribution, places = section(document, "Distribution and clearance").blocks
    assert distribution == Distribution("Distribution", ("Despacho", "Archivo"))
    assert isinstance(places, SignatureBlocks)
    assert [(place.role, place.name) for place in places.places] == [
        ("Prepared", "Eva"),
        ("Reviewed", ""),
        ("Cleared", ""),
        ("Approved", ""),
    ]


@pytest.mark.parametrize("is_final", [True, False])
def test_it_is_a_draft_unless_final(is_final):
    assert built(state_data(plan=plan_data()), asked=request(is_final=is_final)).is_draft is not is_final


def test_a_fictional_state_always_carries_the_exercise_mark():
    assert one().exercise_text == "EXERCISE - fictional data"
    real = built(state_data("PRT", plan_data()), asked=request(state="PRT"))
    assert real.exercise_text == ""
    marked = built(state_data("PRT", plan_data()), asked=request(state="PRT"), is_exercise=True)
    assert marked.exercise_text == "EXERCISE - fictional data"


def test_a_state_without_a_plan_is_said_not_refused():
    document = built(state_data())
    assert section(document, "Summary").blocks == (Paragraph("No plan is recorded."),)


def test_an_earlier_state_is_named_with_its_day():
    facts = built(state_data(), asked=request(as_of=date(2026, 1, 1))).facts
    assert ("As recorded up to", date(2026, 1, 1)) in [(fact.label, fact.value) for fact in facts]


def regional(*states):
    return built(*states, asked=request(state="", group="GRULAC"))


def test_a_regional_paper_has_totals_first_and_then_the_states_by_name():
    states = [
        state_data(code, plan_data([item(code, status="completed")], state=code))
        for code in ("X03", "X02", "X01")
    ]
    document = regional(*states)
    names = [part.title for part in document.sections]
    assert names[0] == "Summary"
    assert names[1:-1] == sorted(names[1:-1])
    assert set(names[1:-1]) == {each.state.name("en") for each in states}
    assert dict(table_called(document, "Actions by status").rows())["Total"] == 3
    assert [(fact.label, fact.value) for fact in document.facts] == [
        ("States", 3),
        ("Plans", 3),
        ("Actions", 3),
    ]
    numbers_in_order = [row[0] for part in document.sections[1:-1] for row in rows_of(part)]
    assert numbers_in_order == [
        each.state.code for each in sorted(states, key=lambda each: each.state.name("en"))
    ]


def rows_of(part):
    return [row for block in part.blocks if isinstance(block, Table) for row in block.rows()]


@pytest.mark.parametrize(
    ("code", "name"), [("GRULAC", "Latin American and Caribbean States"), ("", ""), ("NEW", "NEW")]
)
def test_a_regional_paper_names_its_group(code, name):
    assert built(state_data("X01"), asked=request(state="", group=code)).subtitle == name


def test_a_regional_paper_sets_no_state_against_another():
    states = [state_data(code, plan_data([item("1", due="2020")], state=code)) for code in ("X01", "X02")]
    document = regional(*states, state_data("X03"))
    assert "past" not in words_of(document)
    for part in document.sections[1:-1]:
        assert not any(isinstance(block, Table) and block.has_chart for block in part.blocks)
        assert isinstance(part.blocks[0], Facts)
    assert document.sections[3].blocks[1] == Paragraph("No plan is recorded.")


def test_no_paper_speaks_of_scores_or_blame():
    document = one(item("1", due="2020", status="in_progress", progress=40.0), contacts=[contact()])
    assert not re.search(r"complian|score|ranking|overdue|\blate\b|\bgap|%|progress=", words_of(document))

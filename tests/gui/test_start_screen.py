"""The start page says what asks for attention and opens it."""

import pytest
from PySide6.QtCore import Qt

from db.queries.plan import items
from desktop.services.plans import update_items
from desktop.views.start.screen import Group, Line, StartScreen
from tests.gui.places import settle


@pytest.fixture
def screen(show):
    return show(StartScreen)


def lines(card):
    found = []
    for place in range(card.list.topLevelItemCount()):
        item = card.list.topLevelItem(place)
        found.append((item.text(0), item.text(1)))
        found += [(item.child(row).text(0), "") for row in range(item.childCount())]
    return found


def test_past_its_date_is_listed_with_its_date(screen):
    assert lines(screen.past) == [("1.1 =Revisar la ley", "Q1 2026")]
    assert screen.past.count.text() == "1"


def test_an_empty_list_says_so(screen):
    assert screen.soon.list.isHidden()
    assert screen.soon.empty.text() == "No date falls in the next 30 days."


def test_what_lacks_facts_is_grouped_and_counted(screen):
    titles = [text for text, _ in lines(screen.gaps)]
    assert "Actions without a lead institution" in titles
    assert "1.2 Capacitar" in titles


def test_a_row_opens_what_it_names(screen, place, database):
    asked = []
    place.navigator.record_asked.connect(lambda *target: asked.append(target))
    item = screen.past.list.topLevelItem(0)
    screen.past.list.itemActivated.emit(item, 0)
    with database.read() as unit:
        wanted = next(each.id for each in items(unit) if each.number == "1.1")
    assert asked == [("plan_item", wanted)]


def test_a_heading_opens_nothing(screen, place):
    asked = []
    place.navigator.record_asked.connect(lambda *target: asked.append(target))
    screen.gaps.list.itemActivated.emit(screen.gaps.list.topLevelItem(0), 0)
    assert asked == []


def test_a_change_is_seen_at_once(screen, place, database):
    with database.read() as unit:
        first = items(unit)[0]
    update_items(database, "Eva", {first.id: {"due": "2026-06-01"}})
    settle(place)
    assert lines(screen.soon) == [("1.1 =Revisar la ley", "1 Jun 2026")]
    assert lines(screen.past) == []
    assert lines(screen.recent)[0][0] == "Change Due of 1.1 — Eva"


def test_a_hidden_page_reads_only_when_it_is_shown_again(screen, place, database):
    screen.hide()
    with database.read() as unit:
        first = items(unit)[0]
    update_items(database, "Eva", {first.id: {"status": "completed"}})
    settle(place)
    assert len(lines(screen.past)) == 1
    screen.show()
    settle(place)
    assert lines(screen.past) == []


def test_long_lists_are_cut_and_say_so(screen, place, database):
    screen.past.show_groups([Group("", [Line(f"row {row}", "", "", "") for row in range(60)], 100)])
    shown = lines(screen.past)
    assert len(shown) == 61
    assert shown[-1][0] == "and 40 more"
    assert screen.past.list.topLevelItem(0).data(0, Qt.ItemDataRole.UserRole) == ("", "")

"""Taking entries back: what a look beforehand says, and what then happens."""

import pytest

from db.changes import tables_differ, verify_chain
from db.queries.people import designations, institutions, persons
from db.queries.record_rows import rows_of_records, sets_of_rows
from db.revert import CHANGED_LATER, IN_USE, ROW_GONE
from desktop.base.errors import UserError
from desktop.services.contacts import (
    DetailInput,
    add_institution,
    add_person,
    add_post,
    delete_persons,
    designate,
    set_details,
    update_person,
    verify_designation,
)
from desktop.services.take_back import MOST_KEPT, preview_take_back, rows_of_set, take_back
from tests.builders import new_database


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    with made.read() as unit:
        assert verify_chain(unit) == []
        assert tables_differ(unit) == []
    made.close()


def preview(database, number, ticked=(), **named):
    with database.read() as unit:
        return preview_take_back(unit, number, ticked, **named)


def all_persons(database):
    with database.read() as unit:
        return persons(unit)


def test_a_change_that_nothing_followed_is_taken_back_whole(database):
    person = add_person(database, "Ana", {"name": "Bea"})
    info = update_person(database, "Ana", person, {"rank": "Attaché"})
    found = preview(database, info.number)
    assert (found.removed, found.returned, found.changed, found.kept) == (0, 0, 1, ())
    assert not found.is_empty
    result = take_back(database, "Eva", info.number)
    assert (result.info.origin, result.info.reverts, result.kept) == ("revert", info.number, ())
    assert all_persons(database)[0].rank == ""


def test_a_later_value_is_listed_with_now_and_before_and_goes_only_when_ticked(database):
    person = add_person(database, "Ana", {"name": "Bea", "rank": "Attaché"})
    first = update_person(database, "Ana", person, {"rank": "Second Secretary", "unit": "Treaties"})
    update_person(database, "Ana", person, {"rank": "Counsellor"})
    found = preview(database, first.number)
    (line,) = found.kept
    assert (line.title, line.field.name, line.now, line.before) == ("Bea", "rank", "Counsellor", "Attaché")
    assert (line.reason, line.can_tick, found.kept_count) == (CHANGED_LATER, True, 1)

    ticked = preview(database, first.number, {line.place})
    assert (ticked.changed, [each.place for each in ticked.kept]) == (1, [line.place])

    result = take_back(database, "Ana", first.number, {line.place})
    assert result.kept == ()
    record = all_persons(database)[0]
    assert (record.rank, record.unit) == ("Attaché", "")


def test_links_are_named_in_what_stays(database):
    old, new, newest = (add_institution(database, "Ana", {"name": name}) for name in ("Old", "New", "Newest"))
    person = add_person(database, "Ana", {"name": "Bea", "institution_id": old})
    info = update_person(database, "Ana", person, {"institution_id": new})
    update_person(database, "Ana", person, {"institution_id": newest})
    (line,) = preview(database, info.number).kept
    assert (line.now, line.before) == ("Newest", "Old")


def test_a_record_in_use_stays_and_goes_with_what_refers_to_it_when_ticked(database):
    before = database.head.number
    person = add_person(database, "Ana", {"name": "Bea"})
    post = add_post(database, "Ana", {"name": "Main", "state": "X01"})
    designate(database, "Ana", person, post)
    (line,) = preview(database, before + 1).kept
    assert (line.reason, line.can_tick, line.field, line.title) == (IN_USE, True, None, "Bea")
    assert take_back(database, "Ana", before + 1).info is None
    take_back(database, "Ana", before + 1, all_kept=True)
    with database.read() as unit:
        assert persons(unit) == []
        assert designations(unit) == []


def test_taking_all_kept_also_takes_what_comes_up_only_then(database):
    first = database.head.number + 1
    institution = add_institution(database, "Ana", {"name": "Customs"})
    add_person(database, "Ana", {"name": "Bea", "institution_id": institution})
    found = preview(database, first, all_kept=True)
    assert (found.removed, found.kept_count) == (1, 1)
    take_back(database, "Ana", first, all_kept=True)
    with database.read() as unit:
        assert institutions(unit) == []
        assert persons(unit)[0].institution_id is None


def test_what_was_deleted_since_cannot_be_ticked(database):
    person = add_person(database, "Ana", {"name": "Bea"})
    info = update_person(database, "Ana", person, {"rank": "Attaché"})
    deleted = delete_persons(database, "Ana", [person])
    found = preview(database, info.number)
    (line,) = found.kept
    assert (line.reason, line.can_tick, line.title, found.is_empty) == (ROW_GONE, False, "", True)
    assert preview(database, deleted.number).returned == 1
    take_back(database, "Ana", deleted.number)
    assert all_persons(database)[0].rank == "Attaché"


def test_the_entry_that_made_the_file_stays(database):
    with pytest.raises(UserError, match="made the file"):
        preview(database, 1)
    with pytest.raises(UserError, match="made the file"):
        take_back(database, "Ana", 1, all_kept=True)
    assert database.head.number == 1


def test_long_lists_of_what_stays_are_cut_and_counted(database):
    rows = [{"name": f"Person {number}"} for number in range(MOST_KEPT + 5)]
    with database.write("Ana", "Import", origin="import") as unit:
        from db.schema import Person

        ids = unit.insert(Person, rows)
        number = unit.commit().number
    with database.write("Ana", "Change all") as unit:
        unit.update(Person, {row_id: {"rank": "Attaché"} for row_id in ids})
        unit.commit()
    found = preview(database, number)
    assert (len(found.kept), found.kept_count) == (MOST_KEPT, MOST_KEPT + 5)


def test_an_entry_is_shown_for_its_first_rows_or_for_some(database):
    number = database.head.number + 1
    person = add_person(database, "Ana", {"name": "Bea"}, [DetailInput("b@x.example", "email")])
    with database.read() as unit:
        whole = rows_of_set(unit, number)
        cut = rows_of_set(unit, number, most=1)
        own = rows_of_set(unit, number, only={person})
    assert (whole.rows, whole.rows_shown, cut.rows, cut.rows_shown) == (2, 2, 2, 1)
    assert {change.row_id for change in own.changes} == {person}
    assert [change.after for change in own.changes if change.name == "name"] == ["Bea"]


def test_the_history_of_a_record_has_its_parts_deleted_ones_too(database):
    other = add_person(database, "Ana", {"name": "Carlos"}, [DetailInput("c@x.example", "email")])
    person = add_person(database, "Ana", {"name": "Bea"}, [DetailInput("b@x.example", "email")])
    set_details(database, "Ana", "person", person, [])
    post = add_post(database, "Ana", {"name": "Main", "state": "X01"})
    designate(database, "Ana", person, post)
    with database.read() as unit:
        rows = rows_of_records(unit, [person])
        found = sets_of_rows(unit, rows)
    assert person in rows
    assert other not in rows
    assert [info.summary_id for info in found] == [
        "Designate {person} as {post}",
        "Change the phones and e-mails of {name}",
        "Add the person {name}",
    ]


def test_a_record_without_a_name_is_named_by_what_it_links(database):
    person = add_person(database, "Ana", {"name": "Bea"})
    post = add_post(database, "Ana", {"name": "Main", "state": "X01"})
    held = designate(database, "Ana", person, post)
    info = verify_designation(database, "Ana", held, on="2026-03-02")
    with database.read() as unit:
        (change,) = [each for each in rows_of_set(unit, info.number).changes if each.name == "verified_on"]
    assert change.title == "Bea - Main"


def test_a_record_nobody_knows_has_no_history(database):
    with database.read() as unit:
        assert rows_of_records(unit, ["nobody"]) == {"nobody"}
        assert sets_of_rows(unit, ["nobody"]) == []

"""Private details: erased from rows, history, drafts and the file's bytes; asked for, never silent."""

import json
from datetime import date
from functools import partial

import pytest
from sqlalchemy import insert
from sqlcipher3 import dbapi2

from db.backup import back_up
from db.changes import changes_of, tables_differ, verify_chain
from db.database import Database
from db.errors import RecordGone
from db.log_reading import LogReading, content_of_entry
from db.log_records import digest
from db.opening import create, open_file
from db.queries.people import contact_details, persons
from db.rekeying import change_passphrase
from db.restoring import restore
from db.schema import Draft
from desktop.base.errors import UserError
from desktop.services import contacts
from desktop.services.completeness import to_complete
from desktop.services.contacts import DetailInput
from desktop.services.history import revert_change_set
from desktop.services.private_details import (
    HeldField,
    erase_private_details,
    look_at_private_details,
    may_forget,
)
from desktop.services.take_back import preview_take_back, take_back
from tests.builders import new_database
from tests.services.filled import filled

AUTHOR = "Ana"
ADDRESS, NOTE, MOBILE, HOME = "Calle Secreta 5", "alérgica al polen", "+54 9 11 5555-1234", "ana@home.example"
SECRETS = (ADDRESS, NOTE, MOBILE, HOME, "5491155551234")
OFFICE = ("ana@office.example", "+54 11 4321-5678")
PRIVATE = "Private phones and e-mails"


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


def add_ana(database: Database, **values: object) -> str:
    return contacts.add_person(
        database,
        AUTHOR,
        {"name": "Ana Pérez", **values},
        [
            DetailInput(OFFICE[0], "email"),
            DetailInput(OFFICE[1], "phone"),
            DetailInput(MOBILE, "phone", "mobile", is_private=True),
            DetailInput(HOME, "email", "home"),
        ],
    )


def add_private_ana(database: Database) -> str:
    return add_ana(database, private_address=ADDRESS, note=NOTE)


def written(database: Database, person_id: str) -> list[str]:
    with database.read() as unit:
        return [each.written for each in contact_details(unit, [person_id]).get(person_id, ())]


def is_whole(database: Database) -> bool:
    with database.read() as unit:
        return verify_chain(unit) == tables_differ(unit) == []


def has_traces(database: Database) -> list[str]:
    content = database.path.read_bytes()
    return [text for text in SECRETS if text.encode() in content]


def test_erasing_leaves_no_trace_and_the_chain_closes(database):
    ana = add_private_ana(database)
    with database.read() as unit:
        details = contact_details(unit, [ana])[ana]
    kept = [DetailInput(each.written, each.kind, each.use, bool(each.is_private)) for each in details[:3]]
    contacts.set_details(database, AUTHOR, "person", ana, kept)
    assert has_traces(database) == list(SECRETS)
    result = erase_private_details(database, AUTHOR, ana)
    assert result.name == "Ana Pérez"
    assert result.fields == (
        HeldField("Private address", 1, 1),
        HeldField("Note", 1, 1),
        HeldField(PRIVATE, 1, 2),
    )
    with database.read() as unit:
        (record,) = persons(unit)
    assert (record.name, record.note, record.private_address) == ("Ana Pérez", "", "")
    assert written(database, ana) == list(OFFICE)
    assert is_whole(database)
    assert has_traces(database) == []


def test_what_is_looked_at_is_what_is_erased(database):
    ana = add_private_ana(database)
    look = partial(look_at_private_details, database, ana)
    assert look() == look()
    assert look().office == 2
    before = look(with_office=True)
    assert [field.label for field in before.fields][-1] == "Office phones and e-mails"
    assert erase_private_details(database, AUTHOR, ana, with_office=True) == before
    assert written(database, ana) == []
    assert look(with_office=True).is_empty
    assert OFFICE[0].encode() not in database.path.read_bytes()
    assert is_whole(database)


def test_details_that_only_the_history_knows_are_erased_too(database):
    ana = add_private_ana(database)
    contacts.update_person(database, AUTHOR, ana, {"private_address": "", "note": ""})
    contacts.set_details(database, AUTHOR, "person", ana, [DetailInput(OFFICE[0], "email")])
    result = erase_private_details(database, AUTHOR, ana)
    assert result.fields == (
        HeldField("Private address", 0, 1),
        HeldField("Note", 0, 1),
        HeldField(PRIVATE, 0, 2),
    )
    assert has_traces(database) == []
    assert is_whole(database)


def test_the_details_of_a_deleted_person_are_erased_by_the_id(database):
    ana = add_private_ana(database)
    contacts.delete_persons(database, AUTHOR, [ana])
    assert erase_private_details(database, AUTHOR, ana).name == "Ana Pérez"
    assert has_traces(database) == []
    assert is_whole(database)


def test_an_erasure_with_nothing_to_erase_leaves_no_entry(database):
    ana = contacts.add_person(database, AUTHOR, {"name": "Ana"})
    head = database.head.number
    assert erase_private_details(database, AUTHOR, ana).is_empty
    assert database.head.number == head
    with pytest.raises(RecordGone):
        erase_private_details(database, AUTHOR, "none")


def test_erasing_twice_the_office_after_the_private(database):
    ana = add_private_ana(database)
    erase_private_details(database, AUTHOR, ana)
    middle = back_up_beside(database, "middle")
    result = erase_private_details(database, AUTHOR, ana, with_office=True)
    assert [copy.path for copy in result.copies] == [str(middle)]
    assert [copy.path for copy in look_at_private_details(database, ana).copies] == [str(middle)]
    assert is_whole(database)


def back_up_beside(database: Database, name: str):
    return back_up(database, database.path.with_name(f"{name}.desk1540")).path


def test_the_backups_that_still_hold_it_are_named_and_no_others(database):
    back_up_beside(database, "before")
    ana = add_private_ana(database)
    with_it = [back_up_beside(database, name) for name in ("first", "second")]
    contacts.add_person(database, AUTHOR, {"name": "Eva"})
    with_it[1].unlink()
    result = erase_private_details(database, AUTHOR, ana)
    back_up_beside(database, "after")
    expected = {(str(with_it[0]), True), (str(with_it[1]), False)}
    assert {(copy.path, copy.is_there) for copy in result.copies} == expected
    later = look_at_private_details(database, ana)
    assert later.is_empty
    assert {(copy.path, copy.is_there) for copy in later.copies} == expected
    assert ADDRESS.encode() in with_it[0].read_bytes()
    assert ADDRESS.encode() not in database.path.with_name("after.desk1540").read_bytes()


def test_unsaved_texts_of_the_person_go_too(database):
    ana = add_private_ana(database)
    post = contacts.add_post(database, AUTHOR, {"name": "Directora"})
    held = contacts.designate(database, AUTHOR, ana, post)
    with database.write(AUTHOR, "draft") as unit:
        rows = [
            {"place": json.dumps(["run", "person", ana, "rank", "Ana"]), "content": "Ministra"},
            {"place": json.dumps(["run", "contact_line", held, "phones", "Ana"]), "content": "5555"},
            {"place": "plan_item/1/remarks", "content": json.dumps({"text": f"ella es {NOTE}"})},
            {"place": "plan_item/2/remarks", "content": f'{{"text": "{NOTE}"}}'},
            {"place": "plan_item/3/remarks", "content": "nada"},
        ]
        unit.execute(insert(Draft), [{**row, "typed_at": "2026-01-01T00:00:00Z"} for row in rows])
        unit.leaves_entry = True
        unit.commit()
    erase_private_details(database, AUTHOR, ana)
    with database.read() as unit:
        assert unit.raw("SELECT place FROM draft") == [("plan_item/3/remarks",)]


def test_other_records_with_the_same_text_are_named(database):
    ana = add_private_ana(database)
    contacts.add_institution(database, AUTHOR, {"name": "Aduana", "note": f"Llamar al {MOBILE}."})
    result = erase_private_details(database, AUTHOR, ana)
    assert [tuple(each) for each in result.elsewhere] == [("Institution", "Aduana", "Note")]
    assert look_at_private_details(database, ana).elsewhere == ()


def test_a_name_in_summaries_stays(database):
    ana = add_private_ana(database)
    contacts.update_person(database, AUTHOR, ana, {"note": "otra nota"})
    erase_private_details(database, AUTHOR, ana)
    with database.read() as unit:
        names = {
            change.after["name"] for change in changes_of(unit, 2) if change.after and "name" in change.after
        }
    assert names == {"Ana Pérez"}


def test_an_erasure_cannot_be_taken_back(database):
    ana = add_private_ana(database)
    erase_private_details(database, AUTHOR, ana)
    number = database.head.number
    for attempt in (revert_change_set, take_back):
        with pytest.raises(UserError, match="An erasure cannot be taken back"):
            attempt(database, AUTHOR, number)
    with database.read() as unit, pytest.raises(UserError, match="An erasure cannot be taken back"):
        preview_take_back(unit, number)
    assert database.head.number == number


def test_taking_an_earlier_entry_back_skips_what_was_erased(database):
    ana = add_private_ana(database)
    contacts.update_person(database, AUTHOR, ana, {"note": "nueva", "rank": "Ministra"})
    edit = database.head.number
    erase_private_details(database, AUTHOR, ana)
    result = revert_change_set(database, AUTHOR, edit)
    assert [(each.place[2], each.reason) for each in result.kept] == [
        ("note", "The earlier value was erased.")
    ]
    with database.read() as unit:
        (record,) = persons(unit)
    assert (record.rank, record.note) == ("", "")
    assert is_whole(database)


def test_a_hole_made_by_hand_is_damage(database):
    """The very hole an erasure makes - content gone, digest kept - but no entry names it."""
    ana = add_private_ana(database)
    contacts.add_person(database, AUTHOR, {"name": "Eva", "note": NOTE})
    number = database.head.number
    erase_private_details(database, AUTHOR, ana)
    assert is_whole(database)
    with database.read() as unit:
        (entry,) = LogReading(unit.driver).entries(only=number)
        ((salt,),) = unit.raw("SELECT salt FROM log_seal WHERE set_number = ? AND row <> 0", [number])
    database.close()
    driver = dbapi2.connect(str(database.path))
    sealed = [digest(salt, content_of_entry(entry)), number]
    driver.execute("UPDATE log_seal SET salt = NULL, digest = ? WHERE set_number = ? AND row <> 0", sealed)
    driver.commit()
    driver.close()
    damaged = open_file(database.path)
    with damaged.read() as unit:
        assert verify_chain(unit) == [number]
    damaged.close()


def test_an_encrypted_file_keeps_no_trace_under_its_key(tmp_path):
    """What lies below the encryption is looked at by taking the passphrase away."""
    secret = "una frase de paso larga"
    made = create(tmp_path / "secret.desk1540", state="X01", author=AUTHOR, secret=secret)
    ana = add_private_ana(made)
    copy = back_up_beside(made, "copy")
    result = erase_private_details(made, AUTHOR, ana)
    assert [(held.path, held.is_there) for held in result.copies] == [(str(copy), True)]
    assert is_whole(made)
    change_passphrase(made, None)
    assert made.path.read_bytes().startswith(b"SQLite format 3")
    assert has_traces(made) == []
    made.close()


# Kept longer than twelve months


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ([], False),
        (["2024"], True),
        (["2024", None], False),
        (["2025-01-31"], True),
        (["2025-02-28"], False),
        (["2023", "2025-12"], False),
    ],
)
def test_private_details_may_be_forgotten_a_year_after_the_last_end(ends, expected):
    assert may_forget(ends, date(2026, 1, 31)) is expected


def test_a_year_after_the_last_day_of_a_month_is_a_whole_year():
    assert not may_forget(["2025-01-31"], date(2026, 1, 30))
    assert may_forget(["2025-01-31"], date(2026, 1, 31))
    assert may_forget(["2024-02-29"], date(2025, 2, 28))
    assert not may_forget(["9999"], date(2026, 1, 1))


def long_kept(database: Database, day: date = date(2026, 6, 1)) -> list[str]:
    with database.read() as unit:
        return [each.title for each in to_complete(unit, day)["kept_too_long"]]


def test_what_only_the_history_holds_is_asked_about_too(tmp_path):
    database = filled(tmp_path)
    with database.read() as unit:
        ((person, designation),) = unit.raw("SELECT person_id, id FROM designation")
    contacts.end_designation(database, AUTHOR, designation, "2025-06-01")
    contacts.set_details(database, AUTHOR, "person", person, [])
    assert long_kept(database) == ["Ana Ejemplo"]
    erase_private_details(database, AUTHOR, person)
    assert long_kept(database) == []
    database.close()


def test_a_deleted_person_is_asked_about_a_year_later(tmp_path):
    database = filled(tmp_path)
    with database.read() as unit:
        ((person,),) = unit.raw("SELECT person_id FROM designation")
    contacts.add_person(database, AUTHOR, {"name": "Eva"})
    contacts.delete_persons(database, AUTHOR, [person])
    assert long_kept(database, date(2026, 12, 31)) == []
    assert long_kept(database, date(2027, 1, 2)) == ["Ana Ejemplo"]
    erase_private_details(database, AUTHOR, person)
    assert long_kept(database, date(2027, 1, 2)) == []
    assert is_whole(database)
    database.close()


def test_what_a_restore_kept_beside_the_file_is_named(database):
    ana = add_private_ana(database)
    copy = back_up_beside(database, "copy")
    database.close()
    kept, _ = restore(copy, database.path)
    again = open_file(database.path)
    result = erase_private_details(again, AUTHOR, ana)
    again.close()
    assert str(kept) in {held.path for held in result.copies}
    assert all(held.made_at for held in result.copies)


@pytest.mark.parametrize(
    ("until", "is_listed"),
    [(None, True), ("2026-05-31", True), ("2026-06-01", False), ("2026", False), ("continuous", False)],
)
def test_details_a_year_after_the_end_are_asked_about_unless_kept_on_purpose(tmp_path, until, is_listed):
    database = filled(tmp_path)
    assert long_kept(database) == []
    with database.read() as unit:
        ((person, designation),) = unit.raw("SELECT person_id, id FROM designation")
    contacts.end_designation(database, AUTHOR, designation, "2025-06-01")
    assert long_kept(database, date(2026, 5, 31)) == []
    contacts.update_person(database, AUTHOR, person, {"details_kept_until": until})
    assert long_kept(database) == (["Ana Ejemplo"] if is_listed else [])
    erase_private_details(database, AUTHOR, person)
    assert long_kept(database) == []
    database.close()

"""The option --for: only what is shared leaves, and what left and stayed is said at the end."""

import json

import pytest

from db.opening import open_file
from desktop.services.plans import update_items
from tests.services.filled import filled


@pytest.fixture
def path(tmp_path):
    database = filled(tmp_path)
    with database.read() as unit:
        ((first,),) = unit.raw("SELECT id FROM plan_item WHERE number = '1.1'")
    update_items(database, "Ana", {first: {"sharing": "committee"}})
    database.close()
    return database.path


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "ics"])
def test_a_plan_for_a_recipient(desk, path, tmp_path, form):
    done = desk("export", "plan", "--from", path, "--for", "committee", "--out", tmp_path / f"plan.{form}")
    assert done.code == 0
    assert "For 1540 Committee: actions 1, persons 0, institutions 2.\n" in done.out
    assert "Stays in this office: actions 3, persons 0, institutions 0, and always the private" in done.out
    if form == "json":
        items = json.loads((tmp_path / "plan.json").read_text("utf-8"))["items"]
        assert [item["number"] for item in items] == ["1.1"]


def test_without_a_recipient_it_says_that_it_is_for_this_office(desk, path, tmp_path):
    for what, name in (("plan", "a.csv"), ("contacts", "b.csv")):
        done = desk("export", what, "--from", path, "--out", tmp_path / name)
        assert "For this office: no record is held back" in done.out
    done = desk("export", "all", "--from", path, "--out", tmp_path / "c.zip")
    assert "This copy holds everything, private details and history too" in done.out
    done = desk("export", "contacts", "--from", path, "--out", tmp_path / "d.json")
    assert "This copy holds private phones and e-mails too" in done.out
    assert "+999 77" in (tmp_path / "d.json").read_text("utf-8")


def test_contacts_of_which_nothing_is_shared(desk, path, tmp_path):
    done = desk("export", "contacts", "--from", path, "--for", "oas", "--out", tmp_path / "c.json")
    assert done.code == 0
    assert "Nothing of this is shared with OAS yet: set “Sharing”" in done.out
    assert "This copy holds private" not in done.out
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))["items"] == []


def test_a_report_for_a_recipient(desk, path, tmp_path):
    words = (
        "report",
        "status",
        "--from",
        path,
        "--state",
        "X01",
        "--lang",
        "en",
        "--out",
        tmp_path / "s.xlsx",
    )
    done = desk(*words, "--for", "committee")
    assert done.code == 0
    assert "For 1540 Committee: actions 1, persons 0, institutions 2.\n" in done.out
    done = desk(*words)
    assert "For this office: no record is held back" in done.out


@pytest.mark.parametrize("what", ["plan", "contacts"])
def test_an_unknown_recipient_is_refused_and_nothing_written(desk, path, tmp_path, what):
    done = desk("export", what, "--from", path, "--for", "nato", "--out", tmp_path / "x.csv")
    assert done.code == 1
    assert done.err == (
        "There is no recipient “nato”. Known are: committee, un_centre, oas, subregional, public, "
        "state:CODE, provider:CODE.\n"
    )
    assert not (tmp_path / "x.csv").exists()


def test_everything_takes_no_recipient(desk, path, tmp_path):
    done = desk("export", "all", "--from", path, "--for", "oas", "--out", tmp_path / "x.zip")
    assert done.code == 2
    assert "takes no --for" in done.err
    assert not (tmp_path / "x.zip").exists()


def test_a_state_is_a_recipient(desk, path, tmp_path):
    database = open_file(path)
    with database.read() as unit:
        ids = [row_id for (row_id,) in unit.raw("SELECT id FROM plan_item")]
    update_items(database, "Ana", {row_id: {"sharing": "state:PAN"} for row_id in ids})
    database.close()
    done = desk("export", "plan", "--from", path, "--for", "state:pan", "--out", tmp_path / "p.json")
    assert "For Panama: actions 4" in done.out

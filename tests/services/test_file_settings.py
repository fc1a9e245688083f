"""What an office sets for its file stands in its reports, with an emblem that is a picture."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from db.schema import AttachmentBytes, Plan
from desktop.base.errors import UserError
from desktop.services.file_facts import file_facts, reference_of
from desktop.services.file_settings import update_file_settings
from tests.builders import new_database
from tests.exchange.test_pictures import drawn, png_that_says

PICTURE = drawn("PNG")
BOMB = png_that_says(60_000, 60_000)


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


def facts(database):
    with database.read() as unit:
        return file_facts(unit, reference_of(unit))


def test_settings_and_emblem_are_kept_and_read_by_reports(database, tmp_path):
    emblem = tmp_path / "arms.png"
    emblem.write_bytes(PICTURE)
    values = {"organisation": "Ministerio", "place_printed": "Ciudad", "paper": "Letter"}
    update_file_settings(database, "Ana", values, emblem=emblem)
    found = facts(database)
    assert (found.organisation, found.place, found.paper) == ("Ministerio", "Ciudad", "Letter")
    assert found.emblem == PICTURE
    assert update_file_settings(database, "Ana", values) is None


def test_a_picture_without_end_in_a_file_from_outside_is_left_out_of_reports(database, tmp_path):
    emblem = tmp_path / "arms.png"
    emblem.write_bytes(BOMB)
    with pytest.raises(UserError, match="8 million pixels"):
        update_file_settings(database, "Ana", {}, emblem=emblem)
    emblem.write_bytes(PICTURE)
    update_file_settings(database, "Ana", {}, emblem=emblem)
    with database.write("Eve", "Put a bomb in its place") as unit:
        unit.insert(Plan, [{"state": "X01", "title": "Plan"}])
        unit.execute(update(AttachmentBytes).values(content=BOMB))
        unit.commit()
    assert facts(database).emblem is None


def test_an_emblem_that_is_no_picture_is_refused(database, tmp_path):
    odd = tmp_path / "arms.png"
    odd.write_bytes(b"MZ not a picture")
    with pytest.raises(UserError, match="no PNG or JPEG"):
        update_file_settings(database, "Ana", {"organisation": "M"}, emblem=odd)
    with pytest.raises(UserError, match="cannot be read"):
        update_file_settings(database, "Ana", {}, emblem=tmp_path / "none.png")
    assert facts(database).organisation == ""

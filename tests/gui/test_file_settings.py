"""The settings of the file are shown, changed and undone from the window."""

from __future__ import annotations

import pytest
from shiboken6 import isValid

from desktop.services.file_facts import file_settings
from desktop.views.file_settings.dialog import FileSettingsDialog
from tests.gui.places import bury, settle


@pytest.fixture
def dialog(place):
    made = FileSettingsDialog(place)
    made.show()
    settle(place)
    yield made
    if isValid(made):
        bury(made)


def settings_of(database):
    with database.read() as unit:
        return file_settings(unit)


def test_what_is_typed_is_kept_and_can_be_undone(dialog, place, database):
    dialog.organisation.setText("Oficina 1540")
    dialog.paper.setCurrentIndex(dialog.paper.findData("Legal"))
    dialog.done_button.click()
    settle(place)
    assert (settings_of(database).organisation, settings_of(database).paper) == ("Oficina 1540", "Legal")
    place.undo.undo()
    settle(place)
    assert settings_of(database).paper is None


def test_an_emblem_that_is_no_picture_keeps_the_dialog_open(dialog, place, tmp_path):
    odd = tmp_path / "arms.png"
    odd.write_bytes(b"no picture")
    dialog.take_emblem(str(odd))
    dialog.done_button.click()
    settle(place)
    assert "arms.png" in dialog.said.text()
    assert dialog.isVisible()

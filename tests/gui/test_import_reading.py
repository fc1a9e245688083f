"""A person stops the reading of a file; the reading process would never end by itself."""

from __future__ import annotations

import multiprocessing

import pytest
from PySide6.QtCore import Qt

from desktop.exchange.reading import child
from desktop.jobs.runner import JobRunner
from desktop.views.import_assistant.assistant import ImportAssistant
from desktop.views.import_assistant.source_reader import STILL_READING, STOPPED
from tests.builders import new_database
from tests.exchange.reading.children import Serving, hang
from tests.gui.places import make_place
from tests.services.import_plan.books import spanish_plan


@pytest.fixture
def place(tmp_path, qapp, monkeypatch):
    monkeypatch.setattr(child, "_serve", Serving(hang))
    database = new_database(tmp_path)
    made = make_place(database, tmp_path, jobs=JobRunner())
    yield made
    made.jobs.close()
    database.close()


def assistant(place, tmp_path, qtbot) -> ImportAssistant:
    window = ImportAssistant(place, "plan", tmp_path / "backups")
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def window(place, tmp_path, qtbot):
    made = assistant(place, tmp_path, qtbot)
    made.read_path(spanish_plan(tmp_path / "plan.xlsx"))
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) == 1)
    return made


def test_cancel_ends_it_and_says_so(window, qtbot):
    qtbot.mouseClick(window.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.said.text() == STOPPED)
    assert not multiprocessing.active_children()
    assert window.isVisible()
    qtbot.mouseClick(window.cancel_button, Qt.MouseButton.LeftButton)
    assert not window.isVisible()


def test_leaving_ends_it(window, place, qtbot):
    window.reject()
    assert not window.isVisible()
    qtbot.waitUntil(lambda: not place.jobs.is_running("read a file to import"))
    assert not multiprocessing.active_children()


def test_a_second_window_waits_its_turn(window, place, tmp_path, qtbot):
    second = assistant(place, tmp_path, qtbot)
    second.read_path(tmp_path / "plan.xlsx")
    assert second.said.text() == STILL_READING
    window.reject()


def test_the_end_of_the_program_ends_it(window, place):
    place.jobs.close()
    assert not multiprocessing.active_children()

"""What the tests of the window share: a filled file and its surroundings, and nothing left behind."""

import pytest

from db.queries.plan import items
from desktop.services.plans import update_items
from tests.gui.places import bury, make_place, settle
from tests.services.filled import filled


@pytest.fixture
def database(tmp_path):
    made = filled(tmp_path)
    with made.read() as unit:
        by_number = {item.number: item.id for item in items(unit)}
    update_items(made, "Ana", {by_number["1.4"]: {"number": "1.3.1", "parent_id": by_number["1.3"]}})
    yield made
    made.close()


@pytest.fixture
def place(qapp, database, tmp_path):
    made = make_place(database, tmp_path)
    yield made
    settle(made)
    made.desk.deleteLater()


@pytest.fixture
def show(qtbot, place):
    """Makes a screen, shows it and lets it read what it needs."""
    shown = []

    def make(factory, *args, **named):
        screen = factory(place, None, *args, **named)
        screen.resize(1100, 700)
        screen.show()
        settle(place)
        shown.append(screen)
        return screen

    yield make
    for screen in shown:
        bury(screen)

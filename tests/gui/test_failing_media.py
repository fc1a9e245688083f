"""A full disk, a pulled stick, a moved file: one sentence, the text is kept, and the way on."""

import os
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.drafts import kept_drafts
from db.queries.plan import items
from desktop.app import screens
from desktop.services.plans import add_progress_note, update_items
from desktop.shell.draft_keeper import DraftKeeper
from desktop.views.main_window import MainWindow
from desktop.views.plan.new_plan import NewPlanDialog
from tests.builders import new_database
from tests.gui.places import bury, settle
from tests.services.filled import filled

_ROOM = 8 * 1024 * 1024
_LONG = "word " * 6_000


class Full:
    """A disk without room: no page can be added to the file."""

    def __init__(self, database):
        self._database = database

    def fail(self):
        driver = self._database.connection.connection.dbapi_connection
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    def come_back(self):
        """A line opened anew has no such bound."""


class FullTmpfs:
    """A small disk of its own, filled to its end."""

    def __init__(self, database):
        self._filler = database.path.with_name("filler")

    def fail(self):
        with self._filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return

    def come_back(self):
        self._filler.unlink()


class Moved:
    """A stick that is pulled, a network that is away: the file is not where it was."""

    def __init__(self, database):
        self._path = database.path
        self._away = database.path.with_name("away")

    def fail(self):
        self._path.rename(self._away)

    def come_back(self):
        self._path.unlink(missing_ok=True)
        self._away.rename(self._path)


class PulledStick:
    """A stick that is pulled and put in again: the same bytes on what is another device to the system."""

    def __init__(self, database):
        self._path = database.path
        self._image = database.path.parent.with_name("image")

    def fail(self):
        shutil.copytree(self._path.parent, self._image)
        subprocess.run(["umount", "--lazy", self._path.parent], check=True)

    def come_back(self):
        mount(self._path.parent)
        shutil.copytree(self._image, self._path.parent, dirs_exist_ok=True)


SAID = {
    Full: "database or disk is full",
    FullTmpfs: "database or disk is full",
    Moved: "was moved, deleted or replaced",
    PulledStick: "was moved, deleted or replaced",
}
NEEDS_MOUNT = (FullTmpfs, PulledStick)


def mount(folder):
    options = ["-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", folder]
    done = subprocess.run(["mount", *options], capture_output=True)
    if done.returncode:
        pytest.skip("nothing can be mounted here")


@pytest.fixture(params=SAID, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


@pytest.fixture
def database(kind, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    if kind in NEEDS_MOUNT:
        if sys.platform != "linux" or os.getuid() != 0:
            pytest.skip("only root mounts")
        mount(folder)
    made = filled(folder)
    yield made
    made.close()
    if kind in NEEDS_MOUNT:
        subprocess.run(["umount", "--lazy", folder], check=False)


@pytest.fixture
def medium(kind, database):
    return kind(database)


@pytest.fixture
def window(place):
    made = MainWindow(place, screens())
    made.show_screen("plan")
    made.show()
    settle(place)
    yield made
    place.desk.give_up()
    settle(place)
    bury(made)


@pytest.fixture
def screen(window):
    return window.show_screen("plan")


def remarks(database, number="1.1"):
    with database.read() as unit:
        return next(item.remarks for item in items(unit) if item.number == number)


def ask_in_cell(screen, place, name, text, row=0):
    index = screen.model.index(row, screen.model.column_of(name))
    screen.model.setData(index, text)
    settle(place)
    return index


def test_the_text_stays_in_its_cell_and_is_saved_when_the_medium_is_back(
    place, database, medium, kind, window, screen
):
    before = remarks(database)
    medium.fail()
    index = ask_in_cell(screen, place, "remarks", _LONG)
    assert window.unsaved.isVisibleTo(window)
    assert SAID[kind] in window.unsaved.said.text()
    assert window.unsaved.said.text().endswith("Changes that are kept here until they can be saved: 1.")
    assert window.saving.text() == "Changes are not saved yet"
    assert index.data(Qt.ItemDataRole.EditRole) == _LONG
    assert place.messages.take() == []
    window.unsaved.try_button.click()
    settle(place)
    if kind in (Moved, PulledStick):
        # The same again, for as long as it lasts.
        assert place.desk.held == 1
        assert window.unsaved.isVisibleTo(window)
    medium.come_back()
    window.unsaved.try_button.click()
    settle(place)
    assert place.desk.held == 0
    assert not window.unsaved.isVisibleTo(window)
    assert window.saving.text() == "All changes are saved"
    assert remarks(database) == _LONG.strip() != before
    place.undo.undo()
    settle(place)
    assert remarks(database) == before


@pytest.mark.parametrize("kind", [Moved], indirect=True)
class TestHeld:
    def test_edits_are_written_in_the_order_in_which_they_were_asked(self, place, database, medium, screen):
        medium.fail()
        for text in ("one", "two", "three"):
            ask_in_cell(screen, place, "remarks", text)
        assert place.desk.held == 3
        medium.come_back()
        ask_in_cell(screen, place, "title", "With the next edit")
        assert place.desk.held == 0
        assert remarks(database) == "three"
        with database.read() as unit:
            assert items(unit)[0].title == "With the next edit"

    def test_what_is_asked_twice_is_done_once(self, place, database, medium, window):
        with database.read() as unit:
            item = items(unit)[0]
        medium.fail()
        for _ in range(3):
            place.desk.write(add_progress_note, item.id, text="Agreed", on_date="2026-05-01")
            settle(place)
        medium.come_back()
        place.desk.try_again()
        settle(place)
        with database.read() as unit:
            assert unit.raw("SELECT count(*) FROM progress_note WHERE text = 'Agreed'") == [(1,)]

    def test_another_file_in_its_place_is_not_written_into(self, place, database, medium, screen, tmp_path):
        medium.fail()
        ask_in_cell(screen, place, "remarks", "kept")
        other = new_database(tmp_path, name="other.desk1540", seed=2)
        other.close()
        before = other.path.read_bytes()
        shutil.copy(other.path, database.path)
        place.desk.try_again()
        settle(place)
        assert place.desk.held == 1
        assert database.path.read_bytes() == before
        medium.come_back()
        place.desk.try_again()
        settle(place)
        assert remarks(database) == "kept"

    def test_no_empty_file_is_made_where_the_file_was(self, place, database, medium, screen):
        medium.fail()
        ask_in_cell(screen, place, "remarks", "kept")
        place.desk.try_again()
        settle(place)
        assert not database.path.exists()
        medium.come_back()

    def test_what_cannot_be_written_for_another_reason_is_refused_after_all(
        self, place, database, medium, window
    ):
        said = []
        medium.fail()
        with database.read() as unit:
            item = items(unit)[0]
        place.desk.write(update_items, {item.id: {"progress": 500.0}}, refused=said.append)
        place.desk.write(update_items, {item.id: {"remarks": "good"}})
        settle(place)
        medium.come_back()
        place.desk.try_again()
        settle(place)
        assert place.desk.held == 0
        assert "must lie between" in str(said[0])
        assert remarks(database) == "good"

    def test_giving_up_shows_what_the_file_has(self, place, database, medium, window, screen):
        before = remarks(database)
        medium.fail()
        index = ask_in_cell(screen, place, "remarks", "never")
        window.unsaved.give_up_button.click()
        settle(place)
        assert place.messages.take() == [
            "Give up the changes that could not be saved (1)? The file stays as it is."
        ]
        assert index.data(Qt.ItemDataRole.EditRole) == before
        assert not window.unsaved.isVisibleTo(window)
        medium.come_back()

    def test_a_window_does_not_close_over_unsaved_changes_unasked(
        self, place, database, medium, window, screen
    ):
        closed = []
        window.closed.connect(lambda: closed.append(True))
        medium.fail()
        ask_in_cell(screen, place, "remarks", "kept")
        place.messages.answer = False
        window.close()
        settle(place)
        assert place.messages.take() == ["Changes could not be saved yet: 1. Close without them?"]
        assert closed == []
        place.messages.answer = True
        window.close()
        settle(place)
        assert closed == [True]
        medium.come_back()

    def test_a_dialog_keeps_its_text_and_says_why(self, place, medium, window):
        dialog = NewPlanDialog(place, window)
        made = []
        dialog.made.connect(made.append)
        dialog.open()
        dialog.editors["title"].set_value("Plan")
        medium.fail()
        dialog.make_button.click()
        settle(place)
        assert "was moved, deleted or replaced" in dialog.said.text()
        assert place.desk.held == 0
        medium.come_back()
        dialog.make_button.click()
        settle(place)
        assert made

    def test_a_draft_stays_while_its_text_waits(self, qapp, qtbot, place, database, medium, window, screen):
        keeper = DraftKeeper(qapp, place.desk, rest_ms=1)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        screen.table.setFocus()
        screen.table.select_row(0, screen.model.column_of("title"))
        screen.table.edit_current()
        editor = QApplication.focusWidget()
        with qtbot.waitSignal(keeper.noted):
            QTest.keyClicks(editor, "Half")
        medium.fail()
        QTest.keyClick(editor, Qt.Key.Key_Return)
        settle(place)
        assert place.desk.held == 1
        medium.come_back()
        with database.read() as unit:
            assert [row.content for row in kept_drafts(unit)] == ["Half"]
        place.desk.try_again()
        qtbot.waitUntil(lambda: not _drafts(database))
        keeper.deleteLater()


def _drafts(database):
    with database.read() as unit:
        return kept_drafts(unit)

"""A window that is killed while somebody types, and the next one over the same file."""

import json
from functools import partial

from tests.gui.test_program import opened, program, store
from tests.trust.children import start
from tests.trust.saving import prepared
from tests.trust.typing_killed import type_on

__all__ = ["program", "store"]


def killed_after(path, *kinds):
    """Let a window be typed into until it said these things one after the other; gives what it said last."""
    child = start(type_on, path, 7, True)
    child.go()
    for kind in kinds:
        said = json.loads(child.next_line())
        while said["kind"] != kind:
            said = json.loads(child.next_line())
    child.kill()
    return said


def test_the_open_cell_is_offered_and_taken_over(program, qtbot, tmp_path):
    path = tmp_path / "file.desk1540"
    prepared(path)
    said = killed_after(path, "saved", "noted")
    program.start(path)
    opened(qtbot, program)
    qtbot.waitUntil(lambda: program._drafts.dialog is not None)
    (card,) = program._drafts.dialog.cards
    assert card.shown.toPlainText().startswith(said["text"])
    assert card.head.text().startswith("Text typed on ")
    with qtbot.waitSignal(card.done):
        card.take_button.click()
    titles = program._database.call(partial(titles_of, program._database))
    assert titles[said["id"]] == " ".join(card.shown.toPlainText().split())
    program._drafts.dialog.reject()


def titles_of(database):
    with database.read() as unit:
        return dict(unit.raw("SELECT id, title FROM plan_item"))

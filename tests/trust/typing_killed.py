"""Typing into cells and killing the window: lost is at most what was typed since the keys last rested."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db.opening import open_file
from tests.trust.children import Speaker, start
from tests.trust.proof import Proof, Result
from tests.trust.saving import ITEMS, copied, prepared

REST_MS = 60
_MOST_LINES = 14
_LONGEST_WAIT = 0.15
_WORDS = ("acuerdo", "revisado", "aduana", "ministerio", "acta", "ley")


def _type_and_be_killed(rounds: int, folder: Path) -> Result:
    base = folder / "base.desk1540"
    prepared(base)
    chance, result = random.Random(1540), Result()
    offered = saved = 0
    for number in range(rounds):
        path = copied(base, folder / f"killed-{number}.desk1540")
        said = _killed(path, chance, keeps=True)
        found, failures = look(path, said)
        result.failures += [f"{number}: {each}" for each in failures]
        offered += len(found)
        saved += sum(line["kind"] == "saved" for line in said)
    control = _control_failures(base, folder, chance)
    if not control:
        result.failures.append("control: without a keeper nothing was missed")
    result.figures = {
        "kills": rounds, "texts_offered": offered, "texts_saved": saved, "missed_without_keeper": control
    }  # fmt: skip
    return result


def _control_failures(base: Path, folder: Path, chance: random.Random) -> int:
    """How many texts the same look misses when nobody keeps drafts."""
    path = copied(base, folder / "control.desk1540")
    return len(look(path, _killed(path, chance, keeps=False, until="noted"))[1])


def _killed(path: Path, chance: random.Random, *, keeps: bool, until: str = "") -> list[dict[str, Any]]:
    """Let a window be typed into and kill it; gives what it had said."""
    child = start(type_on, path, chance.randrange(1_000_000), keeps)
    child.go()
    said = [child.next_line() for _ in range(1 + chance.randint(0, _MOST_LINES))]
    while until and f'"{until}"' not in said[-1]:
        said.append(child.next_line())
        if not said[-1]:
            raise AssertionError("the window ended by itself")
    if not until:
        child.runs_for(chance.uniform(0, _LONGEST_WAIT))
    is_alive = child.runs_for(0)
    said += child.kill()
    if not is_alive:
        raise AssertionError("the window ended by itself")
    return [json.loads(line) for line in said if line]


def look(path: Path, said: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The texts that the next opening offers, and what is wrong with them and with what was saved."""
    from desktop.services.drafts import unsaved_texts, was_handed_over

    database = open_file(path)
    try:
        with database.read() as unit:
            titles = dict(unit.raw("SELECT id, title FROM plan_item"))
            found = unsaved_texts(unit, "")
            left = [text for text in found if not was_handed_over(unit, text)]
    finally:
        database.close()
    offered = [text for text in left if text.text != text.present]
    failures = [
        f"saved and not there: {line['text']!r}"
        for line in _last_saved(said)
        if titles[line["id"]] != line["text"]
    ]
    if len(offered) > 1:
        failures.append(f"{len(offered)} texts offered for one open cell")
    last = next((line for line in reversed(said) if line["kind"] in ("noted", "saved")), None)
    if last is not None and last["kind"] == "noted":
        # Saved unheard: the end of a text is trimmed on its way into the file.
        is_saved = titles[last["id"]].startswith(last["text"].strip())
        if not is_saved and not any(_goes_on(text, last) for text in offered):
            failures.append(f"noted and not offered: {last['text']!r}")
    return [text.text for text in offered], failures


def _goes_on(text: Any, last: dict[str, Any]) -> bool:
    return text.row_id == last["id"] and text.field == "title" and text.text.startswith(last["text"])


def _last_saved(said: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest saving of each action; one that was typed into since may have been saved again unheard."""
    saved = {line["id"]: line for line in said if line["kind"] == "saved"}
    is_last = {line["id"] for line in said[-1:] if line["kind"] != "saved"}
    return [line for row_id, line in saved.items() if row_id not in is_last]


# The child


def type_on(speaker: Speaker, path: Path, seed: int, keeps: bool) -> None:
    """Open the window, type into one cell after the other, and say what was noted and what was saved."""
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from desktop.app import Program, screens
    from desktop.base.paths import find_places
    from desktop.base.settings import SettingsStore
    from desktop.jobs.runner import JobRunner

    # The offscreen screen says at every window what it cannot do.
    qInstallMessageHandler(_say_nothing)
    app = QApplication(["desk1540", "-platform", "offscreen"])
    store = SettingsStore(find_places().settings / f"{path.stem}.json")
    program = Program(app, store, JobRunner(), screens())
    program.open(path)
    _Typist(app, program, speaker, random.Random(seed), keeps).type()


def _say_nothing(*_: Any) -> None:
    """Nobody reads what the screen says."""


class _Typist:
    """A person at the plan's table."""

    def __init__(self, app: Any, program: Any, speaker: Speaker, chance: random.Random, keeps: bool) -> None:
        self._app = app
        self._program = program
        self._speaker = speaker
        self._chance = chance
        self._wait(lambda: program.window is not None and program.window.isActiveWindow())
        keeper = program._drafts.keeper
        keeper._rest_ms = REST_MS
        keeper.noted.connect(self._on_noted)
        self._noted = ""
        self._open: dict[str, Any] = {}
        if not keeps:
            keeper._desk = _NoDesk()
        self._keeps = keeps

    def type(self) -> None:
        """Go on for ever."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        window = self._program.window
        screen = window.show_screen("plan")
        self._wait(lambda: screen.model.rowCount() == ITEMS and not self._is_busy())
        while True:
            row = self._chance.randrange(ITEMS)
            screen.table.setFocus()
            screen.table.select_row(row, screen.model.column_of("title"))
            self._wait(lambda: screen.model.record(screen.table.current_id()) is not None)
            screen.table.edit_current()
            editor = self._app.focusWidget()
            self._open = {"id": screen.table.current_id(), "editor": editor}
            for _ in range(self._chance.randint(1, 4)):
                self._type_word(editor)
            text = " ".join(editor.text().split())
            QTest.keyClick(editor, Qt.Key.Key_Return)
            self._wait(self._is_handed_over)
            self._say("saved", text)

    def _type_word(self, editor: Any) -> None:
        from PySide6.QtTest import QTest

        QTest.keyClicks(editor, f"{self._chance.choice(_WORDS)} {self._chance.randrange(1000)} ")
        if self._chance.random() < 0.7:
            text = editor.text()
            if self._keeps:
                self._wait(lambda: self._noted == text)
            self._say("noted", text)

    def _on_noted(self) -> None:
        self._noted = self._open["editor"].text()

    def _say(self, kind: str, text: str) -> None:
        self._speaker.say(json.dumps({"kind": kind, "id": self._open["id"], "text": text}))

    def _is_handed_over(self) -> bool:
        return self._app.focusWidget() is not self._open["editor"] and not self._is_busy()

    def _is_busy(self) -> bool:
        return bool(self._program._place.desk.is_busy)

    def _wait(self, is_so: Any) -> None:
        while not is_so():
            self._app.processEvents()


class _NoDesk:
    """The control: a desk that loses every draft."""

    is_busy = False

    def ask(self, *_: Any, **__: Any) -> None:
        """Do nothing."""


PROOFS = (
    Proof("typing-killed", "A crash while typing loses at most the open cell.", 30, _type_and_be_killed),
)

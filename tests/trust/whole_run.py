"""One run of the window by its own front door: open, edit, copy, import, export, report, and an end.

`main` takes the path of a JSON file that says the file, its passphrase (or nothing), the needles, the
workbook to import, the folder of exports, and how the run ends: "close", "crash" or "wait". Every step that
is done is printed as a line; with "wait" the run goes on until it is killed.
"""

from __future__ import annotations

import json
import logging
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

import desktop.app
import desktop.services.opening
from db.opening import open_file
from db.queries.people import persons
from db.queries.plan import items
from desktop.__main__ import main as program_main
from desktop.services.contacts import update_person
from desktop.services.plans import add_progress_note, update_items
from desktop.views.first_run.flow import ask_for_file
from desktop.views.import_assistant.assistant import ImportAssistant
from desktop.views.import_assistant.frame import DONE

_EVERY_MS = 20
_MOST_STEPS = 12
_PROGRAMS: list[weakref.ref[desktop.app.Program]] = []


class WatchedProgram(desktop.app.Program):
    """The program, known to this run without keeping it."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        _PROGRAMS.append(weakref.ref(self))


class Run:
    """Goes on with the next step whenever the program is quiet."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self.needles: list[str] = asked["needles"]
        self._steps = self._all_steps()

    def start(self, application: QApplication) -> None:
        """Go on from now on."""
        timer = QTimer(application)
        timer.setInterval(_EVERY_MS)
        timer.timeout.connect(self._on_time)
        timer.start()

    @property
    def program(self) -> Any:
        """The program that runs."""
        return _PROGRAMS[0]()

    @property
    def place(self) -> Any:
        """The workplace of the open file."""
        return self.program._place

    def _on_time(self) -> None:
        if not _PROGRAMS or self.place is None or self.place.desk.is_busy or self.place.jobs.is_busy:
            return
        step = next(self._steps, "")
        if step:
            print(step, flush=True)

    def _all_steps(self) -> Iterator[str]:
        yield "opened"
        yield from self._edit()
        yield from self._screens()
        yield from self._export()
        yield from self._import()
        yield from self._fail()
        yield from self._end()

    def _edit(self) -> Iterator[str]:
        with_first: list[Any] = []
        self.place.desk.read(items, then=with_first.append)
        self.place.desk.read(persons, then=with_first.append)
        yield "read"
        item, person = with_first[0][0], with_first[1][0]
        write = self.place.desk.write
        write(update_items, {item.id: {"remarks": self.needles[0], "title": self.needles[1]}})
        write(add_progress_note, item.id, text=self.needles[2], on_date="2026-02-02")
        write(update_person, person.id, {"private_address": self.needles[3], "note": self.needles[4]})
        yield "edited"
        self.place.undo.undo()
        yield "taken back"
        self.place.undo.redo()
        yield "done again"

    def _screens(self) -> Iterator[str]:
        window = self.program.window
        for entry in desktop.app.screens():
            screen: Any = window.show_screen(entry.key)
            yield f"shown: {entry.key}"
            table = getattr(screen, "table", None)
            if entry.key in ("plan", "contacts"):
                table.setCurrentIndex(table.model().index(0, 0))
                table.selectionModel().select(
                    table.model().index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
                table.copy()
                screen.tools.filter.setText(self.needles[5])
                yield f"filtered: {entry.key}"
                screen.tools.filter.clear()
        ask_for_file(window, is_new=False, folder=Path(self.asked["exports"])).reject()
        yield "asked for a file"

    def _export(self) -> Iterator[str]:
        exports = Path(self.asked["exports"])
        reports: Any = self.program.window.show_screen("reports")
        yield "reports"
        for ending in ("pdf", "xlsx"):
            reports.form.format.choose(ending)
            reports.form.target.take(str(exports / f"report.{ending}"))
            reports.make_button.click()
            yield f"asked for {ending}"
            yield f"report: {ending}, {(exports / f'report.{ending}').is_file()}"
        contacts: Any = self.program.window.show_screen("contacts")
        yield "contacts"
        ids = list(contacts.model.rows.shown)
        for ending in ("vcf", "xlsx", "csv"):
            contacts.export_to(ids, str(exports / f"contacts.{ending}"))
            yield f"asked for contacts {ending}"

    def _import(self) -> Iterator[str]:
        assistant = ImportAssistant(self.place, "plan", Path(self.asked["exports"]), self.program.window)
        assistant.show()
        for _ in range(_MOST_STEPS):
            if assistant.page == DONE:
                break
            if not assistant.next_button.isEnabled():
                # On a busy machine the reader may give up: it is asked again.
                assistant.read_path(Path(self.asked["workbook"]))
                yield "import: asked to read"
            assistant.pages.preview.skips_refused.setChecked(True)
            assistant.next_button.click()
            yield f"import: page {assistant.page}"
        yield f"import: {'done' if assistant.page == DONE else 'not done'}"
        assistant.close()
        yield "imported"

    def _fail(self) -> Iterator[str]:
        logging.getLogger("desktop.tests").warning("a text: %s", self.needles[6])
        logging.getLogger("sqlalchemy.engine").error("INSERT %s", self.needles[6])
        try:
            raise ValueError(self.needles[7])
        except ValueError:
            logging.getLogger("desktop.tests").exception("failed")
        yield "failed and went on"

    def _end(self) -> Iterator[str]:
        if self.asked["end"] == "close":
            self.program.window.close()
            QTimer.singleShot(0, QApplication.quit)
            return
        if self.asked["end"] == "crash":
            self.place.desk.write(partial(_broken, self.needles[8]))
            yield "broken"
            for window in QApplication.topLevelWidgets():
                if isinstance(window, QDialog) and not isinstance(window, QFileDialog):
                    window.reject()
            return
        while True:
            yield "waiting"


def _broken(needle: str, _database: Any, _author: str) -> None:
    kept = {needle: [needle]}
    raise RuntimeError(kept)


def _give_secret(secret: str) -> None:
    """Let the window open the file as if the passphrase had been typed."""

    def opened(path: Path, **named: Any) -> Any:
        return open_file(path, **{**named, "secret": named.get("secret") or secret})

    desktop.services.opening.open_file = opened  # type: ignore[assignment]


def main(arguments: list[str]) -> int:
    """Run once as asked."""
    asked = json.loads(Path(arguments[0]).read_text("utf-8"))
    if asked["passphrase"]:
        _give_secret(asked["passphrase"])
    desktop.app.Program = WatchedProgram  # type: ignore[misc]
    run = Run(asked)
    make = desktop.app._application

    def application(argv: Any) -> QApplication:
        made = make(argv)
        run.start(made)
        return made

    desktop.app._application = application
    return program_main([asked["file"]])

"""Opens every window of the program on a file full of hostile texts, as a program of its own.

Arguments of `main`: an empty folder, the path that hostile texts name, and by how many fields they are
moved. Prints what was seen as JSON.
"""

from __future__ import annotations

import csv
import importlib
import json
import pkgutil
import time
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

import desktop.views
import desktop.widgets
from db.opening import create
from db.runners import SynchronousRunner
from desktop.app import Program, screens
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.shell.clipboard import Clipboard
from desktop.shell.crash import crash_report
from desktop.shell.theme import use_theme
from desktop.views.crash_dialog import CrashDialog
from desktop.views.first_run.flow import FirstRunFlow
from desktop.views.import_assistant.assistant import ImportAssistant
from desktop.views.import_assistant.frame import COLUMNS, DONE
from tests.gui.places import TODAY, settle
from tests.trust.hostile_texts import MNEMONIC, hostile_texts
from tests.trust.planted_file import AUTHOR, Planter
from tests.trust.window_others import open_others
from tests.trust.window_walk import Walk, close_all, windows

NAME = f"<b>x {MNEMONIC} [*] \u202e"
"""The stem of hostile names of files."""

_READINGS = 3
_MOST_SECONDS = 120


def tour(folder: Path, bait: Path, shift: int, texts: list[str] | None = None) -> dict[str, Any]:
    """Open everything; gives findings, the slowest steps, and the widgets that were never opened."""
    hostile = hostile_texts(bait) if texts is None else texts
    path = folder / f"{NAME}.desk1540"
    database = create(path, state="X01", author=AUTHOR, language="en")
    planter = Planter(database, hostile, shift)
    planter.plant()
    database.close()
    program = _program(folder)
    program.open(path)
    begun = time.monotonic()
    while program.window is None or program._place.desk.is_busy:
        QCoreApplication.processEvents()
        if time.monotonic() - begun > _MOST_SECONDS:
            raise TimeoutError([type(each).__name__ for each in windows()])
    object.__setattr__(program._place, "today", lambda: TODAY)
    walk = Walk(program._place, hostile[1])
    _first_page(walk, folder, hostile)
    _main_window(walk, program, folder)
    imported = _assistants(walk, folder, hostile)
    _messages(walk, hostile)
    _crash(walk, folder, hostile)
    open_others(walk, path, hostile)
    program.window.close()
    settle(walk.place)
    program.close_file()
    slowest = sorted(walk.seconds.items(), key=lambda pair: -pair[1])[:5]
    return {
        "findings": [f"{name}: {said}" for said, name in walk.findings.items()],
        "unopened": sorted(kind.__name__ for kind in widget_classes() if not _is_seen(kind, walk.kinds)),
        "slowest": {name: round(seconds, 3) for name, seconds in slowest},
        "steps": walk.steps,
        "windows": sorted(walk.seconds),
        "not imported": [kind for kind, is_done in imported.items() if not is_done],
        "planted": planter.planted,
        "refused": planter.refused,
    }


def widget_classes() -> set[type]:
    """Every class of widgets that the program has, found by importing all of its windows."""
    found = set()
    for package in (desktop.views, desktop.widgets):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for each in vars(importlib.import_module(info.name)).values():
                if isinstance(each, type) and issubclass(each, QWidget) and each.__module__ == info.name:
                    found.add(each)
    return found


def _is_seen(kind: type, seen: set[type]) -> bool:
    return any(issubclass(each, kind) for each in seen)


def _program(folder: Path) -> Any:
    """The program itself, whose jobs run at once."""
    application: Any = QApplication.instance()
    application.setQuitOnLastWindowClosed(False)
    store = SettingsStore(folder / "settings.json")
    store.change(language="en", author=AUTHOR)
    made = Program(application, store, JobRunner(SynchronousRunner()), screens())
    application.lastWindowClosed.disconnect(made._on_last_window_closed)
    return made


def _first_page(walk: Walk, folder: Path, hostile: list[str]) -> None:
    flow = FirstRunFlow(SettingsStore(folder / "first.json"), walk.place.jobs)
    walk.step("first page", partial(flow.show, walk.place.texts))
    assert flow.page is not None
    walk.step("first page", partial(flow.say, hostile[1], "Open a file…", print))
    walk.explore("first page", flow.page)
    flow.close()


def _main_window(walk: Walk, program: Any, folder: Path) -> None:
    window = program.window
    walk.step("main window", window.show)
    for entry in screens():
        walk.step(entry.key, partial(window.show_screen, entry.key))
        screen = window.show_screen(entry.key)
        walk.choose_all(entry.key, screen)
        walk.explore(entry.key, screen)
        _use(walk, entry.key, screen, folder)
    walk.explore("menu", window.menuBar())
    _restore(walk, program)


def _restore(walk: Walk, program: Any) -> None:
    """The window that brings a backup back; there is one to look into."""
    walk.place.backups.start()
    settle(walk.place)
    walk.step("restore", program.backups.show)
    walk.explore("restore", program.backups.dialog)
    program.backups.dialog.close()


def _use(walk: Walk, key: str, screen: Any, folder: Path) -> None:
    """What a screen shows only once it has done its work."""
    if key == "reports":
        for ending in ("pdf", "xlsx"):
            screen.form.target.take(str(folder / f"{NAME}.{ending}"))
            walk.step("reports/made", screen._on_make_clicked)
    if key == "contacts":
        walk.step("contacts/adding", partial(screen._start_entry, "person"))
        walk.step("contacts/exported", partial(screen.export_to, [], str(folder / f"{NAME}.vcf")))


def _assistants(walk: Walk, folder: Path, hostile: list[str]) -> dict[str, bool]:
    """Bring in hostile tables; gives for each kind whether the last page was reached."""
    heads = {
        "plan": ("No.", "Action", "Responsible", "Due", "Status", hostile[0]),
        "contacts": ("Name", "Institution", "E-mail", "Phone", "Post", hostile[0]),
    }
    done = {}
    for kind, head in heads.items():
        path = folder / f"{NAME} {kind}.csv"
        with path.open("w", encoding="utf-8", errors="replace", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(head)
            short = [text for text in hostile if len(text) < 30_000]
            for number in range(len(short)):
                cells = [short[(number + place) % len(short)] for place in range(len(head))]
                if kind == "plan":
                    # Every other row can be taken; of the rest dates and statuses are refused.
                    cells[0] = str(number + 1)
                    cells[3:5] = ("2027-05", "Completed") if number % 2 else cells[3:5]
                writer.writerow(cells)
        done[kind] = _import(walk, kind, path, folder)
    return done


def _import(walk: Walk, kind: Any, path: Path, folder: Path) -> bool:
    assistant = ImportAssistant(walk.place, kind, folder / "backups")
    name = f"import of {kind}"
    walk.step(name, assistant.show)
    # The plan that is there is adopted: its text changes only by an amendment.
    assistant.pages.source.amend.setChecked(True)
    for _ in range(_READINGS):
        if not assistant.next_button.isEnabled():
            # On a busy machine the reader may give up.
            walk.step(name, partial(assistant.read_path, path))
    for _ in range(DONE + 1):
        if assistant.page == DONE or not assistant.isVisible():
            break
        walk.explore(f"{name}/{assistant.page}", assistant)
        if assistant.page == COLUMNS:
            walk.step(name, assistant.pages.columns.takes_alike.click)
        assistant.pages.preview.skips_refused.setChecked(True)
        walk.step(name, assistant.next_button.click)
    is_done = assistant.page == DONE
    assistant.close()
    settle(walk.place)
    return is_done


def _messages(walk: Walk, hostile: list[str]) -> None:
    messages = walk.place.messages
    for text in hostile:
        short = text[:32_767]
        for say in (messages.info, messages.warn, partial(messages.error, details=short)):
            walk.step("message", partial(say, "{name}", name=short))
            close_all(QMessageBox)
        for ask in (messages.ask, messages.offer):
            walk.step("message", partial(ask, "{name}", "{name}", print, name=short))
            close_all(QMessageBox)
    settle(walk.place)


def _crash(walk: Walk, folder: Path, hostile: list[str]) -> None:
    dialog = CrashDialog(walk.place.texts, crash_report(ValueError(*hostile)), Clipboard())
    walk.step("crash", dialog.show)
    walk.explore("crash", dialog)
    walk.step("crash", partial(dialog.save, str(folder / f"{NAME}.txt")))
    dialog.close()


def main(arguments: list[str]) -> int:
    """Run one tour in a process of its own."""
    folder, bait, shift = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    application = QApplication([])
    use_theme(application)
    print(json.dumps(tour(folder, bait, shift)))
    assert windows() == []
    return 0

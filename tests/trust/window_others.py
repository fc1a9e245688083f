"""Opens the windows that no button asks for: what is offered after a crash, asked at opening, or covers."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtWidgets import QMainWindow

from desktop.services.drafts import UnsavedText
from desktop.services.import_outcome import Message
from desktop.services.working_copies import Taken, WorkingCopy
from desktop.views.drafts.dialog import DraftsDialog
from desktop.views.passphrase.lock_page import LockPage
from desktop.views.passphrase.passphrase_dialog import PassphraseDialog
from desktop.views.passphrase.sheet_dialog import SheetDialog
from desktop.views.shared_folders.flow import WorkingBar
from desktop.views.shared_folders.question import ShareQuestion
from tests.trust.window_walk import Walk


def open_others(walk: Walk, path: Path, hostile: list[str]) -> None:
    """Open each on a file of a hostile name, or with hostile texts."""
    place, texts = walk.place, walk.place.texts
    danger = Message("{name}", {"name": hostile[0]})
    for name, window in (
        ("unsaved texts", DraftsDialog(place, _drafts(hostile))),
        ("passphrase", PassphraseDialog(texts, path)),
        ("shared folder", ShareQuestion(texts, path, danger, is_left=True)),
        ("lock", LockPage(texts)),
        ("recovery sheet", SheetDialog(place)),
        ("working copy", _with_bar(walk, path)),
    ):
        walk.step(name, window.show)
        walk.explore(name, window)
        walk.step(name, window.close)


def _drafts(hostile: list[str]) -> list[UnsavedText]:
    places = (("plan_item", "title"), ("person", "note"), ("institution", "name"))
    return [
        UnsavedText(str(number), table, "", field, field, text[:5_000], "2026-05-01T10:00:00Z", hostile[0])
        for number, text in enumerate(hostile)
        for table, field in (places[number % len(places)],)
    ]


def _with_bar(walk: Walk, path: Path) -> QMainWindow:
    window = QMainWindow()
    digest = hashlib.sha256(path.name.encode()).hexdigest()
    WorkingBar(walk.place, WorkingCopy(path, path, Taken(1, 1, digest), digest), window)
    return window

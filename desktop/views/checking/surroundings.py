"""What the check needs around it: of the file that is open, or of one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from desktop.base.i18n import Texts
from desktop.base.settings import SettingsStore
from desktop.jobs.runner import JobRunner
from desktop.shell.clipboard import Clipboard
from desktop.shell.desk import Then
from desktop.views.checking.work import copy_closed_file, copy_open_file
from desktop.views.workplace import Workplace

_COPY = "copy the file to check"


@dataclass(frozen=True)
class Surroundings:
    """The file at `path` and what its check is handed; `copy` copies it off the GUI thread."""

    path: Path
    texts: Texts
    jobs: JobRunner
    settings: SettingsStore
    clipboard: Clipboard
    author: Callable[[], str]
    today: Callable[[], date]
    copy: Callable[[Then, Then], object]


def around_open_file(place: Workplace) -> Surroundings:
    """Of the file that is open: the database's thread copies it."""

    def copy(then: Then, refused: Then) -> None:
        place.desk.ask(partial(copy_open_file, place.file.path), then=then, refused=refused)

    def author() -> str:
        return place.desk.author

    return Surroundings(
        place.file.path, place.texts, place.jobs, place.settings, place.clipboard, author, place.today, copy
    )


def around_closed_file(
    path: Path, texts: Texts, jobs: JobRunner, settings: SettingsStore, author: str
) -> Surroundings:
    """Of a file that cannot be opened: a job copies it."""

    def copy(then: Then, refused: Then) -> None:
        jobs.start(_COPY, partial(copy_closed_file, path), then=then, refused=refused)

    return Surroundings(path, texts, jobs, settings, Clipboard(), lambda: author, date.today, copy)

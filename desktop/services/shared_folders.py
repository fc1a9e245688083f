"""What is said of a file in a folder that other computers write into as well, and what was chosen for it."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.base.i18n import N_
from desktop.base.settings import Settings, SettingsStore
from desktop.base.shared_folders import NETWORK, danger_of
from desktop.services.import_outcome import Message

COPY, THERE = "copy", "there"
"""Work on a copy of this computer, or open the file where it lies all the same."""
_CHOICES = "shared folders"
_MOST_REMEMBERED = 40

_ON_A_NETWORK = N_(
    "{name} lies on another computer ({service}): two people could write into it at once, and a lost "
    "connection could leave it half written."
)
_SYNCHRONISED = N_(
    "{name} lies in a folder that {service} synchronises: it could be copied half written, and two computers "
    "could write into it at once."
)


def danger_sentence(path: Path) -> Message | None:
    """Why a file is in danger where it lies; None for a folder of this computer alone."""
    danger = danger_of(path)
    if danger is None:
        return None
    text_id = _ON_A_NETWORK if danger.kind == NETWORK else _SYNCHRONISED
    return Message(text_id, {"name": path.name, "service": danger.name})


def remembered_choice(settings: Settings, path: Path) -> str:
    """What was chosen for a file the last time: COPY, THERE, or empty."""
    found = settings.choices.get(_CHOICES, {}).get(os.path.abspath(path))  # noqa: PTH100 - never on the network
    return found if found in (COPY, THERE) else ""


def remember_choice(store: SettingsStore, path: Path, choice: str) -> None:
    """Keep what was chosen for a file; an empty choice forgets it."""
    known = dict(store.current.choices.get(_CHOICES, {}))
    where = os.path.abspath(path)  # noqa: PTH100 - never on the network
    known.pop(where, None)
    if choice:
        known[where] = choice
    store.remember_choices(_CHOICES, dict(list(known.items())[-_MOST_REMEMBERED:]))

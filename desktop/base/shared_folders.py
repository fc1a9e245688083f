"""Folders that other computers write into as well: network paths and folders of services that synchronise.

A file of ours must have one writer and be whole at any moment; neither can be promised there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.base.mounts import network_type

NETWORK, SYNCHRONISED = "network", "synchronised"
_NAMES = (
    ("OneDrive", re.compile(r"OneDrive( - .+)?|OneDrive-.+", re.IGNORECASE)),
    ("Dropbox", re.compile(r"Dropbox( \(.+\))?|.+ Dropbox|Dropbox-.+", re.IGNORECASE)),
    ("Google Drive", re.compile(r"Google ?Drive( \(.+\))?|GoogleDrive-.+", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"Nextcloud\d*", re.IGNORECASE)),
    ("ownCloud", re.compile(r"ownCloud\d*|ownCloud - .+", re.IGNORECASE)),
    ("iCloud", re.compile(r"iCloud ?Drive|com~apple~CloudDocs", re.IGNORECASE)),
    ("Box", re.compile(r"Box Sync|Box-Box", re.IGNORECASE)),
    ("pCloud", re.compile(r"pCloud ?(Drive|Sync)", re.IGNORECASE)),
    ("MEGA", re.compile(r"MEGA ?sync( Downloads)?", re.IGNORECASE)),
)
_AT_HOME = {"box": "Box", "mega": "MEGA", "my drive": "Google Drive", "mi unidad": "Google Drive"}
"""Names that mean a service only right below the home folder or a drive."""
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".stfolder": "Syncthing",
    ".sync": "Resilio Sync",
    ".megaignore": "MEGA",
}
_JOURNALS = re.compile(r"\._?sync_[0-9a-f]+\.db.*", re.IGNORECASE)
"""What Nextcloud and ownCloud keep at the top of a folder."""
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


@dataclass(frozen=True, slots=True)
class Danger:
    """Why a folder is none to work in: its kind, and the service or file system by name."""

    kind: str
    name: str


def danger_of(
    path: Path,
    environment: Mapping[str, str] = os.environ,
    network: Callable[[Path], str] = network_type,
    home: Path | None = None,
) -> Danger | None:
    """Whether a path lies where other computers write too; None for a folder of this computer alone."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - links are not followed: they may lead far away
    if kind := network(absolute):
        return Danger(NETWORK, kind)
    for name in _VARIABLES:
        named = environment.get(name)
        if named and absolute.is_relative_to(named):
            return Danger(SYNCHRONISED, "OneDrive")
    service = next(filter(None, (_service(each, home or Path.home()) for each in absolute.parents)), "")
    return Danger(SYNCHRONISED, service) if service else None


def _service(folder: Path, home: Path) -> str:
    """The service that synchronises a folder, by its name or by what the service keeps in it."""
    for service, pattern in _NAMES:
        if pattern.fullmatch(folder.name):
            return service
    if folder.name.lower() in _AT_HOME and folder.parent in (home, Path(folder.anchor)):
        return _AT_HOME[folder.name.lower()]
    if folder == home or folder == Path(folder.anchor):
        # Programs keep settings there under the same names.
        return ""
    try:
        inside = os.listdir(folder)  # noqa: PTH208 - names only
    except OSError:
        return ""
    found = next((mark for mark in inside if mark in _MARKS), None)
    if found is not None:
        return _MARKS[found]
    return "Nextcloud" if any(_JOURNALS.fullmatch(name) for name in inside) else ""

"""Shared folders: told by mounts and marks; work on a copy is put back or both are kept, also when killed."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from db.opening import open_file
from desktop.base.mounts import linux_mounts, network_type
from desktop.base.settings import SettingsStore
from desktop.base.shared_folders import danger_of
from desktop.services.checking import check_database
from desktop.services.plans import add_plan
from desktop.services.working_copies import left_copy, put_back, take_copy
from tests.trust.children import Speaker, start
from tests.trust.proof import Proof, Result
from tests.trust.saving import prepared

_LONGEST_WAIT = 0.06
_MARKS = (
    ".dropbox",
    ".stfolder",
    ".sync",
    ".sync_0123456789ab.db",
    "._sync_0123456789ab.db",
    ".owncloudsync.log",
)
_NAMES = (
    "OneDrive - Ministerio",
    "Dropbox",
    "Google Drive",
    "Nextcloud",
    "iCloudDrive",
    "pCloudDrive",
    "MEGAsync",
)
_TYPES = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "afs",
    "ceph",
    "glusterfs",
)
_OWN = ("ext4", "xfs", "btrfs", "vfat", "exfat", "fuseblk", "tmpfs", "overlay", "zfs", "apfs")


def _shared(rounds: int, folder: Path) -> Result:
    result = Result()
    told, slowest = _told(folder / "told", result)
    base = folder / "base.desk1540"
    prepared(base)
    chance = random.Random(1540)
    ends = {"whole": 0, "both": 0, "killed": 0}
    for number in range(rounds):
        inside = folder / f"round-{number}" / "Dropbox"
        inside.mkdir(parents=True)
        origin = inside / "plan.desk1540"
        shutil.copyfile(base, origin)
        kind = chance.choice(tuple(ends))
        ends[kind] += 1
        result.failures += [f"{number} ({kind}): {each}" for each in _round(kind, origin, chance)]
    if not _control(base, folder / "control"):
        result.failures.append("control: a file put over what changed there was not noticed")
    result.figures = {"folders_told": told, "slowest_ms": slowest, **ends}
    return result


def _told(folder: Path, result: Result) -> tuple[int, float]:
    """Ask of folders of every kind; gives how many were told rightly, and the longest answer in ms."""
    right, slowest = 0, 0.0
    for path, mounts, is_dangerous in _folders(folder):
        begun = time.perf_counter()

        def network(asked: Path, mounts: str = mounts) -> str:
            return network_type(asked, platform="linux", mounts=lambda _: linux_mounts(mounts))

        found = danger_of(path, {}, network, folder)
        slowest = max(slowest, time.perf_counter() - begun)
        if (found is not None) is is_dangerous:
            right += 1
        else:
            result.failures.append(f"{path}: {found}")
    return right, round(slowest * 1000, 1)


def _folders(folder: Path) -> Iterator[tuple[Path, str, bool]]:
    """A path, the table of mounts, and whether others write there; of a network nothing is there to see."""
    for kind in (*_TYPES, *_OWN):
        yield (
            Path("/mnt/away/1540/plan.desk1540"),
            f"x / ext4 rw 0 0\nx /mnt/away {kind} rw 0 0\n",
            kind in _TYPES,
        )
    for number, mark in enumerate(_MARKS):
        inside = folder / f"marked-{number}" / "a"
        inside.mkdir(parents=True)
        (inside.parent / mark).touch()
        yield inside / "plan.desk1540", "", True
    for name in (*_NAMES, "Work", "Archivo", "Dropboxes"):
        inside = folder / name / "1540"
        inside.mkdir(parents=True)
        yield inside / "plan.desk1540", "", name in _NAMES


def _round(kind: str, origin: Path, chance: random.Random) -> list[str]:
    working = origin.parent.parent / "working"
    store = SettingsStore(origin.parent.parent / "settings.json")
    if kind == "killed":
        return _killed(origin, working, chance)
    copy = take_copy(working, origin)
    database = open_file(copy.path)
    add_plan(database, "Ana", {"state": "X01", "title": "Ours"})
    if kind == "both":
        _changed(origin, "Theirs")
    done = put_back(store, copy, database)
    database.close()
    kept = origin.with_name(str(done.message.values.get("kept", origin.name)))
    failures = [] if done.is_whole is (kind == "whole") else [f"said {done.message.text_id}"]
    failures += [] if "Ours" in _titles(kept, failures) else ["our work is not in the shared folder"]
    if kind == "both" and "Theirs" not in _titles(origin, failures):
        failures.append("their work is gone")
    return failures


def _killed(origin: Path, working: Path, chance: random.Random) -> list[str]:
    """Kill the putting back at any moment: there the old or the new file, here the copy with all work."""
    before = origin.read_bytes()
    child = start(_put_back_and_say, origin, working)
    child.go()
    child.next_line()
    child.runs_for(chance.uniform(0, _LONGEST_WAIT))
    child.kill()
    failures: list[str] = []
    is_old = origin.read_bytes() == before
    if not is_old and "Ours" not in _titles(origin, failures):
        failures.append("neither the old nor the new file lies there")
    if is_old:
        _titles(origin, failures)
    left = left_copy(working, origin)
    if left is None:
        return [*failures, *([] if not is_old else ["no working copy was left"])]
    if "Ours" not in _titles(left.path, failures):
        failures.append("our work is not in the working copy")
    return failures


def _put_back_and_say(speaker: Speaker, origin: Path, working: Path) -> None:
    copy = take_copy(working, origin)
    database = open_file(copy.path)
    add_plan(database, "Ana", {"state": "X01", "title": "Ours"})
    speaker.say("saved")
    put_back(SettingsStore(working.with_name("settings.json")), copy, database)
    database.close()
    speaker.say("put back")


def _changed(path: Path, title: str) -> None:
    database = open_file(path)
    add_plan(database, "Eva", {"state": "X01", "title": title})
    database.close()


def _titles(path: Path, failures: list[str]) -> set[str]:
    """The titles of a file's plans; notes what is wrong with the file."""
    database = open_file(path)
    try:
        failures += [str(each) for each in check_database(database, date(2026, 6, 1)).damage]
        with database.read() as unit:
            return {row[0] for row in unit.raw("SELECT title FROM plan")}
    finally:
        database.close()


def _control(base: Path, folder: Path) -> bool:
    """Whether the same look finds their work gone when a copy is simply put over it."""
    folder.mkdir()
    origin, copy = folder / "plan.desk1540", folder / "copy.desk1540"
    for path in (origin, copy):
        shutil.copyfile(base, path)
    _changed(origin, "Theirs")
    _changed(copy, "Ours")
    with suppress(OSError):
        shutil.copyfile(copy, origin)
    return "Theirs" not in _titles(origin, [])


PROOFS = (
    Proof(
        "shared-folders",
        "Work on a file in a shared folder is put back whole, or both are kept.",
        60,
        _shared,
    ),
)

"""A power cut during saves: whatever of the unsynced writes is lost, the file is sound and has every save.

The writes of a child that saves through the program are recorded once; each cut replays them up to a random
moment, loses what was not synced in one of five ways, and opens what is left.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from db.encryption import FileKey
from tests.trust.children import start, traced
from tests.trust.proof import Proof, Result
from tests.trust.recorded_writes import OPTIONS, Event, Recording, Said
from tests.trust.replayed_disk import Disk, Loss
from tests.trust.saving import Acknowledged, Look, key_of, look, prepared, save_on

_SAVES = 60
_CONTROL = {"synchronous": "OFF"}


def _cut_power(passphrase: str | None, rounds: int, folder: Path) -> Result:
    """Cut the program's saves, and as a control those of a program that syncs nothing."""
    ours = _cuts_of(folder / "ours", rounds, passphrase, None)
    control = _cuts_of(folder / "control", max(20, rounds // 10), passphrase, _CONTROL)
    counts, failures = _counted(ours)
    against, _ = _counted(control)
    if not against["lost"] + against["damaged"]:
        failures.append("the same cuts harm no file that is never synced: they prove nothing")
    figures = {"cuts": rounds, "saves_recorded": _SAVES, **counts, "control_synchronous_off": against}
    return Result(figures, failures)


def _cuts_of(
    folder: Path, cuts: int, passphrase: str | None, pragmas: Mapping[str, str] | None
) -> Iterator[tuple[str, Look]]:
    """Each cut in words, and what was found after it."""
    disk_folder = folder / "disk"
    disk_folder.mkdir(parents=True)
    path = disk_folder / "file.desk1540"
    last = prepared(path, passphrase)
    key = key_of(path, passphrase)
    disk = Disk([path])
    events = _recorded(path, key, pragmas)
    chance = random.Random(1540)
    moments = Counter(chance.randint(1, len(events)) for _ in range(cuts))
    for done, event in enumerate(events, 1):
        disk.do(event)
        if isinstance(event, Said):
            last = Acknowledged.read(event.line)
        for _ in range(moments[done]):
            loss = chance.choice(list(Loss))
            found = laid_out(disk.cut(loss, chance), folder / "found")
            yield f"after event {done} of {len(events)}, {loss.value}", look(found / path.name, last, key)


def _recorded(path: Path, key: FileKey | None, pragmas: Mapping[str, str] | None) -> list[Event]:
    """What a child does to the disk while it opens the file, saves and closes it again."""
    trace = path.parent.parent / "trace.txt"
    recording = Recording(path.parent)
    child = start(save_on, path, 7, key, pragmas, _SAVES)
    with traced(child, *OPTIONS, f"--output={trace}"):
        child.go()
        child.ended()
    with trace.open("r", encoding="ascii") as lines:
        events = list(recording.events(lines))
    assert sum(isinstance(event, Said) for event in events) == _SAVES
    return events


def laid_out(files: Mapping[str, bytes], folder: Path) -> Path:
    """Files as a cut left them, in a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path, content in files.items():
        (folder / Path(path).name).write_bytes(content)
    return folder


def _counted(cuts: Iterator[tuple[str, Look]]) -> tuple[dict[str, int], list[str]]:
    counts = {"damaged": 0, "lost": 0, "half": 0}
    failures = []
    for words, found in cuts:
        counts["damaged"] += bool(found.damage)
        counts["lost"] += bool(found.lost)
        counts["half"] += bool(found.halves)
        failures += [f"{words}: {each}" for each in found.failures]
    return counts, failures


_PROMISE = "A saved change survives a power cut."
PROOFS = (
    Proof("power-cut", _PROMISE, 1000, partial(_cut_power, None)),
    Proof("power-cut-encrypted", _PROMISE, 500, partial(_cut_power, "a passphrase")),
)

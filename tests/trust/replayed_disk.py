"""A disk that loses its power: what was not synced may be there, missing, torn or mixed.

It promises what POSIX does and no more: the content of a file is safe once the file was synced, a name once
its folder was. Until then each write, each sector of it, and each change of a name may have come through or
not, whatever came before or after it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from pathlib import Path, PurePosixPath

from tests.trust.recorded_writes import Event, Linked, Made, Renamed, Resized, Said, Synced, Unlinked, Wrote

SECTOR = 512


class Loss(Enum):
    """What becomes of that which was not synced."""

    DROPPED = "all of it is lost"
    KEPT = "all of it came through"
    TORN = "it stops somewhere, in the middle of a write"
    MIXED = "each write came through or not"
    SCATTERED = "each sector of each write came through or not"


@dataclass(eq=False)
class _File:
    """One file: what is safe, and what was done since."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Wrote | Resized] = field(default_factory=list)

    def sync(self) -> None:
        for each in self.waiting:
            _do(self.safe, each)
        self.waiting.clear()

    def after(self, loss: Loss, chance: random.Random) -> bytes:
        """What of it is found after the cut."""
        content = bytearray(self.safe)
        for each in _surviving(self.waiting, loss, chance):
            _do(content, each)
        return bytes(content)


@dataclass(frozen=True, slots=True)
class _NameChange:
    path: str
    file: _File | None


class Disk:
    """The files of one folder, as safe as they are at each moment."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._safe = {str(path): _File(bytearray(path.read_bytes())) for path in files}
        self._seen = dict(self._safe)
        self._waiting: list[_NameChange] = []

    def do(self, event: Event) -> None:
        """Let one event happen."""
        match event:
            case Made(path):
                self._rename(path, _File())
            case Wrote(path) | Resized(path):
                self._seen[path].waiting.append(event)
            case Unlinked(path):
                self._rename(path, None)
            case Renamed(path, target):
                self._rename(target, self._seen[path])
                self._rename(path, None)
            case Linked(path, target):
                self._rename(target, self._seen[path])
            case Synced(path):
                self._sync(path)
            case Said():
                pass

    def _rename(self, path: str, file: _File | None) -> None:
        self._waiting.append(_NameChange(path, file))
        _name(self._seen, self._waiting[-1])

    def _sync(self, path: str) -> None:
        if path in self._seen:
            self._seen[path].sync()
            return
        of_folder = [each for each in self._waiting if str(PurePosixPath(each.path).parent) == path]
        for each in of_folder:
            _name(self._safe, each)
            self._waiting.remove(each)

    def cut(self, loss: Loss, chance: random.Random) -> dict[str, bytes]:
        """What the disk holds when the power comes back: content by path."""
        names = dict(self._safe)
        for each in self._waiting:
            is_done = loss is Loss.KEPT or (loss is not Loss.DROPPED and chance.random() < 0.5)
            if is_done:
                _name(names, each)
        return {path: file.after(loss, chance) for path, file in names.items()}


def _name(names: dict[str, _File], change: _NameChange) -> None:
    if change.file is None:
        names.pop(change.path, None)
    else:
        names[change.path] = change.file


def _do(content: bytearray, event: Wrote | Resized) -> None:
    if isinstance(event, Resized):
        del content[event.size :]
        content.extend(bytes(event.size - len(content)))
        return
    content.extend(bytes(max(0, event.offset - len(content))))
    content[event.offset : event.offset + len(event.data)] = event.data


def _surviving(
    waiting: list[Wrote | Resized], loss: Loss, chance: random.Random
) -> Iterable[Wrote | Resized]:
    if loss is Loss.DROPPED or not waiting:
        return []
    if loss is Loss.KEPT:
        return waiting
    if loss is Loss.TORN:
        end = chance.randrange(len(waiting))
        sectors = list(_sectors(waiting[end]))
        return [*waiting[:end], *sectors[: chance.randint(0, len(sectors))]]
    pieces = waiting if loss is Loss.MIXED else [part for each in waiting for part in _sectors(each)]
    return [each for each in pieces if chance.random() < 0.5]


def _sectors(event: Wrote | Resized) -> Iterable[Wrote | Resized]:
    if isinstance(event, Resized):
        return [event]
    edges = [0, *range(SECTOR - event.offset % SECTOR, len(event.data), SECTOR), len(event.data)]
    pairs = pairwise(edges)
    return [Wrote(event.path, event.offset + start, event.data[start:end]) for start, end in pairs]

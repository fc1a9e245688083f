"""What a child did to the files of one folder, as strace saw it: each event in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CALLS = "open,openat,creat,write,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,sync_file_range,close"
_NAMES = "unlink,unlinkat,rename,renameat,renameat2,link,linkat,mmap"
OPTIONS = ("-xx", "--string-limit=4194304", f"--trace={_CALLS},{_NAMES}")
"""What strace is told: all texts in hexadecimal digits, whole."""
_LINE = re.compile(r"(\w+)\((.*)\) += (-?\d+|\?|0x[0-9a-f]+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Made:
    """A name was given to a new, empty file."""

    path: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes went to a place in the file that has this name."""

    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    """A file was cut or lengthened to this size."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """What was done to a file, or to the names of a folder, is to be on the disk from here on."""

    path: str


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A name was taken away."""

    path: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file got another name, in place of what had it."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A file got a second name."""

    path: str
    target: str


@dataclass(frozen=True, slots=True)
class Said:
    """The child said a line: from here on it must be true."""

    line: str


Event = Made | Wrote | Resized | Synced | Unlinked | Renamed | Linked | Said


class NotUnderstood(AssertionError):
    """A call changed a file of the folder in a way that the replay cannot follow."""


class Recording:
    """Turns lines of strace into events of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._known = {str(path) for path in folder.iterdir()}
        self._open: dict[int, str] = {}
        self._places: dict[int, int] = {}

    def events(self, lines: Iterator[str]) -> Iterator[Event]:
        """The events, in their order."""
        for line in lines:
            if (found := _LINE.match(line)) and not found[3].startswith("-"):
                yield from self._event(found[1], found[2], int(found[3], 0))

    def _event(self, call: str, arguments: str, answer: int) -> Iterator[Event]:
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
        if call in ("open", "openat", "creat"):
            yield from self._opened(texts[0].decode(), arguments, answer)
        elif call in ("unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat"):
            yield from self._named(call, [text.decode() for text in texts])
        else:
            yield from self._handled(call, arguments, texts, answer)

    def _opened(self, path: str, flags: str, handle: int) -> Iterator[Event]:
        if not self._is_inside(path):
            self._open.pop(handle, None)
            return
        self._open[handle], self._places[handle] = path, 0
        if "O_CREAT" in flags and path not in self._known:
            self._known.add(path)
            yield Made(path)
        elif "O_TRUNC" in flags:
            yield Resized(path, 0)

    def _named(self, call: str, paths: list[str]) -> Iterator[Event]:
        if not self._is_inside(paths[0]):
            return
        if call.startswith("link"):
            self._known.add(paths[1])
            yield Linked(paths[0], paths[1])
            return
        self._known.discard(paths[0])
        if call.startswith("unlink"):
            yield Unlinked(paths[0])
        else:
            self._known.add(paths[1])
            yield Renamed(paths[0], paths[1])
            moved = {handle: paths[1] for handle, path in self._open.items() if path == paths[0]}
            self._open.update(moved)

    def _handled(self, call: str, arguments: str, texts: list[bytes], answer: int) -> Iterator[Event]:
        numbers = re.sub(r'"[^"]*"', '""', arguments).split(", ")
        handle = int(numbers[0]) if numbers[0].isdigit() else -1
        if call == "write" and handle not in self._open:
            yield from (Said(line) for line in _own_lines(texts))
        if handle not in self._open:
            return
        path = self._open[handle]
        if call == "close":
            del self._open[handle]
        elif call == "write":
            yield Wrote(path, self._places[handle], texts[0])
            self._places[handle] += answer
        elif call == "pwrite64":
            yield Wrote(path, int(numbers[3]), texts[0])
        elif call == "ftruncate":
            yield Resized(path, int(numbers[1]))
        elif call in ("fsync", "fdatasync"):
            yield Synced(path)
        else:
            self._refuse_inside(call, path)

    def _is_inside(self, path: str) -> bool:
        return path == self._folder or path.startswith(f"{self._folder}/")

    def _refuse_inside(self, call: str, path: str) -> None:
        if self._is_inside(path):
            raise NotUnderstood(f"{call} on {path}")


def _own_lines(texts: list[bytes]) -> list[str]:
    return texts[0].decode().splitlines() if texts and texts[0].startswith((b"saved ", b"ended ")) else []

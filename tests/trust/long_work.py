"""The long work of the program - backup, import, export, restore, migration, a new file - as proofs do it."""

from __future__ import annotations

import lzma
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from db.errors import Problem
from db.opening import open_file, open_reading
from desktop import cli
from desktop.base.paths import find_places, private_temporary_folder
from tests.trust.children import Child, Speaker, start
from tests.trust.saving import Acknowledged, copied, damage_of, key_of, look, prepared

KEPT = Path(__file__).parents[1] / "migrations" / "files" / "schema-1.desk1540.xz"
"""A file as the first version of the program wrote it."""
_ROWS = 30
_OLD = b"what was there before"


def command(speaker: Speaker, words: Sequence[str]) -> None:
    """Run one command of the program and say how it ended."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    speaker.say(f"ended {cli.run(list(words))}")


def opening(speaker: Speaker, path: Path) -> None:
    """Open a file as the window does, which brings an old one up to date."""
    with private_temporary_folder(find_places()):
        open_file(path).close()
    speaker.say("ended 0")


@dataclass(frozen=True)
class Work:
    """One kind of long work in a folder.

    `lay` puts the files there, `begin` makes the child that will do it, `judge` says what is wrong with the
    files after a kill, when the program was started again since; `touched` are the files it works on and
    `allowed` the patterns of those that may be there afterwards; `made` is there once the work was done.
    """

    lay: Callable[[Path], None]
    begin: Callable[[Path], Child]
    judge: Callable[[Path], list[str]]
    touched: tuple[str, ...]
    allowed: tuple[str, ...]
    made: str = "file.desk1540"

    def unmade(self, place: Path) -> list[str]:
        """What is wrong when the work was said to be done and its result is not there."""
        path = place / self.made
        return [] if path.exists() and path.read_bytes() != _OLD else [f"{self.made} was said to be there"]


def _command_on(folder: Path, *words: str) -> Child:
    return start(command, [str(folder / word[1:]) if word.startswith("@") else word for word in words])


def _sound_or_absent(path: Path, last: Acknowledged) -> list[str]:
    return [f"{path.name}: {each}" for each in look(path, last).failures] if path.exists() else []


def backup(folder: Path) -> Work:
    """A backup of a file into the same folder."""
    base = folder / "base.desk1540"
    last = prepared(base)

    def judge(place: Path) -> list[str]:
        files = (place / "file.desk1540", place / "copy.desk1540")
        return [each for path in files for each in _sound_or_absent(path, last)]

    return Work(
        lambda place: _copy_into(base, place),
        lambda place: _command_on(place, "backup", "@file.desk1540", "--to", "@copy.desk1540"),
        judge,
        ("file.desk1540", "copy.desk1540"),
        ("file.desk1540", "copy.desk1540"),
        "copy.desk1540",
    )


def _copy_into(base: Path, place: Path) -> None:
    copied(base, place / "file.desk1540")


def import_plan(folder: Path) -> Work:
    """An import of a workbook of new actions."""
    base, sheet = folder / "base.desk1540", folder / "plan.xlsx"
    last = prepared(base)
    before = _items(base)
    write_plan(sheet)
    words = ("import", "plan", str(sheet), "--into", "@file.desk1540", "--state", "X01", "--author", "Ana")

    def judge(place: Path) -> list[str]:
        path = place / "file.desk1540"
        found = look(path, last).failures
        count = None if found else _items(path)
        return [*found, *([] if count in (None, before, before + _ROWS) else [f"{count} actions"])]

    return Work(
        lambda place: _copy_into(base, place),
        lambda place: _command_on(place, *words),
        judge,
        ("file.desk1540",),
        ("file.desk1540",),
    )


def write_plan(path: Path) -> None:
    """A workbook of some actions to be imported."""
    book = Workbook()
    book.active.append(("N.º", "Acción", "Institución responsable", "Plazo", "Situación"))
    for number in range(_ROWS):
        book.active.append((f"9.{number}", f"Acción {number}", f"Oficina {number}", "2027", "No iniciada"))
    book.save(path)


def _items(path: Path) -> int:
    database = open_reading(path)
    with database.read() as unit:
        count: int = unit.raw("SELECT count(*) FROM plan_item")[0][0]
    database.close()
    return count


def export(what: str, name: str, folder: Path) -> Work:
    """An export over a file that is there already."""
    base = folder / "base.desk1540"
    last = prepared(base)

    def lay(place: Path) -> None:
        _copy_into(base, place)
        (place / name).write_bytes(_OLD)

    def judge(place: Path) -> list[str]:
        is_old = (place / name).read_bytes() == _OLD
        broken = [] if is_old or zipfile.is_zipfile(place / name) else [f"{name} is there by half"]
        return [*broken, *_sound_or_absent(place / "file.desk1540", last)]

    return Work(
        lay,
        lambda place: _command_on(place, "export", what, "--from", "@file.desk1540", "--out", f"@{name}"),
        judge,
        ("file.desk1540", name),
        ("file.desk1540", name),
        name,
    )


def restore(folder: Path) -> Work:
    """A backup put in the place of a file."""
    base, backup = folder / "base.desk1540", folder / "backup.desk1540"
    last = prepared(base)
    copied(base, backup)

    def judge(place: Path) -> list[str]:
        path = place / "file.desk1540"
        if not path.exists():
            return ["the place of the file is empty"]
        return [each for found in place.glob("*.desk1540") for each in _sound_or_absent(found, last)]

    return Work(
        lambda place: _copy_into(base, place),
        lambda place: _command_on(place, "restore", str(backup), "--to", "@file.desk1540"),
        judge,
        ("file.desk1540",),
        ("file.desk1540", "file (before restore *).desk1540"),
    )


def new(folder: Path) -> Work:
    """A new file."""

    def judge(place: Path) -> list[str]:
        path = place / "file.desk1540"
        if not path.exists():
            return []
        try:
            open_file(path).close()
        except Problem as problem:
            return [f"there by half: {problem}"]
        return []

    return Work(
        lambda place: None,
        lambda place: _command_on(place, "new", "@file.desk1540", "--state", "X01", "--author", "Ana"),
        judge,
        ("file.desk1540",),
        ("file.desk1540",),
    )


def migration(folder: Path) -> Work:
    """An old file opened, which brings it up to date."""
    old = lzma.decompress(KEPT.read_bytes())
    model = folder / "model.desk1540"
    model.write_bytes(old)
    database = open_file(model)
    last = Acknowledged.of(database)
    database.close()
    kept = "file (version 1).desk1540"

    def lay(place: Path) -> None:
        (place / "file.desk1540").write_bytes(old)

    def judge(place: Path) -> list[str]:
        found = _as_kept(place / "file.desk1540", last)
        # Opened now, it has been brought up to date, and what it was before lies beside it.
        if not (place / kept).exists() or (place / kept).read_bytes() != old:
            found.append("the file as it was before is not kept whole")
        return found

    return Work(
        lay,
        lambda place: start(opening, place / "file.desk1540"),
        judge,
        ("file.desk1540", kept),
        ("file.desk1540", kept),
    )


def _as_kept(path: Path, last: Acknowledged) -> list[str]:
    """What is wrong with a file of an old version once it was opened, so that it is up to date."""
    try:
        database = open_file(path)
    except Problem as problem:
        return [f"not opened: {problem}"]
    found = list(damage_of(database))
    if Acknowledged.of(database) != last:
        found.append("it does not hold what it held")
    database.close()
    return found


def passphrase(before: str | None, after: str | None, folder: Path) -> Work:
    """A file put under another passphrase, a first one, or none."""
    base = folder / "base.desk1540"
    last = prepared(base, before)
    words = ["password", "@file.desk1540"]
    for option, secret in (("--password-file", before), ("--new-password-file", after)):
        if secret is not None:
            note = folder / option.strip("-")
            note.write_text(secret, "utf-8")
            words += [option, str(note)]
    if after is None:
        words.append("--remove")

    def judge(place: Path) -> list[str]:
        path = place / "file.desk1540"
        try:
            key = key_of(path, before)
            open_file(path, secret=key).close()
        except Problem:
            key = key_of(path, after)
        return list(look(path, last, key).failures)

    return Work(
        lambda place: _copy_into(base, place),
        lambda place: _command_on(place, *words),
        judge,
        ("file.desk1540",),
        ("file.desk1540",),
    )

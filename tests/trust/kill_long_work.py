"""kill -9 in long work - backup, import, export, restore, migration, a new file: old or new, never between.

Half of the kills come at random moments, half at a random call that touches one of the files concerned. After
the next start of the program nothing readable is left over: not in its private folder, not beside the file,
not beside the target.
"""

from __future__ import annotations

import lzma
import os
import random
import re
import shutil
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

from openpyxl import Workbook

from db.errors import Problem
from db.holder import note_path
from db.opening import open_file, open_reading
from desktop import cli
from tests.trust.children import Child, Speaker, start, traced
from tests.trust.proof import Proof, Result
from tests.trust.said import run_here
from tests.trust.saving import Acknowledged, copied, damage_of, look, prepared

KEPT = Path(__file__).parents[1] / "migrations" / "files" / "schema-1.desk1540.xz"
_CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,link,linkat"
_ROWS = 30
_OLD = b"what was there before"


def command(speaker: Speaker, words: Sequence[str]) -> None:
    """Run one command of the program and say how it ended."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    speaker.say(f"ended {cli.run(list(words))}")


def opening(speaker: Speaker, path: Path) -> None:
    """Open a file, which brings an old one up to date."""
    open_file(path).close()
    speaker.say("ended 0")


@dataclass(frozen=True)
class Work:
    """One kind of long work in a folder.

    `lay` puts the files there, `begin` makes the child that will do it, `judge` says what is wrong with the
    files after a kill, when the program was started again since; `touched` are the files it works on and
    `allowed` the patterns of those that may be there afterwards.
    """

    lay: Callable[[Path], None]
    begin: Callable[[Path], Child]
    judge: Callable[[Path], list[str]]
    touched: tuple[str, ...]
    allowed: tuple[str, ...]


def _attack(make: Callable[[Path], Work], rounds: int, folder: Path) -> Result:
    work = make(folder)
    place = folder / "place"
    chance = random.Random(40)
    seconds, calls = _tried(work, place)
    counts: Counter[str] = Counter()
    failures: list[str] = []
    for number in range(rounds):
        _lay(work, place)
        child = work.begin(place)
        said = _killed_in_time(child, chance, seconds) if number % 2 else _killed_at_a_call(
            child, chance.choice(calls), _paths(work, place)
        )  # fmt: skip
        counts["killed" if not said else "ended_before"] += 1
        counts["left_until_the_next_start"] += bool(_strangers(work, place) + _private())
        failures += [f"kill {number}: {each}" for each in (*_left_over(work, place), *work.judge(place))]
    return Result({"kills": rounds, **counts, "unkilled_s": round(seconds, 2), "calls": len(calls)}, failures)


def _lay(work: Work, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    work.lay(place)


def _paths(work: Work, place: Path) -> list[str]:
    ends = ("", "-journal", ".part", ".part-journal")
    return [f"--trace-path={place / name}{end}" for name in work.touched for end in ends]


def _tried(work: Work, place: Path) -> tuple[float, list[tuple[str, int]]]:
    """How long it takes without a kill, and every call it makes on its files: name and how manieth."""
    _lay(work, place)
    child = work.begin(place)
    begun = time.perf_counter()
    child.go()
    assert child.ended() == ["ended 0"]
    seconds = time.perf_counter() - begun
    failures = [*_left_over(work, place), *work.judge(place)]
    assert not failures, failures
    _lay(work, place)
    child = work.begin(place)
    trace = place.parent / "calls.txt"
    with traced(child, f"--output={trace}", f"--trace={_CALLS}", *_paths(work, place)):
        child.go()
        child.ended()
    names = re.findall(r"^(\w+)\(", trace.read_text("ascii", "replace"), re.MULTILINE)
    assert names
    return seconds, [(name, names[: index + 1].count(name)) for index, name in enumerate(names)]


def _killed_in_time(child: Child, chance: random.Random, seconds: float) -> list[str]:
    child.go()
    child.runs_for(chance.uniform(0, seconds))
    return child.kill()


def _killed_at_a_call(child: Child, call: tuple[str, int], paths: list[str]) -> list[str]:
    fatal = f"--inject={call[0]}:signal=KILL:when={call[1]}"
    with traced(child, "--output=/dev/null", f"--trace={call[0]}", fatal, *paths):
        child.go()
        return child.ended()


def _left_over(work: Work, place: Path) -> list[str]:
    """What lies where it should not, once the program was started again."""
    assert run_here(["list", "languages"]).code == cli.DONE
    return [f"left: {name}" for name in (*_strangers(work, place), *_private())]


def _strangers(work: Work, place: Path) -> list[str]:
    """What lies beside the files and is none of them."""
    # The journal is part of the file until it is opened again; the note only names who held it.
    known = [each for name in work.allowed for each in (name, f"{name}-journal", note_path(Path(name)).name)]
    names = [each.name for each in place.iterdir()]
    return [name for name in names if not any(fnmatch(name, each) for each in known)]


def _private() -> list[str]:
    """What lies in the program's own folders and is not kept there on purpose."""
    home = Path(os.environ["DESK1540_HOME"])
    parts = [each.name for each in home.rglob("*.part")]
    return parts + [each.name for each in (home / "temporary").glob("*") if each.name != "starting"]


def _command_on(folder: Path, *words: str) -> Child:
    return start(command, [str(folder / word[1:]) if word.startswith("@") else word for word in words])


def _sound_or_absent(path: Path, last: Acknowledged) -> list[str]:
    return [f"{path.name}: {each}" for each in look(path, last).failures] if path.exists() else []


def _backup(folder: Path) -> Work:
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
    )


def _copy_into(base: Path, place: Path) -> None:
    copied(base, place / "file.desk1540")


def _import(folder: Path) -> Work:
    base, sheet = folder / "base.desk1540", folder / "plan.xlsx"
    last = prepared(base)
    before = _items(base)
    _write_plan(sheet)
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


def _write_plan(path: Path) -> None:
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


def _export(what: str, name: str, folder: Path) -> Work:
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
    )


def _restore(folder: Path) -> Work:
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


def _new(folder: Path) -> Work:
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


def _migration(folder: Path) -> Work:
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


def _proof(name: str, rounds: int, make: Callable[[Path], Work]) -> Proof:
    promise = "What is cut off half-way is as before or done, never between, and leaves nothing readable."
    return Proof(f"kill-{name}", promise, rounds, partial(_attack, make))


PROOFS = (
    _proof("import", 60, _import),
    _proof("export", 60, partial(_export, "plan", "out.xlsx")),
    _proof("export-all", 40, partial(_export, "all", "out.zip")),
)

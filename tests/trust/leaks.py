"""Proves that nothing readable of an encrypted file lies anywhere but in the exports a person asked for."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from db.opening import create
from tests.trust.planned_run import PlannedRun, plant_needles
from tests.trust.proof import Proof, Result
from tests.trust.traced import ROOT, child_environment

_ENDS = ("wait", "close", "crash")
_LINES_BEFORE_KILL = 31
_SECONDS = 240.0


def prove_no_leaks(rounds: int, folder: Path) -> Result:
    """Work in an encrypted file with 20 needles in it, end in three ways, and look for the needles."""
    result = Result({"rounds": 0, "files searched": 0, "found": 0, "left by a kill until the next start": 0})
    result.figures["found in a plain file"] = _control(folder)
    if result.figures["found in a plain file"] < 8:
        result.failures.append("the needles of a plain file were not found: the proof would see nothing")
    for number in range(rounds):
        run = PlannedRun(folder / str(number), is_encrypted=True, end=_ENDS[number % len(_ENDS)])
        run.prepare()
        result.failures += [f"round {number} ({run.end}): {said}" for said in _failures(run, number, result)]
        result.figures["rounds"] += 1
    return result


def _control(folder: Path) -> int:
    run = PlannedRun(folder / "plain", is_encrypted=False)
    run.file.parent.mkdir(parents=True)
    database = create(run.file, state="X01", author="Ana", language="en")
    plant_needles(database, run.needles)
    database.close()
    found, _ = search([run.file.parent], run.needles)
    return len({needle for needle, _path in found})


def _failures(run: PlannedRun, number: int, result: Result) -> Iterator[str]:
    begun = time.time()
    home = run.folder / "home"
    lines, code = _run(run, home, kill_after=number * 7 % _LINES_BEFORE_KILL + 5)
    wanted = {"wait": -9, "close": 0, "crash": 1}[run.end]
    if code != wanted:
        yield f"the run ended with {code} after {lines[-1:]}"
    if run.end == "wait":
        left, _ = search(_places(run, home), run.needles)
        result.figures["left by a kill until the next start"] += len(left)
        _start_again(home)
    elif "import: done" not in lines or "report: pdf, True" not in lines:
        yield f"the run did not do its work: {lines}"
    found, searched = search(_places(run, home), run.needles)
    found += search_changed(ROOT, begun, run.needles)
    result.figures["files searched"] += searched
    result.figures["found"] += len(found)
    yield from (f"{needle} stands in {path}" for needle, path in found)
    yield from (f"{path} can be read by others" for path in readable_by_others(_places(run, home)))


def _places(run: PlannedRun, home: Path) -> list[Path]:
    return [run.file.parent, home, run.folder / "temporary"]


def _environment(home: Path) -> dict[str, str]:
    temporary = home.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    return child_environment(home) | {"TMPDIR": str(temporary)}


def _run(run: PlannedRun, home: Path, kill_after: int) -> tuple[list[str], int]:
    """Run the window; one that waits is killed after so many steps."""
    home.mkdir()
    before = os.umask(0)
    try:
        child = subprocess.Popen(
            [sys.executable, *run.arguments()],
            cwd=ROOT,
            env=_environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    finally:
        os.umask(before)
    lines: list[str] = []
    assert child.stdout is not None
    with child.stdout:
        for line in child.stdout:
            lines.append(line.strip())
            if run.end == "wait" and len(lines) >= kill_after:
                child.kill()
                break
    return lines, child.wait(_SECONDS)


def _start_again(home: Path) -> None:
    """The next start of the program, which removes what a killed one left."""
    words = [sys.executable, "-m", "desktop", "list", "languages"]
    subprocess.run(words, cwd=ROOT, env=_environment(home), check=True, capture_output=True)


def search(places: list[Path], needles: list[str]) -> tuple[list[tuple[str, Path]], int]:
    """Which needles stand in which files, as UTF-8 or UTF-16, also inside zips; how many files there are."""
    files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]
    return [(needle, path) for path in files for needle in needles_in(path.read_bytes(), needles)], len(files)


def search_changed(place: Path, since: float, needles: list[str]) -> list[tuple[str, Path]]:
    """The needles in files of the program's own folder that were written since."""
    files = (
        path
        for part in ("db", "desktop", "resources")
        for path in (place / part).rglob("*")
        if path.is_file() and path.stat().st_mtime >= since
    )
    return [(needle, path) for path in files for needle in needles_in(path.read_bytes(), needles)]


def needles_in(data: bytes, needles: list[str]) -> list[str]:
    """The needles that stand in some bytes."""
    # The first part is plain letters: it stands the same however the rest is escaped.
    forms = [(needle, needle.split()[0]) for needle in needles]
    found = [
        needle
        for needle, form in forms
        if any(form.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))
    ]
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    found += needles_in(archive.read(name), needles)
        except zipfile.BadZipFile:
            pass
    return list(dict.fromkeys(found))


def readable_by_others(places: list[Path]) -> list[Path]:
    """What others of this machine could read, were it not for the folder above it."""
    if sys.platform == "win32":
        return []
    inside = [path for place in places[:2] for path in place.rglob("*")]
    return [path for path in inside if not path.is_symlink() and path.stat().st_mode & 0o077]


PROOFS = (Proof("leaks", "Nothing readable leaves the file but by an export", 12, prove_no_leaks),)

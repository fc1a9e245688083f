"""Hostile files of our own kind: planted schemas, wrong values, false journals, 1,000 random mutants.

Every file is opened by reading and by writing commands in a process of its own. Bad is: a crash, a hang, a
bug reported, a refusal that changed the file, planted SQL that ran, other content behind "sound".
"""

from __future__ import annotations

import json
import lzma
import random
import select
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer
from sqlcipher3 import dbapi2

from db.schema import LOGGED
from db.schema.base import Base
from tests.trust.database_worker import said_in
from tests.trust.measured import ROOT
from tests.trust.planted_schemas import ODD, OUTSIDE, SCHEMA, Alter, sql
from tests.trust.proof import Proof, Result

KEPT = ROOT / "tests" / "migrations" / "files"
MOST_SECONDS = 10.0
"""Of the processor, for one command."""
_MOST_WAITED = 60.0
"""For all commands, on a machine that is busy with other things too."""
_MUTANTS = 1000
_VALUES = 200
_SEED = 1540
_WRITE_EACH = 9
"""Of so many mutants one is also written into: not a multiple of the ways in which they are changed."""


class Worker:
    """A process that uses files, started again when one ended or held it."""

    def __init__(self, *, is_unguarded: bool = False, most_waited: float = _MOST_WAITED) -> None:
        self._is_unguarded = is_unguarded
        self._most_waited = most_waited
        self._process: subprocess.Popen[str] | None = None

    def use(self, path: Path, *, writes: bool = True) -> dict[str, Any] | str:
        """What the commands said of a file, or in a word what became of the process."""
        if self._process is None:
            self._process = _started()
        assert self._process.stdin
        assert self._process.stdout
        asked = {"path": str(path), "is_unguarded": self._is_unguarded, "writes": writes}
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        if not select.select([self._process.stdout], [], [], self._most_waited)[0]:
            self.close()
            return "hang"
        line = self._process.stdout.readline()
        if not line:
            self.close()
            return "crash"
        return json.loads(line)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _started() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.trust.database_worker"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def _base(folder: Path) -> Path:
    """A real file with a plan, contacts and a history."""
    newest = max(KEPT.glob("schema-*.xz"), key=lambda path: int(path.name.split("-")[1].split(".")[0]))
    path = folder / "base.desk1540"
    path.write_bytes(lzma.decompress(newest.read_bytes()))
    return path


def _try(
    base: Path, folder: Path, altered: Iterator[tuple[str, Alter]], *, write_each: int = 1
) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """Alter a fresh copy for each and give what became of it; only some are written into."""
    worker = Worker()
    try:
        for number, (name, alter) in enumerate(altered):
            own = folder / str(number)
            own.mkdir(parents=True)
            path = own / f"file-{number}.desk1540"
            shutil.copyfile(base, path)
            yield name, worker.use(alter(path), writes=number % write_each == 0)
            shutil.rmtree(own)
    finally:
        worker.close()


def _bad(name: str, answer: dict[str, Any] | str) -> list[str]:
    """What is bad about an answer whatever the file was."""
    if isinstance(answer, str):
        return [f"{name}: {answer}"]
    found = [f"{name}: {command} refused and changed the file" for command in answer["changed"]]
    slow = {command: seconds for command, seconds in answer["seconds"].items() if seconds > MOST_SECONDS}
    found += [f"{name}: {command} took {seconds:.1f} s" for command, seconds in slow.items()]
    for command, said in said_in(answer).items():
        if said.code != 0:
            # The check says what is damaged on the output, then one sentence or none.
            is_check = command == "check" and said.out
            found += [
                each for each in said.failures(f"{name}: {command}") if not (is_check and "sentences" in each)
            ]
    return found


def _was_refused(answer: dict[str, Any] | str) -> bool:
    return isinstance(answer, dict) and all(code == 1 for code, _, _ in answer["said"].values())


def plant(rounds: int, folder: Path) -> Result:
    """Plant so many things, evenly chosen; those of the schema must be refused by every command."""
    base, result = _base(folder), Result()
    planted = {**SCHEMA, **OUTSIDE, **ODD}
    names = list(planted) if rounds >= len(planted) else list(planted)[:: -(-len(planted) // rounds)]
    refused = 0
    for name, answer in _try(base, folder / "planted", ((each, planted[each]) for each in names)):
        result.failures += _bad(name, answer)
        refused += _was_refused(answer)
        if name not in ODD and not _was_refused(answer) and isinstance(answer, dict):
            codes = {command: code for command, (code, _, _) in answer["said"].items()}
            result.failures.append(f"{name}: was taken: {codes}")
    result.figures = {"planted": len(names), "refused": refused, **_controls(base, folder, result)}
    return result


def _controls(base: Path, folder: Path, result: Result) -> dict[str, Any]:
    """With the guard off the planted trigger must blank the plan and the planted view must hang."""
    path = folder / "control.desk1540"
    shutil.copyfile(base, path)
    _unguarded(SCHEMA["a trigger that blanks the plan"](path))
    driver = dbapi2.connect(str(path))
    (left,) = driver.execute("SELECT count(*) FROM plan_item WHERE title <> ''").fetchone()
    driver.close()
    shutil.copyfile(base, path)
    ended = _unguarded(SCHEMA["an endless view for the file's head"](path))
    if left or not isinstance(ended, str):
        result.failures.append(f"the controls did not fail: {left} titles left, the view: {ended}")
    return {"control: titles left by the trigger": left, "control: the view": str(ended)[:20]}


def _unguarded(path: Path) -> dict[str, Any] | str:
    worker = Worker(is_unguarded=True, most_waited=MOST_SECONDS)
    try:
        return worker.use(path)
    finally:
        worker.close()


def _sound_content(base: Path, folder: Path) -> str:
    """The digest of an export of the file as it was."""
    folder.mkdir(exist_ok=True)
    path = folder / "sound.desk1540"
    shutil.copyfile(base, path)
    worker = Worker()
    answer = worker.use(path, writes=False)
    worker.close()
    assert isinstance(answer, dict), answer
    assert all(code == 0 for code, _, _ in answer["said"].values()), answer
    return str(answer["content"])


def _judge(base: Path, folder: Path, altered: Iterator[tuple[str, Alter]], *, write_each: int = 1) -> Result:
    """Use altered files: none may be called sound whose export says something else."""
    content, result, ends, taken = _sound_content(base, folder), Result(), Counter[str](), 0
    for name, answer in _try(base, folder / "altered", altered, write_each=write_each):
        result.failures += _bad(name, answer)
        if isinstance(answer, str):
            ends[answer] += 1
            continue
        is_sound = answer["said"]["check"][0] == 0
        if is_sound and answer["content"] != content:
            result.failures.append(f"{name}: is called sound and holds something else")
        # Of a file that this computer never saw only the pages are looked at; the check sees its rows too.
        is_taken = not is_sound and "import" in answer["said"] and answer["said"]["import"][0] == 0
        taken += is_taken
        ends["refused" if _was_refused(answer) else "sound" if is_sound else "damage said"] += 1
    result.figures = {"files": ends.total(), **ends, "damaged rows that only the check names": taken}
    return result


def wrong_values(rounds: int, folder: Path) -> Result:
    """Put values of the wrong kind into cells of every table that has rows."""
    base = _base(folder)
    return _judge(base, folder, _values(base, rounds))


_WRONG = [
    *(
        "'text'",
        "x'ff00fe'",
        "CAST(x'ff00fe' AS TEXT)",
        "NULL",
        "9e999",
        "-9e999",
        "0.1",
        "9223372036854775807",
    ),
    *("-1", "''", "'\u202e'", "'{'", "'2027-99-99'", "char(0)", "zeroblob(70000)"),
    "replace(hex(zeroblob(100000)), '00', 'a')",
]


def _values(base: Path, rounds: int) -> Iterator[tuple[str, Alter]]:
    chance = random.Random(_SEED)
    cells = _cells(base)
    for column, value in islice(_choices(chance, cells), rounds):
        table = column.table.name
        last = f'(SELECT max(rowid) FROM "{table}")'
        statement = f'UPDATE OR REPLACE "{table}" SET "{column.name}" = {value} WHERE rowid = {last}'
        yield f"{table}.{column.name} = {value}", sql(statement)


def _choices(chance: random.Random, cells: Sequence[Column[Any]]) -> Iterator[tuple[Column[Any], str]]:
    """Any cells and values, but what no statement can write: that is left to the mutants."""
    while True:
        column, value = chance.choice(cells), chance.choice(_WRONG)
        is_rowid = column.primary_key and isinstance(column.type, Integer)
        if not (value == "NULL" and not column.nullable) and not (
            is_rowid and not value.lstrip("-").isdigit()
        ):
            yield column, value


def _cells(base: Path) -> list[Column[Any]]:
    driver = dbapi2.connect(str(base))
    tables = [
        name for name in Base.metadata.tables if driver.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()
    ]
    driver.close()
    assert set(tables) & set(LOGGED)
    return [column for name in tables for column in Base.metadata.tables[name].columns]


Change = Callable[[random.Random, bytearray], None]


def _flip_anywhere(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _flip_in_head(chance: random.Random, data: bytearray) -> None:
    data[chance.randrange(16, 100)] = chance.randrange(256)


def _flip_in_schema(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.choice((1, 3))):
        data[chance.randrange(100, 4096)] = chance.randrange(256)


def _flip_in_page_head(chance: random.Random, data: bytearray) -> None:
    page = chance.randrange(1, len(data) // 4096)
    data[page * 4096 + chance.randrange(64)] = chance.randrange(256)


def _blank(chance: random.Random, data: bytearray) -> None:
    place, size = chance.randrange(len(data)), chance.choice((1, 16, 512, 4096, 9000))
    data[place : place + size] = bytes(min(size, len(data) - place))


def _swap_pages(chance: random.Random, data: bytearray) -> None:
    one, two = (chance.randrange(1, len(data) // 4096) * 4096 for _ in range(2))
    data[one : one + 4096], data[two : two + 4096] = data[two : two + 4096], data[one : one + 4096]


def _shift(chance: random.Random, data: bytearray) -> None:
    place = chance.randrange(100, len(data))
    if chance.random() < 0.5:
        del data[place : place + chance.choice((1, 100, 4096))]
    else:
        data[place:place] = chance.randbytes(chance.choice((1, 100, 4096)))


CHANGES: tuple[Change, ...] = (
    *(_flip_anywhere, _flip_anywhere, _flip_in_head, _flip_in_schema),
    *(_flip_in_page_head, _blank, _swap_pages, _shift),
)


def mutants(rounds: int, folder: Path) -> Result:
    """Change bytes of a real file at random."""
    return _judge(_base(folder), folder, _mutants(rounds), write_each=_WRITE_EACH)


def _mutants(rounds: int) -> Iterator[tuple[str, Alter]]:
    for seed in range(rounds):
        yield f"mutant {seed}", _mutant(seed)


def _mutant(seed: int) -> Alter:
    def alter(path: Path) -> Path:
        chance = random.Random(_SEED + seed)
        data = bytearray(path.read_bytes())
        CHANGES[seed % len(CHANGES)](chance, data)
        path.write_bytes(data)
        return path

    return alter


_PROMISE = "0 crash, hang, bug, or file taken that is not what it says: "
_PLANTED = len({**SCHEMA, **OUTSIDE, **ODD})
PROOFS = (
    Proof("planted databases", _PROMISE + "planted schemas, journals, heads", _PLANTED, plant),
    Proof(
        "wrong values in databases",
        _PROMISE + "values of the wrong kind in all tables",
        _VALUES,
        wrong_values,
    ),
    Proof("mutants of databases", _PROMISE + "random changes of bytes", _MUTANTS, mutants),
)

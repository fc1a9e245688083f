"""Alters sound files by plain SQL, as another program could, and looks whether the check names it.

Two things no chain can see, as it has no secret: an end cut off together with all it did, and a history
written anew from some entry on with all its hashes. They are tried as well: the check must find such a file
sound, and the control code of the file as it was must not be known to it.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlcipher3 import dbapi2

from db.log_records import packed_sets, unpacked_sets
from db.opening import open_file
from db.schema import LOGGED
from desktop.services.checking import check_file
from desktop.services.control_code import control_code
from desktop.services.exercise import make_exercise
from desktop.services.plans import update_items
from tests.trust.proof import Proof, Result

_TODAY = date(2026, 6, 1)
_ITEMS = 20
_EDITS = 25
Alter = Callable[[Any, random.Random], int]
"""Alters a file through a driver; gives how many rows were really changed."""


def _make(path: Path) -> str:
    """A file with a history; gives its control code."""
    make_exercise(path, states=1, items=_ITEMS, seed=11, language="en", author="Ana")
    rng = random.Random(5)
    with closing(open_file(path)) as database:
        with database.read() as unit:
            ids = [row[0] for row in unit.raw("SELECT id FROM plan_item")]
        for number in range(_EDITS):
            update_items(database, "Ben", {rng.choice(ids): {"remarks": f"Edit {number}"}})
        return control_code(database.head)


# Values in tables


def _value(driver: Any, rng: random.Random) -> int:
    filled = [name for name in LOGGED if driver.execute(f'SELECT 1 FROM "{name}"').fetchone()]
    table = rng.choice(filled)
    columns = [column.name for column in LOGGED[table].__table__.columns if column.name != "id"]
    row = rng.choice(driver.execute(f'SELECT id FROM "{table}"').fetchall())[0]
    column = rng.choice(columns)
    new = rng.choice(("x", "2027", 1, "committee", "=1+1", "1"))
    sql = f'UPDATE "{table}" SET "{column}" = ? WHERE id = ? AND "{column}" IS NOT ?'
    return int(driver.execute(sql, [new, row, new]).rowcount)


def _row_out(driver: Any, rng: random.Random) -> int:
    table = rng.choice(("plan_item", "progress_note", "institution", "designation", "matrix_cell"))
    row = rng.choice(driver.execute(f'SELECT id FROM "{table}"').fetchall())[0]
    return int(driver.execute(f'DELETE FROM "{table}" WHERE id = ?', [row]).rowcount)


def _row_in(driver: Any, rng: random.Random) -> int:
    number = rng.randrange(10**9)
    sql = (
        "INSERT INTO institution_alias (id, institution_id, name) "
        "SELECT ?, id, 'Forged' FROM institution LIMIT 1"
    )
    return int(driver.execute(sql, [f"01900000-0000-7000-8000-{number:012d}"]).rowcount)


# The log


def _content(driver: Any, rng: random.Random) -> int:
    table, key = rng.choice((("change_set", "number"), ("change", "set_number")))
    found = driver.execute(f'SELECT "{key}", row, content FROM "{table}" WHERE content <> ?', [""]).fetchall()
    number, row, content = rng.choice(found)
    place = rng.randrange(len(content))
    forged = content[:place] + rng.choice("xyz019") + content[place + 1 :]
    sql = f'UPDATE "{table}" SET content = ? WHERE "{key}" = ? AND row = ? AND content <> ?'
    return int(driver.execute(sql, [forged, number, row, forged]).rowcount)


def _head_of(driver: Any) -> int:
    return int(driver.execute("SELECT max(number) FROM change_set").fetchone()[0])


def _set_out(driver: Any, rng: random.Random) -> int:
    number = rng.randrange(1, _head_of(driver))
    driver.execute("DELETE FROM change WHERE set_number = ?", [number])
    return int(driver.execute("DELETE FROM change_set WHERE number = ?", [number]).rowcount)


def _sets_swapped(driver: Any, rng: random.Random) -> int:
    one, other = rng.sample(range(2, _head_of(driver) + 1), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        driver.execute("UPDATE change_set SET number = ? WHERE number = ?", [new, old])
        driver.execute("UPDATE change SET set_number = ? WHERE set_number = ?", [new, old])
    return 2


def _end_cut_only(driver: Any, rng: random.Random) -> int:
    """An end cut off, while what it did stays in the tables."""
    last = _head_of(driver) - rng.randrange(1, 6)
    driver.execute("DELETE FROM change WHERE set_number > ?", [last])
    return int(driver.execute("DELETE FROM change_set WHERE number > ?", [last]).rowcount)


def _author(driver: Any, rng: random.Random) -> int:
    """The author of one change set alone, or of all under a heading."""
    used = driver.execute("SELECT DISTINCT heading FROM change_set").fetchall()
    heading = rng.choice(used)[0]
    if rng.random() < 0.5:
        sql = "UPDATE log_heading SET author = 'Eva' WHERE number = ?"
        return int(driver.execute(sql, [heading]).rowcount)
    copied = "site, shift, 'Eva', summary, origin, schema_version"
    driver.execute(
        "INSERT INTO log_heading (site, shift, author, summary, origin, schema_version) "
        f"SELECT {copied} FROM log_heading WHERE number = ?",
        [heading],
    )
    made = driver.execute("SELECT max(number) FROM log_heading").fetchone()[0]
    sql = "UPDATE change_set SET heading = ? WHERE heading = ?"
    return int(driver.execute(sql, [made, heading]).rowcount)


def _time(driver: Any, rng: random.Random) -> int:
    number = rng.randrange(1, _head_of(driver) + 1)
    sql = "UPDATE change_set SET at_ms = at_ms + ? WHERE number = ?"
    return int(driver.execute(sql, [rng.choice((-86_400_000, -1, 1, 3_600_000)), number]).rowcount)


def _summary(driver: Any, rng: random.Random) -> int:
    sql = (
        "UPDATE change_set SET summary_values = '\"Forged\"' WHERE summary_values IS NOT NULL AND number > ?"
    )
    return int(driver.execute(sql, [rng.randrange(_head_of(driver) - 2)]).rowcount)


def _key(driver: Any, rng: random.Random) -> int:
    sql = rng.choice(
        (
            "UPDATE log_key SET key = randomblob(32)",
            "DELETE FROM log_key WHERE first = (SELECT min(first) FROM log_key)",
            "UPDATE log_name SET name = 'remarks2' WHERE name = 'remarks'",
            "UPDATE log_row SET sets = x'01' WHERE length(sets) > 1",
            "UPDATE log_row SET id = randomblob(16) WHERE number = 9",
            "UPDATE file_head SET id = 'another'",
            "UPDATE site SET id = 'another'",
            "INSERT INTO log_seal SELECT number, 0, NULL, zeroblob(32) FROM change_set WHERE number = 4",
        )
    )
    return int(driver.execute(sql).rowcount)


def _row_and_its_log(driver: Any, rng: random.Random) -> int:
    """A value in its table and in the log alike, so that the two agree."""
    item, number, content = rng.choice(
        driver.execute(
            "SELECT i.id, s.number, s.content FROM change_set s JOIN log_row r ON r.number = s.row "
            "JOIN plan_item i ON i.id = lower(hex(r.id)) OR replace(i.id, '-', '') = lower(hex(r.id)) "
            "WHERE s.content LIKE '%Edit%'"
        ).fetchall()
    )
    forged = content.replace("Edit", "Forged")
    driver.execute("UPDATE plan_item SET remarks = replace(remarks, 'Edit', 'Forged') WHERE id = ?", [item])
    return int(
        driver.execute("UPDATE change_set SET content = ? WHERE number = ?", [forged, number]).rowcount
    )


_ALTERATIONS: tuple[Alter, ...] = (
    _value,
    _row_out,
    _row_in,
    _content,
    _set_out,
    _sets_swapped,
    _end_cut_only,
    _author,
    _time,
    _summary,
    _key,
    _row_and_its_log,
)


@dataclass
class _Desk:
    """A file to alter copies of."""

    original: Path
    folder: Path
    figures: Counter[str]

    def altered(self, number: int) -> Iterator[str]:
        """Alter a copy and look whether the check names it."""
        rng = random.Random(number)
        path = self.folder / f"altered-{number}.desk1540"
        alter = _ALTERATIONS[number % len(_ALTERATIONS)]
        shutil.copyfile(self.original, path)
        with closing(dbapi2.connect(str(path))) as driver:
            driver.execute("PRAGMA ignore_check_constraints = ON")
            count = alter(driver, rng)
            driver.commit()
        if not count:
            self.figures["altered_nothing"] += 1
            return
        self.figures["altered"] += 1
        try:
            damage = check_file(path, _TODAY).damage
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this proof looks for
            yield f"{number} {alter.__name__}: crashed by {error!r}"
            return
        path.unlink()
        if damage:
            self.figures["named"] += 1
        else:
            yield f"{number} {alter.__name__}: the check found the file sound"


def _cut_off_whole(path: Path) -> None:
    """Cut the newest entry off with all it did: what stays is the file as it was before it."""
    with closing(dbapi2.connect(str(path))) as driver:
        last = _head_of(driver)
        row, before = driver.execute("SELECT row, number FROM change_set WHERE number = ?", [last]).fetchone()
        item, sets = driver.execute(
            "SELECT lower(hex(id)), sets FROM log_row WHERE number = ?", [row]
        ).fetchone()
        driver.execute("DELETE FROM change_set WHERE number = ?", [before])
        kept = packed_sets(unpacked_sets(bytes(sets))[:-1])
        driver.execute("UPDATE log_row SET sets = ? WHERE number = ?", [kept, row])
        older = driver.execute(
            "SELECT content FROM change_set WHERE row = ? ORDER BY number DESC LIMIT 1", [row]
        ).fetchone()
        remarks = older[0].split('"')[1] if older is not None else ""
        driver.execute("UPDATE plan_item SET remarks = ? WHERE replace(id, '-', '') = ?", [remarks, item])
        driver.commit()


def _unseen(original: Path, folder: Path, code: str, figures: Counter[str]) -> Iterator[str]:
    """What the chain cannot see, and the code can."""
    path = folder / "cut.desk1540"
    shutil.copyfile(original, path)
    _cut_off_whole(path)
    yield from _only_the_code_knows(path, code, figures, "end_cut_off_with_what_it_did")
    with closing(open_file(path)) as database:
        with database.read() as unit:
            item = unit.raw("SELECT id FROM plan_item LIMIT 1")[0][0]
        update_items(database, "Eva", {item: {"remarks": "Another end"}})
    yield from _only_the_code_knows(path, code, figures, "end_written_anew")


def _only_the_code_knows(path: Path, code: str, figures: Counter[str], case: str) -> Iterator[str]:
    result = check_file(path, _TODAY, code=code)
    figures[f"{case}: seen by the chain"] = int(not result.is_sound)
    figures[f"{case}: seen by the code"] = int(result.code is not None and not result.code.is_known)
    if result.code is None or result.code.is_known:
        yield f"{case}: the file knows the control code"


def _run(rounds: int, folder: Path) -> Result:
    original = folder / "file.desk1540"
    code = _make(original)
    figures: Counter[str] = Counter()
    failures = []
    sound = check_file(original, _TODAY, code=code)
    if not sound.is_sound or sound.code is None or not sound.code.is_known:
        failures.append("the file as it was is not sound, or does not know its own code")
    desk = _Desk(original, folder, figures)
    failures += [each for number in range(rounds) for each in desk.altered(number)]
    failures += _unseen(original, folder, code, figures)
    control = _control(original, folder)
    if not control:
        failures.append("the control, a check that does not look at the chain, missed nothing")
    return Result({"missed_by_control_without_chain": control, **figures}, failures)


def _control(original: Path, folder: Path) -> int:
    """What a check misses that does not look at the chain."""
    times = _ALTERATIONS.index(_time)
    with patch("desktop.services.findings.links", return_value=[]):
        desk = _Desk(original, folder, Counter())
        return sum(1 for _ in desk.altered(times))


PROOFS = (
    Proof(
        "tamper",
        "What another program alters in a file is named by the check; what no chain can see, by the code.",
        200,
        _run,
    ),
)

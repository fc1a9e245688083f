"""The log is never cut, so it stays short: an item imported and edited 20 times costs less than 3 rows."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlcipher3 import dbapi2

from db.opening import open_file
from db.schema import Base, Plan, PlanItem
from desktop.services.exercise import make_exercise
from desktop.services.plans import update_items
from tests.builders import new_database

LOG = [name for name in Base.metadata.tables if name.startswith(("change", "log_"))]
STATUSES = ("in_progress", "on_hold", "completed", "not_started", "cancelled")


def edit(turn: int, place: int) -> dict:
    """A small edit as people make them; never twice the same of one item."""
    return (
        {"status": STATUSES[turn % 5]},
        {"remarks": f"Se informó en la reunión {turn}"},
        {"completed_on": f"2027-{turn % 12 + 1:02d}-15"},
        {"priority": ("high", "low", "medium")[turn % 3]},
        {"progress": turn * 5.0},
        {"funding": f"Presupuesto {2020 + turn}"},
        {"difficulty": f"Falta de personal ({turn})"},
    )[(turn + place) % 7]


def bytes_of(path: Path, tables: list[str]) -> int:
    """What tables and their indexes take in a file, by what it shrinks without them."""
    copy = path.with_name("measured.desk1540")
    shutil.copyfile(path, copy)
    driver = dbapi2.connect(str(copy), isolation_level=None)
    driver.execute("PRAGMA foreign_keys = OFF")
    driver.execute("PRAGMA page_size = 1024")
    driver.execute("VACUUM")
    whole = copy.stat().st_size
    for name in tables:
        driver.execute(f'DELETE FROM "{name}"')
    driver.execute("VACUUM")
    driver.close()
    return whole - copy.stat().st_size


def typical_items(folder: Path, count: int) -> list[dict]:
    """Texts, dates and choices of items as plans have them."""
    path = folder / "exercise.desk1540"
    make_exercise(path, states=1, items=count, author="Ana", language="es")
    database = open_file(path)
    with database.read() as unit:
        ids = [row[0] for row in unit.raw("SELECT id FROM plan_item")]
        rows = list(unit.rows_by_id(PlanItem, ids).values())
    database.close()
    left_out = ("id", "plan_id", "objective_id", "parent_id", "predecessor_id")
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows]


def test_the_log_of_an_item_imported_and_edited_20_times_stays_under_3_x_its_row(tmp_path):
    items = typical_items(tmp_path, 24)
    database = new_database(tmp_path)
    with database.write("Ana", "Add") as unit:
        (plan,) = unit.insert(Plan, [{"state": "X01", "title": "Plan"}])
        unit.commit()
    before = bytes_of(database.path, LOG)
    with database.write("Ana", "Import", origin="import") as unit:
        ids = unit.insert(PlanItem, [{"plan_id": plan, **item} for item in items])
        unit.commit()
    for turn in range(20):
        for place, item_id in enumerate(ids):
            update_items(database, "Ana", {item_id: edit(turn, place)})
    assert database.head.number > 20 * len(ids) * 0.95
    database.close()
    log, rows = bytes_of(database.path, LOG) - before, bytes_of(database.path, ["plan_item"])
    assert 0 < log < 3 * rows, f"{log / rows:.2f} x: {log // len(ids)} bytes for {rows // len(ids)}"

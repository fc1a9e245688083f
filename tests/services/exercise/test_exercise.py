"""Exercise files: the same for the same arguments, sound, complete, and about fictional States only."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import changes
from db.fields import Kind, stored_fields
from db.opening import integrity_problems, open_file
from db.partial_date import PartialDate
from db.runners import ThreadRunner
from db.schema import LOGGED
from db.schema.plan import STATUSES
from db.unfinished import part_of
from db.unit_of_work import Reader
from desktop.base.errors import Cancelled, DatabaseProblem, UserError
from desktop.base.reference import is_fictional_code, shipped_reference
from desktop.services.exercise import ExerciseCounts, make_exercise


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    database = open_file(path)
    try:
        assert integrity_problems(database) == []
        with database.read() as reader:
            yield reader
    finally:
        database.close()


def content(path: Path) -> dict[str, list[Any]]:
    """Every row of every table, the log with its salts and hashes included."""
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}
    connection.close()
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ExerciseCounts]:
    path = tmp_path_factory.mktemp("exercise") / "made.desk1540"
    return path, make_exercise(path, states=2, items=97, author="Ana")


def test_same_arguments_give_the_same_tables_and_log(
    made: tuple[Path, ExerciseCounts], tmp_path: Path
) -> None:
    again = tmp_path / "again.desk1540"
    counts = make_exercise(again, states=2, items=97, author="Ana")
    assert counts == made[1]
    assert content(again) == content(made[0])


@pytest.mark.parametrize("other", [{"seed": 7}, {"author": "Eva"}, {"language": "en"}, {"items": 98}])
def test_other_arguments_give_another_file(
    made: tuple[Path, ExerciseCounts], tmp_path: Path, other: dict[str, Any]
) -> None:
    arguments = {"states": 2, "items": 97, "author": "Ana", **other}
    path = tmp_path / "other.desk1540"
    make_exercise(path, **arguments)
    assert content(path)["change_set"] != content(made[0])["change_set"]


def test_what_was_asked_is_what_was_made(made: tuple[Path, ExerciseCounts]) -> None:
    path, counts = made
    with reading(path) as reader:
        for name, count in counts.rows.items():
            assert reader.raw(f"SELECT count(*) FROM {name}") == [(count,)]
        per_state = reader.raw(
            "SELECT p.state, count(*) FROM plan_item i JOIN plan p ON p.id = i.plan_id GROUP BY 1 ORDER BY 1"
        )
    assert set(counts.rows) == set(LOGGED)
    assert counts.items == counts.rows["plan_item"] == 97
    assert counts.states == 2
    assert per_state == [("X01", 48), ("X02", 49)]


def test_the_log_gives_the_tables_and_the_chain_closes(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        assert changes.verify_chain(reader) == []
        assert changes.tables_differ(reader) == []


def test_history_covers_two_years_and_holds_a_revert(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        sets = changes.change_sets(reader)[::-1]
    times = [info.at_ms for info in sets]
    assert times == sorted(times)
    assert times[0] >= 1_733_011_200_000, "nothing before December 2024"
    assert times[-1] - times[0] > 700 * 86_400_000
    assert len(sets) == made[1].change_sets <= 300
    taken_back = [info for info in sets if info.origin == "revert"]
    assert len(taken_back) == 2
    assert all(info.reverts and sets[info.reverts - 1].number == info.reverts for info in taken_back)
    assert {info.origin for info in sets} == {"edit", "import", "revert"}


def test_every_status_and_every_kind_of_date_occurs(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        statuses = {row[0] for row in reader.raw("SELECT status FROM plan_item")}
        dues = {row[0] for row in reader.raw("SELECT due FROM plan_item")}
    assert statuses == {*STATUSES, None}
    kinds = {None if due is None else PartialDate.parse(due).kind for due in dues}
    assert kinds == {"day", "month", "quarter", "half", "year", "interval", "continuous", None}


@pytest.mark.parametrize("items", [0, 1, 7, 40])
def test_small_files_are_made_too(tmp_path: Path, items: int) -> None:
    path = tmp_path / "small.desk1540"
    counts = make_exercise(path, items=items, author="Ana")
    assert counts.items == items
    with reading(path) as reader:
        assert changes.tables_differ(reader) == []
        found = {row[0] for row in reader.raw("SELECT DISTINCT status FROM plan_item")}
    assert len(found) == min(items, 7)


def test_every_aggregate_has_rows(made: tuple[Path, ExerciseCounts]) -> None:
    empty = {name for name, count in made[1].rows.items() if count == 0}
    assert empty == {"attachment", "person_salutation", "reference_override", "saved_view"}


def test_each_state_has_its_desk(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        institutions = reader.raw("SELECT state, count(*) FROM institution GROUP BY 1")
        vacant = reader.raw(
            "SELECT p.state FROM post p WHERE NOT EXISTS (SELECT 1 FROM designation d WHERE d.post_id = p.id)"
        )
        former = reader.raw(
            "SELECT DISTINCT p.state FROM designation d JOIN post p ON p.id = d.post_id "
            "WHERE d.to_date IS NOT NULL AND p.role = 'main' AND p.seat = 'capital'"
        )
        plans = reader.raw("SELECT status, period, instrument <> '' FROM plan")
        leads = reader.raw("SELECT count(*) FROM item_institution WHERE role = 'lead'")
        templates = reader.raw("SELECT DISTINCT template FROM matrix_version")
        is_exercise = reader.raw("SELECT is_exercise, state FROM file_settings")
    assert all(10 <= count <= 14 for _, count in institutions)
    assert sorted(vacant) == [("X01",), ("X02",)]
    assert sorted(former) == [("X01",), ("X02",)]
    assert plans == [("adopted", "2025/2028", 1)] * 2
    assert leads == [(97,)]
    assert templates == [("2017",)]
    assert is_exercise == [(1, "X01")]


def test_values_are_what_their_fields_allow(made: tuple[Path, ExerciseCounts]) -> None:
    checked = 0
    with reading(made[0]) as reader:
        for name, table in LOGGED.items():
            for field in stored_fields(table).values():
                for (value,) in reader.raw(f'SELECT DISTINCT "{field.name}" FROM {name}'):
                    if field.kind is Kind.PARTIAL_DATE and value is not None:
                        assert PartialDate.parse(value).text == value
                    if field.kind is Kind.CODES and field.choices:
                        assert set(value.split()) <= set(field.choices)
                    if field.kind is Kind.CHOICE and value is not None:
                        assert value in (field.choices or {})
                    if field.is_required and field.is_shown:
                        assert value not in (None, "")
                    if isinstance(value, str):
                        assert "{" not in value
                        assert value == value.strip()
                    checked += 1
    assert checked > 2000


def test_matrix_rows_laws_and_treaties_are_known(made: tuple[Path, ExerciseCounts]) -> None:
    known = {row.key for row in shipped_reference().matrix_rows["2017"]}
    treaties = set(shipped_reference().treaties)
    with reading(made[0]) as reader:
        for table in ("matrix_cell", "matrix_row_text", "matrix_law", "item_matrix_row"):
            assert {row[0] for row in reader.raw(f"SELECT row_key FROM {table}")} <= known
        for table in ("treaty_status", "item_treaty"):
            assert {row[0] for row in reader.raw(f"SELECT treaty_key FROM {table}")} <= treaties
        values = {row[0] for row in reader.raw("SELECT DISTINCT value FROM matrix_cell")}
    assert values == {"X", "?", "NA"}


def test_only_fictional_states_occur(made: tuple[Path, ExerciseCounts]) -> None:
    real = shipped_reference().states.values()
    names = {
        name for state in real for code in ("en", "es") for name in (state.name(code), state.formal(code))
    }
    with reading(made[0]) as reader:
        texts = " ".join(
            str(value)
            for name in LOGGED
            for row in reader.raw(f"SELECT * FROM {name}")
            for value in row
            if isinstance(value, str)
        )
        for name, table in LOGGED.items():
            for field in stored_fields(table).values():
                if field.kind is Kind.STATE:
                    codes = {row[0] for row in reader.raw(f'SELECT "{field.name}" FROM {name}')}
                    assert all(code is None or is_fictional_code(code) for code in codes)
    assert len(texts) > 50_000
    padded = f" {texts} "
    assert [name for name in sorted(names) if f" {name} " in padded or f" {name}." in padded] == []


def test_addresses_and_phones_can_reach_nobody(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        details = reader.raw("SELECT kind, written FROM contact_detail")
        sites = [row[0] for row in reader.raw("SELECT web FROM institution")]
    assert {kind for kind, _ in details} == {"email", "phone"}
    for kind, written in details:
        assert written.endswith(".example") if kind == "email" else written[:10] in _NOBODYS, written
    assert all(site.endswith(".example") for site in sites)


_NOBODYS = ("+999 2 555", "+999 6 555", "+1 212 555")


def test_siblings_are_in_the_order_of_their_numbers(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        rows = reader.raw("SELECT plan_id, number FROM plan_item ORDER BY plan_id, position")
    numbers = [(plan, [int(part) for part in number.split(".")]) for plan, number in rows]
    assert numbers == sorted(numbers)


def test_progress_notes_agree_with_the_statuses_they_set(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        rows = reader.raw(
            "SELECT i.status, n.status FROM plan_item i JOIN progress_note n ON n.item_id = i.id "
            "WHERE n.status IS NOT NULL ORDER BY i.id, n.on_date"
        )
        last = reader.raw(
            "SELECT i.status, n.status, max(n.on_date) FROM plan_item i JOIN progress_note n "
            "ON n.item_id = i.id WHERE n.status IS NOT NULL GROUP BY i.id"
        )
        completed = reader.raw(
            "SELECT count(*) FROM plan_item WHERE (status = 'completed') <> (completed_on > '')"
        )
    assert len(rows) > 40
    assert [pair for pair in last if pair[0] != pair[1]] == []
    assert completed == [(0,)]


def test_large_plans_come_in_several_parts(tmp_path: Path) -> None:
    path = tmp_path / "large.desk1540"
    counts = make_exercise(path, items=2_600, author="Ana", runner=ThreadRunner())
    with reading(path) as reader:
        imports = [info for info in changes.change_sets(reader) if info.origin == "import"]
        orphans = reader.raw("SELECT count(*) FROM plan_item WHERE parent_id IS NULL AND number LIKE '%.%.%'")
        titles = reader.raw("SELECT count(DISTINCT title) FROM plan_item WHERE parent_id IS NULL")
    assert counts.items == 2_600
    assert len(imports) == 2
    assert orphans == [(0,)]
    assert titles[0][0] > 1_000


def test_many_states_keep_the_history_short(tmp_path: Path) -> None:
    counts = make_exercise(tmp_path / "region.desk1540", states=33, items=66, author="Ana", language="en")
    assert counts.states == 33
    assert counts.rows["plan"] == 33
    assert counts.change_sets <= 300
    assert counts.rows["meeting"] == 33 * 6


@pytest.mark.parametrize("wrong", [{"states": 0}, {"states": 100}, {"items": -1}])
def test_counts_that_cannot_be_made_are_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(UserError):
        make_exercise(tmp_path / "none.desk1540", author="Ana", **wrong)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept(made: tuple[Path, ExerciseCounts]) -> None:
    before = made[0].read_bytes()
    with pytest.raises(DatabaseProblem):
        make_exercise(made[0], author="Ana")
    assert made[0].read_bytes() == before


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        assert 0 < done <= of
        if done == 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_exercise(tmp_path / "cancelled.desk1540", author="Ana", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_the_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "whole.desk1540"
    part_of(path).write_bytes(b"left by a kill")

    def look(_done: int, _of: int) -> None:
        assert not path.exists()

    make_exercise(path, items=1, author="Ana", progress=look)
    assert list(tmp_path.iterdir()) == [path]


def test_one_that_another_program_is_making_is_left_to_it(tmp_path: Path) -> None:
    path = tmp_path / "whole.desk1540"

    def again(_done: int, _of: int) -> None:
        asked = [sys.executable, "-m", "desktop", "demo", str(path)]
        home = {**os.environ, "DESK1540_HOME": str(tmp_path / "home")}
        said = subprocess.run(asked, env=home, capture_output=True, text=True, check=False)
        assert "being written by another program" in said.stderr
        raise Cancelled

    with pytest.raises(Cancelled):
        make_exercise(path, items=1, author="Ana", progress=again)
    assert not path.exists()


def test_progress_ends_with_all_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make_exercise(tmp_path / "told.desk1540", author="Ana", progress=lambda *pair: told.append(pair))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_dates_of_the_history_are_not_after_its_end(made: tuple[Path, ExerciseCounts]) -> None:
    with reading(made[0]) as reader:
        for table, column in (("progress_note", "on_date"), ("letter", "dated"), ("meeting", "held_on")):
            days = [row[0] for row in reader.raw(f"SELECT {column} FROM {table}")]
            assert days
            assert max(days) <= date(2026, 11, 20).isoformat()

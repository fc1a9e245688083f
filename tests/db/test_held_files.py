"""A file that is open: nothing is saved into nowhere, no failure leaves it unusable, closing is the end."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from db.backup import back_up
from db.errors import DatabaseProblem, RecordGone
from db.holder import FileHeld, refuse_when_held
from db.opening import create, open_file, open_reading
from db.runners import ThreadRunner
from db.schema import Institution, PlanItem
from tests.builders import new_database

ROOT = str(Path(__file__).parents[2])


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


def add(database, name: str = "Customs") -> None:
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": name}])
        unit.commit()


def count(database) -> int:
    with database.read() as unit:
        return unit.raw("SELECT count(*) FROM institution")[0][0]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of an open file")
@pytest.mark.parametrize("what", ["deleted", "moved", "replaced"])
def test_nothing_is_saved_into_a_file_that_is_no_longer_there(database, tmp_path, what):
    # The journal of the first save stays open, so that SQLite itself no longer looks.
    add(database)
    if what == "deleted":
        database.path.unlink()
    elif what == "moved":
        database.path.rename(tmp_path / "other.desk1540")
    else:
        copy = tmp_path / "copy"
        copy.write_bytes(back_up(database, tmp_path / "backup.desk1540").path.read_bytes())
        copy.replace(database.path)
    with pytest.raises(DatabaseProblem, match="moved, deleted or replaced"):
        add(database)


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of an open file")
def test_a_save_that_the_file_left_under_is_not_called_saved(database):
    heard = []
    database.subscribe(heard.append)
    with (
        pytest.raises(DatabaseProblem, match="moved, deleted or replaced"),
        database.write("Ana", "Add") as unit,
    ):
        _commit_and_leave(database, unit)
    assert heard == []


def _commit_and_leave(database, unit) -> None:
    unit.insert(Institution, [{"name": "Customs"}])
    database.path.unlink()
    unit.commit()


def _commit_nowhere(unit) -> None:
    unit.insert(PlanItem, [{"plan_id": "none", "title": "One"}])
    unit.commit()


def test_a_save_goes_on_after_one_that_pointed_nowhere(database):
    head = database.head
    with pytest.raises(RecordGone), database.write("Ana", "Add") as unit:
        _commit_nowhere(unit)
    assert database.head == head
    add(database)
    assert database.head.number == head.number + 1


def test_an_edit_of_a_record_that_is_gone_is_one_sentence(database):
    with pytest.raises(RecordGone, match="no longer exists"), database.write("Ana", "Edit") as unit:
        unit.update(Institution, {"none": {"name": "x"}})
    with pytest.raises(KeyError), database.write("Ana", "Edit") as unit:
        unit.update(Institution, {"none": {"id": "x"}})


def test_every_listener_hears_although_one_fails(database):
    heard = []

    def fail(_info) -> None:
        raise ZeroDivisionError

    database.subscribe(fail)
    database.subscribe(heard.append)
    with pytest.raises(ZeroDivisionError):
        add(database)
    assert [info.number for info in heard] == [database.head.number]
    assert count(database) == 1


@pytest.mark.parametrize("threaded", [False, True])
def test_a_closed_file_says_so_and_closes_once(tmp_path, threaded):
    made = new_database(tmp_path)
    made.close()
    database = open_file(made.path, runner=ThreadRunner() if threaded else None)
    queued = [database.post(lambda: count(database)) for _ in range(20)]
    database.close()
    database.close()
    assert [future.result(10) for future in queued] == [0] * 20
    with pytest.raises(DatabaseProblem, match="was closed"):
        database.call(lambda: add(database))
    assert isinstance(database.post(lambda: 1).exception(10), DatabaseProblem)


def test_a_name_of_half_letters_is_kept_without_them(database):
    with database.write("A\ud800na", "Add {name}", name="x\udfff") as unit:
        unit.insert(Institution, [{"name": "Customs"}])
        info = unit.commit()
    assert info.author == "A?na"


def test_a_held_file_is_read_without_giving_up_its_lock(database):
    open_reading(database.path).close()
    code = f"""
import sys, pathlib
sys.path.insert(0, {ROOT!r})
from db.holder import FileHeld
from db.opening import open_file
try:
    open_file(pathlib.Path({str(database.path)!r})).close()
    print("open")
except FileHeld:
    print("held")
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "held"
    with pytest.raises(FileHeld):
        open_file(database.path)


def test_the_lock_goes_with_the_file_also_after_it_was_read(tmp_path):
    database = new_database(tmp_path)
    open_reading(database.path).close()
    database.close()
    open_file(database.path).close()


@pytest.mark.parametrize("name", ["a%20?b#.desk1540", 'it\'s "x".desk1540', "{name}.desk1540", ":memory:"])
def test_odd_names_are_names(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    create(Path(name), state="X01", author="Ana").close()
    database = open_file(tmp_path / name)
    add(database)
    database.close()
    reading = open_reading(tmp_path / name)
    assert count(reading) == 1
    reading.close()


@pytest.mark.skipif(os.name == "nt", reason="names and links of POSIX")
def test_a_name_without_room_for_a_journal_leaves_nothing(tmp_path):
    with pytest.raises(DatabaseProblem, match="cannot be made"):
        create(tmp_path / f"{'n' * 241}.desk1540", state="X01", author="Ana")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="names and links of POSIX")
@pytest.mark.parametrize("opened", [open_file, open_reading])
def test_links_in_a_circle_and_pipes_are_no_files(tmp_path, opened):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("a", "There is no file"), ("pipe", "no plain file")):
        with pytest.raises(DatabaseProblem, match=why):
            opened(tmp_path / name)


def test_rights_that_cannot_be_set_keep_no_file_closed(tmp_path, monkeypatch):
    made = new_database(tmp_path)
    made.close()

    def refuse(*_args, **_named):
        raise PermissionError(1, "not the owner")

    monkeypatch.setattr(Path, "chmod", refuse)
    database = open_file(made.path)
    add(database)
    database.close()


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_full_disk_costs_one_sentence_and_nothing_else(tmp_path):
    made = new_database(tmp_path)
    made.close()
    code = f"""
import resource, signal, sys, pathlib
sys.path.insert(0, {ROOT!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from db.backup import back_up
from db.errors import DatabaseProblem
from db.opening import create, open_file
from tests.db.test_held_files import add, count
path = pathlib.Path({str(made.path)!r})
database = open_file(path)
add(database)
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
def refused(work):
    try:
        work()
    except DatabaseProblem as problem:
        print(problem)
limit(path.stat().st_size)
head = database.head
refused(lambda: add(database, "x" * 2_000_000))
assert database.head == head
limit(4096)
refused(lambda: back_up(database, path.with_name("copy.desk1540")))
refused(lambda: create(path.with_name("new.desk1540"), state="X01", author="Ana"))
limit(resource.RLIM_INFINITY)
add(database, "after")
assert count(database) == 2
database.close()
print(sorted(each.name for each in path.parent.iterdir()))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    saved, copied, new, left = told.stdout.splitlines()
    assert saved.startswith("The change could not be saved; the file is as it was.")
    assert copied.startswith("The backup copy.desk1540 could not be written.")
    assert new.startswith("new.desk1540 cannot be made here.")
    assert left == "['file.desk1540']"


def test_a_holder_is_named_before_anything_is_opened(database, tmp_path):
    refuse_when_held(database.path)
    code = f"""
import sys, pathlib
sys.path.insert(0, {ROOT!r})
from db.holder import FileHeld, refuse_when_held
try:
    refuse_when_held(pathlib.Path({str(database.path)!r}))
except FileHeld as problem:
    print(problem, "sqlalchemy" in sys.modules)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert socket.gethostname() in ended.stdout
    assert ended.stdout.split()[-1] == "False"
    (tmp_path / "text").write_text("no file of ours")
    for name in ("text", "none", "."):
        refuse_when_held(tmp_path / name)

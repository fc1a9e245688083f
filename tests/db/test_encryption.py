"""Encrypted files: what opens them, what they show, their recovery sheet, and rest and lock while open."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from db import changes
from db.backup import back_up
from db.encryption import FileKey, SecretNeeded, WrongSecret, derive
from db.engine import raw
from db.errors import DatabaseProblem
from db.line import Locked
from db.opening import create, integrity_problems, mended_or_problems, open_file, open_reading
from db.recovery import GROUPS, SIGNS, groups_of, is_group, key_from
from db.rekeying import change_passphrase
from db.schema import Institution
from tests.builders import fixed_ids, new_database
from tests.trust.small_disks import filled_but, small_disk

SECRET = "Señal, 3 gatos"


def add(database, name: str) -> None:
    with database.write("Ana", "Add") as unit:
        unit.insert(Institution, [{"name": name}])
        unit.commit()


def names(database) -> list[str]:
    with database.read() as unit:
        return [row[0] for row in unit.raw("SELECT name FROM institution ORDER BY name")]


@pytest.fixture
def database(tmp_path):
    made = create(tmp_path / "file.desk1540", state="X01", author="Ana", ids=fixed_ids(), secret=SECRET)
    add(made, "Customs")
    yield made
    made.close()


@pytest.fixture
def path(database):
    database.close()
    return database.path


def test_the_program_is_not_needed_to_open_a_file(path):
    salt = path.read_bytes()[:16]
    key = Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=65536).derive(SECRET.encode())
    driver = dbapi2.connect(str(path))
    driver.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
    assert driver.execute("SELECT name FROM institution").fetchall() == [("Customs",)]
    driver.close()


def test_nothing_can_be_read_without_the_passphrase(path):
    with pytest.raises(SecretNeeded, match="protected by a passphrase"):
        open_file(path)
    with pytest.raises(WrongSecret, match="does not open"):
        open_file(path, secret=SECRET.lower())
    with pytest.raises(WrongSecret, match="does not open"):
        open_reading(path, secret="")
    assert b"Customs" not in path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM institution")


def test_a_passphrase_is_the_same_however_its_letters_are_put_together(path):
    made = open_file(path, secret=unicodedata.normalize("NFD", SECRET))
    assert names(made) == ["Customs"]
    made.close()


def test_a_key_never_shows_itself(database):
    assert database.key is not None
    assert database.key.raw.hex() not in repr(database.key)
    assert database.key.raw.hex() not in repr(vars(database))


def test_a_file_that_was_growing_when_the_power_failed_opens_as_it_was(path):
    """The last page came through in part only; the journal beside the file takes it back."""
    literal = derive(SECRET, path.read_bytes()[:16]).literal
    code = f"""
import os, signal, sqlcipher3.dbapi2 as driver
raw = driver.connect({str(path)!r}, isolation_level=None)
raw.execute("PRAGMA key = " + {literal!r})
raw.execute("PRAGMA cache_size = 5")
raw.execute("BEGIN IMMEDIATE")
for number in range(300):
    raw.execute("INSERT INTO draft VALUES (?, ?, '')", (str(number), "x" * 4000))
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert path.with_name(path.name + "-journal").stat().st_size > 0
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 700)
    database = open_file(path, secret=SECRET)
    assert integrity_problems(database) == []
    assert names(database) == ["Customs"]
    database.close()


@pytest.fixture
def torn(path) -> Path:
    """A sound file whose unused pages are torn, as a power cut leaves what SQLite need not take back."""
    database = open_file(path, secret=SECRET)
    connection = raw(database.connection)
    connection.execute("INSERT INTO draft VALUES ('a', ?, '')", ["x" * 400_000])
    connection.execute("DELETE FROM draft")
    (unused,) = connection.execute("PRAGMA freelist_count").fetchone()
    database.close()
    assert unused > 90
    with path.open("rb+") as file:
        # The last page of the list is a page of it itself, all before are unused.
        for page in range(path.stat().st_size // 4096 - 50, path.stat().st_size // 4096 - 40):
            file.seek(page * 4096 + 700)
            file.write(bytes(512))
    return path


def test_torn_pages_that_nothing_uses_are_no_damage_and_are_mended(torn, tmp_path):
    database = open_file(torn, secret=SECRET)
    assert integrity_problems(database) == []
    assert raw(database.connection).execute("PRAGMA cipher_integrity_check").fetchall()
    assert mended_or_problems(database) == []
    assert raw(database.connection).execute("PRAGMA cipher_integrity_check").fetchall() == []
    back_up(database, tmp_path / "backup.desk1540")
    add(database, "Health")
    assert names(database) == ["Customs", "Health"]
    database.close()
    assert names(open_reading(torn, secret=SECRET)) == ["Customs", "Health"]


def test_a_torn_page_that_is_used_is_damage_and_the_rest_can_still_be_read(torn):
    database = open_file(torn, secret=SECRET)
    root = "SELECT rootpage FROM sqlite_master WHERE name = 'meeting'"
    (page,) = raw(database.connection).execute(root).fetchone()
    database.close()
    with torn.open("rb+") as file:
        file.seek((page - 1) * 4096 + 700)
        file.write(bytes(512))
    database = open_file(torn, secret=SECRET)
    assert any(f"page {page}" in line for line in mended_or_problems(database))
    assert names(database) == ["Customs"]
    database.close()


def test_every_flipped_byte_is_noticed(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatabaseProblem):
        open_reading(path, secret=SECRET)
    try:
        database = open_file(path, secret=SECRET)
    except DatabaseProblem:
        return
    assert integrity_problems(database) != []
    database.close()


@pytest.mark.parametrize("passphrase", [None, "another"])
def test_a_change_of_passphrase_keeps_everything(database, passphrase):
    head, salt = database.head, database.key.salt
    change_passphrase(database, passphrase)
    add(database, "Health")
    database.close()
    assert sorted(each.name for each in database.path.parent.iterdir()) == [database.path.name]
    if passphrase is not None:
        with pytest.raises(WrongSecret):
            open_file(database.path, secret=SECRET)
    again = open_file(database.path, secret=passphrase)
    assert names(again) == ["Customs", "Health"]
    assert again.key is None if passphrase is None else again.key.salt != salt
    with again.read() as unit:
        assert changes.verify_chain(unit) == []
        assert unit.raw("SELECT hash FROM change_set WHERE number = ?", [head.number]) == [(head.hash,)]
    again.close()


def test_a_plain_file_gets_a_passphrase(tmp_path):
    plain = new_database(tmp_path)
    add(plain, "Customs")
    change_passphrase(plain, SECRET)
    assert b"Customs" not in plain.path.read_bytes()
    assert plain.path.stat().st_mode & 0o777 == 0o600
    add(plain, "Health")
    plain.close()
    again = open_file(plain.path, secret=SECRET)
    assert names(again) == ["Customs", "Health"]
    assert integrity_problems(again) == []
    again.close()


def test_a_file_that_cannot_be_written_anew_goes_on_as_it_was(database, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("db.line.replace_durably", full)
    with pytest.raises(DatabaseProblem, match="No space"):
        change_passphrase(database, "another")
    add(database, "Health")
    database.close()
    again = open_file(database.path, secret=SECRET)
    assert names(again) == ["Customs", "Health"]
    again.close()


@pytest.mark.parametrize("left", [0, 100_000, 400_000, 700_000])
def test_a_full_disk_leaves_the_file_and_its_passphrase_as_they_were(tmp_path, left):
    """SQLCipher leaves a torn copy attached: the file itself could not be read any more."""
    with small_disk(tmp_path / "disk", 16 << 20) as disk:
        made = new_database(disk)
        for number in range(40):
            add(made, f"{number} {'x' * 20_000}")
        with filled_but(disk, left), pytest.raises(DatabaseProblem, match=r"not changed.* is full"):
            change_passphrase(made, SECRET)
        assert len(names(made)) == 40
        add(made, "Customs")
        change_passphrase(made, SECRET)
        made.close()
        again = open_file(made.path, secret=SECRET)
        assert (len(names(again)), integrity_problems(again)) == (41, [])
        again.close()


# The recovery sheet


keys = st.builds(FileKey, st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16))


@given(keys)
def test_a_sheet_gives_its_key_however_it_is_typed(key):
    groups = groups_of(key)
    assert len(groups) == GROUPS
    assert key_from(" ".join(groups)) == key
    assert key_from("-".join(groups).lower()) == key


@given(keys, st.integers(0, GROUPS - 1), st.integers(0, 5), st.sampled_from(SIGNS))
def test_every_wrong_sign_is_found_in_its_group(key, place, within, sign):
    groups = groups_of(key)
    wrong = groups[place][:within] + sign + groups[place][within + 1 :]
    assert is_group(place + 1, wrong) == (wrong == groups[place])


@given(keys, st.integers(0, GROUPS - 2))
def test_groups_in_the_wrong_order_are_found(key, place):
    groups = groups_of(key)
    first, second = groups[place : place + 2]
    groups[place : place + 2] = [second, first]
    if first[:5] != second[:5]:
        with pytest.raises(DatabaseProblem, match=f"Group {place + 1} "):
            key_from(" ".join(groups))


@pytest.mark.parametrize("typed", ["", "A", "2222O2 " * 16])
def test_what_is_no_sheet_is_refused(typed):
    with pytest.raises(DatabaseProblem):
        key_from(typed)


def test_a_sheet_opens_its_file_and_no_other(path, tmp_path):
    key = derive(SECRET, path.read_bytes()[:16])
    made = open_file(path, secret=key_from(" ".join(groups_of(key))))
    assert names(made) == ["Customs"]
    change_passphrase(made, "another")
    made.close()
    with pytest.raises(WrongSecret):
        open_file(path, secret=key)


# Rest and lock


def test_a_resting_file_is_free_for_others_and_taken_again(database):
    database.rest()
    other = subprocess_add(database.path, "Police")
    assert other == "done"
    heard = []
    database.subscribe(heard.append)
    add(database, "Health")
    assert [info.author for info in heard] == ["Eva", "Ana"]
    assert names(database) == ["Customs", "Health", "Police"]
    assert database.line.is_open


def test_a_file_replaced_while_it_rested_is_not_written(database, tmp_path):
    older = back_up(database, tmp_path / "older.desk1540").path
    add(database, "Police")
    database.rest()
    older.replace(database.path)
    before = database.path.read_bytes()
    with pytest.raises(DatabaseProblem, match="not as it was left"):
        add(database, "Health")
    assert database.path.read_bytes() == before


def test_a_locked_file_forgets_its_key_until_the_passphrase_comes(database):
    database.rest(forgets_key=True)
    assert (database.line.is_locked, database.key) == (True, None)
    with pytest.raises(Locked):
        names(database)
    with pytest.raises(WrongSecret):
        database.unlock("wrong")
    assert database.line.is_locked
    database.unlock(SECRET)
    add(database, "Health")
    assert names(database) == ["Customs", "Health"]


def test_a_plain_file_rests_but_never_locks(tmp_path):
    plain = new_database(tmp_path)
    plain.rest(forgets_key=True)
    assert not plain.line.is_locked
    add(plain, "Health")
    plain.close()


def subprocess_add(path, name: str) -> str:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from db.opening import open_file\n"
        "from tests.db.test_encryption import SECRET\n"
        "from db.schema import Institution\n"
        "d = open_file(Path(sys.argv[1]), secret=SECRET)\n"
        "w = d.write('Eva', 'Add')\n"
        "with w as unit:\n"
        "    unit.insert(Institution, [{'name': sys.argv[2]}]); unit.commit()\n"
        "d.close(); print('done')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path), name], capture_output=True, text=True, check=False
    )
    return ran.stdout.strip() or ran.stderr

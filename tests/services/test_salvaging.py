"""A damaged file comes into a new one, from tables, indexes and history; what was lost is said."""

import errno
import hashlib
import lzma
import os
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlcipher3 import dbapi2

from db.encryption import SecretNeeded, WrongSecret
from db.erasure import erase_values
from db.errors import DatabaseProblem
from db.opening import open_file
from db.salvage.losses import Fate
from db.schema import LOGGED, Attachment, AttachmentBytes, Institution, PlanItem
from desktop.base.errors import Cancelled
from desktop.base.i18n import available_languages, texts_for
from desktop.services.checking import check_file
from desktop.services.exercise import make_exercise
from desktop.services.salvaging import loss_sentence, salvage_file, summary_sentences
from tests.services.filled import filled

TODAY = date(2026, 6, 1)
PAGE = 4096
KEPT_FILE = Path(__file__).parents[1] / "migrations" / "files" / "schema-1.desk1540.xz"


@pytest.fixture
def path(tmp_path):
    database = filled(tmp_path)
    content = b"%PDF-1.7 " + bytes(range(256)) * 40
    sha256 = hashlib.sha256(content).hexdigest()
    with database.write("Ana", "More") as unit:
        owner = unit.raw("SELECT id FROM plan")[0][0]
        row = {"owner_entity": "plan", "owner_id": owner, "name": "plan.pdf", "size": len(content)}
        unit.insert(Attachment, [{**row, "sha256": sha256}])
        unit.execute(insert(AttachmentBytes), [{"sha256": sha256, "content": content}])
        unit.insert(Institution, [{"name": f"Office {number}", "note": "n" * 300} for number in range(60)])
        unit.commit()
    with database.write("Ben", "Edit") as unit:
        ids = [row[0] for row in unit.raw("SELECT id FROM plan_item")]
        unit.update(PlanItem, {row_id: {"remarks": "r" * 3000} for row_id in ids})
        unit.commit()
    database.close()
    return database.path


def roots(path):
    with closing(dbapi2.connect(str(path))) as driver:
        return dict(driver.execute("SELECT name, rootpage FROM sqlite_master"))


def zero(path, *pages):
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    path.write_bytes(content)


def rows_of(path, secret=None):
    with closing(open_file(path, secret=secret)) as database, database.read() as unit:
        return {
            (entity, row_id): row
            for entity, table in LOGGED.items()
            for row_id, row in unit.rows_by_id(
                table, [each[0] for each in unit.raw(f'SELECT id FROM "{entity}"')]
            ).items()
        }


def head_of(path):
    with closing(open_file(path)) as database:
        return database.head


def salvaged(path, **more):
    target = path.with_name("new.desk1540")
    before = path.read_bytes()
    result = salvage_file(path, target, "Ana", TODAY, **more)
    assert path.read_bytes() == before
    assert check_file(target, TODAY, secret=more.get("secret")).damage == ()
    assert not list(path.parent.glob("*.part*"))
    return result


def test_of_a_sound_file_nothing_is_lost_and_the_history_stays(path):
    before, head = rows_of(path), head_of(path)
    result = salvaged(path)
    assert result.salvaged.has_lost_nothing
    assert rows_of(result.path) == before
    new = head_of(result.path)
    assert (new.number, new.hash) == (head.number, head.hash)
    assert new.site_id != head.site_id
    with closing(open_file(result.path)) as database, database.read() as unit:
        assert unit.raw("SELECT count(*) FROM attachment_bytes") == [(1,)]


@pytest.mark.parametrize("table", ["plan_item", "institution", "person", "file_settings", "item_institution"])
def test_a_lost_table_comes_from_the_history(path, table):
    before, head = rows_of(path), head_of(path)
    zero(path, roots(path)[table])
    result = salvaged(path)
    assert result.salvaged.has_lost_nothing
    assert result.salvaged.counts[table].from_log > 0
    assert rows_of(result.path) == before
    assert head_of(result.path).hash == head.hash


@pytest.mark.parametrize("table", ["change_set", "change", "log_heading"])
def test_without_the_history_the_tables_stay(path, table):
    before = rows_of(path)
    zero(path, roots(path)[table])
    result = salvaged(path)
    assert rows_of(result.path) == before
    assert not result.salvaged.has_lost_nothing
    assert result.salvaged.losses == []
    with closing(open_file(result.path)) as database, database.read() as unit:
        (summary,) = unit.raw(
            "SELECT h.summary, s.summary_values, h.author FROM change_set s "
            "JOIN log_heading h ON h.number = s.heading ORDER BY s.number DESC LIMIT 1"
        )
    assert summary == ('["Salvaged from {name}",{},["name"]]', f'"{path.name}"', "Ana")


@pytest.mark.parametrize("table", ["log_row", "log_name"])
def test_registers_of_the_history_come_from_their_index(path, table):
    before, head = rows_of(path), head_of(path)
    zero(path, roots(path)[table])
    result = salvaged(path)
    assert result.salvaged.has_lost_nothing
    assert (rows_of(result.path), head_of(result.path).hash) == (before, head.hash)


def test_the_history_is_kept_up_to_the_damage(path):
    before = rows_of(path)
    with closing(dbapi2.connect(str(path))) as driver:
        driver.execute("UPDATE change_set SET hash = zeroblob(20) WHERE number = 5")
        driver.commit()
    result = salvaged(path)
    assert (result.salvaged.kept_entries, result.salvaged.head) == (4, 5)
    assert rows_of(result.path) == before
    said = [each.shown(texts_for("en")) for each in summary_sentences(result)]
    assert any("the first 4 entries were kept" in line for line in said)


def test_a_row_lost_on_both_sides_is_listed_and_what_belongs_to_it_stands(path):
    before = rows_of(path)
    (person,) = (row_id for entity, row_id in before if entity == "person")
    found = roots(path)
    zero(path, found["person"], found["change"])
    result = salvaged(path)
    fates = {(each.entity, each.row_id): each.fate for each in result.salvaged.losses if not each.field}
    assert fates["person", person] in (Fate.LOST, Fate.COMPLETED)
    after = rows_of(result.path)
    assert after["person", person]["name"] == "?"
    assert {place for place in before if place[0] == "contact_detail"} <= after.keys()
    for language in available_languages():
        assert all(loss_sentence(each).shown(texts_for(language)) for each in result.salvaged.losses)


def test_a_value_that_can_be_none_is_emptied_and_listed(path):
    zero(path, roots(path)["change"])
    with closing(dbapi2.connect(str(path))) as driver:
        driver.execute("PRAGMA writable_schema = ON")
        driver.execute("PRAGMA ignore_check_constraints = ON")
        driver.execute(
            "UPDATE plan_item SET due = '2026-Q9', title = CAST(x'ff' AS TEXT) WHERE number = '1.3'"
        )
        driver.execute("UPDATE plan_item SET status = 'finished' WHERE number = '1.2'")
        driver.commit()
    result = salvaged(path)
    found = {(each.fate, each.field) for each in result.salvaged.losses}
    assert found == {(Fate.EMPTIED, "due"), (Fate.EMPTIED, "title"), (Fate.OLDER, "")}


def test_an_attachment_without_its_bytes_is_left_out_and_named(path):
    with closing(dbapi2.connect(str(path))) as driver:
        driver.execute("UPDATE attachment_bytes SET content = x'00'")
        driver.commit()
    result = salvaged(path)
    (loss,) = result.salvaged.losses
    assert (loss.fate, loss.entity, loss.name) == (Fate.LEFT_OUT, "attachment", "plan.pdf")


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_file_that_lost_its_list_of_tables_gets_that_of_a_fresh_one(path, place):
    before = rows_of(path)
    # In a file like this one every early page is a table's first one, or of the list of tables.
    first_pages = roots(path).values()
    zero(path, [page for page in range(1, 200) if page not in first_pages][place])
    assert rows_of(salvaged(path).path) == before


def test_a_list_of_tables_that_does_not_fit_is_not_believed(path):
    with closing(dbapi2.connect(str(path))) as driver:
        driver.execute("DELETE FROM institution")
        driver.commit()
        driver.execute("VACUUM")
    zero(path, 1)
    with pytest.raises(DatabaseProblem):
        salvage_file(path, path.with_name("new.desk1540"), "Ana", TODAY)


def test_a_file_cut_off_is_read_as_far_as_it_goes(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3 // PAGE * PAGE])
    result = salvaged(path)
    assert result.rows > 0


@pytest.mark.parametrize("content", [b"", b"no file of ours" * 1000, bytes(PAGE * 20)])
def test_what_has_nothing_of_ours_is_refused(tmp_path, content):
    path = tmp_path / "old.desk1540"
    path.write_bytes(content)
    with pytest.raises(DatabaseProblem):
        salvage_file(path, tmp_path / "new.desk1540", "Ana", TODAY)
    assert [entry.name for entry in tmp_path.iterdir()] == ["old.desk1540"]


def test_nothing_is_written_over(path):
    other = path.with_name("other.desk1540")
    other.write_bytes(b"precious")
    for target in (path, other):
        with pytest.raises(DatabaseProblem, match="exists already"):
            salvage_file(path, target, "Ana", TODAY)
    assert other.read_bytes() == b"precious"


def test_a_salvage_that_is_stopped_leaves_nothing(path):
    def stop(done, _total):
        if done > 62:
            raise Cancelled

    before = {entry.name for entry in path.parent.iterdir()}
    with pytest.raises(Cancelled):
        salvage_file(path, path.with_name("new.desk1540"), "Ana", TODAY, stop)
    assert {entry.name for entry in path.parent.iterdir()} == before


def test_a_held_file_can_be_salvaged(path):
    with closing(open_file(path)):
        assert salvaged(path).salvaged.has_lost_nothing


def test_a_file_of_an_older_version_is_salvaged(tmp_path):
    path = tmp_path / "old.desk1540"
    path.write_bytes(lzma.decompress(KEPT_FILE.read_bytes()))
    result = salvaged(path)
    assert result.salvaged.has_lost_nothing
    assert result.salvaged.kept_entries > 5


def test_an_encrypted_file_keeps_its_passphrase(tmp_path):
    path = tmp_path / "file.desk1540"
    make_exercise(path, states=1, items=5, language="en", author="Ana", secret="palabra")
    before = rows_of(path, "palabra")
    content = bytearray(path.read_bytes())
    for start in range(len(content) * 4 // 5, len(content), PAGE * 4):
        content[start + 50] ^= 1
    path.write_bytes(content)
    with pytest.raises(SecretNeeded):
        salvage_file(path, tmp_path / "new.desk1540", "Ana", TODAY)
    with pytest.raises(WrongSecret):
        salvage_file(path, tmp_path / "new.desk1540", "Ana", TODAY, secret="palabro")
    result = salvaged(path, secret="palabra")
    after = rows_of(result.path, "palabra")
    assert len(after.keys() & before.keys()) > len(before) // 2
    lost = {(each.entity, each.row_id) for each in result.salvaged.losses if not each.field}
    unknown = sum(1_000 if each.is_uncounted else each.unknown for each in result.salvaged.counts.values())
    assert len(before.keys() - after.keys() - lost) <= unknown


def test_an_encrypted_file_gets_the_list_of_tables_of_a_fresh_one_with_its_key(tmp_path):
    path = tmp_path / "file.desk1540"
    make_exercise(path, states=1, items=3, language="en", author="Ana", secret="palabra")
    before = rows_of(path, "palabra")
    content = bytearray(path.read_bytes())
    # The salt at the beginning stays: without it no passphrase gives the key.
    content[16 : 2 * PAGE] = bytes(2 * PAGE - 16)
    path.write_bytes(content)
    with pytest.raises(WrongSecret):
        salvage_file(path, tmp_path / "new.desk1540", "Ana", TODAY, secret="palabro")
    result = salvaged(path, secret="palabra")
    assert rows_of(result.path, "palabra") == before
    assert result.salvaged.has_lost_nothing


def test_what_was_erased_stays_erased_and_the_history_whole(path):
    with closing(open_file(path)) as database, database.write("Ana", "Erase private details") as unit:
        detail = unit.raw("SELECT id FROM contact_detail WHERE kind = 'phone'")[0][0]
        erase_values(unit, {("contact_detail", detail): ["written", "normalised"]})
        unit.commit()
    before, head = rows_of(path), head_of(path)
    result = salvaged(path)
    assert result.salvaged.has_lost_nothing
    assert (rows_of(result.path), head_of(result.path).hash) == (before, head.hash)
    # Without the entry that names it the hole is none any more: the history ends before it.
    with closing(dbapi2.connect(str(path))) as driver:
        driver.execute("UPDATE change_set SET hash = zeroblob(20) WHERE number = ?", [head.number])
        driver.commit()
    result.path.unlink()
    result = salvaged(path)
    assert result.salvaged.kept_entries < head.number - 1
    assert rows_of(result.path) == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC])
def test_a_disk_that_takes_nothing_is_named_with_the_file_that_was_asked_for(path, monkeypatch, number):
    def refusing(real):
        def work(where, *more, **named):
            if "new.desk1540" in str(where):
                raise OSError(number, os.strerror(number), str(where))
            return real(where, *more, **named)

        return work

    before = {entry.name for entry in path.parent.iterdir()}
    monkeypatch.setattr(os, "open", refusing(os.open))
    monkeypatch.setattr(Path, "unlink", refusing(Path.unlink))
    with pytest.raises(DatabaseProblem, match=r"new\.desk1540 cannot be made here") as refused:
        salvage_file(path, path.with_name("new.desk1540"), "Ana", TODAY)
    assert ".part" not in str(refused.value)
    assert {entry.name for entry in path.parent.iterdir()} == before


def test_a_disk_that_is_full_in_the_midst_of_it_is_named_with_the_file_that_was_asked_for(path, monkeypatch):
    def full(*_args, **_named):
        raise dbapi2.OperationalError("database or disk is full")

    before = {entry.name for entry in path.parent.iterdir()}
    monkeypatch.setattr("db.salvage.write_state", full)
    with pytest.raises(DatabaseProblem, match=r"new\.desk1540 cannot be made here.*disk is full"):
        salvage_file(path, path.with_name("new.desk1540"), "Ana", TODAY)
    assert {entry.name for entry in path.parent.iterdir()} == before

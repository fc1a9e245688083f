"""What can be planted in the schema and around the pages of a file; each alters a copy of a real one."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2

Alter = Callable[[Path], Path]
"""Alters a file; gives the path that is to be opened."""

_ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r"
_SLOW = "length(hex(randomblob(100000000))) > 0"


def sql(*statements: str) -> Alter:
    """Run statements in a file as its schema stands."""

    def alter(path: Path) -> Path:
        driver = dbapi2.connect(str(path), isolation_level=None)
        for pragma in ("writable_schema = ON", "foreign_keys = OFF", "ignore_check_constraints = ON"):
            driver.execute(f"PRAGMA {pragma}")
        for statement in statements:
            driver.execute(statement)
        driver.close()
        return path

    return alter


def rewritten(name: str, old: str, new: str) -> Alter:
    """Change the stored statement of a table or index, as no statement of SQLite's would."""

    def alter(path: Path) -> Path:
        driver = dbapi2.connect(str(path), isolation_level=None)
        driver.execute("PRAGMA writable_schema = ON")
        (found,) = driver.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
        assert old in found, (name, old)
        driver.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", [found.replace(old, new, 1), name])
        (version,) = driver.execute("PRAGMA schema_version").fetchone()
        driver.execute(f"PRAGMA schema_version = {version + 1}")
        driver.close()
        return path

    return alter


def _view_for(table: str, query: str) -> Alter:
    """Put a view in the place of a table."""

    def alter(path: Path) -> Path:
        driver = dbapi2.connect(str(path), isolation_level=None)
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA legacy_alter_table = ON")
        columns = [row[1] for row in driver.execute(f"PRAGMA table_info({table})")]
        driver.execute(f"ALTER TABLE {table} RENAME TO {table}_kept")
        listed = ", ".join(f"n AS {column}" for column in columns)
        driver.execute(f"CREATE VIEW {table} AS SELECT {listed} FROM ({query})")
        driver.execute(f"CREATE TRIGGER act INSTEAD OF INSERT ON {table} BEGIN DELETE FROM plan_item; END")
        driver.close()
        return path

    return alter


def _bytes(place: int, put: bytes) -> Alter:
    def alter(path: Path) -> Path:
        data = bytearray(path.read_bytes())
        data[place : place + len(put)] = put
        path.write_bytes(data)
        return path

    return alter


def _cut(size: Callable[[int], int]) -> Alter:
    def alter(path: Path) -> Path:
        os.truncate(path, size(path.stat().st_size))
        return path

    return alter


def _beside(suffix: str, content: bytes) -> Alter:
    def alter(path: Path) -> Path:
        Path(f"{path}{suffix}").write_bytes(content)
        return path

    return alter


def _journal_of_another(path: Path) -> Path:
    """The hot journal of another file of ours with the same pages, cut off in the middle of a change."""
    other = path.with_name("other.desk1540")
    other.write_bytes(path.read_bytes())
    driver = dbapi2.connect(str(other), isolation_level=None)
    driver.execute("PRAGMA cache_size = 1")
    driver.execute("CREATE TABLE more AS SELECT * FROM change, plan_item")
    driver.execute("BEGIN IMMEDIATE")
    driver.execute("UPDATE change_set SET hash = randomblob(32)")
    driver.execute("UPDATE plan_item SET title = hex(randomblob(500))")
    driver.execute("DELETE FROM more")
    journal = Path(f"{other}-journal").read_bytes()
    driver.execute("ROLLBACK")
    driver.close()
    other.unlink()
    assert len(journal) > 4096
    Path(f"{path}-journal").write_bytes(journal)
    return path


def _vacuumed(pragma: str) -> Alter:
    return sql(f"PRAGMA {pragma}", "VACUUM")


def _wide_letters(path: Path) -> Path:
    """The same tables and rows in a file whose texts are UTF-16."""
    made = path.with_name("wide.desk1540")
    old, new = (dbapi2.connect(str(each), isolation_level=None) for each in (path, made))
    new.execute("PRAGMA encoding = 'UTF-16le'")
    for kind in ("table", "index"):
        found = old.execute("SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", [kind])
        for name, statement in found.fetchall():
            new.execute(statement)
            rows = old.execute(f'SELECT * FROM "{name}"').fetchall() if kind == "table" else []
            if rows:
                new.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
    for pragma in ("application_id", "user_version"):
        (value,) = old.execute(f"PRAGMA {pragma}").fetchone()
        new.execute(f"PRAGMA {pragma} = {value}")
    old.close()
    new.close()
    return made


def _circle(path: Path) -> Path:
    made = path.with_name("circle.desk1540")
    made.symlink_to(made)
    return made


def _device(path: Path) -> Path:
    made = path.with_name("device.desk1540")
    made.symlink_to("/dev/zero")
    return made


def _pipe(path: Path) -> Path:
    made = path.with_name("pipe.desk1540")
    os.mkfifo(made)
    return made


def _marked_with_noise(path: Path) -> Path:
    _beside("-wal", os.urandom(9000))(path)
    return _bytes(18, b"\x02\x02")(path)


_SECOND = (
    "INSERT INTO sqlite_master SELECT type, 'second', 'second', rootpage, replace(sql, '\"plan\"', 'second') "
    "FROM sqlite_master WHERE name = 'plan' AND type = 'table'"
)
_LONG = "'CREATE TABLE x (a) --' || hex(zeroblob(10000000))"
SCHEMA: dict[str, Alter] = {
    "a trigger that blanks the plan": sql(
        "CREATE TRIGGER t AFTER INSERT ON change_set BEGIN UPDATE plan_item SET title = ''; END"
    ),
    "a trigger under a name of ours": sql(
        "CREATE TRIGGER ix_plan_item_plan_id BEFORE UPDATE ON plan_item BEGIN SELECT 1; END"
    ),
    "a view": sql("CREATE VIEW v AS SELECT 1"),
    "an endless view for the plan": _view_for("plan", _ENDLESS),
    "an endless view for the file's head": _view_for("file_head", _ENDLESS),
    "an endless view for the log": _view_for("change_set", _ENDLESS),
    "a virtual table": sql("CREATE VIRTUAL TABLE v USING fts5(a)"),
    "a generated column": sql("ALTER TABLE offer ADD COLUMN more GENERATED ALWAYS AS (zeroblob(9)) VIRTUAL"),
    "one column more": sql("ALTER TABLE plan ADD COLUMN more TEXT"),
    "one column less": sql("ALTER TABLE plan DROP COLUMN period"),
    "a column by another name": sql("ALTER TABLE plan RENAME COLUMN period TO periods"),
    "one table more": sql("CREATE TABLE more (a)"),
    "one table less": sql("DROP TABLE offer"),
    "one index less": sql("DROP INDEX ix_plan_item_plan_id"),
    "an index over an expression": sql(f"CREATE INDEX more ON plan_item ({_SLOW.replace('random', 'zero')})"),
    "a partial index": sql("CREATE INDEX more ON plan_item (title) WHERE title > ''"),
    "an index of ours, partial": rewritten(
        "ix_plan_item_plan_id", "(plan_id)", "(plan_id) WHERE plan_id > ''"
    ),
    "an index of ours, over an expression": rewritten(
        "ix_plan_item_plan_id", "(plan_id)", "(upper(plan_id))"
    ),
    "an index of ours, unique": rewritten("ix_plan_item_plan_id", "CREATE INDEX", "CREATE UNIQUE INDEX"),
    "another type": rewritten("plan", "title TEXT", "title INTEGER"),
    "another default": rewritten("plan", "title TEXT", "title TEXT DEFAULT (hex(randomblob(9)))"),
    "a check that takes for ever": rewritten("plan", "title TEXT", f"title TEXT CHECK ({_SLOW})"),
    "another collation": rewritten("plan", "title TEXT", "title TEXT COLLATE NOCASE"),
    "a link that deletes": rewritten(
        "plan_item", 'REFERENCES "plan" (id)', 'REFERENCES "plan" (id) ON DELETE CASCADE'
    ),
    "a link to another table": rewritten("plan_item", 'REFERENCES "plan" (id)', "REFERENCES person (id)"),
    "statistics": sql("ANALYZE"),
    "two names for one table": sql(_SECOND),
    "a name that is none": sql("INSERT INTO sqlite_master VALUES ('table', NULL, NULL, 0, NULL)"),
    "a statement that is none": sql(
        "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 3, 'CREATE NONSENSE')"
    ),
    "a statement of bytes": sql("INSERT INTO sqlite_master VALUES (x'00', x'ff', x'01', 3, x'00')"),
    "a statement of 20 MB": sql(f"INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 3, {_LONG})"),
    "another mark of the tables": sql(
        "UPDATE alembic_version SET version_num = 'x'", "CREATE VIEW v AS SELECT 2"
    ),
}
"""All of these must be refused by every command."""

OUTSIDE: dict[str, Alter] = {
    "a newer version": sql("PRAGMA user_version = 99"),
    "no version": sql("PRAGMA user_version = 0"),
    "a negative version": sql("PRAGMA user_version = -1"),
    "an older version": sql("PRAGMA user_version = 1"),
    "another program": sql("PRAGMA application_id = 1"),
    "nothing": _cut(lambda size: 0),
    "cut in its head": _cut(lambda size: 60),
    "cut behind its head": _cut(lambda size: 100),
    "cut in its first page": _cut(lambda size: 2000),
    "one page only": _cut(lambda size: 4096),
    "cut by half": _cut(lambda size: size // 2),
    "cut by a page": _cut(lambda size: size - 4096),
    "a page size of 512": _bytes(16, struct.pack(">H", 512)),
    "a page size of 65,536": _bytes(16, struct.pack(">H", 1)),
    "a page size of 3": _bytes(16, struct.pack(">H", 3)),
    "reserved bytes": _bytes(20, b"\xff"),
    "the journal of another file": _journal_of_another,
    "a link to itself": _circle,
    "a device": _device,
    "a pipe": _pipe,
    "noise": _bytes(0, os.urandom(40960)),
}
"""These too; a file of another page size or alphabet may be taken when it is sound (`ODD`)."""

ODD: dict[str, Alter] = {
    "cut by a byte": _cut(lambda size: size - 1),
    "longer by 10,000 zeros": _cut(lambda size: size + 10_000),
    "a journal of noise": _beside("-journal", os.urandom(9000)),
    "a journal of nothing": _beside("-journal", b""),
    "a log of noise": _beside("-wal", os.urandom(9000)),
    "marked for a log": _bytes(18, b"\x02\x02"),
    "marked for a log, with noise for one": _marked_with_noise,
    "marked for formats to come": _bytes(18, b"\x09\x09"),
    "pages of 65,536 bytes": _vacuumed("page_size = 65536"),
    "pages of 512 bytes": _vacuumed("page_size = 512"),
    "pages that move": _vacuumed("auto_vacuum = FULL"),
    "wide letters": _wide_letters,
    "a free list that never ends": _bytes(32, struct.pack(">II", 2, 0x7FFFFFFF)),
    "another count of pages": _bytes(28, struct.pack(">I", 3)),
    "another alphabet in its head": _bytes(56, struct.pack(">I", 3)),
    "another schema format": _bytes(44, struct.pack(">I", 9)),
}

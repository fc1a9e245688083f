"""Failures of every kind end in the log, and nothing of what they were about."""

import logging

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2

from db.runners import SynchronousRunner
from db.schema import Person
from desktop.base.logs import start_log, stop_log
from desktop.jobs.runner import JobRunner
from desktop.shell.crash import CrashHook, crash_report
from desktop.shell.desk import Desk
from tests.services.filled import filled

NEEDLE = "aguja7 Pérez9 +507123"


@pytest.fixture
def log(tmp_path):
    handler = start_log(tmp_path)
    yield lambda: (tmp_path / "desk1540.log").read_text("utf-8")
    stop_log(handler)


@pytest.fixture
def database(tmp_path):
    made = filled(tmp_path)
    yield made
    made.close()


def note(error):
    """As the crash hook notes what nobody caught; its report goes the same way."""
    hook = CrashHook(lambda report: pytest.fail(report))
    hook._crashed.disconnect()
    hook._on_exception(type(error), error, error.__traceback__)
    assert NEEDLE.split()[0] not in crash_report(error)
    hook.deleteLater()


def is_silent(log):
    written = log()
    assert "a bug ended the program" in written
    return not any(word in written for word in NEEDLE.split())


def test_what_the_database_refuses(qapp, database, log):
    row = {"id": NEEDLE, "name": NEEDLE, "state": NEEDLE}
    with pytest.raises(SQLAlchemyError) as refused, database.write(NEEDLE, NEEDLE) as unit:
        unit.insert(Person, [row, row])
    assert NEEDLE not in str(refused.value)
    note(refused.value)
    assert is_silent(log)
    assert "IntegrityError" in log()


def test_sql_that_names_a_text(qapp, database, log):
    wrong = f'SELECT "{NEEDLE}" FROM {NEEDLE.split()[0]}'
    with database.read() as unit, pytest.raises(dbapi2.Error) as refused:
        unit.raw(wrong)
    note(refused.value)
    assert is_silent(log)


def broken(*_):
    kept = {NEEDLE: [NEEDLE]}
    raise LookupError(kept, NEEDLE)


def test_a_job_that_fails(qapp, qtbot, log):
    jobs = JobRunner(SynchronousRunner())
    with qtbot.captureExceptions() as caught:
        jobs.start("a job", broken)
        qtbot.waitUntil(lambda: bool(caught))
    note(caught[0][1])
    assert is_silent(log)
    jobs.deleteLater()


def test_a_service_that_fails(qapp, qtbot, database, log):
    desk = Desk(database, "Ana")
    with qtbot.captureExceptions() as caught:
        desk.write(broken)
        qtbot.waitUntil(lambda: bool(caught))
    note(caught[0][1])
    assert is_silent(log)
    desk.deleteLater()


def test_what_a_library_says_of_it(qapp, log):
    for name in ("sqlalchemy.engine.Engine", "openpyxl", "py.warnings", "PySide6"):
        logging.getLogger(name).error("cannot do %s", NEEDLE)
        logging.getLogger(name).error(NEEDLE)
    assert not any(word in log() for word in NEEDLE.split())

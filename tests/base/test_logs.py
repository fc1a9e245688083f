"""The log: it tells what happened, and no text of a file can come into it."""

import logging
import os
import sys

import pytest

from desktop.base.logs import Safe, start_log, stop_log

NEEDLE = "inventario-de-fuentes-secreto"


@pytest.fixture
def log(tmp_path):
    handler = start_log(tmp_path)
    yield lambda: (tmp_path / "desk1540.log").read_text("utf-8")
    stop_log(handler)


def test_numbers_and_safe_names_are_written(log):
    logging.getLogger("desktop.services").info("%s items in %s", 24, Safe("import_plan"))
    assert "24 items in import_plan" in log()


def test_texts_are_not(log):
    logging.getLogger("desktop.services").warning("read %s of %s", NEEDLE, [NEEDLE])
    logging.getLogger("desktop.services").warning("read %(title)s", {"title": NEEDLE})
    assert NEEDLE not in log()
    assert "read <str> of <list>" in log()


def test_another_librarys_words_are_not(log):
    logging.getLogger("openpyxl.reader").warning(f"cannot parse {NEEDLE}")  # noqa: G004 - as other libraries do
    assert NEEDLE not in log()
    assert "openpyxl.reader" in log()


def test_an_exception_is_its_kind_and_its_places(log):
    try:
        try:
            int(NEEDLE)
        except ValueError as error:
            raise KeyError(NEEDLE) from error
    except KeyError:
        logging.getLogger("desktop.jobs").exception("a job failed")
    written = log()
    assert NEEDLE not in written
    assert "builtins.ValueError" in written
    assert "builtins.KeyError" in written
    assert "base/test_logs.py" in written


def test_a_stopped_log_writes_no_more(tmp_path):
    stop_log(start_log(tmp_path))
    logging.getLogger("desktop").warning("after the end")
    assert not (tmp_path / "desk1540.log").exists()


def test_the_log_is_its_owners_alone_whatever_the_umask(log, tmp_path):
    before = os.umask(0)
    try:
        logging.getLogger("desktop").warning("something")
    finally:
        os.umask(before)
    if sys.platform != "win32":
        assert (tmp_path / "desk1540.log").stat().st_mode & 0o777 == 0o600

"""The rules of the code that a tool can see: rooms, sizes, broad excepts, imports of heavy libraries."""

import ast
import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for room in ("db", "desktop", "resources") for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MOST_LINES = {"file": 500, "class": 200, "function": 60}
LONGER = {
    # One Qt interface each: parting them into mixins would hide the road of one edit, one load, one key.
    "desktop/itemmodels/record_list_model.py RecordListModel": 270,
    "desktop/itemmodels/record_table_model.py RecordTableModel": 275,
    "desktop/views/main_window.py MainWindow": 225,
    "desktop/widgets/record_table.py RecordTable": 220,
}
"""Classes that may be longer than others, and how long at most."""
# Whoever works for others must report whatever they raise; see the rule on errors in the README.
BROAD_EXCEPTS = {"db/runners.py", "desktop/cli.py", "desktop/jobs/runner.py", "desktop/shell/crash.py"}
HEAVY = {
    "PySide6",
    "alembic",
    "babel",
    "docx",
    "openpyxl",
    "phonenumbers",
    "python_calamine",
    "reportlab",
    "sqlalchemy",
    "uharfbuzz",
    "vobject",
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.fixture(autouse=True)
def _something_to_look_at():
    assert len(SOURCES) > 50
    assert len(TESTS) > 10


def test_imports_follow_the_rooms(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    ended = cli.lint_imports(config_filename="pyproject.toml", no_cache=True)
    # It sets up a log of its own, which turns off every other.
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False
    assert ended == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_sizes():
    found = []
    for path in SOURCES + TESTS:
        if path.parent.name == "versions":
            continue
        lines = len(path.read_text("utf-8").splitlines())
        found += [f"{name_of(path)}: {lines} lines"] if lines > MOST_LINES["file"] else []
        for node in ast.walk(tree_of(path)):
            kind = {ast.ClassDef: "class", ast.FunctionDef: "function", ast.AsyncFunctionDef: "function"}
            is_a = kind.get(type(node))
            most = LONGER.get(f"{name_of(path)} {getattr(node, 'name', '')}", MOST_LINES.get(is_a, 0))
            if is_a and node.end_lineno - node.lineno + 1 > most:
                found.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert found == []


def is_broad(handler: ast.ExceptHandler) -> bool:
    """A handler of everything; one that cleans up and raises the same again is none."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in kinds)


def test_only_those_who_report_it_catch_everything():
    found = {
        name_of(path)
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and is_broad(node)
    }
    assert found <= BROAD_EXCEPTS


@pytest.mark.parametrize("code", ["try: f()\nexcept: pass", "try: f()\nexcept (OSError, Exception): g()"])
def test_the_rule_sees_a_broad_except(code):
    assert [is_broad(node) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ExceptHandler)] == [
        True
    ]


def test_every_module_says_what_it_is_for():
    silent = [name_of(path) for path in SOURCES if not ast.get_docstring(tree_of(path))]
    assert silent == []


def test_nothing_is_left_for_later():
    assert lines_with(SOURCES + TESTS, "TO" + "DO", "FIX" + "ME") == []


def test_the_program_never_spins_its_own_event_loop_or_looks_up_globals():
    assert lines_with(SOURCES, "processEvents(", "QApplication.instance(") == []


def lines_with(paths, *words):
    return [
        f"{name_of(path)}:{number} {word}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for word in words
        if word in line
    ]


def test_tests_do_not_sleep():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in TESTS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("sleep", "qWait")
    ]
    assert found == []


def test_help_answers_without_heavy_libraries(tmp_path):
    code = (
        "import sys\nfrom desktop.__main__ import main\nsys.argv = ['desk1540', '--help']\n"
        "try:\n    ended = main()\nexcept SystemExit as end:\n    ended = end.code\n"
        "print('', *sys.modules, sep='\\n', file=sys.stderr)\nsys.exit(ended)"
    )
    environment = {**os.environ, "DESK1540_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert "desk1540" in ended.stdout
    assert not HEAVY.intersection(ended.stderr.splitlines())


def test_both_commands_of_the_readme_are_the_ones_checks_use():
    readme = (ROOT / "README.md").read_text("utf-8")
    checks = (ROOT / ".ci" / "run").read_text("utf-8")
    for command in ("python3 -m desktop.first_run try", "python3 -m tests"):
        assert f"\n{command}\n" in readme
        assert command in checks


def test_files_leave_by_one_door():
    """Who opens a file to write, and why not through `db.targets`; everybody else asks that door."""
    others = {
        "db/backup.py",  # copies of the file itself, page by page
        "db/byte_copies.py",  # and byte by byte
        "db/rekeying.py",  # the file itself under another key
        "db/holder.py",  # the note beside an open file
        "db/opening.py",  # claims the name of a new file
        "db/stored_schema.py",  # for those who add a migration
        "db/unfinished.py",  # notes on what is being written
        "desktop/base/one_system.py",  # the mark of a folder in use
        "desktop/base/settings.py",
        "desktop/first_run.py",
    }
    writes = re.compile(
        r"O_CREAT|\.open\(\"[wax]|\bopen\([^)]*\"[wax]b?\+?\"|\.write_(text|bytes)\(|mkstemp\("
    )
    found = {
        name_of(path)
        for path in SOURCES
        if path.parts[-2] != "languages" and writes.search(path.read_text("utf-8"))
    }
    assert found - others == {"db/targets.py"}

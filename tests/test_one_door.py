"""Text is never markup, and nothing goes on the network: what could do either has one door, or none."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for room in ("db", "desktop", "resources") for path in (ROOT / room).rglob("*.py"))

DOORS = {
    # Labels and boxes guess whether a text is markup; markup opens files and can hang the window.
    "QLabel()": set(),
    "class QLabel": {"desktop/widgets/labels.py"},
    "QMessageBox()": {"desktop/shell/messages.py"},
    "class QMessageBox": set(),
    ".setTextFormat": {"desktop/widgets/labels.py", "desktop/shell/messages.py"},
    # Private details must not stay on the clipboard.
    ".clipboard()": {"desktop/shell/clipboard.py"},
    # A cell that begins with "=" is a formula to whoever opens the file.
    ".writer()": {"desktop/exchange/csv_files.py"},
    "WriteOnlyCell()": {"desktop/reports/xlsx/looks.py"},
    "SubElement()": {"desktop/reports/xlsx/rows.py"},
    # A line of a card or calendar ends where a text says so, unless its ends are written otherwise.
    "folded_line()": {"desktop/exchange/calendar_files.py", "desktop/exchange/vcards/writing.py"},
}
"""What is written, and the only files that may write it."""

NOWHERE = {
    *("QTextBrowser", "QTextEdit", "QErrorMessage", "QInputDialog", "QProgressDialog", "QWhatsThis"),
    *("QStaticText", "QTextDocument", "QSystemTrayIcon", "QSplashScreen", "QWizard", "QWebEngineView"),
    *("setHtml", "appendHtml", "insertHtml", "setMarkdown", "setWhatsThis", "setStatusTip"),
    *("setInformativeText", "setOpenExternalLinks", "linkActivated", "setDefaultStyleSheet"),
    *("linkURL", "linkRect", "linkAbsolute", "drawImage", "Hyperlink", "platypus", "canv"),
    *("DictWriter", "add_image", "add_picture"),
}
"""What takes text for markup, or puts into a file what only looks like text; nobody needs it."""

NETWORK = {
    *("socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "poplib", "imaplib"),
    *("xmlrpc", "asyncio", "webbrowser", "requests", "httpx", "aiohttp", "urllib3", "select", "selectors"),
    *("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"),
}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@cache
def nodes():
    """Every part of the source that a rule looks at, with its file."""
    kinds = (ast.Call, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Name, ast.Attribute, ast.alias)
    return [
        (name_of(path), node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, kinds)
    ]


def words_of(node):
    """The names under which a node could be listed above."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return {f"{name}()"}
        case ast.Call(func=ast.Attribute(attr=name)):
            return {f"{name}()", f".{name}()", f".{name}"}
        case ast.ClassDef(bases=bases):
            return {f"class {ast.unparse(base).rpartition('.')[2]}" for base in bases}
    return set()


def modules_of(node):
    match node:
        case ast.Import(names=names):
            return {each.name for each in names}
        case ast.ImportFrom(module=str(module), names=names):
            return {module, *(f"{module}.{each.name}" for each in names)}
    return set()


def test_every_door_is_used_by_those_who_may():
    found = {(word, name) for name, node in nodes() for word in words_of(node) & DOORS.keys()}
    strangers = {(word, name) for word, name in found if name not in DOORS[word]}
    assert strangers == set()
    assert {word for word, _ in found} == {word for word, files in DOORS.items() if files}


def test_what_reads_text_as_markup_is_nowhere():
    found = set()
    for name, node in nodes():
        named = {getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", "")}
        named |= {part for module in modules_of(node) for part in module.split(".")}
        found |= {(name, word) for word in named & NOWHERE}
    assert found == set()


def test_tooltips_come_from_their_factory():
    found = []
    for name, node in nodes():
        match node:
            case ast.Call(func=ast.Attribute(attr="setToolTip"), args=[*_, text]):
                found.append((name, node.lineno, text))
            case ast.Call(func=ast.Attribute(attr="showText"), args=[_, text, *_]):
                found.append((name, node.lineno, text))
    strangers = [each[:2] for each in found if not is_tooltip(each[2])]
    assert strangers == []
    assert len(found) > 10


def is_tooltip(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "tooltip"


def test_no_module_can_reach_the_network():
    found = [
        (name, module)
        for name, node in nodes()
        for module in modules_of(node)
        if module in NETWORK or module.split(".")[0] in NETWORK
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("QLabel(text)", {"QLabel()"}),
        ("QtWidgets.QLabel(text)", {"QLabel()", ".QLabel()", ".QLabel"}),
        ("class Mine(QtWidgets.QLabel): pass", {"class QLabel"}),
        ("QGuiApplication.clipboard().setText(text)", {".clipboard()", ".setText()"}),
    ],
)
def test_the_rules_see_what_is_written(code, words):
    seen = {word for node in ast.walk(ast.parse(code)) for word in words_of(node)}
    assert words <= seen


def test_the_rules_see_what_is_read_in():
    seen = {
        module for node in ast.walk(ast.parse("from urllib import request")) for module in modules_of(node)
    }
    assert "urllib" in seen


def test_the_program_makes_everything_for_its_owner_alone(monkeypatch):
    """Set before anything is made, so that files of libraries are private, too."""
    from desktop import __main__ as program

    set_to = []
    monkeypatch.setattr("os.umask", set_to.append)
    monkeypatch.setattr("desktop.cli.run", lambda _argv: len(set_to))
    assert program.main([]) == 1
    assert set_to == [0o077]

"""Exports aimed where they would do harm: every writer of the command line at every hostile target.

The writers are read from the command line itself, so that a later one falls under this by itself.
"""

from __future__ import annotations

import argparse
import os
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from db import targets
from db.schema import Plan, PlanItem
from desktop.base.i18n import texts_for
from desktop.commands.parser import REPORT_FORMATS, Words
from desktop.services.exports.contacts import CONTACT_FORMS
from desktop.services.exports.plan import PLAN_FORMS
from desktop.services.reporting import REPORTS
from tests.builders import new_database
from tests.trust.proof import Proof, Result
from tests.trust.said import run_here

_FULL = 600
_BEFORE = b"what was there before"


@dataclass(frozen=True)
class Writer:
    """The words of one command that writes a file of this ending."""

    words: tuple[str, ...]
    option: str
    ending: str

    def aimed(self, source: Path, target: Path) -> list[str]:
        """The whole command."""
        words = [str(source) if word == "SOURCE" else word for word in self.words]
        return [*words, self.option, str(target)]


def _export(what: str, forms: tuple[str, ...]) -> Iterator[Writer]:
    for form in forms:
        yield Writer(("export", what, "--from", "SOURCE"), "--out", form)


def _reports() -> Iterator[Writer]:
    for name in REPORTS:
        for form in REPORT_FORMATS:
            yield Writer(
                ("report", name, "--from", "SOURCE", "--state", "X01", "--format", form), "--out", form
            )


_KNOWN: dict[str, list[Writer]] = {
    "export": [*_export("plan", PLAN_FORMS), *_export("contacts", CONTACT_FORMS), *_export("all", ("zip",))],
    "report": list(_reports()),
    "backup": [Writer(("backup", "SOURCE", "--author", "Ana"), "--to", "desk1540")],
    "salvage": [Writer(("salvage", "SOURCE"), "--to", "desk1540")],
    "new": [Writer(("new",), "--state=X01", "desk1540")],
    "demo": [Writer(("demo",), "--items=1", "desk1540")],
}
_MAKES_NEW = {"backup", "salvage", "new", "demo"}
"""Commands that write over nothing at all."""
_PUTS_BACK = {"restore"}
"""Commands whose target is a file of ours that they replace on purpose; they have their own tests."""


def writers() -> list[Writer]:
    """Every writer; fails for a command that takes a target and is not known here."""
    found: list[Writer] = []
    for name, parser in Words(texts_for("en")).names.items():
        has_target = any(action.dest in ("out", "to") for action in _options(parser))
        if (has_target and name not in _PUTS_BACK) or name in _MAKES_NEW:
            found += _KNOWN[name]
    return found


def _options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in parser._actions if action.option_strings]


Maker = Callable[[Path, str, Path], Path]
"""Makes a hostile target in a folder, for an ending, beside the file that is exported; gives its path."""


def _folder(folder: Path, ending: str, _source: Path) -> Path:
    made = folder / f"folder.{ending}"
    made.mkdir()
    (made / "inside").write_bytes(_BEFORE)
    return made


def _link(folder: Path, ending: str, _source: Path) -> Path:
    victim = folder / "victim"
    victim.write_bytes(_BEFORE)
    made = folder / f"link.{ending}"
    made.symlink_to(victim)
    return made


def _loose_link(folder: Path, ending: str, _source: Path) -> Path:
    made = folder / f"loose.{ending}"
    made.symlink_to(folder / "elsewhere")
    return made


def _device_link(folder: Path, ending: str, _source: Path) -> Path:
    made = folder / f"device.{ending}"
    made.symlink_to(os.devnull)
    return made


def _circle(folder: Path, ending: str, _source: Path) -> Path:
    made = folder / f"circle.{ending}"
    made.symlink_to(made)
    return made


def _pipe(folder: Path, ending: str, _source: Path) -> Path:
    made = folder / f"pipe.{ending}"
    os.mkfifo(made)
    return made


def _socket(folder: Path, ending: str, _source: Path) -> Path:
    made = folder / f"s.{ending}"
    listening = socket.socket(socket.AF_UNIX)
    with suppress(OSError):
        # The system allows short paths only.
        here = Path.cwd()
        os.chdir(folder)
        try:
            listening.bind(made.name)
        finally:
            os.chdir(here)
    listening.close()
    return made if made.exists() else _pipe(folder, ending, _source)


def _no_folder(folder: Path, ending: str, _source: Path) -> Path:
    return folder / "nowhere" / f"a.{ending}"


def _file_as_folder(folder: Path, ending: str, _source: Path) -> Path:
    (folder / "plain").write_bytes(_BEFORE)
    return folder / "plain" / f"a.{ending}"


def _part_is_folder(folder: Path, ending: str, _source: Path) -> Path:
    (folder / f"a.{ending}.part").mkdir()
    return folder / f"a.{ending}"


def _itself(_folder: Path, _ending: str, source: Path) -> Path:
    return source


def _second_name(folder: Path, ending: str, source: Path) -> Path:
    made = folder / f"second.{ending}"
    made.hardlink_to(source)
    return made


def _beside(suffix: str) -> Maker:
    def make(_folder: Path, _ending: str, source: Path) -> Path:
        return source.with_name(source.name + suffix)

    return make


def _named(name: str) -> Maker:
    def make(folder: Path, ending: str, _source: Path) -> Path:
        return folder / name.format(ending=ending)

    return make


HOSTILE: dict[str, Maker] = {
    "a folder": _folder,
    "a link to a file": _link,
    "a link to nothing": _loose_link,
    "a link to a device": _device_link,
    "a link to itself": _circle,
    "a pipe": _pipe,
    "a socket": _socket,
    "no folder": _no_folder,
    "a file as folder": _file_as_folder,
    "its part is a folder": _part_is_folder,
    "the open file": _itself,
    "a second name of the open file": _second_name,
    "the journal": _beside("-journal"),
    "the write-ahead log": _beside("-wal"),
    "the note of the holder": lambda folder, ending, source: source.with_name(f".{source.name}.open"),
    "CON": _named("CON.{ending}"),
    "nul": _named("nul.{ending}"),
    "COM1": _named("COM1.x.{ending}"),
    "a small digit": _named("lpt¹.{ending}"),
    "a dot behind": _named("a.{ending}."),
    "a space behind": _named("a.{ending} "),
    "too many bytes": _named("é" * 130 + ".{ending}"),
    "no room for the part": _named("x" * 247 + ".{ending}"),
    "a turned name": _named("a\u202efdp.{ending}"),
    "a line in the name": _named("a\nb.{ending}"),
}
_NOT_HOSTILE = {("backup", "a folder"), ("new", "its part is a folder"), ("demo", "its part is a folder")}
"""A backup into a folder gets a name of its own there; what is made new is not written beside first."""


def aim(rounds: int, folder: Path) -> Result:
    """Aim writers at hostile targets, evenly chosen when not all are asked for."""
    source = _file(folder)
    pairs = [
        (writer, name)
        for name in HOSTILE
        for writer in writers()
        if (writer.words[0], name) not in _NOT_HOSTILE
    ]
    chosen = pairs if rounds >= len(pairs) else pairs[:: -(-len(pairs) // rounds)]
    result = Result()
    for number, (writer, name) in enumerate(chosen):
        result.failures += _one(writer, name, source, folder / str(number))
    result.failures += _all_write_plainly(source, folder) + _all_say_that_it_is_open(source, folder)
    result.figures = {
        "writers": len(writers()),
        "targets": len(HOSTILE),
        "aimed": len(chosen),
        "control: written through a link when nothing looks": _unlooked(source, folder / "unlooked"),
    }
    if not result.figures["control: written through a link when nothing looks"]:
        result.failures.append("the control did not fail: a target is looked at twice")
    return result


def _file(folder: Path) -> Path:
    database = new_database(folder)
    with database.write("Ana", "Add") as unit:
        (plan,) = unit.insert(Plan, [{"state": "X01", "title": "Plan"}])
        unit.insert(PlanItem, [{"plan_id": plan, "title": "One", "due": "2027"}])
        unit.commit()
    database.close()
    return database.path


def _one(writer: Writer, name: str, source: Path, folder: Path) -> list[str]:
    folder.mkdir()
    target = HOSTILE[name](folder, writer.ending, source)
    before, content, beside = _seen(folder), source.read_bytes(), sorted(source.parent.iterdir())
    said = run_here(writer.aimed(source, target))
    label = f"{' '.join(writer.words[:2])} as {writer.ending} at {name}"
    failures = said.failures(label, codes=(1, 2))
    if (_seen(folder), source.read_bytes(), sorted(source.parent.iterdir())) != (before, content, beside):
        failures.append(f"{label}: something was written")
    return failures


def _seen(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Everything below a folder: its kind and, of plain files, its content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        found[str(path)] = (stat.S_IFMT(mode), path.read_bytes() if stat.S_ISREG(mode) else b"")
    return found


def _all_write_plainly(source: Path, folder: Path) -> list[str]:
    """The other control: at a good target, over a plain file if it may, each of them writes."""
    failures = []
    for number, writer in enumerate(writers()):
        target = folder / f"good-{number}.{writer.ending}"
        if writer.words[0] not in _MAKES_NEW:
            target.write_bytes(_BEFORE)
        said = run_here(writer.aimed(source, target))
        if (
            said.code != 0
            or target.read_bytes() == _BEFORE
            or target.with_name(f"{target.name}.part").exists()
        ):
            failures.append(f"{' '.join(writer.words[:2])} as {writer.ending} wrote nothing: {said.err}")
    return failures


def _all_say_that_it_is_open(source: Path, folder: Path) -> list[str]:
    """What Windows says when another program holds the target."""
    failures = []
    for number, writer in enumerate(each for each in writers() if each.words[0] not in _MAKES_NEW):
        target = folder / f"open-{number}.{writer.ending}"
        target.write_bytes(_BEFORE)
        with patch.object(Path, "replace", side_effect=PermissionError(13, "Permission denied")):
            said = run_here(writer.aimed(source, target))
        label = f"{' '.join(writer.words[:2])} as {writer.ending} over an open file"
        failures += said.failures(label)
        if target.read_bytes() != _BEFORE or target.with_name(f"{target.name}.part").exists():
            failures.append(f"{label}: something was written")
    return failures


def _unlooked(source: Path, folder: Path) -> bool:
    """Whether a link is replaced when the door does not look."""
    folder.mkdir()
    target = _link(folder, "json", source)
    with patch.object(targets, "refuse_odd_target"):
        run_here(["export", "plan", "--from", str(source), "--out", str(target)])
    return not target.is_symlink()


PROOFS = (
    Proof(
        "targets of exports",
        "No writer writes into a folder, a link, a device or a file of ours, or under a name a system loses",
        _FULL,
        aim,
    ),
)

"""Erasure: of persons with a long past nothing private stays, and the chain has exactly these holes."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy import insert

from db.backup import back_up
from db.changes import change_sets, changes_of, tables_differ, verify_chain
from db.database import Database
from db.ids import IdSource
from db.log_reading import LogReading
from db.opening import create
from db.queries.contact_rows import contact_rows
from db.schema import Draft
from desktop.services.contacts import DetailInput, add_person, add_post, designate, set_details, update_person
from desktop.services.exports import export_all
from desktop.services.history import described, revert_change_set
from desktop.services.import_contacts import import_contacts
from desktop.services.private_details import erase_private_details
from tests.trust.proof import Proof, Result

_AUTHOR = "Ana"
_PERSONS_OF_A_FILE = 5
_STEPS = 6


def _run(rounds: int, folder: Path) -> Result:
    """Each round is one person; some share a file, so that erasing one leaves the others alone."""
    result = Result({"persons": 0, "needles": 0, "found_before": 0, "backups": 0, "backups_named": 0})
    for number, first in enumerate(range(0, rounds, _PERSONS_OF_A_FILE)):
        inside = folder / str(number)
        inside.mkdir()
        _File(inside, number, min(_PERSONS_OF_A_FILE, rounds - first)).prove(result)
    return result


@dataclass
class _Person:
    """A person of the file, the texts that must go, and those of the office that must stay."""

    id: str
    name: str
    office: str
    needles: list[str] = field(default_factory=list)


class _File:
    """One file with persons whose past is made at random, by a seed."""

    def __init__(self, folder: Path, seed: int, persons: int) -> None:
        self._folder = folder
        self._random = random.Random(f"erasure {seed}")
        self._numbers = count(1)
        ids = IdSource(randomness=self._random.randbytes)
        self.database: Database = create(folder / "file.desk1540", state="X01", author=_AUTHOR, ids=ids)
        self._backups: list[Path] = []
        self.back_up()
        self._persons = [self._add(f"Persona {seed}-{number} Prueba") for number in range(persons)]

    def prove(self, result: Result) -> None:
        """Live through a past, find every needle, erase one person after the other, find none of theirs."""
        for _ in range(_STEPS):
            for person in self._persons:
                self._random.choice(_DEEDS)(self, person)
        self._import()
        self.back_up()
        result.figures["persons"] += len(self._persons)
        for person in self._persons:
            result.figures["needles"] += len(person.needles)
            self._expect_all(person, result)
            self._erase(person, result)
        self._expect_whole(result)
        self.database.close()

    # The past

    def _add(self, name: str) -> _Person:
        person = _Person("", name, f"{name.replace(' ', '.').lower()}@office.example")
        values = {"name": name, "note": self.needle(person), "private_address": self.needle(person)}
        person.id = add_person(self.database, _AUTHOR, values, self._details(person))
        post = add_post(self.database, _AUTHOR, {"name": f"Cargo de {name}", "state": "X01"})
        designate(self.database, _AUTHOR, person.id, post, {"from_date": "2020", "to_date": "2022"})
        return person

    def needle(self, person: _Person) -> str:
        """A text that stands nowhere else, with letters that JSON and SQL write in their own ways."""
        text = f'Aguja ñ{next(self._numbers):04d}"{self._random.getrandbits(48):012x}\\ 密'
        person.needles.append(text)
        return text

    def _details(self, person: _Person) -> list[DetailInput]:
        digits = f"{self._random.randrange(10**8):08d}"
        phone, mail = (
            f"+54 9 11 {digits[:4]}-{digits[4:]}",
            f"n{self._random.getrandbits(40):010x}@home.example",
        )
        person.needles += [phone, mail, f"+54911{digits}"]
        return [
            DetailInput(person.office, "email"),
            DetailInput(phone, "phone", "mobile", is_private=True),
            DetailInput(mail, "email", "home"),
        ]

    def edit(self, person: _Person) -> None:
        """Change a private field and one that is not."""
        name = self._random.choice(("note", "private_address"))
        values = {name: self.needle(person), "rank": f"Rango {next(self._numbers)}"}
        update_person(self.database, _AUTHOR, person.id, values)

    def change_details(self, person: _Person) -> None:
        """Put other phones and e-mails in the place of the private ones."""
        set_details(self.database, _AUTHOR, "person", person.id, self._details(person))

    def undo_and_redo(self, person: _Person) -> None:
        """Take an edit of the person back, and take that back, or leave it."""
        self.edit(person)
        undone = revert_change_set(self.database, _AUTHOR, self.database.head.number, origin="undo")
        if undone.info is not None and self._random.random() < 0.5:
            revert_change_set(self.database, _AUTHOR, undone.info.number, origin="redo")

    def type_a_draft(self, person: _Person) -> None:
        """Leave a text that was typed and not saved."""
        with self.database.write(_AUTHOR, "draft") as unit:
            place = f"person/{person.id}/{next(self._numbers)}"
            content = {"place": place, "content": self.needle(person), "typed_at": "2026-01-01T00:00:00Z"}
            unit.execute(insert(Draft), [content])
            unit.leaves_entry = True
            unit.commit()

    def back_up(self, _person: _Person | None = None) -> None:
        """Write a backup, which the register names."""
        target = self._folder / f"backup-{len(self._backups)}.desk1540"
        self._backups.append(back_up(self.database, target).path)

    def _import(self) -> None:
        lines = ["Nombre;Cargo;Teléfono particular;Observaciones"]
        for person in self._persons:
            digits = f"{self._random.randrange(10**8):08d}"
            note = f"Nota importada {self._random.getrandbits(48):012x}"
            person.needles += [f"+54 9 11 {digits[:4]}-{digits[4:]}", note]
            lines.append(f"{person.name};Cargo de {person.name};+54 9 11 {digits[:4]}-{digits[4:]};{note}")
        import_contacts(self.database, _AUTHOR, "\n".join(lines).encode(), state="X01")

    # What is found

    def _expect_all(self, person: _Person, result: Result) -> None:
        """The same searches must find what is still there: a search that finds nothing proves nothing."""
        found = self._found(person.needles)
        seen = set().union(*found.values())
        result.figures["found_before"] += len(seen)
        for place in ("the file's bytes", "the log", "the history", "the export of everything"):
            if not found[place]:
                result.failures.append(
                    f"{person.name}: the search of {place} found nothing before the erasure"
                )
        if missing := set(person.needles) - seen:
            result.failures.append(f"{person.name}: not found before the erasure: {sorted(missing)}")

    def _erase(self, person: _Person, result: Result) -> None:
        done = erase_private_details(self.database, _AUTHOR, person.id)
        self._expect_named(person, {Path(copy.path) for copy in done.copies}, result)
        fresh = back_up(self.database, self._folder / "fresh.desk1540", is_registered=False).path
        found = self._found(person.needles)
        found["a new backup"] = _in_bytes(fresh, person.needles)
        for place, needles in found.items():
            result.failures += [f"{person.name}: {needle} is still in {place}" for needle in sorted(needles)]
        for text in (person.name, f"Cargo de {person.name}", person.office):
            if not _in_bytes(self.database.path, [text]):
                result.failures.append(f"{person.name}: {text} is gone, and should have stayed")

    def _expect_named(self, person: _Person, named: set[Path], result: Result) -> None:
        """Exactly the backups that hold any of it are named."""
        holding = {path for path in self._backups if _in_bytes(path, person.needles)}
        result.figures["backups"] += len(self._backups)
        result.figures["backups_named"] += len(named)
        if named != holding:
            wrong = sorted(path.name for path in named ^ holding)
            result.failures.append(f"{person.name}: backups named and backups that hold it differ: {wrong}")

    def _expect_whole(self, result: Result) -> None:
        with self.database.read() as unit:
            broken, differing = verify_chain(unit), tables_differ(unit)
        if broken or differing:
            result.failures.append(f"chain broken at {broken}, tables that differ: {differing}")

    def _found(self, needles: list[str]) -> dict[str, set[str]]:
        """Which needles stand where, by the program's own readers and in the bytes themselves."""
        return {
            "the file's bytes": _in_bytes(self.database.path, needles),
            "the log": _among(needles, self._log_texts()),
            "the history": _among(needles, self._history_texts()),
            "the drafts": _among(needles, self._draft_texts()),
            "the directory": _among(needles, self._directory_texts()),
            "an earlier state": _among(needles, self._directory_texts(before=2)),
            "the export of everything": self._in_export(needles),
        }

    def _log_texts(self) -> Iterable[str]:
        with self.database.read() as unit:
            for entry in LogReading(unit.driver).entries():
                yield from (str(value) for value in (entry.after or {}).values())

    def _history_texts(self) -> Iterable[str]:
        with self.database.read() as unit:
            for info in change_sets(unit):
                yield str(dict(info.summary_values))
                for change in described(unit, changes_of(unit, info.number)):
                    yield from (str(change.before), str(change.after))

    def _draft_texts(self) -> Iterable[str]:
        with self.database.read() as unit:
            yield from (content for (content,) in unit.raw("SELECT content FROM draft"))

    def _directory_texts(self, *, before: int = 0) -> Iterable[str]:
        """What the directory shows, now or so many entries ago."""
        with self.database.read(as_of=self.database.head.number - before) as unit:
            for row in contact_rows(unit, include_private=True):
                yield from (row.note, *(detail.written for detail in row.details))

    def _in_export(self, needles: list[str]) -> set[str]:
        path = export_all(self.database, self._folder / "all.zip").path
        found: set[str] = set()
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                found |= {each for each in needles if any(form in content for form in _forms(each))}
        path.unlink()
        return found


_DEEDS: tuple[Callable[[_File, _Person], None], ...] = (
    _File.edit,
    _File.change_details,
    _File.undo_and_redo,
    _File.type_a_draft,
    _File.back_up,
)


def _forms(text: str) -> set[bytes]:
    """A text as files write it: plain, in JSON, with doubled quotes in csv."""
    in_json = text.replace("\\", "\\\\").replace('"', '\\"')
    twice = in_json.replace("\\", "\\\\").replace('"', '\\"')
    forms = (text, in_json, twice)
    return {each.encode() for form in forms for each in (form, form.replace('"', '""'))}


def _in_bytes(path: Path, needles: list[str]) -> set[str]:
    content = path.read_bytes()
    return {each for each in needles if any(form in content for form in _forms(each))}


def _among(needles: list[str], texts: Iterable[str]) -> set[str]:
    whole = "\n".join(texts)
    return {each for each in needles if each in whole}


PROOFS = (
    Proof(
        "erasure",
        "A person's private details, once erased, are not in the file, log, search or new backups, "
        "and the chain closes with exactly these holes",
        100,
        _run,
    ),
)

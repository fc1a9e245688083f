"""A file against a plain model: whatever people do with it, in any order, both hold the same.

The model is a dictionary of actions and, for undo and for looking back, the dictionaries of before.
"""

from __future__ import annotations

import csv
import json
import tempfile
import traceback
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from db import changes
from db.backup import back_up
from db.encryption import FileKey
from db.opening import create, open_file
from db.queries import plan as queries
from db.restoring import restore
from desktop.base.errors import Problem, UserError
from desktop.exchange.reading import read_workbook
from desktop.exchange.reading.child import run_here
from desktop.services.checking import check_database
from desktop.services.exports import export_plan
from desktop.services.history import revert_change_set
from desktop.services.import_plan import import_plan
from desktop.services.import_plan.tables import ImportOptions
from desktop.services.plans import add_item, add_plan, delete_items, update_items
from tests.builders import fixed_ids
from tests.trust.proof import Proof, Result

STATE, AUTHOR, TODAY = "X01", "Ana", date(2027, 6, 1)
FIELDS = ("number", "title", "status", "remarks", "progress")
STATUSES = (None, "not_started", "in_progress", "on_hold")
_STEPS = 50
_KEY = FileKey(bytes(range(32)), bytes(range(16)))


def kept_text(text: str) -> str:
    """A text as the program keeps every text: composed."""
    return unicodedata.normalize("NFC", text)


Items = Mapping[str, tuple[object, ...]]
texts = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12).map(kept_text)
places = st.integers(0, 99)


@cache
def empty_file(key: FileKey | None) -> bytes:
    """The bytes of a file with a plan without actions; making one takes longer than fifty steps."""
    with tempfile.TemporaryDirectory() as folder:
        database = create(
            Path(folder) / "file.desk1540", state=STATE, author=AUTHOR, ids=fixed_ids(), secret=key
        )
        add_plan(database, AUTHOR, {"state": STATE, "title": "Plan"})
        database.close()
        return database.path.read_bytes()


class Modelled(RuleBasedStateMachine):
    """A file and the model beside it, with what was recorded of both."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="desk1540-machine-")
        self.folder = Path(self._folder.name)
        self.items: Items = {}
        self.recorded: dict[int, Items] = {}
        self.undoable: list[tuple[int, Items]] = []
        self.redoable: list[tuple[int, Items]] = []
        self.backups: list[tuple[Path, Items, dict[int, Items]]] = []
        self.names = 0

    def note(self):
        self.recorded[self.database.head.number] = self.items

    def did(self, items: Items):
        """A step of the person's own: it can be undone, and nothing can be redone any more."""
        before, self.items = self.items, items
        self.undoable.append((self.database.head.number, before))
        self.redoable.clear()
        self.note()

    def chosen(self, place: int) -> str:
        ids = sorted(self.items)
        return ids[place % len(ids)]

    def fresh(self, ending: str) -> Path:
        self.names += 1
        return self.folder / f"{self.names}{ending}"

    def read(self, as_of: int | None = None) -> Items:
        with self.database.read(as_of=as_of) as unit:
            return {item.id: tuple(getattr(item, name) for name in FIELDS) for item in queries.items(unit)}


class FileMachine(Modelled):
    """Does what people do, to a real file and to the model; `steps` counts over all runs."""

    steps = 0

    @initialize(is_encrypted=st.booleans())
    def make(self, is_encrypted):
        self.key = _KEY if is_encrypted else None
        path = self.folder / "file.desk1540"
        path.write_bytes(empty_file(self.key))
        self.database = open_file(path, ids=fixed_ids(2), secret=self.key)
        with self.database.read() as unit:
            (self.plan,) = (plan.id for plan in queries.plans(unit))
        self.note()

    def teardown(self):
        if hasattr(self, "database"):
            self.database.call(self._assert_sound)
            self.database.close()
        self._folder.cleanup()

    def _assert_sound(self):
        assert check_database(self.database, TODAY).damage == ()

    @invariant()
    def both_hold_the_same(self):
        FileMachine.steps += 1
        if hasattr(self, "database"):
            found = self.read()
            assert found == self.items, sorted(set(found.items()) ^ set(self.items.items()), key=str)

    # What people do

    @rule(title=texts, status=st.sampled_from(STATUSES), progress=st.none() | st.integers(0, 100))
    def add(self, title, status, progress):
        self.names += 1
        values = {"number": str(self.names), "title": title, "status": status, "progress": progress}
        made = add_item(self.database, AUTHOR, self.plan, values)
        kept = None if progress is None else float(progress)
        self.did({**self.items, made: (str(self.names), title, status, "", kept)})

    @precondition(lambda self: self.items)
    @rule(place=places, remarks=texts, status=st.sampled_from(STATUSES))
    def edit(self, place, remarks, status):
        item = self.chosen(place)
        number, title, _, _, progress = self.items[item]
        after = {**self.items, item: (number, title, status, remarks, progress)}
        info = update_items(self.database, AUTHOR, {item: {"remarks": remarks, "status": status}})
        assert (info is None) == (after == self.items)
        if info is not None:
            self.did(after)

    @precondition(lambda self: self.items)
    @rule(place=places)
    def edit_what_cannot_be(self, place):
        try:
            update_items(self.database, AUTHOR, {self.chosen(place): {"title": "", "progress": 250}})
        except UserError:
            return
        raise AssertionError("an impossible edit was taken")

    @precondition(lambda self: len(self.items) > 1)
    @rule(first=places, second=places)
    def delete(self, first, second):
        doomed = {self.chosen(first), self.chosen(second)}
        delete_items(self.database, AUTHOR, sorted(doomed))
        self.did({item: values for item, values in self.items.items() if item not in doomed})

    @precondition(lambda self: self.undoable)
    @rule()
    def undo(self):
        number, before = self.undoable.pop()
        result = revert_change_set(self.database, AUTHOR, number, origin="undo")
        self._reverted(result, before, self.redoable)

    @precondition(lambda self: self.redoable)
    @rule()
    def redo(self):
        number, before = self.redoable.pop()
        result = revert_change_set(self.database, AUTHOR, number, origin="redo")
        self._reverted(result, before, self.undoable)

    def _reverted(self, result, before: Items, other: list[tuple[int, Items]]):
        assert result.kept == ()
        assert result.info is not None
        other.append((result.info.number, self.items))
        self.items = before
        self.note()

    @rule(place=places)
    def look_back(self, place):
        numbers = sorted(self.recorded)
        number = numbers[place % len(numbers)]
        assert self.read(as_of=number) == self.recorded[number]

    @rule()
    def reopen(self):
        self.database.close()
        self.database = open_file(self.database.path, ids=self.database.ids, secret=self.key)

    @rule()
    def rest_or_lock(self):
        self.database.rest(forgets_key=True)
        if self.key is not None:
            self._assert_locked()
            self.database.unlock(self.key)

    def _assert_locked(self):
        try:
            self.read()
        except Problem:
            return
        raise AssertionError("a locked file was read")

    @precondition(lambda self: len(self.backups) < 3)
    @rule()
    def back_up(self):
        made = back_up(self.database, self.fresh(".desk1540"))
        assert made.head == self.database.head.number
        self.backups.append((made.path, self.items, dict(self.recorded)))

    @precondition(lambda self: self.backups)
    @rule(place=places)
    def restore(self, place):
        path, items, recorded = self.backups[place % len(self.backups)]
        self.database.close()
        kept, _ = restore(path, self.database.path, ids=self.database.ids, secret=self.key)
        assert kept is not None
        self.database = open_file(self.database.path, ids=self.database.ids, secret=self.key)
        self.items, self.recorded = items, dict(recorded)
        self.undoable.clear()
        self.redoable.clear()

    @rule(titles=st.lists(texts, min_size=1, max_size=3, unique=True))
    def bring_in(self, titles):
        source = self.fresh(".csv")
        # Words of an action: what a table may hold besides rows of data is not what is tried here.
        rows = [
            (f"{self.names}.{place}", f"Review {title} in law {self.names}")
            for place, title in enumerate(titles, 1)
        ]
        with source.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([("No.", "Title"), *rows])
        outcome = self._import(source)
        assert (outcome.added, outcome.refused) == (len(rows), ())
        added = {item: values for item, values in self.read().items() if item not in self.items}
        assert sorted(values[:2] for values in added.values()) == sorted(rows)
        self.did({**self.items, **added})

    def _import(self, path: Path):
        # Read here: a process of its own for each of some hundred files would take most of the time.
        book = read_workbook(path, runner=run_here)
        return import_plan(self.database, AUTHOR, book, path.name, ImportOptions(STATE, self.plan))

    @precondition(lambda self: self.items)
    @rule(form=st.sampled_from(["csv", "json", "xlsx"]))
    def take_out(self, form):
        target = self.fresh(f".{form}")
        export_plan(self.database, target, state=STATE)
        if form == "json":
            found = json.loads(target.read_text("utf-8"))["items"]
            assert {each["id"]: each["title"] for each in found} == {
                item: values[1] for item, values in self.items.items()
            }
            return
        outcome = self._import(target)
        assert (outcome.unchanged, outcome.read) == (len(self.items), len(self.items))

    @rule()
    def verify(self):
        with self.database.read() as unit:
            assert changes.verify_chain(unit) == []
            assert changes.tables_differ(unit) == []


def run(rounds: int, folder: Path) -> Result:
    """So many steps of the machine; the first difference ends the run."""
    FileMachine.steps = 0
    result = Result()
    is_full = rounds >= PROOFS[0].full
    tempfile.tempdir, before = str(folder), tempfile.tempdir
    try:
        while FileMachine.steps < rounds and not result.failures:
            examples = max(1, (rounds - FileMachine.steps) // _STEPS)
            try:
                run_machine(FileMachine, settings=_settings(examples, is_full=is_full))
            except AssertionError as difference:
                result.failures.append("".join(traceback.format_exception(difference))[-4000:])
    finally:
        tempfile.tempdir = before
    result.figures["states"] = FileMachine.steps
    result.figures["differences"] = len(result.failures)
    return result


def _settings(examples: int, *, is_full: bool) -> settings:
    """A tenth is the same each time, so that nobody's change fails by chance; a full run is another one."""
    return settings(
        max_examples=examples,
        stateful_step_count=_STEPS,
        deadline=None,
        database=None,
        # A tenth only finds; what it found a full run makes short.
        phases=(Phase.generate, Phase.shrink) if is_full else (Phase.generate,),
        derandomize=not is_full,
        suppress_health_check=list(HealthCheck),
    )


PROOFS = (
    Proof("state-machine", "Whatever is done with a file in any order, it holds what it should", 10_000, run),
)

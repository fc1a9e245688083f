"""Edits that could not be written because the medium failed: held, and tried again in the order asked.

No room on the disk, a stick that was pulled, a network that is away: what was typed must not be lost to it.
The screens go on showing what was asked, as they do while an edit is under way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.database import Database
from db.errors import DatabaseProblem, NotSaved
from db.holder import FileHeld
from db.line import Locked
from desktop.base.errors import Problem

Then = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Edit:
    """One call of a service, and who waits for what comes of it; two that ask for the same are equal."""

    service: Callable[..., Any]
    author: str
    args: tuple[Any, ...]
    named: dict[str, Any]
    then: Then | None = field(compare=False)
    refused: Then | None = field(compare=False)

    def run(self, database: Database) -> Any:
        """Write it; call on the database's thread. Raises NotSaved also when the file is out of reach."""
        _reach(database)
        return self.service(database, self.author, *self.args, **self.named)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an edit: its result, or the problem; neither for one that was not tried."""

    edit: Edit
    result: Any = None
    problem: Problem | None = None
    is_held: bool = False


def may_be_saved_later(problem: Problem) -> bool:
    """Whether the same edit may well be written at another time."""
    return isinstance(problem, NotSaved | FileHeld | Locked)


def _reach(database: Database) -> None:
    try:
        database.wake()
    except DatabaseProblem as problem:
        if may_be_saved_later(problem):
            raise
        raise NotSaved(problem.text_id, **problem.values) from problem


def run_held(edits: Sequence[Edit], database: Database) -> list[Outcome]:
    """Try edits one after the other until the medium fails again; call on the database's thread.

    The line to the file is opened anew first: that to a medium which was away is dead.
    """
    outcomes: list[Outcome] = []
    failure: Problem | None = None
    database.rest()
    for edit in edits:
        if failure is not None:
            outcomes.append(Outcome(edit, problem=failure, is_held=True))
            continue
        try:
            outcomes.append(Outcome(edit, edit.run(database)))
        except Problem as problem:
            is_held = may_be_saved_later(problem)
            failure = problem if is_held else None
            outcomes.append(Outcome(edit, problem=problem, is_held=is_held))
    return outcomes

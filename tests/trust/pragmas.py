"""Every connection that the program makes carries the pragmas that its promises rest on.

The driver is made to hand out connections that read their own pragmas back when they are closed; then the
program does with files what it can do with them.
"""

from __future__ import annotations

import lzma
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from sqlcipher3 import dbapi2

from desktop import cli
from desktop.base.settings import SettingsStore
from desktop.services.opening import open_copy, open_to_work
from tests.trust.long_work import KEPT, write_plan
from tests.trust.proof import Proof, Result
from tests.trust.said import run_here

EXPECTED = {
    "journal_mode": "delete",
    "synchronous": "3",
    "locking_mode": "exclusive",
    "foreign_keys": "1",
    "trusted_schema": "0",
    "cell_size_check": "1",
    "mmap_size": "0",
    "temp_store": "2",
}
"""What each pragma answers when it was set as it should be."""
_EXEMPT = {
    # Rows may come before those they point to; all references are checked before the migration commits.
    "migrate": {"foreign_keys"},
    # It is opened for reading only, asks for the lock and reads nothing that was written by people.
    "refuse_when_held": set(EXPECTED),
}
"""Pragmas that a function sets otherwise, or need not set at all, and why."""


class _Watched(dbapi2.Connection):  # type: ignore[misc]
    """A connection that notes who opened it and, when it is closed, what its pragmas were."""

    def __init__(self, *arguments: Any, found: list[tuple[list[str], dict[str, str]]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._found = found
        self._openers = [each.name for each in traceback.extract_stack()]

    def close(self) -> None:
        pragmas = {name: str(self.execute(f"PRAGMA {name}").fetchone()[0]) for name in EXPECTED}
        self._found.append((self._openers, pragmas))
        super().close()


@contextmanager
def _watched() -> Iterator[list[tuple[list[str], dict[str, str]]]]:
    found: list[tuple[list[str], dict[str, str]]] = []
    connect = dbapi2.connect
    with mock.patch.object(dbapi2, "connect", partial(connect, factory=partial(_Watched, found=found))):
        yield found


def _read_back(_rounds: int, folder: Path) -> Result:
    """Do everything once and compare each connection with what it should be."""
    with _watched() as found:
        _do_everything(folder)
    result = Result()
    counts: Counter[str] = Counter()
    for openers, pragmas in found:
        opener = next((name for name in reversed(openers) if name in _EXEMPT), "")
        exempt = _EXEMPT.get(opener, set())
        counts[opener or "as_everywhere"] += 1
        wrong = {name for name in EXPECTED if pragmas[name] != EXPECTED[name]} - exempt
        if wrong:
            said = ", ".join(f"{name} = {pragmas[name]}" for name in sorted(wrong))
            result.failures.append(f"{' > '.join(openers[-6:-1])}: {said}")
    result.figures = {"connections": len(found), **counts}
    return result


def _do_everything(folder: Path) -> None:
    file, copy, old = (folder / f"{name}.desk1540" for name in ("file", "copy", "old"))
    write_plan(folder / "plan.xlsx")
    old.write_bytes(lzma.decompress(KEPT.read_bytes()))
    words = (
        ("new", file, "--state", "X01", "--author", "Ana"),
        ("import", "plan", folder / "plan.xlsx", "--into", file, "--state", "X01", "--author", "Ana"),
        ("import", "plan", folder / "plan.xlsx", "--into", file, "--state", "X01", "--dry-run"),
        ("export", "all", "--from", file, "--out", folder / "all.zip"),
        ("report", "status", "--from", file, "--state", "X01", "--out", folder / "status.xlsx"),
        ("history", file),
        ("check", file),
        ("check", old),
        ("backup", file, "--to", copy),
        ("restore", copy, "--to", file),
        ("backup", old, "--to", folder / "new.desk1540"),
    )
    for each in words:
        said = run_here([str(word) for word in each])
        assert said.code == cli.DONE, (each, said)
    open_to_work(file, SettingsStore(folder / "settings.json")).database.close()
    open_copy(file).database.close()


PROOFS = (Proof("pragmas", "Every connection is as safe as the first.", 1, _read_back),)

"""What a proof is: a promise, how often a full run tries to break it, and the function that tries."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PACKAGE = "tests.trust"


@dataclass(slots=True)
class Result:
    """What a run saw: figures that JSON can hold, and one sentence for each time the promise was broken."""

    figures: dict[str, Any] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of the table of proofs.

    `full` counts the rounds of a full run; `run(rounds, folder)` tries that often, in an empty folder.
    `is_nightly` keeps a proof out of the tenth that runs with the tests.
    """

    name: str
    promise: str
    full: int
    run: Callable[[int, Path], Result]
    is_nightly: bool = False


def all_proofs() -> list[Proof]:
    """The proofs of every module of this package that has `PROOFS`."""
    package = importlib.import_module(PACKAGE)
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    modules = [importlib.import_module(f"{PACKAGE}.{name}") for name in names if not name.startswith("__")]
    return [proof for module in modules for proof in getattr(module, "PROOFS", ())]

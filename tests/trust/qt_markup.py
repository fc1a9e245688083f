"""Proves that no window takes a text of the file for markup: nothing it names is opened, nothing hangs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.trust.proof import Proof, Result
from tests.trust.traced import Traced, as_program, has_strace, traced

BAIT = "bait-of-the-proof"
_MOST_SECONDS = 1.0
_CONTROL = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel(f'<img src="{sys.argv[1]}.png">')
label.show()
label.grab()
"""


def prove_no_markup(rounds: int, folder: Path) -> Result:
    """Open every window of a file full of hostile texts, each round with the texts in other fields."""
    if not has_strace():
        return Result({"strace": "not on this machine"}, [] if sys.platform != "linux" else ["no strace"])
    result = Result({"rounds": 0, "steps": 0, "slowest": {}})
    control = _control(folder)
    result.figures["files opened by the control"] = len(control.naming(BAIT))
    if not control.naming(BAIT):
        result.failures.append("a label that guesses opened no file: the proof would see nothing")
    for number in range(rounds):
        own = folder / str(number)
        own.mkdir()
        (own / "work").mkdir()
        words = [str(own / "work"), str(folder / BAIT), str(number)]
        arguments = [*as_program("tests.trust.window_tour"), *words]
        result.failures += [f"round {number}: {said}" for said in _failures(traced(arguments, own), result)]
    return result


def _control(folder: Path) -> Traced:
    own = folder / "control"
    own.mkdir()
    return traced(["-c", _CONTROL, str(folder / BAIT)], own)


def _failures(ended: Traced, result: Result) -> Iterator[str]:
    if ended.code != 0:
        yield f"the tour ended with {ended.code}: {ended.err[-2_000:]}"
        return
    seen: dict[str, Any] = json.loads(ended.out)
    figures = result.figures
    figures["rounds"] += 1
    figures["steps"] += seen["steps"]
    figures["windows and dialogs"] = len(seen["windows"])
    figures["texts planted"] = figures.get("texts planted", 0) + seen["planted"]
    for name, seconds in seen["slowest"].items():
        figures["slowest"][name] = max(seconds, figures["slowest"].get(name, 0))
    yield from seen["findings"]
    yield from (f"never opened: {name}" for name in seen["unopened"])
    yield from (f"the import of {kind} did not reach its end" for kind in seen["not imported"])
    yield from (f"a file named by a text was opened: {call[:300]}" for call in ended.naming(BAIT))
    yield from (f"the network was reached for: {call[:300]}" for call in ended.sockets())
    for name, seconds in seen["slowest"].items():
        if seconds > _MOST_SECONDS:
            yield f"{name} took {seconds} s"


PROOFS = (Proof("qt markup", "No text is taken for markup in any window", 10, prove_no_markup),)

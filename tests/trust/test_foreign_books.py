"""The measure of the hostile workbooks itself: it sees what takes too much, and what ends in a bug."""

from __future__ import annotations

import sys

from tests.trust import foreign_books, measured
from tests.trust.said import Said


def measure_instead(monkeypatch, code: str) -> list[str]:
    """What the proof says of a process that does something else than the program."""
    popen = measured.subprocess.Popen
    monkeypatch.setattr(
        measured.subprocess, "Popen", lambda _words, **options: popen([sys.executable, "-c", code], **options)
    )
    found = measured.run_measured([], most_seconds=3)
    monkeypatch.undo()
    return foreign_books._failures("it", found)


def test_too_much_memory_is_seen_also_in_a_grandchild(monkeypatch):
    hoarding = "kept = bytearray(b'x' * (350 << 20)); import time; time.sleep(0.3)"
    code = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {hoarding!r}]))"
    assert any("MB" in failure for failure in measure_instead(monkeypatch, code))


def test_too_long_is_ended(monkeypatch):
    assert any("-9" in failure for failure in measure_instead(monkeypatch, "while True: pass"))


def test_a_trace_and_a_silent_refusal_are_no_sentence():
    assert Said(1, "", "Traceback (most recent call last):\nKeyError\n").failures("it")
    assert Said(1, "", "The program failed (KeyError); this is an error in it.\n").failures("it")
    assert Said(1, "", "").failures("it")
    assert Said(1, "", "One.\nTwo.\n").failures("it")
    assert Said(1, "", "It is damaged.\n").failures("it") == []

"""Saves the report of an error of the program where the person chose."""

from __future__ import annotations

from pathlib import Path

from db.targets import checked_target, writing_to


def save_crash_report(path: Path, report: str) -> None:
    """Write a report as text, whole or not at all; raises UserError."""
    checked_target(path)
    with writing_to(path) as stream:
        stream.write(report.encode("utf-8", "backslashreplace"))

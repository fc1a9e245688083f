"""What an export wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Where the export lies and what it holds: rows or items, tables, attachments, size in bytes."""

    path: Path
    rows: int
    size: int
    tables: int = 1
    attachments: int = 0

"""What an export wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.base.leaving import FOR_OFFICE, Leaving


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Where the export lies and what it holds: rows or items, tables, attachments, size in bytes.

    `leaving` says for whom it was made and what was held back; `holds_private`: private details are in it.
    """

    path: Path
    rows: int
    size: int
    tables: int = 1
    attachments: int = 0
    leaving: Leaving = FOR_OFFICE
    holds_private: bool = False

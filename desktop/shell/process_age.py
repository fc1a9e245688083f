"""How long this process has been running: what the start is measured by."""

from __future__ import annotations

import os
import time
from pathlib import Path

_imported_at = time.monotonic()
_STARTTIME_FIELD = 21


def process_age_ms() -> float:
    """Milliseconds since the system made this process; where it does not tell, since this module was read."""
    try:
        stat = Path("/proc/self/stat").read_text("ascii").rpartition(")")[2].split()
        started = int(stat[_STARTTIME_FIELD - 2]) / os.sysconf("SC_CLK_TCK")
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - started) * 1000
    except (OSError, ValueError, IndexError, AttributeError):
        return (time.monotonic() - _imported_at) * 1000

"""Disks of a few megabytes for proofs: filled, set to read only, taken away. Only root may mount them."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BLOCK = 4096


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes, mounted at a folder that is made for it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise unittest.SkipTest("only root may mount a disk")
    folder.mkdir()
    options = f"size={size},mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        raise unittest.SkipTest(f"no disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        # Lazily: a proof may have taken it away already, or something may still hold a file on it.
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)
        folder.rmdir()


def make_read_only(folder: Path) -> None:
    """Let nothing on a mounted disk be changed any more."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], capture_output=True, check=True)


def take_away(folder: Path) -> None:
    """Pull a mounted disk out, whatever is open on it."""
    subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=True)


@contextmanager
def filled_but(folder: Path, left: int) -> Iterator[None]:
    """Fill a disk, so that only so many bytes are left while inside."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(_BLOCK, free.f_bavail * free.f_bsize - left))
    try:
        yield
    finally:
        ballast.unlink()

"""Whether a path lies on another computer: what each operating system says of its mounted folders.

Only tables and names are looked at, never the folder itself: a network that is away would hold the answer up.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PureWindowsPath

_NETWORK_TYPES = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "9p", "afs", "coda", "ceph", "glusterfs"),
        *("lustre", "gpfs", "ocfs2", "gfs2", "beegfs", "davfs", "davfs2", "webdav", "afpfs", "ftp", "vboxsf"),
        *("prl_fs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs"),
        *("fuse.curlftpfs", "fuse.gvfsd-fuse", "fuse.vmhgfs-fuse", "fuse.juicefs", "fuse.smbnetfs"),
        *("fuse.google-drive-ocamlfuse", "fuse.onedriver", "fuse.pcloud"),
    )
)
_ESCAPED = re.compile(r"\\([0-7]{3})")
_OF_MAC = re.compile(r"(?P<device>.*?) on (?P<folder>.*) \((?P<kind>[^,)]+)[^()]*\)")
_REMOTE_DRIVE = 4
_LONGEST_SECONDS = 2

Mounts = Iterable[tuple[str, str]]
"""Pairs of a mounted folder and the type of its file system, those mounted later behind."""


def network_type(
    path: Path, *, platform: str = sys.platform, mounts: Callable[[str], Mounts] | None = None
) -> str:
    """The type of the network file system that a path lies on; empty for a disk of this computer.

    What this computer starts from is taken for its own.
    """
    if platform == "win32":
        return _on_windows(str(path))
    nearest, found = 0, ""
    for folder, kind in (mounts or read_mounts)(platform):
        # Of two on the same folder the one mounted last is seen.
        if folder != "/" and path.is_relative_to(folder) and len(folder) >= nearest:
            nearest, found = len(folder), kind
    return found if found in _NETWORK_TYPES else ""


def read_mounts(platform: str) -> Mounts:
    """The mounted folders of this computer; none where the system does not tell."""
    try:
        if platform == "linux":
            return linux_mounts(Path("/proc/self/mounts").read_text("utf-8", "surrogateescape"))
        if platform == "darwin":
            asked = subprocess.run(
                ["/sbin/mount"], capture_output=True, timeout=_LONGEST_SECONDS, check=False, text=True
            )
            return mac_mounts(asked.stdout)
    except (OSError, subprocess.SubprocessError):
        return ()
    return ()


def linux_mounts(table: str) -> Mounts:
    """The pairs of the kernel's table, whose spaces are written as numbers."""
    lines = (line.split(" ") for line in table.splitlines())
    return [(_ESCAPED.sub(_letter, parts[1]), parts[2]) for parts in lines if len(parts) > 2]


def _letter(found: re.Match[str]) -> str:
    return chr(int(found[1], 8))


def mac_mounts(table: str) -> Mounts:
    """The pairs that the command `mount` prints on macOS."""
    found = (_OF_MAC.fullmatch(line) for line in table.splitlines())
    return [(line["folder"], line["kind"]) for line in found if line is not None]


def _on_windows(path: str, drive_type: Callable[[str], int] | None = None) -> str:
    """A path by two backslashes names another computer; a letter may stand for one."""
    drive = PureWindowsPath(path).drive
    if drive.upper().startswith("\\\\?\\UNC\\"):
        return "smb"
    if drive.startswith(("\\\\?\\", "\\\\.\\")):
        drive = drive[4:]
    if drive.startswith("\\\\"):
        return "smb"
    return "smb" if drive and (drive_type or _drive_type)(f"{drive}\\") == _REMOTE_DRIVE else ""


def _drive_type(root: str) -> int:
    import ctypes

    asked = getattr(ctypes, "windll", None)
    return 0 if asked is None else int(asked.kernel32.GetDriveTypeW(root))

"""Folders that other computers write into: by mount tables of three systems, names, marks and variables."""

from pathlib import Path

import pytest

from desktop.base.mounts import _on_windows, linux_mounts, mac_mounts, network_type, read_mounts
from desktop.base.shared_folders import NETWORK, SYNCHRONISED, Danger, danger_of

TABLE = """\
/dev/sda2 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /mnt/ministry nfs4 rw 0 0
//server/share /mnt/with\\040space cifs rw 0 0
/dev/sdb1 /mnt/ministry/stick vfat rw 0 0
ana@host:/ /home/ana/far fuse.sshfs rw 0 0
/dev/fuse /run/user/1000/doc fuse.portal rw 0 0
/dev/sdc1 /media/stick fuseblk rw 0 0
/dev/sda3 /data nfs rw 0 0
/dev/sda3 /data ext4 rw 0 0
odd
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//ana@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by ana)
/dev/disk4s1 on /Volumes/STICK (1) (msdos, local, nodev)
"""


def on_linux(path):
    return network_type(Path(path), platform="linux", mounts=lambda _: linux_mounts(TABLE))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/ministry/plan.desk1540", "nfs4"),
        ("/mnt/ministry2/plan.desk1540", ""),
        ("/mnt/with space/plan.desk1540", "cifs"),
        ("/mnt/ministry/stick/plan.desk1540", ""),
        ("/home/ana/far/a/plan.desk1540", "fuse.sshfs"),
        ("/home/ana/plan.desk1540", ""),
        ("/run/user/1000/doc/plan.desk1540", ""),
        ("/media/stick/plan.desk1540", ""),
        ("/data/plan.desk1540", ""),
    ],
)
def test_the_nearest_mounted_folder_tells(path, kind):
    assert on_linux(path) == kind


def test_mac_prints_its_mounts():
    def kind(path):
        return network_type(Path(path), platform="darwin", mounts=lambda _: mac_mounts(MAC))

    assert kind("/Volumes/share/plan.desk1540") == "smbfs"
    assert kind("/Volumes/STICK (1)/plan.desk1540") == ""
    assert kind("/Users/ana/plan.desk1540") == ""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("\\\\server\\share\\plan.desk1540", "smb"),
        ("\\\\?\\UNC\\server\\share\\plan.desk1540", "smb"),
        ("\\\\?\\C:\\plan.desk1540", ""),
        ("C:\\plan.desk1540", ""),
        ("Z:\\plan.desk1540", "smb"),
    ],
)
def test_windows_names_another_computer(path, kind):
    assert _on_windows(path, drive_type=lambda root: 4 if root == "Z:\\" else 3) == kind


def test_a_system_that_does_not_tell_has_no_network():
    assert list(read_mounts("plan9")) == []
    assert network_type(Path("/x"), platform="plan9") == ""


def nowhere(_path):
    return ""


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Ministerio", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("GoogleDrive-ana@example.org", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("ownCloud", "ownCloud"),
        ("iCloudDrive", "iCloud"),
        ("com~apple~CloudDocs", "iCloud"),
        ("Box", "Box"),
        ("pCloudDrive", "pCloud"),
        ("MEGAsync", "MEGA"),
        ("My Drive", "Google Drive"),
        ("Dropboxes", None),
        ("Work", None),
        ("work/Box", None),
    ],
)
def test_a_service_is_known_by_the_name_of_its_folder(tmp_path, folder, service):
    inside = tmp_path / folder / "1540"
    inside.mkdir(parents=True)
    found = danger_of(inside / "plan.desk1540", {}, nowhere, tmp_path)
    assert found == (None if service is None else Danger(SYNCHRONISED, service))


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".dropbox", "Dropbox"),
        (".sync_1a2b3c4d5e6f.db", "Nextcloud"),
        ("._sync_1a2b3c4d5e6f.db-wal", "Nextcloud"),
        (".stfolder", "Syncthing"),
        (".sync", "Resilio Sync"),
        (".tmp.drivedownload", "Google Drive"),
        (".owncloudsync.log", "ownCloud"),
        ("sync_1.db", None),
    ],
)
def test_a_service_is_known_by_what_it_keeps_there(tmp_path, mark, service):
    top = tmp_path / "shared"
    (top / "a" / "b").mkdir(parents=True)
    (top / mark).touch()
    found = danger_of(top / "a" / "b" / "plan.desk1540", {}, nowhere, tmp_path)
    assert found == (None if service is None else Danger(SYNCHRONISED, service))


def test_settings_of_a_service_in_the_home_folder_are_no_mark(tmp_path):
    (tmp_path / ".dropbox").mkdir()
    assert danger_of(tmp_path / "plan.desk1540", {}, nowhere, tmp_path) is None


def test_windows_names_its_folders_by_variables(tmp_path):
    there = {"OneDriveCommercial": str(tmp_path / "anything")}
    found = danger_of(tmp_path / "anything" / "plan.desk1540", there, nowhere, tmp_path)
    assert found == Danger(SYNCHRONISED, "OneDrive")


def test_the_network_is_said_before_anything_there_is_looked_at():
    assert danger_of(Path("/mnt/x/plan.desk1540"), {}, lambda _: "nfs") == Danger(NETWORK, "nfs")

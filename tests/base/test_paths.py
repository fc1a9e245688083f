"""Places: which folders are taken, who may read them, and what becomes of temporary files."""

import os
import subprocess
import sys
import tempfile

import pytest

from desktop.base.errors import UserError
from desktop.base.paths import find_places, private_temporary_folder


def test_the_variable_decides_first(tmp_path):
    (tmp_path / "portable.txt").touch()
    places = find_places({"DESK1540_HOME": str(tmp_path / "home")}, program_folder=tmp_path)
    assert places.settings_file == tmp_path / "home" / "settings" / "settings.json"
    assert not places.is_portable


def test_a_portable_program_keeps_everything_beside_itself(tmp_path):
    assert not find_places({}, program_folder=tmp_path).is_portable
    (tmp_path / "portable.txt").touch()
    places = find_places({}, program_folder=tmp_path)
    assert places.is_portable
    assert {path.parent for path in (places.settings, places.logs, places.backups, places.temporary)} == {
        tmp_path
    }


def test_without_either_the_system_decides(tmp_path):
    places = find_places({}, program_folder=tmp_path)
    assert tmp_path not in places.settings.parents
    assert len({places.settings, places.logs, places.backups, places.temporary}) == 4


@pytest.mark.skipif(sys.platform == "win32", reason="modes say nothing there")
def test_folders_are_for_their_owner_only(tmp_path):
    places = find_places({"DESK1540_HOME": str(tmp_path / "home")})
    places.make()
    with private_temporary_folder(places) as folder:
        for path in (places.settings, places.logs, places.backups, places.temporary, folder):
            assert path.stat().st_mode & 0o777 == 0o700


def test_a_place_that_cannot_be_made_is_said_in_one_sentence(tmp_path):
    (tmp_path / "home").write_text("a file where a folder should be")
    with pytest.raises(UserError) as caught:
        find_places({"DESK1540_HOME": str(tmp_path / "home")}).make()
    assert str(tmp_path / "home") in str(caught.value)


def test_temporary_files_go_into_the_private_folder_and_away(tmp_path):
    places = find_places({"DESK1540_HOME": str(tmp_path)})
    before = tempfile.tempdir
    with private_temporary_folder(places) as folder:
        handle, name = tempfile.mkstemp()
        os.close(handle)
        assert folder in (tmp_path / name).parents
    assert not folder.exists()
    assert tempfile.tempdir == before


def test_the_folder_is_emptied_of_what_a_killed_run_left(tmp_path):
    places = find_places({"DESK1540_HOME": str(tmp_path)})
    left = places.temporary / "run-old"
    left.mkdir(parents=True)
    (left / "secret.txt").write_text("left behind")
    (places.temporary / "loose.txt").write_text("left behind")
    with private_temporary_folder(places) as folder:
        assert {path.name for path in places.temporary.iterdir()} == {"starting", folder.name}


_OTHER_RUN = """
import sys
from desktop.base.paths import find_places, private_temporary_folder
with private_temporary_folder(find_places()) as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


def test_a_run_that_goes_on_keeps_its_folder(tmp_path):
    environment = {**os.environ, "DESK1540_HOME": str(tmp_path)}
    command = [sys.executable, "-c", _OTHER_RUN]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        theirs = tmp_path / other.stdout.readline().strip()
        with private_temporary_folder(find_places(environment)) as ours:
            assert theirs.is_dir()
            assert ours != theirs
        other.kill()
    with private_temporary_folder(find_places(environment)):
        assert not theirs.exists()

"""What a killed run was writing is found and removed by the next start, and nothing else is."""

from __future__ import annotations

import pytest

from db.holder import note_path
from db.unfinished import noted, part_of, remove_part, remove_unfinished


@pytest.fixture
def run_folder(tmp_path, monkeypatch):
    folder = tmp_path / "run"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_a_note_goes_when_the_work_ends(tmp_path, run_folder):
    target = tmp_path / "out.xlsx"
    with noted(part_of(target)):
        assert len(list(run_folder.iterdir())) == 1
        part_of(target).write_bytes(b"whole")
        part_of(target).replace(target)
    assert list(run_folder.iterdir()) == []
    assert target.read_bytes() == b"whole"


def test_what_a_killed_run_left_is_removed_with_what_lies_beside_it(tmp_path, run_folder):
    part = part_of(tmp_path / "ñandú\nfile.desk1540")
    left = (part, part.with_name(f"{part.name}-journal"), note_path(part))
    with noted(part):
        for path in left:
            path.write_bytes(b"half")
        remove_unfinished(run_folder)
    assert not any(path.exists() for path in left)


def test_only_parts_are_removed(tmp_path, run_folder):
    kept = tmp_path / "file.desk1540"
    folder = part_of(kept)
    folder.mkdir()
    kept.write_bytes(b"kept")
    with noted(kept), noted(folder):
        (run_folder / "unfinished-odd").write_bytes(b"a\0b.part")
        remove_unfinished(run_folder)
    assert kept.read_bytes() == b"kept"
    assert folder.is_dir()


def test_no_room_for_a_note_stops_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with noted(part_of(tmp_path / "out.xlsx")):
        pass


def test_a_name_that_has_no_room_for_what_lies_beside_it_is_removed_alone(tmp_path):
    part = tmp_path / f"{'n' * 250}.part"
    part.write_bytes(b"half")
    remove_part(part)
    assert not part.exists()

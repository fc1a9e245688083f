"""Settings: kept over runs, changed by two windows, damaged."""

import json

import pytest

from desktop.base.errors import UserError
from desktop.base.settings import Settings, SettingsStore


def test_without_a_file_there_are_defaults_and_nothing_is_written(tmp_path):
    store = SettingsStore(tmp_path / "settings.json")
    assert store.current == Settings()
    assert store.damage is None
    assert not list(tmp_path.iterdir())


def test_what_is_changed_is_there_at_the_next_start(tmp_path):
    path = tmp_path / "new folder" / "settings.json"
    store = SettingsStore(path)
    store.change(author="Ana Núñez", columns={"plan": ["number", "title"]})
    store.remember_mapping("layout-1", {"title": "Acción", "header_row": 6})
    store.remember_choices("report", {"format": "xlsx"})
    again = SettingsStore(path)
    assert again.current == store.current
    assert again.current.author == "Ana Núñez"
    assert again.current.mappings == {"layout-1": {"title": "Acción", "header_row": 6}}
    assert again.current.choices == {"report": {"format": "xlsx"}}
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_two_windows_do_not_undo_each_other(tmp_path):
    one, two = (SettingsStore(tmp_path / "settings.json") for _ in range(2))
    one.change(author="Ana")
    two.change(language="es")
    assert (two.current.author, two.current.language) == ("Ana", "es")


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00\x01", "[" * 100_000, '{"author": 3}'])
def test_a_damaged_file_is_moved_aside_and_said(tmp_path, content):
    path = tmp_path / "settings.json"
    path.write_text(content)
    store = SettingsStore(path)
    assert store.current == Settings()
    assert "settings.damaged.json" in str(store.damage)
    assert (tmp_path / "settings.damaged.json").read_text() == content
    store.change(author="Ana")
    assert SettingsStore(path).damage is None


def test_of_a_damaged_file_the_sound_fields_are_kept(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"author": "Ana", "columns": {"plan": "title"}, "mappings": {"a": {}}}))
    store = SettingsStore(path)
    assert store.damage is not None
    assert store.current == Settings(author="Ana", mappings={"a": {}})


def test_bytes_that_are_no_text_are_damage_too(tmp_path):
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe{\x00")
    assert SettingsStore(path).damage is not None


def test_what_cannot_be_saved_is_said_and_the_rest_goes_on(tmp_path):
    (tmp_path / "file").write_text("where the folder should be")
    store = SettingsStore(tmp_path / "file" / "settings.json")
    assert store.damage is not None
    with pytest.raises(UserError) as caught:
        store.change(author="Ana")
    assert "settings.json" in str(caught.value)
    assert store.current.author == "Ana"

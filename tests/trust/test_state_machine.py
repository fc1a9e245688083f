"""The machine sees what it is there to see."""

from tests.trust import state_machine


def test_a_deletion_that_does_nothing_is_a_difference(tmp_path, monkeypatch):
    monkeypatch.setattr(state_machine, "delete_items", lambda *_: None)
    result = state_machine.run(500, tmp_path)
    assert result.failures != []
    assert result.figures["states"] < 500

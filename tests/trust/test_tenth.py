"""A tenth of every proof, with the tests; the full runs are `python -m tests.trust`."""

import pytest

from tests.trust.proof import all_proofs


@pytest.mark.parametrize(
    "proof", [each for each in all_proofs() if not each.is_nightly], ids=lambda each: each.name
)
def test_the_promise_holds(proof, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK1540_HOME", str(tmp_path / "home"))
    inside = tmp_path / "work"
    inside.mkdir()
    result = proof.run(max(1, proof.full // 10), inside)
    assert result.failures == []
    assert result.figures

"""Commands that write into a folder which is synchronised: one sentence more, and they go on."""

import pytest

from tests.trust.said import run_here


@pytest.fixture
def there(tmp_path):
    folder = tmp_path / "Nextcloud"
    folder.mkdir()
    return folder


def test_a_command_that_writes_warns_and_goes_on(there):
    path = there / "plan.desk1540"
    made = run_here(["new", str(path), "--state", "X01", "--author", "Ana"])
    assert made.code == 0
    (said,) = made.err.splitlines()
    assert "plan.desk1540 lies in a folder that Nextcloud synchronises" in said
    assert path.is_file()


def test_a_command_that_reads_says_nothing(there):
    path = there / "plan.desk1540"
    run_here(["new", str(path), "--state", "X01", "--author", "Ana"])
    assert run_here(["check", str(path)]).err == ""


def test_elsewhere_nothing_is_said(tmp_path):
    path = tmp_path / "plan.desk1540"
    assert run_here(["new", str(path), "--state", "X01", "--author", "Ana"]).err == ""

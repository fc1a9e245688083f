"""The benchmarks run and print what they promise; how fast anything is, is not tested here."""

import json
import subprocess
import sys

import pytest

from tests.benchmarks.__main__ import growth
from tests.benchmarks.figures import FIGURES, figure
from tests.benchmarks.machine import ROOT, ChildFailed, run_process
from tests.benchmarks.pairs import Pair, exponent, medians, take_turns

NAMES = [each.name for each in FIGURES]


@pytest.fixture(scope="module")
def printed():
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--quick", "--sizes", "12"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_every_figure_has_its_row(printed):
    assert [(row["name"], row["size"]) for row in printed["rows"]] == [(name, 12) for name in NAMES]
    assert printed["failed"] == []


def test_each_row_has_sane_numbers(printed):
    for row in printed["rows"]:
        assert row["goal"] <= row["target"] == figure(row["name"]).target
        assert row["seconds"] in row["runs"]
        assert row["floor_seconds"] in row["floor_runs"]
        assert all(0 < seconds < 600 for seconds in row["runs"] + row["floor_runs"])
        assert row["ratio"] == pytest.approx(row["seconds"] / row["floor_seconds"], abs=0.006)
        assert row["is_reached"] == (row["ratio"] <= row["target"])


def test_memory_is_told_for_each_figure(printed):
    assert [row["name"] for row in printed["memory"]] == NAMES
    assert all(5 < row["peak_mib"] < row["target"] for row in printed["memory"])


def test_growth_is_told_where_there_are_several_sizes():
    rows = [
        {"name": "pdf", "size": size, "seconds": seconds} for size, seconds in ((10, 1), (20, 2), (40, 8))
    ]
    (found,) = growth([*rows, {"name": "edit", "size": 10, "seconds": 1}])
    assert (found["name"], found["from"], found["to"]) == ("pdf", 10, 40)
    assert (found["exponent"], found["last_exponent"], found["is_reached"]) == (1.5, 2.0, False)


def test_ours_and_the_floor_take_turns_after_a_run_that_is_not_counted():
    asked = []
    pair = Pair(lambda: asked.append("ours") or 2.0, lambda: asked.append("floor") or 1.0)
    found = take_turns(pair, 2)
    assert asked == ["ours", "floor"] * 3
    assert medians(found)["ratio"] == 2.0
    assert found == {"runs": [2.0, 2.0], "floor_runs": [1.0, 1.0]}


@pytest.mark.parametrize(("power", "seconds"), [(0.0, 3.0), (1.0, 300.0), (2.0, 30_000.0)])
def test_the_exponent_is_the_power_of_the_growth(power, seconds):
    assert exponent((1_000, 3.0), (100_000, seconds)) == power


def test_a_process_that_fails_says_why(tmp_path):
    with pytest.raises(ChildFailed, match="no such thing"):
        run_process(["-c", "raise SystemExit('no such thing')"], tmp_path)


def test_the_peak_of_a_process_is_what_it_took(tmp_path):
    ended = run_process(["-c", "kept = b'x' * (600 << 20); print('first'); print('last')"], tmp_path)
    assert ended.output == "first\nlast\n"
    # Linux counts what the parent held at the fork: a large run of tests lifts the peak of every child.
    idle = run_process(["-c", "print()"], tmp_path).peak_mib
    assert 600 < ended.peak_mib < max(700, idle + 100)

"""Thinning drops a backup only for another one close by in clock and number, however the clock runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.thinning import ALWAYS_KEPT, TIERS, Stamp, superfluous

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
moments = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
steps = st.one_of(
    st.just(timedelta(minutes=30)),
    st.sampled_from([timedelta(0), timedelta(days=-366), timedelta(days=3653), timedelta(seconds=1)]),
    st.timedeltas(timedelta(days=-40), timedelta(days=40)),
)
_LONGEST = max(tier.stretch for tier in TIERS)


@st.composite
def rows(draw, most=400):
    """A row of backups whose clock runs, stands and jumps as it likes; some were removed by hand."""
    count = draw(st.integers(0, most))
    jumps = draw(st.dictionaries(st.integers(0, 400), steps, max_size=12))
    usual = draw(steps)
    at, made = draw(moments), []
    for number in range(1, count + 1):
        try:
            at = at + jumps.get(number, usual)
        except OverflowError:
            at = START
        at = max(at, datetime(1970, 1, 1, tzinfo=UTC))
        made.append(Stamp(number, min(at, datetime(9000, 1, 1, tzinfo=UTC))))
    missing = draw(st.sets(st.integers(1, 400), max_size=40))
    return [stamp for stamp in made if stamp.number not in missing]


def kept_of(row):
    dropped = set(superfluous(row))
    return [stamp for stamp in row if stamp not in dropped]


def thinned_over_time(row):
    """What is left when every backup was followed by a thinning, as the program does it."""
    kept = []
    for stamp in row:
        kept.append(stamp)
        dropped = set(superfluous(kept))
        kept = [each for each in kept if each not in dropped]
    return kept


@settings(max_examples=40)
@given(rows())
def test_the_newest_stay_and_nothing_is_invented(row):
    kept = kept_of(row)
    assert row[-ALWAYS_KEPT:] == kept[-ALWAYS_KEPT:]
    assert set(superfluous(row)) <= set(row)


@settings(max_examples=40)
@given(rows())
def test_thinning_again_drops_nothing_more(row):
    kept = kept_of(row)
    assert superfluous(kept) == []


@settings(max_examples=40)
@given(rows())
def test_what_goes_has_a_newer_one_close_by_in_clock_and_number(row):
    kept = kept_of(row)
    numbers = {tier: {} for tier in TIERS}
    for stays in kept:
        for tier in TIERS:
            numbers[tier].setdefault(stays.at.strftime(tier.label), []).append(stays.number)
    for gone in superfluous(row):
        assert any(
            0 < number - gone.number < tier.stretch
            for tier in TIERS
            for number in numbers[tier].get(gone.at.strftime(tier.label), ())
        )


@settings(max_examples=20)
@given(rows(most=120))
def test_no_hole_grows_however_often_it_is_thinned(row):
    """Each thinning may replace the last one kept by a newer one; that must not eat its way through."""
    kept = thinned_over_time(row)
    for older, newer in pairwise(kept):
        between = [stamp for stamp in row if older.number < stamp.number < newer.number]
        assert len(between) < 2 * _LONGEST
        if between and newer.number > row[-1].number - 45:
            assert newer.number - older.number <= 2 * TIERS[0].stretch


def work(days, *, start=START, each_day=16, tick=timedelta(minutes=30)):
    """So many backups on every working day."""
    made, number = [], 0
    for day in range(days):
        at = start + timedelta(days=day)
        if at.weekday() < 5:
            for step in range(each_day):
                number += 1
                made.append(Stamp(number, at + step * tick))
    return made


def test_months_of_work_keep_hours_days_weeks_and_months():
    row = work(120)
    kept = thinned_over_time(row)
    assert len(kept) < 110
    newest = row[-1].at
    for label, span in (("%Y-%m-%d", timedelta(days=14)), ("%G-%V", timedelta(weeks=8)), ("%Y-%m", None)):
        wanted = {stamp.at.strftime(label) for stamp in row[::4] if span is None or newest - stamp.at < span}
        assert wanted <= {stamp.at.strftime(label) for stamp in kept}
    hours = {stamp.at.strftime("%Y-%m-%d %H") for stamp in row[-ALWAYS_KEPT - 44 :]}
    assert len(hours & {stamp.at.strftime("%Y-%m-%d %H") for stamp in kept}) >= 20


@pytest.mark.parametrize(
    "turn",
    [
        lambda _number, _at: datetime(1970, 1, 1, tzinfo=UTC),
        lambda number, at: at.replace(year=at.year - 1) if number > 500 else at,
        lambda number, at: at.replace(year=at.year + 10) if 400 < number < 420 else at,
        lambda number, at: at - timedelta(days=number),
    ],
    ids=["stuck at 1970", "a year back", "ten years forward", "running backwards"],
)
def test_a_clock_that_lies_costs_no_stretch_of_work(turn):
    row = [Stamp(number, turn(number, at)) for number, at in work(60)]
    kept = [stamp.number for stamp in thinned_over_time(row)]
    newest = len(row)
    assert kept[-ALWAYS_KEPT:] == list(range(newest - 11, newest + 1))
    gaps = {newer: newer - older for older, newer in pairwise(kept)}
    assert max(gap for newer, gap in gaps.items() if newer > newest - 40) <= 4
    assert max(gap for newer, gap in gaps.items() if newer > newest - 500) <= 96
    assert max(gaps.values()) <= 2 * 336


def test_around_a_leap_day_each_day_stays():
    row = work(14, start=datetime(2028, 2, 21, 8, tzinfo=UTC))
    days = {stamp.at.date() for stamp in row}
    assert datetime(2028, 2, 29, tzinfo=UTC).date() in days
    assert {stamp.at.date() for stamp in thinned_over_time(row)} == days


def test_two_copies_of_a_file_with_one_number_keep_both():
    row = [Stamp(number, START) for number in (1, 1, *range(3, 20))]
    assert sum(stamp.number == 1 for stamp in kept_of(row)) == 2

import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.partial_date import CONTINUOUS, PartialDate

years = st.integers(1, 9999)
sides = st.one_of(
    years.map(lambda y: f"{y:04}"),
    st.builds(lambda y, n: f"{y:04}-H{n}", years, st.integers(1, 2)),
    st.builds(lambda y, n: f"{y:04}-Q{n}", years, st.integers(1, 4)),
    st.builds(lambda y, n: f"{y:04}-{n:02}", years, st.integers(1, 12)),
    st.dates().map(date.isoformat),
).map(PartialDate.parse)


def interval(pair):
    start, end = sorted(pair)
    try:
        return PartialDate.between(start, end)
    except ValueError:
        return start


partial_dates = st.one_of(sides, st.tuples(sides, sides).map(interval), st.just(CONTINUOUS))


@given(partial_dates)
def test_the_canonical_text_reads_back_to_the_same_value(value):
    assert PartialDate.parse(value.text) == value
    assert pickle.loads(pickle.dumps(value)) == value
    assert str(value) == value.text


@given(partial_dates)
def test_the_first_day_is_not_after_the_last(value):
    if value.is_continuous:
        assert value.first is value.last is None
    else:
        assert value.first <= value.last


@given(partial_dates, partial_dates)
def test_the_order_agrees_with_the_days_and_is_total(one, other):
    assert (one < other) + (other < one) + (one == other) == 1
    if other.is_continuous and not one.is_continuous:
        assert one < other
    elif not one.is_continuous and (one.first, one.last) < (other.first, other.last):
        assert one < other
        assert one.sort_key < other.sort_key
        assert not one >= other


@given(sides, sides)
def test_an_interval_spans_its_sides_and_goes_forward(one, other):
    value = interval((one, other))
    assert value.sides[0] == min(one, other)
    assert value.first == min(one.first, other.first)
    if value.kind == "interval":
        assert value.last == value.sides[1].last >= value.sides[0].last
        with pytest.raises(ValueError):
            PartialDate.parse(f"{value.sides[1]}/{value.sides[0]}")


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("2027", "year", "2027-01-01", "2027-12-31"),
        ("2027-H1", "half", "2027-01-01", "2027-06-30"),
        ("2027-H2", "half", "2027-07-01", "2027-12-31"),
        ("2027-Q1", "quarter", "2027-01-01", "2027-03-31"),
        ("2027-Q4", "quarter", "2027-10-01", "2027-12-31"),
        ("2028-02", "month", "2028-02-01", "2028-02-29"),
        ("9999-12", "month", "9999-12-01", "9999-12-31"),
        ("2027-09-15", "day", "2027-09-15", "2027-09-15"),
        ("2025/2027", "interval", "2025-01-01", "2027-12-31"),
        ("2026-Q2/2026-09-15", "interval", "2026-04-01", "2026-09-15"),
    ],
)
def test_each_form_has_its_days(text, kind, first, last):
    value = PartialDate.parse(text)
    assert (value.kind, value.first, value.last) == (
        kind,
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " 2027",
            "27",
            "0000",
            "2027-",
            "2027-H3",
            "2027-Q0",
            "2027-13",
            "2027-00",
            "2027-1",
            "2027-02-29",
        ),
        *("2027-Q3-01", "2027/", "/2027", "2027/2027", "2027/2026", "2025/2026/2027", "2025/continuous"),
        *("Continuous", "2027-q3", "２０２７", "2027\n", "2027-03/2027"),
    ],
)
def test_what_is_not_canonical_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_continuous_has_no_interval_and_its_own_kind():
    assert CONTINUOUS.kind == "continuous"
    assert CONTINUOUS.sides == (CONTINUOUS,)
    with pytest.raises(ValueError, match="two dates"):
        PartialDate.between(PartialDate.parse("2027"), CONTINUOUS)


@given(st.dates(max_value=date.max - timedelta(days=1)))
def test_a_day_comes_before_the_next(day):
    assert PartialDate.of_day(day) < PartialDate.of_day(day + timedelta(days=1))
    assert PartialDate.of_day(day).first == day

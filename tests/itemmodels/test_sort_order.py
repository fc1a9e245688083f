"""Sorting on raw values: numbers as people count, dates by their days, nothing recorded last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.fields import Field, Kind, Ref
from desktop.itemmodels.sort_order import number_key, ordered, sort_key


def in_order(field, values, **named):
    ids = [str(place) for place in range(len(values))]
    found = ordered(ids, dict(zip(ids, values, strict=True)), sort_key(field, **named), is_descending=False)
    return [values[int(row_id)] for row_id in found]


def test_numbers_count_as_people_do():
    field = Field("Number", Kind.TEXT, name="number")
    assert in_order(field, ["2.10", "A", "2.9", "10", "2"]) == ["2", "2.9", "2.10", "10", "A"]


def test_a_very_long_number_does_no_harm():
    assert number_key("9" * 20)[0][0] == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field("Due", Kind.PARTIAL_DATE), ["2026", "2026-02", "2027", "continuous", "no date"]),
        (Field("Status", Kind.CHOICE, choices={"b": "B", "a": "A"}), ["b", "a", "unknown"]),
        (Field("Progress", Kind.PERCENT), [5.0, 40.0]),
        (Field("Budget", Kind.MONEY), ["9", "10.5"]),
        (Field("Lead", Kind.LINKS), [(Ref("1", "Aduanas"),), (Ref("2", "Árbol"),)]),
        (Field("Title", Kind.TEXT), ["águila", "Barco"]),
    ],
)
def test_each_kind_by_its_own_value(field, values):
    assert in_order(field, list(reversed(values))) == values


def test_states_by_name():
    field = Field("State", Kind.STATE)
    names = {"X01": "Zeta", "X02": "Alfa"}
    assert in_order(field, ["X01", "X02"], state_name=names.__getitem__) == ["X02", "X01"]


@given(st.lists(st.sampled_from([None, "", (), "b", "a"])), st.booleans())
def test_nothing_recorded_comes_last_in_both_directions(values, is_descending):
    ids = [str(place) for place in range(len(values))]
    found = ordered(
        ids, dict(zip(ids, values, strict=True)), sort_key(Field("T", Kind.TEXT)), is_descending=is_descending
    )
    filled = [values[int(row_id)] for row_id in found if values[int(row_id)] not in (None, "", ())]
    assert [values[int(row_id)] for row_id in found[: len(filled)]] == filled
    assert filled == sorted(filled, reverse=is_descending)

"""Order keys: always strictly between, any sequence of inserts keeps its order, keys stay short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ordering import DIGITS, key_between, keys

KEYS = st.text(DIGITS, min_size=1, max_size=9).filter(lambda key: not key.endswith("0"))


@given(KEYS, KEYS)
def test_a_key_lies_strictly_between_its_neighbours(one: str, other: str) -> None:
    if one == other:
        with pytest.raises(ValueError, match="not in order"):
            key_between(one, other)
        return
    low, high = sorted((one, other))
    made = key_between(low, high)
    assert low < made < high
    assert not made.endswith("0")


@given(KEYS)
def test_there_is_always_room_at_both_ends(key: str) -> None:
    assert "" < key_between(None, key) < key < key_between(key, None)


@given(st.lists(st.floats(0, 1), max_size=60))
def test_any_sequence_of_inserts_keeps_its_order(places: list[float]) -> None:
    made: list[str] = []
    for place in places:
        index = round(place * len(made))
        before = made[index - 1] if index else None
        after = made[index] if index < len(made) else None
        made.insert(index, key_between(before, after))
    assert made == sorted(set(made))
    assert not any(key.endswith("0") for key in made)


@given(st.integers(0, 3000))
def test_keys_are_in_order_short_and_leave_room(count: int) -> None:
    made = keys(count)
    assert len(made) == count
    assert made == sorted(set(made))
    assert all(made)
    assert max(map(len, made), default=0) <= 3
    for before, after in zip([None, *made], [*made, None], strict=True):
        between = key_between(before, after)
        assert (before or "") < between
        assert after is None or between < after


@pytest.mark.parametrize("at_end", [True, False])
def test_rows_added_one_by_one_at_an_end_keep_short_keys(at_end: bool) -> None:
    made = [key_between(None, None)]
    for _ in range(10_000):
        made.append(key_between(made[-1], None) if at_end else key_between(None, made[-1]))
    assert made == sorted(set(made), reverse=not at_end)
    assert max(map(len, made)) <= 7


@pytest.mark.parametrize("wrong", ["", "0", "a0", "a-", "ñ"])
def test_what_is_no_key_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not an order key"):
        key_between(wrong, None)


def test_neighbours_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="not in order"):
        key_between("b", "a")

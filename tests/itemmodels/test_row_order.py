"""Rows under any run of inserts, removals, moves, filters and orders, against a plain model."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.itemmodels.row_order import Rows

ids = st.lists(st.integers(0, 30).map(str), unique=True, max_size=12)


def words_of(row_id):
    return f"{'even' if int(row_id) % 2 == 0 else 'odd'} {row_id}"


def change(rows, new):
    """Do what the model does when the natural order changes, row by row."""
    added, removed = rows.differences(new)
    for row_id in removed:
        row = rows.row_of(row_id)
        if row >= 0:
            rows.drop_shown(row, row)
    rows.set_ids(new, removed)
    for row_id in added:
        rows.insert(row_id, rows.place_for(row_id), words_of(row_id))


@given(ids, st.lists(ids, max_size=4))
def test_without_filter_and_order_the_rows_are_the_ids(first, later):
    rows = Rows(first)
    rows.set_words({row_id: words_of(row_id) for row_id in first})
    for new in later:
        change(rows, new)
        assert sorted(rows.shown) == sorted(new)
        rows.set_order(None)
        assert rows.shown == new
        assert [rows.row_of(row_id) for row_id in new] == list(range(len(new)))
        assert all(row_id in rows for row_id in new)


@given(ids, ids, st.randoms(use_true_random=False))
def test_filter_and_order_hold_the_same_rows(first, new, random):
    rows = Rows(first)
    rows.set_words({row_id: words_of(row_id) for row_id in first})
    order = list(first)
    random.shuffle(order)
    rows.set_order(order)
    rows.show(rows.matching("even"))
    assert rows.shown == [row_id for row_id in order if int(row_id) % 2 == 0]
    change(rows, new)
    rows.show(rows.matching("even"))
    assert sorted(rows.shown) == sorted(row_id for row_id in new if int(row_id) % 2 == 0)
    rows.show(rows.matching(""))
    assert sorted(rows.shown) == sorted(new)
    rows.set_order(None)
    assert rows.shown == new


def test_an_id_that_is_not_shown_has_no_row():
    rows = Rows(["1", "2"])
    rows.set_words({"1": "odd", "2": "even"})
    rows.show(rows.matching("even"))
    assert (rows.row_of("1"), rows.row_of("2"), rows.row_of("x")) == (-1, 0, -1)


def test_without_words_the_filter_shows_all():
    rows = Rows(["1"])
    assert rows.matching("x") == ["1"]
    rows.add_words({"1": "y"})
    assert not rows.has_words


def test_words_of_an_edited_row_are_taken_anew():
    rows = Rows(["1"])
    rows.set_words({"1": "before"})
    assert rows.matching("before") == ["1"]
    rows.add_words({"1": "after"})
    assert rows.matching("before") == []


def test_ids_missing_in_an_order_come_last():
    rows = Rows(["1", "2", "3"])
    rows.set_order(["3", "gone", "1"])
    assert rows.shown == ["3", "1", "2"]


def test_a_new_id_stands_behind_its_neighbour_or_first():
    rows = Rows(["1", "2"])
    rows.set_ids(["0", "1", "5", "2"], set())
    assert (rows.place_for("5"), rows.place_for("0")) == (1, 0)

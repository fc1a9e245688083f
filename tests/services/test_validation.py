"""Every kind of field takes what it can hold, in one form, and refuses the rest in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.fields import Kind, stored_fields
from db.schema import LOGGED, EffectivePractice, Institution, Plan, PlanItem
from desktop.base.errors import UserError
from desktop.services.validation import checked, checked_value

FIELDS = stored_fields(PlanItem)


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("progress", "40", 40.0),
        ("progress", None, None),
        ("status", "completed", "completed"),
        ("due", "2027-Q3", "2027-Q3"),
        ("budget", "-0", "0"),
        ("budget", "12500.5", "12500.50"),
        ("budget", 300.0, "300"),
        ("sharing", ["public", "committee", "public"], "committee public"),
        ("sharing", "state:X02 provider:abc", "provider:abc state:X02"),
        ("is_translation_outdated", True, 1),
        ("is_translation_outdated", None, 0),
        ("title", "a\x07b\ud800", "ab"),
    ],
)
def test_what_fits_is_stored_in_one_form(name, value, stored):
    found = checked_value(FIELDS[name], value)
    assert (found, type(found)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("progress", value) for value in ("abc", "40,5", "nan", float("nan"), float("inf"))),
        *(("progress", value) for value in (101, -1, [], 10**400)),
        *(("status", value) for value in ("x", [], True)),
        *(("due", value) for value in ("2027-13", "2027-02-30", "2027/2025", [])),
        *(("budget", value) for value in ("abc", "-1", "NaN", "1E+999999999", "1E-999999", [])),
        *(("sharing", value) for value in ("everybody", 5, [5], "\ud800", "state:\ud800")),
        *(("is_translation_outdated", value) for value in (2, "x", "1", [])),
        *(("title", value) for value in ("", "\u200b", None, "x" * 40_000)),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_one_sentence(name, value):
    with pytest.raises(UserError):
        checked_value(FIELDS[name], value)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Institution, {"protocol_order": 1.5}),
        (Institution, {"topics": "cooking"}),
        (Institution, {"state": "ZZZ"}),
        (Plan, {"state": "x01"}),
        (EffectivePractice, {"can_publish": float("nan")}),
    ],
)
def test_whole_numbers_topics_and_states_are_looked_at(table, values):
    with pytest.raises(UserError):
        checked(table, values)


ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.binary(max_size=4),
    st.lists(st.text(max_size=3), max_size=2),
)  # fmt: skip
FREE = (Kind.LINK, Kind.TECHNICAL, Kind.ORDER, Kind.MOMENT)
EVERY = [
    field for table in LOGGED.values() for field in stored_fields(table).values() if field.kind not in FREE
]


@given(field=st.sampled_from(EVERY), value=ANY)
def test_a_value_is_held_for_good_or_refused(field, value):
    try:
        stored = checked_value(field, value)
    except UserError:
        return
    assert checked_value(field, stored) == stored
    assert not isinstance(stored, str) or stored.encode("utf-8").decode("utf-8") == stored

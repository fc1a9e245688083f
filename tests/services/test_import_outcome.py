"""What an import says of itself: counts that add up, one JSON object."""

from __future__ import annotations

import pytest

from desktop.base.i18n import texts_for
from desktop.services.import_outcome import Created, Doubtful, ImportOutcome, Message, Refused, Skipped


def outcome(**changes: object) -> ImportOutcome:
    values: dict[str, object] = {
        "read": 4,
        "added": 1,
        "updated": 1,
        "unchanged": 1,
        "skipped": (Skipped("Plan", 1, Message("This row is a total.")),),
        "refused": (Refused("Plan", 7, "C", Message("{field} is missing.", {"field": "Name"})),),
        "doubtful": (Doubtful("Plan", 8, "D", "pronto", Message("This row is an example.")),),
        "created": Created(institutions=2, people=1),
        "reader": "calamine",
    }
    return ImportOutcome(**{**values, **changes})  # type: ignore[arg-type]


def test_json_has_the_agreed_keys_and_no_others() -> None:
    assert outcome().as_json(texts_for("en")) == {
        "read": 4,
        "added": 1,
        "updated": 1,
        "unchanged": 1,
        "skipped": [{"sheet": "Plan", "row": 1, "reason": "This row is a total."}],
        "refused": [{"sheet": "Plan", "row": 7, "column": "C", "message": "Name is missing."}],
        "doubtful": [
            {
                "sheet": "Plan",
                "row": 8,
                "column": "D",
                "text": "pronto",
                "message": "This row is an example.",
            }
        ],
        "created": {"institutions": 2, "objectives": 0, "people": 1},
        "reader": "calamine",
    }


def test_counts_that_do_not_add_up_are_our_mistake() -> None:
    with pytest.raises(ValueError, match="5 rows were read"):
        outcome(read=5)


def test_a_row_is_refused_once() -> None:
    twice = (Refused("Plan", 7, "C", Message("a")), Refused("Plan", 7, "D", Message("b")))
    with pytest.raises(ValueError, match="twice"):
        outcome(refused=twice, read=5)

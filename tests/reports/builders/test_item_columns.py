"""A field that its declaration shows in reports has a column there, and no other has."""

from __future__ import annotations

from db.records import PlanItemRecord, Ref
from desktop.base.i18n import texts_for
from desktop.reports.builders.item_columns import item_columns, item_getters, reported_fields


def test_columns_follow_the_declarations():
    texts = texts_for("en")
    assert [column.title for column in item_columns(texts)] == [
        "Number",
        "Title",
        "Lead institution",
        "Supporting institutions",
        "Start",
        "Due",
        "Status",
        "Last progress note",
    ]
    assert len(item_getters(texts)) == len(reported_fields())


def test_cells_are_shown_words_and_dates():
    item = PlanItemRecord(
        number="1.1",
        title="Train",
        lead=(Ref("a", "Customs"),),
        co_leads=(Ref("b", "Health"),),
        due="2027-Q3",
        status="completed",
    )
    cells = [getter(item) for getter in item_getters(texts_for("en"))]
    assert cells[0:3] == ["1.1", "Train", "Customs;\nHealth"]
    assert str(cells[5].text) == "2027-Q3"
    assert cells[6] == "Completed"

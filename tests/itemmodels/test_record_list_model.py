"""The rows of a long list over a source that answers when it is told to."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from db.fields import Field, Kind
from db.log_records import ChangeSetInfo
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.itemmodels import record_list_model
from desktop.itemmodels.record_table_model import RecordTableModel
from desktop.itemmodels.sort_order import ordered_by, sort_key
from desktop.shell.roles import Role
from desktop.shell.translators import locale_of
from desktop.shell.value_texts import ValueTexts
from desktop.shell.written_values import WrittenValues

FIELDS = [
    Field("Title", Kind.TEXT, name="title", is_required=True),
    Field("Number", Kind.INTEGER, name="number"),
    Field("Made", Kind.TEXT, name="made", is_derived=True),
]


class Row(NamedTuple):
    id: str
    title: str
    number: int | None = None
    made: str = "x"
    position: int = 0


class Source:
    """Rows in a list; each answer waits in a queue until `answer` is called."""

    def __init__(self, count):
        self.rows = {f"{place:05}": Row(f"{place:05}", f"row {place}", place) for place in range(count)}
        self.order_of_ids = list(self.rows)
        self.queue = []
        self.asked = []

    def answer(self):
        while self.queue:
            work = self.queue.pop(0)
            work()

    def open(self, count, then):
        ids = list(self.order_of_ids)
        records = [self.rows[row_id] for row_id in ids[:count]]
        self.queue.append(lambda: then((ids, records)))

    def records(self, ids, then):
        self.asked.append(list(ids))
        found = [self.rows[row_id] for row_id in ids if row_id in self.rows]
        self.queue.append(lambda: then(found))

    def order(self, keys, then):
        def values(field):
            return {row.id: getattr(row, field.name) for row in self.rows.values()}

        ids = ordered_by(self.order_of_ids, keys, values, sort_key)
        self.queue.append(lambda: then(ids))

    def words(self, then):
        words = {row.id: row.title for row in self.rows.values()}
        self.queue.append(lambda: then(words))

    def touched(self, info, then):
        ids = info.touched.get("row")
        self.queue.append(lambda: then(ids))

    def change(self, changes, then, refused):
        def write():
            if any(values.get("title") == "bad" for values in changes.values()):
                refused(UserError("No."))
                return
            real = {
                row_id: self.rows[row_id]._replace(**values)
                for row_id, values in changes.items()
                if self.rows[row_id]._replace(**values) != self.rows[row_id]
            }
            self.rows.update(real)
            then(told(real) if real else None)

        self.queue.append(write)


def told(ids):
    touched = None if ids is None else {"row": frozenset(ids)}
    return ChangeSetInfo(1, "1", 0, "Ana", "x", {}, "edit", None, touched or {})


@pytest.fixture
def make(qapp):
    def made(count):
        values = ValueTexts(texts_for("en"), locale_of("en"))
        written = WrittenValues(values, lambda _table: [], lambda _text: None)
        source = Source(count)
        model = RecordTableModel(FIELDS, source, written, ("title",))
        model.tester = QAbstractItemModelTester(
            model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
        )
        model.load()
        source.answer()
        return model, source

    return made


def titles(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def see(model, source, row):
    """Look at a row until its record is here."""
    model.index(row, 0).data()
    model._fetch_wanted()
    source.answer()
    return model.index(row, 0).data()


def test_only_the_first_page_is_read_at_once(make):
    model, source = make(1000)
    assert model.rowCount() == 1000
    assert model.index(0, 0).data() == "row 0"
    assert model.index(900, 0).data() is None
    assert source.asked == []


def test_a_row_that_is_looked_at_is_fetched_with_its_neighbours(make):
    model, source = make(1000)
    assert see(model, source, 900) == "row 900"
    (asked,) = source.asked
    assert "00900" in asked
    assert 30 < len(asked) < 240
    assert model.index(905, 0).data() == "row 905"
    see(model, source, 900)
    assert len(source.asked) == 1


def test_rows_far_apart_are_all_fetched(make):
    model, source = make(5000)
    for row in (200, 4800):
        model.index(row, 0).data()
    model._fetch_wanted()
    source.answer()
    model._fetch_wanted()
    source.answer()
    assert (model.index(200, 0).data(), model.index(4800, 0).data()) == ("row 200", "row 4800")


def test_the_timer_fetches_what_was_looked_at(make, qtbot):
    model, source = make(1000)
    model.index(500, 0).data()
    qtbot.waitUntil(lambda: bool(source.queue))
    source.answer()
    assert model.index(500, 0).data() == "row 500"


def test_records_do_not_pile_up_without_end(make, monkeypatch):
    monkeypatch.setattr(record_list_model, "_MOST_RECORDS", 1000)
    model, source = make(5000)
    for row in range(0, 5000, 50):
        see(model, source, row)
    assert len(model._records) <= 1000
    assert see(model, source, 0) == "row 0"


def test_an_older_answer_does_not_overtake_a_newer_question(make):
    model, source = make(3)
    model.load()
    del source.rows["00001"]
    source.order_of_ids.remove("00001")
    model.load()
    source.answer()
    assert titles(model) == ["row 0", "row 2"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.sort(0, Qt.SortOrder.AscendingOrder)
    source.queue.reverse()
    source.answer()
    assert titles(model) == ["row 0", "row 2"]


def test_sort_and_filter_outlive_a_reload(make):
    model, source = make(20)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_filter("ROW 1")
    source.answer()
    assert titles(model)[:2] == ["row 19", "row 18"]
    model.load()
    source.answer()
    assert titles(model) == [f"row {place}" for place in (19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 1)]


def test_an_edit_is_pending_until_the_record_comes(make):
    model, source = make(3)
    index = model.index(1, 0)
    assert model.setData(index, "new")
    assert (index.data(), index.data(Qt.ItemDataRole.FontRole).italic()) == ("new", True)
    source.answer()
    assert index.data(Qt.ItemDataRole.FontRole) is not None
    model.on_changed(told(["00001"]))
    source.answer()
    assert (index.data(), index.data(Qt.ItemDataRole.FontRole)) == ("new", None)


def test_a_second_edit_of_the_cell_is_not_overwritten_by_the_first_answer(make):
    model, source = make(3)
    index = model.index(1, 0)
    model.setData(index, "first")
    source.answer()
    model.setData(index, "second")
    model._source.records(["00001"], lambda records: model._on_refreshed(frozenset(["00001"]), records))
    source.queue.reverse()
    source.queue.pop(0)()
    assert index.data() == "second"
    source.answer()


def test_an_edit_that_changes_nothing_or_is_refused_leaves_no_trace(make):
    model, source = make(3)
    problems = []
    model.refused.connect(problems.append)
    index = model.index(1, 0)
    assert not model.setData(index, "row 1")
    model.ask({"00001": {"title": "row 1"}})
    model.ask({"00002": {"title": "bad"}})
    source.answer()
    assert (titles(model), len(problems)) == (["row 0", "row 1", "row 2"], 1)
    assert index.data(Qt.ItemDataRole.FontRole) is None


def test_what_cannot_be_edited_is_not(make):
    model, _source = make(100)
    assert not model.setData(model.index(1, 2), "y")
    assert not model.setData(model.index(90, 0), "y")
    assert not model.setData(QModelIndex(), "y")
    assert not model.setData(model.index(1, 0), "y", Qt.ItemDataRole.DisplayRole)
    assert not model.flags(model.index(1, 2)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(QModelIndex()) is not None
    assert "taken from elsewhere" in model.index(1, 2).data(Qt.ItemDataRole.ToolTipRole)


def test_new_gone_and_moved_rows_keep_the_rest(make):
    model, source = make(5)
    persistent = QPersistentModelIndex(model.index(4, 0))
    source.rows["new"] = Row("new", "between")
    source.order_of_ids.insert(2, "new")
    del source.rows["00000"]
    source.order_of_ids.remove("00000")
    model.on_changed(told(["new", "00000"]))
    source.answer()
    assert titles(model) == ["row 1", "between", "row 2", "row 3", "row 4"]
    assert persistent.data() == "row 4"
    source.order_of_ids.reverse()
    source.rows["00004"] = source.rows["00004"]._replace(position=9)
    model.on_changed(told(["00004"]))
    source.answer()
    assert titles(model) == ["row 4", "row 3", "row 2", "between", "row 1"]
    assert persistent.row() == 0


def test_moves_and_removals_at_once_read_the_list_anew(make):
    model, source = make(5)
    source.order_of_ids.reverse()
    source.order_of_ids.remove("00000")
    del source.rows["00000"]
    model.on_changed(told(["00000"]))
    source.answer()
    assert titles(model) == ["row 4", "row 3", "row 2", "row 1"]


def test_a_move_leaves_a_sorted_list_as_it_is(make):
    model, source = make(4)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    source.answer()
    source.order_of_ids.insert(0, source.order_of_ids.pop(2))
    source.rows["00002"] = source.rows["00002"]._replace(position=9)
    model.on_changed(told(["00002"]))
    source.answer()
    assert titles(model) == ["row 3", "row 2", "row 1", "row 0"]
    model.sort(-1)
    assert titles(model) == ["row 2", "row 0", "row 1", "row 3"]


def test_shown_and_hidden_rows_go_together(make):
    model, source = make(4)
    model.load_words()
    source.answer()
    model.set_filter("row 1")
    for row_id in ("00001", "00002"):
        del source.rows[row_id]
        source.order_of_ids.remove(row_id)
    model.on_changed(told(["00001", "00002"]))
    source.answer()
    assert titles(model) == []
    model.set_filter("")
    assert titles(model) == ["row 0", "row 3"]


def test_a_new_row_is_found_by_the_filter(make):
    model, source = make(5)
    model.load_words()
    source.answer()
    source.rows["new"] = Row("new", "Águila")
    source.order_of_ids.append("new")
    model.on_changed(told(["new"]))
    source.answer()
    model.set_filter("aguila")
    assert titles(model) == ["Águila"]


def test_very_many_changes_read_the_list_anew(make):
    model, source = make(5)
    for place in range(300):
        row_id = f"n{place:04}"
        source.rows[row_id] = Row(row_id, "n")
        source.order_of_ids.append(row_id)
    model.on_changed(told(source.rows))
    source.answer()
    assert model.rowCount() == 305
    del source.order_of_ids[5:]
    model.on_changed(told(["n0000"]))
    source.rows.pop("n0000")
    source.answer()
    assert model.rowCount() == 5
    model.on_changed(told(None))
    source.answer()
    assert model.rowCount() == 5


def test_a_change_elsewhere_touches_nothing(make):
    model, source = make(3)
    seen = []
    model.dataChanged.connect(lambda *_: seen.append(1))
    model.on_changed(told([]))
    source.answer()
    assert seen == []


def test_copying_fetches_what_is_not_here(make):
    model, source = make(1500)
    copied = []
    model.copy_rows(range(1500), [1, 0], copied.append)
    source.answer()
    assert len(copied[0]) == 1500
    assert copied[0][1234] == ["1234", "row 1234"]


def test_copying_what_is_here_is_done_at_once(make):
    model, _source = make(3)
    copied = []
    model.copy_rows([2], [0], copied.append)
    assert copied == [[["row 2"]]]


def test_a_block_goes_into_rows_that_are_not_here_yet(make):
    model, source = make(1000)
    assert model.set_block(900, [0, 1], [["new", "5"]]) == []
    source.answer()
    assert source.rows["00900"][1:3] == ("new", 5)


def test_locked_cells_are_refused_unless_they_stay_as_they_are(make):
    model, _source = make(3)
    refused = model.set_block(0, [2, 1], [["x", "7", "beyond"], ["changed", "one"]])
    assert [(cell.row, cell.field.name if cell.field else None) for cell in refused] == [
        (0, None), (1, "made"), (1, "number"),
    ]  # fmt: skip


def test_cells_tell_their_role(make):
    model, _source = make(100)
    index = model.index(1, 1)
    assert index.data(Role.ID) == "00001"
    assert index.data(Role.WRITTEN) == "1"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Number: 1"
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignTrailing
    assert (index.data(Role.INDENT), index.data(Role.IS_QUIET)) == (0, False)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Title"
    assert model.headerData(0, Qt.Orientation.Horizontal, Role.FIELD) is FIELDS[0]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.FontRole) is None
    assert model.column_of("number") == 1
    assert model.record("00099") is None

"""Exports: the shape of the contract, the same bytes each time, and a way back without a change."""

import csv
import io
import json
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert

from db.fields import fields_of
from db.log_records import to_json
from db.schema import LOGGED, Attachment, AttachmentBytes, Indicator, IndicatorValue, PlanItem
from db.schema.base import Base
from db.schema.plan import STATUSES
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.services.exports import PLAN_FORMS, export_all, export_plan
from desktop.services.import_plan import import_plan_file
from desktop.services.plans import update_items
from tests.builders import new_database
from tests.services.filled import TITLE, fill_state, filled

KEYS = [
    *(
        "id",
        "plan",
        "parent",
        "objective",
        "number",
        "title",
        "description",
        "lead",
        "co_leads",
        "supporting",
    ),
    *("persons", "start", "due", "due_text", "completed_on", "status", "progress", "priority", "indicators"),
    *("resources", "budget", "currency", "funding", "assistance_needed", "difficulty", "remarks", "sharing"),
    "second_title",
]


@pytest.fixture
def database(tmp_path):
    made = filled(tmp_path)
    yield made
    made.close()


def exported(database, path, **which):
    export_plan(database, path, **which)
    return path


def items(database, tmp_path, **which):
    return json.loads(exported(database, tmp_path / "a.json", **which).read_text("utf-8"))["items"]


def first_id(database):
    with database.read() as unit:
        return unit.raw("SELECT id FROM plan_item ORDER BY number")[0][0]


def test_json_has_exactly_the_keys_of_the_contract(database, tmp_path):
    found = items(database, tmp_path)
    assert [list(item) for item in found] == [KEYS] * 4
    assert found[0] | {"id": ""} == {
        "id": "",
        "plan": TITLE,
        "parent": None,
        "objective": "Marco jurídico",
        "number": "1.1",
        "title": "=Revisar la ley",
        "description": "",
        "lead": "Aduanas X01",
        "co_leads": [],
        "supporting": ["Salud X01"],
        "persons": [],
        "start": None,
        "due": "2026-Q1",
        "due_text": "",
        "completed_on": None,
        "status": "in_progress",
        "progress": 40,
        "priority": None,
        "indicators": [],
        "resources": "",
        "budget": "12500.50",
        "currency": "USD",
        "funding": "",
        "assistance_needed": "",
        "difficulty": "",
        "remarks": "línea 1\nlínea 2",
        "sharing": [],
        "second_title": "",
    }
    assert [item["status"] for item in found] == ["in_progress", "completed", "continuous", None]


def test_indicators_go_along_with_their_values(database, tmp_path):
    item = first_id(database)
    with database.write("Ana", "Indicators") as unit:
        (made,) = unit.insert(Indicator, [{"item_id": item, "text": "Leyes", "target": "2"}])
        unit.insert(IndicatorValue, [{"indicator_id": made, "on_date": "2026-03", "value": "1"}])
        unit.commit()
    assert items(database, tmp_path)[0]["indicators"] == [
        {
            "text": "Leyes",
            "unit": "",
            "baseline": "",
            "target": "2",
            "values": [{"on_date": "2026-03", "value": "1"}],
        }
    ]


@pytest.mark.parametrize("form", PLAN_FORMS)
def test_the_same_file_gives_the_same_bytes_and_nothing_else_is_left(database, tmp_path, form):
    folder = tmp_path / "out"
    folder.mkdir()
    one, two = (exported(database, folder / f"{name}.{form}") for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == [f"one.{form}", f"two.{form}"]


def sheet_rows(path):
    book = load_workbook(path)
    sheet = book.worksheets[-1]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    return book, sheet, [row for row in rows if row]


def test_the_workbook_is_clean_and_its_columns_are_the_declared_fields(database, tmp_path):
    texts = texts_for("es")
    path = exported(database, tmp_path / "a.xlsx")
    book, sheet, rows = sheet_rows(path)
    head = next(row for row in rows if texts.gettext("Title") in row)
    labels = [texts.gettext(field.label) for field in fields_of(PlanItem).values() if field.is_shown]
    assert set(head) <= set(labels)
    assert not {"id", "ID"} & set(head)
    assert all(each.sheet_state == "visible" for each in book.worksheets)
    assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
    assert first_id(database) not in path.read_bytes().decode("latin-1")
    (validation,) = [
        each for each in sheet.data_validations.dataValidation if texts.gettext("Completed") in each.formula1
    ]
    assert all(texts.gettext(word) in validation.formula1 for word in STATUSES.values())


def test_in_the_workbook_full_dates_are_dates_and_text_is_never_a_formula(database, tmp_path):
    _book, sheet, _rows = sheet_rows(exported(database, tmp_path / "a.xlsx"))
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells["=Revisar la ley"].data_type != "f"
    days = [cell.value.date() for cell in cells.values() if cell.is_date]
    assert days == [date(2027, 5, 31)]
    assert any("2026" in value for value in cells if isinstance(value, str))


def test_a_new_text_field_would_appear_by_itself(database, tmp_path):
    update_items(database, "Ana", {first_id(database): {"second_title": "Review the law"}})
    label = texts_for("es").gettext("Title in the second language")
    _book, _sheet, rows = sheet_rows(exported(database, tmp_path / "a.xlsx"))
    assert any(label in row for row in rows)
    assert any("Review the law" in row for row in rows)


def test_csv_is_marked_utf8_and_guards_formulas(database, tmp_path):
    content = exported(database, tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    texts = texts_for("es")
    assert [row[texts.gettext("Title")] for row in rows][:2] == ["'=Revisar la ley", "Capacitar"]
    assert [row[texts.gettext("Due")] for row in rows] == ["2026-Q1", "", "continuous", "2027-05-31"]
    assert rows[0][texts.gettext("Budget")] == "12500.50"


def test_dates_go_out_as_whole_days_of_what_is_open(database, tmp_path):
    text = exported(database, tmp_path / "a.ics").read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20260331\r\nDTEND;VALUE=DATE:20260401\r\n" in text
    assert "SUMMARY:1.1 =Revisar la ley\r\n" in text


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_was_exported_comes_back_without_a_change(tmp_path, form):
    database = filled(tmp_path)
    update_items(database, "Ana", {first_id(database): {"title": "Revisar la ley"}})
    path = exported(database, tmp_path / f"a.{form}")
    outcome = import_plan_file(database, "Ana", path, state="X01")
    assert (outcome.read, outcome.added, outcome.updated, outcome.unchanged) == (4, 0, 0, 4)
    assert outcome.change_set is None
    database.close()


def test_only_the_plan_asked_for_goes_out(database, tmp_path):
    fill_state(database, "X05", "Plan X05")
    assert len(items(database, tmp_path)) == 8
    assert {item["plan"] for item in items(database, tmp_path, state="X05")} == {"Plan X05"}
    assert {item["plan"] for item in items(database, tmp_path, plan=TITLE)} == {TITLE}
    head = exported(database, tmp_path / "all.csv").read_text("utf-8-sig").splitlines()[0]
    assert texts_for("es").gettext("State") in head.split(",")


@pytest.mark.parametrize(
    ("name", "which"),
    [
        ("a.docx", {}),
        ("a", {}),
        ("a.desk1540", {}),
        ("a.json", {"state": "XKX"}),
        ("a.json", {"plan": "Another"}),
        ("a.json", {"state": "X09"}),
        ("nowhere/a.json", {}),
    ],
)
def test_what_cannot_be_exported_is_refused_and_nothing_is_written(database, tmp_path, name, which):
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError):
        export_plan(database, tmp_path / name, **which)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", ["folder", "link", "own"])
def test_an_odd_target_is_refused(database, tmp_path, kind):
    target = tmp_path / "a.json"
    if kind == "folder":
        target.mkdir()
    elif kind == "link":
        target.symlink_to(tmp_path / "elsewhere.json")
    else:
        target.hardlink_to(database.path)
    with pytest.raises(UserError):
        export_plan(database, target)
    assert not (tmp_path / "elsewhere.json").exists()


def everything(database, tmp_path):
    result = export_all(database, tmp_path / "all.zip")
    return result, ZipFile(result.path)


def test_everything_has_every_table_as_csv_and_json(database, tmp_path):
    result, archive = everything(database, tmp_path)
    within = {"attachment_bytes", "log_heading", "log_key", "log_name", "log_row", "log_seal"}
    tables = set(Base.metadata.tables) - within
    assert set(LOGGED) <= tables
    assert set(archive.namelist()) == {f"tables/{name}.{form}" for name in tables for form in ("csv", "json")}
    found = json.loads(archive.read("tables/plan_item.json"))["items"]
    assert [row["title"] for row in found] == ["=Revisar la ley", "Capacitar", "Difundir", "Coordinar"]
    sets = json.loads(archive.read("tables/change_set.json"))["items"]
    assert [row["number"] for row in sets] == list(range(1, database.head.number + 1))
    assert sets[-1]["hash"] == database.head.hash.hex()
    rows = list(csv.reader(io.StringIO(archive.read("tables/plan_item.csv").decode("utf-8-sig"))))
    assert len(rows) == 5
    assert result.rows == sum(
        len(json.loads(archive.read(name))["items"]) for name in archive.namelist() if name.endswith("json")
    )


def test_everything_of_equal_files_is_equal(tmp_path):
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        database = filled(tmp_path / name)
        contents.append(export_all(database, tmp_path / f"{name}.zip").path.read_bytes())
        database.close()
    assert contents[0] == contents[1]


def test_long_tables_are_read_page_by_page(database, tmp_path, monkeypatch):
    monkeypatch.setattr("db.queries.tables.PAGE", 3)
    _result, archive = everything(database, tmp_path)
    with database.read() as unit:
        count = unit.raw("SELECT (SELECT count(*) FROM change) + count(row) FROM change_set")[0][0]
    rows = json.loads(archive.read("tables/change.json"))["items"]
    assert len({to_json(row) for row in rows}) == count > 9
    assert [(row["set_number"], row["position"]) for row in rows] == sorted(
        (row["set_number"], row["position"]) for row in rows
    )


def test_attachments_go_out_under_safe_names(tmp_path):
    database = new_database(tmp_path)
    names = ["nota.pdf", "nota.pdf", "../../etc/passwd", "CON.txt", "a\x00b?.txt", "...", "x" * 300 + ".pdf"]
    with database.write("Ana", "Attach") as unit:
        for number, name in enumerate(names):
            row = {"owner_entity": "plan", "owner_id": "p", "name": name, "size": 1, "sha256": str(number)}
            unit.insert(Attachment, [row])
            unit.execute(insert(AttachmentBytes), [{"sha256": str(number), "content": b"%d" % number}])
        unit.insert(Attachment, [{**row, "name": "gone.pdf", "sha256": "missing"}])
        unit.commit()
    result, archive = everything(database, tmp_path)
    database.close()
    found = [name for name in archive.namelist() if name.startswith("attachments/")]
    assert result.attachments == len(found) == len(set(found)) == len(names)
    assert {"attachments/nota.pdf", "attachments/nota (2).pdf", "attachments/_CON.txt"} <= set(found)
    assert all(name.count("/") == 1 and len(name) < 200 and ".." not in name for name in found)
    assert archive.read("attachments/nota.pdf") == b"0"


def test_everything_is_a_zip(database, tmp_path):
    with pytest.raises(UserError):
        export_all(database, tmp_path / "a.json")

"""A code on a signed paper tells whether the file's history was altered since."""

from contextlib import closing
from datetime import date

import pytest
from sqlcipher3 import dbapi2

from db.database import Database
from db.opening import open_file
from db.schema import Institution
from desktop.base.errors import UserError
from desktop.base.i18n import texts_for
from desktop.reports.builders.data import ReportRequest
from desktop.services.checking import check_file
from desktop.services.control_code import checked_code, control_code, find_code
from desktop.services.reporting import build_report, read_report_data, write_report
from tests.reports.readers import pdf_text, sheets_of
from tests.services.filled import filled

TODAY = date(2026, 6, 1)


@pytest.fixture
def database(tmp_path):
    made = filled(tmp_path)
    yield made
    made.close()


def edit(database: Database, note: str) -> None:
    with database.write("Eva", "Edit") as unit:
        row_id = unit.raw("SELECT id FROM institution")[0][0]
        unit.update(Institution, {row_id: {"note": note}})
        unit.commit()


def request(form="pdf", **more):
    return ReportRequest("status", "es", TODAY, form, state="X01", **more)


def test_a_file_knows_its_codes_old_and_new(database):
    old = control_code(database.head)
    edit(database, "one")
    edit(database, "two")
    answer = find_code(database, old.lower().replace("-", " "))
    assert answer.is_known
    shown = answer.sentence.shown(texts_for("en"))
    assert shown.startswith(f"The code {old} is that of entry {answer.number}, of 2026-01-01")
    assert shown.endswith("by Ana; entries since: 2.")
    assert find_code(database, control_code(database.head)).sentence.values["later"] == 0


def test_another_past_does_not_know_the_code(database, tmp_path):
    edit(database, "signed")
    code = control_code(database.head)
    database.close()
    # The end is cut off together with what it did, and another one written: the chain itself is whole.
    with closing(dbapi2.connect(str(database.path))) as driver:
        driver.execute("DELETE FROM change_set WHERE number = (SELECT max(number) FROM change_set)")
        driver.execute("UPDATE institution SET note = ''")
        driver.execute(
            "UPDATE log_row SET sets = substr(sets, 1, length(sets) - 1) WHERE length(sets) > 1 AND "
            "id = (SELECT unhex(replace(id, '-', '')) FROM institution LIMIT 1)"
        )
        driver.commit()
    with closing(open_file(database.path)) as altered:
        edit(altered, "forged")
    result = check_file(database.path, TODAY, code=code)
    assert result.is_sound
    assert not result.code.is_known


@pytest.mark.parametrize(
    "text", ["", "148", "148-9F3A2", "148-9F3A2-C107G", "x-9F3A2-C1078", "148 9F3A2 C10781"]
)
def test_what_is_no_code_is_refused(text):
    with pytest.raises(UserError):
        checked_code(text)


def test_a_report_carries_the_code_only_when_asked(database):
    plain = build_report(read_report_data(database, request()), request())
    asked = request(has_control_code=True)
    marked = build_report(read_report_data(database, asked), asked)
    assert [each.title for each in marked.sections[:-1]] == [each.title for each in plain.sections]
    assert control_code(database.head) not in str(plain.sections)
    assert control_code(database.head) in str(marked.sections[-1].blocks)


def test_both_formats_print_it(database, tmp_path):
    code = control_code(database.head)
    write_report(database, request(has_control_code=True), tmp_path / "a.pdf")
    write_report(database, request("xlsx", has_control_code=True), tmp_path / "a.xlsx")
    assert code in pdf_text((tmp_path / "a.pdf").read_bytes())
    assert code in str(sheets_of((tmp_path / "a.xlsx").read_bytes()))

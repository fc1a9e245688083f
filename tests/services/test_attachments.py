"""Files are kept with a record when nothing in them can run, and come out as they went in, read-only."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import insert

from db.errors import RecordGone
from db.schema import Attachment, AttachmentBytes, Plan
from desktop.base.errors import UserError
from desktop.exchange.attached_kinds import ALLOWED, is_harmless
from desktop.services import attachments
from desktop.services.attachments import attach, extract
from tests.builders import new_database
from tests.exchange.reading.workbooks import compound_file, docx_file, plain_xlsx

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


@pytest.fixture
def database(tmp_path):
    made = new_database(tmp_path)
    yield made
    made.close()


@pytest.fixture
def plan(database) -> tuple[str, str]:
    with database.write("Ana", "Add") as unit:
        (row_id,) = unit.insert(Plan, [{"state": "X01", "title": "Plan"}])
        unit.commit()
    return "plan", row_id


@pytest.fixture(autouse=True)
def private(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "private"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def packed(path: Path, *names: str, kind: bytes = b"") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in (*names, "[Content_Types].xml"):
            archive.writestr(name, kind)
    return path


def test_what_goes_in_comes_out_read_only_in_the_private_folder(database, plan, tmp_path, private):
    made = attach(database, "Ana", plan, written(tmp_path / "Nota verbal 12.pdf", PDF), note="Original")
    out = extract(database, made)
    assert (out.name, out.read_bytes()) == ("Nota verbal 12.pdf", PDF)
    assert private in out.parents
    assert stat.S_IMODE(out.stat().st_mode) == 0o400
    assert stat.S_IMODE(out.parent.stat().st_mode) == 0o700
    with database.read() as unit:
        row = unit.row(Attachment, made)
    assert (row["size"], row["sha256"]) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (row["owner_entity"], row["owner_id"], row["note"]) == (*plan, "Original")


def test_the_same_bytes_are_kept_once(database, plan, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        attach(database, "Ana", plan, written(tmp_path / name, PDF))
    with database.read() as unit:
        assert unit.raw("SELECT count(*) FROM attachment_bytes") == [(1,)]


@pytest.mark.parametrize("make", [
    lambda path: plain_xlsx(path / "a.xlsx", [["N"]]),
    lambda path: docx_file(path / "a.docx", "<w:p/>"),
    lambda path: packed(path / "a.odt", "content.xml", "mimetype"),
    lambda path: written(path / "a.xls", compound_file(b"x", "Workbook")),
    lambda path: written(path / "a.txt", "Señor Embajador".encode()),
    lambda path: written(path / "A.PDF", PDF),
    lambda path: written(path / "a.tif", b"II*\x00" + bytes(50)),
])  # fmt: skip
def test_papers_and_pictures_are_taken(database, plan, tmp_path, make):
    assert extract(database, attach(database, "Ana", plan, make(tmp_path))).exists()


@pytest.mark.parametrize("make", [
    lambda path: written(path / "a.exe", b"MZ" + bytes(99)),
    lambda path: written(path / "a", PDF),
    lambda path: written(path / "a.pdf.lnk", PDF),
    lambda path: written(path / "a.pdf", b"MZ" + bytes(99)),
    lambda path: written(path / "a.pdf", PDF + b"<</S /Launch /F (calc.exe)>>"),
    lambda path: written(path / "a.pdf", PDF + b"<</S /JavaScript>>"),
    lambda path: written(path / "a.txt", b"#!/bin/sh\nrm -rf ~\n"),
    lambda path: written(path / "a.csv", b"\xef\xbb\xbf <script>alert(1)</script>"),
    lambda path: written(path / "a.html", b"<p>Hi</p>"),
    lambda path: written(path / "a.svg", b"<svg/>"),
    lambda path: written(path / "a.xlsm", b"PK\x03\x04"),
    lambda path: packed(path / "a.xlsx", "xl/workbook.xml", "xl/vbaProject.bin"),
    lambda path: packed(path / "a.docx", "word/document.xml", "word/embeddings/oleObject1.bin"),
    lambda path: packed(path / "a.xlsx", "xl/workbook.xml", kind=b"sheet.macroEnabled.main+xml"),
    lambda path: packed(path / "a.odt", "content.xml", "Basic/Standard/M.xml"),
    lambda path: packed(path / "a.docx", "word/other.xml"),
    lambda path: written(path / "a.docx", b"PK\x03\x04 not a zip"),
    lambda path: written(path / "a.doc", compound_file(b"x", "WordDocument", "Macros")),
    lambda path: written(path / "a.png", b"\xff\xd8\xff"),
])  # fmt: skip
def test_what_can_run_or_is_not_what_it_says_is_refused(database, plan, tmp_path, make):
    path, head = make(tmp_path), database.head
    with pytest.raises(UserError, match="cannot be attached"):
        attach(database, "Ana", plan, path)
    assert database.head == head


def test_too_large_and_odd_files_are_one_sentence(database, plan, tmp_path, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_BYTES", 10)
    with pytest.raises(UserError, match="too large"):
        attach(database, "Ana", plan, written(tmp_path / "a.pdf", PDF))
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UserError, match="no plain file"):
        attach(database, "Ana", plan, tmp_path / "pipe.pdf")
    for name in ("none.pdf", "x" * 300 + ".pdf"):
        with pytest.raises(UserError, match="cannot be read"):
            attach(database, "Ana", plan, tmp_path / name)


def test_a_record_that_is_gone_takes_no_file(database, plan, tmp_path):
    with pytest.raises(RecordGone):
        attach(database, "Ana", ("plan", "gone"), written(tmp_path / "a.pdf", PDF))


@pytest.mark.parametrize(
    ("name", "content", "digest", "said"),
    [
        ("run.exe", b"MZ", None, "not opened"),
        ("../../.bashrc", b"alias", None, "not opened"),
        ("a.pdf", b"MZ", None, "not opened"),
        ("a.pdf", PDF, "0" * 64, "not as it was put in"),
    ],
)
def test_what_a_file_from_outside_holds_is_looked_at_again(
    database, plan, private, name, content, digest, said
):
    digest = digest or hashlib.sha256(content).hexdigest()
    with database.write("Eve", "Attach") as unit:
        row = {"owner_entity": "plan", "owner_id": plan[1], "name": name, "size": 1, "sha256": digest}
        (made,) = unit.insert(Attachment, [row])
        unit.execute(insert(AttachmentBytes), [{"sha256": digest, "content": content}])
        unit.commit()
    with pytest.raises(UserError, match=said):
        extract(database, made)
    assert list(private.iterdir()) == []


def test_missing_bytes_and_a_missing_attachment_are_one_sentence(database, plan):
    with database.write("Ana", "Attach") as unit:
        row = {"owner_entity": "plan", "owner_id": plan[1], "name": "a.pdf", "size": 1, "sha256": "x"}
        (made,) = unit.insert(Attachment, [row])
        unit.commit()
    for wanted in (made, "gone"):
        with pytest.raises(UserError, match="missing or not"):
            extract(database, wanted)


def test_a_name_that_leads_elsewhere_stays_in_the_folder(database, plan, private):
    digest = hashlib.sha256(PDF).hexdigest()
    with database.write("Eve", "Attach") as unit:
        row = {
            "owner_entity": "plan",
            "owner_id": plan[1],
            "name": "../../CON\u202e.pdf",
            "size": 1,
            "sha256": digest,
        }
        (made,) = unit.insert(Attachment, [row])
        unit.execute(insert(AttachmentBytes), [{"sha256": digest, "content": PDF}])
        unit.commit()
    assert extract(database, made).parent.parent == private


@pytest.mark.parametrize("ending", ALLOWED)
def test_no_ending_takes_anything(ending):
    assert not is_harmless(f"a{ending}", b"MZ\x00\x00")

"""What comes in and what goes out by command: imports, exports, reports, lists."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from desktop.base.reference import shipped_reference
from desktop.cli import DONE, REFUSED, WRONG
from desktop.commands.parser import LISTS
from tests.commands.samples import ROWS, count_items, report, workbook
from tests.services.filled import TITLE

KEYS = {"read", "added", "updated", "unchanged", "skipped", "refused", "doubtful", "created", "reader"}
ROOT = Path(__file__).resolve().parents[2]


def test_a_plan_comes_in_and_a_second_time_changes_nothing(desk, path, tmp_path, home):
    source = workbook(tmp_path / "plan.xlsx", ROWS)
    words = ("import", "plan", source, "--into", path, "--state", "X01", "--author", "Eva", "--json")
    first = json.loads(desk(*words).out)
    assert (first["read"], first["added"], first["updated"]) == (2, 2, 0)
    assert len(list((home / "backups").rglob("*.desk1540"))) == 1
    before = path.read_bytes()
    again = desk(*words)
    assert again.code == DONE
    assert json.loads(again.out)["unchanged"] == 2
    assert path.read_bytes() == before
    assert len(list((home / "backups").rglob("*.desk1540"))) == 1


def test_a_dry_run_says_the_same_and_changes_nothing(desk, path, tmp_path):
    source = workbook(tmp_path / "plan.xlsx", ROWS)
    words = ("import", "plan", source, "--into", path, "--state", "X01", "--json")
    before = path.read_bytes()
    tried = json.loads(desk(*words, "--dry-run").out)
    assert path.read_bytes() == before
    assert json.loads(desk(*words).out) == tried
    assert set(tried) == KEYS
    assert set(tried["created"]) == {"institutions", "objectives", "people"}


def test_a_refused_row_stops_the_import_unless_skipped(desk, path, tmp_path, home):
    rows = [*ROWS, ("2.3", "x" * 40_000, "Fiscalía General", "2027", "No iniciada")]
    source = tmp_path / "plan.csv"
    source.write_text(
        "\n".join(";".join(row) for row in [("N.º", "Acción", "Responsable", "Plazo", "Situación"), *rows])
    )
    words = ("import", "plan", source, "--into", path, "--state", "X01", "--json")
    before = path.read_bytes()
    refused = desk(*words)
    assert refused.code == REFUSED
    assert json.loads(refused.out)["refused"][0]["row"] == 4
    assert len(refused.err.splitlines()) == 1
    assert path.read_bytes() == before
    assert list((home / "backups").iterdir()) == []
    assert desk(*words, "--skip-refused").code == DONE
    assert count_items(path) == 6


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("nothing.xlsx", None),
        ("words.csv", b"hello\n"),
    ],
)
def test_a_bad_source_is_one_sentence_and_no_change(desk, path, tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = path.read_bytes()
    words = ("import", "plan", tmp_path / name, "--into", path, "--state", "X01")
    refused = desk(*words)
    assert refused.code == REFUSED
    assert len(refused.err.splitlines()) == 1
    assert path.read_bytes() == before
    as_json = desk(*words, "--json", "--dry-run")
    assert (as_json.code, as_json.err) == (REFUSED, refused.err)
    found = json.loads(as_json.out)
    assert (found["read"], found["added"], found["refused"], found["reader"]) == (0, 0, [], "")


def test_with_json_too_the_notices_are_said(desk, path, tmp_path):
    book = Workbook()
    for row in (
        ("N.º", "Acción", "Plazo", "Situación"),
        ("2.1", "Elaborar el inventario", "2027", "En ejecución"),
    ):
        book.active.append(row)
    book.create_sheet("Oculta").append(["x"])
    book["Oculta"].sheet_state = "hidden"
    book.save(tmp_path / "plan.xlsx")
    done = desk("import", "plan", tmp_path / "plan.xlsx", "--into", path, "--state", "X01", "--json")
    assert json.loads(done.out)["added"] == 1
    assert "Oculta is hidden" in done.err


def test_the_plan_of_another_state_is_not_imported_into(desk, path, tmp_path):
    (plan,) = (line.split("\t")[0] for line in desk("list", "plans", "--from", path).out.splitlines())
    source = workbook(tmp_path / "plan.xlsx", ROWS)
    before = path.read_bytes()
    words = ("import", "plan", source, "--into", path, "--state", "X02", "--plan", plan)
    assert desk(*words).code == REFUSED
    assert path.read_bytes() == before


def test_contacts_come_in_and_go_out(desk, path, tmp_path):
    source = tmp_path / "people.csv"
    source.write_text("Nombre,Cargo,Institución,Correo\nEva Ejemplo,Asesora,Salud X01,eva@x01.example\n")
    words = ("import", "contacts", source, "--into", path, "--state", "X01")
    assert desk(*words).code == DONE
    for form in ("json", "csv", "vcf", "xlsx"):
        out = tmp_path / f"contacts.{form}"
        assert desk("export", "contacts", "--from", path, "--state", "X01", "--out", out).code == DONE
        assert out.stat().st_size > 100
    found = json.loads((tmp_path / "contacts.json").read_text("utf-8"))["items"]
    assert {"Ana Ejemplo", "Eva Ejemplo"} <= {row["person"] for row in found}
    assert "+999 77" in (tmp_path / "contacts.json").read_text("utf-8")
    assert "+999 77" not in (tmp_path / "contacts.csv").read_text("utf-8")


@pytest.mark.parametrize("form", ["xlsx", "csv", "json", "ics"])
def test_a_plan_goes_out(desk, path, tmp_path, form):
    out = tmp_path / f"plan.{form}"
    assert (
        desk("export", "plan", "--from", path, "--state", "X01", "--plan", TITLE, "--out", out).code == DONE
    )
    assert out.stat().st_size > 100


def test_everything_goes_out(desk, path, tmp_path):
    assert desk("export", "all", "--from", path, "--out", tmp_path / "all.zip").code == DONE
    assert "tables/change_set.json" in ZipFile(tmp_path / "all.zip").namelist()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "plan", "--out", "{file}"),
        ("export", "all", "--out", "{file}"),
        ("export", "plan", "--out", "other.desk1540"),
        ("export", "plan", "--out", "folder.json"),
        ("export", "plan", "--state", "XKX", "--out", "a.json"),
        ("export", "contacts", "--out", "a.ics"),
        ("report", "status", "--state", "X01", "--out", "{file}"),
        ("report", "status", "--state", "XKX", "--out", "a.pdf"),
        ("report", "scores", "--state", "X01", "--out", "a.pdf"),
        ("report", "status", "--group", "NOWHERE", "--out", "a.pdf"),
        ("report", "status", "--state", "NAM", "--out", "a.pdf"),
        ("report", "contacts", "--state", "NAM", "--out", "a.pdf"),
        ("report", "status", "--all-states", "--plan", "Another", "--out", "a.pdf"),
        ("report", "status", "--state", "X01", "--plan", "Another", "--out", "a.pdf"),
        ("report", "status", "--state", "X01", "--as-of", "1999-01-01", "--out", "a.pdf"),
        ("history", "{file}", "--record", "nobody"),
        ("history", "nothing.desk1540"),
        ("backup", "{file}", "--to", "{file}"),
        ("restore", "{file}", "--to", "{file}"),
        ("restore", "picture.desk1540", "--to", "{file}"),
    ],
)
def test_what_is_refused_is_one_sentence_and_no_change(desk, path, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "picture.desk1540").write_bytes(b"\x89PNG" + bytes(300))
    before, there = path.read_bytes(), sorted(tmp_path.iterdir())
    source = ("--from", path) if words[0] in ("export", "report") else ()
    refused = desk(*[word.format(file=path) for word in words], *source)
    assert refused.code == REFUSED
    assert len(refused.err.splitlines()) == 1
    assert refused.out == ""
    assert path.read_bytes() == before
    assert [entry for entry in sorted(tmp_path.iterdir()) if entry.name != "home"] == there


def test_the_status_report_as_pdf_and_excel(desk, path, tmp_path):
    assert report(desk, path, tmp_path / "a.pdf").code == DONE
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages).split())
    assert "=Revisar la ley" in text
    assert report(desk, path, tmp_path / "a.xlsx").code == DONE
    book = load_workbook(tmp_path / "a.xlsx")
    values = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "=Revisar la ley" in values
    # The same words over the same file on the same day: the same bytes.
    before = (tmp_path / "a.pdf").read_bytes()
    report(desk, path, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == before


def test_the_form_is_the_one_asked_for_else_that_of_the_ending(desk, path, tmp_path):
    assert report(desk, path, tmp_path / "a.out", "--format", "xlsx").code == DONE
    assert (tmp_path / "a.out").read_bytes().startswith(b"PK")
    assert report(desk, path, tmp_path / "plain").code == DONE
    assert (tmp_path / "plain").read_bytes().startswith(b"%PDF")
    assert report(desk, path, tmp_path / "a.docx").code == WRONG


def test_the_language_of_a_report_is_its_own(desk, path, tmp_path):
    titles = []
    for language in ("es", "en"):
        report(desk, path, tmp_path / "a.pdf", "--lang", language)
        titles.append(PdfReader(tmp_path / "a.pdf").metadata.title)
    report(desk, path, tmp_path / "a.pdf")
    assert titles[0] != titles[1]
    assert PdfReader(tmp_path / "a.pdf").metadata.title == titles[0]


def test_offices_alone_put_their_state_into_the_directory(desk, path, tmp_path):
    source = tmp_path / "offices.csv"
    source.write_text("Institución,Correo\nMinisterio de Salud,salud@x02.example\n")
    desk("import", "contacts", source, "--into", path, "--state", "X02")
    codes = [line.split("\t")[0] for line in desk("list", "states", "--from", path).out.splitlines()]
    assert codes == ["X01", "X02"]
    report_words = ("report", "contacts", "--from", path, "--all-states", "--out", tmp_path / "a.pdf")
    assert desk(*report_words).code == DONE
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "Ministerio de Salud" in text


def test_a_group_is_known_in_small_letters(desk, path, tmp_path):
    group = shipped_reference().state("X01").un_group.lower()
    words = ("report", "status", "--from", path, "--group", group, "--out", tmp_path / "a.pdf")
    assert desk(*words).code == DONE


def test_the_directory_of_all_states(desk, path, tmp_path):
    words = ("report", "contacts", "--from", path, "--all-states", "--final", "--out", tmp_path / "a.pdf")
    assert desk(*words).code == DONE


@pytest.mark.parametrize("what", LISTS)
def test_each_list_has_one_a_line_with_its_code_first(desk, path, what):
    listed = desk("list", what, "--from", path)
    assert listed.code == DONE
    lines = listed.out.splitlines()
    assert all(line.split("\t")[0].strip() for line in lines)
    assert len(lines) == len(set(lines))
    assert bool(lines) is (what != "submissions")


def test_lists_without_a_file(desk):
    codes = [line.split("\t")[0] for line in desk("list", "states").out.splitlines()]
    assert len(codes) > 200
    assert {"NAM", "X01"} <= set(codes)
    assert "OAS" in desk("list", "groups").out.split()
    assert {"es", "en"} <= {line.split("\t")[0] for line in desk("list", "languages").out.splitlines()}
    assert desk("list", "reports").out.startswith("status\t")

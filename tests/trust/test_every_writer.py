"""Every writer there is, found in its register, given hostile texts: text comes out, and nothing else."""

import csv
import io
import json
import zipfile
from decimal import Decimal
from typing import get_args

import openpyxl
import pytest

from desktop.reports.document import (
    Block,
    Chart,
    Column,
    Distribution,
    Document,
    Fact,
    Facts,
    GroupRow,
    Groups,
    Heading,
    Kind,
    Note,
    PageBreak,
    Paragraph,
    Section,
    Series,
    SignatureBlocks,
    SignaturePlace,
    Table,
)
from desktop.reports.writing import FORMATS, write
from desktop.services.exports import EXPORTERS, ExportRequest
from tests.builders import new_database
from tests.reports.samples import texts as words
from tests.trust.hostile_texts import hostile_texts
from tests.trust.pdf_text import more_than_text
from tests.trust.planted_file import Planter
from tests.trust.round_trip import alive_in

LONGEST = 3_000
"""Of a text in these documents: what a huge one costs is another proof."""


def hostile(folder):
    return [text[:LONGEST] for text in hostile_texts(folder / "bait")]


def blocks(texts):
    """One of every kind of block for each text."""
    table = Table(
        (Column(texts[4], Kind.TEXT), Column(texts[0], Kind.LONG_TEXT), Column(texts[1], Kind.CODE)),
        lambda: iter([GroupRow(texts[0]), *((text, text, text) for text in texts)]),
        caption=texts[1],
        group_title=texts[4],
        count=len(texts),
        is_editable=True,
    )
    yield table
    yield Chart(texts[0], tuple(texts[:3]), (Series(texts[4], (1, Decimal("2.5"), 3)),))
    for text in texts:
        yield from (Heading(text), Paragraph(text), Note(text), Facts((Fact(text, text),)))
        yield Distribution(text, (text,))
        yield SignatureBlocks((SignaturePlace(text, text, text),), text)
    # What stands in groups are signs of our own; longer than a group nothing is.
    yield Groups(tuple(text[:6] for text in texts))
    yield PageBreak()


def document(texts):
    made = tuple(blocks(texts))
    assert {type(block) for block in made} == set(get_args(Block))
    return Document(
        title=texts[0],
        texts=words("en"),
        sections=(
            *(Section(text, made[:2], short_title=text[:60]) for text in texts),
            Section(texts[4], made),
        ),
        subtitle=texts[1],
        facts=tuple(Fact(text, text) for text in texts),
        running_head=texts[6],
        author_organisation=texts[4],
        place=texts[0],
        reference=texts[4],
        exercise_text=texts[6],
    )


def only_text(path):
    """One sentence for each thing in a file that is more than text; no ending is passed over."""
    match path.suffix:
        case ".pdf":
            return list(more_than_text(path))
        case ".xlsx":
            # A chart of ours is a drawing; nothing else may be.
            return [said for said in alive_in(path) if "<drawing" not in said] + strange_cells(path)
        case ".csv":
            return formulas_in(path.read_bytes())
        case ".json":
            json.loads(path.read_text("utf-8"))
            return []
        case ".vcf" | ".ics":
            return broken_lines(path.read_bytes())
        case ".zip":
            return parts_of(path)
    return [f"nobody looks into {path.suffix}"]


def strange_cells(path):
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return [f"{cell.coordinate} is alive" for cell in cells if cell.data_type == "f" or cell.hyperlink]


def formulas_in(data):
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [f"a cell begins {cell[:20]!r}" for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")]


def broken_lines(data):
    lines = data.split(b"\r\n")
    bare = [line for line in lines if b"\n" in line or b"\r" in line]
    kinds = {b"BEGIN:VCARD": b"END:VCARD", b"BEGIN:VEVENT": b"END:VEVENT"}
    uneven = [begin for begin, end in kinds.items() if lines.count(begin) != lines.count(end)]
    injected = [line for line in lines if line == b"FN:injected"]
    return [f"{line[:60]!r}" for line in (*bare, *uneven, *injected)]


def parts_of(path):
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            found += formulas_in(archive.read(name)) if name.endswith(".csv") else []
            found += [f"a path: {name}"] if name.startswith("/") or ".." in name else []
    return found


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_is_text(tmp_path, format_):
    path = tmp_path / f"report.{format_}"
    assert write(document(hostile(tmp_path)), path, format_).size > 0
    assert only_text(path) == []


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    made = new_database(folder)
    Planter(made, hostile(folder)).plant()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "form"), [(name, form) for name, exporter in EXPORTERS.items() for form in exporter.forms]
)
def test_an_export_is_text(planted, tmp_path, name, form):
    path = tmp_path / f"export.{form}"
    assert EXPORTERS[name].write(planted, path, ExportRequest()).rows > 0
    assert only_text(path) == []


def test_the_look_sees_what_is_alive(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.active["A2"].hyperlink = "https://x.example"
    path = tmp_path / "alive.xlsx"
    book.save(path)
    assert len(only_text(path)) >= 3
    (tmp_path / "alive.csv").write_bytes(b"a,=1+1\r\n")
    assert len(only_text(tmp_path / "alive.csv")) == 1
    (tmp_path / "new.docx").write_bytes(b"")
    assert only_text(tmp_path / "new.docx") == ["nobody looks into .docx"]

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from db.partial_date import PartialDate
from desktop.reports.document import (
    Chart,
    Column,
    Distribution,
    Fact,
    Facts,
    GroupRow,
    Heading,
    Kind,
    PageBreak,
    Paragraph,
    Section,
    Series,
    SignatureBlocks,
    SignaturePlace,
    Table,
)
from tests.reports.readers import (
    boxes_of,
    kinds_of_objects,
    operators_of,
    pdf_of,
    pdf_pages,
    pdf_text,
    shown_texts,
    squeezed,
)
from tests.reports.samples import item_table, status_report, table_of, texts

TEXT = (Column("Texto", Kind.LONG_TEXT),)


def section(*blocks, **changes):
    return (Section("Prueba", blocks, **changes),)


def picture(colour: str = "red") -> bytes:
    stream = BytesIO()
    Image.new("RGBA", (8, 8), colour).save(stream, "PNG")
    return stream.getvalue()


def test_the_same_document_gives_the_same_bytes():
    first, _ = pdf_of(status_report(90))
    pdf_of(status_report(3, texts=texts("en")))
    assert pdf_of(status_report(90))[0] == first
    assert pdf_of(status_report(91))[0] != first


def test_metadata_names_organisation_language_and_date():
    data, _ = pdf_of(status_report(1))
    reader = PdfReader(BytesIO(data))
    assert reader.metadata.author == "Ministerio de Relaciones Exteriores de X01"
    assert reader.metadata.title == "Informe de situación del plan de acción nacional"
    assert reader.metadata.creation_date.date() == date(2027, 9, 15)
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert [entry.title for entry in reader.outline] == ["Resumen", "Acciones", "Puntos de contacto"]


def test_fonts_are_embedded_subsets_from_the_program():
    data, _ = pdf_of(status_report(1))
    fonts = {}
    for page in PdfReader(BytesIO(data)).pages:
        fonts |= page["/Resources"]["/Font"]
    names = {font["/BaseFont"] for font in fonts.values()}
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+FiraGO-(Regular|Bold)", name) for name in names)
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts.values())


def test_every_page_has_its_marks_and_number():
    data, counts = pdf_of(status_report(120))
    pages = pdf_pages(data)
    assert counts.pages == len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"Página {number} de {len(pages)}" in page
        assert page.count("BORRADOR") == 2
        assert "EJERCICIO - datos ficticios" in page


def test_a_final_paper_has_no_draft_mark():
    text = pdf_text(pdf_of(status_report(1, is_draft=False, exercise_text=""))[0])
    assert "BORRADOR" not in text
    assert "EJERCICIO" not in text


@pytest.mark.parametrize(
    ("is_draft", "exercise", "is_shown"), [(False, "", True), (True, "", False), (False, "E", False)]
)
def test_the_emblem_stands_on_final_papers_only(is_draft, exercise, is_shown):
    report = status_report(1, is_draft=is_draft, exercise_text=exercise, emblem=picture())
    assert ("/Image" in kinds_of_objects(pdf_of(report)[0])) is is_shown


def test_the_head_of_a_table_and_its_open_group_stand_on_each_page():
    pages = pdf_pages(pdf_of(status_report(1, sections=section(item_table(120, per_group=60))))[0])
    assert all("Institución responsable" in page for page in pages)
    assert sum("(continúa)" in page for page in pages) >= len(pages) - 3


def test_a_page_says_what_goes_on_there():
    long = table_of([(f"fila {number}",) for number in range(150)], TEXT, caption="Lista")
    pages = pdf_pages(pdf_of(status_report(1, sections=section(long)))[0])
    assert len(pages) > 2
    assert all("Prueba - Lista (continúa)" in page for page in pages[1:])


def test_a_table_that_begins_a_page_says_to_which_section_it_belongs():
    blocks = (Paragraph("a"), PageBreak(), table_of([("fila",)], TEXT, caption="Lista"))
    assert "Prueba (continúa) Lista" in pdf_pages(pdf_of(status_report(1, sections=section(*blocks)))[0])[1]


def test_a_parted_row_is_named_again():
    columns = (Column("N", Kind.CODE), *TEXT)
    rows = [("3.2", "palabra " * 3000), ("3.3", "corto")]
    pages = pdf_pages(pdf_of(status_report(1, sections=section(table_of(rows, columns))))[0])
    assert len(pages) > 2
    assert all(re.search(r"\b3\.2\b", page) for page in pages)


@pytest.mark.parametrize("lines", range(20, 52, 2))
def test_no_heading_is_parted_from_what_it_heads(lines):
    blocks = (
        Paragraph("\n".join("x" for _ in range(lines))),
        Heading("Encabezado"),
        table_of([("fila uno",), ("fila dos",)], TEXT, caption="Lista"),
    )
    pages = pdf_pages(pdf_of(status_report(1, facts=(), sections=section(*blocks)))[0])
    [page] = [page for page in pages if "Encabezado" in page]
    assert "Encabezado Lista Texto fila uno fila dos" in page


@pytest.mark.parametrize("lines", range(20, 52, 4))
def test_the_end_of_a_paper_stays_together(lines):
    places = tuple(SignaturePlace(name) for name in ("Uno", "Dos", "Tres", "Cuatro"))
    sections = (
        Section("A", (Paragraph("\n".join("x" for _ in range(lines))),)),
        Section("Cierre", (Distribution("Para", ("Archivo",)), SignatureBlocks(places)), is_whole=True),
    )
    pages = pdf_pages(pdf_of(status_report(1, facts=(), sections=sections))[0])
    [page] = [page for page in pages if "Cierre" in page]
    assert all(word in page for word in ("Para", "Archivo", "Uno", "Dos", "Tres", "Cuatro"))


def test_a_head_that_is_too_long_says_that_it_is_cut():
    head = "Informe de situación del plan de acción nacional de un Estado de nombre largo " * 3
    pages = pdf_pages(pdf_of(status_report(60, running_head=head, author_organisation=head))[0])
    assert pages[1].count("…") == 2


def test_an_address_is_not_cut_while_there_is_room():
    columns = (Column("Nombre", Kind.LONG_TEXT, 3), Column("Correo", Kind.LONG_TEXT, 1), *TEXT)
    address = "nombre.apellido@organizacion.example"
    rows = [("Ana", address, "palabra " * 20)]
    assert address in pdf_text(pdf_of(status_report(1, sections=section(table_of(rows, columns))))[0])


def test_figures_have_bars_and_their_sum_has_none():
    columns = (Column("Situación", Kind.STATUS), Column("Acciones", Kind.NUMBER))
    rows = [("En ejecución", 3), ("Concluida", 1), ("En suspenso", 0), ("Total", 4)]
    with_bars, without = (
        pdf_of(
            status_report(1, sections=section(table_of(rows, columns, has_total=True, has_chart=is_drawn)))
        )[0]
        for is_drawn in (True, False)
    )
    assert boxes_of(with_bars) == boxes_of(without) + 2
    assert "En ejecución 3 Concluida 1 En suspenso 0 Total 4" in pdf_text(with_bars)


def test_what_is_shown_again_is_counted_once():
    rows = [GroupRow("Uno 中"), *[("x",)] * 150]
    table = Table((Column("文"),), lambda: iter(rows), count=150, group_title="Grupo", caption="漢")
    _, counts = pdf_of(status_report(1, sections=section(table)))
    assert counts.pages > 2
    assert counts.missing == {"中": 1, "文": 1, "漢": 1}


def test_an_ended_group_is_not_said_to_go_on():
    rows = [GroupRow("Uno"), *[("x",)] * 20, GroupRow("Dos"), *[("y",)] * 100]
    pages = pdf_pages(pdf_of(status_report(1, sections=section(Table(TEXT, lambda: iter(rows)))))[0])
    assert "Dos (continúa)" in pages[-1]
    assert "Uno (continúa)" not in pages[-1]


def test_cells_are_written_by_their_kind():
    columns = (
        Column("Código", Kind.CODE),
        Column("Número", Kind.NUMBER),
        Column("Monto", Kind.MONEY, unit="USD"),
        Column("Avance", Kind.PERCENT),
        Column("Fecha", Kind.DATE),
        Column("Plazo", Kind.PARTIAL_DATE),
    )
    row = ("3.2", 1234567, Decimal("10.5"), 40, date(2027, 9, 15), PartialDate.parse("2027-Q3"))
    pieces = [
        text
        for _, _, text in shown_texts(pdf_of(status_report(1, sections=section(table_of([row], columns))))[0])
    ]
    for expected in ("3.2", "1,234,567", "10.50", "40%", "15 sep 2027", "T3 2027", "Monto (USD)"):
        assert expected in pieces


def test_a_row_longer_than_a_page_goes_on_over_pages():
    long = " ".join(f"palabra{number}" for number in range(4000))
    data, counts = pdf_of(
        status_report(1, sections=section(table_of([("a", long), ("b", "corto")], (Column("N"), *TEXT))))
    )
    assert counts.pages > 2
    text = pdf_text(data)
    assert re.findall(r"palabra(\d+)", text) == [str(number) for number in range(4000)]
    assert "corto" in text


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "<b>no</b> & <annex 3> for <EUR 500>",
        "&amp; <a href='http://example.org'>x</a> <img src='/etc/passwd'/>",
        r"\( ) \n \051 %s {0}",
        "Национальный план действий",
        "Ελληνικά",
        "Ñandú çà œuvre ß",
        "3,5 × 10⁶ ≤ ∞ → ✓",
    ],
)
def test_text_is_never_markup(text):
    data, counts = pdf_of(
        status_report(1, title=text, sections=section(Paragraph(text), Facts((Fact(text, text),))))
    )
    assert pdf_text(data).count(squeezed(text)) >= 3
    assert counts.missing_characters == 0
    assert kinds_of_objects(data).isdisjoint({"/Annot", "/Link", "/URI", "/Image", "/Action", "/JavaScript"})


def test_a_character_without_glyph_stands_as_its_number_and_is_counted():
    rows = [("😀 y 中",), ("中",)]
    data, counts = pdf_of(status_report(1, sections=section(table_of(rows, TEXT))))
    text = pdf_text(data)
    assert text.count("[U+4E2D]") == 2
    assert "[U+1F600] y [U+4E2D]" in text
    assert counts.missing == {"中": 2, "😀": 1}
    assert counts.missing_characters == 3


def test_marks_of_direction_are_shown_and_control_characters_left_out():
    data, counts = pdf_of(status_report(1, sections=section(Paragraph("a\u202eb \x00\x07c"))))
    assert "a[U+202E]b c" in pdf_text(data)
    assert counts.removed == 2


def test_leftward_letters_stand_in_the_order_they_are_seen():
    data, counts = pdf_of(status_report(1, sections=section(Paragraph("Plan خطة العمل"), Paragraph("لا"))))
    text = pdf_text(data)
    assert "Plan " + "خطة العمل"[::-1] in text
    assert "لا"[::-1] in text
    assert counts.missing_characters == 0


def test_a_huge_text_comes_whole():
    word = "x" * 200_000
    data, _ = pdf_of(status_report(1, sections=section(Paragraph(word))))
    assert pdf_text(data).count("x") >= len(word)


def test_numbers_of_a_chart_are_printed():
    chart = Chart(
        "Acciones", ("Uno", "Dos"), (Series("A", (3, 0)), Series("B", (4, 5))), kind="column", is_stacked=True
    )
    pieces = [text for _, _, text in shown_texts(pdf_of(status_report(1, sections=section(chart)))[0])]
    assert {"Uno", "Dos", "7", "5", "A", "B"} <= set(pieces)


def test_an_empty_table_says_so_and_an_empty_report_is_a_page():
    empty = table_of([], TEXT, empty_text="Sin filas registradas")
    assert "Sin filas registradas" in pdf_text(pdf_of(status_report(1, sections=section(empty)))[0])
    assert pdf_of(status_report(1, sections=(), facts=()))[1].pages == 1


def test_sections_turn_the_page_and_breaks_end_it():
    sections = (
        Section("A", (Paragraph("a"), PageBreak(), PageBreak(), Paragraph("b"))),
        Section("B", (Paragraph("c"),), is_landscape=True),
        Section("C", (Paragraph("d"),), is_landscape=True, starts_page=True),
    )
    reader = PdfReader(BytesIO(pdf_of(status_report(1, sections=sections, paper="Letter"))[0]))
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
    assert sizes == [(612, 792), (612, 792), (792, 612), (792, 612)]


def test_a_report_from_right_to_left_is_mirrored():
    columns = (Column("أول"), Column("ثان", Kind.NUMBER))
    rows = [("نص", 12), ("نص آخر طويل " * 30, 34)]
    blocks = (
        table_of(rows, columns),
        Facts((Fact("الدولة", "X01"),)),
        Chart("رسم", ("أ", "ب"), (Series("س", (1, 2)),)),
    )
    pieces = shown_texts(
        pdf_of(status_report(1, sections=section(*blocks), direction="rtl", texts=texts("ar")))[0]
    )
    [number] = [x for x, _, text in pieces if text == "12"]
    word = next(x for x, _, text in pieces if text == "ص")
    assert number < word


def test_nothing_but_text_rules_and_boxes_is_drawn():
    drawn = operators_of(pdf_of(status_report(30))[0])
    assert drawn <= {
        "q",
        "Q",
        "BT",
        "ET",
        "Tf",
        "TL",
        "Td",
        "Tm",
        "Tj",
        "TJ",
        "T*",
        "Ts",
        "rg",
        "RG",
        "w",
        "m",
        "l",
        "S",
        "re",
        "f",
        "BMC",
        "EMC",
    }

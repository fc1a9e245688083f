"""Hostile workbooks and documents in packages and containers, each written by script when asked for."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.exchange.reading.workbooks import (
    MAIN,
    RELATIONS,
    compound_file,
    docx_file,
    ods_cell,
    ods_file,
    ole_file,
    plain_xlsx,
    raw_xlsx,
    sheet_xml,
    text_cell,
    word_cell,
    word_table,
    xls_file,
)

Maker = Callable[[Path], Path]
"""Writes a hostile file at a path without ending; gives the path it wrote."""

MEGABYTE = 1 << 20
HEADS = f'<row r="1">{text_cell("A1", "N")}{text_cell("B1", "Action")}{text_cell("C1", "Status")}</row>'
ROW = f'<row r="2">{text_cell("A2", "1")}{text_cell("B2", "Revise it")}{text_cell("C2", "Completed")}</row>'
PLAN = HEADS + ROW
Text = str | Callable[[], str]
"""A text, or one too long to be made before it is asked for."""
SHEET_1 = "xl/worksheets/sheet1.xml"


def billion_laughs() -> str:
    """A document type whose last entity, a11, unpacks to some hundred thousand million letters."""
    steps = "".join('<!ENTITY a{} "{}">'.format(number, f"&a{number - 1};" * 10) for number in range(1, 12))
    return f'<!DOCTYPE a [<!ENTITY a0 "ha">{steps}]>'


EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _made(text: Text) -> str:
    return text if isinstance(text, str) else text()


def _xlsx(
    rows: Text = PLAN, *, before: Text = "", after: Text = "", parts: Mapping[str, Text] | None = None
) -> Maker:
    """A workbook of one sheet; `parts` add or replace parts of the package."""

    def make(path: Path) -> Path:
        sheet = sheet_xml(_made(rows), before=_made(before), after=_made(after))
        more = {name: _made(text) for name, text in (parts or {}).items()}
        return raw_xlsx(path.with_suffix(".xlsx"), sheet, parts=more)

    return make


def _with_part(kind: str, name: str, content: Callable[[], str | bytes]) -> Maker:
    def make(path: Path) -> Path:
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{RELATIONS}/{kind}" Target="{name}"/></Relationships>'
        )
        parts = {"xl/_rels/workbook.xml.rels": relations, f"xl/{name}": content()}
        return raw_xlsx(path.with_suffix(".xlsx"), sheet_xml(PLAN), parts=parts)

    return make


def _long_sheet(path: Path) -> Path:
    """A sheet that unpacks to 1.5 GB, written piece by piece."""
    target = raw_xlsx(path.with_suffix(".xlsx"))
    names = raw_xlsx(path.with_suffix(".base.xlsx"), sheet_xml(PLAN))
    with (
        zipfile.ZipFile(names) as base,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb,
    ):
        for name in base.namelist():
            if not name.endswith("sheet1.xml"):
                bomb.writestr(name, base.read(name))
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            stream.write(f'<worksheet xmlns="{MAIN}"><sheetData>{PLAN}'.encode())
            for _ in range(150):
                stream.write(b" " * 10 * MEGABYTE)
            stream.write(b"</sheetData></worksheet>")
    names.unlink()
    return target


def _nested_zip(path: Path) -> Path:
    content = b"\0" * 10 * MEGABYTE
    for level in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{level}-{number}.zip", content)
        content = packed.getvalue()
    target = path.with_suffix(".xlsx")
    target.write_bytes(content)
    return target


def _overlapping(path: Path) -> Path:
    """Many members that share one packed stream, as the non-recursive bombs do."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = packed.compress(b"0" * 40 * MEGABYTE) + packed.flush()
    crc = zlib.crc32(b"0" * 40 * MEGABYTE)
    size = 40 * MEGABYTE
    name = b"xl/workbook.xml"
    local = (
        struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, crc, len(stream), size, len(name), 0) + name
    )
    names = [name, b"[Content_Types].xml"] + [b"xl/worksheets/sheet%d.xml" % n for n in range(1, 500)]
    central = b"".join(_member(each, crc, len(stream), size) for each in names)
    body = local + stream
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(names), len(names), len(central), len(body), 0)
    target = path.with_suffix(".xlsx")
    target.write_bytes(body + central + end)
    return target


def _member(name: bytes, crc: int, packed: int, size: int) -> bytes:
    """The entry of a zip's directory for a member whose bytes begin where the file does."""
    heads = (20, 20, 0, 8, 0, 33, crc, packed, size, len(name), 0, 0, 0, 0, 0, 0)
    return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", *heads) + name


def _lying_sizes(path: Path) -> Path:
    """A member that says it is small and unpacks to 200 MB."""
    target = raw_xlsx(path.with_suffix(".xlsx"), sheet_xml(PLAN + " " * 200 * MEGABYTE))
    data = bytearray(target.read_bytes())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark)
        while at >= 0:
            if b"sheet1.xml" in data[at : at + 120]:
                data[at + place : at + place + 4] = struct.pack("<I", 900)
            at = data.find(mark, at + 4)
    target.write_bytes(data)
    return target


def _changed(place: Callable[[bytearray], int], put: bytes) -> Maker:
    def make(path: Path) -> Path:
        target = plain_xlsx(
            path.with_suffix(".xlsx"), [["N", "Action"], *[[n, f"Action {n}"] for n in range(200)]]
        )
        data = bytearray(target.read_bytes())
        at = place(data)
        data[at : at + len(put)] = put
        target.write_bytes(data)
        return target

    return make


def _cut(share: float) -> Maker:
    def make(path: Path) -> Path:
        target = plain_xlsx(
            path.with_suffix(".xlsx"), [["N", "Action"], *[[n, f"Action {n}"] for n in range(200)]]
        )
        target.write_bytes(target.read_bytes()[: int(target.stat().st_size * share)])
        return target

    return make


def _repacked(method: int, name: str = "") -> Maker:
    """The same workbook with another packing, or under another ending."""

    def make(path: Path) -> Path:
        source = raw_xlsx(path.with_suffix(".base.xlsx"), sheet_xml(PLAN))
        target = path.with_suffix(name or ".xlsx")
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", method) as new:
            for each in old.namelist():
                new.writestr(each, old.read(each))
        source.unlink()
        return target

    return make


def _many_sheets(path: Path) -> Path:
    return raw_xlsx(path.with_suffix(".xlsx"), *[sheet_xml(PLAN)] * 3000)


def _many_members(path: Path) -> Path:
    return raw_xlsx(
        path.with_suffix(".xlsx"), sheet_xml(PLAN), parts={f"junk/{n}.xml": "" for n in range(60_000)}
    )


def _macro(path: Path) -> Path:
    target = raw_xlsx(
        path.with_suffix(".xlsx"), sheet_xml(PLAN), parts={"xl/vbaProject.bin": compound_file(b"x", "VBA")}
    )
    return target.rename(path.with_suffix(".xlsm"))


def _ods(*rows: str) -> Maker:
    def make(path: Path) -> Path:
        heads = f"<table:table-row>{ods_cell('N')}{ods_cell('Action')}</table:table-row>"
        return ods_file(
            path.with_suffix(".ods"), f'<table:table table:name="A">{heads}{"".join(rows)}</table:table>'
        )

    return make


def _ods_row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def _laughing(maker: Maker, part: str) -> Maker:
    """The same package whose document type makes a text of its part endless."""

    def make(path: Path) -> Path:
        target = maker(path)
        with zipfile.ZipFile(target) as old:
            content = {name: old.read(name) for name in old.namelist()}
        content[part] = billion_laughs().encode() + content[part].replace(b"Action", b"&a11;")
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
        return target

    return make


def _docx(body: Callable[[], str]) -> Maker:
    def make(path: Path) -> Path:
        return docx_file(path.with_suffix(".docx"), body())

    return make


def _nested_tables() -> str:
    table = word_table([word_cell("N"), word_cell("Action")])
    for _ in range(3000):
        table = f"<w:tbl><w:tr><w:tc>{table}<w:p/></w:tc></w:tr></w:tbl>"
    return table


def _xls_bytes(change: Callable[[bytearray], None]) -> Maker:
    def make(path: Path) -> Path:
        target = xls_file(path.with_suffix(".xls"), [["N", "Action"], ["1", "Revise the law"]])
        data = bytearray(target.read_bytes())
        change(data)
        target.write_bytes(data)
        return target

    return make


def _loop_in_chain(data: bytearray) -> None:
    # The second sector of the stream points back to the first.
    struct.pack_into("<I", data, 512 + 3 * 4, 2)


def _loop_in_directory(data: bytearray) -> None:
    struct.pack_into("<I", data, 512 + 1 * 4, 1)


def _loop_in_tables(data: bytearray) -> None:
    # The list of further allocation tables begins in a sector that names itself.
    struct.pack_into("<II", data, 68, 0, 0xFFFFFFF0)
    struct.pack_into("<I", data, 512 + 508, 0)


def _huge_sizes(data: bytearray) -> None:
    struct.pack_into("<I", data, 44, 0x7FFFFFFF)


def _tree_of_names(data: bytearray) -> None:
    # The entry of the workbook is its own left and right neighbour.
    struct.pack_into("<II", data, 1024 + 128 + 68, 1, 1)


def _long_record(data: bytearray) -> None:
    at = data.find(b"\x04\x02")
    struct.pack_into("<H", data, at + 2, 0xFFFF)


def _far_row(data: bytearray) -> None:
    at = data.rfind(b"\x04\x02")
    struct.pack_into("<H", data, at + 4, 0xFFFF)


def _random_container(path: Path) -> Path:
    noise = random.Random(1540).randbytes(3 * MEGABYTE)
    target = path.with_suffix(".xls")
    target.write_bytes(compound_file(b"", "Workbook")[:2048] + noise)
    return target


def _encrypted(path: Path) -> Path:
    return ole_file(path.with_suffix(".xlsx"), "EncryptionInfo", "EncryptedPackage")


def _wide_cells(count: int) -> str:
    return "".join(f"<c><v>{n}</v></c>" for n in range(count))


def _deep(tag: str, count: int) -> str:
    return f"<{tag}>" * count + f"</{tag}>" * count


_STRINGS = f'<sst xmlns="{MAIN}">'
_STYLES = f'<styleSheet xmlns="{MAIN}">'
_FAR = f'<row r="1000000000">{text_cell("A1000000000", "x")}</row>'
_OVER_ALL = '<mergeCell ref="A1:XFD1048576"/>'
_BASED_ON_ITSELF = (
    '<cellStyleXfs count="1"><xf xfId="0"/></cellStyleXfs><cellXfs><xf xfId="0" numFmtId="9"/></cellXfs>'
)
_NO_SHEETS = f'<workbook xmlns="{MAIN}"><sheets><sheet name="A" sheetId="1" id="rId9"/></sheets></workbook>'
_SPANNING = '<w:gridSpan w:val="999999999"/>'
_ODS_OPEN = '<table:table table:name="A"><table:table-row><table:table-cell>'
_BAD_CRC = b"\xde\xad\xbe\xef"


def _formulas() -> str:
    rows = (
        f'<row r="{n}"><c r="A{n}"><f>1/0</f></c><c r="B{n}"><f>B{n}</f></c></row>' for n in range(2, 9000)
    )
    return HEADS + "".join(rows)


def _strings(inside: Text, head: str = _STRINGS) -> Maker:
    return _with_part("sharedStrings", "sharedStrings.xml", lambda: f"{head}{_made(inside)}</sst>")


def _styles(inside: Text) -> Maker:
    return _with_part("styles", "styles.xml", lambda: f"{_STYLES}{_made(inside)}</styleSheet>")


def _attributes() -> str:
    return PLAN + "<row " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"


PACKED: dict[str, Maker] = {
    "a sheet of 1.5 GB": _long_sheet,
    "zips within zips": _nested_zip,
    "500 members over one stream": _overlapping,
    "sizes that lie": _lying_sizes,
    "60,000 members": _many_members,
    "3,000 sheets": _many_sheets,
    "paths that climb out": _xlsx(parts={"../../../../tmp/desk1540-evil.xml": "x"}),
    "an absolute path": _xlsx(parts={"/etc/desk1540-evil.xml": "x"}),
    "one name twice": _xlsx(parts={"XL/Workbook.xml": "<a/>"}),
    "a name with an end of text": _xlsx(parts={"xl/a\0b.xml": "<a/>"}),
    "a broken checksum": _changed(lambda data: data.find(b"PK\x03\x04") + 14, _BAD_CRC),
    "a broken directory": _changed(lambda data: data.rfind(b"PK\x01\x02") + 20, b"\xff" * 30),
    "a directory elsewhere": _changed(lambda data: data.rfind(b"PK\x05\x06") + 16, b"\xff\xff\xff\x7f"),
    "an end that promises 65,535 members": _changed(lambda data: data.rfind(b"PK\x05\x06") + 8, b"\xff" * 4),
    "cut in the middle": _cut(0.5),
    "cut before its directory": _cut(0.93),
    "packed by another method": _repacked(zipfile.ZIP_LZMA),
    "a workbook named csv": _repacked(zipfile.ZIP_DEFLATED, ".csv"),
    "an encrypted container": _encrypted,
    "a workbook with macros": _macro,
}
SHEETS: dict[str, Maker] = {
    "one merge over everything": _xlsx(after=f"<mergeCells>{_OVER_ALL}</mergeCells>"),
    "a million merges": _xlsx(after=lambda: f"<mergeCells>{_OVER_ALL * 1_000_000}</mergeCells>"),
    "a row of the number 1,000,000,000": _xlsx(PLAN + _FAR),
    "a row of a number of 1,000 digits": _xlsx(PLAN + f'<row r="{"9" * 1000}"><c r="A1"><v>1</v></c></row>'),
    "a negative row": _xlsx(PLAN + '<row r="-5"><c r="A-5"><v>1</v></c></row>'),
    "the far corner": _xlsx(PLAN + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'),
    "16,000 columns in 200 rows": _xlsx(lambda: PLAN + f"<row>{_wide_cells(16_000)}</row>" * 200),
    "500,000 cells in one row": _xlsx(lambda: PLAN + f"<row>{_wide_cells(500_000)}</row>"),
    "a dimension over everything": _xlsx(before='<dimension ref="A1:XFD1048576"/>'),
    "columns styled over everything": _xlsx(
        before=lambda: '<cols><col min="1" max="16384" style="7"/></cols>' * 5000
    ),
    "formulas only": _xlsx(_formulas),
    "a billion laughs": _laughing(_xlsx(), SHEET_1),
    "a billion laughs in the strings": _with_part(
        "sharedStrings",
        "sharedStrings.xml",
        lambda: f"{billion_laughs()}{_STRINGS}<si><t>&a11;</t></si></sst>",
    ),
    "a file of the system as entity": _xlsx(
        parts={SHEET_1: EXTERNAL + sheet_xml(PLAN.replace("Revise", "&x;"))}
    ),
    "shared strings of 300 MB": _strings(lambda: f"<si><t>{'a' * 300 * MEGABYTE}</t></si>"),
    "five million shared strings": _strings(lambda: "<si><t>a</t></si>" * 5_000_000),
    "strings that say they are 2,147,483,647": _strings("", f'<sst xmlns="{MAIN}" uniqueCount="2147483647">'),
    "a string out of the table": _xlsx(PLAN + '<row r="3"><c r="A3" t="s"><v>99999999</v></c></row>'),
    "a style based on itself": _styles(_BASED_ON_ITSELF),
    "two million styles": _styles(lambda: "<cellXfs>" + '<xf numFmtId="9"/>' * 2_000_000 + "</cellXfs>"),
    "a number format of 5 MB": _styles(
        lambda: f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 5 * MEGABYTE}"/></numFmts>'
    ),
    "100,000 elements within each other": _xlsx(lambda: PLAN + _deep("ext", 100_000)),
    "one attribute of 30 MB": _xlsx(lambda: PLAN + f'<row r="3" spans="{"1" * 30 * MEGABYTE}"/>'),
    "200,000 attributes": _xlsx(_attributes),
    "no sheet part": _xlsx(parts={"xl/workbook.xml": _NO_SHEETS}),
    "an empty workbook part": _xlsx(parts={"xl/workbook.xml": ""}),
    "relations to nothing": _xlsx(
        parts={"xl/_rels/workbook.xml.rels": "<Relationships><Relationship/></Relationships>"}
    ),
}
OTHERS: dict[str, Maker] = {
    "ods: rows repeated a thousand million times": _ods(
        _ods_row(
            ods_cell("x", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1000000000"'
        )
    ),
    "ods: empty rows, then one": _ods(
        _ods_row("<table:table-cell/>", 'table:number-rows-repeated="999999999"'), _ods_row(ods_cell("y"))
    ),
    "ods: a cell of 999,999,999 spaces": _ods(_ods_row(ods_cell('a<text:s text:c="999999999"/>'))),
    "ods: a repetition that is no number": _ods(_ods_row(ods_cell("x"), 'table:number-rows-repeated="many"')),
    "ods: a billion laughs": _laughing(_ods(), "content.xml"),
    "ods: 50,000 tables within each other": lambda path: ods_file(
        path.with_suffix(".ods"), _ODS_OPEN * 50_000
    ),
    "docx: 4 million empty rows": _docx(lambda: "<w:tbl>" + "<w:tr><w:tc/></w:tr>" * 4_000_000 + "</w:tbl>"),
    "docx: 3,000 tables within each other": _docx(_nested_tables),
    "docx: a cell over 999,999,999 columns": _docx(
        lambda: word_table([word_cell("N", properties=_SPANNING)] * 3)
    ),
    "docx: a paragraph of 60 MB": _docx(lambda: word_table([word_cell("N"), word_cell("a" * 60 * MEGABYTE)])),
    "docx: a billion laughs": _laughing(
        _docx(lambda: word_table([word_cell("N"), word_cell("Action")])), "word/document.xml"
    ),
    "xls: a chain that never ends": _xls_bytes(_loop_in_chain),
    "xls: a directory that never ends": _xls_bytes(_loop_in_directory),
    "xls: tables that name themselves": _xls_bytes(_loop_in_tables),
    "xls: two thousand million sectors": _xls_bytes(_huge_sizes),
    "xls: an entry that is its own neighbour": _xls_bytes(_tree_of_names),
    "xls: a record longer than the file": _xls_bytes(_long_record),
    "xls: the last row": _xls_bytes(_far_row),
    "xls: noise in a container": _random_container,
}
BOOKS = PACKED | SHEETS | OTHERS

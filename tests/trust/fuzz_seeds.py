"""Small honest files of every kind that is read, and how they are changed at random."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from tests.exchange.reading.workbooks import (
    docx_file,
    ods_cell,
    ods_file,
    plain_xlsx,
    raw_xlsx,
    sheet_xml,
    text_cell,
    word_cell,
    word_table,
    xls_file,
)

HEADS = ["N°", "Action", "Lead", "Start", "Due", "Status", "Progress"]
ROWS = [
    ["1.1", "Revise the law", "Ministry of Trade", "2026-01-15", "Q3 2027", "In progress", "40 %"],
    ["1.2", "Train officers", "Customs; Police", "enero 2026", "31/12/2027", "Completed", 1],
]
_CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Prueba;Ana;;Dra.;\r\nFN:Dra. Ana Prueba\r\nORG:Aduana;Unidad\r\n"
    b"TITLE:Directora\r\nTEL;TYPE=work,voice:+507 555 0101\r\nEMAIL;PREF=1:ana@example.org\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:l=C3=ADnea =\r\n dos\r\n"
    b"item1.ADR:;;Calle 1;Ciudad;;;\r\nEND:VCARD\r\n"
)
_PAGE = (
    "<!DOCTYPE html><html><meta charset=utf-8><h1>Plan</h1><table><tr><th>N</th><th>Action</th></tr>"
    "<tr><td rowspan=2>1</td><td colspan=1>Revise &amp; adopt</td></tr><tr><td>Two<br>lines</td></tr></table>"
)
_XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table><Row>'
    '<Cell><Data ss:Type="String">N</Data></Cell><Cell ss:Index="3" ss:MergeAcross="1">'
    '<Data ss:Type="String">Action</Data></Cell></Row><Row ss:Index="4"><Cell><Data ss:Type="Number">1'
    "</Data></Cell></Row></Table></Worksheet></Workbook>"
)
_JSON = (
    '{"items": [{"id": "a", "title": "Revise", "lead": ["B"], "start": "2027-Q3", "progress": 4, "x": {}}]}'
)
_WORDS = [
    *(
        b'"',
        b"'",
        b"<",
        b">",
        b"&",
        b"&#",
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"%",
        b"=",
        b";",
        b",",
        b"\r",
        b"\n",
    ),
    *(
        b"-1",
        b"0",
        b"999999999999",
        b"1e999",
        b"NaN",
        b"<!--",
        b"-->",
        b"]]>",
        b"<![CDATA[",
        b"[",
        b"{",
        b"}",
    ),
    *(b'r="A0"', b't="s"', b't="d"', b'count="-1"', b"BEGIN:VCARD", b"END:VCARD", b"ENCODING=b", b"CHARSET="),
    *(b"PK\x03\x04", b"\\", b"\xe2\x80\xae", b"2027-13-45", b"9" * 5000),
]


def seeds(folder: Path) -> dict[str, bytes]:
    """The content of each seed by its file name."""
    plain = plain_xlsx(folder / "plain.xlsx", [HEADS, *ROWS])
    cells = "".join(text_cell(f"{'ABCDEFG'[place]}1", head) for place, head in enumerate(HEADS))
    rows = f'<row r="1">{cells}</row><row r="2"><c r="A2"><v>1</v></c><c r="C2" t="b"><v>1</v></c></row>'
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    raw = raw_xlsx(folder / "raw.xlsx", sheet_xml(rows, after=merged))
    old = xls_file(folder / "old.xls", [["N", "Action"], ["1", "Revise"], [2.0, "Train"]])
    table = "".join(
        f"<table:table-row>{ods_cell(text)}{ods_cell('x')}</table:table-row>" for text in ("N", "1")
    )
    ods = ods_file(folder / "open.ods", f'<table:table table:name="A">{table}</table:table>')
    word = docx_file(
        folder / "word.docx", word_table(*([word_cell(str(cell)) for cell in row] for row in [HEADS, *ROWS]))
    )
    text = "\n".join(";".join(map(str, row)) for row in [HEADS, *ROWS]).encode()
    found = {path.name: path.read_bytes() for path in (plain, raw, old, ods, word)}
    return found | {
        "table.csv": text,
        "wide.csv": text.decode().encode("utf-16"),
        "items.json": _JSON.encode(),
        "page.html": _PAGE.encode(),
        "sheets.xml": _XML.encode(),
        "cards.vcf": _CARD * 2,
    }


def changed(data: bytes, chance: random.Random) -> bytes:
    """The same file with something changed: in a package mostly within one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _changed_inside(data, chance)
    return _changed_bytes(data, chance)


def _changed_inside(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    if chance.random() < 0.03:
        del parts[name]
    else:
        parts[name] = _changed_bytes(parts[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _changed_bytes(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        place = chance.randrange(len(made) + 1)
        size = chance.choice((1, 2, 8, 64))
        match chance.randrange(6):
            case 0 if made:
                made[place % len(made)] = chance.randrange(256)
            case 1:
                made[place:place] = chance.choice(_WORDS)
            case 2:
                del made[place : place + size]
            case 3:
                made[place : place + size] = chance.choice(_WORDS)
            case 4:
                other = chance.randrange(len(made) + 1)
                made[place:place] = made[other : other + size] * chance.choice((1, 1, 30))
            case _:
                made[place : place + size] = chance.randbytes(size)
    return bytes(made)

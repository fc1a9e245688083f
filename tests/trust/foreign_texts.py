"""Hostile texts: tables, pages, XML, JSON and contact cards, each written by script when asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.trust.hostile_books import EXTERNAL, MEGABYTE, Maker, billion_laughs

_CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Prueba\r\n{more}END:VCARD\r\n"
_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SHEETS = '<?xml version="1.0"?>{dtd}<Workbook xmlns="' + _SPACE + '">{inside}</Workbook>'
_FAR_ROW = (
    f'<Worksheet ss:Name="A" xmlns:ss="{_SPACE}"><Table><Row ss:Index="2000000000">'
    '<Cell ss:Index="2000000000"><Data>x</Data></Cell></Row></Table></Worksheet>'
)


def _text(ending: str, pieces: Callable[[], Iterable[str | bytes]]) -> Maker:
    def make(path: Path) -> Path:
        target = path.with_suffix(ending)
        with target.open("wb") as stream:
            for piece in pieces():
                stream.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogatepass"))
        return target

    return make


def _empty_of(ending: str, size: int, head: bytes) -> Maker:
    """A file that takes no room: a head, then nothing up to its size."""

    def make(path: Path) -> Path:
        target = path.with_suffix(ending)
        target.write_bytes(head)
        os.truncate(target, size)
        return target

    return make


def _pipe(path: Path) -> Path:
    target = path.with_suffix(".csv")
    os.mkfifo(target)
    return target


def _device(path: Path) -> Path:
    target = path.with_suffix(".csv")
    target.symlink_to("/dev/zero")
    return target


def _circle(path: Path) -> Path:
    target = path.with_suffix(".csv")
    target.symlink_to(target)
    return target


def _too_long_a_name(path: Path) -> Path:
    return path.with_name("x" * 300 + ".xlsx")


def _cells(text: str) -> list[str]:
    return [f'{number};"{text}";"{text}"\n' for number in range(40)]


TEXTS: dict[str, Maker] = {
    "csv: nothing but the end of text": _text(".csv", lambda: ["N;Action\n", "\0" * 5 * MEGABYTE]),
    "csv: ends of text in every cell": _text(".csv", lambda: ["N;Action\n", "1;a\0b\n" * 1000]),
    "csv: one line of 1 GB": _empty_of(".csv", 1 << 30, b"N;Action\n1;"),
    "csv: one line of 40 MB": _text(".csv", lambda: ["N;Action\n1;", *["x" * MEGABYTE] * 40]),
    "csv: a quotation mark that never closes": _text(
        ".csv", lambda: ['N;Action\n1;"', *["x;y\n" * 100_000] * 20]
    ),
    "csv: 100,000 columns": _text(".csv", lambda: [";".join(f"c{n}" for n in range(100_000)), "\n1;2\n"]),
    "csv: 20 million empty rows": _text(".csv", lambda: ["N;Action\n", *["\n" * MEGABYTE] * 20]),
    "csv: 20 million delimiters": _text(".csv", lambda: ["N;Action\n", *[";" * 1000 + "\n"] * 20_000]),
    "csv: a million rows": _text(".csv", lambda: ["N;Action\n", *["1;Revise\n" * 1000] * 1000]),
    "csv: bytes of no alphabet": _text(".csv", lambda: [b"N;Action\n", bytes(range(128, 256)) * 4000]),
    "csv: halves of letters": _text(".csv", lambda: ["N;Action\n1;\ud800\udfff\ufffe\n"]),
    "csv: formulas": _text(".csv", lambda: ["N;Action\n1;=cmd|'/c calc'!A1\n2;@SUM(1)\n3;+1\n4;-1\n"]),
    "csv: one line of 20 million delimiters": _text(".csv", lambda: ["N;Action\n", *[";" * MEGABYTE] * 20]),
    "csv: cells of 90,000 line ends": _text(".csv", lambda: ["N;Action;Status\n", *_cells("\n" * 90_000)]),
    "csv: cells of 90,000 brackets": _text(".csv", lambda: ["N;Action;Status\n", *_cells("(" * 90_000)]),
    "csv: cells of 90,000 digits": _text(".csv", lambda: ["N;Action;Start\n", *_cells("1" * 90_000)]),
    "csv: cells of 90,000 slashes": _text(".csv", lambda: ["N;Action;Due\n", *_cells("1/" * 45_000)]),
    "csv: cells of 90,000 words": _text(".csv", lambda: ["N;Lead;Status\n", *_cells("y o, " * 18_000)]),
    "csv: cells of 90,000 marks on a letter": _text(
        ".csv", lambda: ["N;Action;Status\n", *_cells("a" + "\u0301" * 90_000)]
    ),
    "csv: wide letters without end": _text(
        ".csv", lambda: [b"\xff\xfe", ("N;Action\n" * 500_000).encode("utf-16-le")]
    ),
    "csv: turned letters": _text(".csv", lambda: ["N;Action\n1;\u202e\u2066gnp.exe\u2069\n"]),
    "html: 200,000 elements within each other": _text(
        ".html", lambda: ["<html><body>", "<div>" * 200_000, "<table><tr><td>N"]
    ),
    "html: 20,000 tables within each other": _text(
        ".html", lambda: ["<html>", "<table><tr><td>N</td><td>" * 20_000]
    ),
    "html: a cell over everything": _text(
        ".xls",
        lambda: ['<table><tr><td colspan="999999999" rowspan="999999999">N</td><td>Action</td></tr></table>'],
    ),
    "html: 100,000 cells over 1,000 rows": _text(
        ".html",
        lambda: ["<table>", '<tr><td rowspan="1000">N</td><td colspan="900">A</td></tr>' * 5000, "</table>"],
    ),
    "html: 10 MB of unclosed tags": _text(".html", lambda: ["<html><table>", "<td" * 3_000_000]),
    "html: a million entities": _text(
        ".html", lambda: ["<table><tr><td>", "&amp;&#x41;&#99999999999;" * 400_000]
    ),
    "xml: a billion laughs": _text(".xml", lambda: [_SHEETS.format(dtd=billion_laughs(), inside="&a11;")]),
    "xml: a file of the system": _text(".xml", lambda: [_SHEETS.format(dtd=EXTERNAL, inside="&x;")]),
    "xml: a row at the end of the world": _text(".xml", lambda: [_SHEETS.format(dtd="", inside=_FAR_ROW)]),
    "json: 200,000 lists within each other": _text(".json", lambda: ['{"items": [', "[" * 200_000]),
    "json: a number of a million digits": _text(
        ".json", lambda: ['{"items": [{"title": "A", "progress": ', "9" * 1_000_000, "}]}"]
    ),
    "json: items of everything": _text(
        ".json",
        lambda: ['{"items": [{"title": {"a": [1]}, "start": 1e999, "due": null, "id": ["x"], "lead": 7}]}'],
    ),
    "json: 3 million items": _text(".json", lambda: ['{"items": [', '{"a":1},' * 3_000_000, '{"a":1}]}']),
    "vcf: a million properties": _text(
        ".vcf", lambda: [_CARD.format(more="".join(f"TEL:+1 555 {n}\r\n" for n in range(1_000_000)))]
    ),
    "vcf: 400,000 properties": _text(
        ".vcf", lambda: [_CARD.format(more="".join(f"EMAIL:a{n}@example.org\r\n" for n in range(400_000)))]
    ),
    "vcf: one folded line of 25 MB": _text(
        ".vcf", lambda: [_CARD.format(more="NOTE:" + ("a" * 70 + "\r\n ") * 350_000 + "\r\n")]
    ),
    "vcf: a photo of 100 MB": _text(
        ".vcf",
        lambda: [
            "BEGIN:VCARD\r\nFN:Ana\r\nPHOTO;ENCODING=b:",
            *["QUJD" * (MEGABYTE // 4)] * 100,
            "\r\nEND:VCARD\r\n",
        ],
    ),
    "vcf: a photo of 20 MB": _text(
        ".vcf",
        lambda: [
            "BEGIN:VCARD\r\nFN:Ana\r\nPHOTO;ENCODING=b:",
            *["QUJD" * (MEGABYTE // 4)] * 20,
            "\r\nEND:VCARD\r\n",
        ],
    ),
    "vcf: a card of 1 GB": _empty_of(".vcf", 1 << 30, b"BEGIN:VCARD\r\nFN:"),
    "vcf: 200,000 cards": _text(".vcf", lambda: [_CARD.format(more="") * 200_000]),
    "vcf: 100,000 cards within each other": _text(".vcf", lambda: ["BEGIN:VCARD\r\nAGENT:\r\n" * 100_000]),
    "vcf: a name of 10 million parts": _text(
        ".vcf", lambda: [_CARD.format(more="N:" + ";,\\" * 3_300_000 + "\r\n")]
    ),
    "vcf: parameters without end": _text(
        ".vcf", lambda: [_CARD.format(more='TEL;TYPE="' + 'a";TYPE="' * 1_000_000 + "\r\n")]
    ),
    "vcf: quoted printable without end": _text(
        ".vcf", lambda: [_CARD.format(more="NOTE;ENCODING=QUOTED-PRINTABLE:" + "=\r\n=41" * 240_000 + "\r\n")]
    ),
    "vcf: no line ends": _text(".vcf", lambda: ["BEGIN:VCARD ", "FN:Ana " * 1_000_000]),
    "vcf: alphabets that are none": _text(
        ".vcf",
        lambda: [
            b"BEGIN:VCARD\r\nFN;CHARSET=rot13:Ana\r\nNOTE;CHARSET=zip;ENCODING=BASE64:////\r\nEND:VCARD\r\n"
        ],
    ),
    "a pipe": _pipe,
    "a device": _device,
    "a link to itself": _circle,
    "a name that is too long": _too_long_a_name,
}
CONTACTS_ONLY = frozenset(name for name in TEXTS if name.startswith("vcf"))

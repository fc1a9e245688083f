"""Finds in an Open XML workbook which part holds which sheet, and which cell styles show per cent."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from desktop.base.errors import UserError
from desktop.exchange.reading.cells import shows_percent
from desktop.exchange.reading.packages import DAMAGED, Package, local_name

_PERCENT_FORMATS = {9, 10}
_MOST_STYLES = 2000


@dataclass(frozen=True)
class SheetPart:
    """One worksheet of a workbook: its name, its part in the package, whether it is hidden."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True)
class WorkbookParts:
    """The parts of a workbook that matter for reading it."""

    sheets: tuple[SheetPart, ...]
    percent_styles: frozenset[int]
    is_strict: bool


def workbook_parts(package: Package) -> WorkbookParts:
    """Read the workbook part, its relations and the number formats."""
    book = _book_part(package)
    root = package.xml(book)
    relations = _relations(package, book)
    sheets = []
    for sheet in root.iter():
        if local_name(sheet.tag) == "sheet":
            part = relations.get(_relation_id(sheet), ("", ""))
            if part[0].endswith("/worksheet"):
                hidden = sheet.get("state", "visible") in ("hidden", "veryHidden")
                sheets.append(SheetPart(sheet.get("name", ""), part[1], hidden))
    styles = next((part for kind, part in relations.values() if kind.endswith("/styles")), "")
    shared = next((part for kind, part in relations.values() if kind.endswith("/sharedStrings")), "")
    package.check_parts(part for part in (shared,) if part and package.has(part))
    return WorkbookParts(tuple(sheets), _percent_styles(package, styles), "purl.oclc.org" in root.tag)


def _book_part(package: Package) -> str:
    if package.has("_rels/.rels"):
        for kind, part in _relations(package, "").values():
            if kind.endswith("/officeDocument"):
                return part
    if package.has("xl/workbook.xml"):
        return "xl/workbook.xml"
    raise UserError(DAMAGED, file=package.file)


def _relation_id(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if local_name(key) == "id"), "")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Give kind and part of each relation of a part by its id."""
    folder, name = posixpath.split(part)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(where):
        return {}
    found = {}
    for relation in package.xml(where):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[relation.get("Id", "")] = (relation.get("Type", ""), posixpath.normpath(joined))
    return found


@dataclass
class _Styles:
    """Collects, while a styles part goes by, which cell styles show per cent."""

    formats: set[int] = field(default_factory=lambda: set(_PERCENT_FORMATS))
    numbers: set[int] = field(default_factory=set)
    count: int = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take one element: number formats stand before the cell styles, other styles around them."""
        if name == "numFmt" and shows_percent(attributes.get("formatCode", "")):
            self.formats.add(_whole(attributes.get("numFmtId", "")))
        elif name == "cellXfs":
            self.count = 0
        elif name == "cellStyles":
            self.count = -1
        elif name == "xf" and self.count >= 0:
            if _whole(attributes.get("numFmtId", "")) in self.formats and len(self.numbers) < _MOST_STYLES:
                self.numbers.add(self.count)
            self.count += 1


def _percent_styles(package: Package, part: str) -> frozenset[int]:
    """Give the numbers of the cell styles whose numbers are shown as per cent."""
    if not part or not package.has(part):
        return frozenset()
    styles = _Styles()
    package.walk(part, styles.start)
    return frozenset(styles.numbers)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1
